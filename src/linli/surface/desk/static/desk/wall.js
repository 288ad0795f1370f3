"use strict";
// A screen on a wall: the same page anew every minute, in place; without a line the time stands.
const renew = async () => {
  setTimeout(renew, 60000);
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => ({}));
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("main").replaceWith(fresh.getElementById("main"));
};
setTimeout(renew, 60000);

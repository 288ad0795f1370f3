"use strict";
const offline = document.getElementById("offline");
addEventListener("online", () => { if (offline) offline.hidden = true; });
// Everything works without this: it only spares people a second press and a scroll bar.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method !== "post") return;
  if (offline && !navigator.onLine) { // what is written stays on the page
    event.preventDefault();
    offline.hidden = false;
    offline.focus();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
});
// Back must bring the form as it was, ready to be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
const grow = (area) => {
  area.rows = Math.max(4, Math.min(16, area.value.split("\n").length + 1));
};
document.addEventListener("input", (event) => {
  if (event.target.tagName === "TEXTAREA") grow(event.target);
});
for (const area of document.querySelectorAll("textarea")) grow(area);
const errors = document.getElementById("errors");
if (errors) errors.focus();
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

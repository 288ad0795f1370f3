"use strict";
// What is being typed is kept on the server after two quiet seconds, and when the page is left.
// Without this the buttons of the page keep it.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let waiting = 0;
  const keep = () => {
    clearTimeout(waiting);
    if (!waiting || form.dataset.sent) return;
    waiting = 0;
    const said = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "once") said.append(name, value);
    }
    said.append("slot", form.dataset.keep);
    fetch("/drafts/keep", { method: "POST", body: said, keepalive: true }).catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
}

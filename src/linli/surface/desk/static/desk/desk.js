"use strict";
// Single keys for those who work here all day; /desk/keys lists them and switches them off.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = event.target;
  if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "checkbox") return;
  const rows = [...document.querySelectorAll("#main a.row")];
  const here = rows.findIndex((row) => row === at || row.parentElement.contains(at));
  const act = {
    j: () => rows[Math.min(here + 1, rows.length - 1)],
    k: () => rows[Math.max(here - 1, 0)],
    "/": () => document.querySelector("#main input[name=q]"),
    o: () => rows[here] && rows[here].click(),
    x: () => { const box = here >= 0 && rows[here].parentElement.querySelector("input[type=checkbox]"); if (box) box.click(); },
    a: () => { const take = document.querySelector("form[action$='/do/take'] button"); if (take) take.click(); },
    g: () => {
      const fold = document.querySelector("#do-assign, #do-transfer");
      if (fold) fold.open = true;
      return fold && (fold.querySelector("input:checked") || fold.querySelector("[type=radio], select"));
    },
    n: () => { const next = document.querySelector("a[data-next]"); if (next) next.click(); },
    "?": () => { location.href = document.querySelector("script[data-keys]").dataset.keys; },
  }[event.key];
  if (!act) return;
  event.preventDefault();
  const goal = act();
  if (goal) { goal.focus(); goal.scrollIntoView({ block: "nearest" }); }
});

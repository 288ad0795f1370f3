"use strict";
// For later: this page, those it lists, what they are drawn with. Only opening a cache can bring it
// back once it is wiped: `forget` first ends all opening, in every tab and in the keeper, then wipes.
(() => {
const box = document.getElementById("outbox"), say = box.dataset, me = say.me;
const able = navigator.serviceWorker && window.caches, stop = new AbortController(), { signal } = stop;
const tabs = new BroadcastChannel("linli-work");
const within = (promise) => Promise.race([promise, new Promise((done) => { setTimeout(done, 3000); })]);
const go = () => { if (signal.aborted) throw signal.reason; };
let doing;

const putBy = async () => {
  await navigator.serviceWorker.register(say.keeper, { scope: say.list });
  (await navigator.serviceWorker.ready).active.postMessage("on");
  go();
  if (localStorage.worker !== me) await caches.delete("linli-work");
  go();
  localStorage.worker = me;
  const pages = await caches.open("linli-work");
  go();
  const parts = await caches.open("linli-parts");
  for (const { name } of performance.getEntriesByType("resource")) {
    go();
    if (name.includes("/static/") && !(await parts.match(name))) await put(parts, name, await fetch(name, { signal }));
  }
  const rows = [...document.querySelectorAll(`a[href^="${say.list}/"]`)].slice(0, 20);
  for (const path of [location.pathname, say.nosignal, ...rows.map((one) => one.pathname)]) {
    go();
    const kept = await pages.match(path);
    if (kept && Date.now() - new Date(kept.headers.get("Date")) < 600000) continue;
    await put(pages, path, await fetch(path, { headers: { "X-Linli-Ahead": "1" }, redirect: "manual", signal }));
  }
};
const put = async (cache, path, answer) => { if (answer.ok) await cache.put(path, answer); };
const quiet = (keeper) => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  keeper.postMessage("over", [port2]);
});

tabs.onmessage = () => stop.abort();
box.later = {
  start: () => { doing = able && !signal.aborted && putBy().catch(() => {}); },
  forget: async () => {
    stop.abort();
    tabs.postMessage("over");
    await within(doing);
    if (!able) return;
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      for (const keeper of [one.installing, one.waiting, one.active]) if (keeper) await within(quiet(keeper));
      await one.unregister();
    }
    for (const name of await caches.keys()) await caches.delete(name);
  },
};
})();

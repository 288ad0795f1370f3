"use strict";
// Keeps the worker's own pages for staircases without a signal. Its address (/desk/worker.js) and
// its scope limit it to them; nothing else of the site is kept but style, script and pictures.
const PAGES = "linli-work", PARTS = "linli-parts", LIST = "/desk/worker", PATIENCE = 5000;
const opening = new Set();
let over = false;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => { // who logs out is answered once nothing is opened any more
  over = event.data === "over";
  event.waitUntil(Promise.allSettled(opening).then(() => event.ports[0]?.postMessage("")));
});
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (/^\/desk\/worker(\/\w+)?$/.test(url.pathname + url.search)) event.respondWith(page(event, url.pathname));
  } else if (url.pathname.startsWith("/static/")) event.respondWith(part(event));
});
const into = async (cacheName, act) => {
  if (over) return;
  const cache = caches.open(cacheName);
  opening.add(cache);
  await cache.then(act).finally(() => opening.delete(cache));
};
const page = async (event, path) => {
  const match = (of) => caches.match(of, { cacheName: PAGES }), kept = await match(path);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await into(PAGES, (pages) => pages.put(path, answer.clone()));
    else if (answer.status === 404) await into(PAGES, (pages) => pages.delete(path));
    else if (answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(PAGES);
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  if (!kept) return fresh.catch(async () => (await match(LIST + "/no-signal")) || Response.error());
  const late = new Promise((give) => { setTimeout(give, PATIENCE, kept); });
  return Promise.race([fresh.catch(() => kept), late]);
};
const part = async (event) => {
  const kept = await caches.match(event.request, { cacheName: PARTS });
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await into(PARTS, (parts) => parts.put(event.request, answer.clone()));
    return answer;
  });
  if (kept) event.waitUntil(fresh.catch(() => {}));
  return kept || fresh;
};

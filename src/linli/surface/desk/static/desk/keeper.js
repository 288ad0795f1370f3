"use strict";
// Keeps the worker's own pages for staircases without a signal. Its address (/desk/worker.js) and
// its scope limit it to them; nothing else of the site is kept but style, script and pictures.
const PAGES = "linli-work", PARTS = "linli-parts", LIST = "/desk/worker", PATIENCE = 5000;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (/^\/desk\/worker(\/\w+)?$/.test(url.pathname)) event.respondWith(page(event, url.pathname));
  } else if (url.pathname.startsWith("/static/")) event.respondWith(part(event));
});
const page = async (event, path) => {
  const pages = await caches.open(PAGES), kept = await pages.match(path);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await pages.put(path, answer.clone());
    else if (answer.status === 404) await pages.delete(path);
    else if (answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(PAGES);
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  if (!kept) return fresh.catch(async () => (await pages.match(LIST + "/no-signal")) || Response.error());
  const late = new Promise((give) => { setTimeout(give, PATIENCE, kept); });
  return Promise.race([fresh.catch(() => kept), late]);
};
const part = async (event) => {
  const parts = await caches.open(PARTS), kept = await parts.match(event.request);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await parts.put(event.request, answer.clone());
    return answer;
  });
  if (kept) event.waitUntil(fresh.catch(() => {}));
  return kept || fresh;
};

"use strict";
// A staircase has no signal: what is done there waits on the phone and goes out in order, each act
// once under a key of its own, photos last. Without this, forms work as forms do.
(async () => {
const box = document.getElementById("outbox"), say = box.dataset, me = say.me;
const part = (name) => box.querySelector(name);
const got = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = bad;
});
const opening = indexedDB.open("linli-work", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
const store = await got(opening);
const leave = () => { left = true; store.close(); };
store.onversionchange = leave; // another tab logs out
const acts = (mode) => store.transaction("acts", mode).objectStore("acts");
const all = async () => (await got(acts("readonly").getAll())).sort((a, b) => a.late - b.late || a.n - b.n);
const put = (act) => got(acts("readwrite").put(act));
const drop = (act) => got(acts("readwrite").delete(act.n));
const own = async (state) => (await all()).filter((act) => act.me === me && (!state || act.state === state));
const reads = (form) => /\/matters\/(\w+)\/do\/(\w+)/.exec(form.action);
const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
const MONTH = 24192e5; // 28 days: the house knows a key for 30
let said = "", pressed = false, busy = false, warned = false, left = false;

const draw = async (words = said) => {
  if (left) return; // what was on its way when somebody logged out finds no store
  said = words;
  const known = await all(), shown = known.filter((act) => act.me === me);
  const warns = warned && known.some((act) => act.state !== "sent"); // outlasts what is sent meanwhile
  part("p").textContent = (warns && say.leave) || said || (known.length > shown.length ? say.other : "");
  part("a").hidden = said !== say.session;
  part("ul").replaceChildren(...shown.map((act) => {
    const item = part("template").content.firstElementChild.cloneNode(true), tag = item.querySelector(".tag");
    item.querySelector("b").textContent = act.label;
    item.querySelector("small").textContent = act.title;
    item.querySelector("p").textContent = act.said;
    tag.textContent = say[act.state];
    tag.className = `tag is-${{ waiting: "wait", sent: "ok", refused: "late" }[act.state]}`;
    item.querySelector(".acts").hidden = act.state !== "refused";
    item.onclick = (event) => { if (event.target.value) decide(event.target.value, act); };
    return item;
  }));
  box.hidden = !known.length && !said;
  for (const form of document.forms) {
    const [, matter, name] = reads(form) || [];
    if (name && !/message|note/.test(name)) (form.closest("details") || form).hidden =
      shown.some((act) => act.state === "waiting" && act.matter === matter && act.name === name);
  }
};
const decide = async (what, act) => {
  if (what === "drop") await drop(act);
  if (what === "again") await put({ ...act, state: "waiting", said: "", since: Date.now(), key: act.said === say.old ? fresh() : act.key });
  if (what === "back") {
    const there = `${say.list}/${act.matter}`;
    if (location.pathname !== there) location.href = `${there}#${act.n}`;
    else await back(act);
  }
  flush();
};
const back = async (act) => {
  const form = [...document.forms].find((one) => (reads(one) || [])[2] === act.name);
  if (!form) return;
  const files = new DataTransfer();
  for (const [name, value] of act.fields) {
    const field = form.elements[name];
    if (value instanceof File) { files.items.add(value); field.files = files.files; } else if (field) field.value = value;
  }
  const fold = form.closest("details");
  if (fold) fold.open = true;
  form.scrollIntoView();
  await drop(act);
};

const keep = async (form, label) => {
  const [, matter, name] = reads(form), url = form.action, given = [...new FormData(form)];
  const photos = given.filter(([, value]) => value.size);
  const fields = given.filter(([key, value]) => !value.name && typeof value === "string" && !/^(once|csrf)/.test(key));
  const add = (act) => put({ me, matter, title: document.querySelector("h1").textContent, state: "waiting", said: "",
    key: fresh(), since: Date.now(), ...act });
  const talks = /message|note/.test(name), empty = !fields.some(([key, value]) => /text$/.test(key) && value.trim());
  if (!(talks && empty && photos.length)) await add({ name, label, url, fields, late: 0 });
  if (!photos.length) return;
  const to = name === "note" || fields.some(([, value]) => value === "staff") ? "note" : "message";
  await add({ name: to, label: say.photos, url: url.replace(/do\/\w+/, `do/${to}`), late: 1,
    fields: photos.map(([, file]) => [`${to}-photos`, file]) });
};

const send = async (act, token) => {
  const body = new FormData(), stop = new AbortController();
  for (const [name, value] of [...act.fields, ["once", act.key], ["csrfmiddlewaretoken", token]]) body.append(name, value);
  setTimeout(() => stop.abort(), act.late ? 180000 : 30000);
  const answer = await fetch(act.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal: stop.signal });
  if (answer.ok) return { state: "sent", said: "", at: Date.now() };
  if (answer.status < 400 || answer.status === 429 || answer.status > 499) throw answer;
  const why = await answer.json().catch(() => say);
  return { state: "refused", said: why.said || say.gone };
};
const flush = async (first) => {
  if (busy) return;
  busy = true;
  try {
    let sent = 0, probes = first === true || said === say.offline;
    for (let act; (act = (await own("waiting"))[0]) || probes; probes = false) {
      const ready = await fetch(say.ready, { redirect: "manual" }), { person, token } = ready.ok ? await ready.json() : {};
      said = person === me ? "" : say.session;
      if (said) break;
      if (!act) continue;
      if (Date.now() - act.since > MONTH) {
        await put({ ...act, state: "refused", said: say.old });
        continue;
      }
      await put({ ...act, ...await send(act, token) });
      sent += 1;
      await draw();
    }
    const typed = [...document.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
    if (sent && pressed && !said && !typed && !(await own("refused")).length) location.replace(location.pathname);
  } catch (error) { said = say.offline; }
  busy = false;
  await draw();
};

document.addEventListener("submit", async (event) => {
  const form = event.target, leaves = /log-out$/.test(form.action);
  if (!(reads(form) || leaves)) return;
  event.preventDefault();
  event.stopPropagation(); // others would say nothing can be sent now
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const unsent = (await all()).filter((act) => act.state !== "sent").length;
  if (leaves && (warned || !unsent)) {
    busy = true;
    leave();
    const gone = indexedDB.deleteDatabase("linli-work");
    await new Promise((done) => { gone.onsuccess = gone.onerror = gone.onblocked = done; });
    if (box.later) await box.later.forget();
    form.submit();
  } else if (leaves || unsent > 49) {
    warned = leaves;
    await draw(leaves ? say.leave : say.full);
    box.scrollIntoView();
  } else {
    await keep(form, (event.submitter || form.querySelector("button")).textContent.trim());
    pressed = true;
    form.reset();
    await draw();
    flush();
  }
  delete form.dataset.sent;
}, true);
for (const act of await own()) {
  if (act.state === "sent" && Date.now() - act.at > 300000) await drop(act);
  if (location.hash === `#${act.n}`) await back(act);
}
await draw();
addEventListener("online", () => flush(true));
addEventListener("offline", () => draw(say.offline));
const beat = (first) => { setTimeout(beat, 1e4); return flush(first); };
await beat(true);
if (box.later) box.later.start();
})().catch(() => {});

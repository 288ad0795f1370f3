"use strict";
// 听我念: reads the main part aloud, sentence by sentence, and marks the one being read.
// Without a voice in the page's language the button stays away and the telephone stays offered.
(() => {
const engine = window.speechSynthesis;
const button = document.querySelector("[data-aloud]");
const main = document.getElementById("main");
if (!engine || !button || !main) return;
const noise = "button,.btn,.acts,select,textarea,input,svg,audio,script,.away,.noprint,.onpaper,[hidden],details:not([open])>:not(summary)";
const call = document.querySelector("[data-unread]");
let isReading = false;
const blockOf = (element) => {
  while (element !== main && getComputedStyle(element).display === "inline") element = element.parentElement;
  return element;
};
const placeIn = (nodes, at) => {
  const node = nodes.find((one) => at <= one.length || (at -= one.length, false));
  return [node, at];
};
// Every sentence of some neighbouring texts, with the places where it begins and ends.
const cut = (nodes) => {
  const found = [];
  nodes.map((one) => one.data).join("").replace(/[^。！？!?]+[。！？!?]*/g, (text, at) => {
    const words = text.replace(/\s+/g, " ").trim();
    if (/[\p{L}\p{N}]/u.test(words)) {
      found.push({ words, from: placeIn(nodes, at), to: placeIn(nodes, at + text.length) });
    }
  });
  return found;
};
const sentences = () => {
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  let last, nodes = [];
  while (walk.nextNode()) {
    const node = walk.currentNode, home = node.parentElement;
    if (!node.data.trim() || home.closest(noise) || !home.getClientRects().length) continue;
    if (blockOf(home) !== last) { found.push(...cut(nodes)); nodes = []; }
    last = blockOf(home);
    nodes.push(node);
  }
  return [...found, ...cut(nodes)];
};
const show = (isOn) => {
  isReading = isOn;
  button.querySelector("[data-start]").hidden = isOn;
  button.querySelector("[data-stop]").hidden = !isOn;
  if (!isOn) getSelection().removeAllRanges();
};
const read = (voice) => {
  const all = sentences();
  show(true);
  all.forEach(({ words, from, to }, place) => {
    const said = new SpeechSynthesisUtterance(words);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    said.onstart = () => {
      if (!isReading) return;
      getSelection().setBaseAndExtent(...from, ...to);
      from[0].parentElement.scrollIntoView({ block: "nearest" });
    };
    if (place === all.length - 1) said.onend = () => show(false);
    engine.speak(said);
  });
};
const voice = () => engine.getVoices().find((one) =>
  one.lang.toLowerCase().startsWith(document.documentElement.lang.slice(0, 2)));
const offer = () => {
  button.hidden = !voice();
  if (call) call.hidden = !button.hidden;
};
button.addEventListener("click", () => {
  engine.cancel();
  if (isReading) show(false); else read(voice());
});
addEventListener("pagehide", () => engine.cancel());
engine.onvoiceschanged = offer;
offer();
})();

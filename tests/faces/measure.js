// What one page is like for those who see it, press it and walk it by keyboard: figures, and what is wrong.
// Thresholds are the caller's; everything here only measures. Pixels are CSS pixels.
"use strict";
window.linliMeasure = (() => {
  const PRESSED = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const MM = 0.1656; // one CSS pixel on a phone
  const SPREAD = 3.36 / Math.sqrt(Math.PI / 2) / MM; // per axis, from a mean distance of 3.36 mm
  const short = (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const shown = (e) => e.getClientRects().length > 0 && e.checkVisibility({ visibilityProperty: true });
  const far = (e) => Boolean(e.closest(".away"));
  const onSheet = (e) => Boolean(e.closest(".sheet")); // as large as it prints, whatever the screen

  const parse = (text) => {
    const found = (text.match(/[\d.]+/g) || []).map(Number);
    return { r: found[0] || 0, g: found[1] || 0, b: found[2] || 0, a: found[3] === undefined ? 1 : found[3] };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const ground = (e) => {
    const layers = [];
    for (let one = e; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = (c) => {
    const part = [c.r, c.g, c.b].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [light(over(one, other)), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  const texts = () => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement;
      const text = walk.currentNode.data.trim();
      if (!text || parent.closest("svg, option, script, style") || far(parent) || !shown(parent)) continue;
      found.push({ node: walk.currentNode, text, parent, style: getComputedStyle(parent) });
    }
    for (const e of document.querySelectorAll("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea"))
      if (shown(e)) found.push({ text: e.value || "0", parent: e, style: getComputedStyle(e) });
    return found;
  };

  const reading = () => {
    const all = texts();
    const wrong = { contrast: [], line: [] };
    let smallest = 99, characters = 0, strong = 0, lines = 0, open = 0, least = 21, narrow = 9;
    const sizes = [];
    for (const { node, text, parent, style } of all) {
      const n = text.length, size = parseFloat(style.fontSize);
      const ratio = contrast(parse(style.color), ground(parent));
      const height = style.lineHeight === "normal" ? 1.2 : parseFloat(style.lineHeight) / size;
      characters += n;
      if (ratio >= 6.995) strong += n; else wrong.contrast.push(`${ratio.toFixed(2)} ${short(parent)}`);
      least = Math.min(least, ratio);
      if (onSheet(parent)) continue;
      const isMain = parent.closest("main") !== null; // the menu is no reading matter
      if (!node) { if (isMain) sizes.push([size, n]); smallest = Math.min(smallest, size); continue; } // one line
      if (isLines(node)) { lines += n; if (height >= 1.495) open += n; }
      if (height < 1.295) wrong.line.push(`${height.toFixed(2)} ${short(parent)}`);
      narrow = Math.min(narrow, height);
      if (isMain) sizes.push([size, n]);
      smallest = Math.min(smallest, size);
    }
    sizes.sort((a, b) => a[0] - b[0]);
    let half = sizes.reduce((sum, [, n]) => sum + n, 0) / 2, median = sizes.length ? 0 : smallest;
    for (const [size, n] of sizes) { median = size; half -= n; if (half <= 0) break; }
    return { characters, strong, lines, open, least, narrow, smallest, median, wrong, gap: gap() };
  };

  const isLines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
  };
  // The gap between two paragraphs, as a multiple of the gap between two of their lines.
  const gap = () => {
    let least = 9;
    for (const e of document.querySelectorAll("main p + p")) {
      const before = e.previousElementSibling;
      if (!shown(e) || !shown(before) || e.className || before.className || onSheet(e)) continue;
      const style = getComputedStyle(before), size = parseFloat(style.fontSize);
      const lines = parseFloat(style.lineHeight) - size;
      const between = e.getBoundingClientRect().top - before.getBoundingClientRect().bottom;
      if (between >= 0 && lines > 0) least = Math.min(least, between / lines);
    }
    return least;
  };

  const inSentence = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline"
    && Boolean(e.closest("p, li, td, dd, small, span.n, figcaption"));
  const targets = () => {
    const found = new Map();
    for (const e of document.querySelectorAll(PRESSED)) {
      const target = e.closest("label.choice") || e;
      const box = target.getBoundingClientRect();
      if (!box.width || !box.height || !shown(e) || far(e) || e.closest("svg") || inSentence(e) || e.disabled) continue;
      found.set(target, e);
    }
    return [...found.keys()];
  };
  const owner = (e) => {
    if (!e) return null;
    const choice = e.closest("label.choice");
    if (choice) return choice;
    const pressed = e.closest(PRESSED);
    if (pressed) return pressed;
    const label = e.closest("label");
    return label && label.control ? label.control : null;
  };

  const pressing = (least, across) => {
    const all = targets(), small = [], close = [];
    let large = 0, lowest = 999;
    const boxes = all.map((e) => e.getBoundingClientRect());
    boxes.forEach((box, index) => {
      lowest = Math.min(lowest, box.height, box.width);
      if (Math.round(box.height) >= least && Math.round(box.width) >= Math.min(least, across)) large += 1;
      else small.push(`${Math.round(box.width)}x${Math.round(box.height)} ${short(all[index])}`);
    });
    for (let i = 0; i < boxes.length; i += 1) for (let j = i + 1; j < boxes.length; j += 1) {
      if (all[i].contains(all[j]) || all[j].contains(all[i])) continue;
      const a = boxes[i], b = boxes[j];
      const dx = Math.max(a.left - b.right, b.left - a.right, 0), dy = Math.max(a.top - b.bottom, b.top - a.bottom, 0);
      if (Math.hypot(dx, dy) < 7.5) close.push(`${Math.hypot(dx, dy).toFixed(1)} ${short(all[i])} | ${short(all[j])}`);
    }
    return { count: all.length, large, lowest: all.length ? lowest : 0, small, close };
  };

  // Taps spread as a hand spreads them (a Gaussian per axis), laid out evenly: the same on every machine.
  const spread = (taps) => [...Array(taps).keys()].map((k) => {
    const off = SPREAD * Math.sqrt(-2 * Math.log(1 - (k + 0.5) / taps)), turn = k * Math.PI * (3 - Math.sqrt(5));
    return [off * Math.cos(turn), off * Math.sin(turn)];
  });
  const tapping = (taps) => {
    const all = targets(), poor = [], astray = [], hand = spread(taps);
    let right = 0, wrong = 0, worst = 1;
    for (const target of all) {
      target.scrollIntoView({ block: "center", inline: "center" });
      const box = target.getBoundingClientRect();
      const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, y = box.top + box.height / 2;
      let hits = 0, others = 0;
      for (const [dx, dy] of hand) {
        const hit = owner(document.elementFromPoint(x + dx, y + dy));
        if (hit === target || (hit && target.contains(hit))) hits += 1;
        else if (hit) others += 1;
      }
      right += hits; wrong += others; worst = Math.min(worst, hits / taps);
      if (hits / taps < 0.93) poor.push(`${(100 * hits / taps).toFixed(0)}% ${Math.round(box.width)}x${Math.round(box.height)} ${short(target)}`);
      if (others / taps > 0.02) astray.push(`${(100 * others / taps).toFixed(0)}% ${short(target)}`);
    }
    const n = all.length * taps || 1;
    scrollTo(0, 0);
    return { count: all.length, right: all.length ? right / n : 1, wrong: wrong / n, worst, poor, astray };
  };

  const CONTROLS = ".btn, .pill, .choice, .door, a.row, a.card, a.tile, a.wait, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])";
  const edges = () => {
    const faint = [];
    let count = 0, least = 21;
    for (const e of document.querySelectorAll(CONTROLS)) {
      if (!shown(e) || far(e)) continue;
      const style = getComputedStyle(e), outside = ground(e.parentElement);
      const line = parse(style.borderTopColor);
      const drawn = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none" && line.a > 0;
      const filled = parse(style.backgroundColor).a > 0 ? contrast(ground(e), outside) : 1;
      if (!drawn && filled < 1.05) continue; // words that are pressed: their own contrast identifies them
      const best = Math.max(drawn ? contrast(line, outside) : 1, filled);
      count += 1; least = Math.min(least, best);
      if (best < 2.995) faint.push(`${best.toFixed(2)} ${short(e)}`);
    }
    for (const e of document.querySelectorAll("svg.i")) {
      if (!shown(e)) continue;
      const ratio = contrast(parse(getComputedStyle(e).color), ground(e));
      count += 1; least = Math.min(least, ratio);
      if (ratio < 2.995) faint.push(`${ratio.toFixed(2)} ${short(e.parentElement)}`);
    }
    return { count, least, faint };
  };

  const focusing = () => {
    const unseen = [], hidden = [];
    let count = 0;
    for (const e of document.querySelectorAll(`${PRESSED}, [tabindex="0"]`)) {
      if (!shown(e) || e.disabled || e.tabIndex < 0) continue;
      e.focus();
      if (document.activeElement !== e) continue;
      count += 1;
      const style = getComputedStyle(e), width = parseFloat(style.outlineWidth);
      const ratio = contrast(parse(style.outlineColor), ground(e.parentElement));
      const box = e.getBoundingClientRect();
      if (!(width >= 2 && style.outlineStyle !== "none" && ratio >= 3)) unseen.push(`${width}px ${ratio.toFixed(1)} ${short(e)}`);
      const lines = e.getClientRects()[0] || box; // a link over two lines has its middle elsewhere
      const y = Math.min(Math.max(lines.top + lines.height / 2, 1), innerHeight - 2);
      const hit = document.elementFromPoint(lines.left + lines.width / 2, y);
      if (!(hit && (e.contains(hit) || hit.contains(e) || owner(hit) === (e.closest("label.choice") || e)))) hidden.push(short(e));
    }
    if (document.activeElement) document.activeElement.blur();
    scrollTo(0, 0);
    return { count, unseen, hidden };
  };

  const clipped = (isPaper = false) => {
    const found = [];
    for (const e of document.querySelectorAll("body *")) {
      if (!isPaper && onSheet(e)) continue;
      if (e.matches("svg *, textarea, select, input, img") || far(e) || e.closest(".fold thead") || !e.textContent.trim() || !shown(e)) continue;
      const style = getComputedStyle(e);
      const cuts = (way) => way === "hidden" || way === "clip";
      if ((cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1) || (cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1))
        found.push(short(e));
    }
    return found;
  };
  const spilled = () => {
    const most = document.documentElement.clientWidth, by = document.documentElement.scrollWidth - most;
    if (by <= 0) return { by: 0, what: [] };
    const what = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > most + 1 && !e.closest(".scroll, .pan") && shown(e));
    return { by, what: what.filter((e) => !what.some((other) => other !== e && e.contains(other))).slice(0, 3).map(short) };
  };
  const dressed = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  };
  const median = () => {
    const sizes = texts().filter(({ parent }) => !onSheet(parent)).map(({ style }) => parseFloat(style.fontSize)).sort((a, b) => a - b);
    return sizes[Math.floor(sizes.length / 2)] || 1;
  };
  const growing = () => {
    const before = median();
    dressed(`html{font-size:${2 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px!important}`);
    const twice = { scale: median() / before, spilled: spilled(), clipped: clipped() };
    dressed("*{letter-spacing:.12em!important;word-spacing:.16em!important;line-height:1.5!important}p{margin-bottom:2em!important}");
    const spaced = { spilled: spilled(), clipped: clipped() };
    dressed("");
    return { twice, spaced };
  };

  const house = () => {
    const foot = document.querySelector("footer.foot");
    const place = (e) => (e ? [...foot.querySelectorAll("*")].indexOf(e) : -1);
    const order = foot ? ["p", "a[href^='tel:']", "a[href^='/help']"].map((what) => place(foot.querySelector(what))) : [];
    const nexts = [...document.querySelectorAll("main a[href], main button, nav a[href]")]
      .filter((e) => shown(e) && !e.getAttribute("href")?.startsWith("#")).length;
    const named = [...document.querySelectorAll(PRESSED)].filter((e) => shown(e) && !far(e));
    return {
      help: { desk: order[0] >= 0, phone: order[1] >= 0, person: order[2] >= 0, inOrder: order.every((at, i) => i === 0 || at > order[i - 1]) },
      nexts,
      options: Math.max(0, ...[...document.querySelectorAll("main fieldset")].map((e) => e.querySelectorAll("input[type=radio]").length)),
      pressed: document.querySelectorAll("main a[href], main button").length,
      headings: document.querySelectorAll("h1").length,
      landmarks: ["header", "main", "footer"].filter((tag) => document.querySelectorAll(`body > ${tag}`).length === 1).length,
      language: document.documentElement.lang,
      foreign: named.map((e) => (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || e.getAttribute("aria-label") || "").trim())
        .filter((name) => name && /[A-Za-z]{4,}/.test(name) && !/[\u3400-\u9fff]/.test(name)),
      moving: document.getAnimations().length,
      playing: document.querySelectorAll("audio[autoplay], video[autoplay], marquee, blink, meta[http-equiv=refresh i], dialog[open]").length,
    };
  };
  const paper = (least, onSheets) => {
    const asked = (e) => (onSheet(e) ? onSheets : least) - 0.1;
    const small = texts().filter(({ style, parent }) => parseFloat(style.fontSize) < asked(parent) && !parent.closest(".pill, .btn"))
      .map(({ parent, style }) => `${style.fontSize} ${short(parent)}`);
    return { small, clipped: clipped(true) };
  };
  const bordered = () => [...document.querySelectorAll(CONTROLS)].filter((e) => shown(e) && !far(e)
    && !(parseFloat(getComputedStyle(e).borderTopWidth) >= 1 && getComputedStyle(e).borderTopStyle !== "none")).map(short);

  const accessible = async (options) => (await axe.run(document, options)).violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 140)} ${node.failureSummary.slice(0, 160)}`));
  const everything = async (asked) => ({
    reading: reading(), edges: edges(), pressing: pressing(asked.target, asked.across), tapping: tapping(asked.taps),
    focusing: focusing(), growing: growing(), house: house(), axe: await accessible(asked.axe) });

  return { everything, reading, edges, tapping, spilled, paper, bordered };
})();

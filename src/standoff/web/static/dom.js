// Elements made of data. Text only ever becomes text: nothing here reads HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Set what an element has: class, data-*, aria-*, listeners (on), properties, attributes. */
function dress(element, given) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.setAttribute("class", value);
    else if (name === "data") for (const [key, text] of told(value)) element.dataset[key] = text;
    else if (name === "aria") for (const [key, text] of told(value)) element.setAttribute(`aria-${key}`, text);
    else if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

const told = (pairs) => Object.entries(pairs).filter(([, text]) => text !== undefined && text !== null);

/** Put children into an element: elements, text, arrays of them; null and false are left out. */
function fill(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** An HTML element. */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, children);
  dress(element, given);
  return element;
}

/** An SVG element. */
export function s(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, children);
  dress(element, given);
  return element;
}

/** Replace all that an element holds. */
export function replace(element, ...children) {
  element.replaceChildren();
  return fill(element, children);
}

/** Replace all that an element holds; the focus stays on the control that takes the place of the one that had it. */
export function refill(element, ...children) {
  const controls = () => [...element.querySelectorAll("a, button, input, select, textarea, summary")];
  const had = element.contains(document.activeElement) ? document.activeElement : null;
  const place = had ? controls().indexOf(had) : -1;
  replace(element, ...children);
  if (place < 0) return element;
  const now = controls().filter((one) => !one.disabled);
  const same = had.dataset.role ? now.find((one) => one.dataset.role === had.dataset.role) : null;
  (same ?? now[Math.min(place, now.length - 1)])?.focus({ preventScroll: true });
  return element;
}

/** A button. */
export function button(words, click, given = {}) {
  return h("button", { type: "button", ...given, on: { click, ...(given.on ?? {}) } }, words);
}

/** A labelled control; `help` stands under it and is read with it. */
export function field(label, control, { help = "", wide = false, id = "" } = {}) {
  control.id ||= id || `f${fieldNumber()}`;
  const note = h("span", { class: "help", id: `${control.id}-help` }, help);
  const wrong = h("span", { class: "wrong", id: `${control.id}-wrong`, hidden: true });
  control.setAttribute("aria-describedby", `${note.id} ${wrong.id}`);
  return h("div", { class: wide ? "field wide" : "field" }, h("label", { for: control.id }, label), control, note, wrong);
}

const fieldNumber = (() => { let last = 0; return () => { last += 1; return last; }; })();

/** A select of [value, words] pairs. */
export function choice(pairs, value, given = {}) {
  return h("select", given, pairs.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
}

/** Say something to those who do not see the page; the same words again are said again. */
export function say(words) {
  const live = document.getElementById("live");
  live.textContent = live.textContent === words ? `${words}\u00a0` : words;
}

/** A short note in the corner, gone after a while; `act` adds a button to it. */
export function toast(words, act = null, kind = "note") {
  const note = h("div", { class: `toast ${kind}`, data: { role: "toast" } }, h("span", {}, words));
  if (act) note.append(button(act.words, () => { note.remove(); act.run(); }));
  note.append(button("×", () => note.remove(), { aria: { label: "Close" }, class: "close" }));
  document.getElementById("toasts").append(note);
  if (kind === "bad") document.getElementById("alert").textContent = words;
  else say(words);
  setTimeout(() => note.remove(), act || kind === "bad" ? 12000 : 5000);
}

/** Call at most once, `wait` milliseconds after the last call. */
export function debounced(run, wait) {
  let timer = 0;
  const later = (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), wait); };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** Call once what stands on the page now is painted; of several calls before that, the first does. */
export function afterPaint(run) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => setTimeout(() => { due = false; run(); }));
  };
}

/** Call at once, and of further calls within `wait` milliseconds only the last, when they are over. */
export function paced(run, wait) {
  let timer = 0;
  let last = null;
  const rest = () => {
    timer = last ? setTimeout(rest, wait) : 0;
    const given = last;
    last = null;
    if (given) run(...given);
  };
  return (...given) => {
    if (timer) { last = given; return; }
    timer = setTimeout(rest, wait);
    run(...given);
  };
}

/** Whether keys typed now belong to a control rather than to the page. */
export function typing(event) {
  const target = event.target;
  return target instanceof Element
    && (target.closest("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]") !== null);
}

/** A day for people, such as 30 January 2019. */
export function dayWords(iso, short = false) {
  if (!iso) return "";
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return iso;
  return day.toLocaleDateString("en-GB", { day: "numeric", month: short ? "short" : "long",
    year: short ? undefined : "numeric", timeZone: "UTC" });
}

/** A control for a day, as the files write it. */
export function dayInput(name, value, given = {}) {
  return h("input", { type: "text", class: "day", name, value: value ?? "", placeholder: "YYYY-MM-DD", inputmode: "numeric",
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", maxlength: "10", autocomplete: "off", ...given });
}

/** Letters, digits and hyphens of a text: a name for a file. */
export function slug(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g,
    "").slice(0, 64).replace(/-+$/, "");
}

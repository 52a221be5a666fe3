// The list of evidence: a window on the rows that match the filter; keys move through it; one row is read below.
import { button, dayWords, debounced, h, replace } from "./dom.js";
import { lightIn } from "./light.js";
import { shown, webAddress } from "./text.js";
import { MODALITIES, SIDES, count, plain, wordsFor } from "./words.js";

/** How tall a row is, as the style sheet has it: with the letters of the page. */
const TALL = 4.25 * parseFloat(getComputedStyle(document.documentElement).fontSize);
const BEYOND = 6;
const KEYS = { code: "code", side: "sided", force: "force", status: "status", tier: "tier", outlet: "source",
  source: "source", id: "id" };

/** Whether a row matches the words of a filter; `code:protest` and the like look at one field. */
function matcher(filter) {
  const tests = (filter.toLowerCase().match(/\S+/g) ?? []).map((word) => {
    const [, key, value] = /^([a-z]+):(.+)$/.exec(word) ?? [];
    if (key && KEYS[key]) return (row) => String(row[KEYS[key]] ?? "").toLowerCase().includes(value);
    return (row, hay) => hay.includes(word);
  });
  return (row, hay) => tests.every((test) => test(row, hay));
}

const hay = (row) => [row.id, row.date, row.code, plain(row.code), row.force, row.actor, row.target, row.text, row.source,
  row.note, row.status]
  .join(" ").toLowerCase();

/** The list. `on` has choose(id), filter(text), edit(row), add(). */
export function createEvidence(on) {
  const { root, search, told, list, reading } = elementsOf(on);
  const view = createWindow(list);
  let given = { rows: [], asOf: "", weights: new Map(), changed: new Set(), chosen: "", readOnly: false };
  let hays = new Map();
  let found = [];

  const filter = () => {
    const matches = matcher(search.value);
    found = given.rows.filter((row) => matches(row, hays.get(row.id)));
    told.textContent = search.value ? `${count(found.length, "row")} of ${given.rows.length.toLocaleString("en-GB")}`
      : toldAll(given);
    view.show(found, given);
  };

  /** Choose the row so many places on. */
  const move = (by) => {
    if (!found.length) return;
    const at = found.findIndex((row) => row.id === given.chosen);
    const from = at < 0 ? (by > 0 ? -1 : found.length) : at;
    const place = Math.min(Math.max(from + by, 0), found.length - 1);
    on.choose(found[place].id);
  };
  const edit = () => {
    const row = given.rows.find((one) => one.id === given.chosen);
    if (row) on.edit(row);
  };

  const typed = debounced(() => on.filter(search.value), 200);
  search.addEventListener("input", () => { filter(); typed(); });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    list.focus();
    if (!given.chosen) move(1);
  });
  byKeys(list, move, edit);

  const show = (next) => {
    const rowsChanged = next.rows !== given.rows;
    given = { ...given, ...next };
    if (rowsChanged) hays = new Map(given.rows.map((row) => [row.id, hay(row)]));
    root.querySelector("[data-role=add]").hidden = given.readOnly;
    if (next.filter !== undefined && document.activeElement !== search) search.value = next.filter;
    filter();
    readingOf(reading, given, on);
    if (next.reveal) view.reveal();
  };
  return { root, show, move, focusFilter: () => search.focus() };
}

function elementsOf(on) {
  const search = h("input", { type: "search", placeholder: "Filter: words, or code:protest side:challenger",
    spellcheck: "false", data: { role: "filter" }, aria: { label: "Filter the evidence" } });
  const told = h("p", { class: "faint small told", role: "status", data: { role: "filter-count" } });
  const list = h("div", { class: "rows", role: "listbox", tabindex: "0", id: "rows", data: { role: "rows" },
    aria: { label: "Evidence, by day" } });
  const reading = h("article", { class: "reading", hidden: true, data: { role: "reading" }, aria: { live: "off" } });
  const add = button("Add", () => on.add(), { class: "primary", data: { role: "add" }, title: "Add a row ( n )" });
  const root = h("div", { class: "evidence" }, h("div", { class: "list-head" }, search, add), told, list, reading);
  return { root, search, told, list, reading };
}

/** The rows in sight and a few beyond. One that stays in sight stays as it is, so that no click on it is lost. */
function createWindow(list) {
  const space = h("div", { class: "rows-space", role: "presentation" });
  list.append(space);
  let found = [];
  let given = { rows: [], chosen: "" };
  let pinned = false; // the chosen row stays in sight while the list changes its height, until the user scrolls

  const paint = () => {
    const from = Math.max(0, Math.floor(list.scrollTop / TALL) - BEYOND);
    const to = Math.min(found.length, Math.ceil((list.scrollTop + (list.clientHeight || 600)) / TALL) + BEYOND);
    const drawn = new Map([...space.querySelectorAll(".row")].map((one) => [Number(one.dataset.place), one]));
    for (const [place, one] of drawn) if (place < from || place >= to) one.remove();
    let next = null;
    for (let place = to - 1; place >= from; place -= 1) {
      const one = drawn.get(place) ?? rowElement(found[place], place, found.length, given);
      if (!drawn.has(place)) space.insertBefore(one, next);
      next = one;
    }
    lightIn(space);
    const active = found.findIndex((row) => row.id === given.chosen);
    if (active >= from && active < to) list.setAttribute("aria-activedescendant", `row-${active}`);
    else list.removeAttribute("aria-activedescendant");
  };

  const show = (rows, all) => {
    [found, given] = [rows, all];
    space.style.setProperty("height", `${found.length * TALL}px`);
    replace(space, found.length ? null : h("p", { class: "faint none" },
      given.rows.length ? "No row matches the filter." : "No evidence yet. Add a row, or paste a page under Drafts."));
    paint();
  };
  const reveal = () => {
    const place = found.findIndex((row) => row.id === given.chosen);
    if (place < 0) return;
    pinned = true;
    const [top, bottom] = [place * TALL, (place + 1) * TALL];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    paint();
  };
  list.addEventListener("scroll", () => requestAnimationFrame(paint), { passive: true });
  for (const way of ["wheel", "touchmove", "pointerdown"]) {
    list.addEventListener(way, () => { pinned = false; }, { passive: true });
  }
  new ResizeObserver(() => (pinned ? reveal() : paint())).observe(list);
  return { show, reveal };
}

/** Keys of the list. They must not reach the page, nor Enter the form it opens, which it would send off at once. */
function byKeys(list, move, edit) {
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(list.clientHeight / TALL) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9 }[event.key];
    if (by === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (by === undefined) edit();
    else move(by);
  });
}

function toldAll({ rows, asOf }) {
  const later = rows.filter((row) => (row.public || row.date) > asOf).length;
  const more = later ? `, ${later.toLocaleString("en-GB")} of them known only later (in italics)` : "";
  return `${count(rows.length, "row")}${more}`;
}

function rowElement(row, place, all, { asOf, weights, changed, chosen }) {
  const later = (row.public || row.date) > asOf;
  const classes = ["row", later && "later", row.status !== "accepted" && row.status, row.merged_into && "merged",
    row.id === chosen && "chosen"].filter(Boolean).join(" ");
  return h("div", { class: classes, role: "option", id: `row-${place}`,
    data: { row: row.id, role: "row", place },
    style: { top: `${place * TALL}px` },
    aria: { selected: String(row.id === chosen), setsize: String(all), posinset: String(place + 1) } },
    h("span", { class: "row-head" }, h("span", { class: `side ${row.sided}`, title: `serves ${wordsFor(SIDES, row.sided)}` },
      h("span", { class: "unseen" }, `serves ${wordsFor(SIDES, row.sided)}`)),
      h("span", { class: "row-day" }, dayWords(row.date, true)), h("span", { class: "row-code" }, plain(row.code)),
        row.force ? h("span", { class: "row-force" }, shown(row.force)) : null,
      row.status !== "accepted" ? h("span", { class: "tag" }, row.status) : null,
        row.merged_into ? h("span", { class: "tag" }, "merged") : null,
      row.modality !== "done" ? h("span", { class: "tag" }, wordsFor(MODALITIES, row.modality)) : null,
        changed.has(row.id) ? h("span", { class: "tag new" }, "unsaved") : null,
      weightElement(weights.get(row.id))),
    h("span", { class: "row-text" }, shown(row.text)));
}

function weightElement(weight) {
  if (!weight || weight.decibans === null) return null;
  const value = weight.decibans;
  const share = Math.min(1, Math.abs(value) / 5) * 50;
  return h("span", { class: "weight", title: `decibans for refusal: ${weight.words}` },
    h("span", { class: "unseen" }, `decibans for refusal: ${weight.words}`),
    h("span", { class: value > 0 ? "refuse" : "obey",
      style: value > 0 ? { left: "50%", width: `${share}%` } : { right: "50%", width: `${share}%` } }));
}

function sizeWords({ size, bound, unit }) {
  return size ? `${bound === "exact" ? "" : `${plain(bound)} `}${size.toLocaleString("en-GB")} ${unit ?? ""}` : null;
}

function footOf(box, { id, line }, readOnly, on) {
  return h("div", { class: "reading-foot" }, h("code", { class: "small faint" }, line ? `${id} · line ${line}` : id),
    readOnly ? null : button("Edit", () => on.edit(box.row), { data: { role: "edit" }, title: "Edit ( e )" }));
}

function readingOf(box, { rows, chosen, weights, readOnly }, on) {
  const row = rows.find((one) => one.id === chosen);
  box.hidden = !row;
  if (!row) { box.told = ""; return; }
  const weight = weights.get(row.id);
  const told = JSON.stringify([row, weight?.words, readOnly]);
  if (box.told === told) return;
  box.told = told;
  const facts = [dayWords(row.date), row.public && row.public !== row.date ? `known ${dayWords(row.public)}` : null,
    plain(row.code), row.force || null, row.tier !== "none" ? row.tier : null, plain(row.scope), sizeWords(row)]
    .filter(Boolean);
  const who = [`${shown(row.actor)}${row.target ? ` → ${shown(row.target)}` : ""}`, `serves ${wordsFor(SIDES, row.sided)}`,
    `confidence ${row.confidence}`, row.asserted_by ? `claimed by ${shown(row.asserted_by)}` : null].filter(Boolean);
  // The foot stays while the words above it change, so that a click on it is never lost.
  box.row = row;
  const of = JSON.stringify([row.id, row.line, readOnly]);
  const foot = box.of === of ? box.lastElementChild : footOf(box, row, readOnly, on);
  box.of = of;
  const words = h("div", {}, h("div", { class: "reading-head" }, h("p", { class: "small" }, facts.join(" · ")),
    button("×", () => on.choose(""), { class: "quiet", aria: { label: "Close the row" } })),
    h("p", {}, shown(row.text)),
    h("p", { class: "small faint" }, who.join("; ")),
    h("ul", { class: "outlets" }, (row.sources ?? []).map((source) => {
      const address = webAddress(source.url);
      return h("li", {}, address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" },
        shown(source.outlet)) : shown(source.outlet),
        source.grade ? h("span", { class: "tag" }, source.grade) : null,
          source.quote ? h("q", { class: "small faint" }, shown(source.quote)) : null);
    })),
    weight?.words ? h("p", { class: "small" }, `Decibans for refusal: ${weight.words}.`) : null,
    row.note ? h("p", { class: "small faint" }, `Note: ${shown(row.note)}`) : null);
  if (foot.parentElement === box) box.firstElementChild.replaceWith(words);
  else replace(box, words, foot);
}

// A section of a standoff-view/1 document as elements: the same sentences, tables and notes as the report.
import { h } from "./dom.js";
import { figureElement } from "./figures.js";
import { commandElement, shown, webAddress } from "./text.js";

/** Words that may lead somewhere. */
function linkElement({ text, href }) {
  const address = webAddress(href);
  if (address) return h("a", { href: address, rel: "noopener noreferrer nofollow", target: "_blank" }, shown(text));
  return h("span", {}, shown(text), href ? h("span", { class: "faint" }, ` (${shown(href)})`) : null);
}

/** A bar from nought to its value on its scale. */
export function barElement(bar) {
  const reach = bar.high - bar.low || 1;
  const [from, to] = [0, bar.value].map((value) => Math.min(Math.max((value - bar.low) / reach, 0), 1)).sort((a, b) => a - b);
  const both = bar.low < 0;
  return h("span", { class: both ? "bar both" : "bar", aria: { hidden: "true" } },
    h("span", { class: both && bar.value > 0 ? "refuse" : "",
      style: { left: `${100 * from}%`, width: `${100 * (to - from)}%` } }));
}

function cellElement(cell, column) {
  const classes = [column.kind, cell.strong && "strong", cell.repeats && "repeats",
    cell.links.length && "lines"].filter(Boolean).join(" ");
  return h("td", { class: classes }, cell.bar ? barElement(cell.bar) : null, shown(cell.text),
    cell.links.map((link) => h("span", { class: "line" }, linkElement(link))));
}

/** A table; where it `lights`, rows that tell of evidence carry the ids of its rows. */
function tableElement(table, name, lights) {
  const head = h("tr", {}, table.columns.map((column) =>
    h("th", { scope: "col", class: column.optional ? `${column.kind} optional` : column.kind },
    column.head ? shown(column.head) : h("span", { class: "unseen" }, "drawn"))));
  const body = table.rows.map((row, at) => {
    const rows = lights && table.about[at]?.length ? table.about[at].join(" ") : undefined;
    return h("tr", { data: { rows }, tabindex: rows && "0" }, row.map((cell, place) => {
      const made = cellElement(cell, table.columns[place]);
      if (table.columns[place].optional) made.classList.add("optional");
      return made;
    }));
  });
  return h("div", { class: "scroll", role: "region", tabindex: "0", aria: { label: `${name}, table` } },
    h("table", {}, h("thead", {}, head), h("tbody", {}, body)));
}

/** The sentences of a section: one stands as a paragraph, several as a list. */
function sentencesElement(sentences) {
  if (sentences.length > 1) return h("ul", { class: "sentences" }, sentences.map((sentence) => h("li", {}, shown(sentence))));
  return sentences.map((sentence) => h("p", {}, shown(sentence)));
}

/**
 * One section. `before` holds figures drawn earlier, by id, which are filled anew rather than replaced; `prefix` keeps ids
 * apart; where it `lights`, marks and rows that tell of evidence carry the ids of its rows, for light.js.
 */
export function sectionElement(section, { command = [], lights = false, before = new Map(), prefix = "" } = {}) {
  const title = `${prefix}section-${section.title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return h("section", { class: "part", aria: { labelledby: title }, data: { section: section.title } },
    h("h2", { id: title }, shown(section.title)),
    sentencesElement(section.sentences),
    section.figures.map((figure) => figureElement(figure, { command, lights, prefix, before: before.get(figure.id) })),
    section.table ? tableElement(section.table, section.title, lights) : null,
    section.notes.filter(Boolean).map((note) => h("p", { class: "note" }, shown(note))),
    section.command.length ? commandElement(section.command) : null);
}

/**
 * Put sections into a panel in place of those before: sections that did not change stay as they are, figures are refilled,
 * so that nothing jumps while an answer is refined.
 */
export function renderSections(panel, sections, options) {
  const now = new Map([...panel.children].filter((child) => child.dataset.section).map((child) =>
    [child.dataset.section, child]));
  const before = new Map([...panel.querySelectorAll("figure[data-figure]")].map((figure) => [figure.dataset.figure, figure]));
  const made = sections.map((section) => {
    const told = JSON.stringify([section, options.command]);
    const same = now.get(section.title);
    if (same && same.told === told) return same;
    const element = sectionElement(section, { ...options, before });
    element.told = told;
    return element;
  });
  panel.replaceChildren(...made);
}

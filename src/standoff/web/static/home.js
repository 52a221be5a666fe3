// Home: the library and one's own cases as cards, each with its answer and the line of it, asked for while it is in sight.
import { work, listCases } from "./api.js";
import { figureRows } from "./answers.js";
import { button, dayWords, debounced, h, replace, s } from "./dom.js";
import { openNewCase } from "./newcase.js";
import { shown } from "./text.js";
import { createStore } from "./store.js";
import { remember, remembered } from "./unsaved.js";
import { count } from "./words.js";

const AT_ONCE = 2;

/** Open the home page. */
export async function openHome(app, known) {
  document.title = "Cases · Standoff";
  const { cases } = await listCases();
  const store = createStore({ filter: "" });
  const search = h("input", { type: "search", value: store.get().filter, placeholder: "Filter by country, name, year",
    aria: { label: "Filter the cases" }, data: { role: "filter" } });
  const mine = h("div", { class: "cards" });
  const library = h("div", { class: "cards" });
  const told = h("p", { class: "faint small", role: "status" });
  const own = cases.filter((one) => !one.library);
  const ask = createQueue(known);
  // In the order in which they are asked: one's own first.
  const cards = new Map([...own, ...cases.filter((one) => one.library)].map((one) => [one.name, cardElement(one, ask)]));
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (one) => words.every((word) => [one.name, one.title, one.country, one.order_giver, one.challenger,
      one.start, one.end].join(" ").toLowerCase().includes(word));
    const of = (list) => list.filter(fits).map((one) => cards.get(one.name));
    const [here, there] = [of(own), of(cases.filter((one) => one.library))];
    replace(mine, here.length ? here : h("p", { class: "faint" },
      own.length ? "None of yours matches." : "None yet. Make one, or copy a case of the library to work on."));
    replace(library, there.length ? there : h("p", { class: "faint" }, "None of the library matches."));
    told.textContent = words.length ? `${count(here.length + there.length, "case")} of ${cases.length}` : "";
  };
  search.addEventListener("input", show);
  search.addEventListener("input", debounced(() => store.set({ filter: search.value }), 200));
  replace(app, h("header", { class: "top" }, h("a", { href: "/", class: "home", aria: { current: "page" } }, "Standoff"),
    h("span", { class: "top-title" }),
    h("span", { class: "top-buttons" }, h("a", { class: "button", href: "/compare" }, "Compare two"),
      known.read_only ? null : button("New case", () => openNewCase(), { class: "primary", data: { role: "new-case" } }))),
  h("main", { id: "main", class: "frame home-page", tabindex: "-1" }, h("h1", {}, "Would the forces obey?"),
    h("p", { class: "lead" }, "Each card answers it for one standoff, from dated, sourced public evidence. "
      + "Numbers here are rough: open a case for the full answer."),
    h("div", { class: "home-search" }, search, told),
    h("section", { aria: { labelledby: "own" } }, h("h2", { id: "own" }, "Your cases"),
      h("p", { class: "faint small" }, known.folder), mine),
    h("section", { aria: { labelledby: "library" } }, h("h2", { id: "library" }, "Library"), library)));
  show();
}

/** Asks for the answers of cards, a few at a time, those in sight first; what was found is remembered by digest. */
function createQueue(known) {
  const waiting = [];
  const runs = new Set();
  let running = 0;
  addEventListener("pagehide", () => { waiting.length = 0; runs.forEach((run) => run.stop(true)); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      const { card, name, digest, run, gone } = waiting.shift();
      if (gone?.()) continue;
      card.querySelector(".card-answer").replaceChildren(h("span", { class: "faint small" }, "working …"));
      running += 1;
      const over = () => { running -= 1; runs.delete(one); next(); };
      const one = work({ kind: "answer", case: name, worlds: known.rough_worlds }, `card:${name}`, {
        done: (result) => { const told = shortened(result); remember(`${name}:${digest}`, told); run(told); over(); },
        failed: (words) => { run({ error: words }); over(); },
        cancelled: () => { card.dataset.asked = ""; over(); },
      });
    }
  };
  return (one) => {
    const found = remembered(`${one.name}:${one.digest}`);
    if (found) { one.run(found); return; }
    waiting.push(one);
    next();
  };
}

/** What a card keeps of a result. */
function shortened(result) {
  const first = result.highlights[0] ?? { label: "", value: "", words: [] };
  const line = figureRows(result, "timeline").filter((row) => row.kind === "day"
    && row.p !== null).map((row) => Number(row.p.toFixed(3)));
  return { value: first.value, word: first.words[0] ?? "", label: first.label, as_of: result.as_of, line };
}

function cardElement(one, ask) {
  const answer = h("div", { class: "card-answer" },
    h("span", { class: "faint small" }, one.problems ? "Open it to mend its text." : "not asked yet"));
  const state = one.problems ? h("span", { class: "tag bad" }, count(one.problems, "problem")) : one.drafts
    ? h("span", { class: "tag" }, count(one.drafts, "draft")) : null;
  const card = h("a", { class: "card", href: `/c/${encodeURIComponent(one.name)}`, data: { role: "card", name: one.name } },
    h("span", { class: "card-title" }, shown(one.title ?? one.name)),
    h("span", { class: "faint small" }, one.start && one.end ? [h("span", { class: "fact" }, span(one)), " · "] : null,
      h("span", { class: "fact" }, count(one.rows, "row")), " ", state), answer);
  if (!one.problems) sight.observe(card);
  seenBy.set(card, () => ask({ card, name: one.name, digest: one.digest, gone: () => !card.isConnected || !inSight(card),
    run: (told) => showAnswer(answer, told) }));
  return card;
}

/** From when to when, with the year of the beginning only where it is another. */
function span({ start, end }) {
  const [from, to] = [start, end].map((day) => day.slice(0, 4));
  return `${dayWords(start, true)}${from === to ? "" : ` ${from}`} to ${dayWords(end, true)} ${to}`;
}

const seenBy = new WeakMap();

/** Whether a card is in sight or nearly so; one that is not will be asked for again when it comes back. */
function inSight(card) {
  const box = card.getBoundingClientRect();
  const near = box.bottom > -300 && box.top < innerHeight + 300;
  if (!near) card.dataset.asked = "";
  return near;
}

const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || target.dataset.asked) continue;
    target.dataset.asked = "yes";
    seenBy.get(target)?.();
  }
}, { rootMargin: "100px" });

function showAnswer(box, told) {
  if (told.error) { replace(box, h("span", { class: "faint small" }, shown(told.error).slice(0, 140))); return; }
  replace(box, h("span", { class: "card-value" }, shown(told.value)),
    h("span", { class: "card-word" }, `${shown(told.word)}, as of ${dayWords(told.as_of, true)} ${told.as_of.slice(0, 4)}`),
    sparkline(told.line));
}

/** The line of the answer over the days, from 0 to 1. */
export function sparkline(line) {
  const x = (place) => ((100 * place) / Math.max(1, line.length - 1)).toFixed(1);
  const y = (p) => (2 + 24 * (1 - p)).toFixed(1);
  return s("svg", { class: "spark", viewBox: "0 0 100 28", preserveAspectRatio: "none", aria: { hidden: "true" } },
    s("line", { class: "half", x1: 0, x2: 100, y1: 14, y2: 14 }),
    s("polyline", { points: line.map((p, place) => `${x(place)},${y(p)}`).join(" ") }));
}

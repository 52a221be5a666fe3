// Two cases beside each other: their answers, and the same sections in the same order.
import { listCases, readCase } from "./api.js";
import { createAnswers, figureRows, sectionsOf } from "./answers.js";
import { choice, dayWords, field, h, replace } from "./dom.js";
import { sparkline } from "./home.js";
import { sectionElement } from "./render.js";
import { commandElement, shown } from "./text.js";
import { createStore } from "./store.js";
import { createStrip, tellFailure } from "./strip.js";
import { TABS } from "./tabs.js";
import { orderPairs, ORDERS } from "./words.js";

const SIDE_BY_SIDE = TABS.filter((tab) => ["brief", "evidence", "forces", "why_not"].includes(tab.name));

/** Open the comparison. */
export async function openCompare(app) {
  document.title = "Compare · Standoff";
  const { cases } = await listCases();
  const store = createStore({ a: "", b: "", order: ORDERS[0][0], tab: "brief" });
  const pairs = [["", "choose a case"], ...cases.filter((one) => !one.problems).map((one) =>
    [one.name, one.title ?? one.name])];
  const sides = ["a", "b"].map((key) => sideOf(key, pairs, store));
  const order = choice(orderPairs([]), store.get().order, { data: { role: "order" } });
  order.addEventListener("change", () => store.set({ order: order.value }));
  const strip = h("div", { class: "tabs", role: "group", aria: { label: "What to compare" } },
    SIDE_BY_SIDE.map((tab) => h("button", { type: "button", data: { name: tab.name, role: `tab-${tab.name}` },
    on: { click: () => store.set({ tab: tab.name }) } }, tab.words)));
  const mark = () => [...strip.children].forEach((one) =>
    one.setAttribute("aria-pressed", String(one.dataset.name === store.get().tab)));
  replace(app, h("header", { class: "top" }, h("a", { href: "/", class: "home" }, "Standoff"),
    h("span", { class: "top-title" }, "Two cases side by side"), field("Order to", order)),
    h("main", { id: "main", class: "compare", tabindex: "-1" }, h("h1", { class: "unseen" }, "Two cases side by side"),
      strip, h("div", { class: "pair" }, sides.map((side) => side.root))));
  store.on(["a", "b", "order"], (state, before, changed) => {
    order.value = state.order;
    sides.filter((side) => changed.has("order") || changed.has(side.key)).forEach((side) => side.open());
  });
  store.on(["tab"], () => { mark(); sides.forEach((side) => side.draw()); });
  mark();
  sides.forEach((side) => side.open());
}

function sideOf(key, pairs, store) {
  const pick = choice(pairs, store.get()[key], { data: { role: `case-${key}` } });
  pick.addEventListener("change", () => store.set({ [key]: pick.value }));
  const strip = createStrip();
  const day = h("div");
  const question = h("p", { class: "question" });
  const body = h("div", { class: "sections" });
  const root = h("section", { class: "one", aria: { label: `Case ${key}` } },
    h("div", { class: "pick" }, field(key === "a" ? "First case" : "Second case", pick), day), question, strip.root, body);
  let asOf = "";
  const answers = createAnswers(() => ({ case: store.get()[key], order: store.get().order,
    ...(asOf ? { as_of: asOf } : {}) }), `compare-${key}-`);
  answers.onChange((kind, held) => { strip.show(held); draw(); });

  const draw = () => {
    const result = answers.of("answer").result;
    const tab = store.get().tab;
    replace(question, shown(result?.question));
    if (!result) { replace(body); return; }
    const before = new Map([...body.querySelectorAll("figure[data-figure]")].map((figure) => [figure.dataset.figure, figure]));
    replace(body,
      sparkline(figureRows(result, "timeline").filter((row) => row.kind === "day" && row.p !== null).map((row) => row.p)),
      sectionsOf(result, tab).map((section) => sectionElement(section,
        { command: result.command ? [result.command] : [], before, prefix: `${key}-` })),
      result.command ? commandElement([result.command]) : null);
  };

  const open = async () => {
    const name = store.get()[key];
    pick.value = name;
    if (!name) { root.dataset.empty = "yes"; replace(day); replace(question);
      replace(body, h("p", { class: "faint" }, "Choose a case, such as Caracas 2019 beside Moscow 1991.")); return; }
    delete root.dataset.empty;
    try {
      const known = await readCase(name);
      if (store.get()[key] !== name) return;
      asOf = "";
      const days = choice(known.days.map((one) => [one, dayWords(one)]), known.last_day, { aria: { label: "As of" } });
      days.addEventListener("change", () => { asOf = days.value; answers.start("answer"); });
      replace(day, field("As of", days));
      answers.start("answer");
    } catch (error) { tellFailure(error); }
  };
  return { key, root, open, draw };
}

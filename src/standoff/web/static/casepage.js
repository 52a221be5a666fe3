// One case: the answer above, the evidence to the left, the views to the right.
import { assumptions as readPriors, copyCase } from "./api.js";
import { createAnswers, figureRows } from "./answers.js";
import { createAssumptions } from "./assume.js";
import { button, choice, field, h, replace, slug, toast } from "./dom.js";
import { dialog } from "./dialogs.js";
import { createDrafts } from "./drafts.js";
import { createEvidence } from "./evidence.js";
import { bindKeys } from "./keys.js";
import { choose, watch } from "./light.js";
import { weightsOf } from "./matching.js";
import { createReport } from "./report.js";
import { openRowForm } from "./rowform.js";
import { createSaving } from "./saving.js";
import { createScenarios } from "./scenarios.js";
import { openSession } from "./session.js";
import { createSlider } from "./slider.js";
import { createSources } from "./sources.js";
import { createStore } from "./store.js";
import { createStrip, tellFailure } from "./strip.js";
import { createTabs, TABS } from "./tabs.js";
import { openTextEditor } from "./textedit.js";
import { shown } from "./render.js";
import { orderPairs } from "./words.js";

/** Open the page of a case. */
export async function openCase(app, name, known) {
  const session = await openSession(name);
  document.title = `${session.file.case?.title ?? name} · Standoff`;
  if (!session.file.case) { openBroken(app, session); return; }
  session.readOnly ||= known.read_only;
  session.readOnlyFolder = known.read_only;
  const orders = orderPairs(session.file.orders);
  const store = createStore({ asof: "", order: orders[0][0], tab: "brief", side: "evidence", row: "", filter: "",
    scenarios: "" });
  const asOf = () => (session.now.days.includes(store.get().asof) ? store.get().asof : session.now.last_day);
  session.asOf = asOf;
  let priors = [];
  let builder = null;

  const wish = () => ({ case: name, ...(session.edits.length ? { text: session.now.text } : {}), as_of: asOf(),
    order: store.get().order });
  const answers = withScenarios(createAnswers(wish), () => builder?.texts() ?? []);
  const strip = createStrip();
  const slider = createSlider((day) => store.set({ asof: day }));
  const tabs = createTabs(answers, { tab: (tab) => store.set({ tab }) });
  const edit = (row) => { if (!session.readOnly) openRowForm(session, row, { after: (id) => store.set({ row: id }) }); };
  const add = () => {
    if (session.readOnly) return;
    const row = { date: asOf(), code: "protest", tier: "none", scope: "national", sided: "neutral", confidence: "medium" };
    openRowForm(session, row, { isNew: true, after: (id) => store.set({ row: id }) });
  };
  const evidence = createEvidence({ choose: (id) => store.set({ row: id }), filter: (filter) => store.set({ filter }), edit,
    add });
  const drafts = createDrafts(session, { count: (waiting) => left.waiting(waiting) });
  const sources = createSources(session, { filter: (filter) => store.set({ filter, side: "evidence" }) });
  const left = leftColumn(store, { evidence: evidence.root, drafts: drafts.root, sources: sources.root });
  drafts.show();
  const assumed = createAssumptions(session, () => priors);
  builder = createScenarios({ session, store, priors: () => priors, run: () => answers.start("what_if") });
  const report = createReport(answers, () => ({ name: session.name, asOf: asOf(), unsaved: session.edits.length > 0 }));
  const saving = createSaving(session, { text: () => openTextEditor(session, () => {}) });
  const question = h("p", { class: "question", data: { role: "question" } },
    session.file.case.question ?? "Would the forces obey?");
  const showKeys = bindKeys(keysOf({ store, evidence, slider, session, edit, add, saving, left }));
  replace(app, pageOf({ session, store, orders, strip, slider, tabs, left, saving, question, report, showKeys }));
  tabs.setExtra("what_if", builder.root);
  tabs.setExtra("model", assumed.root);

  const line = () => figureRows(answers.of("answer").result, "timeline");
  let weights = new Map();
  const showList = (reveal = false) => evidence.show({ rows: session.now.rows, asOf: asOf(), weights,
    changed: changedRows(session), chosen: store.get().row, filter: store.get().filter, readOnly: session.readOnly, reveal });
  const showSlider = () => slider.show({ days: session.now.days, rows: session.now.rows, day: asOf(), line: line() });
  answers.onChange((kind, held) => {
    if (kind !== "answer") return;
    strip.show(held);
    if (!held.result) return;
    question.textContent = shown(held.result.question);
    weights = weightsOf(line());
    showSlider();
    showList();
  });
  session.onChange(() => {
    showList(); showSlider(); drafts.show(); sources.show(); assumed.show(); saving.show();
    answers.soon("answer");
  });
  store.on(["asof", "order"], () => { showSlider(); showList(); answers.soon("answer"); });
  store.on(["tab"], (state) => tabs.select(state.tab));
  store.on(["row"], (state) => { choose(state.row); showList(true); });
  store.on(["filter"], () => showList());
  watch((ids) => {
    const known = new Set(session.now.rows.map((one) => one.id));
    const row = ids.find((id) => known.has(id));
    if (row) store.set({ row, side: "evidence" });
  });
  readPriors().then((told) => { priors = told.assumptions; assumed.show(); builder.show(); }, () => {});

  sources.show();
  showSlider();
  choose(store.get().row);
  showList(true);
  strip.show(answers.of("answer"));
  answers.start("answer");
  tabs.select(store.get().tab);
  saving.greet();
}

/** What-if work also carries the scenarios; the others do not depend on them. */
function withScenarios(answers, texts) {
  const extra = (kind) => (kind === "what_if" && texts().length ? { scenarios: texts() } : {});
  return { ...answers, start: (kind) => answers.start(kind, extra(kind)), stale: (kind) => answers.stale(kind, extra(kind)),
    soon: (kind) => answers.soon(kind, extra(kind)) };
}

/** Ids of rows that unsaved edits touch. */
function changedRows(session) {
  const before = new Map(session.file.rows.map((row) => [row.id, row]));
  const touched = new Set(session.edits.filter((edit) => edit.op === "change").map((edit) => edit.id));
  const added = session.edits.some((edit) => edit.op === "add");
  for (const row of added ? session.now.rows : []) if (!before.has(row.id)) touched.add(row.id);
  return touched;
}

function leftColumn(store, parts) {
  const badge = h("span", { class: "badge", hidden: true, data: { role: "drafts-waiting" } });
  const names = [["evidence", "Evidence"], ["drafts", "Drafts"], ["sources", "Sources"]];
  const strip = h("div", { class: "tabs small-tabs", role: "tablist", aria: { label: "Evidence, drafts, sources" } },
    names.map(([name, words]) =>
    h("button", { type: "button", role: "tab", id: `side-${name}`, data: { role: `side-${name}` },
      aria: { controls: `side-panel-${name}` }, on: { click: () => store.set({ side: name }) } }, words,
      name === "drafts" ? badge : null)));
  const panels = names.map(([name]) => h("div",
    { class: `side-panel ${name}`, role: "tabpanel", id: `side-panel-${name}`, aria: { labelledby: `side-${name}` } },
    parts[name]));
  const root = h("aside", { class: "left", id: "left", aria: { label: "Evidence" } },
    h("div", { class: "left-head" }, strip, button("Close", () => toggle(false), { class: "quiet only-narrow" })), panels);
  const toggle = (open) => { root.classList.toggle("open", open); document.body.classList.toggle("covered", open); };
  const show = ({ side }) => names.forEach(([name], place) => {
    const chosen = name === side;
    strip.children[place].setAttribute("aria-selected", String(chosen));
    strip.children[place].tabIndex = chosen ? 0 : -1;
    panels[place].hidden = !chosen;
  });
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = names.findIndex(([name]) => name === store.get().side);
    const next = names[(at + by + names.length) % names.length][0];
    store.set({ side: next });
    strip.querySelector(`#side-${next}`).focus();
  });
  store.on(["side"], show);
  show(store.get());
  const waiting = (number) => {
    badge.textContent = number ? String(number) : "";
    badge.hidden = !number;
  };
  return { root, waiting, toggle };
}

function pageOf({ session, store, orders, strip, slider, tabs, left, saving, question, report, showKeys }) {
  const { case: facts } = session.file;
  const order = choice(orders, store.get().order, { data: { role: "order" }, aria: { label: "The order asked about" } });
  order.addEventListener("change", () => store.set({ order: order.value }));
  store.on(["order"], (state) => { order.value = state.order; });
  return [
    h("header", { class: "top" }, h("a", { href: "/", class: "home" }, "Standoff"),
      h("span", { class: "top-title" }, shown(facts.title)), saving.root,
      h("span", { class: "top-buttons" }, session.file.library
        ? button("Copy to work on", () => copy(session), { class: "primary", data: { role: "copy" } }) : null, report,
        h("a", { class: "button", href: `/compare?a=${encodeURIComponent(session.name)}` }, "Compare"),
        button("Keys", showKeys, { class: "quiet keys-button", title: "Keys ( ? )" }))),
    h("section", { class: "answer-head", aria: { label: "The answer" } },
      h("div", { class: "question-line" }, question, field("Order to", order)), strip.root, slider.root),
    strip.mini,
    h("div", { class: "columns" }, left.root,
      h("main", { id: "main", tabindex: "-1" }, h("h1", { class: "unseen" }, shown(facts.title)), tabs.strip, tabs.panels)),
    button("Evidence", () => left.toggle(true), { class: "primary open-left", aria: { controls: "left" },
      data: { role: "open-evidence" } }),
  ];
}

function keysOf({ store, evidence, slider, session, edit, add, saving, left }) {
  const chosen = () => session.now.rows.find((row) => row.id === store.get().row);
  const leftTab = (side) => { store.set({ side }); left.toggle(true); };
  return [
    [["j", "ArrowDown"], "next row of evidence", () => evidence.move(1)],
    [["k", "ArrowUp"], "the row before", () => evidence.move(-1)],
    [["/"], "filter the evidence", () => { leftTab("evidence"); evidence.focusFilter(); }],
    [["e", "Enter"], "edit the chosen row",
      (event) => (event.target.closest?.("button, a, summary") ? event.target.click() : chosen() && edit(chosen()))],
    [["n"], "add a row", add],
    [["["], "the day before with news", () => slider.step(-1)],
    [["]"], "the next day with news", () => slider.step(1)],
    [[","], "one day back", () => slider.go(-1)],
    [["."], "one day on", () => slider.go(1)],
    [["d"], "drafts (there: a accept, e edit, r reject, l leave out)", () => leftTab("drafts")],
    [["Escape"], "choose no row", () => { store.set({ row: "" }); left.toggle(false); }],
    [["Ctrl+s"], "save, after a look at the difference", () => saving.save()],
    [["Ctrl+z"], "undo", () => saving.undo()],
    [["Ctrl+Shift+z", "Ctrl+y"], "redo", () => saving.redo()],
    ...TABS.map((tab, place) => [[String(place + 1)], tab.words, () => store.set({ tab: tab.name })]),
  ];
}

/** Make a copy of a library case to work on. */
async function copy(session) {
  const name = h("input", { type: "text", value: `my-${slug(session.name)}`.slice(0, 60), autofocus: true });
  const told = h("p", {}, "A case of the library is never changed. A copy in your folder is yours.");
  const body = [told, field("Name of the copy", name)];
  if ((await dialog("Copy this case", body, [["copy", "Copy", "primary"], ["", "Cancel"]])) !== "copy") return;
  try {
    await copyCase(session.name, slug(name.value));
    location.href = `/c/${encodeURIComponent(slug(name.value))}${location.search}`;
  } catch (error) { tellFailure(error); }
}

/** A file with problems: nothing to answer, but its text can be mended. */
function openBroken(app, session) {
  const wrong = session.file.problems.filter((one) => one.severity !== "note");
  replace(app, h("main", { id: "main", class: "frame plain", tabindex: "-1", data: { role: "broken" } },
    h("p", {}, h("a", { href: "/" }, "All cases")), h("h1", {}, `${session.name} cannot be read yet`),
    h("p", {}, "Nothing is lost: mend the lines below, here or in an editor."),
      h("ul", { class: "problems" }, wrong.slice(0, 30).map((one) => h("li", {}, shown(one.message)))),
    button("Open the text", () => openTextEditor(session, () => location.reload()),
      { class: "primary", data: { role: "open-text" } })));
}

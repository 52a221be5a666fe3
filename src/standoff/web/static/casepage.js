// One case: the answer above, the evidence to the left, the views to the right.
import { assumptions as readPriors, copyCase } from "./api.js";
import { createAnswers, figureRows } from "./answers.js";
import { createAssumptions } from "./assume.js";
import { createColumn } from "./column.js";
import { afterPaint, button, choice, field, h, replace, slug } from "./dom.js";
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
import { shown } from "./text.js";
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
  session.asOf = () => (session.now.days.includes(store.get().asof) ? store.get().asof : session.now.last_day);
  const page = partsOf(session, store);
  replace(app, pageOf({ ...page, orders }));
  page.tabs.setExtra("what_if", page.builder.root);
  page.tabs.setExtra("model", page.assumed.root);
  begin(page, connect(page));
}

/** Everything that stands on the page, made and not yet filled. */
function partsOf(session, store) {
  const page = { session, store, priors: [] };
  const wish = () => ({ case: session.name, ...(session.edits.length ? { text: session.now.text } : {}),
    as_of: session.asOf(), order: store.get().order });
  const answers = withScenarios(createAnswers(wish), () => page.builder?.texts() ?? []);
  const priors = () => page.priors;
  const { edit, add } = formsOf(session, store);
  const evidence = createEvidence({ choose: (id) => store.set({ row: id }), filter: (filter) => store.set({ filter }), edit,
    add });
  const drafts = createDrafts(session, { count: (waiting) => page.left.waiting(waiting) });
  const sources = createSources(session, { filter: (filter) => store.set({ filter, side: "evidence" }) });
  Object.assign(page, { answers, edit, add, evidence, drafts, sources,
    strip: createStrip(),
    slider: createSlider((day) => store.set({ asof: day })),
    tabs: createTabs(answers, { tab: (tab) => store.set({ tab }) }),
    left: createColumn(store, { evidence: evidence.root, drafts: drafts.root, sources: sources.root }),
    assumed: createAssumptions(session, priors),
    builder: createScenarios({ session, store, priors, run: () => answers.start("what_if") }),
    report: createReport(answers, () => ({ name: session.name, asOf: session.asOf(), unsaved: session.edits.length > 0 })),
    saving: createSaving(session, { text: () => openTextEditor(session, () => {}) }),
    question: h("h1", { class: "question", data: { role: "question" } },
      session.file.case.question ?? "Would the forces obey?") });
  page.showKeys = bindKeys(keysOf(page));
  return page;
}

/** What opens the form of a row, where the case may be changed. */
function formsOf(session, store) {
  const after = (id) => store.set({ row: id });
  const edit = (row) => { if (!session.readOnly) openRowForm(session, row, { after }); };
  const add = () => {
    if (session.readOnly) return;
    const row = { date: session.asOf(), code: "protest", tier: "none", scope: "national", sided: "neutral",
      confidence: "medium" };
    openRowForm(session, row, { isNew: true, after });
  };
  return { edit, add };
}

/** Let each part follow the answer, the case and the address. Gives what shows the list and the slider. */
function connect({ session, store, answers, strip, slider, tabs, evidence, drafts, sources, assumed, saving, question }) {
  const line = () => figureRows(answers.of("answer").result, "timeline");
  let weights = new Map();
  const showList = (reveal = false) => evidence.show({ rows: session.now.rows, asOf: session.asOf(), weights,
    changed: changedRows(session), chosen: store.get().row, filter: store.get().filter, readOnly: session.readOnly, reveal });
  const showSlider = () => slider.show({ days: session.now.days, rows: session.now.rows, day: session.asOf(), line: line() });
  const followNumber = afterPaint(() => { showSlider(); showList(); });
  answers.onChange((kind, held) => {
    if (kind !== "answer") return;
    strip.show(held);
    if (!held.result) return;
    question.textContent = shown(held.result.question);
    weights = weightsOf(line());
    followNumber();
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
  return { showList, showSlider };
}

/** Show what is known at once, and ask for the rest. */
function begin(page, { showList, showSlider }) {
  const { store, answers, strip, tabs, drafts, sources, assumed, builder, saving } = page;
  readPriors().then((told) => { page.priors = told.assumptions; assumed.show(); builder.show(); }, () => {});
  drafts.show();
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
      h("main", { id: "main", tabindex: "-1" }, tabs.strip, tabs.panels)),
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
  replace(app, h("header", { class: "top" }, h("a", { href: "/", class: "home" }, "Standoff"),
    h("span", { class: "top-title" }, session.name)),
  h("main", { id: "main", class: "frame plain", tabindex: "-1", data: { role: "broken" } },
    h("h1", {}, `${session.name} cannot be read yet`),
    h("p", {}, "Nothing is lost: mend the lines below, here or in an editor."),
    h("ul", { class: "problems" }, wrong.slice(0, 30).map((one) =>
      h("li", {}, one.line ? `line ${one.line}: ` : "", shown(one.message)))),
    button("Open the text", () => openTextEditor(session, () => location.reload()),
      { class: "primary", data: { role: "open-text" } })));
}

// The what-if tab: scenarios of the folder and one being built, run beside each other on the same worlds.
import { saveScenario, scenarios as listScenarios } from "./api.js";
import { button, choice, dayInput, field, h, refill, replace, slug, toast } from "./dom.js";
import { conflictChoice, lineDiff } from "./dialogs.js";
import { shown } from "./text.js";
import { tellFailure } from "./strip.js";
import { keep, kept } from "./unsaved.js";
import { SIDES, codePairs, plain } from "./words.js";

const KINDS = [["do", "Something is done (and tells nothing)"], ["see", "Something is learned (and weighed)"],
  ["without", "Leave evidence out"], ["move", "A row became known on another day"],
  ["assume", "Hold an assumption from a day on"]];

/** A scenario as the text of a standoff-scenario/1 file: JSON values are YAML too. */
function scenarioText({ name, parts }) {
  const lines = ["schema: standoff-scenario/1", `name: ${JSON.stringify(name || "my scenario")}`];
  for (const [kind] of KINDS) {
    const of = parts.filter((part) => part.kind === kind);
    if (of.length) lines.push(`${kind}:`, ...of.map((part) => `- ${JSON.stringify(part.value)}`));
  }
  return `${lines.join("\n")}\n`;
}

/** The builder. `page` has session, store (for the address) and priors(); `run()` begins the work. */
export function createScenarios({ session, store, priors, run }) {
  const own = { name: "", parts: [], use: true, ...(kept("scenario", session.name) ?? {}) };
  let saved = [];
  let building = own.parts.length > 0;
  const root = h("div", { class: "builder", data: { role: "scenario" } });

  const chosen = () => new Set((store.get().scenarios || "").split(",").filter(Boolean));
  const choose = (name, on) => {
    const now = chosen();
    if (on) now.add(name); else now.delete(name);
    store.set({ scenarios: [...now].join(",") });
  };
  /** The texts to run: those chosen, and the one being built where it has parts. */
  const texts = () => [...saved.filter((one) => chosen().has(one.name)).map((one) => one.text),
    ...(own.use && own.parts.length ? [scenarioText(own)] : [])];
  const keepOwn = () => keep("scenario", session.name, own.parts.length || own.name ? own : null);
  const changed = () => { keepOwn(); show(); };
  const load = async () => {
    saved = (await listScenarios(session.name)).scenarios;
    show();
  };
  const save = () => saveOwn(session, own, saved, load, (name) => {
    Object.assign(own, { name: "", parts: [] });
    keepOwn();
    choose(name, true);
  });

  const show = () => refill(root,
    h("h2", {}, "What if"),
    h("p", { class: "faint" }, texts().length ? "Run on twins of the same worlds, so that only what you change differs."
      : "Nothing chosen: the standard scenarios are run. Choose scenarios of your folder, or build one."),
    saved.length ? h("fieldset", {}, h("legend", {}, "In your folder"), saved.map((one) =>
      savedElement(one, chosen().has(one.name), (on) => { choose(one.name, on); show(); }))) : null,
    h("details", { class: "build", open: building, data: { role: "build" },
      on: { toggle: (event) => { building = event.target.open; } } }, h("summary", {}, "Build a scenario"),
      h("fieldset", {}, h("legend", {}, "A scenario of your own"), ownElement(own, keepOwn, changed),
        partForm(session, priors, (part) => { own.parts = [...own.parts, part]; changed(); }))),
    h("div", { class: "dialog-buttons" }, button("Run beside the baseline", run,
      { class: "primary", data: { role: "run-scenarios" } }),
      session.readOnlyFolder ? null : button("Save the scenario …", save,
        { data: { role: "save-scenario" }, disabled: !own.parts.length })));
  load().catch(tellFailure);
  show();
  return { root, texts, show };
}

/** A scenario of the folder, with a box that takes it into the run. */
function savedElement(one, picked, pick) {
  const box = h("input", { type: "checkbox", checked: picked, disabled: one.problems.length > 0 });
  box.addEventListener("change", () => pick(box.checked));
  return h("div", { class: "saved" }, h("label", {}, box, ` ${shown(one.title || one.name)}`),
    h("span", { class: "faint small" }, ` ${one.name}.yaml`),
    one.problems.length ? h("span", { class: "wrong" }, ` ${shown(one.problems[0].message)}`)
      : h("details", {}, h("summary", {}, "Text"), h("pre", { class: "file" }, shown(one.text))));
}

/** The scenario being built: its name and its parts. `keepOwn()` keeps it, `changed()` also shows it anew. */
function ownElement(own, keepOwn, changed) {
  const name = h("input", { type: "text", value: own.name, placeholder: "such as: the high command splits",
    maxlength: "120", data: { role: "scenario-name" } });
  name.addEventListener("input", () => { own.name = name.value; keepOwn(); });
  const named = field("Name", name, { wide: true });
  if (!own.parts.length) return [named, h("p", { class: "faint small" }, "Nothing in it yet.")];
  const use = h("input", { type: "checkbox", checked: own.use });
  use.addEventListener("change", () => { own.use = use.checked; changed(); });
  const remove = (part) => { own.parts = own.parts.filter((other) => other !== part); changed(); };
  return [named,
    h("ul", { class: "parts" }, own.parts.map((part) => h("li", {}, partWords(part), " ",
      button("Remove", () => remove(part), { class: "quiet", aria: { label: `Remove: ${partWords(part)}` } })))),
    h("label", { class: "small" }, use, " run it with the others"),
    h("details", {}, h("summary", {}, "As a file"), h("pre", { class: "file" }, scenarioText(own)))];
}

/** Save the scenario being built as a file of the folder; where the file changed meanwhile, the user decides. */
async function saveOwn(session, own, saved, load, done) {
  const name = slug(own.name || "my scenario");
  const there = saved.find((one) => one.name === name);
  const given = { case: session.name, name, text: scenarioText(own), ...(there ? { digest: there.digest } : {}) };
  try {
    await saveScenario(given);
    toast(`Saved as ${name}.yaml.`);
    done(name);
    await load();
  } catch (error) {
    if (error.status !== 409) { tellFailure(error); return; }
    const { current, diff } = error.body;
    const verdict = await conflictChoice(`${name}.yaml`,
      { theirs: current ? lineDiff(there?.text ?? "", current.text) : "", mine: diff });
    if (verdict === "mine" && current) await saveScenario({ ...given, digest: current.digest }).then(load, tellFailure);
    else await load();
  }
}

function partWords({ kind, value }) {
  if (kind === "without") return `without ${plain(value)}`;
  if (kind === "move") return `${value.row} known on ${value.to} instead`;
  if (kind === "assume") return `${value.name} = ${value.value}${value.since ? ` from ${value.since}` : ""}`;
  const force = value.force ? ` (${value.force})` : "";
  return `${kind === "do" ? "done" : "learned"} on ${value.date}: ${plain(value.code)}${force}`;
}

/** The form for one more part of a scenario. */
function partForm(session, priors, add) {
  const kind = choice(KINDS, "do", { name: "kind" });
  const fields = h("div", { class: "fields" });
  const rows = () => h("select", { name: "row" },
    session.now.rows.slice(0, 2000).map((row) =>
    h("option", { value: row.id }, `${row.date} ${plain(row.code)} ${row.force}`)));
  const day = (name) => dayInput(name, session.asOf(), { required: name !== "since" });
  const shapes = {
    do: () => [field("Day", day("date")), field("What",
      choice(codePairs(session.now.codes), "officer_defects", { name: "code" })),
      field("Force", choice([["", "none"], ...forces(session)], "", { name: "force" })),
      field("How many", h("input", { type: "number", name: "size", min: "0", step: "any" })),
        field("Of what", h("input", { type: "text", name: "unit", placeholder: "people" }))],
    see: () => [...shapes.do(), field("Grade", choice([["A1", "A1"], ["B2", "B2"], ["C3", "C3"], ["D4", "D4"]], "A1",
      { name: "grade" })), field("The source serves", choice(SIDES, "neutral", { name: "sided" }))],
    without: () => [field("All of a kind", choice([["", "one row only"], ...codePairs(session.now.codes)], "",
      { name: "code" })), field("or one row", rows())],
    move: () => [field("Row", rows(), { wide: true }), field("Known on", day("to"))],
    assume: () => [field("What", choice([...forces(session, "force: "),
      ...priors().map((one) => [one.name, plain(one.name)])], "", { name: "name" })),
      field("Value", h("input", { type: "number", name: "value", step: "any", required: true }),
      { help: "of a force: thousands of people" }), field("From", day("since"), { help: "empty: the as-of date" })],
  };
  const told = () => replace(fields, shapes[kind.value]());
  kind.addEventListener("change", told);
  told();
  const box = h("form", { class: "part-form" }, field("Add", kind, { wide: true }), fields,
    h("button", { data: { role: "add-part" } }, "Add to the scenario"));
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    add({ kind: kind.value, value: valueOf(kind.value, new FormData(box)) });
  });
  return box;
}

const forces = (session, before = "") => (session.now.case?.forces
  ?? []).map((force) => [force.name, `${before}${force.name}`]);

function valueOf(kind, form) {
  const of = (name) => String(form.get(name) ?? "").trim();
  if (kind === "without") return of("code") || of("row");
  if (kind === "move") return { row: of("row"), to: of("to") };
  if (kind === "assume") return { name: of("name"), value: Number(of("value")),
    ...(of("since") ? { since: of("since") } : {}) };
  const value = { date: of("date"), code: of("code") };
  for (const name of ["force", "unit", "grade", "sided"]) if (of(name)) value[name] = of(name);
  if (of("size")) value.size = Number(of("size")); else delete value.unit;
  return value;
}

// Who says so: every outlet of the case with its rows, whose side it serves and why, and its grade.
import { outlet } from "./api.js";
import { button, choice, h, replace, toast } from "./dom.js";
import { shown } from "./text.js";
import { tellFailure } from "./strip.js";
import { GRADES, SIDES, count, wordsFor } from "./words.js";

const known = new Map();

/** The outlets of a session. `on.filter(text)` shows the rows of one. */
export function createSources(session, on) {
  const root = h("div", { class: "sources", data: { role: "sources" } });
  const show = () => {
    const outlets = outletsOf(session.now.rows);
    replace(root, h("p", { class: "faint small" },
      `${count(outlets.length, "outlet")}. A grade says how far to trust the source: `
        + "A reliable to F cannot be judged, G deceives by design."),
      outlets.slice(0, 200).map((one) => outletElement(session, one, on, show)),
      outlets.length > 200 ? h("p", { class: "faint small" },
        `and ${outlets.length - 200} more; filter the evidence by outlet: to see their rows`) : null);
  };
  return { root, show };
}

/** Outlets by number of rows: their rows, the sides and the grades given. */
function outletsOf(rows) {
  const found = new Map();
  for (const row of rows) {
    if (row.status === "retracted") continue;
    for (const source of row.sources ?? []) {
      const one = found.get(source.outlet) ?? { name: source.outlet, rows: [], sides: new Map(), grades: new Set() };
      one.rows.push(row);
      one.sides.set(row.sided, (one.sides.get(row.sided) ?? 0) + 1);
      if (source.grade) one.grades.add(source.grade);
      found.set(source.outlet, one);
    }
  }
  return [...found.values()].sort((a, b) => b.rows.length - a.rows.length || a.name.localeCompare(b.name));
}

function outletElement(session, one, on, again) {
  const sides = [...one.sides].map(([side, number]) => `${wordsFor(SIDES, side)} ${number}`).join(", ");
  const grade = [...one.grades].length === 1 ? [...one.grades][0][0] : "";
  const pick = choice(GRADES, grade, { aria: { label: `Grade of ${one.name}` }, data: { role: "grade" },
    disabled: session.readOnly });
  pick.addEventListener("change", () => setGrade(session, one, pick.value).then(again, tellFailure));
  const more = h("div", { class: "small faint" });
  const details = h("details", {}, h("summary", {}, "What is known"), more);
  details.addEventListener("toggle", () => { if (details.open) tellKnown(session, one.name, more).catch(tellFailure); });
  return h("article", { class: "outlet", data: { role: "outlet" } },
    h("div", { class: "outlet-head" }, h("strong", {}, shown(one.name)),
      button(count(one.rows.length, "row"), () => on.filter(`outlet:${one.name.split(/\s+/)[0].toLowerCase()}`),
      { class: "quiet" })),
    h("p", { class: "small faint" },
      `its rows serve: ${sides}${one.grades.size > 1 ? `; graded ${[...one.grades].sort().join(", ")}` : ""}`), pick, details);
}

async function tellKnown(session, name, box) {
  const told = known.get(name) ?? (await outlet(name, session.name));
  known.set(name, told);
  const words = told.grade_words ? ` (${told.grade_words})` : "";
  replace(box, told.known ? h("p", {}, [told.name, told.kind, told.country].filter(Boolean).join(", "))
    : h("p", {}, "Not in the table of outlets."),
    told.side ? h("p", {}, `Serves ${wordsFor(SIDES, told.side)}: ${shown(told.side_why)}.`)
      : h("p", {}, `No side proposed: ${shown(told.side_why)}.`),
    told.grade ? h("p", {}, `Grade proposed: ${told.grade}${words}: ${shown(told.grade_why)}.`)
      : h("p", {}, `No grade proposed: ${shown(told.grade_why)}.`));
}

/** Give every source of an outlet a grade, as unsaved edits of its rows. */
async function setGrade(session, one, letter) {
  const plain = (source) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null
    && value !== undefined));
  const edits = [...new Map(one.rows.map((row) => [row.id, row])).values()].map((row) => ({ op: "change", id: row.id, values: {
    sources: row.sources.map((source) => {
      if (source.outlet !== one.name) return plain(source);
      const { grade, ...rest } = plain(source);
      return letter ? { ...rest, grade: `${letter}${grade?.[1] ?? ""}` } : rest;
    }) } }));
  const problems = await session.edit(edits);
  if (problems.length) toast(problems[0].message ?? problems[0].what, null, "bad");
}

// The form of one row: every key of the format, checked against the whole case while it is filled in.
import { button, choice, dayInput, debounced, field, h, replace } from "./dom.js";
import { sheet } from "./dialogs.js";
import { tellFailure } from "./strip.js";
import { BOUNDS, CONFIDENCES, MODALITIES, SCOPES, SIDES, STATUSES, TIERS, codeMeaning, codePairs } from "./words.js";

const OPTIONAL = ["public", "size", "unit", "asserted_by", "note", "force", "target"];
const USUAL = { bound: "exact", modality: "done", status: "accepted" };

/** Open the form for a row, or for a new one begun as `row`. `session` checks and takes the edits; `after(id)` is told. */
export function openRowForm(session, row, { isNew = false, after = () => {}, title = "" } = {}) {
  sheet(title || (isNew ? "Add a row of evidence" : `Edit ${row.id}`),
    (close) => form(session, row, { isNew, after, close }), { role: "rowform" });
}

function form(session, row, { isNew, after, close }) {
  const { codes, case: known } = session.now;
  const forces = [["", "none, or not known"], ...(known?.forces ?? []).map((force) => [force.name, force.name])];
  const text = (name, given = {}) => h("input", { type: "text", name, value: row[name] ?? "", autocomplete: "off", ...given });
  const pick = (name, pairs) => choice(pairs, row[name] ?? pairs[0][0], { name });
  const day = (name) => dayInput(name, name === "public" && row.public === row.date ? "" : row[name]);
  const code = pick("code", codePairs(codes));
  const units = h("datalist", { id: "units" });
  const meaning = h("span", {}, codeMeaning(codes, code.value));
  const told = () => {
    meaning.textContent = codeMeaning(codes, code.value);
    replace(units, (codes.find((one) => one.code === code.value)?.units ?? []).map((unit) => h("option", { value: unit })));
  };
  code.addEventListener("change", told);
  told();
  const problems = h("ul", { class: "problems", role: "alert", hidden: true, data: { role: "problems" } });
  const save = h("button", { class: "primary", data: { role: "apply" } }, isNew ? "Add" : "Apply");
  const box = h("form", { class: "rowform", novalidate: true },
    h("div", { class: "fields" },
      field("Day", day("date")), field("Known since", day("public"), { help: "where later" }),
        field("What", code, { help: meaning, wide: true }),
      field("In a sentence or two", h("textarea", { name: "text", rows: "3" }, row.text ?? ""), { wide: true }),
      field("Who", text("actor")), field("To or against whom", text("target")),
      field("Force", pick("force", forces)), field("Who within the forces", pick("tier", TIERS)),
      field("Where", pick("scope", SCOPES)), field("Told as", pick("modality", MODALITIES)),
      field("How many", h("input", { type: "number", name: "size", min: "0", step: "any", value: row.size ?? "" })),
        field("Of what", text("unit", { list: "units" })), units,
      field("The number is", pick("bound", BOUNDS)), field("Claimed by", text("asserted_by"), { help: "where it is a claim" }),
      field("Sources", text("source"), { help: "parted by ;", wide: true }),
      field("The source serves", pick("sided", SIDES)), field("Confidence", pick("confidence", CONFIDENCES)),
      field("Status", pick("status", STATUSES)), field("Note", text("note"), { help: "no model reads it", wide: true })),
    problems,
    h("div", { class: "dialog-buttons" }, save, button("Cancel", close),
      isNew ? null : button("Remove the row", () => remove(), { class: "danger", data: { role: "remove" } }),
      h("span", { class: "faint small", data: { role: "form-state" } })));
  const remove = async () => {
    if (await take(session, [{ op: "remove", id: row.id }], problems, box)) return;
    close();
    after("");
  };
  check(session, box, problems, row, isNew);
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    const edits = editsOf(box, row, isNew);
    save.disabled = true;
    const refused = edits.length && (await take(session, edits, problems, box));
    save.disabled = false;
    if (refused) return;
    close();
    after(isNew ? session.now.rows.find((one) => one.text === box.elements.text.value
      && one.date === box.elements.date.value)?.id ?? "" : row.id);
  });
  return box;
}

/** Check what is typed, a moment after the last key; an older check gives way. */
function check(session, box, problems, row, isNew) {
  const state = box.querySelector("[data-role=form-state]");
  let flying = null;
  const run = debounced(async () => {
    if (!box.isConnected) return;
    const edits = editsOf(box, row, isNew);
    flying?.abort();
    if (!edits.length) { showProblems([], problems, box); state.textContent = ""; return; }
    flying = new AbortController();
    state.textContent = "Checking …";
    try {
      const { problems: found } = await session.preview(edits, flying.signal);
      showProblems(found ?? [], problems, box);
      state.textContent = found ? "" : "Fits the format.";
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = error.message;
    }
  }, 250);
  box.addEventListener("input", run);
  box.addEventListener("change", run);
}

async function take(session, edits, problems, box) {
  try {
    const found = await session.edit(edits);
    showProblems(found, problems, box);
    return found.length;
  } catch (error) {
    tellFailure(error);
    return 1;
  }
}

/** Problems beside the field they name; the others above the buttons. */
export function showProblems(found, list, box) {
  for (const part of box.querySelectorAll(".wrong")) { part.hidden = true; part.textContent = ""; }
  for (const control of box.elements) control.removeAttribute?.("aria-invalid");
  const rest = found.filter((one) => {
    const name = /\.([a-z_]+)$/.exec(one.where ?? "")?.[1] ?? "";
    const control = name ? box.elements[name] : null;
    const place = control?.id ? box.querySelector(`#${CSS.escape(control.id)}-wrong`) : null;
    if (!place) return true;
    control.setAttribute("aria-invalid", "true");
    place.textContent = one.what ?? one.message;
    place.hidden = false;
    return false;
  });
  list.hidden = !rest.length;
  replace(list, rest.slice(0, 8).map((one) => h("li", {}, one.message ?? one.what)));
}

function valuesOf(box) {
  const of = (name) => box.elements[name].value.trim();
  const values = Object.fromEntries(["date", "public", "code", "text", "actor", "target", "force", "tier", "scope",
    "modality", "unit", "bound", "asserted_by", "source", "sided", "confidence", "status", "note"]
    .map((name) => [name, of(name)]));
  return { ...values, size: of("size") === "" ? "" : Number(of("size")) };
}

/** The edits that make the row what the form says: only what differs. */
function editsOf(box, row, isNew) {
  const values = valuesOf(box);
  if (isNew) {
    const full = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== "" && value !== USUAL[name]
      && !(name === "public" && value === values.date)));
    const more = row.sources?.length && values.source === (row.source ?? "")
      ? { sources: row.sources, ...(row.drafted ? { drafted: row.drafted } : {}) } : {};
    return [{ op: "add", row: { ...full, tier: values.tier, status: values.status, ...more } }];
  }
  const changed = Object.entries(values).filter(([name, value]) => {
    const was = row[name] ?? "";
    return value !== was && !(name === "public" && (value || values.date) === (was || row.date));
  }).map(([name, value]) => [name, value === "" && OPTIONAL.includes(name) ? null : value]);
  if (!changed.length) return [];
  const given = Object.fromEntries(changed);
  // The list of sources is what is read where there is one: a new text of them takes its place.
  const listed = row.sources?.some((source) => source.url || source.grade || source.quote || source.agency);
  if ("source" in given && listed) given.sources = sourcesOf(given.source, row.sources);
  return [{ op: "change", id: row.id, values: given }];
}

/** Sources named anew, with what is known of those that stay. */
function sourcesOf(text, before) {
  const plain = (source) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null));
  return text.split(";").map((name) => name.trim()).filter(Boolean).map((name) =>
    plain(before.find((one) => one.outlet === name) ?? { outlet: name }));
}

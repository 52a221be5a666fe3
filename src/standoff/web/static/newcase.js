// A new case: from a form, and where a page is pasted, with its drafts waiting in the inbox.
import { createCase, draftText } from "./api.js";
import { button, choice, dayInput, field, h, slug } from "./dom.js";
import { sheet } from "./dialogs.js";
import { showProblems } from "./rowform.js";
import { keep, kept } from "./unsaved.js";
import { KINDS, REGIMES } from "./words.js";

/** Open the form. */
export function openNewCase() {
  sheet("New case", (close) => form(close), { role: "newcase" });
}

function form(close) {
  const before = kept("newcase", "form") ?? {};
  const text = (name, given = {}) => h("input",
    { type: "text", name, value: before[name] ?? "", autocomplete: "off", ...given });
  const number = (name, given) => h("input", { type: "number", name, step: "any", value: before[name] ?? "", ...given });
  const forces = h("div", { class: "forces" });
  const addForce = (given = {}) => forces.append(forceElement(given));
  (before.forces?.length ? before.forces : [{ name: "Army", kind: "army" },
    { name: "Police", kind: "police" }]).forEach(addForce);
  const problems = h("ul", { class: "problems", role: "alert", hidden: true });
  const go = h("button", { class: "primary", data: { role: "create" } }, "Make the case");
  const box = h("form", { class: "rowform" }, h("div", { class: "fields" },
    field("Title", text("title", { required: true, autofocus: true }), { wide: true }),
      field("Country", text("country", { required: true })),
      field("ISO code", text("iso3", { required: true, pattern: "[A-Za-z]{3}", maxlength: "3", placeholder: "VEN" }),
      { help: "three letters" }),
    field("Name of the file", text("name", { pattern: "[a-z0-9]+(-[a-z0-9]+)*", placeholder: "country-year" }),
      { help: "small letters, digits, hyphens" }),
    field("Whose orders", text("order_giver", { required: true })),
      field("Who challenges", text("challenger", { required: true })),
    field("First day", dayInput("start", before.start, { required: true })),
      field("Last day", dayInput("end", before.end, { required: true }), { help: "how far to look" }),
    field("Population, millions", number("population_m", { min: "0", required: true })),
      field("Years in power", number("years_in_power", { min: "0", required: true })),
      field("Rule", choice(REGIMES, before.regime ?? "personalist", { name: "regime" }))),
  h("fieldset", {}, h("legend", {}, "Forces"), forces, button("Another force", () => addForce())),
  h("details", { open: Boolean(before.page) }, h("summary", {}, "Begin from a page"),
    field("Paste it here", h("textarea", { name: "page", rows: "5" }, before.page ?? ""),
    { wide: true, help: "its drafts wait for you in the inbox of the new case" })),
  problems, h("div", { class: "dialog-buttons" }, go, button("Cancel", close)));
  const name = box.elements.name;
  const proposed = () => {
    if (!name.dataset.own) name.value = slug(`${box.elements.country.value} ${box.elements.start.value.slice(0, 4)}`);
  };
  name.addEventListener("input", () => { name.dataset.own = "yes"; });
  for (const one of ["country", "start"]) box.elements[one].addEventListener("input", proposed);
  box.addEventListener("input", () => keep("newcase", "form",
    { ...Object.fromEntries([...box.elements].filter((one) => one.name).map((one) => [one.name, one.value])),
    forces: forcesOf(forces) }));
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    try {
      await create(box, forces);
    } catch (error) {
      showProblems(error.problems?.length ? error.problems : [{ message: error.message }], problems, box);
    }
    go.disabled = false;
  });
  return box;
}

function forceElement(given) {
  const row = h("div", { class: "force" }, h("input",
    { type: "text", placeholder: "name", value: given.name ?? "", aria: { label: "Name of the force" } }),
    choice(KINDS, given.kind ?? "army", { aria: { label: "Kind of force" } }),
    h("input", { type: "number", min: "0", step: "any", placeholder: "thousands", value: given.size_k ?? "",
      aria: { label: "Headcount in thousands" } }), button("Remove", () => row.remove(), { class: "quiet" }));
  return row;
}

function forcesOf(box) {
  return [...box.children].map((row) => {
    const [name, kind, size] = row.querySelectorAll("input, select");
    return { name: name.value.trim(), kind: kind.value, ...(size.value ? { size_k: Number(size.value) } : {}) };
  }).filter((force) => force.name);
}

async function create(box, forces) {
  const of = (name) => box.elements[name].value.trim();
  const made = await createCase({ name: of("name") || slug(`${of("country")} ${of("start").slice(0, 4)}`),
    title: of("title"), country: of("country"), iso3: of("iso3").toUpperCase(), start: of("start"), end: of("end"),
    order_giver: of("order_giver"), challenger: of("challenger"), forces: forcesOf(forces),
      population_m: Number(of("population_m")), years_in_power: Number(of("years_in_power")), regime: of("regime") });
  const page = of("page");
  if (page) await inbox(made.name, page);
  keep("newcase", "form", null);
  location.href = `/c/${encodeURIComponent(made.name)}${page ? "?side=drafts" : ""}`;
}

/** Put the drafts of a pasted page into the inbox of a case. */
async function inbox(name, page) {
  const told = await draftText({ text: page, case: name });
  keep("inbox", name, told.pages.map((one) => ({ title: one.title || one.name, text: one.text, published: one.published,
    rows: told.rows.filter((row) => row.page === one.name).map((row) => ({ row })),
      apart: [...told.apart, ...told.uncoded].filter((row) => row.page === one.name) })));
}


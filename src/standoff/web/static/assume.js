// Assumptions as controls: every prior with its unit and source; an override is an edit of the case, with its reason.
import { button, h, refill, toast } from "./dom.js";
import { shown } from "./text.js";
import { tellFailure } from "./strip.js";
import { count, plain } from "./words.js";

/** The controls of a session; `priors()` gives what can be assumed. */
export function createAssumptions(session, priors) {
  const filter = h("input", { type: "search", placeholder: "Find an assumption", aria: { label: "Find an assumption" } });
  const held = h("div", { class: "assumed" });
  const list = h("div", { class: "assumable" });
  const folded = h("details", { data: { role: "assumable" } }, h("summary", {}, "Assume something else"), filter, list);
  const root = h("div", { class: "assumptions", data: { role: "assumptions" } }, h("h2", {}, "Assumptions"), held, folded);
  filter.addEventListener("input", () => showList());
  folded.addEventListener("toggle", () => { if (folded.open) showList(); });

  const now = () => session.now.case?.assumptions ?? [];
  const make = async (edit) => {
    try {
      const problems = await session.edit([edit]);
      if (problems.length) toast(problems[0].message ?? problems[0].what, null, "bad");
      return !problems.length;
    } catch (error) { tellFailure(error); return false; }
  };

  const showList = () => {
    if (!folded.open) return;
    const words = filter.value.toLowerCase();
    const over = new Set(now().map((one) => one.name));
    const found = priors().filter((one) => !over.has(one.name)
      && `${one.name} ${one.unit} ${one.source}`.toLowerCase().includes(words));
    refill(list, h("p", { class: "faint small" },
      `${count(found.length, "prior")} of the model; to change one, give a value and a reason.`),
      found.slice(0, 60).map((one) => control(session, make, one, null)),
      found.length > 60 ? h("p", { class: "faint small" }, `and ${found.length - 60} more: type to find them`) : null);
  };

  const show = () => {
    const known = new Map(priors().map((one) => [one.name, one]));
    const priorOf = ({ name, value }) =>
      known.get(name) ?? { name, unit: "", source: "", value, family: "fixed", spread: null };
    refill(held, now().length ? now().map((one) => control(session, make, priorOf(one), one))
      : h("p", { class: "faint" }, "The case overrides no prior."));
    folded.hidden = session.readOnly;
    showList();
  };
  show();
  return { root, show };
}

/** One assumption: its value as a slider and a number, unit, source, and the reason that an override needs. */
function control(session, make, prior, override) {
  const value = h("input", { type: "number", step: "any", value: override?.value ?? prior.value,
    disabled: session.readOnly, aria: { label: `Value of ${prior.name}` } });
  const reach = reachOf(prior);
  const slide = h("input", { type: "range", min: reach.low, max: reach.high, step: (reach.high - reach.low) / 200,
    value: override?.value ?? prior.value, disabled: session.readOnly, aria: { label: `${prior.name}, by hand` } });
  const reason = h("input", { type: "text", value: override?.reason ?? "", placeholder: "why: the reason",
    aria: { label: `Reason for ${prior.name}` }, disabled: session.readOnly });
  slide.addEventListener("input", () => { value.value = String(Number(Number(slide.value).toPrecision(3))); });
  value.addEventListener("input", () => { slide.value = value.value; });
  const box = h("form", { class: "assumption", data: { role: "assumption", name: prior.name } },
    h("p", { class: "assumption-name" }, h("strong", {}, plain(prior.name)),
      h("span", { class: "faint small" }, ` ${shown(prior.unit)}`)),
    h("div", { class: "assumption-controls" }, slide, value, reason,
      session.readOnly ? null : h("button", {}, override ? "Change" : "Assume"),
      override && !session.readOnly ? button("Back to the prior", () => make({ op: "unassume", name: prior.name }),
        { class: "quiet" }) : null),
    h("p", { class: "faint small" }, `prior: ${priorWords(prior)}; source: ${shown(prior.source)}`));
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!reason.value.trim()) { toast("Give a reason: it stands in the file beside the value.", null, "bad");
      reason.focus(); return; }
    make({ op: "assume", name: prior.name, value: Number(value.value), reason: reason.value.trim() });
  });
  return box;
}

const priorWords = ({ family, value, spread }) =>
  (family === "fixed" ? String(value) : `${plain(family)}, ${value} with spread ${spread}`);

/** How far a slider reaches: a few spreads about the centre; a number without spread up to thrice itself. */
function reachOf({ family, value, spread }) {
  if (family === "normal") return { low: value - 3 * spread, high: value + 3 * spread };
  if (family === "half_normal") return { low: 0, high: 3 * spread };
  if (family === "log_normal") return { low: value * Math.exp(-3 * spread), high: value * Math.exp(3 * spread) };
  const far = Math.abs(value) * 3 || 1;
  return { low: value < 0 ? -far : 0, high: value < 0 ? 0 : far };
}

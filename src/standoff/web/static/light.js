// Evidence lit everywhere: in the list, in the figures, in the tables.
import { idsIn } from "./matching.js";

const TELLING = "[data-row], [data-rows]";
let chosen = [];
let hovered = [];
let onChoose = () => {};

/** The ids of the rows that an element tells of: one in the list, one or more in figures and tables. */
const rowsOf = (part) => (part?.dataset.row ? [part.dataset.row] : idsIn(part?.dataset.rows));

/** Light the parts of one element that tell of a lit row; called after it was drawn. */
export function lightIn(root) {
  const lit = new Set(hovered.length ? hovered : chosen);
  const boxes = root.matches?.("figure") ? [root] : root.querySelectorAll("figure[data-figure]");
  for (const box of boxes) box.classList.remove("has-lit");
  for (const part of root.querySelectorAll(lit.size ? TELLING : ".lit")) {
    const on = rowsOf(part).some((id) => lit.has(id));
    part.classList.toggle("lit", on);
    if (on) part.closest("figure")?.classList.add("has-lit");
  }
}

/** Choose a row until another is chosen. */
export function choose(id) {
  chosen = id ? [id] : [];
  lightIn(document);
}

/** Light rows while the pointer or the focus is on what tells of them. */
function hover(ids) {
  if (hovered.join(" ") === ids.join(" ")) return;
  hovered = ids;
  lightIn(document);
}

/** Watch the whole page: whatever tells of rows lights them, and a click or Enter chooses one: `choosing` is given all ids. */
export function watch(choosing) {
  onChoose = choosing;
  const of = (event) => (event.target instanceof Element ? rowsOf(event.target.closest(TELLING)) : []);
  document.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") hover(of(event)); });
  document.addEventListener("pointerleave", () => hover([]));
  document.addEventListener("focusin", (event) => hover(rowsOf(event.target.closest?.("tr[data-rows]"))));
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, textarea, summary")) return;
    const ids = of(event);
    if (ids.length) onChoose(ids);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-rows]");
    if (!row) return;
    if (event.key === "Enter") onChoose(rowsOf(row));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    const rows = [...row.parentElement.querySelectorAll("tr[data-rows]")];
    const next = rows[rows.indexOf(row) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
}

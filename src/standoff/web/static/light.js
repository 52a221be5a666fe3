// One piece of evidence lit everywhere: in the list, in the figures, in the tables.

let chosen = "";
let hovered = "";
let onChoose = () => {};

/** Light the parts of one element that tell of the lit row; called after it was drawn. */
export function lightIn(root) {
  const id = hovered || chosen;
  for (const part of root.querySelectorAll("[data-row].lit")) if (part.dataset.row !== id) part.classList.remove("lit");
  const boxes = root.matches?.("figure") ? [root] : root.querySelectorAll("figure[data-figure]");
  for (const box of boxes) box.classList.remove("has-lit");
  if (!id) return;
  for (const part of root.querySelectorAll(`[data-row="${CSS.escape(id)}"]`)) {
    part.classList.add("lit");
    part.closest("figure")?.classList.add("has-lit");
  }
}

/** Choose a row until another is chosen. */
export function choose(id) {
  chosen = id;
  lightIn(document);
}

/** Light a row while the pointer or the focus is on it. */
export function hover(id) {
  if (hovered === id) return;
  hovered = id;
  lightIn(document);
}

/** Watch the whole page: whatever carries a row's id lights it, and a click or Enter chooses it. */
export function watch(choosing) {
  onChoose = choosing;
  const of = (event) => (event.target instanceof Element ? event.target.closest("[data-row]")?.dataset.row ?? "" : "");
  document.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") hover(of(event)); });
  document.addEventListener("pointerleave", () => hover(""));
  document.addEventListener("focusin", (event) => hover(event.target.closest?.("tr[data-row]")?.dataset.row ?? ""));
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, textarea, summary")) return;
    const id = of(event);
    if (id) onChoose(id, event.target);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-row]");
    if (!row) return;
    if (event.key === "Enter") onChoose(row.dataset.row, row);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    const rows = [...row.parentElement.querySelectorAll("tr[data-row]")];
    const next = rows[rows.indexOf(row) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
}

// Native dialogs: a question, the difference before it is saved, a conflict to resolve by choice.
import { button, h } from "./dom.js";

/** Open a dialog; gives what its buttons resolve it to, "" where it was closed. `body` is a list of elements. */
export function dialog(title, body, buttons, { role = "dialog", wide = false } = {}) {
  return new Promise((done) => {
    const id = `dialog-${Date.now()}`;
    const box = h("dialog", { class: wide ? "wide" : "", data: { role }, aria: { labelledby: id } },
      h("form", { method: "dialog", class: "dialog" },
        h("h2", { id }, title), h("div", { class: "dialog-body" }, body),
        h("div", { class: "dialog-buttons" }, buttons.map(([value, words, kind]) =>
          h("button", { value, class: kind ?? "", data: { role: `${role}-${value}` } }, words)))));
    const from = document.activeElement;
    box.addEventListener("close", () => { box.remove(); back(from); done(box.returnValue); });
    document.body.append(box);
    box.showModal();
    (box.querySelector("[autofocus]") ?? box.querySelector("button.primary") ?? box.querySelector("button"))?.focus();
  });
}

/** Give the focus back to where it was, or to what took its place. */
function back(from) {
  if (from?.isConnected && from !== document.body) { from.focus(); return; }
  const role = from?.dataset.role;
  const alike = role ? [...document.querySelectorAll(`[data-role="${CSS.escape(role)}"]`)] : [];
  (alike.find((one) => one.offsetParent) ?? document.getElementById("main"))?.focus();
}

/** A panel in a dialog that closes itself: `make(close)` gives its elements. */
export function sheet(title, make, { role = "sheet", wide = true } = {}) {
  const id = `sheet-${Date.now()}`;
  const box = h("dialog", { class: wide ? "wide" : "", data: { role }, aria: { labelledby: id } });
  const from = document.activeElement;
  const close = () => box.close();
  box.append(h("div", { class: "dialog" }, h("div", { class: "dialog-head" }, h("h2", { id }, title),
    button("Close", close, { class: "quiet" })), make(close)));
  box.addEventListener("close", () => { box.remove(); back(from); });
  document.body.append(box);
  box.showModal();
  (box.querySelector("[autofocus]") ?? box.querySelector("input, select, textarea"))?.focus();
  return box;
}

/** A unified diff with its added and removed lines told apart by sign and colour. */
export function diffElement(diff) {
  const kinds = { "+": "plus", "-": "minus", "@": "at" };
  const lines = (diff || "").split("\n").filter((line) => line !== "" && !line.startsWith("+++") && !line.startsWith("---"));
  if (!lines.length) return h("p", { class: "faint" }, "No line differs.");
  return h("div", { class: "diff", tabindex: "0", role: "region", aria: { label: "Difference, line by line" } },
    lines.map((line) => h("div", { class: kinds[line[0]] ?? "" }, line)));
}

/** Show what a save would change in the file; resolves to true where the user wants it. */
export async function confirmDiff(path, diff, told) {
  const answer = await dialog("Save these changes?", [
    h("p", {}, `What changes in ${path || "the file"}; comments and order stay as they are.`),
    told.length ? h("ul", { class: "sentences" }, told.slice(0, 12).map((one) => h("li", {}, one)),
      told.length > 12 ? h("li", {}, `and ${told.length - 12} more`) : null) : null,
    diffElement(diff),
  ], [["save", "Save", "primary"], ["", "Not yet"]], { role: "diff", wide: true });
  return answer === "save";
}

/** A file that changed on disk: resolves to "mine", "theirs" or "" (decide later). The difference stands folded below. */
export function conflictChoice(path, { theirs = "", mine = "" }) {
  const part = (title, diff) => (diff ? h("details", {}, h("summary", {}, title), diffElement(diff)) : null);
  return dialog("The file changed meanwhile", [
    h("p", {}, `Another window or program wrote ${path || "this file"} since you opened it. `
      + "Nothing was written over it, and your changes are kept."),
    h("ul", { class: "sentences" },
      h("li", {}, "Mine: make my changes again on top of the file as it is now; the difference is shown before it is saved."),
      h("li", {}, "Theirs: take the file as it is now; my changes are put aside in this browser.")),
    part("What changed in the file", theirs), part("What I change", mine),
  ], [["mine", "Mine, on top of theirs", "primary"], ["theirs", "Theirs"], ["", "Decide later"]],
    { role: "conflict", wide: true });
}

/** The lines two texts differ in, as a unified diff of one stretch: what is alike at both ends is left out. */
export function lineDiff(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA -= 1; endB -= 1; }
  if (start === endA && start === endB) return "";
  const context = a.slice(Math.max(0, start - 2), start).map((line) => ` ${line}`);
  return [`@@ line ${start + 1} @@`, ...context, ...a.slice(start, endA).map((line) => `-${line}`),
    ...b.slice(start, endB).map((line) => `+${line}`),
    ...a.slice(endA, endA + 2).map((line) => ` ${line}`)].join("\n");
}

// The file itself: its text with every problem at its line, checked while typing, saved only over what was read.
import { checkText, putText } from "./api.js";
import { button, debounced, h, replace, toast } from "./dom.js";
import { confirmDiff, conflictChoice, lineDiff, sheet } from "./dialogs.js";
import { shown } from "./text.js";
import { tellFailure } from "./strip.js";
import { keep, kept } from "./unsaved.js";
import { count } from "./words.js";

/** Open the text of a session's file. `after()` is called when it was saved. */
export function openTextEditor(session, after) {
  const path = session.file.path ?? session.name;
  sheet(path.split(/[\\/]/).at(-1), (close) => [h("p", { class: "faint small" }, path), ...editor(session, after, close)],
    { role: "file" });
}

function editor(session, after, close) {
  const before = kept("text", session.name);
  const area = h("textarea", { class: "file-text", spellcheck: "false", wrap: "off",
    aria: { label: "Text of the case file" }, data: { role: "file-text" } }, before ?? session.now.text ?? "");
  area.readOnly = session.readOnly;
  const told = h("p", { class: "small", role: "status" });
  const problems = h("ul", { class: "problems" });
  const save = button("Save …", () => saveText(session, area.value, after, close),
    { class: "primary", data: { role: "file-save" } });
  const show = (found) => {
    const wrong = found.filter((one) => one.severity !== "note");
    told.textContent = wrong.length ? count(wrong.length, "problem") : "No problem.";
    save.disabled = wrong.length > 0;
    replace(problems, found.slice(0, 50).map((one) =>
      h("li", { class: one.severity === "note" ? "faint" : "" },
      button(`line ${one.line}`, () => goto(area, one.line, one.column), { class: "quiet" }), ` ${shown(one.message)}`)));
  };
  let flying = null;
  const check = async () => {
    flying?.abort();
    flying = new AbortController();
    try {
      show((await checkText(session.name, area.value, flying.signal)).problems);
    } catch (error) {
      if (error.name !== "AbortError") told.textContent = error.message;
    }
  };
  const later = debounced(check, 300);
  area.addEventListener("input", () => {
    keep("text", session.name, area.value === session.file.text ? null : area.value);
    later();
  });
  check();
  return [before !== null ? h("p", { class: "small" }, "Restored what you typed before. ",
    button("Start from the file", () => { area.value = session.now.text; keep("text", session.name, null); check(); })) : null,
    area, told, problems, h("div", { class: "dialog-buttons" },
      session.readOnly ? h("span", { class: "faint" }, "This case is read-only.") : save, button("Close", close))];
}

function goto(area, line, column) {
  const above = area.value.split("\n").slice(0, Math.max(0, line - 1));
  const start = above.reduce((sum, one) => sum + one.length + 1, 0) + Math.max(0, column - 1);
  area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(area).lineHeight));
}

async function saveText(session, text, after, close) {
  const diff = lineDiff(session.file.text, text);
  if (!diff) { toast("Nothing differs from the file."); return; }
  if (!(await confirmDiff(session.file.path, diff, []))) return;
  let digest = session.file.digest;
  for (;;) {
    try {
      await putText(session.name, text, digest);
      break;
    } catch (error) {
      if (error.status !== 409 || !error.body.current) { tellFailure(error); return; }
      const verdict = await conflictChoice(session.file.path,
        { theirs: lineDiff(session.file.text, error.body.current.text), mine: error.body.diff });
      if (verdict === "") return;
      if (verdict === "theirs") { keep("text", session.name, null); break; }
      digest = error.body.current.digest;
      if (!(await confirmDiff(session.file.path, error.body.diff, []))) return;
    }
  }
  keep("text", session.name, null);
  session.edits = [];
  keep("edits", session.name, null);
  close();
  await session.reload();
  after();
}

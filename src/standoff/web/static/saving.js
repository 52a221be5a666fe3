// What is not saved yet, and what can be done about it: save after a look, undo, redo, resolve a conflict.
import { button, h, refill, replace, toast } from "./dom.js";
import { confirmDiff, conflictChoice, diffElement, lineDiff, dialog } from "./dialogs.js";
import { editWords } from "./session.js";
import { tellFailure } from "./strip.js";
import { count } from "./words.js";

/** The state of saving of a session; `on.text()` opens the file's text. */
export function createSaving(session, on) {
  const root = h("div", { class: "saving", data: { role: "saving" } });

  const save = async () => {
    if (!session.edits.length) { toast("Everything is saved."); return; }
    if (!(await confirmDiff(session.file.path, session.now.diff, session.edits.map(editWords)))) return;
    try {
      await session.save();
      toast("Saved.", { words: "Undo", run: () => undo() });
    } catch (error) {
      if (error.status === 409) await resolve(error.body);
      else tellFailure(error);
    }
  };

  const resolve = async (body) => { if (await settled(session, body)) await save(); };

  const turn = async (way) => {
    try {
      toast(await session[way]());
    } catch (error) {
      if (error.status === 409) await resolve(error.body);
      else if (error.code?.startsWith("nothing_to")) toast(`Nothing to ${way}.`);
      else tellFailure(error);
    }
  };
  const undo = () => turn("undo");
  const redo = () => turn("redo");

  const acts = { undo, redo, save, text: on.text, discard: () => discard(session) };
  const show = () => {
    const waiting = session.edits.length;
    root.dataset.state = session.readOnly ? "read-only" : waiting ? "unsaved" : "saved";
    if (session.readOnly) {
      const why = session.file.library ? "Library case, read-only" : "Read-only";
      replace(root, h("span", { class: "faint" }, why), button("File", on.text, { class: "quiet" }));
      return;
    }
    refill(root, buttonsOf(session, acts));
  };

  /** On opening: what was restored, what did not fit, what another window does. */
  const greet = () => {
    show();
    if (session.lost) toast("Unsaved changes of before do not fit the file any more; they are put aside in this browser.",
      null, "bad");
    else if (session.restored) {
      const moved = session.movedMeanwhile ? "; the file changed meanwhile, and they still fit" : "";
      toast(`Restored ${count(session.restored, "unsaved change")}${moved}.`);
    }
  };
  session.readAgain = () => toast("The file changed meanwhile and was read again; "
    + "your change stands on top of it, not saved yet.");
  session.otherWindow = () => toast("Another window works on this case too.",
    { words: "Read again", run: () => location.reload() });
  addEventListener("beforeunload", (event) => { if (session.edits.length && !session.readOnly) event.preventDefault(); });
  return { root, show, save, undo, redo, greet };
}

/** The state in words, and what can be done. */
function buttonsOf(session, { undo, redo, save, text, discard }) {
  const waiting = session.edits.length;
  const canUndo = waiting || session.file.undo > 0;
  const canRedo = session.undone.length || session.file.redo > 0;
  return [
    h("span", { class: "save-state", data: { role: "save-state" } }, waiting ? count(waiting, "unsaved change") : "Saved"),
    button("Undo", undo, { class: "quiet", disabled: !canUndo, data: { role: "undo" }, title: "Undo ( Ctrl+Z )" }),
    button("Redo", redo, { class: "quiet", disabled: !canRedo, data: { role: "redo" } }),
    button("File", text, { class: "quiet", data: { role: "open-file" }, title: "The text of the file" }),
    waiting ? button("Discard", discard, { class: "quiet", data: { role: "discard" } }) : null,
    waiting ? button("Save …", save, { class: "primary", data: { role: "save" }, title: "Save ( Ctrl+S )" }) : null,
  ];
}

async function discard(session) {
  const sure = await dialog("Give these changes up?",
    [h("p", {}, "The file stays as it is. The changes are put aside in this browser."), diffElement(session.now.diff)],
    [["yes", "Give them up", "primary"], ["", "Keep them"]], { wide: true });
  if (sure === "yes") await session.discard().catch(tellFailure);
}

/** The file changed meanwhile: mine on top of theirs, theirs alone, or later. True where mine are to be saved now. */
async function settled(session, body) {
  const theirs = body?.current ? lineDiff(session.file.text, body.current.text) : "";
  const verdict = await conflictChoice(session.file.path, { theirs, mine: session.now.diff });
  if (verdict === "theirs") {
    await session.discard();
    toast("Took the file as it is; your changes are put aside in this browser.");
  }
  if (verdict !== "mine") return false;
  const problems = await session.reload();
  if (!problems.length) return true;
  await dialog("Your changes do not fit the file any more",
    [h("p", {}, "They are kept. Mend the file's text, or take changes back one by one (Undo)."),
      h("ul", { class: "problems" }, problems.map((one) => h("li", {}, one.message ?? one.what)))],
    [["", "Understood", "primary"]]);
  return false;
}

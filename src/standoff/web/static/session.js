// A case under work: the file as it was read, the edits not saved yet, and the case as it would be with them.
import { ApiError, readCase, redo, sendEdits, undo } from "./api.js";
import { keep, kept, onOtherWindow, putAside } from "./unsaved.js";

const wrong = (problems) => (problems ?? []).filter((one) => one.severity !== "note");

/** A session on one case. `changed` is called with it whenever anything of it is another. */
export async function openSession(name) {
  const listeners = [];
  const self = { name, file: null, now: null, edits: [], undone: [] };
  self.onChange = (act) => { listeners.push(act); };
  self.read = async () => {
    self.file = await readCase(name);
    self.now = { ...self.file, diff: "" };
    self.readOnly = Boolean(self.file.read_only ?? self.file.library);
  };
  const store = () => keep("edits", name, self.edits.length ? { digest: self.file.digest, edits: self.edits } : null);
  /** Take what the case is now, keep the edits, and tell all who listen. */
  const settle = (now) => {
    if (now) self.now = { ...self.file, ...now };
    store();
    listeners.forEach((act) => act(self));
  };
  canLookAhead(self);
  canEdit(self, settle);
  canTakeBack(self, settle);
  canSave(self, settle);
  await self.read();
  await restore(self, store);
  onOtherWindow("edits", name, () => {
    const other = kept("edits", name)?.edits ?? [];
    if (JSON.stringify(other) !== JSON.stringify(self.edits)) self.otherWindow?.();
  });
  return self;
}

function canLookAhead(self) {
  let looked = { told: "", found: null }; // what was checked while it was typed is not asked for again when it is applied
  /** What the case would be with these further edits: {now} or {problems}. Changes nothing. */
  self.preview = async (more, signal) => {
    const edits = [...self.edits, ...more];
    if (!edits.length) return { now: { ...self.file, diff: "" } };
    const told = JSON.stringify([self.file.digest, edits]);
    if (looked.told === told) return looked.found;
    try {
      const given = await sendEdits(self.name, self.file.digest, edits, false, signal);
      const bad = wrong(given.problems);
      looked = { told, found: bad.length ? { problems: bad } : { now: given } };
      return looked.found;
    } catch (error) {
      if (error instanceof ApiError && error.status === 422) {
        return { problems: error.problems.length ? error.problems : [{ where: "", message: error.message }] };
      }
      throw error;
    }
  };
}

function canEdit(self, settle) {
  /** The file changed under an edit: nothing is written; read it again, put the edit on top; a save shows what differs. */
  const onTopOfTheFile = async (error, more) => {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const problems = await self.reload();
    if (problems.length) return { problems };
    self.readAgain?.();
    return self.preview(more);
  };

  /** Make edits, kept in this browser until they are saved. Gives the problems that forbid them, [] where none do. */
  self.edit = async (more) => {
    const { now, problems } = await self.preview(more).catch((error) => onTopOfTheFile(error, more));
    if (problems) return problems;
    self.edits = [...self.edits, ...more];
    self.undone = [];
    settle(now);
    return [];
  };
}

function canTakeBack(self, settle) {
  const rebuild = async (edits) => {
    const before = self.edits;
    self.edits = edits;
    const { now, problems } = await self.preview([]);
    if (problems) { self.edits = before; return problems; }
    settle(now);
    return [];
  };

  /** Take the last edit back; where none is unsaved, the file goes one step back. */
  self.undo = async () => {
    if (self.edits.length) {
      const last = self.edits.at(-1);
      self.undone.push(last); // before all are told, so that it can be done again
      const bad = await rebuild(self.edits.slice(0, -1));
      if (bad.length) self.undone.pop();
      return bad.length ? bad[0].message : "Took the last unsaved change back.";
    }
    await undo(self.name, self.file.digest);
    await self.reload();
    return "Undone in the file.";
  };

  /** Do again what was taken back. */
  self.redo = async () => {
    if (self.undone.length) {
      const next = self.undone.pop();
      const bad = await rebuild([...self.edits, next]);
      return bad.length ? bad[0].message : "Made the change again.";
    }
    await redo(self.name, self.file.digest);
    await self.reload();
    return "Done again in the file.";
  };
}

function canSave(self, settle) {
  /** Save the edits. Throws ApiError: 409 where the file changed meanwhile. */
  self.save = async () => {
    const given = await sendEdits(self.name, self.file.digest, self.edits, true);
    self.edits = [];
    self.undone = [];
    keep("edits", self.name, null);
    await self.reload();
    return given;
  };

  /** Read the file again, and put the unsaved edits on top of it. Gives the problems where they fit no more. */
  self.reload = async () => {
    await self.read();
    const { now, problems } = await self.preview([]);
    settle(now);
    return problems ?? [];
  };

  /** Give the unsaved edits up; they are put aside, not thrown away. */
  self.discard = async () => {
    if (self.edits.length) putAside(self.name, self.edits);
    self.edits = [];
    self.undone = [];
    keep("edits", self.name, null);
    await self.reload();
  };
}

/** Put edits of before on top of the file; where they do not fit any more, they are put aside. */
async function restore(self, store) {
  const before = kept("edits", self.name);
  if (!before?.edits?.length || !self.file.case) return;
  self.edits = before.edits;
  self.restored = before.edits.length;
  const moved = before.digest !== self.file.digest;
  const { now, problems } = await self.preview([]);
  if (problems) {
    putAside(self.name, before.edits);
    self.edits = [];
    self.lost = problems;
  } else {
    self.now = { ...self.file, ...now };
    self.movedMeanwhile = moved;
  }
  store();
}

/** One edit in words, for lists and notes. */
export function editWords(edit) {
  const words = {
    add: () => `add ${edit.row?.code?.replaceAll("_", " ")} of ${edit.row?.date}`,
    change: () => `change ${edit.id}: ${Object.keys(edit.values).join(", ")}`,
    remove: () => `remove ${edit.id}`,
    assume: () => `assume ${edit.name} = ${edit.value}`,
    unassume: () => `assume nothing of ${edit.name}`,
    set: () => `set ${edit.key}`,
  };
  return words[edit.op]?.() ?? edit.op;
}

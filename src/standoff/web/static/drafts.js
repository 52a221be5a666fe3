// The inbox: drafts from a page pasted or dropped, each beside the words it came from; the analyst decides on each.
import { draftFile, draftText } from "./api.js";
import { button, dayInput, dayWords, field, h, replace, say, toast } from "./dom.js";
import { openRowForm } from "./rowform.js";
import { shown } from "./text.js";
import { tellFailure } from "./strip.js";
import { keep, kept } from "./unsaved.js";
import { MODALITIES, SIDES, count, plain, wordsFor } from "./words.js";

const ROW_KEYS = ["date", "public", "code", "force", "tier", "scope", "actor", "target", "text", "size", "unit", "bound",
  "sided", "confidence", "asserted_by", "modality", "sources", "note", "drafted"];
const SAID = { accepted: "Accepted; the answer is worked out anew.", retracted: "Rejected; kept as retracted.",
  leave: "Left out." };
const MOST_BYTES = 10_000_000;

/** The inbox of a session. `on.count(n)` is told how many wait. */
export function createDrafts(session, on) {
  const state = { pages: kept("inbox", session.name) ?? [], at: 0 };
  const list = h("div", { class: "drafts", data: { role: "drafts" } });
  const changed = () => {
    const fits = keep("inbox", session.name, state.pages.length ? state.pages : null);
    if (!fits) {
      toast("These drafts are too large for this browser to keep: judge them before you close the window.", null, "bad");
    }
    show();
  };
  const intake = intakeForm(session, (document, name) => {
    take(state, document, name);
    changed();
    list.querySelector("[data-role=draft]")?.focus();
  });
  const acts = actsOf(session, state, changed, () => {
    const left = list.querySelectorAll("[data-role=draft]");
    (left[Math.min(state.at, left.length - 1)] ?? intake.querySelector("textarea")).focus();
  });

  const show = () => {
    const filed = session.now.rows.filter((row) => row.status === "draft" && !row.merged_into);
    on.count(filed.length + state.pages.reduce((sum, page) => sum + page.rows.length, 0));
    intake.hidden = session.readOnly;
    replace(list, state.pages.map((page) => pageElement(page, acts)),
      filed.length ? h("section", { class: "page-drafts" }, h("h2", {}, "Drafts in the file"),
        filed.map((row) => filedElement(row, session))) : null,
      !state.pages.length && !filed.length ? h("p", { class: "faint" },
        session.readOnly ? "This case has no drafts." : "Nothing waits for a decision.") : null);
  };
  byKeys(list, state);
  return { root: h("div", { class: "inbox" }, intake, list), show };
}

/** Put what was drafted from pages into the inbox, and say what came of it. */
function take(state, document, name) {
  for (const page of document.pages) {
    const rows = document.rows.filter((row) => row.page === page.name);
    const apart = [...document.apart, ...document.uncoded].filter((one) => one.page === page.name);
    state.pages.unshift({ title: page.title || page.name || name, text: page.text, published: page.published,
      rows: rows.map((row) => ({ row })), apart });
  }
  const notes = document.unread.map((one) => one.why);
  say(`${count(document.rows.length, "draft")} from ${name}. ${notes.join(" ")}`);
  if (!document.rows.length) toast(`No draft in ${name}. ${notes.join(" ") || "Nothing in it fits a code."}`);
  state.at = 0;
}

/** What can be done with the drafts of a page; `next()` gives the focus to the draft that follows. */
function actsOf(session, state, changed, next) {
  const away = (page) => { state.pages = state.pages.filter((other) => other !== page); };
  const done = (page, one) => {
    page.rows = page.rows.filter((other) => other !== one);
    if (!page.rows.length) away(page);
    changed();
    next();
  };
  /** Decide on a draft: its row enters the case under that status; "leave" only takes it out of the inbox. */
  const judge = async (page, one, verdict) => {
    try {
      if (verdict !== "leave") {
        const problems = await session.edit([{ op: "add", row: { ...rowOf(one.row, session), status: verdict } }]);
        if (problems.length) {
          toast(`${problems[0].message ?? problems[0].what} Edit the draft first.`, null, "bad");
          return;
        }
      }
      done(page, one);
      say(SAID[verdict]);
    } catch (error) { tellFailure(error); }
  };
  const edit = (page, one) => openRowForm(session,
    { ...rowOf(one.row, session), source: (one.row.sources ?? []).map((source) => source.outlet).join("; "),
      status: "accepted" },
    { isNew: true, title: "Edit the draft", after: () => done(page, one) });
  return { judge, edit, away: (page) => { away(page); changed(); } };
}

/** A row of the file that stands as a draft. */
function filedElement(row, session) {
  const judge = async (status) => {
    try {
      const problems = await session.edit([{ op: "change", id: row.id, values: { status } }]);
      if (problems.length) toast(problems[0].message, null, "bad");
    } catch (error) { tellFailure(error); }
  };
  return draftElement(row, row.drafted?.page ?? "", { accept: () => judge("accepted"), reject: () => judge("retracted"),
    edit: () => openRowForm(session, row), leave: null, readOnly: session.readOnly });
}

/** Arrows go from draft to draft; a letter decides. */
function byKeys(list, state) {
  list.addEventListener("keydown", (event) => {
    const draft = event.target.closest?.("[data-role=draft]");
    if (!draft || event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...list.querySelectorAll("[data-role=draft]")];
    state.at = all.indexOf(draft);
    const next = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const act = { a: "accept", e: "edit", r: "reject", l: "leave" }[event.key];
    if (!next && !act) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) all[state.at + next]?.focus();
    else draft.querySelector(`[data-role=${act}]`)?.click();
  });
}

/** A draft as a row of the case: keys of the format, a force only where the case has it. */
function rowOf(draft, session) {
  const forces = new Set((session.now.case?.forces ?? []).map((force) => force.name));
  const row = Object.fromEntries(ROW_KEYS.filter((key) => draft[key] !== null && draft[key] !== undefined
    && draft[key] !== "").map((key) => [key, draft[key]]));
  if (!forces.has(row.force)) delete row.force;
  if (row.size === undefined) { delete row.unit; delete row.bound; }
  if (row.public === row.date) delete row.public;
  return row;
}

function intakeForm(session, take) {
  const text = h("textarea", { rows: "4", placeholder: "Paste an article, a mail or a page here, or drop a file",
    aria: { label: "Page to draft from" }, data: { role: "paste" } });
  const file = h("input", { type: "file", class: "unseen", tabindex: "-1", aria: { hidden: "true" }, data: { role: "file" } });
  const published = dayInput("published", "");
  const go = h("button", { class: "primary", data: { role: "draft-go" } }, "Draft rows");
  const busy = async (run, name) => {
    go.disabled = true;
    go.textContent = "Reading …";
    try {
      take(await run(), name);
      text.value = "";
    } catch (error) {
      tellFailure(error);
    }
    go.disabled = false;
    go.textContent = "Draft rows";
  };
  const upload = (one) => {
    if (one.size > MOST_BYTES) { toast(`${one.name} is larger than 10 MB; give the page alone.`, null, "bad"); return; }
    busy(() => draftFile(one, { inCase: session.name, published: published.value }), one.name);
  };
  const box = h("form", { class: "intake", data: { role: "intake" } }, text,
    h("div", { class: "intake-foot" }, go, button("Choose a file …", () => file.click()),
      field("Came out on", published, { help: "where the page does not say" })), file);
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!text.value.trim()) { text.focus(); return; }
    const given = { text: text.value, case: session.name, ...(published.value ? { published: published.value } : {}) };
    busy(() => draftText(given), "the pasted page");
  });
  file.addEventListener("change", () => { if (file.files[0]) upload(file.files[0]); file.value = ""; });
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (event.dataTransfer.files[0]) upload(event.dataTransfer.files[0]);
    else text.value = event.dataTransfer.getData("text/plain");
  });
  return box;
}

function pageElement(page, on) {
  const signs = Array.from(page.text ?? "");
  const fresh = page.rows.length;
  return h("section", { class: "page-drafts", data: { role: "page" } },
    h("div", { class: "page-head" }, h("h2", {}, shown(page.title)),
      button("Put away", () => on.away(page), { class: "quiet", title: "Take what is left of this page out of the inbox" })),
    h("p", { class: "faint small" }, [page.published ? dayWords(page.published) : null, count(fresh, "draft"),
      page.apart.length ? `${page.apart.length} kept apart` : null].filter(Boolean).join(" · ")),
    page.rows.map((one) => draftElement(one.row, excerpt(signs, one.row), {
      accept: () => on.judge(page, one, "accepted"), reject: () => on.judge(page, one, "retracted"),
      leave: () => on.judge(page, one, "leave"), edit: () => on.edit(page, one) })),
    page.apart.length ? h("details", {}, h("summary", {}, "Kept apart and uncoded"),
      h("ul", { class: "sentences small" }, page.apart.map((one) =>
      h("li", {}, h("q", {}, shown(one.quote)), ` ${shown(one.reason ?? one.why)}`)))) : null,
    h("details", { data: { role: "page-text" } }, h("summary", {}, "The whole page"),
      wholePage(signs, page.rows.map((one) => one.row))));
}

/** The quoted words with what stands around them. Offsets count characters, which are not the units of a string here. */
function excerpt(signs, { start, end }) {
  if (start === undefined || start === null || !signs.length) return "";
  const [from, to] = [Math.max(0, start - 140), Math.min(signs.length, end + 140)];
  const part = (a, b) => shown(signs.slice(a, b).join(""));
  const rest = to < signs.length ? " …" : "";
  return [from ? "… " : "", part(from, start), h("mark", {}, part(start, end)), part(end, to), rest];
}

function wholePage(signs, rows) {
  const box = h("div", { class: "page-text" });
  const spans = rows.filter((row) => Number.isInteger(row.start)).sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at) continue;
    box.append(shown(signs.slice(at, start).join("")), h("mark", {}, shown(signs.slice(start, end).join(""))));
    at = end;
  }
  box.append(shown(signs.slice(at).join("")));
  return box;
}

function draftElement(row, words, { accept, edit, reject, leave, readOnly = false }) {
  const facts = [dayWords(row.date), plain(row.code), row.force,
    row.modality && row.modality !== "done" ? wordsFor(MODALITIES, row.modality) : null,
    `serves ${wordsFor(SIDES, row.sided)}`].filter(Boolean);
  return h("article", { class: "draft", tabindex: "0", data: { role: "draft", draft: row.id ?? "" },
    aria: { label: facts.join(", ") } },
    h("p", { class: "small strong" }, facts.join(" · ")),
    h("p", { class: "draft-words" }, words && words.length ? words : h("mark", {}, shown(row.quote ?? row.text))),
    h("p", { class: "small faint" }, [`${shown(row.actor)}${row.target ? ` → ${shown(row.target)}` : ""}`,
      row.size ? `${row.size} ${row.unit ?? ""}` : null, row.asserted_by ? `claimed by ${shown(row.asserted_by)}` : null,
      (row.sources ?? []).map((source) => source.outlet).join("; "), row.why].filter(Boolean).join(" · ")),
    readOnly ? null : h("div", { class: "draft-buttons" },
      button("Accept", accept, { class: "primary", data: { role: "accept" }, title: "Accept ( a )" }),
        button("Edit", edit, { data: { role: "edit" }, title: "Edit ( e )" }),
      button("Reject", reject, { data: { role: "reject" }, title: "Reject; kept as retracted ( r )" }),
        leave ? button("Leave out", leave, { class: "quiet", data: { role: "leave" },
        title: "Take it out of the inbox ( l )" }) : null));
}

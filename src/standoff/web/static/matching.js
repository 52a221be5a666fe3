// Which row of the case a figure's datum or a table's row tells of. Figures name rows by day and kind, not by id.

const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
const LABEL = /^(\d{1,2}) ([A-Z][a-z]{2})[a-z]*(?: \d{4})?: (.+)$/;

const spaced = (text) => String(text ?? "").replace(/\s+/g, " ").trim();

/** "30 January: protest" and "30 Jan: protest" as one key. */
function labelKey(text) {
  const found = LABEL.exec(spaced(text));
  return found ? `${Number(found[1])} ${found[2]}: ${found[3]}` : "";
}

const dayKey = (iso, what) => {
  const month = MONTHS.slice(3 * (Number(iso.slice(5, 7)) - 1), 3 * Number(iso.slice(5, 7)));
  return `${Number(iso.slice(8, 10))} ${month[0]?.toUpperCase()}${month.slice(1)}: ${what}`;
};

/**
 * An index from what documents say of a row to its id. The timeline tells every row with its text; what it calls the row is
 * what the other figures and tables call it.
 */
export function indexRows(rows, timeline) {
  const texts = new Map();
  for (const row of rows) {
    const known = texts.get(spaced(row.text)) ?? [];
    texts.set(spaced(row.text), [...known, row]);
  }
  const ids = new Set(rows.map((row) => row.id));
  const labels = new Map();
  const weights = new Map();
  for (const datum of timeline ?? []) {
    if (datum.kind !== "evidence") continue;
    const same = texts.get(spaced(datum.report)) ?? [];
    const row = same.find((one) => (one.public || one.date) === datum.date || one.date === datum.date) ?? same[0];
    if (!row) continue;
    labels.set(dayKey(datum.date, spaced(datum.what)), row.id);
    labels.set(dayKey(row.date, spaced(datum.what)), row.id);
    weights.set(row.id, { decibans: datum.decibans, words: datum.weight, what: datum.what });
  }
  return { ids, texts, labels, weights,
    version: `${rows.length}:${weights.size}:${[...weights.values()].reduce((sum, one) => sum + (one.decibans ?? 0), 0)}` };
}

function byLabel(text, index) {
  const key = labelKey(text);
  if (!key) return "";
  const exact = index.labels.get(key);
  if (exact) return exact;
  if (!key.endsWith("…")) return "";
  const stem = key.slice(0, -1);
  return [...index.labels].find(([label]) => label.startsWith(stem))?.[1] ?? "";
}

/** The id of the row that a datum of a figure tells of, "" where it tells of none. */
export function rowOfDatum(datum, index) {
  if (!datum || typeof datum !== "object") return "";
  const named = ["evidence", "event", "id"].map((key) => datum[key]).find((value) => index.ids.has(value));
  if (named) return named;
  if (datum.kind === "evidence" || datum.report) {
    const same = index.texts.get(spaced(datum.report));
    if (same?.length === 1) return same[0].id;
    if (same?.length) return same.find((row) => (row.public || row.date) === datum.date)?.id ?? same[0].id;
  }
  return byLabel(datum.label, index);
}

/** The id of the row that a row of a table tells of, "" where it tells of none. */
export function rowOfCells(cells, index) {
  for (const cell of cells) {
    for (const text of [cell.text, ...cell.links.map((link) => link.text)]) {
      const same = index.texts.get(spaced(text));
      if (same) return same[0].id;
    }
    const labelled = byLabel(cell.text, index);
    if (labelled) return labelled;
  }
  return byDay(cells, index) || byQuoted(cells, index);
}

function byDay(cells, index) {
  const day = cells[0]?.text ?? "";
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !cells[1]) return "";
  return index.labels.get(dayKey(day, spaced(cells[1].text))) ?? "";
}

/** A long cell may hold the text of a row among other words. */
function byQuoted(cells, index) {
  const long = cells.map((cell) => cell.text).find((text) => text.length > 60);
  const after = long ? long.indexOf(": ") : -1;
  if (after < 0) return "";
  const rest = spaced(long.slice(after + 2));
  const end = rest.lastIndexOf(" [");
  return index.texts.get(end > 0 ? rest.slice(0, end) : rest)?.[0].id ?? "";
}

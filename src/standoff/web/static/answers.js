// Asks for answers and keeps the newest of each kind; a newer wish gives the older one up.
import { work } from "./api.js";
import { paced } from "./dom.js";

/** Work that a newer answer does not stop: itself, and what was asked for by name to be taken away. */
const KEPT = ["answer", "report"];

/** Runs of one panel; `panel` keeps two of them apart. `wish()` gives what to ask for now: case, text, as_of, order. */
export function createAnswers(wish, panel = "") {
  const held = new Map();
  const listeners = [];
  const tell = (kind) => listeners.forEach((act) => act(kind, held.get(kind)));
  const of = (kind) => held.get(kind) ?? { result: null, before: null, running: false, progress: null, error: null, told: "" };
  const put = (kind, patch) => { held.set(kind, { ...of(kind), ...patch }); tell(kind); };

  const start = (kind, extra = {}) => {
    const wanted = { kind, ...wish(), ...extra };
    const told = JSON.stringify(wanted);
    const last = of(kind);
    if (last.told === told && (last.running || (last.result && !last.error))) return;
    last.run?.stop();
    if (kind === "answer") makeWay();
    const settled = last.result && !last.result.rough ? last.result : last.before;
    put(kind, { told, running: true, error: null, progress: null, before: settled });
    const mine = () => of(kind).told === told;
    const run = work(wanted, `${panel}${kind}`, {
      progress: (data) => { if (mine()) put(kind, { progress: data }); },
      rough: (result) => { if (mine()) put(kind, { result, told }); },
      done: (result) => { if (mine()) put(kind, { result, running: false, progress: null }); },
      failed: (words) => { if (mine()) put(kind, { running: false, error: words, progress: null }); },
      cancelled: () => { if (mine()) put(kind, { running: false, error: "Given up.", progress: null }); },
    });
    held.set(kind, { ...of(kind), run });
  };

  /** A new answer is wanted: longer work on what was before would only keep the workers from it. */
  const makeWay = () => {
    for (const [kind, one] of held) {
      if (KEPT.includes(kind) || !one.running) continue;
      one.run?.stop(true);
      put(kind, { running: false, progress: null, told: "" });
    }
  };

  // A window that is closed or left wants nothing more; one that comes back from the browser's memory begins again.
  addEventListener("pagehide", () => { for (const [, one] of held) if (one.running) one.run?.stop(true); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  return {
    of,
    start,
    soon: paced(start, 120),
    stop: (kind) => { of(kind).run?.stop(true); put(kind, { running: false, error: "Stopped.", told: "" }); },
    onChange: (act) => { listeners.push(act); },
    /** Whether what is held of a kind answers another wish than the present one. */
    stale: (kind, extra = {}) => of(kind).told !== JSON.stringify({ kind, ...wish(), ...extra }),
  };
}

/** The sections of a result that stand under a tab. */
export function sectionsOf(result, tab) {
  if (!result) return [];
  const places = result.tabs?.[tab] ?? (tab === "brief" ? result.sections.map((_, place) => place) : []);
  return places.map((place) => result.sections[place]).filter(Boolean);
}

/** The rows of a result's figure, [] where it has none. */
export function figureRows(result, id) {
  for (const section of result?.sections ?? []) {
    for (const figure of section.figures) if (figure.id === id) return figure.rows;
  }
  return [];
}

// The report: made by a worker like any other work, with its progress, then saved by the browser.
import { button, dayWords, h, replace, say, toast } from "./dom.js";
import { save } from "./figures.js";
import { shown } from "./text.js";

const KIND = "report";

/** The button and how the report stands. `of()` gives what it would be about now: {name, asOf, unsaved}. */
export function createReport(answers, of) {
  const state = h("span", { class: "report-state small", hidden: true, data: { role: "report-state" } });
  const go = button("Report", () => ask(), { title: "The whole answer as one HTML file", data: { role: "report" } });
  const root = h("span", { class: "report" }, state, go);
  let about = of();
  let waiting = false;

  const ask = () => {
    if (waiting) return;
    about = of();
    if (answers.of(KIND).result && !answers.stale(KIND)) { keep(answers.of(KIND).result); return; }
    waiting = true;
    answers.start(KIND);
    say("The report is being made.");
  };
  const keep = ({ page }) => {
    save(`${about.name}-${about.asOf}.html`, "text/html", page);
    const unsaved = about.unsaved ? ", with changes that the case file does not have yet" : "";
    toast(`The report as of ${dayWords(about.asOf)} is saved${unsaved}.`);
  };
  const show = ({ running, progress }) => {
    state.hidden = !running;
    go.disabled = running;
    if (!running) { replace(state); return; }
    const share = progress?.total ? progress.done / progress.total : 0;
    replace(state, h("progress", { max: "1", value: share, aria: { label: "The report" } }),
      h("span", { class: "faint" }, shown(progress?.what ?? "waiting for a worker")),
      button("Stop", () => answers.stop(KIND), { class: "quiet", data: { role: "report-stop" } }));
  };
  answers.onChange((kind, held) => {
    if (kind !== KIND) return;
    show(held);
    if (held.running || !waiting) return;
    waiting = false;
    if (held.result && !held.error) keep(held.result);
    else if (held.error) toast(`No report: ${held.error}`, null, "bad");
  });
  return root;
}

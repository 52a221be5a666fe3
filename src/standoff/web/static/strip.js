// The answer: one sentence, the number with its interval, how far to trust the arithmetic, and what moved.
import { dayWords, h, replace, say, toast } from "./dom.js";
import { barElement } from "./render.js";
import { shown } from "./text.js";

const stateWords = (result, running) => (result.rough ? ", rough" : running ? ", working" : "");

/** The answer in one line, shown while the strip itself is scrolled away. */
function createMini(root) {
  const mini = h("div", { class: "mini", aria: { hidden: "true" }, data: { role: "mini" } });
  new IntersectionObserver(([entry]) => mini.classList.toggle("on",
    !entry.isIntersecting && entry.boundingClientRect.top < 0)).observe(root);
  const show = ({ result, running }) => {
    const one = result?.highlights[0];
    if (one) replace(mini, h("strong", {}, shown(one.value)), ` ${shown(one.words[0] ?? "")} `,
      h("span", { class: "faint" }, `${shown(one.label)} As of ${dayWords(result.as_of)}${stateWords(result, running)}`));
  };
  return { root: mini, show };
}

/** The strip; `show(state)` draws what is held of the answer. `mini` is the same in one line. */
export function createStrip() {
  const root = h("div", { class: "answer", data: { role: "strip" } });
  const parts = {
    headline: h("p", { class: "headline", data: { role: "headline" } }),
    tiles: h("div", { class: "strip" }),
    state: h("p", { class: "run", data: { role: "run" } }),
    meter: h("div", { class: "meter", aria: { hidden: "true" } }, h("span")),
  };
  root.append(h("div", { class: "headline-line" }, parts.headline), parts.tiles, parts.meter, parts.state);
  const mini = createMini(root);
  let spoken = "";

  const show = (held) => {
    const { result, before, running, progress, error } = held;
    root.setAttribute("aria-busy", String(running));
    root.dataset.state = error ? "failed" : result?.rough ? "rough" : running ? "running" : result ? "done" : "empty";
    mini.show(held);
    showMeter(parts.meter, running, progress, result);
    showState(parts.state, held);
    if (!result) {
      replace(parts.headline, error ? shown(error) : "Working out a first answer …");
      if (!parts.tiles.children.length) replace(parts.tiles, [0, 1, 2].map(() => h("div", { class: "tile waiting" })));
      return;
    }
    replace(parts.headline, shown(result.headline));
    const open = parts.tiles.querySelector(".confidence details")?.open ?? false;
    replace(parts.tiles, result.highlights.map((one, place) =>
      tile(one, place, result, before?.highlights?.[place], before)), confidenceTile(result, open), checksTile(result));
    if (!result.rough && !running && spoken !== result.headline) { spoken = result.headline; say(result.headline); }
  };
  return { root, mini: mini.root, show };
}

function tile(one, place, result, was, before) {
  const first = place === 0;
  const moved = first ? movement(one, was, result, before) : null;
  return h("div", { class: `tile${result.rough ? " is-rough" : ""}${moved?.small ? " still" : ""}`,
    data: first ? { role: "answer" } : {} },
    h("p", { class: "what" }, shown(one.label)),
    h("p", { class: "value" }, shown(one.value), one.words.length ? h("span", { class: "word" }, shown(one.words[0])) : null,
      first && result.rough ? h("span", { class: "mark", data: { role: "rough" } }, "rough") : null,
      moved ? h("span", { class: "moved", data: { role: "moved", small: String(moved.small) } }, moved.words) : null),
    one.bar ? intervalBar(one) : null,
    one.words.slice(1).map((words) => h("p", { class: "small" }, shown(words))));
}

/** The number on its scale, with the stretch of its interval where its words give one. */
function intervalBar(one) {
  const made = barElement(one.bar);
  const found = /from [<>]?(\d+(?:\.\d+)?) to [<>]?(\d+(?:\.\d+)?) %/.exec(one.words.join(" "));
  if (!found) return made;
  const [low, high] = [Number(found[1]), Number(found[2])];
  return h("span", { class: "interval", aria: { hidden: "true" } },
    h("span", { class: "reach", style: { left: `${low}%`, width: `${high - low}%` } }),
    h("span", { class: "point", style: { left: `${100 * one.bar.value}%` } }));
}

/** What the number was; small where the arithmetic alone could have moved it so far. */
function movement(one, was, result, before) {
  if (!was?.bar || !one.bar || was.value === one.value || before === result) return null;
  const error = Math.max(result.mc_error ?? 0, before?.mc_error ?? 0);
  const small = Math.abs(one.bar.value - was.bar.value) < error;
  return { small, words: small ? `was ${was.value}: within the error of the arithmetic` : `was ${was.value}` };
}

/** How good the grounds are: ICD 203 keeps it apart from how likely the thing is. */
function confidenceTile({ confidence }, open) {
  if (!confidence) return null;
  const [first, ...rest] = confidence.words.map((words) => h("p", { class: "small" }, shown(words)));
  return h("aside", { class: "tile confidence", aria: { label: confidence.label }, data: { role: "confidence" } },
    h("p", { class: "what" }, shown(confidence.label)), h("p", { class: "value" }, shown(confidence.value)), first,
    h("details", { open }, h("summary", { class: "small" }, "All grounds"), rest));
}

function checksTile(result) {
  if (!result.checks.length) return null;
  return h("aside", { class: "tile checks", aria: { label: "Checks of the arithmetic" }, data: { role: "checks" } },
    h("p", { class: "what" }, "How far to trust the arithmetic"),
      result.checks.map((words) => h("p", { class: "small" }, shown(words))));
}

function showMeter(meter, running, progress, result) {
  meter.classList.toggle("on", running);
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : 0;
  meter.firstChild.style.setProperty("width", running ? `${Math.max(4, 100 * share)}%` : "0");
  meter.classList.toggle("first", running && !result);
}

function showState(line, { result, running, progress, error }) {
  const badge = result ? [
    `as of ${dayWords(result.as_of)}`, `${Number(result.worlds).toLocaleString("en-GB")} worlds`,
    result.ess === null || result.ess === undefined ? null
      : `weight on ${result.ess.toFixed(1)} of ${result.blocks ?? "its"} draws`,
    `seed ${result.seed}`, `Standoff ${result.version}`,
  ].filter(Boolean) : [];
  const doing = running ? (result?.rough ? "refining" : "working") : "";
  replace(line, doing ? h("span", { class: "doing" }, `${doing}${progress?.what ? `: ${progress.what}` : ""} `) : null,
    error && result ? h("span", { class: "wrong", data: { role: "run-error" } },
      `${shown(error)} The answer below is of before. `) : null,
    h("span", { data: { role: "badge" } }, badge.join(" · ")));
}

/** A failure that has no place of its own. */
export function tellFailure(error) {
  if (error?.name === "AbortError") return;
  toast(error?.message ?? String(error), null, "bad");
}

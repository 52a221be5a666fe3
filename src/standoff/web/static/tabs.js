// The tabs: which work each one shows, and its sections drawn in place.
import { sectionsOf } from "./answers.js";
import { afterPaint, button, h, refill, replace } from "./dom.js";
import { renderSections } from "./render.js";
import { commandElement, shown } from "./text.js";

/** Tabs in order: name, words, and the further work that is begun when the tab is opened. */
export const TABS = [
  { name: "brief", words: "Brief", kinds: ["answer"], onWish: ["forward"] },
  { name: "evidence", words: "Evidence", kinds: ["answer", "why"] },
  { name: "forces", words: "Forces", kinds: ["answer"] },
  { name: "why_not", words: "Why not", kinds: ["answer", "why"] },
  { name: "what_if", words: "What-if", kinds: ["what_if"] },
  { name: "model", words: "Model & checks", kinds: ["answer", "sensitivity"] },
  { name: "record", words: "Track record", kinds: ["record"] },
];
const WISHES = { forward: "Follow the worlds forward: when, and how it may end", why: "Weigh each row",
  sensitivity: "Find what drives the answer", what_if: "Run the scenarios", record: "Hold past beliefs against how it ended" };

/** The tabs and their panels. `answers` holds the work, `on.tab(name)` is told. */
export function createTabs(answers, on) {
  const strip = h("div", { class: "tabs", role: "tablist", aria: { label: "Views of the answer" } });
  const panels = new Map();
  const extras = new Map();
  const drawn = new Map(); // the results that a panel shows, so that mere progress draws no section again
  let open = "brief";
  for (const tab of TABS) {
    strip.append(tabOf(tab, on));
    panels.set(tab.name, panelOf(tab));
  }
  byArrows(strip, () => open, on);

  const select = (name) => {
    open = panels.has(name) ? name : "brief";
    for (const tab of TABS) {
      const chosen = tab.name === open;
      const one = strip.querySelector(`#tab-${tab.name}`);
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      panels.get(tab.name).hidden = !chosen;
    }
    if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = strip.querySelector(`#tab-${open}`).offsetLeft - 40;
    draw(open);
    begin();
  };

  /** Begin what the open tab needs beside the answer. */
  const begin = () => {
    const tab = TABS.find((one) => one.name === open);
    if (answers.of("answer").running && open !== "record") return;
    for (const kind of tab.kinds) if (kind !== "answer") answers.start(kind);
  };

  const draw = (name) => {
    const tab = TABS.find((one) => one.name === name);
    const panel = panels.get(name);
    const part = Object.fromEntries([...panel.children].map((child) => [child.className, child]));
    const kinds = [...tab.kinds, ...(tab.onWish ?? [])];
    const results = kinds.map((kind) => answers.of(kind).result);
    const command = answers.of(tab.kinds.at(-1)).result?.command || answers.of("answer").result?.command || "";
    const sections = once(results.flatMap((result) => sectionsOf(result, name)));
    if (!same(results, drawn.get(name))) {
      drawn.set(name, results);
      renderSections(part.sections, sections, { command: command ? [command] : [], lights: true, prefix: `${name}-` });
      jumps(part.jump, part.sections);
    }
    const extra = extras.get(name);
    if (extra && part.extra.firstChild !== extra) replace(part.extra, extra);
    refill(part.more, kinds.filter((kind) => kind !== "answer").map((kind) =>
      stateElement(kind, answers, (tab.onWish ?? []).includes(kind))),
      !sections.length && answers.of("answer").running ? h("p", { class: "faint" }, "The answer is being worked out.") : null,
      command && name !== "brief" ? byCommand(command) : null);
  };

  // The number comes first: what stands below it is drawn once the number is painted.
  const drawOpen = afterPaint(() => draw(open));
  const drawBrief = afterPaint(() => draw("brief"));
  answers.onChange((kind) => {
    const tab = TABS.find((one) => one.name === open);
    if ([...tab.kinds, ...(tab.onWish ?? [])].includes(kind)) drawOpen();
    if (open !== "brief" && kind === "answer") drawBrief();
    if (kind === "answer" && !answers.of("answer").running && answers.of("answer").result) begin();
  });
  return { strip, panels: [...panels.values()], select, draw: () => draw(open),
    setExtra: (name, element) => { extras.set(name, element); draw(name); } };
}

/** Sections by title, each once, the first of several. */
function once(sections) {
  const told = new Set();
  return sections.filter((section) => !told.has(section.title) && told.add(section.title));
}

const same = (one, other) => one.length === other?.length && one.every((value, place) => value === other[place]);

function byCommand(command) {
  return h("div", { class: "by-command" }, h("p", { class: "faint small" }, "The same on the command line:"),
    commandElement([command]));
}

function tabOf({ name, words }, on) {
  return h("button", { type: "button", role: "tab", id: `tab-${name}`, data: { role: `tab-${name}` }, tabindex: "-1",
    aria: { controls: `panel-${name}`, selected: "false" }, on: { click: () => on.tab(name) } }, words);
}

function panelOf({ name, words }) {
  return h("div", { class: "panel", role: "tabpanel", id: `panel-${name}`, tabindex: "-1", hidden: true,
    data: { tab: name, role: `panel-${name}` }, aria: { labelledby: `tab-${name}` } },
    h("nav", { class: "jump", hidden: true, aria: { label: `Sections of ${words}` } }), h("div", { class: "extra" }),
    h("div", { class: "sections" }), h("div", { class: "more" }));
}

/** Arrows go from tab to tab, Home and End to the first and the last. */
function byArrows(strip, open, on) {
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = TABS.findIndex((tab) => tab.name === open());
    const next = TABS[Math.abs(by) > 1 ? (by < 0 ? 0 : TABS.length - 1) : (at + by + TABS.length) % TABS.length];
    on.tab(next.name);
    strip.querySelector(`#tab-${next.name}`).focus();
  });
}

/** Buttons that lead to the sections of a long panel. */
function jumps(nav, sections) {
  const titles = [...sections.children].map((section) => section.dataset.section);
  nav.hidden = titles.length < 4;
  if (nav.told === titles.join("\n")) return;
  nav.told = titles.join("\n");
  replace(nav, titles.map((title, place) => button(title, () => {
    const head = sections.children[place].querySelector("h2");
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "start" });
  }, { class: "quiet" })));
}

/** How further work stands: a button to begin it, its progress with one to stop it, or what went wrong. */
function stateElement(kind, answers, onWish) {
  const held = answers.of(kind);
  const start = (words) => button(words, () => answers.start(kind), { data: { role: `start-${kind}` } });
  if (held.running) {
    const { what = "waiting for a worker", done = 0, total = 0 } = held.progress ?? {};
    return h("div", { class: "working", data: { role: `running-${kind}` } },
      h("span", {}, `${what}${total ? `: ${done} of ${total}` : ""} `),
      h("progress", { max: "1", value: total ? done / total : 0, aria: { label: WISHES[kind] } }),
      button("Stop", () => answers.stop(kind), { class: "quiet" }));
  }
  if (held.error) return h("div", { class: "working" }, h("span", { class: "wrong" }, shown(held.error)), " ",
    start("Try again"));
  if (held.result && answers.stale(kind)) return h("div", { class: "working" },
    h("span", { class: "faint" }, "What stands here answers an earlier state of the case. "), start("Bring it up to date"));
  if (!held.result && onWish && answers.of("answer").result) return h("div", { class: "working" }, start(WISHES[kind]));
  return null;
}

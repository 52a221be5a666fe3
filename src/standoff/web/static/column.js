// The column of evidence, drafts and sources: beside the views where there is room, else a drawer over them.
import { button, h } from "./dom.js";

const NAMES = [["evidence", "Evidence"], ["drafts", "Drafts"], ["sources", "Sources"]];
const BEHIND = ".top, .answer-head, #main, .open-left, .skip";
const narrow = matchMedia("(max-width: 68rem)");

/** The column; `parts` has an element for each name. Gives root, waiting(n) for the drafts and toggle(open) for the drawer. */
export function createColumn(store, parts) {
  const badge = h("span", { class: "badge", hidden: true, data: { role: "drafts-waiting" } });
  const strip = h("div", { class: "tabs small-tabs", role: "tablist", aria: { label: "Evidence, drafts, sources" } },
    NAMES.map(([name, words]) => tabOf(name, words, store, name === "drafts" ? badge : null)));
  const panels = NAMES.map(([name]) => h("div",
    { class: `side-panel ${name}`, role: "tabpanel", id: `side-panel-${name}`, aria: { labelledby: `side-${name}` } },
    parts[name]));
  const close = button("Close", () => toggle(false), { class: "quiet only-narrow", data: { role: "close-evidence" } });
  const root = h("aside", { class: "left", id: "left", aria: { label: "Evidence" } },
    h("div", { class: "left-head" }, strip, close), panels);
  const toggle = drawer(root, strip);
  const show = ({ side }) => NAMES.forEach(([name], place) => {
    const chosen = name === side;
    strip.children[place].setAttribute("aria-selected", String(chosen));
    strip.children[place].tabIndex = chosen ? 0 : -1;
    panels[place].hidden = !chosen;
  });
  store.on(["side"], show);
  show(store.get());
  byArrows(strip, store);
  fit(root);
  const waiting = (number) => {
    badge.textContent = number ? String(number) : "";
    badge.hidden = !number;
  };
  return { root, waiting, toggle };
}

function tabOf(name, words, store, badge) {
  return h("button", { type: "button", role: "tab", id: `side-${name}`, data: { role: `side-${name}` },
    aria: { controls: `side-panel-${name}` }, on: { click: () => store.set({ side: name }) } }, words, badge);
}

function byArrows(strip, store) {
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = NAMES.findIndex(([name]) => name === store.get().side);
    const next = NAMES[(at + by + NAMES.length) % NAMES.length][0];
    store.set({ side: next });
    strip.querySelector(`#side-${next}`).focus();
  });
}

/** Opens and closes the drawer: the focus goes in and back, and what it covers cannot be reached meanwhile. */
function drawer(root, strip) {
  let from = null;
  const toggle = (open) => {
    const covering = open && narrow.matches;
    if (covering && !root.classList.contains("open")) from = document.activeElement;
    root.classList.toggle("open", covering);
    document.body.classList.toggle("covered", covering);
    for (const one of document.querySelectorAll(BEHIND)) one.inert = covering;
    if (covering) strip.querySelector("[aria-selected=true]").focus();
    else if (from) { from.focus(); from = null; }
  };
  narrow.addEventListener("change", () => toggle(false));
  return toggle;
}

/** Let the column end where the window ends, wherever it begins, so that the row that is read is in sight. */
function fit(root) {
  let waiting = 0;
  const measure = () => {
    waiting = 0;
    if (!narrow.matches && root.parentElement) {
      root.style.setProperty("--from", `${Math.max(0, Math.round(root.getBoundingClientRect().top))}px`);
    }
  };
  const soon = () => { waiting ||= requestAnimationFrame(measure); };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  new ResizeObserver(soon).observe(document.body);
}

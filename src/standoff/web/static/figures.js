// Draws figures by Vega-Lite from the document's data: interpreted expressions, nothing loaded, colours of the page.
import { button, h, replace } from "./dom.js";
import { lightIn } from "./light.js";
import { rowsOfDatum } from "./matching.js";
import { commandElement, shown } from "./text.js";

const drawn = new WeakMap();
const given = new WeakMap();
let library = null;

/** The library that draws, fetched before the first figure and never for a page without one. */
function vega() {
  library ??= new Promise((done, failed) => {
    const script = h("script", { src: "/vendor/vega.js" });
    script.addEventListener("load", () => done(window.vegaEmbed));
    script.addEventListener("error", () => failed(new Error("the library that draws figures could not be loaded")));
    document.head.append(script);
  });
  return library;
}

const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Colours, fonts and what depends on the width; the specification says only what is drawn. */
function config(width) {
  const stacked = { anchor: "start", direction: width < 700 ? "vertical" : "horizontal", margin: 12 };
  return {
    background: "transparent",
    font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
    view: { stroke: null },
    axis: {
      labelColor: ink("--faint"), titleColor: ink("--faint"), gridColor: ink("--line"), domainColor: ink("--line"),
      tickColor: ink("--line"),
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, labelSeparation: 10, labelLimit: Math.max(90, width * 0.4),
    },
    legend: {
      labelColor: ink("--ink"), titleColor: ink("--faint"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400,
      columns: width < 480 ? 2 : 4, labelLimit: width < 480 ? width / 2 - 40 : 200, symbolLimit: 40,
      layout: { bottom: stacked, top: stacked },
      symbolBaseFillColor: ink("--mark"), symbolBaseStrokeColor: ink("--mark"),
    },
    title: { color: ink("--ink"), subtitleColor: ink("--faint") },
    text: { fill: ink("--ink"), fontSize: 12 },
    rule: { stroke: ink("--ink") },
    header: { labelColor: ink("--ink"), titleColor: ink("--faint") },
  };
}

/** The specification with legends in one column where two have no room. */
function fitting(spec, width) {
  if (width >= 480) return spec;
  return JSON.parse(JSON.stringify(spec), (key, value) =>
    (key === "legend" && value?.columns ? { ...value, columns: 1, labelLimit: width - 60 } : value));
}

/** Draw one figure, beside the picture before, which gives way when the new one stands. */
async function draw(box) {
  const { figure, lights } = given.get(box);
  const frame = box.querySelector(".drawing");
  const width = frame.clientWidth;
  if (!width) return;
  const embed = await vega();
  if (given.get(box).figure !== figure) return;
  const place = h("div", { class: "coming" });
  frame.append(place);
  const result = await embed(place, { ...fitting(figure.spec, width), datasets: { rows: figure.rows } }, {
    mode: "vega-lite", actions: false, renderer: "svg", ast: true, config: config(width),
    loader: { load: () => Promise.reject(new Error("a figure loads nothing")) },
  });
  if (given.get(box).figure !== figure) { result.finalize(); place.remove(); return; }
  drawn.get(box)?.finalize();
  for (const other of [...frame.children]) if (other !== place) other.remove();
  place.className = "there";
  drawn.set(box, result);
  frame.style.minHeight = "";
  box.dataset.drawn = String(width);
  place.querySelectorAll("[tabindex]").forEach((part) => part.removeAttribute("tabindex"));
  if (lights) mark(place);
  lightIn(box);
}

/** Give each drawn mark that tells of evidence the ids of its rows. */
function mark(place) {
  for (const part of place.querySelectorAll("svg path, svg rect, svg line, svg text, svg circle")) {
    const rows = rowsOfDatum(part.__data__?.datum);
    if (rows) part.dataset.rows = rows;
  }
}

async function attempt(box) {
  delete box.dataset.waiting;
  try {
    await draw(box);
    delete box.dataset.failed;
  } catch (error) {
    box.dataset.failed = String(error);
    console.warn(`figure ${box.dataset.figure}: ${error}`);
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting && target.dataset.waiting) attempt(target);
  rest();
}, { rootMargin: "400px" });

const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
let resting = false;

/** When there is time, draw what is not in sight yet, one after the other: whoever prints finds all of it. */
function rest() {
  if (resting) return;
  resting = true;
  idle(async () => {
    const next = [...document.querySelectorAll("figure[data-waiting]")].find((box) => box.offsetParent);
    if (next) await attempt(next);
    resting = false;
    if (next) rest();
  });
}

let wide = innerWidth;
let timer = 0;
const again = () => {
  clearTimeout(timer);
  timer = setTimeout(() => document.querySelectorAll("figure[data-figure]").forEach((box) => later(box)), 150);
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; again(); } });

function later(box) {
  box.dataset.waiting = "yes";
  seen.unobserve(box);
  seen.observe(box);
}

/**
 * A figure: picture, caption, table, how, command, data. An earlier element of it (`before`) is filled anew; where it `lights`,
 * its marks carry the ids of the rows they tell of.
 */
export function figureElement(figure, { command, lights = false, before = null, prefix = "" }) {
  const box = before ?? h("figure", { class: "figure", data: { figure: figure.id, role: "figure" } },
    h("div", { class: "drawing", role: "img", aria: { label: figure.title } }));
  const frame = box.querySelector(".drawing");
  const last = given.get(box);
  const same = last && JSON.stringify(last.figure) === JSON.stringify(figure);
  given.set(box, { figure: same ? last.figure : figure, lights });
  if (frame.clientHeight) frame.style.minHeight = `${Math.min(frame.clientHeight, heightOf(figure) + 60)}px`;
  else frame.style.minHeight = `${heightOf(figure)}px`;
  const open = [...box.querySelectorAll("details[open]")].map((one) => one.dataset.name);
  const title = `${prefix}title-${figure.id}`;
  const alt = `${prefix}alt-${figure.id}`;
  replace(box, h("h3", { id: title }, shown(figure.title)), frame, h("figcaption", { id: alt }, shown(figure.alt)),
    under(figure, command, open));
  frame.setAttribute("aria-describedby", alt);
  box.setAttribute("aria-labelledby", title);
  if (!same || !drawn.has(box)) later(box);
  return box;
}

const heightOf = (figure) => (typeof figure.spec.height === "number" ? figure.spec.height + 60 : 120);

function under(figure, command, open) {
  const fold = (name, ...children) => h("details", { data: { name }, open: open.includes(name) }, h("summary", {}, name),
    ...children);
  const table = h("details", { data: { name: "Table" } }, h("summary", {}, "Table"));
  const fillTable = () => { if (table.open && table.children.length === 1) table.append(dataTable(figure)); };
  table.addEventListener("toggle", fillTable);
  if (open.includes("Table")) { table.open = true; fillTable(); }
  return h("div", { class: "under" }, table,
    figure.how ? fold("How", h("p", {}, shown(figure.how))) : null,
    command.length ? fold("Command", commandElement([...command, `--figure ${figure.id}`, "--format svg",
      `-o ${figure.id}.svg`])) : null,
    h("span", { class: "buttons" },
      button("Data (CSV)", () => save(`${figure.id}.csv`, "text/csv", `\ufeff${csv(figure.rows)}`),
        { aria: { label: `Data of “${figure.title}” as CSV` } }),
      button("JSON", () => save(`${figure.id}.json`, "application/json", JSON.stringify(figure.rows, null, 1)),
        { aria: { label: `Data of “${figure.title}” as JSON` } }),
      button("Picture (SVG)", async (event) => {
        const view = drawn.get(event.target.closest("figure"))?.view;
        if (view) save(`${figure.id}.svg`, "image/svg+xml", await view.toSVG());
      }, { aria: { label: `Picture of “${figure.title}” as SVG` } })));
}

function dataTable(figure) {
  const keys = Object.keys(figure.heads).length ? Object.keys(figure.heads) : Object.keys(figure.rows[0] ?? {});
  const text = (value) => {
    if (value === null || value === undefined) return "";
    return typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(4))) : shown(value);
  };
  return h("div", { class: "scroll", role: "region", tabindex: "0", aria: { label: `${figure.title}, data` } }, h("table", {},
    h("thead", {}, h("tr", {}, keys.map((key) => h("th", { scope: "col" }, shown(figure.heads[key] ?? key))))),
    h("tbody", {}, figure.rows.map((row) => h("tr", {}, keys.map((key) => h("td", {}, text(row[key]))))))));
}

const quoted = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  // A spreadsheet would run a text that begins like a formula.
  const safe = typeof value === "string" && /^[=+\-@\t]/.test(text) && !/^[+-][\d.]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV, safe to open in a spreadsheet. */
function csv(rows) {
  const keys = rows.length ? Object.keys(rows[0]) : [];
  const lines = [keys, ...rows.map((row) => keys.map((key) => row[key]))].map((row) => row.map(quoted).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** Let the browser save a text as a file. */
export function save(name, type, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

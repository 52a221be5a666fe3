// As of which day: a slider over the days of the case, with marks where evidence became known and the line of the answer.
import { button, dayWords, h, paced, replace, s } from "./dom.js";
import { count } from "./words.js";

const HEIGHT = 40;

/** The slider. `set(day)` is called when the user moves it; `show(given)` draws days, rows, day and line. */
export function createSlider(set) {
  const input = h("input", { type: "range", min: "0", step: "1", id: "as-of", data: { role: "slider" },
    aria: { label: "As of" } });
  const label = h("output", { for: "as-of", class: "as-of-day", data: { role: "as-of" } });
  const picture = s("svg", { class: "trail", preserveAspectRatio: "none", aria: { hidden: "true" } });
  const track = h("div", { class: "slider-track" }, picture, input);
  const ends = h("div", { class: "slider-ends", aria: { hidden: "true" } });
  const later = paced((day) => set(day), 90);
  let days = [];
  let known = new Map();

  const at = () => days[Number(input.value)] ?? "";
  const name = () => {
    const rows = known.get(at())?.length ?? 0;
    label.textContent = dayWords(at());
    input.setAttribute("aria-valuetext", `${dayWords(at())}${rows ? `, ${count(rows, "row")} became known` : ""}`);
    track.style.setProperty("--at", String(days.length > 1 ? Number(input.value) / (days.length - 1) : 0));
    picture.querySelector(".hand")?.setAttribute("x1", hand());
    picture.querySelector(".hand")?.setAttribute("x2", hand());
  };
  const hand = () => String(days.length > 1 ? (1000 * Number(input.value)) / (days.length - 1) : 0);
  input.addEventListener("input", () => { name(); later(at()); });

  const go = (place) => { input.value = String(Math.min(Math.max(place, 0), days.length - 1)); name(); later(at()); };
  /** Go to the next day (or the one before) on which something became known. */
  const step = (way) => {
    let place = Number(input.value) + way;
    while (place > 0 && place < days.length - 1 && !known.has(days[place])) place += way;
    go(place);
  };

  const root = h("div", { class: "slider", role: "group", aria: { label: "As of which day" } },
    h("div", { class: "slider-head" }, h("span", { class: "faint" }, "As of"), label,
      h("span", { class: "steps" },
        button("‹ news", () => step(-1), { class: "quiet", aria: { label: "The day before with news" },
          title: "The day before with news ( [ )" }),
        button("news ›", () => step(1), { class: "quiet", aria: { label: "The next day with news" },
          title: "The next day with news ( ] )" }))),
    track, ends);

  const show = ({ days: all, rows, day, line }) => {
    if (all !== days) {
      days = all;
      input.max = String(Math.max(0, days.length - 1));
      replace(ends, [days[0], days.at(-1)].map((one) => h("span", {}, dayWords(one, true))));
    }
    known = new Map();
    for (const row of rows) if (row.evidence !== false) known.set(row.public || row.date,
      [...(known.get(row.public || row.date) ?? []), row]);
    const place = days.indexOf(day);
    if (document.activeElement !== input || Number(input.value) !== place) input.value = String(Math.max(0, place));
    draw(picture, days, known, line, hand());
    name();
  };
  return { root, show, step, go: (way) => go(Number(input.value) + way), focus: () => input.focus() };
}

function draw(picture, days, known, line, at) {
  const x = (place) => (days.length > 1 ? (1000 * place) / (days.length - 1) : 500);
  const places = new Map(days.map((day, place) => [day, place]));
  picture.setAttribute("viewBox", `0 0 1000 ${HEIGHT}`);
  const most = Math.max(1, ...[...known.values()].map((rows) => rows.length));
  const marks = [...known].filter(([day]) => places.has(day)).map(([day, rows]) => {
    const tall = 4 + (8 * rows.length) / most;
    return s("line", { class: "tick", x1: x(places.get(day)), x2: x(places.get(day)), y1: HEIGHT, y2: HEIGHT - tall });
  });
  const points = (line ?? []).filter((one) => one.kind === "day" && one.p !== null && places.has(one.date));
  const path = (key) => points.map((one) =>
    `${x(places.get(one.date)).toFixed(1)},${(2 + (1 - one[key]) * (HEIGHT - 16)).toFixed(1)}`);
  const band = points.every((one) => one.low !== null && one.high !== null)
    ? [...path("high"), ...path("low").reverse()].join(" ") : "";
  replace(picture, s("line", { class: "half", x1: 0, x2: 1000, y1: 2 + 0.5 * (HEIGHT - 16), y2: 2 + 0.5 * (HEIGHT - 16) }),
    band ? s("polygon", { class: "band", points: band }) : null,
    points.length ? s("polyline", { class: "line", points: path("p").join(" ") }) : null, marks,
    s("line", { class: "hand", x1: at, x2: at, y1: 0, y2: HEIGHT }));
}

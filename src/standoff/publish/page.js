// Draws the figures from the data in the page, and serves the buttons. The page says everything without it.
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("document").textContent);
  const figures = new Map(page.sections.flatMap((section) => section.figures).map((figure) => [figure.id, figure]));
  const drawn = new Map();

  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Colours, fonts and what depends on the width; the specification says only what is drawn.
  const config = (width) => ({
    background: "transparent",
    font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
    view: { stroke: null },
    axis: {
      labelColor: ink("--faint"), titleColor: ink("--faint"), gridColor: ink("--line"), domainColor: ink("--line"),
      tickColor: ink("--line"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400,
      labelSeparation: 10, labelLimit: Math.max(90, width * 0.4),
    },
    legend: {
      labelColor: ink("--ink"), titleColor: ink("--faint"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400,
      columns: width < 480 ? 2 : 4, labelLimit: width < 480 ? width / 2 - 40 : 200, symbolLimit: 40,
      layout: { bottom: { anchor: "start", direction: width < 700 ? "vertical" : "horizontal", margin: 12 } },
      symbolBaseFillColor: ink("--mark"), symbolBaseStrokeColor: ink("--mark"),
    },
    title: { color: ink("--ink"), subtitleColor: ink("--faint") },
    text: { fill: ink("--ink"), fontSize: 12 },
    rule: { stroke: ink("--ink") },
    header: { labelColor: ink("--ink"), titleColor: ink("--faint") },
  });

  async function draw(box) {
    const figure = figures.get(box.dataset.figure);
    const frame = box.querySelector(".drawing");
    const before = drawn.get(figure.id);
    // Vega takes over the role and the label of what it draws in, so the frame that the page names stays outside.
    const place = frame.firstElementChild ?? frame.appendChild(document.createElement("div"));
    const width = frame.clientWidth;
    const spec = { ...figure.spec, datasets: { rows: figure.rows } };
    const result = await window.vegaEmbed(place, spec, {
      mode: "vega-lite", actions: false, renderer: "svg", ast: true, config: config(width),
      loader: { load: () => Promise.reject(new Error("a figure loads nothing")) },
    });
    if (before) before.finalize();
    drawn.set(figure.id, result);
    box.dataset.drawn = String(width);
    // The drawing is one picture to a screen reader: its words and its table stand beside it.
    place.querySelectorAll("[tabindex]").forEach((part) => part.removeAttribute("tabindex"));
  }

  async function drawAll() {
    for (const box of document.querySelectorAll("figure[data-figure]")) {
      try {
        await draw(box);
      } catch (error) {
        box.dataset.failed = String(error);
        console.error(`figure ${box.dataset.figure}: ${error}`);
      }
    }
    document.documentElement.dataset.ready = "yes";
  }

  const quoted = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    // A spreadsheet would run a text that begins like a formula.
    const safe = typeof value === "string" && /^[=+\-@\t]/.test(text) && !/^[+-][\d.]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const csv = (rows) => {
    const keys = rows.length ? Object.keys(rows[0]) : [];
    return [keys, ...rows.map((row) => keys.map((key) => row[key]))].map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
  };

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const savers = {
    csv: async (figure) => save(`${figure.id}.csv`, "text/csv", "\ufeff" + csv(figure.rows)),
    json: async (figure) => save(`${figure.id}.json`, "application/json", JSON.stringify(figure.rows, null, 1)),
    svg: async (figure) => save(`${figure.id}.svg`, "image/svg+xml", await drawn.get(figure.id).view.toSVG()),
  };

  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }

  document.querySelectorAll("[data-copy], .buttons").forEach((part) => { part.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("copy" in button.dataset) copy(button);
    else if (button.dataset.save) savers[button.dataset.save](figures.get(button.closest("[data-figure]").dataset.figure));
  });

  // On a narrow page the contents begin closed.
  if (!matchMedia("(min-width: 76rem)").matches) document.querySelector(".contents details").open = false;
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  document.querySelectorAll("main section").forEach((section) => watcher.observe(section));

  let waiting = 0;
  const again = () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 150); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; again(); } });
  drawAll();
})();

"""The report in a real browser, offline: drawn, quiet, in its width, readable, reachable, and harmless."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise

import pytest

from standoff.view.phrases import visible

from .conftest import ARTEFACTS, GOOD_ADDRESS, HOSTILE, Made, Opener

pytestmark = [pytest.mark.xdist_group("publish"), pytest.mark.slow]  # one worker makes the reports that all these look at

# Texts whose colour does not stand out enough from what lies behind them (WCAG 2.2, 1.4.3), inside figures and outside.
FAINT = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE"].includes(node.tagName)) continue;
    if (!node.getClientRects().length) continue;
    // Numbers inside the bars of the outcomes have an ink of their own for each bar, which the tests of figures measure.
    if (node.closest("[data-figure=outcomes] .mark-text.role-mark")) continue;
    // So have the letters of the matrix, on cells that are light in any scheme.
    if (node.closest("[data-figure=matrix] .mark-text.role-mark") && walker.currentNode.data.length <= 2) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(node.closest("svg") ? style.fill : style.color)), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    seen += 1;
    if (contrast < 4.5) found.push([walker.currentNode.data.slice(0, 40), Math.round(contrast * 100) / 100]);
  }
  return { seen, found };
}"""
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
  .filter((node) => node.checkVisibility()).length"""
FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  if (node === document.body) return null;
  const all = [...document.querySelectorAll("*")];
  return [all.indexOf(node), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (768, "light"), (1280, "light"), (1280, "dark")])
def test_every_figure_is_drawn_in_the_width_of_the_page(venezuela: Made, opened: Opener, width: int, scheme: str) -> None:
    with opened(venezuela, width=width, scheme=scheme) as watched:
        page = watched.page
        assert watched.console == []
        assert watched.strangers() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ids = [figure.id for figure in venezuela.document.figures()]
        assert page.evaluate("[...document.querySelectorAll('figure')].map((one) => one.dataset.figure)") == ids
        for id in ids:
            drawing = page.locator(f"[data-figure='{id}'] .drawing svg")
            box = drawing.bounding_box()
            assert box["width"] > 0.7 * min(width, 700) - 40, id
            assert box["width"] <= width
            assert box["height"] > 100, id
            assert page.locator(f"[data-figure='{id}'] svg .role-mark").locator("path, text, line").count() > 3
        faint = page.evaluate(FAINT)
        assert faint["seen"] > 300
        assert faint["found"] == []
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"report-{width}-{scheme}.png", full_page=True)


def test_a_change_of_light_draws_the_figures_anew(venezuela: Made, opened: Opener) -> None:
    with opened(venezuela) as watched:
        ink = "getComputedStyle(document.querySelector('[data-figure=waterfall] .role-axis-label text')).fill"
        before = watched.page.evaluate(ink)
        watched.page.emulate_media(color_scheme="dark")
        watched.page.wait_for_function(f"before => {ink} !== before", arg=before)
        assert watched.page.evaluate(FAINT)["found"] == []


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Auckland"])
def test_days_are_the_same_everywhere(venezuela: Made, opened: Opener, zone: str) -> None:
    with opened(venezuela, zone=zone) as watched:
        labels = watched.page.locator("[data-figure='timeline'] .role-axis-label text").all_text_contents()
        assert next(label for label in labels if label.endswith("Jan")) == "9 Jan"


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(venezuela: Made, opened: Opener) -> None:
    with opened(venezuela) as watched:
        page, reached = watched.page, {}
        controls = page.evaluate(FOCUSABLE)
        for _ in range(controls + 3):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUSED)
            if found is not None:
                reached[found[0]] = found[1:]
        assert len(reached) >= controls > 40
        assert all(style != "none" and width >= 2 for style, width in reached.values())
        assert page.evaluate("document.querySelector('.skip').getAttribute('href')") == "#main"


def test_headings_are_in_order_and_landmarks_are_there(venezuela: Made, opened: Opener) -> None:
    with opened(venezuela) as watched:
        levels = watched.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((node) => Number(node.tagName[1]))")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert watched.page.locator("main, nav, header").count() == 3
        ids = watched.page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
        assert len(ids) == len(set(ids))
        described = watched.page.evaluate(
            "[...document.querySelectorAll('.drawing[role=img]')]"
            ".map((one) => document.getElementById(one.getAttribute('aria-describedby')).textContent)"
        )
        assert described == [figure.alt.replace(" %", "\u00a0%") for figure in venezuela.document.figures()]


def test_the_data_of_a_figure_can_be_taken_away(venezuela: Made, opened: Opener) -> None:
    figure = next(figure for figure in venezuela.document.figures() if figure.id == "waterfall")
    with opened(venezuela) as watched:
        taken = {}
        for kind in ("csv", "json", "svg"):
            with watched.page.expect_download() as download:
                watched.page.locator(f"[data-figure='waterfall'] [data-save={kind}]").click()
            assert download.value.suggested_filename == f"waterfall.{kind}"
            taken[kind] = download.value.path().read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(taken["csv"])))
        assert [row["label"] for row in rows] == [row["label"] for row in figure.rows]
        assert [float(row["end"]) for row in rows] == [row["end"] for row in figure.rows]
        assert json.loads(taken["json"]) == [dict(row) for row in figure.rows]
        assert taken["svg"].startswith("<svg")


def test_the_page_says_everything_without_script(venezuela: Made, opened: Opener) -> None:
    with opened(venezuela, script=False) as watched:
        text = watched.page.locator("main").inner_text().replace("\u00a0", " ")
        for section in venezuela.document.sections:
            for sentence in (section.title, *section.sentences, *(figure.alt for figure in section.figures)):
                assert visible(sentence) in text
        assert watched.page.locator("[data-save]:visible, [data-copy]:visible").count() == 0


def test_print_leaves_out_what_paper_cannot_do(venezuela: Made, opened: Opener) -> None:
    with opened(venezuela, scheme="dark") as watched:
        watched.page.emulate_media(media="print", color_scheme="light")
        assert watched.page.locator("nav:visible, .under:visible, [data-copy]:visible").count() == 0
        assert watched.page.locator("figure svg:visible").count() == len(venezuela.document.figures())
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        assert watched.page.pdf(path=ARTEFACTS / "report.pdf").startswith(b"%PDF")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_case_that_means_harm_is_text(hostile: Made, opened: Opener, width: int) -> None:
    with opened(hostile, width=width) as watched:
        page = watched.page
        assert page.evaluate("window.harm") is None
        assert page.evaluate("[...document.querySelectorAll('main img, main script, main iframe')].length") == 0
        assert HOSTILE[:60] in page.locator(".question").inner_text()
        assert "\u202e" not in page.locator("body").inner_text()
        hrefs = page.evaluate("[...document.querySelectorAll('main a[href]')].map((node) => node.getAttribute('href'))")
        assert set(hrefs) == {GOOD_ADDRESS}
        assert page.evaluate("[...document.querySelectorAll('main a')].every((node) => node.rel.includes('noopener'))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("[data-figure='timeline'] svg .mark-symbol.role-mark path").last.hover(force=True)
        told = page.locator("#vg-tooltip-element").inner_text()
        assert "public on" in told
        assert HOSTILE[:30] in told
        assert page.evaluate("window.harm") is None
        assert watched.console == []
        assert watched.strangers() == []
        assert page.locator("figure svg").count() == len(hostile.document.figures())

"""The page for those who do not point and do not see it: names, headings, landmarks, keys, and room at every width."""

from __future__ import annotations

import pytest
from workbench_kit import Desk, Fresh, Window, flat

pytestmark = [pytest.mark.xdist_group("workbench"), pytest.mark.slow]
WIDTHS = (1440, 900, 360)
TABS = ("brief", "evidence", "forces", "why_not", "what_if", "model", "record")
# What is wrong with the page as it stands, as a list of words.
AUDIT = """() => {
  const wrong = [];
  const seen = (one) => one.offsetParent !== null || getComputedStyle(one).position === "fixed";
  const words = (one) => (one?.textContent ?? "").trim();
  const named = (one) => one.getAttribute("aria-label")
    || (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => id && words(document.getElementById(id))).join("")
    || [...(one.labels ?? [])].map(words).join("") || (one.matches("input, select, textarea") ? "" : words(one));
  const controls = "a[href], button, input:not([type=file]), select, textarea, summary, [role=tab], [tabindex='0']";
  for (const one of [...document.querySelectorAll(controls)].filter(seen)) {
    if (!named(one)) wrong.push(`no name: ${one.outerHTML.slice(0, 120)}`);
    const { width, height } = one.getBoundingClientRect();
    if (one.matches("button, .button, summary, select") && (width < 24 || height < 24)) {
      wrong.push(`${width} by ${height}: ${one.outerHTML.slice(0, 120)}`);
    }
  }
  let level = 0;
  for (const head of [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => seen(one) || one.matches(".unseen"))) {
    const next = Number(head.tagName[1]);
    if (next > level + 1) wrong.push(`h${next} after h${level}: ${words(head)}`);
    level = next;
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  wrong.push(...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `twice: ${id}`));
  return wrong;
}"""
BESIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def audited(window: Window) -> dict[int, list[str]]:
    """What is wrong at each width, {} where nothing is."""
    found = {}
    for width in WIDTHS:
        window.page.set_viewport_size({"width": width, "height": 900})
        over = window.page.evaluate(BESIDE)
        found[width] = window.page.evaluate(AUDIT) + [f"{over} px too wide"] * (over > 0)
    return {width: wrong for width, wrong in found.items() if wrong}


def case(fresh: Fresh, desk: Desk) -> Window:
    """A small case, answered."""
    desk.own_case("read")
    window = fresh()
    window.open("/c/read")
    window.settle()
    return window


def focused(window: Window) -> str:
    """The id or the role of what has the focus."""
    told: str = window.page.evaluate("document.activeElement.id || document.activeElement.dataset.role || ''")
    return told


def test_home_and_compare_are_named_in_order_and_fit(fresh: Fresh, desk: Desk) -> None:
    desk.own_case("read")
    window = fresh()
    window.open("/")
    window.role("card").first.wait_for()
    assert audited(window) == {}
    window.open("/compare?a=read&b=read")
    window.page.wait_for_function("() => document.querySelectorAll('[data-role=strip][data-state=done]').length === 2")
    assert audited(window) == {}


def test_every_tab_is_named_in_order_and_fits(fresh: Fresh, desk: Desk) -> None:
    window = case(fresh, desk)
    found: dict[str, object] = {}
    for tab in TABS:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        window.role(f"tab-{tab}").click()
        found[tab] = audited(window)
    for side in ("drafts", "sources"):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        window.role(f"side-{side}").click()
        found[side] = window.page.evaluate(AUDIT)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_focus_goes_into_a_dialog_and_a_drawer_and_back(fresh: Fresh, desk: Desk) -> None:
    window = case(fresh, desk)
    keys = window.page.keyboard
    window.role("open-file").focus()
    keys.press("Enter")
    window.page.locator("dialog[data-role=file]").wait_for()
    inside = "() => document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
    for _ in range(6):
        keys.press("Tab")
        assert window.page.evaluate(inside)
    assert window.page.evaluate(AUDIT) == []
    keys.press("Escape")
    assert focused(window) == "open-file"
    window.page.set_viewport_size({"width": 360, "height": 760})
    window.role("open-evidence").focus()
    keys.press("Enter")
    assert focused(window) == "side-evidence"
    assert window.page.evaluate("document.getElementById('main').inert")
    keys.press("Escape")
    assert focused(window) == "open-evidence"
    assert not window.page.evaluate("document.getElementById('main').inert")


def test_arrows_go_through_the_tabs_and_the_ring_of_the_focus_is_seen(fresh: Fresh, desk: Desk) -> None:
    window = case(fresh, desk)
    keys = window.page.keyboard
    window.role("tab-brief").focus()
    for key, tab in (("ArrowRight", "evidence"), ("End", "record"), ("ArrowRight", "brief"), ("ArrowLeft", "record")):
        keys.press(key)
        assert focused(window) == f"tab-{tab}"
        assert window.role(f"tab-{tab}").get_attribute("aria-selected") == "true"
    assert window.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    window.role("side-evidence").focus()
    keys.press("ArrowLeft")
    assert focused(window) == "side-sources"


def test_the_answer_is_said_once(fresh: Fresh, desk: Desk) -> None:
    window = case(fresh, desk)
    window.page.evaluate("""() => {
      window.heard = [];
      const live = document.getElementById("live");
      new MutationObserver(() => window.heard.push(live.textContent)).observe(live, { childList: true, characterData: true });
    }""")
    window.role("slider").focus()
    window.page.keyboard.press("ArrowLeft")
    window.page.wait_for_function("() => window.heard.length")
    sentence = window.settle()
    assert sentence.startswith("As of 12 January")
    assert [flat(one) for one in window.page.evaluate("window.heard")] == [sentence]


def test_large_letters_forced_colours_and_no_motion(fresh: Fresh, desk: Desk) -> None:
    window = case(fresh, desk)
    window.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    window.page.set_viewport_size({"width": 1280, "height": 900})
    window.page.evaluate("document.documentElement.style.fontSize = '200%'")
    window.page.wait_for_timeout(200)
    assert window.page.evaluate(BESIDE) == 0
    assert window.page.evaluate(AUDIT) == []
    assert window.page.evaluate("getComputedStyle(document.querySelector('.meter > span')).transitionDuration") == "0s"
    cut = """() => [...document.querySelectorAll(".tile, .question, .headline, .tabs > button, .save-state")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden").length"""
    assert window.page.evaluate(cut) == 0

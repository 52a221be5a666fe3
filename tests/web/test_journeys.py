"""Journeys of an analyst through the workbench: a real server, a real browser, files on a real disk."""

from __future__ import annotations

import itertools
import re
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_kit import SMALL
from workbench_kit import PAGE, WORLDS, Desk, Fresh, flat

from standoff.case.library import load_case
from standoff.cli.main import app

pytestmark = [pytest.mark.xdist_group("workbench"), pytest.mark.slow]
GONE = re.compile(r"Failed to load resource: net::ERR_|status of 40[14]")


def said(*words: str) -> str:
    """What a command prints, on a terminal wide enough for its sentences."""
    run = CliRunner().invoke(app, [*words, "--worlds", str(WORLDS)], env={"COLUMNS": "500"})
    assert run.exit_code == 0, run.output
    return flat(run.stdout)


def test_from_the_first_visit_to_an_answer(fresh: Fresh, desk: Desk) -> None:
    window = fresh()
    window.page.goto(desk.entrance)
    assert "token" not in window.page.url
    window.role("filter").fill("egypt-2013")
    card = window.page.locator("[data-role=card][data-name=egypt-2013]")
    assert window.role("card").count() == 1
    card.click()
    sentence = window.settle()
    states = window.page.evaluate("window.states")
    assert "rough" in states
    assert states[-1] == "done"
    assert window.role("rough").count() == 0
    assert sentence in said("ask", "egypt-2013", "--quiet")


def test_from_a_page_to_a_moved_answer(fresh: Fresh, desk: Desk) -> None:
    path = desk.own_case("paged")
    window = fresh()
    window.open("/c/paged")
    before, sentence = window.case("paged")["digest"], window.settle()
    window.role("side-drafts").click()
    window.role("paste").fill(PAGE)
    window.role("draft-go").click()
    window.role("draft").first.wait_for()
    assert window.page.locator("[data-role=draft] mark").first.inner_text().startswith("Soldiers of the Army refused")
    window.role("draft").first.get_by_role("button", name="Accept").click()
    window.page.get_by_text("1 unsaved change").wait_for()
    assert path.read_text("utf-8") == SMALL
    window.page.wait_for_function("was => document.querySelector('[data-role=headline]').innerText !== was", arg=sentence)
    window.role("save").click()
    added = window.page.locator("[data-role=diff] .plus").all_inner_texts()
    assert any("order_refused" in line for line in added)
    assert window.page.locator("[data-role=diff] .minus").count() == 0
    window.role("diff-save").click()
    window.page.get_by_text("Saved", exact=True).wait_for()
    accepted = [event for event in load_case(str(path)).events if event.text.startswith("Soldiers of the Army")]
    assert [(event.status, event.code) for event in accepted] == [("accepted", "order_refused")]
    assert path.read_text("utf-8").startswith(SMALL.split("# the end")[0])
    assert window.case("paged")["digest"] != before
    assert window.settle() != sentence


def test_a_new_case_from_a_pasted_page(fresh: Fresh, desk: Desk) -> None:
    window = fresh()
    window.page.goto(desk.entrance)
    window.role("new-case").click()
    form = window.role("newcase")
    told = {"title": "Kestria, a new standoff", "country": "Kestria", "iso3": "KST", "order_giver": "President Var"}
    told |= {"challenger": "Ana Lir", "start": "2031-01-10", "end": "2031-02-10", "population_m": "5.5", "years_in_power": "4"}
    for name, value in told.items():
        form.locator(f"[name={name}]").fill(value)
    form.get_by_text("Begin from a page").click()
    form.locator("[name=page]").fill(PAGE)
    window.role("create").click()
    window.page.wait_for_url("**/c/kestria-2031*")
    window.role("draft").first.wait_for()
    assert "refused" in window.page.locator("[data-role=draft] mark").first.inner_text()
    made = load_case(str(desk.folder / "kestria-2031.yaml"))
    assert (made.title, made.order_giver, len(made.events)) == ("Kestria, a new standoff", "President Var", 0)
    window.role("draft").first.get_by_role("button", name="Accept").click()
    window.save()
    window.page.get_by_text("Saved", exact=True).wait_for()
    assert load_case(str(desk.folder / "kestria-2031.yaml")).events[0].code == "order_refused"


def test_scrubbing_by_keyboard(fresh: Fresh, desk: Desk) -> None:
    desk.own_case("scrubbed")
    window = fresh()
    window.open("/c/scrubbed")
    assert window.settle().startswith("As of 13 January 2031")
    window.role("slider").focus()
    window.page.keyboard.press("ArrowLeft")
    window.page.wait_for_url("**/c/scrubbed?asof=2031-01-12")
    window.page.wait_for_function(
        "() => document.querySelector('[data-role=headline]').innerText.startsWith('As of 12 January')"
    )
    sentence = window.settle()
    window.page.reload()
    window.page.wait_for_selector("html[data-ready]", state="attached")
    assert window.settle() == sentence
    assert window.role("as-of").inner_text() == "12 January 2031"
    assert window.page.url.endswith("?asof=2031-01-12")


def test_a_scenario_is_built_run_saved_and_replayed(fresh: Fresh, desk: Desk) -> None:
    case = desk.own_case("supposed")
    window = fresh()
    window.open("/c/supposed?tab=what_if")
    window.settle()
    window.role("build").locator("summary").first.click()
    window.role("scenario-name").fill("An officer goes over")
    window.role("add-part").click()
    window.role("run-scenarios").click()
    panel = window.role("panel-what_if")
    panel.locator(".sections").get_by_text("An officer goes over").first.wait_for()
    window.role("save-scenario").click()
    window.page.get_by_text("Saved as an-officer-goes-over.yaml.").first.wait_for()
    scenario = desk.folder / "an-officer-goes-over.yaml"
    assert "officer_defects" in scenario.read_text("utf-8")
    told = said("what-if", str(case), "--scenario", str(scenario), "--quiet")
    sentences = [
        flat(one) for one in panel.locator(".sections .sentences li, .sections section > p:not(.note)").all_inner_texts()
    ]
    assert sentences
    assert sentences[0] in told


def test_a_file_that_changed_meanwhile_is_never_written_over(fresh: Fresh, desk: Desk, allowed: list[str]) -> None:
    allowed.append("status of 409")
    path = desk.own_case("contested")
    window = fresh()
    window.open("/c/contested")
    window.settle()
    window.retell("named", "A company refuses, and says so.")
    theirs = SMALL.replace("Students march.", "Students march in the rain.")
    path.write_text(theirs, "utf-8")
    window.save()
    window.role("conflict").wait_for()
    assert path.read_text("utf-8") == theirs
    window.role("conflict-").click()
    assert path.read_text("utf-8") == theirs
    assert window.role("save-state").inner_text() == "1 unsaved change"
    window.save()
    window.role("conflict-mine").click()
    window.role("diff-save").click()
    window.page.get_by_text("Saved", exact=True).wait_for()
    saved = path.read_text("utf-8")
    assert "in the rain" in saved
    assert "says so" in saved
    assert saved.startswith("# my own case")


def test_unsaved_edits_survive_a_reload_and_can_be_undone(fresh: Fresh, desk: Desk) -> None:
    path = desk.own_case("kept")
    window = fresh()
    window.open("/c/kept")
    window.retell("named", "A company refuses twice.")
    window.page.reload()
    window.page.wait_for_selector("html[data-ready]", state="attached")
    assert window.role("save-state").inner_text() == "1 unsaved change"
    window.page.get_by_text("A company refuses twice.").first.wait_for()
    assert path.read_text("utf-8") == SMALL
    window.page.keyboard.press("Control+z")
    window.page.get_by_text("Saved", exact=True).wait_for()
    window.retell("named", "A company refuses thrice.")
    window.save()
    window.page.get_by_text("Saved", exact=True).wait_for()
    assert "thrice" in path.read_text("utf-8")
    window.role("undo").click()
    window.page.get_by_text("Undone in the file.").first.wait_for()
    assert path.read_text("utf-8") == SMALL


def test_the_report_is_the_page_of_the_command(fresh: Fresh, desk: Desk, tmp_path: Path) -> None:
    path, window = desk.own_case("reported"), fresh()
    window.open("/c/reported")
    window.settle()
    with window.page.expect_download(timeout=240_000) as download:
        window.role("report").click()
    assert download.value.suggested_filename == "reported-2031-01-13.html"
    made = tmp_path / "made.html"
    said("report", str(path), "--as-of", "2031-01-13", "-o", str(made), "--quiet")
    assert download.value.path().read_text("utf-8") == made.read_text("utf-8")


def test_two_windows_on_one_case(fresh: Fresh, desk: Desk, allowed: list[str]) -> None:
    allowed.append("status of 409")
    path = desk.own_case("shared")
    here, there = fresh(), fresh()
    here.open("/c/shared")
    there.open("/c/shared")
    here.retell("named", "A company refuses here.")
    there.page.get_by_text("Another window works on this case too.").first.wait_for()
    there.retell("named", "A company refuses there.")
    here.save()
    here.page.get_by_text("Saved", exact=True).wait_for()
    there.save()
    there.role("conflict-theirs").click()
    there.page.get_by_text("Saved", exact=True).wait_for()
    assert "refuses here." in path.read_text("utf-8")
    there.page.get_by_text("A company refuses here.").first.wait_for()
    there.retell("named", "A company refuses there.")
    there.save()
    there.page.get_by_text("Saved", exact=True).wait_for()
    here.retell("named", "A company refuses again.")
    here.page.get_by_text("The file changed meanwhile and was read again").first.wait_for()
    here.role("save").click()
    taken = here.page.locator("[data-role=diff] .minus").all_inner_texts()
    assert any("refuses there." in line for line in taken)
    here.role("diff-save").click()
    here.page.get_by_text("Saved", exact=True).wait_for()
    assert "refuses again." in path.read_text("utf-8")
    here.settle()
    there.settle()


def test_the_keyboard_reaches_a_row_and_lights_it_in_the_figure(fresh: Fresh, desk: Desk) -> None:
    desk.own_case("keyed")
    window = fresh()
    window.open("/c/keyed?tab=evidence")
    window.settle()
    keys = window.page.keyboard
    for _ in itertools.repeat(None, 40):
        keys.press("Tab")
        if window.page.evaluate("document.activeElement.id") == "rows":
            break
    assert window.page.evaluate("document.activeElement.id") == "rows"
    keys.press("j")
    keys.press("ArrowDown")
    window.page.wait_for_url("**&row=named")
    assert window.page.locator("#rows .row.chosen").get_attribute("data-row") == "named"
    lit = "[data-role=panel-evidence] figure.has-lit svg [data-rows~=named].lit"
    window.page.wait_for_selector(lit, state="attached")
    keys.press("k")
    window.page.wait_for_selector(lit, state="detached")
    keys.press("Enter")
    window.role("rowform").wait_for()
    keys.press("Escape")
    window.page.wait_for_selector("[data-role=rowform]", state="detached")
    assert window.page.evaluate("document.activeElement.id") == "rows"


def test_a_source_lights_all_it_told_in_the_list_and_the_figures(fresh: Fresh, desk: Desk) -> None:
    desk.own_case("sourced").write_text(SMALL.replace("source: BBC", "source: AP"), "utf-8")
    window = fresh()
    window.open("/c/sourced?tab=evidence")
    window.settle()
    source = window.page.locator("[data-section='The evidence by source'] tr[data-rows='2031-01-11-protest-1 named']")
    source.wait_for()
    bars = "[data-role=panel-evidence] [data-figure=waterfall]"  # a figure is drawn when it is first seen
    window.page.locator(bars).scroll_into_view_if_needed()
    window.page.wait_for_selector(f"{bars} svg [data-rows]", state="attached")
    # Work that ends, and a figure still to be drawn, would move what stands under the pointer.
    for unrest in ("[data-role^=running-]", "figure[data-waiting]"):
        window.page.wait_for_selector(f"[data-role=panel-evidence] {unrest}", state="detached")
    source.hover()
    window.page.locator("#rows .row.lit").nth(1).wait_for()
    assert window.page.locator("#rows .row.lit").count() == 2
    assert window.page.locator(f"{bars}.has-lit svg [data-rows=named].lit").count() > 0
    source.click()
    window.page.wait_for_url("**&row=2031-01-11-protest-1")


def test_a_server_killed_while_it_saves_leaves_a_good_file(fresh: Fresh, desk: Desk, allowed: list[str]) -> None:
    allowed.append(GONE.pattern)
    path = desk.own_case("killed")
    window = fresh()
    window.open("/c/killed")
    window.settle()
    for turn in range(3):
        before = path.read_text("utf-8")
        words = f"A company refuses, as told {turn}."
        window.retell("named", words)
        window.role("save").click()
        killer = threading.Timer(0.004 * turn, desk.process.kill)
        killer.start()
        window.role("diff-save").click()
        killer.join()
        desk.kill()
        after = path.read_text("utf-8")
        assert after in (before, before.replace(_told(before), words))
        assert load_case(str(path)).events
        desk.start()
        window.page.request.get(desk.entrance)
        window.open("/c/killed")
        if window.role("discard").count():
            window.role("undo").click()
            window.page.get_by_text("Saved", exact=True).wait_for()
    assert [one.name for one in desk.folder.iterdir() if one.suffix not in (".yaml", "") and one.is_file()] == []


def test_the_page_says_that_the_server_is_gone_and_goes_on(fresh: Fresh, desk: Desk, allowed: list[str]) -> None:
    allowed.append(GONE.pattern)
    path, window = desk.own_case("left"), fresh()
    window.open("/c/left")
    window.settle()
    window.retell("named", "A company refuses at night.")
    desk.kill()
    window.save()
    window.page.get_by_text("The server does not answer").first.wait_for()
    assert path.read_text("utf-8") == SMALL
    desk.start()
    window.save()
    window.page.get_by_text("the token is needed").first.wait_for()
    window.page.request.get(desk.entrance)
    window.save()
    window.page.get_by_text("Saved", exact=True).wait_for()
    assert "at night" in path.read_text("utf-8")
    assert window.settle()


def _told(text: str) -> str:
    """The words of the second row in a text of the case."""
    found = re.search(r"A company:? refuses[^\"\n]*", text)
    assert found
    return found[0]

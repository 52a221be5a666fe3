"""Ways through the workbench in a real browser: from the first visit to an answer, from a page of news to a moved one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright

from standoff.case.library import load_case
from standoff.case.writer import append_events

ROOT = Path(__file__).parents[2]
KESTRIA = ROOT / "examples/intake/kestria-2031.yaml"
CHROMIUM = shutil.which("chromium")
PATIENCE = 240_000  # milliseconds; a machine under load compiles its kernels first
pytestmark = [
    pytest.mark.xdist_group("workbench"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; run: apt-get install chromium"),
]
STORY = (
    "CAPITAL, March 12, 2031 (Reuters) - Mira Solt met generals of the Kestrian Army in secret on Monday, the Assembly said. "
    "A battalion of the Republican Guard refused to fire on the crowd on Tuesday."
)


@dataclass
class Served:
    """A workbench that runs: its address with the token, its folder, its process."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def output(self) -> Any:
        return self.process.stdout

    @property
    def base(self) -> str:
        return self.url.split("/?")[0]


def served(folder: Path, port: int = 0) -> Served:
    command = [sys.executable, "-m", "standoff", "serve", "--folder", str(folder), "--port", str(port), "--no-browser"]
    command += ["--worlds", "2000", "--rough", "400", "--workers", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://\S+token=\S+", line)
        if found:
            return Served(found.group(), folder, process)
    raise AssertionError("the workbench did not start")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("cases")
    shutil.copy(KESTRIA, folder)
    made = served(folder)
    yield made
    made.process.send_signal(signal.SIGINT)
    assert made.process.wait(10) == 0
    made.output.close()


@dataclass
class Window:
    """A page in the browser with all it complained of and asked for."""

    page: Any
    base: str
    console: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def role(self, name: str) -> Any:
        return self.page.locator(f"[data-role={name}]")

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def whole(self) -> str:
        """The sentence once the answer is no longer rough."""
        self.role("answer").wait_for(timeout=PATIENCE)
        expect(self.role("rough")).to_have_count(0, timeout=PATIENCE)
        return str(self.role("headline").inner_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as made:
        found = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def window(bench: Served, browser: Any) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Window(context.new_page(), bench.base)
    made.page.on("console", lambda said: made.console.append(said.text) if said.type in ("error", "warning") else None)
    made.page.on("pageerror", lambda error: made.console.append(str(error)))
    made.page.on("request", lambda asked: made.strangers.append(asked.url) if not asked.url.startswith(bench.base) else None)
    made.page.goto(bench.url)
    yield made
    assert [url for url in made.strangers if not url.startswith(("data:", "blob:"))] == []
    assert [words for words in made.console if "409 (Conflict)" not in words] == []  # a browser tells of every 409
    context.close()


def own_case(bench: Served, name: str) -> Path:
    """A copy of the invented case under another name, with one row."""
    path = bench.folder / f"{name}.yaml"
    path.write_text(KESTRIA.read_text(encoding="utf-8").replace("kestria-2031", name), encoding="utf-8")
    row = load_case("ussr-1991").events[0]
    append_events(
        path, [replace(row, id="", date=load_case(str(path)).start, public=None, force="", sources=(), source="Reuters")]
    )
    return path


def test_from_the_first_visit_to_an_answer(window: Window) -> None:
    window.page.get_by_text("Soviet Union, the coup").first.wait_for(timeout=PATIENCE)
    window.open("/c/ussr-1991?asof=1991-08-20")
    sentence = window.whole()
    assert re.search(r"As of 20 August 1991 .* \(\d+\s%\)", sentence)
    assert "seed 1" in window.role("badge").inner_text()
    assert window.page.title()


def test_the_day_is_moved_by_keyboard_and_kept_in_the_address(window: Window) -> None:
    window.open("/c/ussr-1991?asof=1991-08-20")
    window.whole()
    window.role("slider").focus()
    window.page.keyboard.press("ArrowLeft")
    window.page.wait_for_url(re.compile("asof=1991-08-19"), timeout=PATIENCE)
    expect(window.role("headline")).to_contain_text("19 August", timeout=PATIENCE)
    window.page.reload()
    assert "19 August 1991" in window.whole()


def test_from_a_page_of_news_to_a_moved_answer(window: Window, bench: Served) -> None:
    path = own_case(bench, "journey-one")
    window.open("/c/journey-one")
    before = window.whole()
    window.page.get_by_role("tab", name="Drafts").click()
    window.role("paste").fill(STORY)
    window.role("draft-go").click()
    drafts = window.role("draft")
    drafts.nth(1).wait_for(timeout=PATIENCE)
    refusal = drafts.filter(has=window.page.locator("mark", has_text="refused to fire")).first
    assert refusal.locator("mark").first.inner_text().startswith("A battalion")
    refusal.locator("[data-role=accept]").click()
    window.role("save").wait_for(timeout=PATIENCE)
    window.role("save").click()
    dialog = window.role("diff").first
    dialog.wait_for(timeout=PATIENCE)
    assert "+" in dialog.inner_text()
    window.role("diff-save").click()
    expect(window.role("save-state")).to_have_text("Saved", timeout=PATIENCE)
    held = next(row for row in load_case(str(path)).events if row.code == "order_refused")
    assert (held.status, held.force, held.tier) == ("accepted", "Republican Guard", "unit")
    assert "# An invented country" in path.read_text(encoding="utf-8")
    window.open("/c/journey-one?asof=2031-03-12")
    assert window.whole() != before


def test_unsaved_work_survives_and_a_conflict_overwrites_nothing(window: Window, bench: Served) -> None:
    path = own_case(bench, "journey-two")
    window.open("/c/journey-two")
    window.whole()
    window.page.get_by_role("tab", name="Drafts").click()
    window.role("paste").fill(STORY)
    window.role("draft-go").click()
    window.role("draft").first.wait_for(timeout=PATIENCE)
    refusal = window.role("draft").filter(has=window.page.locator("mark", has_text="refused to fire")).first
    refusal.locator("[data-role=accept]").click()
    window.role("save").wait_for(timeout=PATIENCE)
    window.page.reload()
    window.role("save").wait_for(timeout=PATIENCE)
    theirs = path.read_text(encoding="utf-8").replace("title: Kestria, an invented standoff", "title: Kestria, told by another")
    path.write_text(theirs, encoding="utf-8")
    window.role("save").click()
    window.role("diff-save").or_(window.role("conflict-theirs")).first.wait_for(timeout=PATIENCE)
    if window.role("diff-save").count():
        window.role("diff-save").click()
    window.role("conflict").first.wait_for(timeout=PATIENCE)
    assert path.read_text(encoding="utf-8") == theirs
    window.role("conflict-mine").click()
    window.page.wait_for_timeout(1500)
    if window.role("diff-save").count():
        window.role("diff-save").click()
    expect(window.role("save-state")).to_have_text("Saved", timeout=PATIENCE)
    after = load_case(str(path))
    assert after.title == "Kestria, told by another"
    assert any(row.code == "order_refused" for row in after.events)


def test_by_keyboard_alone_a_row_is_read_and_lit(window: Window) -> None:
    window.open("/c/ussr-1991?asof=1991-08-20&tab=evidence")
    window.whole()
    window.role("rows").focus()
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("ArrowDown")
    window.page.wait_for_url(re.compile("row="), timeout=PATIENCE)
    window.role("reading").wait_for(timeout=PATIENCE)
    assert window.role("reading").inner_text().strip()


def test_a_server_that_is_killed_leaves_a_good_file(bench: Served, tmp_path: Path) -> None:
    other = served(tmp_path)
    path = tmp_path / "kestria-2031.yaml"
    shutil.copy(KESTRIA, path)
    other.process.kill()
    other.process.wait(10)
    other.output.close()
    assert load_case(str(path)).id == "kestria-2031"

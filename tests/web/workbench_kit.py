"""The workbench as a process of its own, and windows of a real browser on it that note all they complain of and ask for."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from web_kit import SMALL

WORLDS = 2000
QUICK = ("--workers", "1", "--worlds", str(WORLDS), "--rough", "400")
_ENTRANCE = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=\S+")
PAGE = """\
Soldiers refuse to fire as crowds gather in Kestria

By Ana Reporter, BBC News, 15 January 2031

Soldiers of the Army refused to fire on protesters in the capital on Tuesday, witnesses said.

About 20,000 people marched against President Var on 14 January, according to police.
"""
# What the strip of the answer was, in order: a rough answer may be gone before a test could look.
WATCH = """window.states = [];
new MutationObserver(() => {
  const now = document.querySelector("[data-role=strip]")?.dataset.state;
  if (now && window.states.at(-1) !== now) window.states.push(now);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });"""


class Desk:
    """`standoff serve` on a folder; it can be killed and started again on the same port. By default it is quick, not exact."""

    def __init__(self, folder: Path, options: tuple[str, ...] = QUICK) -> None:
        self.folder, self.port, self.options = folder, 0, options
        self.start()

    def start(self) -> None:
        """Serve, and wait until the address is printed."""
        words = ("serve", "--folder", str(self.folder), "--port", str(self.port), "--no-browser", *self.options)
        # A group of its own, so that nothing of it outlives the test.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "standoff", *words], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = _ENTRANCE.search(line)
        assert found, line
        self.entrance, self.port = found[0], int(found[1])

    @property
    def address(self) -> str:
        """Without the token and the last stroke."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a loss of power would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def own_case(self, name: str) -> Path:
        """A small case in the folder."""
        path = self.folder / f"{name}.yaml"
        path.write_text(SMALL, "utf-8")
        return path


@dataclass
class Window:
    """One page of the browser and all it said."""

    page: Any
    desk: Desk
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def role(self, name: str) -> Any:
        """What the page marks with this role."""
        return self.page.locator(f"[data-role={name}]")

    def open(self, path: str) -> None:
        """Go to an address of the workbench and wait until it stands."""
        self.page.goto(f"{self.desk.address}{path}")
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def settle(self) -> str:
        """Wait for the whole answer; its sentence."""
        self.page.wait_for_function("""() => {
          const strip = document.querySelector("[data-role=strip]");
          return strip?.dataset.state === "done" && strip.getAttribute("aria-busy") === "false";
        }""")
        return self.sentence()

    def sentence(self) -> str:
        """The sentence of the answer, with plain spaces."""
        return flat(self.role("headline").inner_text())

    def case(self, name: str) -> dict[str, Any]:
        """What the server says of a case."""
        told: dict[str, Any] = self.page.request.get(f"{self.desk.address}/api/cases/{name}").json()
        return told

    def retell(self, row: str, text: str) -> None:
        """Give a row another text in its form: an edit that is not saved."""
        self.page.locator(f"[data-role=row][data-row={row}]").click()
        self.page.locator("[data-role=reading] [data-role=edit]").click()
        self.page.locator("[data-role=rowform] textarea[name=text]").fill(text)
        self.role("apply").click()
        self.page.wait_for_selector("[data-role=rowform]", state="detached")

    def save(self) -> None:
        """Save, after the look at the difference."""
        self.role("save").click()
        self.role("diff-save").click()

    def strangers(self) -> list[str]:
        """Requests that went to anyone but the workbench."""
        ours = (f"{self.desk.address}/", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


Fresh = Callable[[], Window]
"""Opens a window."""


def flat(text: str) -> str:
    """A text with every stretch of white space as one space."""
    return " ".join(text.split())


@contextmanager
def windows(browser: Any, desk: Desk, **more: Any) -> Iterator[Any]:
    """Opens windows of one signed-in browser: `with windows(browser, desk) as fresh: window = fresh()`."""
    context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | more))
    context.set_default_timeout(30_000)
    context.add_init_script(WATCH)

    def fresh() -> Window:
        window = Window(context.new_page(), desk)
        noted = ("error", "warning")
        window.page.on("console", lambda told: window.console.append(told.text) if told.type in noted else None)
        window.page.on("pageerror", lambda error: window.console.append(f"thrown: {error}"))
        window.page.on("request", lambda request: window.requests.append(request.url))
        window.page.on("dialog", lambda asked: asked.accept())
        return window

    try:
        context.request.get(desk.entrance)
        yield fresh
    finally:
        context.close()

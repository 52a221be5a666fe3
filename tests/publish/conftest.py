"""One report on Venezuela and one on a case that means harm, made once; a browser that is never on a network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.case.library import load_case
from standoff.case.values import Assumption, Case, Event, Source
from standoff.publish.build import document_of
from standoff.publish.page import page_html
from standoff.view.document import Document

HOSTILE = (
    "<img src=x onerror=\"window.harm='img'\"></script><script>window.harm='script'</script>"
    "{{7*7}}&lt;b&gt;'\"`${1}\u202eRTL\u2028"
)
HARMFUL_ADDRESSES = (
    "javascript:window.harm='link'",
    " javascript:alert(1)",
    "data:text/html,<script>window.harm='data'</script>",
    'https://example.org/" onmouseover="window.harm=1',
    "https://user:secret@example.org/",
)
GOOD_ADDRESS = "https://example.org/report?a=1&b=2"
ARTEFACTS = Path(os.environ.get("STANDOFF_ARTEFACTS", Path(__file__).parents[2] / "artefacts"))


@dataclass(frozen=True)
class Made:
    """A report: what it says, its text, and where it lies."""

    document: Document
    html: str
    path: Path


@dataclass
class Watched:
    """A page in the browser with all it complained of and asked for."""

    page: Any
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def strangers(self) -> list[str]:
        """Requests that left the file."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:", "about:"))]


def hostile_case() -> Case:
    """A case whose every free text is markup and script; it does not pass the border, so the page must stand alone."""
    case = load_case("ussr-1991")

    def event(row: Event) -> Event:
        links = tuple(Source(f"{HOSTILE}{n}", url, "A1", HOSTILE) for n, url in enumerate((*HARMFUL_ADDRESSES, GOOD_ADDRESS)))
        told = dict.fromkeys(("actor", "target", "source", "note", "asserted_by", "unit"), HOSTILE)
        return replace(row, **told, size=3.0, text=HOSTILE + "x" * 400, sources=links)

    names = {force.name: f"{HOSTILE} {place}" for place, force in enumerate(case.forces)}
    return replace(
        case,
        title=HOSTILE,
        question=HOSTILE,
        order_giver=HOSTILE,
        challenger="W" * 300 + HOSTILE,
        forces=tuple(replace(force, name=names[force.name]) for force in case.forces),
        events=tuple(replace(event(row), force=names.get(row.force, "")) for row in case.events),
        assumptions=(Assumption("world.strength_sd", 1.0, HOSTILE),),
        path="",
    )


def _made(case: Case, name: str, path: Path, **more: Any) -> Made:
    document = document_of(case, name=name, **more)
    html = page_html(document)
    path.write_text(html, encoding="utf-8")
    return Made(document, html, path)


@pytest.fixture(scope="session")
def venezuela(tmp_path_factory: pytest.TempPathFactory) -> Made:
    case = load_case("venezuela-2019")
    path = tmp_path_factory.mktemp("report") / "venezuela.html"
    return _made(case, "venezuela-2019", path, as_of=date(2019, 1, 30), worlds=320, threads=2)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Made:
    case = hostile_case()
    return _made(case, f"{HOSTILE}.yaml", tmp_path_factory.mktemp("report") / "hostile.html", worlds=160, threads=2)


Opener = Callable[..., Any]


@pytest.fixture
def opened(browser: Any) -> Opener:
    """Opens a report, offline, and waits until its figures are drawn: `with opened(made, width=360) as watched`."""

    @contextmanager
    def opening(
        made: Made, *, width: int = 1280, scheme: str = "light", script: bool = True, zone: str = "UTC"
    ) -> Iterator[Watched]:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            offline=True,
            java_script_enabled=script,
            timezone_id=zone,
            accept_downloads=True,
        )
        try:
            watched = Watched(context.new_page())
            watched.page.on("console", lambda message: watched.console.append(f"{message.type}: {message.text}"))
            watched.page.on("pageerror", lambda error: watched.console.append(f"error: {error}"))
            watched.page.on("request", lambda request: watched.requests.append(request.url))
            watched.page.goto(made.path.as_uri())
            if script:
                watched.page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
            yield watched
        finally:
            context.close()

    return opening

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))

from web_kit import SMALL, TOKEN, Jobs, Settings, TestClient, client_of
from workbench_kit import Desk, Fresh, Window, windows


@pytest.fixture(autouse=True)
def _quick_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundling the library that draws takes seconds; the tests of `publish` look at it."""
    monkeypatch.setattr("standoff.web.pages._library", lambda: (b"var vegaEmbed;", "0" * 64))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one case in it."""
    (tmp_path / "kestria.yaml").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture
def client(folder: Path, jobs: Jobs) -> Iterator[TestClient]:
    """A client that carries the token."""
    with client_of(Settings(folder=folder, token=TOKEN), jobs) as made:
        yield made


@pytest.fixture
def stranger(folder: Path) -> Iterator[TestClient]:
    """A client without the token."""
    with client_of(Settings(folder=folder, token=TOKEN), signed_in=False) as made:
        yield made


@pytest.fixture(scope="session")
def desk(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One workbench for all tests in a browser: they share a group, and so a process."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.stop()


@pytest.fixture
def allowed() -> list[str]:
    """What a test expects the browser to complain of; it adds to the list."""
    return []


@pytest.fixture
def fresh(browser: Any, desk: Desk, allowed: list[str]) -> Iterator[Fresh]:
    """Opens windows; after the test none of them may have complained, or asked anyone else."""
    opened: list[Window] = []
    with windows(browser, desk) as opening:

        def noted() -> Window:
            opened.append(opening())
            return opened[-1]

        yield noted
    for window in opened:
        assert [told for told in window.console if not any(re.search(one, told) for one in allowed)] == []
        assert window.strangers() == []
        assert window.requests

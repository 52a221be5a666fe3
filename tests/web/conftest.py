from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from web_kit import SMALL, TOKEN, Jobs, Settings, TestClient, client_of


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

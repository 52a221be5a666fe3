"""An answer made by hand, so that every word of the page can be checked without running the model; and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from standoff.analysis.answer import (
    Answer,
    Checks,
    Confidence,
    Equilibria,
    Estimate,
    EvidenceAnswer,
    Ground,
    GroupAnswer,
    Horizon,
    OrderAnswer,
    RecordAnswer,
    Waterfall,
    WhyNot,
)

DRAWS = "90% equal-tailed, over draws of the coefficients"
WORLDS = "90% equal-tailed, over worlds"


def share(p: float, low: float, high: float, kind: str = DRAWS) -> Estimate:
    return Estimate(p, low, high, kind)


GROUPS = (
    GroupAnswer("Bolivarian Army", "army", "command", 126, False, share(0.15, 0.0, 0.65, WORLDS), 0.22),
    GroupAnswer("Bolivarian Army", "army", "troops", 62_874, False, share(0.48, 0.05, 0.95, WORLDS), 0.54),
    GroupAnswer("National Guard", "gendarmerie", "command", 46, False, share(0.14, 0.0, 0.63, WORLDS), 0.2),
    GroupAnswer("National Guard", "gendarmerie", "troops", 22_954, False, share(0.38, 0.02, 0.92, WORLDS), 0.44),
    GroupAnswer("colectivos", "paramilitary", "troops", 7_984, True, share(0.81, 0.29, 1.0, WORLDS), 0.77),
)

WHY_NOT = WhyNot(
    refusal=share(0.58, 0.32, 0.86),
    overthrow=share(0.29, 0.16, 0.43),
    intervention=share(0.36, 0.03, 0.7),
    backlash=share(0.62, 0.39, 1.1),
    own_chance=share(0.6, 0.41, 0.74),
)


def order(name: str, p: float, prior: float) -> OrderAnswer:
    obeyed = share(p, max(p - 0.2, 0.0), min(p + 0.13, 1.0))
    return OrderAnswer(name, obeyed, prior, GROUPS, WHY_NOT, Equilibria(0.27, 0.27, p, p, 0.0))


def row(number: int, day: date, code: str, decibans: float, **more: object) -> EvidenceAnswer:
    known = {"public": day, "force": "", "tier": "none", "text": f"T. {number}", "source": "AP", "echoes": ()} | more
    return EvidenceAnswer(id=f"row-{number}", date=day, code=code, decibans=decibans, **known)  # type: ignore[arg-type]


EVIDENCE = (
    row(1, date(2019, 1, 13), "challenger_arrested", -2.0185, force="SEBIN", tier="troops", source="Reuters; AP"),
    row(2, date(2019, 1, 21), "mutiny", 3.0103, force="National Guard", tier="troops", echoes=("row-7", "row-8")),
    row(3, date(2019, 1, 21), "protest", 0.01),
    row(4, date(2019, 1, 30), "secret_talks", 0.28, public=date(2019, 1, 31), source="New York Times"),
)

OUTCOMES = (
    Horizon(7, (0.08, 0.006, 0.013, 0.014, 0.004, 0.0, 0.0, 0.883), 20_000),
    Horizon(30, (0.33, 0.015, 0.024, 0.033, 0.016, 0.003, 0.0, 0.579), 20_000),
    Horizon(90, (0.65, 0.027, 0.03, 0.055, 0.035, 0.009, 0.0, 0.194), 20_000),
    Horizon(None, (0.8, 0.037, 0.034, 0.067, 0.046, 0.016, 0.0, 0.0), 20_000),
)


@pytest.fixture
def fake_answer() -> Answer:
    """Venezuela as of 30 January 2019, with round numbers."""
    return Answer(
        case="venezuela-2019",
        title="Venezuela, the presidential crisis of 2019",
        question="Would the forces obey Nicolás Maduro?",
        order_giver="Nicolás Maduro",
        challenger="Juan Guaidó and the National Assembly",
        as_of=date(2019, 1, 30),
        start=date(2019, 1, 10),
        focus="arrest_leader",
        seed=1,
        worlds=20_000,
        version="0.1.0",
        digest="8abd06bf5f1ed375",
        orders=(
            order("arrest_leader", 0.68, 0.71),
            order("mass_arrest", 0.85, 0.72),
            order("clear_crowd", 0.5, 0.67),
            order("shoot", 0.0, 0.47),
        ),
        outcomes=OUTCOMES,
        order_giver_out=share(0.2, 0.15, 0.24, "90%, Monte Carlo over independent runs"),
        record=RecordAnswer(share(0.14, 0.1, 0.19), (0.13, 0.29), -0.69, 0.04, 70, 0.54),
        evidence=EVIDENCE,
        waterfall=Waterfall(prior=-3.9, evidence=1.3, silence=-1.1, dynamics=0.4, posterior=-3.3),
        confidence=Confidence(
            "moderate",
            (
                Ground("interval", 0.33, "fairly"),
                Ground("pieces", 4.0, "weakly"),
                Ground("voices", 4.0, "fairly"),
                Ground("weight", 5.3, "fairly"),
                Ground("linchpin", 0.57, "weakly"),
                Ground("interest", 0.0, "strongly"),
                Ground("arithmetic", 0.024, "fairly"),
            ),
        ),
        checks=Checks(5222.3, "2019-01-23 protest", 0.024, -133.9, 0.05, 20_000, 40, 36.8, 210.0, 8, ()),
        rows_known=4,
        seconds=6.4,
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for all tests of a process: a second Playwright beside the first cannot be started."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium here")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()

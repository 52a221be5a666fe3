"""The page of what drives the answer: errors beside every number of power-scaling, and what they leave open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.analysis.sensitivity.sensitivity import sensitivity
from standoff.analysis.sensitivity.values import Scaled, Sensitivity
from standoff.view.sensitivity.page import PULL, sensitivity_page


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    return sensitivity("venezuela-2019", as_of=date(2019, 1, 14), worlds=160, threads=2)


def scaled(what: str, distance: float, error: float) -> Scaled:
    return Scaled(what, (0.8, 1.25), (0.4, 0.6), (0.011, 0.024), distance, error)


def test_every_number_of_power_scaling_has_its_error(found: Sensitivity) -> None:
    known = replace(found, prior=scaled("prior", 0.2, 0.01), likelihood=scaled("likelihood", 0.3, 0.02))
    section = sensitivity_page(known).section(PULL)
    assert section.table is not None
    assert [cell.text for cell in section.table.rows[0]][1::2] == ["40 % ± 1.1", "60 % ± 2.4"]
    assert [row[-1].text for row in section.table.rows] == ["0.200 ± 0.010", "0.300 ± 0.020"]
    assert len(section.sentences) == 1


def test_what_error_leaves_open_is_said(found: Sensitivity) -> None:
    known = replace(found, prior=scaled("prior", 0.06, 0.02), likelihood=scaled("likelihood", 0.3, 0.02))
    assert sensitivity_page(known).section(PULL).sentences[1] == (
        "Of the distances the prior's lies too near 0.05 for so many worlds to say; more would settle it."
    )

"""The page of worlds that live on: figures are valid, what no world showed is told so, chance is not named."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from datetime import date

import pytest

from standoff.analysis.answer import Estimate
from standoff.analysis.forward.simulate import simulate
from standoff.analysis.forward.values import Parting, Simulation
from standoff.view.forward.figures import about
from standoff.view.forward.page import HOW_IT_ENDS, SPREAD, simulation_page
from standoff.view.forward.parting import PARTING, most_telling
from standoff.view.phrases import span
from standoff.view.serialise import plain


@pytest.fixture(scope="module")
def found() -> Simulation:
    return simulate("venezuela-2019", as_of=date(2019, 1, 16), days=20, worlds=160, threads=2)


def parting(**parts: object) -> Parting:
    return replace(Parting("mutiny", "troops", 1, 7, 0.25, 0.6, 0.2, 50.0, 0.1), **parts)


def test_every_figure_is_valid_vega_lite(found: Simulation) -> None:
    altair = pytest.importorskip("altair")
    figures = simulation_page(found).figures()
    assert [figure.id for figure in figures] == ["ends", "spread", "crowd", "paths", "parting"]
    for figure in figures:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            altair.Chart.from_dict(json.loads(json.dumps(plain(figure.drawable()))), validate=True)
        assert set(figure.heads) <= set(figure.rows[0])


def test_the_fan_of_crowds_holds_the_quantiles(found: Simulation) -> None:
    crowd = next(figure for figure in simulation_page(found).figures() if figure.id == "crowd")
    for row in crowd.rows:
        assert row["q5"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]
    assert crowd.rows[0]["q50"] == round(found.days[0].crowd[2])
    section = simulation_page(found).section(SPREAD)
    assert f"{about(found.days[-1].crowd[0])} to {about(found.days[-1].crowd[-1])} people" in section.sentences[0]


@pytest.mark.parametrize(("people", "told"), [(279_636_342.0, "280,000,000"), (1_249.0, "1,200"), (31.4, "31"), (0.4, "0")])
def test_crowds_are_told_to_two_figures(people: float, told: str) -> None:
    assert about(people) == told


def test_an_end_that_no_world_showed_has_no_interval(found: Simulation) -> None:
    last = found.days[-1]
    never = {**last.outcomes, "civil_war": Estimate(0.0, 0.0, 0.0, last.out.interval)}
    told = replace(found, days=(*found.days[:-1], replace(last, outcomes=never)))
    table = simulation_page(told).section(HOW_IT_ENDS).table
    assert table is not None
    cells = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert cells["civil war"][-2:] == [f"< 1 in {found.worlds}", "-"]
    assert cells["not yet decided"][-1] == span(last.outcomes["undecided"])


def test_the_event_that_separates_most_is_named(found: Simulation) -> None:
    named = most_telling(replace(found, partings=(parting(error=0.3), parting(code="ultimatum", tier="command"))))
    assert named.startswith("What separates them most is ultimatum of the command (command) in days 1 to 7: reported in 25 %")
    assert "is out by 5 February 2019 in 60 %; of the others in 20 %." in named


def test_what_chance_alone_might_name_is_not_named(found: Simulation) -> None:
    assert most_telling(replace(found, partings=(parting(error=0.25),))).startswith("No event separates the paths by more than")


def test_what_followed_in_no_world_is_told_by_how_many_there_were(found: Simulation) -> None:
    told = replace(found, partings=(parting(out_if_seen=0.0, error=0.05),))
    undecided = found.days[7].outcomes["undecided"].p
    wanted = f"< 1 in {round(0.25 * found.worlds * undecided)}"
    table = simulation_page(told).section(PARTING).table
    assert table is not None
    assert table.rows[0][3].text == f"{wanted} ± 5"
    assert wanted in most_telling(told)


def test_too_few_days_are_told_as_such(found: Simulation) -> None:
    section = simulation_page(replace(found, partings=(), ahead=5)).section(PARTING)
    assert section.sentences == ("Too few days were followed to say; with at least 8 it can be told (`--days`).",)

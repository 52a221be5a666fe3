"""The page the project began with, read from beside the project: what must be found, and what must not be taken for done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from standoff.case.library import load_case
from standoff.intake.drafters.rules import RulesDrafter
from standoff.intake.pages.reading import read_page

PAGE = Path(__file__).parents[3] / "../shared/pages/2019-01-30-first-page.txt"


@pytest.fixture(scope="module")
def page():
    if not PAGE.is_file():
        pytest.skip("the first page is not beside the project")
    return read_page(PAGE)


@pytest.fixture(scope="module")
def drafts(page):
    return RulesDrafter().draft(page, load_case("venezuela-2019")).drafts


def told(drafts, code, modality="done"):
    return [draft for draft in drafts if draft.code == code and draft.modality == modality]


def test_the_page_dates_itself(page):
    assert (page.published, page.published_by, page.language) == (date(2019, 1, 30), "dateline", "en")


def test_every_quote_stands_in_the_page(page, drafts):
    assert drafts
    assert all(page.text[draft.span.start : draft.span.end] == draft.quote for draft in drafts)
    assert all(draft.sources[0].quote in page.text for draft in drafts)


def test_the_claimed_secret_talks(drafts):
    (draft,) = told(drafts, "secret_talks")
    assert (draft.asserted_by, draft.date, draft.public) == ("Juan Guaido", date(2019, 1, 30), date(2019, 1, 30))
    assert [source.outlet for source in draft.sources] == ["The New York Times"]
    assert (draft.sided, draft.plover) == ("challenger", "CONSULT")
    assert "challenger" in draft.sided_why
    assert "security forces" in draft.target


def test_the_amnesty_offer(drafts):
    (draft,) = told(drafts, "amnesty_offer")
    assert draft.asserted_by == "Juan Guaido"


def test_the_envoy_rejects_force(drafts):
    (draft,) = told(drafts, "intervention_threat", "denied")
    assert draft.asserted_by == "Gustavo Tarre"
    assert [source.outlet for source in draft.sources] == ["Sputnik"]
    assert any('"No"' in note for note in draft.notes)


def test_the_diplomats_who_left(drafts):
    (draft,) = told(drafts, "elite_defects")
    assert (draft.actor, draft.asserted_by, draft.scope) == ("Venezuelan diplomats", "Gustavo Tarre", "abroad")


def test_seven_hundred_arrests_are_a_lower_bound(drafts):
    (draft,) = told(drafts, "mass_arrests")
    assert (draft.size, draft.unit, draft.bound) == (700.0, "people", "at_least")


def test_the_leader_is_untouched(drafts):
    (draft,) = told(drafts, "challenger_untouched")
    assert (draft.actor, draft.target) == ("Nicolás Maduro", "Juan Guaido")


def test_the_senator_of_the_day_before(drafts):
    for code in ("counterweight", "economic_shock"):
        (draft,) = told(drafts, code)
        assert (draft.asserted_by, draft.public, draft.date) == ("Marco Rubio", date(2019, 1, 29), date(2019, 1, 29))
    assert "guardsmen" in told(drafts, "economic_shock")[0].actor


def test_what_is_only_supposed_is_not_done(drafts):
    done = {draft.code for draft in drafts if draft.modality == "done" and draft.date is not None}
    assert done == {
        "secret_talks",
        "amnesty_offer",
        "elite_defects",
        "mass_arrests",
        "challenger_untouched",
        "counterweight",
        "economic_shock",
    }
    assert told(drafts, "order_refused", "hypothetical")
    assert told(drafts, "intervention", "hypothetical")


def test_moscow_is_a_precedent_of_1991(drafts):
    found = told(drafts, "order_refused", "precedent")
    assert found
    assert {(draft.date.year, draft.date_last.year) for draft in found} == {(1991, 1991)}


def test_without_a_case_the_page_names_its_own_cast(page):
    made = RulesDrafter().draft(page, None)
    assert any(
        "no case given" in note and "country VEN, ruler Nicolas Maduro, challenger Juan Guaido" in note for note in made.notes
    )
    assert {"secret_talks", "amnesty_offer", "mass_arrests", "challenger_untouched", "counterweight"} <= {
        draft.code for draft in made.drafts if draft.modality == "done"
    }

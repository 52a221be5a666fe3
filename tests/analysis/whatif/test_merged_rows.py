"""A scenario on a case with merged rows: they are no rows of their own, and what came later is not read through them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from standoff.analysis.whatif.retelling import retold
from standoff.case.library import load_case
from standoff.case.scenario import parse_scenario
from standoff.case.values import Drafted, Source
from standoff.errors import UsageError
from standoff.model.priors import load_priors

AS_OF = date(2019, 1, 30)
LATE = Source("BBC", merged_from="late")


@pytest.fixture(scope="module")
def case():
    case = load_case("venezuela-2019")
    kept = replace(case.events[0], sources=(*case.events[0].sources, LATE), drafted=Drafted("a.txt", "r", 0, 9))
    late = replace(kept, id="late", merged_into=kept.id, public=AS_OF + timedelta(1), sources=(Source("BBC"),))
    return replace(case, events=(kept, *case.events[1:], late))


def past(case, text, as_of=AS_OF):
    return retold(case, parse_scenario(f"name: s\n{text}\n"), as_of, case.end, load_priors()).past


def test_a_later_merged_row_is_not_read_through_the_kept_one(case):
    moved = case.events[0]
    change = f"change:\n- {{row: {moved.id}, set: {{confidence: low}}}}"
    assert LATE not in past(case, change)[0].sources
    assert LATE in past(case, change, AS_OF + timedelta(1))[0].sources


def test_a_merged_row_can_be_told_otherwise_only_through_the_one_it_went_into(case):
    with pytest.raises(UsageError, match=f"row 'late' is merged into '{case.events[0].id}'"):
        past(case, "without: [late]")
    with pytest.raises(UsageError, match=r"'merged_into' of .* given; allowed"):
        past(case, f"change:\n- {{row: {case.events[0].id}, set: {{merged_into: x}}}}")

"""The real feeds at hand: every line is read or rejected, and the drafts make sense."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from standoff.case.values import Event
from standoff.intake.drafts.rows import draft_row
from standoff.intake.feeds.importing import chosen, outcomes, read_feed
from standoff.intake.feeds.layouts import recognise
from standoff.intake.feeds.rules import cameo_of_name, rules
from standoff.intake.feeds.values import Rejected, RowRead


@pytest.mark.parametrize(
    ("name", "layout", "count"),
    [
        ("gdelt1-events-1979-aamend.tsv", "gdelt1", 100),
        ("gdelt2-events-20150218-aamend.tsv", "gdelt2", 100),
        ("gdelt2-translated-20150218-aamend.tsv", "gdelt2", 100),
        ("gdelt1-daily-20141124-loum.tsv", "gdelt1", 100),
        ("gdelt1-daily-2016-reed9999.tsv", "gdelt1", 710),
        ("icews-events-2018-sample.tab", "icews", 3_705),
        ("phoenix-sample-2014-2016.csv", "phoenix", 5_000),
        ("acled-argentina-2022-06.csv", "acled", 326),
        ("acled-crisis-countries-2022h1.csv", "acled", 867),
        ("ucdp-ged-19.1-syria-first500.csv", "ucdp-ged", 500),
        ("dedi-records-2022-12.json", "dedi", 30),
        ("dedi-records-2021-01.json", "dedi", 4),
    ],
)
def test_no_line_is_lost(real, name, layout, count):
    path = real(name)
    found = list(outcomes(path))[1:]
    assert recognise(path).layout == layout
    assert sum(1 for one in found if isinstance(one, RowRead | Rejected)) == count
    assert sum(1 for one in found if isinstance(one, Rejected)) <= (0 if count in (100, 500, 3_705, 4) else count // 100)
    lines = [one.line for one in found if isinstance(one, RowRead)]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "name", ["icews-events-2018-sample.tab", "ucdp-ged-19.1-syria-first500.csv", "dedi-records-2021-01.json"]
)
def test_every_draft_can_be_a_row(real, name):
    for draft in read_feed(real(name)):
        row = draft_row(draft)
        assert isinstance(row, Event)
        assert (row.status, row.sources[0].quote is not None) == ("draft", True)
        assert draft.span.of(draft.quote) == draft.quote
        assert draft.public is not None
        assert draft.date is not None
        assert draft.public >= draft.date


def test_icews_of_mali(real):
    path = real("icews-events-2018-sample.tab")
    drafts = list(read_feed(path, country="Mali", since=date(2018, 6, 2), until=date(2018, 6, 2)))
    assert Counter(draft.code for draft in drafts) == {"protest": 4, "order_obeyed": 2}
    assert {draft.scope for draft in drafts} == {"capital"}
    assert {draft.page.rsplit(":", 1)[0] for draft in drafts} == {str(path)}
    assert {"Bamako" in draft.text for draft in drafts} == {True}


def test_icews_by_country_and_day_adds_up(real):
    path = real("icews-events-2018-sample.tab")
    everything = Counter(one.left for one in outcomes(path) if isinstance(one, RowRead))
    india = Counter(one.left for one in outcomes(path, choice=chosen("IND")) if isinstance(one, RowRead))
    assert sum(everything.values()) == sum(india.values()) == 3_705
    assert everything["elsewhere"] == 0
    assert 0 < india["elsewhere"] < 3_705
    late = Counter(one.left for one in outcomes(path, choice=chosen(since=date(2018, 6, 2))) if isinstance(one, RowRead))
    early = Counter(one.left for one in outcomes(path, choice=chosen(until=date(2018, 6, 1))) if isinstance(one, RowRead))
    assert late["out of dates"] + early["out of dates"] == 3_705
    assert late[""] + early[""] == everything[""]


def test_uncoded_rows_are_told_by_their_root(real):
    labels = Counter(
        one.label for one in outcomes(real("icews-events-2018-sample.tab")) if isinstance(one, RowRead) and one.left
    )
    assert labels["01 statement"] > 500
    assert "14 protest" in labels
    assert "no code" not in labels


def test_names_of_icews_give_the_codes_it_gives(real):
    lines = real("icews-events-2018-sample.tab").read_text(encoding="utf-8").splitlines()
    table = list(csv.DictReader(lines, delimiter="\t"))
    named = {(row["Event Text"], row["CAMEO Code"]) for row in table if cameo_of_name(row["Event Text"])}
    assert len(named) > 50
    assert {(text, code) for text, code in named if cameo_of_name(text) != code} == set()
    asked = tuple(rule.event for rule in rules() if rule.scheme == "cameo")
    unnamed = {
        row["CAMEO Code"] for row in table if row["CAMEO Code"].startswith(asked) and not cameo_of_name(row["Event Text"])
    }
    assert unnamed == set()

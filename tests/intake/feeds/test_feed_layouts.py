"""Every layout with its traps: what a row of it becomes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from standoff.errors import StandoffError
from standoff.intake.feeds.importing import outcomes, read_feed
from standoff.intake.feeds.layouts import NAMES, recognise
from standoff.intake.feeds.repeats import Repeats
from standoff.intake.feeds.values import Noted, Recognition, Rejected, RowRead


def rows(path: Path, **options):
    return list(outcomes(path, **options))


def rejected(path: Path, layout: str = "auto"):
    return [one for one in outcomes(path, layout) if isinstance(one, Rejected)]


def only(path: Path, layout: str = "auto", **options):
    drafts = list(read_feed(path, layout, **options))
    assert len(drafts) == 1
    return drafts[0]


@pytest.mark.parametrize("name", ["icews", "phoenix", "acled", "polecat", "ucdp"])
def test_a_header_tells_the_layout(feed, made, name):
    path = feed(made.heads[name], getattr(made, name)())
    assert recognise(path).layout == {"ucdp": "ucdp-ged"}.get(name, name)
    assert "header" in recognise(path).how
    assert [type(one).__name__ for one in rows(path)] == ["Recognition", "RowRead"]
    assert all(draft.rule.startswith(name) for draft in read_feed(path))


@pytest.mark.parametrize(("width", "name"), [(57, "gdelt1"), (58, "gdelt1"), (61, "gdelt2")])
def test_the_number_of_fields_tells_gdelt(feed, made, width, name):
    path = feed(made.gdelt(width))
    assert recognise(path).layout == name
    assert str(width) in recognise(path).how


def test_gdelt_of_57_and_58_columns_in_one_file(feed, made):
    path = feed(made.gdelt(57, globaleventid="1"), made.gdelt(58, globaleventid="2"), made.gdelt(61, globaleventid="3"))
    found = rows(path)
    assert [type(one) for one in found] == [Recognition, RowRead, RowRead, Rejected]
    assert (found[3].line, found[3].reason) == (3, "has 61 fields; 57 or 58 are allowed")
    first, second = read_feed(path)
    assert first.sources[0].outlet == "GDELT back file"
    assert (second.sources[0].outlet, second.sources[0].url) == ("example.org", "https://www.example.org/a")


def test_gdelt_is_public_when_added_not_when_it_happened(feed, made):
    draft = only(feed(made.gdelt(61, sqldate="20180124", dateadded="20190124230000")))
    assert (draft.date, draft.public, draft.confidence) == (date(2018, 1, 24), date(2019, 1, 24), "low")
    assert "365 days before the news" in draft.notes[0]
    draft = only(feed(made.gdelt(58)))
    assert (draft.date, draft.public, draft.confidence, draft.notes) == (date(2019, 1, 23), date(2019, 1, 24), "medium", ())
    assert (draft.code, draft.cameo, draft.plover, draft.scope) == ("protest", "141", "PROTEST", "capital")


def test_the_back_file_of_gdelt_does_not_tell_when_it_was_public(feed, made):
    draft = only(feed(made.gdelt(57, sqldate="19890123", dateadded="20130203")))
    assert (draft.date, draft.public) == (date(1989, 1, 23), date(1989, 1, 23))
    assert "not when it was public" in draft.notes[0]


def test_gdelt_under_a_header_of_its_names(feed, made):
    from standoff.intake.feeds.gdelt import COLUMNS_1

    path = feed("\t".join(COLUMNS_1).upper().replace("GEO ", "Geo_"), made.gdelt(58))
    assert recognise(path).layout == "gdelt1"
    assert only(path).code == "protest"


def test_mentions_of_gdelt_are_told_apart(feed):
    path = feed("\t".join(["410412347", "20150218230000", "20150218230000", "1", *["x"] * 12]))
    with pytest.raises(StandoffError, match=r"mentions name no event; import the file of events"):
        recognise(path)


def test_icews_of_2017_has_no_codes_and_american_days(feed, made):
    head = made.heads["icews"].replace("CAMEO Code\t", "")
    cells = made.icews(event_date="1/23/2017").split("\t")
    path = feed(head, "\t".join(cells[:6] + cells[7:]), "\t".join([*cells[:5], "Sing a song", *cells[7:]]))
    draft = only(path)
    assert (draft.date, draft.cameo, draft.code, draft.quote) == (date(2017, 1, 23), "141", "protest", "Demonstrate or rally")
    assert [one.left for one in rows(path) if isinstance(one, RowRead)] == ["", "duplicate"]


def test_icews_codes_that_are_none_are_put_aside(feed, made):
    path = feed(made.heads["icews"], made.icews(cameo_code="13y"), made.icews(event_id="2"))
    (bad,) = rejected(path)
    assert (bad.line, bad.column, bad.reason) == (2, 7, "cameo code is '13y', no code of CAMEO")
    assert "13y" in bad.raw
    assert only(path).date == date(2019, 1, 23)


def test_icews_files_published_twice_count_once(feed, made):
    first = feed(made.heads["icews"], made.icews(), made.icews(event_id="2"), name="a.tab")
    again = feed(made.heads["icews"], made.icews(), made.icews(event_id="2"), name="b.tab")
    with Repeats() as seen:
        left = [one.left for path in (first, again) for one in outcomes(path, seen=seen) if isinstance(one, RowRead)]
    assert left == ["", "", "duplicate", "duplicate"]


def test_a_minister_who_was_a_marine_is_no_soldier(feed, made):
    cells = {"source_name": "James Mattis", "source_sectors": "Government,Marines,Executive,Defense / Security Ministry"}
    cells |= {"source_country": "United States", "cameo_code": "138", "event_text": "Threaten with military force"}
    draft = only(feed(made.heads["icews"], made.icews(**cells)))
    assert (draft.code, draft.tier, draft.force, draft.rule) == (
        "intervention_threat",
        "none",
        "",
        "icews 138 government>government",
    )


def test_phoenix_gets_its_zeros_back_by_the_root(feed, made):
    lines = [
        made.phoenix(gid=str(count), cameo=cameo, rootcode=root)
        for count, (cameo, root) in enumerate(
            [("36", "3"), ("311", "3"), ("10", "1"), ("10", "10"), ("141", "14"), ("141", "3")]
        )
    ]
    path = feed(made.heads["phoenix"], *lines)
    labels = [one.label for one in rows(path) if isinstance(one, RowRead)]
    assert labels == ["03 intent to cooperate", "03 intent to cooperate", "01 statement", "10 demand", "14 protest"]
    (bad,) = rejected(path)
    assert (bad.line, bad.column) == (7, 16)
    assert "'141' of root '3'" in bad.reason


def test_phoenix_versions_of_one_event_count_once(feed, made):
    ids = ("20150203-7_v0.2.0", "20150203-7_v1.2.0", "20150203-7", "20150203-8_v1.2.0")
    path = feed(made.heads["phoenix"], *[made.phoenix(gid=one) for one in ids], made.phoenix(gid=ids[0], cameo="145"))
    assert [one.left for one in rows(path) if isinstance(one, RowRead)] == ["", "duplicate", "duplicate", "", ""]


def test_phoenix_merges_reports_into_one_row(feed, made):
    pages = "http://www.example.org/a;http://b.example.net/x;not an address"
    draft = only(feed(made.heads["phoenix"], made.phoenix(id="1;2;3", url=pages, sourcetxt="xinhua")))
    assert [source.outlet for source in draft.sources] == ["example.org", "b.example.net", "not an address"]
    assert [source.url for source in draft.sources][2] is None
    assert draft.confidence == "medium"


def test_acled_tells_of_the_protest_and_of_those_who_broke_it_up(feed, made):
    protest, obeyed = read_feed(feed(made.heads["acled"], made.acled()))
    assert (protest.code, protest.size, protest.unit, protest.bound) == ("protest", 1200.0, "people", "about")
    assert (obeyed.code, obeyed.actor, obeyed.tier) == ("order_obeyed", "Police Forces of Zimbabwe (2017-)", "unit")
    assert (obeyed.size, obeyed.scope, obeyed.public) == (None, "capital", date(2022, 3, 8))
    assert [source.outlet for source in protest.sources] == ["New Zimbabwe", "AFP"]
    assert protest.quote == protest.text == "On 1 March 2022, police dispersed demonstrators in Harare, who asked for wages."


def test_acled_with_words_for_numbers_and_deaths(feed, made):
    row = made.acled(inter1="Protesters", inter2="State forces", fatalities="3", tags="")
    protest, killing = read_feed(feed(made.heads["acled"], row))
    assert (protest.code, protest.size) == ("protest", None)
    assert (killing.code, killing.size, killing.unit) == ("kill_protesters", 3.0, "people")


def test_acled_changed_years_later_was_not_public_then_only(feed, made):
    row = made.acled(sub_event_type="Peaceful protest", timestamp="1719878400", time_precision="2")
    draft = only(feed(made.heads["acled"], row))
    assert (draft.public, draft.date_last, draft.confidence) == (date(2022, 3, 7), date(2022, 3, 7), "low")
    assert draft.notes == ("the day is known to the week", "the feed tells only when it happened, not when it was public")


@pytest.mark.parametrize(
    ("tags", "size", "bound"),
    [
        ("crowd size=no report", None, "exact"),
        ("crowd size=several hundred", None, "exact"),
        ("crowd size=200", 200.0, "exact"),
        ("crowd size=about 1.5 million", 1_500_000.0, "about"),
        ("crowd size=around 2 thousand", 2_000.0, "about"),
        ("crowd size=1.200", 1_200.0, "exact"),
        ("crowd size=at least 3,000; women targeted", 3000.0, "at_least"),
        ("size=between 100 and 200", 100.0, "at_least"),
        ("crowd size=up to 50", 50.0, "at_most"),
        ("local administrators", None, "exact"),
    ],
)
def test_crowds_of_acled(feed, made, tags, size, bound):
    draft = only(feed(made.heads["acled"], made.acled(sub_event_type="Peaceful protest", tags=tags)))
    assert (draft.size, draft.bound) == (size, bound)


def test_many_arrested_are_told_from_one(feed, made):
    arrest = {
        "sub_event_type": "Arrests",
        "actor1": "Police Forces of Mali",
        "inter1": "1",
        "actor2": "Civilians (Mali)",
        "inter2": "7",
    }
    many = made.acled(**arrest, event_id_cnty="1", country="Mali", notes="Police detained 45 supporters of the opposition.")
    one = made.acled(**arrest, event_id_cnty="2", country="Mali", notes="Police detained a journalist.")
    path = feed(made.heads["acled"], many, one)
    assert only(path).code == "mass_arrests"
    assert [row.left for row in rows(path) if isinstance(row, RowRead)] == ["", "uncoded"]


def test_ucdp_spans_of_days_sources_and_deaths(feed, made):
    sure, span = read_feed(feed(made.heads["ucdp"], made.ucdp(), made.ucdp(id="10", date_prec="4", date_end="2019-06-30")))
    assert (sure.code, sure.size, sure.unit) == ("kill_protesters", 87.0, "people")
    assert (sure.date, sure.date_last, sure.public) == (date(2019, 6, 3), None, date(2019, 6, 4))
    assert [(one.outlet, one.quote) for one in sure.sources] == [
        ("Reuters", "Troops fire on sit-in"),
        ("AFP", "Dozens dead in Khartoum"),
    ]
    assert (span.date_last, span.confidence) == (date(2019, 6, 30), "low")
    assert span.notes == ("deaths in all 61 to 118", "some day from 2019-06-03 to 2019-06-30")


def test_ucdp_ends_after_it_starts(feed, made):
    (bad,) = rejected(feed(made.heads["ucdp"], made.ucdp(date_end="2019-06-01")))
    assert bad.reason == "date end 2019-06-01 is before date start 2019-06-03"


def test_polecat_in_latin_letters_with_none_for_nothing(feed, made):
    path = feed(
        made.heads["polecat"], made.polecat(source="Le Progrès", actor_name="Manifestants à Rangoun"), encoding="latin-1"
    )
    found = rows(path)
    assert [one.text for one in found if isinstance(one, Noted)] == [
        f"{path}: line 2 is not UTF-8; such lines are read as Windows-1252 (Latin 1)"
    ]
    draft = only(path)
    assert (draft.code, draft.plover, draft.cameo) == ("protest", "PROTEST", "")
    assert (draft.date, draft.public) == (date(2021, 2, 6), date(2021, 2, 7))
    assert (draft.actor, draft.sources[0].outlet) == ("Manifestants à Rangoun", "Le Progrès")
    assert "None" not in repr(draft).replace("date_last=None", "").replace("=None", "")


def test_json_objects_one_after_another(feed):
    item = {
        "event": "145",
        "date": "2021-01-02",
        "text": "Rioters in Minsk.",
        "publication": "BBC",
        "ccode": "BLR",
        "size": None,
    }
    item |= {"protesteridentity": "Citizen (Belarus): Social,General Population / Civilian / Social: Belarus"}
    item |= {"location": [{"city": "Minsk", "country": "Belarus"}], "id": "1"}
    spread = json.dumps(item, indent=2)
    whole = json.dumps(item | {"text": "Others {in} Brest."})
    path = feed(spread, spread.replace("145", "14z"), whole, '{"event": "141",', '  "date"')
    found = rows(path)
    assert [type(one).__name__ for one in found] == ["Recognition", "RowRead", "Rejected", "RowRead", "Rejected"]
    assert [(one.line, one.reason) for one in found if isinstance(one, Rejected)] == [
        (1 + spread.count("\n") + 1, "event is '14z', no code of CAMEO"),
        (2 * (spread.count("\n") + 1) + 2, "is no whole JSON object"),
    ]
    first, second = read_feed(path)
    assert (first.scope, first.quote, second.quote) == ("capital", "Rioters in Minsk.", "Others {in} Brest.")
    assert [type(one).__name__ for one in rows(feed(json.dumps([item, item | {"text": "More."}], indent=1), name="array"))] == [
        "Recognition",
        "RowRead",
        "RowRead",
    ]


def test_a_table_of_ones_own(feed):
    path = feed(
        "Date,Code,CAMEO,Actor,Actor country,Target,Text,Source,URL,Country,City,Size,Public",
        '2019-01-21,mutiny,,"Sergeants, National Guard",,,"They seized a post, says AFP.",AFP,https://example.org/1,Venezuela,Caracas,27,',
        "2019-01-23,,141,Protesters,VEN,Government,,Reuters,,Venezuela,,,2019-01-24",
        "23/01/2019,,141,Protesters,VEN,,,Reuters,,Venezuela,,,",
        "2019-01-23,riot,,Protesters,VEN,,,Reuters,,Venezuela,,,",
    )
    mutiny, protest = read_feed(path)
    assert (mutiny.code, mutiny.size, mutiny.unit, mutiny.scope) == ("mutiny", 27.0, "people", "capital")
    assert (mutiny.sources[0].url, mutiny.quote) == ("https://example.org/1", "They seized a post, says AFP.")
    assert (protest.code, protest.public) == ("protest", date(2019, 1, 24))
    assert [(one.line, one.column) for one in rejected(path)] == [(4, 1), (5, 2)]


def test_every_layout_has_a_name():
    assert NAMES == ("gdelt1", "gdelt2", "polecat", "icews", "phoenix", "acled", "ucdp-ged", "dedi", "csv")


@pytest.mark.parametrize(
    ("forces", "inter", "codes"),
    [
        ("Military Forces of Russia (2000-)", "8", ["intervention"]),
        ("Military Forces of Russia (2000-) Wagner Group", "External/Other forces", ["intervention"]),
        ("Military Forces of Mali (2021-)", "1", []),
    ],
)
def test_acled_names_the_state_behind_forces(feed, made, forces, inter, codes):
    strike = {"sub_event_type": "Air/drone strike", "actor1": forces, "inter1": inter, "actor2": "JNIM", "inter2": "2"}
    path = feed(made.heads["acled"], made.acled(**strike, country="Mali", location="Timbuktu", fatalities="4"))
    assert [draft.code for draft in read_feed(path)] == codes

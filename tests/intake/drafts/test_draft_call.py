"""`standoff.draft` and `standoff draft`: one page or several, one's own table, a page that cannot be read, the document."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

import standoff
from standoff.case.library import load_case
from standoff.cli.main import main
from standoff.errors import StandoffError, UsageError
from standoff.intake.drafters.rules import RulesDrafter
from standoff.intake.outlets.table import outlets
from standoff.intake.values import Drafted, Page

EXAMPLES = Path(__file__).parents[3] / "examples/intake"
PAGE, CASE, OWN = EXAMPLES / "the-quiet-barracks.html", EXAMPLES / "kestria-2031.yaml", EXAMPLES / "outlets-of-my-own.csv"
TOLD = "Police detained 40 protesters in the capital on Tuesday."


def test_one_page_and_several_in_their_order(tmp_path):
    memo = tmp_path / "memo.txt"
    memo.write_text(TOLD, encoding="utf-8")
    one = standoff.draft(memo, CASE, "2031-04-10")
    both = standoff.draft([Page("desk", TOLD), str(memo), PAGE], load_case(CASE), date(2031, 4, 10))
    assert isinstance(one, Drafted)
    assert [(row.code, row.page, row.date) for row in one.drafts] == [("mass_arrests", str(memo), date(2031, 4, 8))]
    assert [row.page for row in both.drafts[:2]] == ["desk", str(memo)]
    assert {row.page for row in both.drafts[2:]} == {str(PAGE)}
    assert len(both.uncoded) == 1


def test_what_cannot_be_read_is_an_error_that_says_so():
    with pytest.raises(UsageError, match=r"published: 'soon' given; allowed: a date, or YYYY-MM-DD"):
        standoff.draft(Page("desk", TOLD), published="soon")
    with pytest.raises(StandoffError, match=r"nowhere\.txt: cannot be read"):
        standoff.draft("nowhere.txt")


def test_a_table_of_ones_own_tells_outlet_and_side(tmp_path):
    text = "Soldiers refused to fire on the crowd on Monday, the Hill Wire reported.\n\n- Hill Wire"
    case = load_case("venezuela-2019")
    own = tmp_path / "own.csv"
    own.write_text("name,kind,speaks_for\nHill Wire,agency,VEN\n", encoding="utf-8")
    page = Page("memo.txt", text, outlet="A Paper", published=date(2019, 1, 30))
    (plain,) = standoff.draft(page, case).drafts
    (known,) = standoff.draft(page, case, drafter=RulesDrafter(outlets(own))).drafts
    assert (plain.sided, plain.sources[0].agency) == ("neutral", None)
    assert (known.sided, known.sources[0].agency) == ("order_giver", "Hill Wire")
    assert "Hill Wire: an agency of Venezuela" in known.sided_why.replace("owned or paid by the government ", "")


def test_the_command_takes_a_table_and_tells_what_is_wrong_with_it(tmp_path, capsys):
    assert main(["draft", str(PAGE), "--case", str(CASE), "--dry-run", "--outlets", str(OWN)]) == 0
    assert "your table notes: an invented blog" in capsys.readouterr().out
    bad = tmp_path / "bad.csv"
    bad.write_text("name,kind\nHill Wire,agencey\n", encoding="utf-8")
    assert main(["draft", str(PAGE), "--outlets", str(bad)]) == 2
    assert f"{bad}:2:11: kind: 'agencey' is not a kind" in capsys.readouterr().err
    assert main(["draft", str(PAGE), "--outlets", str(OWN), "--server", "http://127.0.0.1:9"]) == 2
    assert "--outlets and --server" in capsys.readouterr().err


def test_a_page_that_cannot_be_read_takes_no_other_with_it(tmp_path, capsys):
    case = tmp_path / "case.yaml"
    case.write_bytes(CASE.read_bytes())
    packed = tmp_path / "packed.html"
    packed.write_bytes(b"\x1f\x8b" + bytes(100))
    words = ["draft", str(packed), str(PAGE), "no-such-page.txt", str(PAGE), "--case", str(case), "-q", "--json"]
    assert main(words) == 2
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert [page["name"] for page in found["pages"]] == [str(PAGE)]
    assert [each["page"] for each in found["unread"]] == [str(packed), "no-such-page.txt"]
    assert f"error: {packed}: this is a gzip file" in shown.err
    assert "error: no-such-page.txt: cannot be read" in shown.err
    assert len(load_case(case).events) == len(found["rows"]) == 10


def test_what_a_case_would_not_take_is_still_shown(tmp_path, capsys, monkeypatch):
    case = tmp_path / "case.yaml"
    case.write_bytes(CASE.read_bytes())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("standoff.case.atomic.os.fsync", full)
    assert main(["draft", str(PAGE), "--case", str(case), "-q"]) == 2
    shown = capsys.readouterr()
    assert "code: mass_arrests" in shown.out
    assert "o space left" in shown.err
    assert case.read_bytes() == CASE.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


ROW = {
    "id": str,
    "date": str,
    "public": str,
    "date_last": (str, type(None)),
    "code": str,
    "force": str,
    "tier": str,
    "scope": str,
    "actor": str,
    "target": str,
    "text": str,
    "size": (int, float, type(None)),
    "unit": (str, type(None)),
    "bound": str,
    "modality": str,
    "status": str,
    "asserted_by": (str, type(None)),
    "via": list,
    "sided": str,
    "sided_why": str,
    "confidence": str,
    "sources": list,
    "quote": str,
    "start": int,
    "end": int,
    "page": str,
    "drafted": dict,
    "rule": str,
    "why": str,
    "note": (str, type(None)),
    "cameo": str,
    "plover": str,
    "notes": list,
}
PAGE_KEYS = {"name", "title", "outlet", "url", "published", "published_by", "language", "characters", "drafts"}


def document_of(words, capsys):
    main(words)
    return json.loads(capsys.readouterr().out)


def test_the_document_of_pages_has_the_keys_it_says(capsys):
    found = document_of(["draft", str(PAGE), "--case", str(CASE), "--dry-run", "--json", "-q"], capsys)
    assert list(found) == ["schema", "version", "drafter", "pages", "unread", "rows", "apart", "uncoded", "merges", "notes"]
    assert set(found["pages"][0]) == PAGE_KEYS
    assert {tuple(each) for each in found["uncoded"]} == {("quote", "start", "end", "page", "why")}
    assert [row["id"] for row in found["rows"]] == [f"d{number}" for number in range(1, len(found["rows"]) + 1)]
    assert all(row["reason"] and "id" not in row for row in found["apart"])


def test_rows_of_pages_and_of_feeds_have_one_shape(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    of_pages = document_of(["draft", str(PAGE), "--json", "-q"], capsys)["rows"]
    of_feeds = document_of(["import", str(EXAMPLES / "kestria.csv"), "--json", "-q"], capsys)["rows"]
    assert len(of_pages) > 5
    assert len(of_feeds) == 4
    for row in (*of_pages, *of_feeds):
        assert set(row) == set(ROW)
        assert [key for key, kind in ROW.items() if not isinstance(row[key], kind)] == []


def test_a_page_named_twice_is_read_once(capsys, monkeypatch):
    monkeypatch.chdir(EXAMPLES)
    found = document_of(["draft", PAGE.name, f"./{PAGE.name}", PAGE.name, "--json", "-q"], capsys)
    assert [page["name"] for page in found["pages"]] == [PAGE.name]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_documents_are_utf8_whatever_the_terminal_is(encoding, capsys, monkeypatch, tmp_path):
    page, feed = tmp_path / "seite.txt", tmp_path / "feed.csv"
    page.write_text("Police detained 40 protesters in Łódź on 3 May 2019, José Peña said.", encoding="utf-8")
    feed.write_text("date,code,actor,text\n2019-05-03,protest,Crowds,Crowds march in Łódź.\n", encoding="utf-8")
    for words in (["draft", str(page), "nowhere\udcff.txt"], ["import", str(feed)]):
        bytes_out = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_out, encoding=encoding, write_through=True))
        main([*words, "--json", "-q"])
        found = json.loads(bytes_out.getvalue().decode("utf-8"))
        assert "Łódź" in found["rows"][0]["text"]
    capsys.readouterr()

"""`standoff import`: rows on the screen, in a document, in a case; what cannot be read is put aside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from standoff.case.library import case_path
from standoff.case.reader import read_case
from standoff.cli import main as cli

HEAD = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tTarget Name\tTarget Sectors\t"
    "Target Country\tPublisher\tCity\tCountry"
)


def icews(
    number: int, day: str = "2019-01-23", cameo: str = "141", actor: str = "Protester", country: str = "Venezuela"
) -> str:
    sectors = "Police,Government" if actor == "Police" else "Protestors / Popular Opposition / Mobs,Dissident"
    cells = [str(number), day, f"{actor} ({country})", sectors, country, "Demonstrate or rally", cameo, "Citizens", "Social"]
    return "\t".join([*cells, country, "Reuters", "Caracas", country]).replace("Citizens\tSocial", "Government\tGovernment")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_rows_as_yaml_and_counts_aside(here, capsys):
    rows = [icews(1), icews(1), icews(2, country="Mali"), icews(3, cameo="010"), icews(4, cameo="13y"), icews(5, day="soon")]
    (here / "a.tab").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    code, out, err = called(capsys, "import", "a.tab", "--country", "Venezuela", "--quiet")
    assert code == 0
    assert out.startswith("  - date: 2019-01-23\n    code: protest\n")
    assert out.count("status: draft") == 1
    assert "a.tab: icews (a header with event id" in err
    assert "4 rows read: 1 gave 1 draft, 1 fit no code, 1 are of other countries, 1 repeat an earlier row" in err
    assert "no code fits: 01 statement 1" in err
    assert "2 rows could not be read; in a.tab.rejected.tsv with line and reason" in err
    aside = (here / "a.tab.rejected.tsv").read_text(encoding="utf-8").splitlines()
    assert aside[0] == "file\tline\tcolumn\treason\trow"
    assert aside[1].startswith("a.tab\t6\t7\tcameo code is '13y', no code of CAMEO\t4\\t2019-01-23")
    assert aside[2].startswith("a.tab\t7\t2\tevent date is 'soon', no day")
    assert len(aside) == 3


def test_one_json_document(here, capsys):
    (here / "a.tab").write_text("\n".join([HEAD, icews(1), icews(2, cameo="145"), icews(3, cameo="x")]), encoding="utf-8")
    code, out, _ = called(capsys, "import", "a.tab", "--json", "-q", "--rejects", "bad.tsv")
    document = json.loads(out)
    assert (code, document["schema"], document["source"], len(document["rows"])) == (0, "standoff-drafts/1", ["a.tab"], 2)
    assert document["rejected"] == {"count": 1, "file": "bad.tsv"}
    assert (document["layouts"], document["tallies"]["read"]) == ({"a.tab": "icews"}, 2)
    row = document["rows"][0]
    assert (row["date"], row["status"], row["cameo"], row["plover"]) == (
        "2019-01-23",
        "draft",
        "141",
        "PROTEST",
    )
    assert row["page"] == "a.tab:2"


def test_two_files_of_one_feed_and_a_limit(here, capsys):
    (here / "a.tab").write_text("\n".join([HEAD, icews(1), icews(2)]), encoding="utf-8")
    (here / "b.tab").write_text("\n".join([HEAD, icews(2), icews(3)]), encoding="utf-8")
    _, out, err = called(capsys, "import", "a.tab", "b.tab", "-q")
    assert out.count("code: protest") == 3
    assert "1 repeat an earlier row" in err
    _, out, err = called(capsys, "import", "a.tab", "b.tab", "-q", "--limit", "2")
    assert out.count("code: protest") == 2
    assert "stopped after 2 drafted rows" in err


def test_rows_go_into_a_case_and_stay_drafts(here, capsys):
    shutil.copy(case_path("venezuela-2019"), here / "mine.yaml")
    before = read_case(here / "mine.yaml")
    rows = [icews(1), icews(2, country="Mali"), icews(3, day="2021-01-01"), icews(4, actor="Police", cameo="128")]
    (here / "a.tab").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    code, out, err = called(capsys, "import", "a.tab", "--case", "mine.yaml", "-q")
    assert (code, out) == (0, "")
    assert "2 drafted rows written into mine.yaml" in err
    after = read_case(here / "mine.yaml")
    assert len(after.events) == len(before.events) + 2
    fresh = [row for row in after.events if row.status == "draft"]
    assert {row.code for row in fresh} == {"protest", "order_refused"}
    assert all(row.force in ("", *(force.name for force in before.forces)) for row in fresh)
    code, _, err = called(capsys, "import", "a.tab", "--case", "mine.yaml", "-q")
    assert (code, read_case(here / "mine.yaml")) == (0, after)
    assert "2 drafted rows stand in mine.yaml already" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "none.tab"], "none.tab: cannot be read"),
        (["import", "."], "is a folder"),
        (["import", "a.tab", "--format", "gdlt"], "--format is 'gdlt'; allowed: auto, gdelt1"),
        (["import", "a.tab", "--format", "acled"], "a.tab:1: is not laid out as acled"),
        (["import", "a.tab", "--country", "Ruritania"], "country: 'Ruritania' given"),
        (["import", "a.tab", "--since", "soon"], "--since: 'soon' is not a date"),
        (["import", "a.tab", "--since", "2019-02-01", "--until", "2019-01-01"], "which is before since"),
        (["import", "a.tab", "--limit", "0"], "--limit: 0 given"),
        (["import", "a.tab", "--case", "venezuela-2019"], "is of the library"),
        (["import", "a.tab", "--case", "none.yaml"], "none.yaml"),
        (["import", "bad.tab", "--rejects", "a.tab"], "a.tab: exists and holds no rejected rows"),
        (["import", "bad.tab", "--rejects", "none/bad.tsv"], "rejected rows cannot be written there"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(here, capsys, words, said):
    (here / "a.tab").write_text("\n".join([HEAD, icews(1)]), encoding="utf-8")
    (here / "bad.tab").write_text("\n".join([HEAD, icews(1, cameo="x")]), encoding="utf-8")
    code, out, err = called(capsys, *words, "--quiet")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert (here / "a.tab").read_text(encoding="utf-8").startswith(HEAD)


def test_a_feed_of_which_nothing_can_be_read_ends_with_2(here, capsys):
    (here / "bad.tab").write_text("\n".join([HEAD, icews(1, cameo="x")]), encoding="utf-8")
    code, _, err = called(capsys, "import", "bad.tab", "-q")
    assert code == 2
    assert "1 row could not be read" in err
    assert called(capsys, "import", "bad.tab", "-q")[0] == 2  # its own file of an earlier run is replaced

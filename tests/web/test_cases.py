"""Cases over HTTP: the shelf, hostile files, edits with their diff, new cases and copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_kit import SMALL, TestClient

from standoff.case.library import library_names

ROW = {
    **{"date": "2031-01-12", "code": "strike", "tier": "none", "scope": "national", "actor": "dockers"},
    **{"text": "Out: all.", "source": "AP; BBC", "sided": "neutral", "confidence": "low"},
}
FORM = {
    **{"name": "ruritania-2031", "title": "Ruritania: the spring", "country": "Ruritania", "iso3": "RUR"},
    **{"start": "2031-03-01", "end": "2031-04-01", "order_giver": "King # Rudolf", "challenger": "the Estates"},
    **{"forces": [{"name": "Guard", "kind": "guard", "size_k": 2}, {"name": "Police: city", "kind": "police"}]},
    **{"population_m": 3, "years_in_power": 7.5, "regime": "monarchy"},
}


def own(client: TestClient) -> dict[str, dict]:
    return {card["name"]: card for card in client.get("/api/cases").json()["cases"] if not card["library"]}


def edit(client: TestClient, edits: list[dict], save: bool = True, name: str = "kestria"):  # type: ignore[no-untyped-def]
    digest = client.get(f"/api/cases/{name}").json()["digest"]
    return client.post(f"/api/cases/{name}/edits", json={"digest": digest, "edits": edits, "save": save})


def test_cards_tell_of_every_case(client: TestClient) -> None:
    cards = {card["name"]: card for card in client.get("/api/cases").json()["cases"]}
    assert set(cards) == {*library_names(), "kestria"}
    assert cards["kestria"]["rows"] == 2
    assert cards["kestria"]["title"] == "Kestria"
    known = cards["venezuela-2019"]
    assert (known["iso3"], known["start"], known["rows"], known["problems"]) == ("VEN", "2019-01-10", 45, 0)
    assert known["order_giver"] == "Nicolás Maduro"
    assert "outcome" not in str(cards)


def test_a_case_tells_rows_days_and_what_counts(client: TestClient) -> None:
    told = client.get("/api/cases/kestria").json()
    assert told["text"] == SMALL
    assert [row["id"] for row in told["rows"]] == ["2031-01-11-protest-1", "named"]
    assert [row["line"] for row in told["rows"]] == [20, 30]
    assert all(row["evidence"] for row in told["rows"])
    assert (told["days"][0], told["days"][-1], len(told["days"])) == ("2031-01-10", "2031-02-10", 32)
    assert told["last_day"] == "2031-01-13"
    assert told["case"]["forces"] == [{"name": "Army", "kind": "army", "size_k": 20.0}]
    assert {"code": "strike", "meaning": "general or sector strike against the order_giver", "units": ["people"]} in told[
        "codes"
    ]
    assert told["orders"][0] == {"order": "arrest_leader", "words": "arrest the leader"}
    assert [note["severity"] for note in told["problems"]] == ["note"]
    assert "outcome" not in client.get("/api/cases/ussr-1991").json()["case"]


NAMES = (
    *("../kestria", "..%2Fkestria", "%2e%2e%2fkestria", "kestria.yaml%00", "/etc/passwd", "%2Fetc%2Fpasswd"),
    *("..%5Ckestria", "", "nobody", "%ff"),
)


def test_a_name_leads_nowhere_else(client: TestClient, folder: Path) -> None:
    outside = folder.parent / "kestria.yaml"
    outside.write_text(SMALL.replace("Kestria", "Secret"), "utf-8")
    for path in (start + name for name in NAMES for start in ("/api/cases/", "/c/", "/static/")):
        answer = client.get(path)
        assert answer.status_code in (404, 405) or answer.json().keys() == {"cases"}
        assert "Secret" not in answer.text
        assert "root:" not in answer.text
    outside.unlink()


@pytest.mark.slow
def test_five_thousand_rows_are_read_edited_and_saved(client: TestClient, folder: Path) -> None:
    head, row = SMALL.split("events:\n")[0], "- id: r{0}\n  date: 2031-01-{1}\n  code: protest\n  tier: none\n"
    row += "  scope: capital\n"
    row += "  actor: group {0}\n  text: Number {0} marches.\n  source: AP\n  sided: neutral\n  confidence: low\n"
    rows = "".join(row.format(number, 11 + number // 250) for number in range(5000))
    (folder / "kestria.yaml").write_text(f"{head}events:\n{rows}# the end\n", "utf-8")
    told = client.get("/api/cases/kestria").json()
    assert len(told["rows"]) == 5000
    edits = [{"op": "change", "id": "r4321", "values": {"text": "It turns back."}}]
    body = {"digest": told["digest"], "edits": edits, "save": True}
    made = client.post("/api/cases/kestria/edits", json=body).json()
    assert made["saved"]
    assert [line for line in made["diff"].splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-  text: Number 4321 marches.",
        "+  text: It turns back.",
    ]
    assert client.post("/api/jobs", json={"kind": "answer", "case": "kestria", "client": "w:answer"}).status_code == 202

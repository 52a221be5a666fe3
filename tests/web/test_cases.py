"""Cases over HTTP: the shelf, hostile files, edits with their diff, new cases and copies."""

from __future__ import annotations

from pathlib import Path

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

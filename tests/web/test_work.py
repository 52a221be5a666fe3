"""Jobs, events, drafts, outlets, scenarios and the report over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stand_in import Told
from web_kit import SMALL, TOKEN, Jobs, TestClient, client_of, looped

from standoff.web.refusals import Refusal
from standoff.web.settings import Settings
from standoff.web.work import events
from standoff.web.work.reporting import report_page
from standoff.web.work.wanted import Wanted

PAGE = "Soldiers refused to fire on the protesters in Caracas on 29 January 2019.\n"
SCENARIO = "schema: standoff-scenario/1\nname: A brigade refuses\ndo:\n- {date: 2031-01-20, code: mutiny, force: Army}\n"


def job(client: TestClient, **more: Any) -> dict:
    answer = client.post("/api/jobs", json={"kind": "answer", "case": "kestria", "client": "w1:answer", **more})
    assert answer.status_code == 202
    return answer.json()


def test_a_job_is_handed_on_as_it_was_asked(client: TestClient, jobs: Jobs) -> None:
    told = job(client, as_of="2031-01-12", order="shoot", worlds=400, seed=7, scenarios=[SCENARIO], text=SMALL + "# unsaved\n")
    wanted = jobs.wanted[0]
    assert (wanted.kind, wanted.text, wanted.order, wanted.worlds, wanted.seed) == (
        "answer",
        SMALL + "# unsaved\n",
        "shoot",
        400,
        7,
    )
    assert (str(wanted.as_of), wanted.scenarios) == ("2031-01-12", (SCENARIO,))
    assert wanted.name.endswith("kestria.yaml")
    assert told == {"job": "j1", "key": jobs.jobs["j1"].key, "cached": False}
    state = client.get("/api/jobs/j1").json()
    assert (state["state"], state["result"]["rough"]) == ("done", False)
    assert client.delete("/api/jobs/j1").json() == {"cancelled": True}
    assert client.get("/api/jobs/j1").json()["state"] == "cancelled"


def test_a_job_of_a_library_case_is_named_as_one_types_it(client: TestClient, jobs: Jobs) -> None:
    job(client, case="ussr-1991")
    assert jobs.wanted[0].name == "ussr-1991"
    assert jobs.wanted[0].text.startswith("id: ussr-1991")


WRONG: tuple[dict, ...] = (
    *({"kind": "fly"}, {"worlds": 1}, {"worlds": 10**9}, {"seed": -1}, {"seed": 1.5}, {"as_of": "yesterday"}, {"order": "x"}),
    *({"client": ""}, {"scenarios": ["x"] * 99}, {"case": None}, {"more": 1}, {"as_of": 1_548_806_400}),
)


def test_a_job_that_cannot_be_is_refused(client: TestClient, jobs: Jobs) -> None:
    for wrong in WRONG:
        answer = client.post("/api/jobs", json={"kind": "answer", "case": "kestria", "client": "w", **wrong})
        assert answer.status_code == 422
    assert jobs.wanted == []


def test_jobs_that_are_not_there(client: TestClient) -> None:
    for answer in (client.get("/api/jobs/j9"), client.delete("/api/jobs/j9"), client.get("/api/jobs/j9/events")):
        assert answer.status_code == 404
    assert client.post("/api/jobs", json={"kind": "answer", "case": "nobody", "client": "w"}).status_code == 404


def test_events_are_numbered_and_resumed(client: TestClient) -> None:
    job(client)
    answer = client.get("/api/jobs/j1/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    told = answer.text.strip().split("\n\n")
    assert [one.split("\n")[:2] for one in told] == [
        [f"id: {n}", f"event: {name}"] for n, name in enumerate(("progress", "rough", "done"))
    ]
    assert told[2].split("\n")[2].startswith('data: {"rough":false')
    resumed = client.get("/api/jobs/j1/events", headers={"last-event-id": "1"}).text
    assert [line for line in resumed.split("\n") if line.startswith("id:")] == ["id: 2"]
    assert client.get("/api/jobs/j1/events", headers={"last-event-id": "nonsense"}).text == answer.text


class Silent:
    """An engine whose job tells one thing and then nothing for ever."""

    def __init__(self) -> None:
        self.left = False

    async def follow(self, job: Any, after: int = -1) -> AsyncIterator[Any]:
        try:
            yield Told(0, "progress", {"done": 0})
            await asyncio.Event().wait()
        finally:
            self.left = True


def test_a_silent_job_keeps_the_line_and_ends_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.01)

    async def heard() -> list[bytes]:
        engine, closing, told = Silent(), asyncio.Event(), []
        async for part in events.stream(engine, None, -1, closing):  # type: ignore[arg-type]
            told.append(part)
            if len(told) == 4:
                closing.set()
        assert engine.left
        return told

    told = looped(heard())
    assert told[0].startswith(b"id: 0\nevent: progress\n")
    assert told[1:] == [b": still here\n\n"] * 3


def test_the_engine_ends_with_the_server(folder: Path) -> None:
    jobs = Jobs()
    with client_of(Settings(folder=folder, token=TOKEN), jobs):
        assert not jobs.closed
    assert jobs.closed


def test_a_pasted_page_is_drafted_with_its_places(client: TestClient) -> None:
    told = client.post("/api/draft", json={"text": PAGE, "case": "venezuela-2019"}).json()
    assert told["schema"] == "standoff-drafts/1"
    first = told["rows"][0]
    assert (first["code"], first["date"], first["status"]) == ("order_refused", "2019-01-29", "draft")
    assert told["pages"][0]["text"][first["start"] : first["end"]] == first["quote"]


def test_a_dropped_file_is_drafted(client: TestClient) -> None:
    files = {"page": ("../../etc/pass\x00wd.txt", PAGE.encode(), "text/plain")}
    told = client.post("/api/draft", files=files, data={"case": "venezuela-2019", "published": "2019-02-02"}).json()
    assert told["pages"][0]["name"] == "pass%00wd.txt" or "/" not in told["pages"][0]["name"]
    assert told["pages"][0]["published"] == "2019-02-02"


@pytest.mark.parametrize(
    ("files", "data", "status"),
    [
        ({"page": ("x.pdf", b"%PDF-1.4", "application/pdf")}, {}, 422),
        ({"page": ("x.txt", b"", "text/plain")}, {}, 422),
        ({"page": ("x.txt", b"\x00\x01\x02" * 50, "text/plain")}, {}, 422),
        ({"page": ("x.txt", b"a", "text/plain"), "other": ("y", b"b", "text/plain")}, {}, 400),
        ({"page": ("x.txt", b"Police march.", "text/plain")}, {"case": "nobody"}, 404),
        ({"page": ("x.txt", b"Police march.", "text/plain")}, {"published": "yesterday"}, 422),
        ({"page": ("x.txt", b"Police march.", "text/plain")}, {"more": "1"}, 422),
        ({"other": ("x.txt", b"Police march.", "text/plain")}, {}, 422),
        ({"page": ("x.txt", b"x" * 10_000_001, "text/plain")}, {}, 413),
    ],
)
def test_an_upload_that_will_not_do(client: TestClient, files: dict, data: dict, status: int) -> None:
    answer = client.post("/api/draft", files=files, data=data)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert "Traceback" not in answer.text


def test_a_form_that_is_no_form(client: TestClient) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = client.post("/api/draft", content=b"nonsense", headers={"content-type": kind})
        assert answer.status_code in (400, 422)


def test_a_draft_becomes_a_row_by_an_edit(client: TestClient, folder: Path) -> None:
    page = "Soldiers of the Army refused to fire on the protesters on 20 January 2031."
    told = client.post("/api/draft", json={"text": page, "case": "kestria", "published": "2031-01-21"}).json()
    draft = told["rows"][0]
    keys = (
        "date",
        "code",
        "force",
        "tier",
        "scope",
        "actor",
        "target",
        "text",
        "sources",
        "sided",
        "confidence",
        "drafted",
        "status",
        "note",
    )
    row = {key: draft[key] for key in keys if draft.get(key) not in (None, "")}
    digest = client.get("/api/cases/kestria").json()["digest"]
    body = {"digest": digest, "edits": [{"op": "add", "row": row}], "save": True}
    saved = client.post("/api/cases/kestria/edits", json=body)
    assert saved.status_code == 200
    assert saved.json()["rows"][-1]["drafted"]["page"] == "pasted page"
    assert saved.json()["rows"][-1]["status"] == "draft"
    assert saved.json()["rows"][-1]["evidence"] is False


def test_an_outlet_is_told_with_reasons(client: TestClient) -> None:
    told = client.get("/api/outlets", params={"name": "Sputnik", "case": "venezuela-2019"}).json()
    assert (told["side"], told["grade"]) == ("order_giver", "D")
    assert "patron" in told["side_why"]
    unknown = client.get("/api/outlets", params={"name": "Nobody's Gazette"}).json()
    assert (unknown["known"], unknown["side"]) == (False, None)
    assert client.get("/api/outlets").status_code == 422
    assert client.get("/api/outlets?name=a&name=b").status_code == 422


def test_a_scenario_is_kept_as_a_file_and_is_no_case(client: TestClient, folder: Path) -> None:
    made = client.post("/api/scenarios", json={"name": "brigade", "case": "kestria", "text": SCENARIO})
    assert made.status_code == 201
    assert (folder / "brigade.yaml").read_text("utf-8") == SCENARIO
    listed = client.get("/api/scenarios", params={"case": "kestria"}).json()["scenarios"]
    assert [(one["name"], one["title"], one["problems"]) for one in listed] == [("brigade", "A brigade refuses", [])]
    assert "brigade" not in {card["name"] for card in client.get("/api/cases").json()["cases"]}
    again = {"name": "brigade", "text": SCENARIO + "note: x\n"}
    assert client.post("/api/scenarios", json=again).status_code == 409
    assert client.post("/api/scenarios", json={**again, "digest": "0" * 64}).status_code == 409
    replaced = client.post("/api/scenarios", json={**again, "digest": listed[0]["digest"]})
    assert replaced.status_code == 200
    assert (folder / "brigade.yaml").read_text("utf-8").endswith("note: x\n")


def test_a_scenario_never_takes_the_place_of_a_case(client: TestClient, folder: Path) -> None:
    assert client.post("/api/scenarios", json={"name": "kestria", "text": SCENARIO}).status_code == 409
    assert client.post("/api/scenarios", json={"name": "../x", "text": SCENARIO}).status_code == 422
    wrong = client.post("/api/scenarios", json={"name": "x", "text": SCENARIO.replace("mutiny", "mutinies")})
    assert wrong.status_code == 422
    assert wrong.json()["error"]["problems"][0]["nearest"] == "mutiny"
    (folder / "spoilt.yaml").write_text("schema: standoff-scenario/1\nname: 5\n")
    spoilt = client.get("/api/scenarios").json()["scenarios"][0]
    assert (spoilt["name"], bool(spoilt["problems"])) == ("spoilt", True)


def test_the_report_is_a_file_to_keep(client: TestClient, jobs: Jobs) -> None:
    wanted = {"case": "venezuela-2019", "as_of": "2019-01-30", "order": "shoot"}
    answer = client.get("/api/report", params=wanted)
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''venezuela-2019-2019-01-30.html"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == "<!DOCTYPE html><p>report</p>"
    asked = jobs.wanted[-1]
    assert (asked.kind, asked.name, asked.as_of, asked.order) == ("report", "venezuela-2019", date(2019, 1, 30), "shoot")
    assert client.get("/api/report?case=nobody").status_code == 404
    assert client.get("/api/report?case=kestria&order=fly").status_code == 422


class Ending(Jobs):
    """An engine whose jobs end in another way than well, or not at all."""

    def __init__(self, *ends: Told) -> None:
        super().__init__()
        self.ends = ends

    async def follow(self, job: Any, after: int = -1) -> AsyncIterator[Told]:
        for event in self.ends:
            yield event
        if not self.ends:
            await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("end", "status", "words"),
    [
        (Told(0, "failed", {"error": {"code": "usage", "message": "as_of: 1999-01-01 given"}}), 422, "as_of: 1999-01-01 given"),
        (Told(0, "cancelled", {"reason": "the server is closing"}), 503, "the report was given up"),
    ],
)
def test_a_report_that_cannot_be_says_why(folder: Path, end: Told, status: int, words: str) -> None:
    with client_of(Settings(folder=folder, token=TOKEN), Ending(end)) as client:
        answer = client.get("/api/report?case=kestria")
    assert answer.status_code == status
    assert answer.json()["error"]["message"].startswith(words)


def test_a_report_under_way_ends_with_the_server() -> None:
    async def asked() -> str:
        closing, jobs = asyncio.Event(), Ending()
        asyncio.get_running_loop().call_later(0.1, closing.set)
        with pytest.raises(Refusal) as refused:
            await report_page(jobs, Wanted("report", "", "x"), closing)
        assert jobs.jobs["j1"].state == "cancelled"
        return refused.value.code

    assert looped(asked()) == "closing"


def test_a_track_record_needs_an_end(client: TestClient) -> None:
    assert client.get("/api/record?case=kestria").json()["has_outcome"] is False
    assert client.get("/api/record?case=ussr-1991").json()["has_outcome"] is True

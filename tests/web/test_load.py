"""Many at once, whatever they send: fifty readers, two writers, and requests made up from the description."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from web_kit import ADDRESS, SMALL, TOKEN, Jobs, TestClient, apart, client_of, looped
from workbench_kit import Desk

from standoff.case.reader import parse_case
from standoff.web.api.table import ENDPOINTS
from standoff.web.app import create_app
from standoff.web.bench import Busy
from standoff.web.openapi import description
from standoff.web.refusals import Refusal
from standoff.web.settings import Settings

READERS = 50


def together(folder: Path, work: Any) -> Any:
    """What becomes of clients that run at once in one loop."""

    async def run() -> Any:
        app = create_app(Settings(folder=folder, token=TOKEN), lambda settings: Jobs())
        headers = {"authorization": f"Bearer {TOKEN}"}
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers, timeout=20) as client:
                return await work(client)

    return looped(run())


def test_fifty_readers_at_once(folder: Path) -> None:
    async def reader(client: httpx.AsyncClient, number: int) -> set[int]:
        paths = ("/api/cases/kestria", "/c/kestria", "/api/about", f"/api/outlets?name=AP{number % 5}")
        return {(await client.get(path)).status_code for path in paths}

    async def work(client: httpx.AsyncClient) -> list[set[int]]:
        return await asyncio.gather(*(reader(client, number) for number in range(READERS)))

    assert together(folder, work) == [{200}] * READERS


def test_writers_at_once_lose_nothing(folder: Path) -> None:
    """Each adds rows, looks again after a conflict, and goes on until all are in."""

    async def writer(client: httpx.AsyncClient, name: str) -> int:
        conflicts = 0
        for number in range(2):
            row = {
                "date": "2031-01-20",
                "code": "strike",
                "tier": "none",
                "scope": "capital",
                "actor": name,
                "text": f"{name} {number}",
            }
            row |= {"source": "AP", "sided": "neutral", "confidence": "low"}
            for _ in range(60):
                seen = (await client.get("/api/cases/kestria")).json()["digest"]
                body = {"digest": seen, "edits": [{"op": "add", "row": row}], "save": True}
                answer = await client.post("/api/cases/kestria/edits", json=body)
                if answer.status_code == 200:
                    break
                assert answer.status_code == 409
                conflicts += 1
        return conflicts

    async def work(client: httpx.AsyncClient) -> list[int]:
        return await asyncio.gather(*(writer(client, name) for name in ("a", "b", "c")))

    together(folder, work)
    told = sorted(row.text for row in parse_case((folder / "kestria.yaml").read_text("utf-8")).events if row.code == "strike")
    assert told == [f"{name} {number}" for name in "abc" for number in range(2)]


def test_fifty_windows_on_a_server_of_its_own(tmp_path: Path) -> None:
    """Over the loopback: each reads pages and the case, asks for the same answer and follows it to its end."""
    (tmp_path / "kestria.yaml").write_text(SMALL, "utf-8")
    desk = Desk(tmp_path)

    def window(number: int) -> tuple[set[int], str]:
        with httpx.Client(base_url=desk.address, headers={"authorization": f"Bearer {token}"}, timeout=120) as client:
            seen = {client.get(path).status_code for path in ("/", "/c/kestria", "/api/cases", "/api/cases/kestria")}
            wanted = {"kind": "answer", "case": "kestria", "client": f"window-{number}", "worlds": 400}
            job = client.post("/api/jobs", json=wanted).json()["job"]
            told = client.get(f"/api/jobs/{job}/events").text
            return seen, told[told.rindex("event: ") :]

    token = desk.entrance.rpartition("token=")[2]
    try:
        with ThreadPoolExecutor(READERS) as pool:
            found = list(pool.map(window, range(READERS)))
        assert {status for seen, _ in found for status in seen} == {200}
        assert len({end for _, end in found}) == 1
        assert found[0][1].startswith("event: done\n")
    finally:
        desk.stop()


def test_too_many_waiting_are_sent_away() -> None:
    async def work() -> list[str]:
        busy = Busy(1, "drafting")

        async def one() -> str:
            try:
                return await busy.run(lambda: time.sleep(0.02) or "done")
            except Refusal as refusal:
                return refusal.code

        return await asyncio.gather(*(one() for _ in range(14)))

    told = looped(work())
    assert (told.count("done"), told.count("busy")) == (9, 5)


def test_the_description_holds_every_address() -> None:
    told = description(ENDPOINTS)
    json.dumps(told)
    assert {(path, method.upper()) for path, found in told["paths"].items() for method in found} == {
        (one.path, one.method) for one in ENDPOINTS
    }
    names = [one["operationId"] for found in told["paths"].values() for one in found.values()]
    assert len(set(names)) == len(names)


def test_the_description_is_true(folder: Path) -> None:
    """Requests made up from it, right and wrong, are answered as it says, and never with a fault."""
    schemathesis = pytest.importorskip("schemathesis")

    def work() -> None:
        with client_of(Settings(folder=folder, token=TOKEN)) as client:
            schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
            for found in schema.get_all_operations():
                assert answered(client, found.ok())

    apart(work)
    assert parse_case((folder / "kestria.yaml").read_text("utf-8"))


def answered(client: TestClient, operation: Any) -> set[int]:
    """Statuses of a few made-up requests to one address."""
    from hypothesis import HealthCheck, Phase, given, settings

    quiet = {"deadline": None, "database": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
    seen: set[int] = set()

    @settings(max_examples=12, phases=[Phase.generate], **quiet)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        checked(client, operation, case, seen)

    ask()
    return seen


def checked(client: TestClient, operation: Any, case: Any, seen: set[int]) -> None:
    sent = case.as_transport_kwargs(base_url=ADDRESS)
    kept = {
        key: sent[key] for key in ("method", "url", "params", "json", "data", "files", "content") if sent.get(key) is not None
    }
    headers = {str(key): str(value) for key, value in dict(sent.get("headers") or {}).items()}
    answer = client.request(**kept, headers=headers)
    seen.add(answer.status_code)
    told = operation.definition.raw["responses"]
    assert str(answer.status_code) in told, (answer.status_code, answer.text[:300])
    kinds = list(told[str(answer.status_code)]["content"])
    assert answer.headers["content-type"].partition(";")[0] in kinds
    assert "Traceback" not in answer.text
    if answer.status_code >= 400:
        assert answer.json()["error"]["message"]

"""Who is let in, from where, with how much, and what every answer carries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from web_kit import ADDRESS, TOKEN, TestClient, client_of

from standoff.web.api.table import ENDPOINTS
from standoff.web.settings import Settings

PATHS = [(one.method, one.path.replace("{name}", "kestria").replace("{job}", "j1")) for one in ENDPOINTS]
PAGES = [
    ("GET", path) for path in ("/", "/c/kestria", "/compare", "/static/main.js", "/vendor/vega.js", "/openapi.json", "/nowhere")
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
)


WITHOUT = ({}, {"authorization": "Bearer wrong"}, {"cookie": "standoff=wrong"}, {"authorization": f"Basic {TOKEN}"})


def test_nothing_is_given_without_the_token(stranger: TestClient) -> None:
    for method, path in PATHS + PAGES:
        for headers in (
            {},
            {"authorization": "Bearer wrong"},
            {"cookie": "standoff=wrong"},
            {"authorization": f"Basic {TOKEN}"},
        ):
            answer = stranger.request(method, path, headers=headers)
            assert answer.status_code == 401
            assert "kestria" not in answer.text.lower()
            assert answer.headers["content-security-policy"].startswith(POLICY)


def test_the_token_in_the_address_becomes_a_cookie(stranger: TestClient) -> None:
    answer = stranger.get(f"/c/kestria?tab=brief&token={TOKEN}&row=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/c/kestria?tab=brief&row=2"
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"standoff={TOKEN};")
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert stranger.get("/c/kestria?tab=brief&row=2").status_code == 200
    assert stranger.get("/?token=wrong", headers={"cookie": ""}).status_code == 401


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/%5Cevil.example", "///evil.example"])
def test_the_redirect_stays_here(stranger: TestClient, path: str) -> None:
    answer = stranger.get(f"{ADDRESS}{path}?token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8765", "127.0.0.1:8765.evil.example", ""]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/cases", headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "wrong_host"


def test_names_of_this_machine_are_answered(client: TestClient) -> None:
    assert client.get("/api/about", headers={"host": "localhost:8765"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8765", "http://127.0.0.1:8765.evil.example"],
)
def test_another_origin_is_refused(client: TestClient, folder: Path, origin: str) -> None:
    before = (folder / "kestria.yaml").read_bytes()
    digest = client.get("/api/cases/kestria").json()["digest"]
    body = {"digest": digest, "edits": [{"op": "remove", "id": "named"}], "save": True}
    answer = client.post("/api/cases/kestria/edits", json=body, headers={"origin": origin})
    assert answer.status_code == 403
    assert (folder / "kestria.yaml").read_bytes() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "whatever"])
def test_another_site_is_refused(client: TestClient, site: str) -> None:
    assert client.get("/", headers={"sec-fetch-site": site}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for method, path in PATHS + PAGES:
        answer = client.request(method, path)
        assert answer.headers["content-security-policy"].startswith(POLICY)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == ("no-store" if path.startswith("/api/") else answer.headers["cache-control"])
        assert "access-control-allow-origin" not in answer.headers
        assert "Traceback" not in answer.text


def test_only_json_is_read(client: TestClient) -> None:
    for method, path in [one for one in PATHS if one[0] in ("POST", "PUT")]:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""):
            answer = client.request(method, path, content=b"{}", headers={"content-type": kind})
            assert answer.status_code == 415
        for text in (b"", b"{", b'{"digest": NaN}', b"\xff\xfe", b"[" * 5_000):
            answer = client.request(method, path, content=text, headers={"content-type": "application/json"})
            assert answer.status_code == 400
        answer = client.request(method, path, content=b"[1]", headers={"content-type": "application/json"})
        assert answer.status_code == 422


def test_too_much_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.put(
        "/api/cases/kestria", headers={"content-length": "99999999999", "content-type": "application/json"}, content=b"{}"
    )
    assert answer.status_code == 413


def test_too_much_without_a_length_is_refused_while_it_comes(client: TestClient) -> None:
    sent = 0

    def parts():  # type: ignore[no-untyped-def]
        nonlocal sent
        for _ in range(40):
            sent += 1
            yield b"x" * 1_000_000

    for path in ("/api/draft", "/api/cases/kestria/check"):
        answer = client.post(path, content=parts(), headers={"content-type": "application/json"})
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "too_large"


def test_a_long_address_is_refused(client: TestClient) -> None:
    assert client.get(f"/api/outlets?name={'x' * 9_000}").status_code == 414


def test_methods_that_are_not_there(client: TestClient) -> None:
    answer = client.delete("/api/cases/kestria")
    assert answer.status_code == 405
    assert answer.headers["allow"]
    assert client.options("/api/cases").status_code == 405
    assert client.get("/api/nothing").json()["error"]["code"] == "not_found"


@pytest.fixture
def walled(folder: Path) -> TestClient:
    return client_of(Settings(folder=folder, token=TOKEN, password="open, please"), signed_in=False)


def test_the_password_opens(walled: TestClient) -> None:
    with walled:
        assert walled.get("/login").status_code == 200
        assert 'type="password"' in walled.get("/").text
        answer = walled.post("/login", data={"password": "open, please"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert walled.get("/api/about").status_code == 200


def test_guessing_the_password_is_slowed(walled: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(seconds: float) -> None:
        return None

    monkeypatch.setattr("standoff.web.pages.asyncio.sleep", at_once)
    with walled:
        answers = [walled.post("/login", data={"password": f"guess {number}"}).status_code for number in range(7)]
        assert answers == [401] * 5 + [429] * 2
        assert walled.post("/login", data={"password": "open, please"}).status_code == 429


def test_there_is_no_login_without_a_password(client: TestClient) -> None:
    assert client.get("/login").status_code == 404


def test_other_names_can_be_allowed(folder: Path) -> None:
    settings = Settings(folder=folder, token=TOKEN, names=("desk.example.org",))
    with client_of(settings) as client:
        assert client.get("/api/about", headers={"host": "desk.example.org:8765"}).status_code == 200
        assert client.get("/api/about", headers={"host": "desk.example.org"}).status_code == 200
        assert client.get("/api/about", headers={"host": "other.example.org"}).status_code == 403


def test_settings_keep_their_secrets(folder: Path) -> None:
    told = repr(Settings(folder=folder, token=TOKEN, password="open, please"))
    assert TOKEN not in told
    assert "please" not in told
    assert len(Settings(folder=folder).token) >= 40


def test_a_fault_tells_nothing_of_the_program(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("standoff.web.api.cases.cards", lambda bench: 1 / 0)
    answer = client.get("/api/cases")
    assert answer.status_code == 500
    assert json.loads(answer.text)["error"]["code"] == "fault"
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    assert "ZeroDivisionError" in caplog.text

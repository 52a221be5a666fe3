"""The text of a case: conflicts, undo and redo also after a restart, and a writer killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_kit import SMALL, TOKEN, TestClient, client_of

from standoff.case.reader import parse_case
from standoff.web.files.diffs import unified
from standoff.web.files.history import FOLDER, MOST_ON_DISK, History
from standoff.web.files.texts import Texts, digest_of
from standoff.web.refusals import Refusal
from standoff.web.settings import Settings

SOURCE = Path(__file__).parents[2] / "src"


def told(number: int) -> str:
    return SMALL.replace("Students march.", f"Students march {number}.")


def read(client: TestClient, name: str = "kestria") -> dict:
    return client.get(f"/api/cases/{name}").json()


def put(client: TestClient, text: str, digest: str) -> tuple[int, dict]:
    answer = client.put("/api/cases/kestria", json={"text": text, "digest": digest})
    return answer.status_code, answer.json()


def test_a_text_is_saved_and_read_again(client: TestClient, folder: Path) -> None:
    status, saved = put(client, told(1), read(client)["digest"])
    assert status == 200
    assert (folder / "kestria.yaml").read_text("utf-8") == told(1) == saved["text"]
    assert saved["digest"] == digest_of(told(1).encode()) == read(client)["digest"]


def test_two_windows_conflict_and_nothing_is_lost(client: TestClient, folder: Path) -> None:
    seen = read(client)["digest"]
    assert put(client, told(1), seen)[0] == 200
    status, refused = put(client, told(2), seen)
    assert status == 409
    assert refused["error"]["code"] == "conflict"
    assert refused["current"] == {"text": told(1), "digest": digest_of(told(1).encode())}
    assert "-  text: Students march 1.\n+  text: Students march 2.\n" in refused["diff"]
    assert (folder / "kestria.yaml").read_text("utf-8") == told(1)
    assert put(client, told(2), refused["current"]["digest"])[0] == 200


def test_another_program_is_never_overwritten(client: TestClient, folder: Path) -> None:
    seen = read(client)["digest"]
    (folder / "kestria.yaml").write_text(told(9), "utf-8")
    assert put(client, told(1), seen)[0] == 409
    edits = {"digest": seen, "edits": [{"op": "remove", "id": "named"}], "save": True}
    assert client.post("/api/cases/kestria/edits", json=edits).status_code == 409
    assert client.post("/api/cases/kestria/undo", json={"digest": seen}).status_code == 409
    assert (folder / "kestria.yaml").read_text("utf-8") == told(9)


@pytest.mark.parametrize("way", ["edit", "undo"])
def test_a_program_that_saves_in_the_middle_of_ours_is_not_overwritten(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Between our look at the digest and the rename lies the writing of the history; another may save just then."""
    path, theirs = folder / "kestria.yaml", SMALL + "# theirs\n"
    digest = client.get("/api/cases/kestria").json()["digest"]
    digest = client.put("/api/cases/kestria", json={"text": SMALL + "# ours\n", "digest": digest}).json()["digest"]
    for step in ("step", "meet"):
        usual = getattr(History, step)

        def late(self: History, *given: bytes, usual: Callable[..., object] = usual) -> object:
            path.write_text(theirs, "utf-8")
            return usual(self, *given)

        monkeypatch.setattr(History, step, late)
    if way == "undo":
        answer = client.post("/api/cases/kestria/undo", json={"digest": digest})
    else:
        answer = client.put("/api/cases/kestria", json={"text": SMALL, "digest": digest})
    assert answer.status_code == 409
    assert path.read_text("utf-8") == theirs


def test_a_text_with_problems_is_not_saved(client: TestClient, folder: Path) -> None:
    status, refused = put(client, SMALL.replace("protest", "protests"), read(client)["digest"])
    assert status == 422
    problem = refused["error"]["problems"][0]
    assert (problem["line"], problem["where"], problem["nearest"]) == (21, "events[0].code", "protest")
    half = json.dumps({"text": SMALL + "# \ud800", "digest": read(client)["digest"]})
    assert client.put("/api/cases/kestria", content=half, headers={"content-type": "application/json"}).status_code == 422
    assert (folder / "kestria.yaml").read_text("utf-8") == SMALL


def test_what_a_library_case_says_stays(client: TestClient) -> None:
    known = read(client, "ussr-1991")
    answer = client.put("/api/cases/ussr-1991", json={"text": known["text"], "digest": known["digest"]})
    assert answer.status_code == 403
    assert "copy it first" in answer.json()["error"]["message"]
    made = client.post("/api/cases/ussr-1991/copy", json={"name": "ussr-1991"})
    assert made.status_code == 201
    mine = read(client, made.json()["name"])
    assert mine["text"] == known["text"]
    assert mine["library"] is False
    assert client.post("/api/cases/ussr-1991/copy", json={"name": "ussr-1991"}).status_code == 409


def test_nothing_is_written_when_read_only(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with client_of(Settings(folder=folder, token=TOKEN, read_only=True)) as client:
        seen = read(client)["digest"]
        assert put(client, told(1), seen)[0] == 403
        assert client.post("/api/cases/kestria/undo", json={"digest": seen}).status_code == 403
        assert client.post("/api/cases/kestria/copy", json={"name": "other"}).status_code == 403
        text = "schema: standoff-scenario/1\nname: x\n"
        assert client.post("/api/scenarios", json={"name": "s", "text": text}).status_code == 403
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def turn(client: TestClient, word: str) -> tuple[int, dict]:
    answer = client.post(f"/api/cases/kestria/{word}", json={"digest": read(client)["digest"]})
    return answer.status_code, answer.json()


def test_undo_and_redo(client: TestClient, folder: Path) -> None:
    assert turn(client, "undo")[1]["error"]["code"] == "nothing_to_undo"
    for number in (1, 2, 3):
        assert put(client, told(number), read(client)["digest"])[0] == 200
    assert (read(client)["undo"], read(client)["redo"]) == (3, 0)
    assert turn(client, "undo")[1]["text"] == told(2)
    assert turn(client, "undo")[1]["text"] == told(1)
    assert turn(client, "redo")[1]["text"] == told(2)
    assert (read(client)["undo"], read(client)["redo"]) == (2, 1)
    assert put(client, told(7), read(client)["digest"])[0] == 200
    assert turn(client, "redo")[1]["error"]["code"] == "nothing_to_redo"
    assert [turn(client, "undo")[1]["text"] for _ in range(3)] == [told(2), told(1), SMALL]


def test_undo_survives_a_restart_of_the_server(folder: Path) -> None:
    setup = Settings(folder=folder, token=TOKEN)
    with client_of(setup) as client:
        for number in (1, 2, 3):
            put(client, told(number), read(client)["digest"])
        turn(client, "undo")
    with client_of(setup) as client:
        assert (read(client)["undo"], read(client)["redo"]) == (2, 1)
        assert turn(client, "redo")[1]["text"] == told(3)
        assert [turn(client, "undo")[1]["text"] for _ in range(3)] == [told(2), told(1), SMALL]
        assert turn(client, "undo")[0] == 422


def test_undo_after_another_program_wrote_goes_back_to_what_was_there(client: TestClient, folder: Path) -> None:
    put(client, told(1), read(client)["digest"])
    (folder / "kestria.yaml").write_text(told(9), "utf-8")
    assert turn(client, "undo")[1]["text"] == told(1)
    assert turn(client, "redo")[1]["text"] == told(9)


def test_a_file_that_cannot_be_written_is_told_and_leaves_no_step(client: TestClient, folder: Path) -> None:
    (folder / "kestria.yaml").chmod(0o444)
    status, refused = put(client, told(1), read(client)["digest"])
    assert status == 422
    assert "read-only" in refused["error"]["message"]
    assert (read(client)["undo"], read(client)["redo"]) == (0, 0)
    assert (folder / "kestria.yaml").read_text("utf-8") == SMALL


def test_only_the_newest_texts_are_kept_on_disk(client: TestClient, folder: Path) -> None:
    for number in range(MOST_ON_DISK + 5):
        assert put(client, told(number), read(client)["digest"])[0] == 200
    kept = [path.name for path in (folder / FOLDER / "kestria.yaml").iterdir() if len(path.name) == 64]
    assert len(kept) == MOST_ON_DISK
    assert read(client)["undo"] == MOST_ON_DISK + 5


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", '{"order": 3, "at": 0}', '{"order": ["../../x"], "at": 0}', '{"order": [], "at": 99}']
)
def test_a_spoilt_history_is_left_aside(folder: Path, spoilt: str) -> None:
    kept = folder / FOLDER / "kestria.yaml"
    kept.mkdir(parents=True)
    (kept / "order.json").write_text(spoilt)
    with client_of(Settings(folder=folder, token=TOKEN)) as client:
        assert turn(client, "undo")[0] == 422
        assert put(client, told(1), read(client)["digest"])[0] == 200
        assert turn(client, "undo")[1]["text"] == SMALL


def test_a_history_that_was_tampered_with_is_not_believed(folder: Path) -> None:
    setup = Settings(folder=folder, token=TOKEN)
    with client_of(setup) as client:
        put(client, told(1), read(client)["digest"])
    (folder / FOLDER / "kestria.yaml" / digest_of(SMALL.encode())).write_text("title: other\n")
    with client_of(setup) as client:
        assert turn(client, "undo")[0] == 422


def test_a_history_that_is_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / FOLDER).symlink_to(elsewhere)
    with client_of(Settings(folder=folder, token=TOKEN)) as client:
        assert put(client, told(1), read(client)["digest"])[0] == 200
        assert turn(client, "undo")[1]["text"] == SMALL
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["save", "undo", "redo", "other", "restart"]), max_size=15))
def test_any_walk_through_saves_is_that_of_a_plain_list(tmp_path: Path, walk: list[str]) -> None:
    """Against a model: a list of texts and a place in it."""
    path = tmp_path / f"{abs(hash(tuple(walk)))}.yaml"
    path.write_text(told(0), "utf-8")
    texts, kept, at = Texts(), [told(0)], 0
    for number, word in enumerate(walk, 1):
        seen = digest_of(path.read_bytes())
        if word in ("save", "other"):
            del kept[at + 1 :]
            kept.append(told(number))
            at += 1
        if word == "save":
            texts.save(path, "x", told(number), seen)
        elif word == "other":
            texts.steps(path, seen)
            path.write_text(told(number), "utf-8")
            kept, at = _met(texts, path, kept, at)
        elif word == "restart":
            texts = Texts()
            kept, at = ([kept[at]], 0) if not (path.parent / FOLDER / path.name).exists() else (kept, at)
        elif 0 <= at + (step := 1 if word == "redo" else -1) < len(kept):
            at += step
            texts.turn(path, "x", seen, step)
        else:
            with pytest.raises(Refusal):
                texts.turn(path, "x", seen, step)
        assert path.read_text("utf-8") == kept[at]


def _met(texts: Texts, path: Path, kept: list[str], at: int) -> tuple[list[str], int]:
    """What another program wrote is taken note of with the next save: here at once, by saving it over itself."""
    history = texts._history(path)
    history.meet(digest_of(path.read_bytes()), path.read_bytes())
    history._keep()
    first = max(0, len(history._order) - len(kept))
    assert first == 0
    return kept[len(kept) - len(history._order) :], len(history._order) - 1


def test_a_history_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(History, "_keep", lambda self: None)
    history = History(tmp_path / "x.yaml")
    for number in range(130):
        before, after = f"{number}".encode(), f"{number + 1}".encode()
        history.moved(history.step(digest_of(before), before, after))
    assert history.steps(digest_of(b"130")) == (99, 0)


KILLED = """
import sys
from pathlib import Path
from standoff.web.files.texts import Texts, digest_of
path, texts, number = Path(sys.argv[1]), Texts(), 0
base = path.read_text("utf-8")
while True:
    number += 1
    text = base.replace("Students march.", "Students march " + "very " * (number % 400) + "far.")
    texts.save(path, "x", text, digest_of(path.read_bytes()))
    if number == 1:
        print("ready", flush=True)
"""


def test_a_server_killed_while_it_saves_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "kestria.yaml"
    path.write_text(SMALL, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    for wait in (0.013, 0.047):
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, env=environment)
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        case = parse_case(path.read_text("utf-8"))
        assert case.events[0].text.startswith("Students march")
        texts = Texts()
        saved = texts.save(path, "x", SMALL, digest_of(path.read_bytes()))
        assert saved.text == SMALL
        assert texts.turn(path, "x", saved.digest, -1).text == path.read_text("utf-8") != SMALL
        texts.save(path, "x", SMALL, digest_of(path.read_bytes()))


@given(
    st.lists(st.sampled_from("abcd\n"), max_size=40).map("".join), st.lists(st.sampled_from("abcd\n"), max_size=40).map("".join)
)
def test_a_diff_makes_the_one_text_of_the_other(before: str, after: str) -> None:
    assert patched(before, unified(before, after, "x")) == after


def patched(text: str, diff: str) -> str:
    """The text with a unified diff applied, strictly."""
    lines, out, at = text.splitlines(keepends=True), [], 0
    body = diff.splitlines(keepends=True)[2:]
    before = ""
    for line in body:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            start_at = int(start) - (count != "0")
            out += lines[at:start_at]
            at = start_at
        elif line.startswith("+"):
            out.append(line[1:])
        elif line.startswith("\\"):
            out[-1:] = [out[-1].rstrip("\n")] if before == "+" else out[-1:]
        else:
            assert lines[at].rstrip("\n") == line[1:].rstrip("\n")
            out += [] if line.startswith("-") else [lines[at]]
            at += 1
        before = line[0]
    return "".join(out + lines[at:])


def test_a_large_diff_is_quick_and_right() -> None:
    before = "".join(f"line {number}\n" for number in range(60_000))
    after = before.replace("line 30000\n", "line thirty thousand\n")
    diff = unified(before, after, "x")
    assert "@@ -29998,7 +29998,7 @@" in diff
    assert json.dumps(diff).count("line thirty") == 1
    other = "".join(f"other {number}\n" for number in range(60_000))
    assert unified(before, other, "x").count("\n") == 120_003

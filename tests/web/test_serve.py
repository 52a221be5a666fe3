"""`standoff serve`: what it refuses to start with, what it prints, and how it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.cli.main import app, main
from standoff.errors import UsageError
from standoff.web import serving
from standoff.web.settings import Settings, is_loopback

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"
SERVED = """
import sys
from pathlib import Path
from stand_in import Jobs
from standoff.web.serving import bound, serve
from standoff.web.settings import Settings
def say(line):
    print(line, flush=True)
serve(Settings(folder=Path(sys.argv[1])), bound("127.0.0.1", 0), browser=False, say=say, start=lambda settings: Jobs())
"""


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["serve", *arguments, "--no-browser"]) == 2
    return capsys.readouterr().err


def test_what_it_will_not_start_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short, binary = tmp_path / "short", tmp_path / "binary"
    short.write_text("short\n")
    binary.write_bytes(b"\xff\xff")
    assert "needs --password-file" in refused(["--host", "0.0.0.0"], capsys)
    assert "too short; allowed: at least 8" in refused(["--password-file", str(short)], capsys)
    assert "cannot be read as text" in refused(["--password-file", str(binary)], capsys)
    assert "cannot be read as text" in refused(["--password-file", str(tmp_path / "none")], capsys)
    assert "is no folder" in refused(["--folder", str(tmp_path / "none")], capsys)
    assert "no such file" in refused([str(tmp_path / "none.yaml")], capsys)
    assert "--allow-host" in refused(["--allow-host", "http://x/"], capsys)
    assert "--worlds: 5 given" in refused(["--worlds", "5"], capsys)
    assert "--rough: 900 given; allowed: 160 to 500" in refused(["--worlds", "500", "--rough", "900"], capsys)
    assert "--workers: 0 given" in refused(["--workers", "0"], capsys)
    assert "--port: 70000 given" in refused(["--port", "70000"], capsys)


def test_what_it_is_started_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word, case = tmp_path / "word", tmp_path / "mine.yaml"
    word.write_text("a long password\nand a remark\n")
    case.write_text("")
    started: list[tuple[Settings, bool]] = []

    def serve(settings: Settings, listener: socket.socket, *, browser: bool, say: object) -> None:
        listener.close()
        started.append((settings, browser))

    monkeypatch.setattr(serving, "serve", serve)
    arguments = [
        "serve",
        str(case),
        "--folder",
        str(tmp_path),
        "--port",
        "0",
        "--password-file",
        str(word),
        "--host",
        "127.0.0.1",
    ]
    assert (
        CliRunner().invoke(app, [*arguments, "--allow-host", "Desk.example.org", "--read-only", "--worlds", "4000"]).exit_code
        == 0
    )
    settings, browser = started[0]
    assert (settings.folder, settings.cases, settings.password) == (tmp_path.resolve(), (case,), "a long password")
    assert (settings.names, settings.read_only, settings.worlds, settings.rough) == (("desk.example.org",), True, 4000, 2000)
    assert browser is True


def test_a_taken_port_is_told_and_the_default_goes_on_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving.bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port}: taken"):
            serving.bound("127.0.0.1", port)
        monkeypatch.setattr(serving, "DEFAULT_PORT", port)
        with serving.bound("127.0.0.1", None) as other:
            assert other.getsockname()[1] != port
    with pytest.raises(UsageError, match="cannot listen there"):
        serving.bound("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "alone"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True)]
)
def test_the_loopback_is_known(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
    assert not any(
        is_loopback(other) for other in ("0.0.0.0", "::", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", "")
    )


def test_an_address_of_version_6_stands_in_brackets(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, host="::1", port=80)
    assert settings.address == "http://[::1]:80/"
    assert {"[::1]:80", "[::1]"} <= settings.hosts
    everywhere = Settings(folder=tmp_path, host="0.0.0.0", names=("desk",))
    assert everywhere.address == "http://127.0.0.1:8765/"
    assert "0.0.0.0:8765" not in everywhere.hosts


def test_it_serves_and_ends_at_once_when_interrupted(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(SOURCE), str(HERE)))}
    command = [sys.executable, "-W", "error", "-c", SERVED, str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith("Standoff's workbench: http://127.0.0.1:")
        host, _, token = line.split("//")[1].strip().partition("/?token=")
        waiting = http.client.HTTPConnection(host, timeout=5)
        waiting.request("GET", "/api/about", headers={"authorization": f"Bearer {token}"})
        assert waiting.getresponse().status == 200
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=5)
        waiting.close()
    finally:
        child.kill()
    assert child.returncode == 0
    assert "Traceback" not in out + err
    assert time.monotonic() - begun < 4
    assert token not in err


def test_help_and_a_missing_library(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert 'pip install "standoff[web]"' in refused([], capsys)

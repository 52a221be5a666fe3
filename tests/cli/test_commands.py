from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from standoff.case.library import case_path
from standoff.cli import main as cli
from standoff.errors import CaseError

SOURCE = Path(__file__).parents[2] / "src"


def run(*words: str, cwd: Path | None = None, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "standoff", *words]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, env=environment, check=False)


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_cases_is_a_table_without_outcomes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "cases")
    lines = out.splitlines()
    assert (code, err, len(lines)) == (0, "", 71)
    assert lines[0].split() == ["id", "title", "start", "days", "rows", "forces"]
    assert re.search(r"^venezuela-2019 .* 2019-01-10 +113 +[0-9]+ +7$", out, re.MULTILINE)


def test_cases_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "cases", "--json")
    document = json.loads(out)
    assert (code, err, document["schema"]) == (0, "", "standoff-cases/1")
    assert len(document["cases"]) == 70
    assert "outcome" not in out
    assert "survived" not in out


def test_new_writes_a_file_that_check_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called(capsys, "new", "ruritania-2031")[:2] == (0, "")
    code, out, err = called(capsys, "check", "ruritania-2031.yaml")
    assert code == 0
    assert out == "ruritania-2031.yaml: fine (ruritania-2031: 1 rows, 2 forces)\n"
    assert err.startswith("note: ruritania-2031.yaml:")
    assert called(capsys, "check", "--strict", "ruritania-2031.yaml")[0] == 1
    code, out, err = called(capsys, "new", "ruritania-2031")
    assert (code, out) == (2, "")
    assert "exists already" in err


def test_new_json_and_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "b.yaml")
    code, out, err = called(capsys, "new", "b", "-o", path, "--json")
    assert (code, json.loads(out), err) == (0, {"schema": "standoff-new/1", "id": "b", "file": path}, "")


@pytest.mark.parametrize("name", ["../up", "A", "a b", ""])
def test_new_refuses_odd_names_and_writes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = called(capsys, "new", name)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert os.listdir(tmp_path) == []


def test_check_takes_names_and_several_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(case_path("ussr-1991").read_text("utf-8").replace("code: protest\n", "code: protests\n", 1))
    code, out, err = called(capsys, "check", "--strict", "ussr-1991", str(bad))
    assert code == 2
    assert out.startswith("ussr-1991: fine")
    assert re.search(rf"{re.escape(str(bad))}:\d+:9: events\[\d+\]\.code: 'protests' is not an event code", err)
    assert "1 problem in all" in err


def test_check_json_is_one_document_also_when_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: [")
    code, out, err = called(capsys, "check", "--json", "ussr-1991", str(bad))
    document = json.loads(out)
    assert (code, err, document["ok"]) == (2, "", False)
    assert [file["ok"] for file in document["files"]] == [True, False]
    problem = document["files"][1]["problems"][0]
    assert (problem["line"], problem["column"]) == (1, 6)


@pytest.mark.parametrize("data", [b"", b"\0\1", b"\xff", b"a: !!python/object:os.system x", b"a: [", b"x" * 10_000_000, b"- 1"])
def test_bad_input_is_exit_2_without_traceback(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    done = run("check", str(path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"bad.yaml" in done.stderr
    assert b"Traceback" not in done.stderr


def test_check_reads_standard_input(small_case: bytes) -> None:
    assert run("check", "-", stdin=small_case).returncode == 0
    done = run("check", "-", stdin=small_case.replace(b"iso3: XXX", b"iso3: x"))
    assert done.returncode == 2
    assert b"error: <stdin>:6:7: iso3: 'x' will not do" in done.stderr


@pytest.fixture
def small_case() -> bytes:
    from standoff.case.template import new_case_text

    return new_case_text("ruritania-2031").encode()


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "schema")
    assert code == 0
    assert json.loads(out)["title"] == "standoff-case/1"
    assert called(capsys, "schema", "--json")[1] == out


@pytest.mark.parametrize("words", [("frob",), ("check",), ("cases", "--frob"), ("new",), ()])
def test_bad_usage_is_exit_2(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, *words)[0] == 2


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from standoff import __version__

    assert called(capsys, "--version") == (0, f"standoff {__version__}\n", "")


def test_errors_are_told_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_: object) -> int:
        raise CaseError("one\ntwo")

    monkeypatch.setattr(cli, "_run", fail)
    assert called(capsys, "cases") == (2, "", "error: one\nerror: two\n")


def test_interrupt_is_exit_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("standoff.case.index.read_index", interrupt)
    code, out, err = called(capsys, "cases")
    assert (code, out) == (130, "")
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "standoff", "schema"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode in (1, 141)


def test_a_terminal_without_the_letter_shows_its_number() -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "-m", "standoff", "cases", "--json"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout.replace(b"\\x", b"\\u00"))


def test_every_command_has_help_with_an_example_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").mkdir()
    assert cli.main(["new", "my-case"]) == 0
    for name in ("cases", "check", "new", "schema"):
        code, out, _ = called(capsys, name, "--help")
        assert code == 0
        assert "--json" in out
        examples = re.findall(r"^ +(standoff [^\n<>*]+)$", out, re.MULTILINE)
        assert examples, name
        for example in examples:
            words = example.split()[1:]
            assert cli.main(words) == 0, example
            (tmp_path / "ruritania-2031.yaml").unlink(missing_ok=True)

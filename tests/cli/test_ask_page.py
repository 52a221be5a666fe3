from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from standoff.analysis.answer import Answer
from standoff.analysis.document import answer_text
from standoff.cli import ask as command
from standoff.cli import main as cli
from standoff.cli.terminal import print_document
from standoff.view.answer_page import answer_page

SOURCE = Path(__file__).parents[2] / "src"
NASTY = "[bold]x[/bold] [link=file:///]y[/] \x1b[31mred\x1b]0;title\x07 \x9b2J \u202eback :smile: " + "long" * 60


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def drawn(answer: Answer, width: int | None = None, encoding: str = "utf-8") -> str:
    paper = stream(encoding)
    print_document(answer_page(answer), paper, width)
    paper.seek(0)
    return paper.read()


@pytest.fixture
def asked(fake_answer: Answer, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The command's calls to the analysis, which answers with the answer made by hand."""
    calls: list[dict[str, Any]] = []

    def answer(case: object, **options: Any) -> Answer:
        calls.append({"case": case, **options})
        options["progress"](3, 40, "worlds")
        return fake_answer

    monkeypatch.setattr("standoff.analysis.ask.ask", answer)
    return calls


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


# --- The page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp437"])
def test_no_line_is_too_long_and_none_ends_in_blanks(fake_answer: Answer, width: int, encoding: str) -> None:
    for line in drawn(fake_answer, width, encoding).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_the_page_has_all_there_is_to_say(fake_answer: Answer) -> None:
    text = drawn(fake_answer, 120)
    page = answer_page(fake_answer)
    together = " ".join(text.split())
    assert page.headline in together
    for section in page.sections:
        assert section.title in text
        for words in (*section.sentences, *section.notes):
            assert words in together
    assert "< 1 in 20,000" in text
    assert "62,874" in text


def test_optional_columns_need_room(fake_answer: Answer) -> None:
    assert "roughly even chance" not in drawn(fake_answer, 80)
    assert "roughly even chance" in drawn(fake_answer, 100)


def test_a_force_is_named_once(fake_answer: Answer) -> None:
    assert drawn(fake_answer, 100).count("Bolivarian Army") == 1


def test_bars_are_blocks_or_plain_letters(fake_answer: Answer) -> None:
    assert "█" in drawn(fake_answer, 80)
    plain = drawn(fake_answer, 80, "ascii")
    assert plain.isascii()
    assert "######..." in plain
    assert "Nicolas Maduro" in plain


def test_the_command_to_repeat_can_be_pasted(fake_answer: Answer) -> None:
    for width in (60, 80, 120):
        last = drawn(fake_answer, width).split("To repeat:")[1]
        command_line = "standoff ask venezuela-2019 --as-of 2019-01-30 --order arrest_leader --worlds 20000 --seed 1"
        assert " ".join(last.replace("\\\n", " ").split()) == command_line


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_from_a_case_is_interpreted(fake_answer: Answer, width: int) -> None:
    groups = tuple(replace(group, force=NASTY) for group in fake_answer.orders[0].groups)
    nasty = replace(
        fake_answer,
        title=NASTY,
        question=NASTY,
        order_giver=NASTY,
        challenger=NASTY,
        orders=tuple(replace(order, groups=groups) for order in fake_answer.orders),
        evidence=tuple(replace(row, text=NASTY, source=NASTY, force=NASTY, code=NASTY) for row in fake_answer.evidence),
        checks=replace(fake_answer.checks, warnings=(NASTY,), ess_min_at=NASTY),
    )
    text = drawn(nasty, width)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert "[bold]x[/bold]" in text
    assert ":smile:" in text
    assert "\\x1b[31mred" in text
    assert max(map(cell_len, text.splitlines())) <= width


def test_colours_on_a_terminal_only_and_not_where_refused(fake_answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def on_terminal() -> str:
        paper = Terminal()
        print_document(answer_page(fake_answer), paper, 80)
        return paper.getvalue()

    assert "\x1b[1m" in on_terminal()
    assert "\x1b" not in drawn(fake_answer, 80)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in on_terminal()


def test_the_width_follows_columns(fake_answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("80", 80), ("300", 120), ("20", 60)):
        monkeypatch.setenv("COLUMNS", columns)
        assert max(map(cell_len, drawn(fake_answer).splitlines())) in range(width - 4, width + 1)


# --- The command -----------------------------------------------------------------------------------


def test_ask_prints_the_page(asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "ask", "venezuela-2019", "--as-of", "2019-01-30", "--threads", "2")
    assert (code, err) == (0, "worlds: 3 of 40\n")
    assert out.startswith("Venezuela, the presidential crisis of 2019\n")
    assert "As of 30 January 2019 it is likely (68 %)" in out
    (call,) = asked
    assert call["case"].id == "venezuela-2019"
    assert (call["as_of"], call["order"], call["worlds"]) == (date(2019, 1, 30), "arrest_leader", 20_000)
    assert (call["seed"], call["threads"]) == (1, 2)


def test_ask_leaves_the_default_day_to_the_analysis(asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "ask", "venezuela-2019", "--quiet")[::2] == (0, "")
    assert (asked[0]["as_of"], asked[0]["threads"]) == (None, None)


def test_ask_json_is_the_document_and_nothing_else(
    asked: list[dict[str, Any]], fake_answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = called(capsys, "ask", "venezuela-2019", "--json", "--quiet", "--order", "shoot", "--worlds", "160")
    assert (code, err, out) == (0, "", answer_text(fake_answer))
    assert json.loads(out)["schema"] == "standoff-answer/1"
    assert (asked[0]["order"], asked[0]["worlds"]) == ("shoot", 160)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["venezuela-2018"], "did you mean venezuela-20"),
        (["nowhere.yaml"], "nowhere.yaml"),
        (["venezuela-2019", "--order", "arrest_leaders"], "did you mean 'arrest_leader'?"),
        (["venezuela-2019", "--order", "\x1b[31m"], "'\\x1b[31m' is not an order"),
        (["venezuela-2019", "--worlds", "159"], "--worlds: 159 given; allowed: 160 to 10,000,000"),
        (["venezuela-2019", "--worlds", "10000001"], "allowed: 160 to 10,000,000"),
        (["venezuela-2019", "--seed", "-1"], "--seed: -1 given"),
        (["venezuela-2019", "--threads", "0"], "--threads: 0 given"),
        (["venezuela-2019", "--as-of", "30/1/2019"], "'30/1/2019' is not a date"),
        (["venezuela-2019", "--as-of", "2019-02-30"], "'2019-02-30' is not a date"),
        (["venezuela-2019", "--as-of", "2019-01-09"], "allowed for venezuela-2019: 2019-01-10 to 2019-05-02"),
        (["venezuela-2019", "--as-of", "2019-05-03"], "allowed for venezuela-2019: 2019-01-10 to 2019-05-02"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "ask", *words)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_the_limits_are_those_of_the_inference() -> None:
    from standoff.inference import posterior

    assert (command.LEAST_WORLDS, command.MOST_WORLDS) == (posterior.LEAST_WORLDS, posterior.MOST_WORLDS)


def test_bad_usage_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom standoff.cli.main import main\n"
        "assert main(['ask', 'venezuela-2019', '--as-of', 'x']) == 2\n"
        "assert main(['ask', 'venezuela-2018']) == 2\n"
        "print(*[name for name in ('numpy', 'numba', 'rich.console') if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == []


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "ask", "--help")
    assert code == 0
    assert "standoff ask venezuela-2019 --as-of 2019-01-30" in out


def test_the_whole_way_twice_gives_the_same_bytes() -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    words = ["ask", "venezuela-2019", "--as-of", "2019-01-14", "--worlds", "160", "--json", "--quiet"]
    runs = [
        subprocess.run([sys.executable, "-m", "standoff", *words, *more], capture_output=True, env=environment, check=True)
        for more in ([], ["--threads", "1"])
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == b""
    document = json.loads(runs[0].stdout)
    assert (document["case"], document["as_of"]) == ("venezuela-2019", "2019-01-14")

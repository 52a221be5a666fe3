"""Scenarios from the words of a command line: `--do`, `--see`, `--without`, `--move`, `--change`, `--assume`."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.case.scenario import Scenario

_HELD = re.compile(r"(?P<name>.+?)\s*=\s*(?P<value>[-+.\deE]+)(?:\s+since=(?P<since>\S+))?(?:\s+reason=(?P<reason>.+))?\Z")
_NUMBERS = frozenset({"size", "size_k"})


def scenario_from_words(
    name: str,
    do: list[str],
    see: list[str],
    without: list[str],
    move: list[str],
    change: list[str],
    assume: list[str],
) -> Scenario | None:
    """The scenario that options make; None where there are none.

    Raises:
        UsageError: an option that cannot be read, with how to write it.
    """
    from pydantic import ValidationError

    from standoff.case.scenario import ScenarioModel, built

    told: dict[str, Any] = {
        "do": [_row("--do", text) for text in do],
        "see": [_row("--see", text) for text in see],
        "without": without,
        "move": [_move(text) for text in move],
        "change": [_change(text) for text in change],
        "assume": [_held(text) for text in assume],
    }
    if not any(told.values()):
        return None
    try:
        return built(ScenarioModel.model_validate({"name": name, **told}))
    except ValidationError as error:
        raise UsageError("\n".join(_complaint(detail) for detail in error.errors(include_url=False))) from None


def _complaint(detail: Any) -> str:
    from standoff.case.codes import EVENT_CODES
    from standoff.case.problems import nearest

    where = [str(step) for step in detail["loc"]]
    given = detail["input"] if not isinstance(detail["input"], dict) else ""
    near = nearest(given, EVENT_CODES) if where[-1:] == ["code"] else None
    hint = f"; did you mean '{near}'?" if near else ""
    return f"--{where[0] if where else 'do'}: {'.'.join(where[2:])} '{given}': {detail['msg']}{hint}"


def _words(option: str, text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise UsageError(f"{option}: {text!r} given; a quotation mark is not closed") from None


def _pairs(option: str, words: list[str]) -> dict[str, Any]:
    """The words key=value as a mapping; sizes are numbers."""
    told: dict[str, Any] = {}
    for word in words:
        key, found, value = word.partition("=")
        if not found:
            raise UsageError(f"{option}: '{word}' given; write key=value, such as force=Army")
        told[key] = _number(option, key, value) if key in _NUMBERS else value
    return told


def _number(option: str, key: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise UsageError(f"{option}: {key}={value} given; {key} is a number") from None


def _row(option: str, text: str) -> dict[str, Any]:
    words = _words(option, text)
    if len(words) < 2:
        raise UsageError(
            f"{option}: {text!r} given; write 'DATE CODE [key=value ...]', such as '2019-02-01 challenger_arrested'"
        )
    return {"date": words[0], "code": words[1], **_pairs(option, words[2:])}


def _move(text: str) -> dict[str, str]:
    words = _words("--move", text)
    if len(words) != 2:
        raise UsageError(f"--move: {text!r} given; write 'ROW DATE'")
    return {"row": words[0], "to": words[1]}


def _change(text: str) -> dict[str, Any]:
    words = _words("--change", text)
    if len(words) < 2:
        raise UsageError(
            f"--change: {text!r} given; write 'ROW key=value ...', such as '2019-01-26-officer_defects-1 confidence=high'"
        )
    return {"row": words[0], "set": _pairs("--change", words[1:])}


def _held(text: str) -> dict[str, Any]:
    found = _HELD.match(text.strip())
    if found is None:
        raise UsageError(f"--assume: {text!r} given; write 'NAME=NUMBER [since=DATE] [reason=WHY]', such as 'level.threat=0'")
    told = {key: value for key, value in found.groupdict().items() if value is not None}
    return {**told, "value": _number("--assume", "value", told["value"])}

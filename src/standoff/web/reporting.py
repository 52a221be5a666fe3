"""The report as a file to hand on: the same page that `standoff report` writes."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from standoff.web.refusals import Refusal

_MOST_PAGES = 8


@dataclass(slots=True)
class Pages:
    """Reports made so far, the latest few."""

    _kept: OrderedDict[tuple[str, ...], str] = field(default_factory=OrderedDict)

    def get(self, key: tuple[str, ...]) -> str | None:
        """The page made before of the same things."""
        return self._kept.get(key)

    def keep(self, key: tuple[str, ...], page: str) -> str:
        """Remember a page, and forget the oldest."""
        self._kept[key] = page
        while len(self._kept) > _MOST_PAGES:
            self._kept.popitem(last=False)
        return page


async def report_page(command: Sequence[str], folder: Path, closing: asyncio.Event) -> str:
    """The report as one HTML text, written by the very command that repeats it, in a process of its own.

    Args:
        command: as `report_command` makes it.
        folder: where it runs, from which its paths count.
        closing: set when the server ends; the process ends with it.

    Raises:
        Refusal: the command refuses (422); the text is its own. Or the server ends (503).
    """
    with TemporaryDirectory(prefix="standoff-") as place:
        target = Path(place) / "report.html"
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *command, "--quiet", "--output", str(target)),
            cwd=folder,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
            start_new_session=True,
        )
        try:
            told = await _ended(child, closing)
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            raise Refusal(422, "refused", _words(told) or "the report could not be made")
        return target.read_text("utf-8")


def report_command(spoken: str, as_of: date | None, order: str, worlds: int) -> tuple[str, ...]:
    """The words to type that write the report, each one word of a shell's."""
    day = () if as_of is None else ("--as-of", as_of.isoformat())
    named = f".{os.sep}{spoken}" if spoken.startswith("-") else spoken
    return ("standoff", "report", named, *day, "--order", order, "--worlds", str(worlds))


async def _ended(child: Process, closing: asyncio.Event) -> bytes:
    """What the process told on standard error, once it has ended.

    Raises:
        Refusal: the server ends first (503).
    """
    talk, stop = asyncio.ensure_future(child.communicate()), asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({talk, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not talk.done():
            raise Refusal(503, "closing", "the workbench is being closed")
        return talk.result()[1]
    finally:
        for one in (talk, stop):
            one.cancel()
        await asyncio.gather(talk, stop, return_exceptions=True)


def _words(told: bytes) -> str:
    """What the command said was wrong, without a trace of the program."""
    lines = told.decode("utf-8", "replace").splitlines()
    return "\n".join(line.removeprefix("error: ") for line in lines if line.startswith("error: "))[:4_000]


def file_name(case: str, as_of: date | None) -> str:
    """What to call the file: the case and the day, in signs that any system takes."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", case).strip("-.") or "case"
    return f"{plain[:80]}{'' if as_of is None else f'-{as_of}'}.html"

"""What must work in an environment: a few commands everywhere, those of the extra it has, a plain refusal of the others."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median

from delivery.environments import Environment

ASKED = ("standoff", "ask", "venezuela-2019", "--as-of", "2019-01-30", "--worlds", "2000", "--json", "--quiet")
PAGE, FEED, CASE = "the-quiet-barracks.html", "kestria.csv", "kestria-2031.yaml"
REPORTED = ("standoff", "report", "venezuela-2019", "--as-of", "2019-01-30", "--worlds", "400", "--quiet")
CLUSTER = ("--cluster", "local", "--threads", "2")
SERVED = ("standoff", "serve", "--no-browser", "--port", "0", "--workers", "1")
_NAMES = "import standoff; print(len([getattr(standoff, name) for name in standoff.__all__]))"
_TYPED = "import importlib.resources as files; print(files.files('standoff').joinpath('py.typed').is_file())"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
_RELATIVE = 1e-9


class Failed(Exception):
    """A trial that did not go as it must; the text says how."""


def basics(env: Environment) -> None:
    """Help, version, a check of a case, the public names, the marker of types."""
    _shown(env, "Usage: standoff", "standoff", "--help")
    _shown(env, "standoff ", "standoff", "--version")
    _shown(env, "venezuela-2019: fine", "standoff", "check", "venezuela-2019")
    _shown(env, "2", "python", "-W", "error", "-c", _NAMES)
    _shown(env, "True", "python", "-c", _TYPED)


def answer(env: Environment) -> str:
    """A small answer in JSON."""
    return _shown(env, '"standoff-answer/1"', *ASKED)


def view(env: Environment) -> None:
    """The report as a page, with its figures inside, and one of them as a picture."""
    for name, head, figure in (("page.html", b"<!DOCTYPE html", ()), ("figure.png", b"\x89PNG", ("--figure", "outcomes"))):
        _done(env, *REPORTED, "-o", name, *figure)
        if not (env.work / name).read_bytes().startswith(head):
            raise Failed(f"{name} does not begin with {head!r}")


def web(env: Environment) -> None:
    """The workbench starts, hands out its page and the list of cases, and stops as Ctrl-C asks."""
    with subprocess.Popen(
        env.command(*SERVED), cwd=env.work, env=env.variables(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as served:
        try:
            page = _page(served)
        finally:
            os.killpg(served.pid, signal.SIGINT)
        if served.wait(timeout=60) not in (0, 130):
            raise Failed(f"serve ended with {served.returncode}")
    if "<title>" not in page:
        raise Failed("serve: no page")


def intake(env: Environment) -> None:
    """Drafts from a page, matched to a case, and from a feed."""
    drafted = _shown(env, "code:", "standoff", "draft", PAGE, "--published", "2031-03-12", "--case", CASE, "--dry-run")
    if drafted.count("code:") < 3:
        raise Failed(f"draft: only {drafted.count('code:')} rows")
    _shown(env, "code: protest", "standoff", "import", FEED, "--quiet")


def dask(env: Environment) -> None:
    """Workers in processes of their own give the answer of threads."""
    alone, spread = (json.loads(_shown(env, '"standoff-answer/1"', *ASKED, *more)) for more in ((), CLUSTER))
    if alone != spread:
        raise Failed("ask --cluster local: another answer")


def refusals(env: Environment, missing: Iterable[str]) -> None:
    """Without an extra, its command says what to install and ends with 2."""
    for extra in missing:
        words, name = REFUSED[extra]
        done = env.run(*words)
        if done.returncode != 2 or name not in done.stderr or "Traceback" in done.stderr:
            raise Failed(f"{' '.join(words[:2])} without [{extra}] ends with {done.returncode}: {done.stderr[-300:]}")


SERVES: Mapping[str, Callable[[Environment], None]] = {"view": view, "web": web, "intake": intake, "dask": dask}
REFUSED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "view": (REPORTED, "standoff[view]"),
    "web": (SERVED, "standoff[web]"),
    "intake": (("standoff", "draft", PAGE), "standoff[intake]"),
    "dask": ((*ASKED, *CLUSTER), "standoff[dask]"),
}


def same(one: str, other: str) -> str:
    """How two answers compare, but for the releases they name: `same bytes`, `same within ...`, or where they part."""
    ours, theirs = json.loads(one), json.loads(other)
    ours["libraries"] = theirs["libraries"]
    if json.dumps(ours) == json.dumps(theirs):
        return "same bytes"
    furthest, where = _apart(ours, theirs)
    if furthest > _RELATIVE:
        raise Failed(f"another answer at {where}: {furthest:.1e} apart")
    return f"same within {furthest:.0e}"


def _apart(one: object, other: object, where: str = "answer") -> tuple[float, str]:
    """The largest relative distance of two numbers at one place of two documents; infinite where anything else differs."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((_apart(one[key], other[key], f"{where}.{key}") for key in one), default=(0.0, where))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return max((_apart(*pair, f"{where}[{at}]") for at, pair in pairs), default=(0.0, where))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) / max(abs(one), abs(other), 1e-300), where
    return (0.0 if one == other else float("inf")), where


def start_up(env: Environment, times: int = 10) -> tuple[float, float]:
    """The CPU seconds, of user and system, that `standoff --help` takes in a fresh process: least and median."""
    took = sorted(_cpu(env.command("standoff", "--help"), env) for _ in range(times))
    return took[0], median(took)


def _cpu(command: list[str], env: Environment) -> float:
    child = os.posix_spawn(
        command[0], command, env.variables(), file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, _, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime


def _page(served: subprocess.Popen[str]) -> str:
    assert served.stderr is not None
    for line in served.stderr:
        if address := _ADDRESS.search(line):
            visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())  # the token is traded for a cookie
            with visitor.open(address.group(), timeout=60) as page:
                return str(page.read(), "utf-8")
    raise Failed("serve told no address")


def _shown(env: Environment, words: str, *command: str) -> str:
    out = _done(env, *command)
    if words not in out:
        raise Failed(f"{' '.join(command)} does not show {words!r}")
    return out


def _done(env: Environment, *command: str) -> str:
    done = env.run(*command)
    if done.returncode:
        raise Failed(f"{' '.join(command)} ends with {done.returncode}: {done.stderr[-300:]}")
    return done.stdout


def examples(root: Path) -> tuple[Path, ...]:
    """The files that trials work on."""
    return tuple(root / "examples" / "intake" / name for name in (PAGE, FEED, CASE))

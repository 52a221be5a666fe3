"""Programs measured against each other: each in a process and environment of its own, started once, frozen between turns.

A program of `benchmarks/peers/` imports and warms up, says that it is ready, and then answers one line of JSON with another
(`benchmarks/peers/worker.py`). Between turns it is stopped by a signal: idle workers of some libraries keep a core busy.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.harness import ROOT

PROGRAMS = Path(__file__).parent / "peers"
PEERS, ORACLE = ROOT / ".venv-peers" / "bin" / "python", ROOT / ".venv-oracle" / "bin" / "python"
OURS = Path(sys.executable)
SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS")


class PeerFailed(RuntimeError):
    """A program that ended, or that answered with an error."""


@dataclass(frozen=True)
class Program:
    """What to start: its name on the page, the file in `benchmarks/peers/`, interpreter, arguments, threads (0: its choice)."""

    name: str
    file: str
    python: Path = OURS
    arguments: tuple[str, ...] = ()
    threads: int = 1

    def environment(self) -> dict[str, str]:
        """One thread where one is asked for; threads that wait sleep. Only Standoff's own programs see this project."""
        held = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
        if self.threads:
            held |= {name: str(self.threads) for name in SINGLE}
        held.pop("PYTHONPATH", None)
        if self.python == OURS:
            held["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        return held


def missing(pythons: Sequence[Path]) -> str:
    """Which environments of peers are not there, in words, or nothing."""
    absent = [python.parents[1].name for python in pythons if not python.exists()]
    told = f"the environment {' and '.join(absent)} is missing; `make bench` makes it where packages can be had"
    return told if absent else ""


class Peer:
    """A running program; it runs only while `ask` waits for it."""

    def __init__(self, program: Program, errors: IO[str]) -> None:
        self.program = program
        self._errors = errors
        command = [str(program.python), str(PROGRAMS / program.file), *program.arguments]
        self._process = subprocess.Popen(
            command, env=program.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        self.ready: dict[str, Any] = self._read()
        self._freeze()

    def ask(self, job: str, **arguments: Any) -> dict[str, Any]:
        """Let it run one job: `seconds`, `cpu` (its processor seconds) and `report`."""
        self._process.send_signal(signal.SIGCONT)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"job": job, **arguments}) + "\n")
            self._process.stdin.flush()
            return self._read()
        finally:
            self._freeze()

    def _freeze(self) -> None:
        """Stop it, and wait until it stands."""
        self._process.send_signal(signal.SIGSTOP)
        with suppress(ChildProcessError):  # it has ended
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            last = self._errors.read().strip().splitlines()[-1:]
            raise PeerFailed(f"{self.program.name} ended: {''.join(last) or 'it said nothing'}")
        told: dict[str, Any] = json.loads(line)
        return told

    def close(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def running(programs: Sequence[Program]) -> Iterator[dict[str, Peer]]:
    """All of them started, one after the other, by name; ended at the end."""
    with ExitStack() as stack:
        peers: dict[str, Peer] = {}
        for program in programs:
            errors = stack.enter_context(tempfile.TemporaryFile("w+"))
            peers[program.name] = Peer(program, errors)
            stack.callback(peers[program.name].close)
        yield peers


def rounds(peers: Mapping[str, Peer], job: str, arguments: Mapping[str, Mapping[str, Any]], count: int) -> dict[str, list[Any]]:
    """The answers of each program to its own job of a round, over interleaved rounds, after one that does not count."""
    answers: dict[str, list[Any]] = {name: [] for name in peers}
    for turn in range(count + 1):
        for name, peer in peers.items():
            told = peer.ask(job, seed=turn, **arguments[name])
            if turn:
                answers[name].append(told)
    return answers

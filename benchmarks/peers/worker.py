"""A program that answers lines of JSON: what every peer does between its import and its end. Standard library only."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any


def serve(jobs: Mapping[str, Callable[..., Any]], *libraries: str) -> None:
    """Say ready, then run the named job for every line; `seconds` and `cpu` are of the work alone.

    Whatever a library prints goes to stderr, since stdout is the wire.
    """
    wire = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    _say(wire, {"versions": {name: version(name) for name in libraries}})
    for line in sys.stdin:
        asked = json.loads(line)
        work = jobs[asked.pop("job")]
        begun, used = time.perf_counter(), time.process_time()
        report = work(**asked)
        _say(wire, {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - used, "report": report})


def walks(outcomes: Callable[..., list[list[float]]]) -> dict[str, Callable[..., Any]]:
    """The jobs of a cascade: `run` tells every outcome, `rate` no more than the mean of one, so that telling is not timed."""

    def rate(**asked: Any) -> float:
        told = outcomes(**asked)
        return sum(each[0] for each in told) / len(told)

    return {"run": outcomes, "rate": rate}


def _say(wire: Any, told: dict[str, Any]) -> None:
    wire.write(json.dumps(told) + "\n")
    wire.flush()

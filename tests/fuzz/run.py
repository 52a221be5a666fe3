"""`make fuzz`: every surface fed with fresh mutants for a fixed time; what breaks a law is kept as a file and made small.

    python tests/fuzz/run.py --seconds 300 [--seed 7] [SURFACE ...]
    python tests/fuzz/run.py --again .fuzz/feeds-KeyError-1a2b3c SURFACE

Each surface runs in a process of its own, within bounds of memory and time: an input on which the process dies or hangs is a
finding too. Mutants are named by the run's seed and a number, so that a run can be made again.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import json
import resource
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".fuzz"
"""Where inputs that break a law are kept; git passes it over."""
HANGS = 30
"""Seconds after which an input hangs; `SLOW` seconds of the processor are a finding, though it comes to an end."""
SLOW = 5.0
MOST_MEMORY = 8 << 30
_SHRINKING = 20.0


@dataclass
class Tally:
    """What a surface made of its inputs."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    found: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0
    memory: int = 0

    def add(self, other: Tally) -> None:
        self.tried += other.tried
        self.outcomes += other.outcomes
        self.found = other.found | self.found
        self.slowest = max(self.slowest, other.slowest)
        self.memory = max(self.memory, other.memory)


def broken(law: Callable[[bytes], str], data: bytes) -> tuple[str, str, float]:
    """The outcome of an input, the mark of what it broke ("" where nothing), and its seconds of the processor."""
    begun, mark, outcome = time.process_time(), "", "broken"
    try:
        outcome = law(data)
    except Exception as error:
        mark = _mark(error)
    taken = time.process_time() - begun
    return outcome, mark or ("slow" if taken > SLOW else ""), taken


def _mark(error: Exception) -> str:
    """What tells one finding from another: the error and the line of ours it came from."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
    last = own[-1]
    return f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"


def smaller(law: Callable[[bytes], str], data: bytes, mark: str) -> bytes:
    """The least input that breaks the law likewise, as far as a short search finds: pieces are taken out, ever shorter ones."""
    until, size = time.monotonic() + _SHRINKING, max(len(data) // 2, 1)
    while size and time.monotonic() < until:
        for start in range(0, len(data), size):
            shorter = data[:start] + data[start + size :]
            if time.monotonic() < until and broken(law, shorter)[1] == mark:
                data = shorter
                break
        else:
            size //= 2
    return data


def child(name: str, seconds: float, seed: str) -> None:
    """One surface, until its time is over; the tally goes to standard output."""
    from surfaces import SURFACES

    surface = next(one for one in SURFACES if one.name == name)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", ResourceWarning)
    at_hand, tally, until = KEPT / f"{name}-at-hand", Tally(), time.monotonic() + seconds
    while time.monotonic() < until:
        data = surface.mutant(f"{seed}/{tally.tried}")
        at_hand.write_bytes(data)
        faulthandler.dump_traceback_later(HANGS, exit=True)
        outcome, mark, taken = broken(surface.law, data)
        faulthandler.cancel_dump_traceback_later()
        tally.tried += 1
        tally.outcomes[outcome] += 1
        tally.slowest = max(tally.slowest, taken)
        if mark and mark not in tally.found:
            tally.found[mark] = _keep(name, mark, data if mark == "slow" else smaller(surface.law, data, mark))
    at_hand.unlink()
    tally.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(vars(tally)))


def _keep(name: str, mark: str, data: bytes) -> str:
    path = KEPT / f"{name}-{mark}-{hashlib.sha256(data).hexdigest()[:6]}"
    path.write_bytes(data)
    return str(path.relative_to(ROOT))


def fuzzed(name: str, seconds: float, seed: str) -> Tally:
    """A surface fed for so long; a process that dies is followed by another."""
    whole, until, lives = Tally(), time.monotonic() + seconds, 0
    while (left := until - time.monotonic()) > 0:
        command = [sys.executable, __file__, "--child", name, "--seconds", f"{left:.1f}", "--seed", f"{seed}/{lives}"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        lives += 1
        if ended.returncode == 0:
            told = json.loads(ended.stdout.splitlines()[-1])
            whole.add(Tally(**told | {"outcomes": Counter(told["outcomes"])}))
            continue
        at_hand = KEPT / f"{name}-at-hand"
        if not at_hand.exists():
            raise SystemExit(f"{name}: cannot begin\n{ended.stderr}")
        mark = "hang" if "Timeout" in ended.stderr else f"died-{ended.returncode}"
        whole.found[f"{mark}-{lives}"] = _keep(name, mark, at_hand.read_bytes())
        print(ended.stderr[-2_000:], file=sys.stderr)
        at_hand.unlink()
    return whole


def told(name: str, tally: Tally) -> Iterator[str]:
    """A surface in one line, and a line for each finding."""
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(tally.outcomes.items()))
    yield f"{name:<9} {tally.tried:>9,} inputs: {outcomes}; slowest {tally.slowest:.2f} s; {tally.memory:,} MB at most"
    yield from (f"  BROKEN  {mark}: {path}" for mark, path in tally.found.items())


def main() -> int:
    """Every surface asked for, one after another; 1 where anything was found."""
    sys.path.append(str(Path(__file__).parent))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("surfaces", nargs="*", help="names; all where none is given")
    parser.add_argument("--seconds", type=float, default=300.0, help="for each surface")
    parser.add_argument("--seed", default=f"{time.time_ns()}", help="of the mutants; another every time by default")
    parser.add_argument("--again", type=Path, help="a file kept before, to be tried once more")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    if asked.child:
        child(asked.child, asked.seconds, asked.seed)
        return 0
    from surfaces import SURFACES

    chosen = [one for one in SURFACES if not asked.surfaces or one.name in asked.surfaces]
    if not chosen:
        parser.error(f"surfaces: {', '.join(one.name for one in SURFACES)}")
    if asked.again:
        print(*(f"{one.name}: {one.law(asked.again.read_bytes())}" for one in chosen), sep="\n")
        return 0
    print(f"seed {asked.seed}; what breaks a law is kept in {KEPT.name}/", flush=True)
    found = 0
    for one in chosen:
        tally = fuzzed(one.name, asked.seconds, asked.seed)
        print(*told(one.name, tally), sep="\n", flush=True)
        found += len(tally.found)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())

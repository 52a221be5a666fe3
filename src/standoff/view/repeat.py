"""The section that ends a page: seed, version, digest, and the command that makes it again."""

from __future__ import annotations

import shlex

from standoff.analysis.about import About
from standoff.view.document import Section

REPEAT = "To repeat this"


def repeat_section(found: About, verb: str, case: str, *more: str, note: str = "") -> Section:
    """How to make a result again.

    Args:
        found: the result.
        verb: the command.
        case: the case as the user named it; the result's own name if empty.
        more: further words of the command, each safe for a shell.
        note: what to say before the command.
    """
    told = f"Standoff {found.version}, seed {found.seed}, {found.worlds:,} worlds, digest of what was read {found.digest}."
    words = ("standoff", verb, shlex.quote(case or found.case), "--as-of", found.as_of.isoformat(), "--order", found.order)
    command = (*words, *more, "--worlds", str(found.worlds), "--seed", str(found.seed))
    return Section(REPEAT, (f"{told} {note}".rstrip(),), command=command)

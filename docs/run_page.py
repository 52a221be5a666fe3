"""`make pages`: run the Python blocks of an example page and write what they print under each.

A block marked ```python is run, all blocks of a page in one namespace; the ```text block after it holds what it printed. The
tests run the same function and ask for the same page.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)
PAGES = ("tipping.md",)


def executed(text: str) -> str:
    """The page with every block run in order, and its output below it (nothing where it printed nothing)."""
    names: dict[str, object] = {}

    def run(match: re.Match[str]) -> str:
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(match["code"], "page", "exec"), names)
        printed = out.getvalue()
        return f"```python\n{match['code']}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    return BLOCK.sub(run, text)


def main() -> None:
    """Run every page, or those named."""
    for name in sys.argv[1:] or PAGES:
        page = Path(__file__).resolve().parent / name
        page.write_text(executed(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`make readme`: put the real output of `make answer` into the README, between its two marks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- answer: begin -->", "<!-- answer: end -->"
COMMAND = ("ask", "venezuela-2019", "--as-of", "2019-01-30")


def main() -> None:
    """Run the command at 100 columns and rewrite what stands between the marks."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "standoff", *COMMAND, "--quiet"]
    page = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    body = "\n".join(line.rstrip() for line in page.strip().splitlines())
    README.write_text(f"{before}{BEGIN}\n```\n{body}\n```\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

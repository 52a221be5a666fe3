"""The example notebook runs from top to bottom, and was executed when it was committed."""

from __future__ import annotations

import json
from pathlib import Path

NOTEBOOK = json.loads((Path(__file__).parents[2] / "examples" / "from_page_to_answer.ipynb").read_text("utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def test_every_cell_runs(capsys):
    names: dict[str, object] = {}
    for cell in CODE:
        exec("".join(cell["source"]).replace("WORLDS = 4000", "WORLDS = 160"), names)
    printed = capsys.readouterr().out
    assert "With the page" in printed
    assert names["explanation"].worth
    assert names["after"].rows_known > names["before"].rows_known


def test_what_stands_in_it_was_computed():
    assert all(cell["outputs"] for cell in CODE if "print(" in "".join(cell["source"]))
    shown = [output for cell in CODE for output in cell["outputs"] if "text/html" in output.get("data", {})]
    assert len(shown) == 4
    assert all("<img alt=" in "".join(output["data"]["text/html"]) for output in shown)
    counts = [cell["execution_count"] for cell in CODE]
    assert counts == list(range(1, len(CODE) + 1))

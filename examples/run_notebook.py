"""Run the example notebook from top to bottom and keep what it prints and shows: `make notebook`."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent / "from_page_to_answer.ipynb"


def main() -> None:
    """Execute every cell; a cell that fails stops the run and leaves the file as it was."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of day differ from run to run
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):  # the value in plain text is long, and nobody sees it
                output["data"]["text/plain"] = output["data"]["text/plain"].split("(")[0] + "(...)"
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()

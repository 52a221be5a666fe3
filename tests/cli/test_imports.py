from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
HEAVY = ("numba", "pandas", "xarray", "scipy", "numpy")


def loaded_after(statement: str) -> set[str]:
    """Every module that a fresh interpreter has after a statement."""
    code = f"import sys\n{statement}\nprint('loaded:', *sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    return set(done.stdout.split("loaded:")[-1].split())


@pytest.mark.parametrize(
    "statement",
    [
        "import standoff",
        "import standoff; standoff.load_case('ussr-1991')",
        "from standoff.cli.main import main; main(['--help'])",
        "from standoff.cli.main import main; main(['cases'])",
        "from standoff.cli.main import main; main(['check', 'ussr-1991'])",
        "from standoff.cli.main import main; main(['schema'])",
    ],
)
def test_nothing_heavy_is_imported(statement: str) -> None:
    assert loaded_after(statement) & set(HEAVY) == set()


HELP = "from standoff.cli.main import main; main(['--help'])"
# Each of these costs a part of the 0.3 s of CPU that `standoff --help` may take; `delivery.matrix` measures it.
DEAR = ("pydantic", "ruamel", "rich.console", "asyncio", "email", "http", "multiprocessing", "importlib.metadata", "unittest")


def test_help_loads_neither_the_schema_nor_what_draws_nor_the_network() -> None:
    assert loaded_after(HELP) & set(DEAR) == set()


def test_help_loads_of_standoff_only_the_commands() -> None:
    ours = {name for name in loaded_after(HELP) if name.startswith("standoff.") and not name.startswith("standoff.cli")}
    assert ours == {"standoff._version", "standoff.errors"}

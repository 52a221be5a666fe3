from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
HEAVY = ("numba", "pandas", "xarray", "scipy", "numpy")


def loaded_after(statement: str, heavy: tuple[str, ...] = HEAVY) -> set[str]:
    code = f"import sys\n{statement}\nprint('loaded:', *[name for name in {heavy!r} if name in sys.modules])"
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
    assert loaded_after(statement) == set()


def test_help_does_not_even_load_the_schema() -> None:
    assert loaded_after("from standoff.cli.main import main; main(['--help'])", ("pydantic", "ruamel")) == set()

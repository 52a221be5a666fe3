"""The public names: all there, all listed, and cheap to import."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import standoff

SOURCE = Path(__file__).parents[1] / "src"
HEAVY = ("numba", "pandas", "xarray", "scipy", "numpy", "pydantic", "ruamel", "rich", "typer")


def printed(code):
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.split()


@pytest.mark.parametrize("name", standoff.__all__)
def test_every_public_name_resolves(name):
    assert getattr(standoff, name) is not None
    assert name in dir(standoff)


def test_names_are_the_things_their_layers_define():
    for name, home in standoff._HOMES.items():
        assert getattr(standoff, name) is getattr(import_module(home), name)
        assert getattr(standoff, name).__module__ == home
    assert set(standoff.__all__) == {*standoff._HOMES, "__version__"}
    assert len(set(standoff.__all__)) == len(standoff.__all__)


def test_every_public_name_is_documented():
    for name in set(standoff.__all__) - {"__version__"}:
        assert (getattr(standoff, name).__doc__ or "").strip(), name


def test_other_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="module 'standoff' has no attribute 'inferr'"):
        _ = standoff.inferr


def test_importing_standoff_alone_imports_nothing_heavy():
    code = f"import sys, standoff; print('loaded', *[name for name in {HEAVY!r} if name in sys.modules])"
    assert printed(code) == ["loaded"]


def test_a_star_import_gives_exactly_the_public_names():
    code = "before = set(globals()) | {'before'}\nfrom standoff import *\nprint(*sorted(set(globals()) - before))"
    assert printed(code) == sorted(standoff.__all__)

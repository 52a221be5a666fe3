"""Arrows only point down: import-linter over the layers that `pyproject.toml` lists."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
RUN = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def linted(folder, source=SOURCE):
    environment = os.environ | {"PYTHONPATH": str(source)}
    return subprocess.run([sys.executable, "-c", RUN], cwd=folder, env=environment, capture_output=True, text=True)


def contract():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]


def layers():
    """Every layer by name; those beside each other stand in one line of the contract."""
    return [name.strip() for line in contract()["layers"] for name in line.split("|")]


def test_layers_only_look_down():
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Layers only look down KEPT" in done.stdout
    assert "Contracts: 2 kept, 0 broken." in done.stdout


def test_every_package_is_a_layer():
    folders = {path.parent.name for path in SOURCE.glob("standoff/*/__init__.py")}
    assert folders == set(layers())
    assert contract()["exhaustive"] is True


def test_an_arrow_that_points_up_is_found(tmp_path):
    """The linter would notice: a copy of the layers in which the model looks at the engine."""
    for layer in layers():
        (tmp_path / "standoff" / layer).mkdir(parents=True)
        (tmp_path / "standoff" / layer / "__init__.py").write_text("")
    for module in ("__init__", *contract()["exhaustive_ignores"]):
        (tmp_path / "standoff" / f"{module}.py").write_text("")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert linted(tmp_path, tmp_path).returncode == 0
    (tmp_path / "standoff" / "model" / "__init__.py").write_text("import standoff.engine\n")
    done = linted(tmp_path, tmp_path)
    assert done.returncode == 1
    assert "standoff.model is not allowed to import standoff.engine" in done.stdout

"""What `pyproject.toml` promises: each import is declared where it is needed, each extra that is named exists."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "standoff"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)>=(?P<version>[0-9.]+)")
# The distribution of a module, where it has another name, or comes as a part of another.
DISTRIBUTION = {
    "ahocorasick": "pyahocorasick",
    "llvmlite": "numba",
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "python_multipart": "python-multipart",
    "ruamel": "ruamel.yaml",
    "vl_convert": "vl-convert-python",
}
# The extra that a layer may use; every other lives on the core alone. The command asks early for the report's libraries.
EXTRA = {"cli": "view", "publish": "view", "web": "web", "intake": "intake", "engine": "dask"}
# Declared and imported by no line of ours: Starlette reads uploads with the one, jusText cleans pages with the other.
FOR_OTHERS = {"python-multipart", "lxml-html-clean"}


def declared(extra: str = "") -> dict[str, str]:
    """The lower bound of each dependency of the core, or of an extra, by name."""
    project = PROJECT["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    matches = [(line, REQUIREMENT.fullmatch(line)) for line in lines]
    assert all(match for _, match in matches), f"not a plain lower bound: {lines}"
    return {match["name"]: match["version"] for _, match in matches if match}


@cache
def imported(path: Path) -> frozenset[str]:
    """The distributions that a module imports, or asks `needed` or `import_module` for."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            names.update({str(node.args[0].value)} if called in ("needed", "import_module") else ())
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"standoff"}
    return frozenset(DISTRIBUTION.get(top, top) for top in tops)


def modules(layer: str) -> list[Path]:
    """The modules of a layer; those beside the layers for the empty name."""
    return sorted((PACKAGE / layer).rglob("*.py")) if layer else sorted(PACKAGE.glob("*.py"))


LAYERS = sorted({path.parent.name for path in PACKAGE.glob("*/__init__.py")})


@pytest.mark.parametrize("layer", ["", *LAYERS])
def test_a_layer_imports_what_the_core_or_its_own_extra_declares(layer):
    allowed = declared().keys() | (declared(EXTRA[layer]).keys() if layer in EXTRA else set())
    for path in modules(layer):
        assert imported(path) <= allowed, path


def test_every_dependency_is_imported_where_it_is_declared_for():
    assert declared().keys() <= {name for layer in ("", *LAYERS) for path in modules(layer) for name in imported(path)}
    for extra in set(EXTRA.values()):
        layers = [layer for layer in EXTRA if EXTRA[layer] in (extra, "view")]  # the workbench shows the report's figures
        used = {name for layer in layers for path in modules(layer) for name in imported(path)}
        assert declared(extra).keys() - FOR_OTHERS <= used, extra


def test_every_extra_serves_a_layer():
    assert set(EXTRA.values()) == set(PROJECT["project"]["optional-dependencies"])


def test_the_workbench_brings_what_the_report_needs():
    assert declared("view").items() <= declared("web").items()


def test_every_extra_that_is_named_exists():
    """In a message, a help text or a page: `standoff[view]`, `standoff[web,intake]`."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *PACKAGE.rglob("*.py")]
    found = {match for page in pages for match in re.findall(r"standoff\[([\w,]+)\]", page.read_text(encoding="utf-8"))}
    named = {name for names in found for name in names.split(",")}
    assert named == set(PROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize("extra", ["", *PROJECT["project"]["optional-dependencies"]])
def test_the_releases_that_are_tested_are_allowed(extra):
    """`constraints.txt` pins each dependency, at its lower bound or above."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    pins = {one_spelling(name): version for name, _, version in (line.partition("==") for line in lines)}
    for name, bound in declared(extra).items():
        assert numbers(pins[one_spelling(name)]) >= numbers(bound), name


def one_spelling(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def test_types_are_shipped_and_the_version_has_one_home():
    assert (PACKAGE / "py.typed").read_bytes() == b""
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/standoff"]

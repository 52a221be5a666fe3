"""The documentation hangs together: every link leads somewhere, every command and public name is told, the site is local."""

from __future__ import annotations

import inspect
import os
import re
import runpy
import shlex
import shutil
import subprocess
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import typer.main

import standoff
from standoff.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOOL = runpy.run_path(str(DOCS / "run_page.py"))
COMMANDS = typer.main.get_command(app).commands
PAGES = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<to>[^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\((?P<to>[^)\s]+)\)")
INLINE = re.compile(r"`(standoff [^`]+)`")
FORMULAS = ("beliefs", "core", "crowds", "outcomes", "players", "reports", "stakes")
HELPERS = {
    "log10_share": "a logarithm",
    "share_of_log10": "the way back",
    "moderates_share": "a step of the neutral turnout",
    "group_slope": "a derivative, for Newton's step",
    "normal_log_density": "a density",
}


@cache
def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def prose(page: str) -> str:
    return TOOL["FENCE"].sub("", text_of(page))


def slug(heading: str) -> str:
    plain = re.sub(r"[^\w\s-]", "", re.sub(r"[`*\\]", "", heading)).strip().lower()
    return re.sub(r"[\s-]+", "-", plain)


def thing(name: str) -> object:
    """What a dotted name of the package stands for."""
    parts = name.split(".")
    for at in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:at]))
        except ModuleNotFoundError:
            continue
        for part in parts[at:]:
            found = getattr(found, part)
        return found
    raise AssertionError(name)


def shown(page: str) -> list[str]:
    """The names that a page of the reference shows with all that is in them."""
    return re.findall(r"^::: ([\w.]+)$", text_of(page), re.MULTILINE)


def check_anchor(page: str, anchor: str) -> None:
    if anchor.startswith("standoff."):
        assert any(anchor == name or anchor.startswith(f"{name}.") for name in shown(page)), f"{page} does not show {anchor}"
        assert thing(anchor) is not None
        assert not anchor.rsplit(".", 1)[1].startswith("_")
    else:
        assert anchor in {slug(head) for head in re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)}, f"{page}#{anchor}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    for match in LINK.finditer(prose(page)):
        to, _, anchor = match["to"].partition("#")
        assert not to.startswith(("http:", "https:", "//")), to
        target = (DOCS / page).parent / to if to else DOCS / page
        assert target.is_file(), f"{page}: {match['to']}"
        if anchor:
            check_anchor(target.resolve().relative_to(DOCS).as_posix(), anchor)


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_of_a_page_is_there(page):
    for match in PICTURE.finditer(prose(page)):
        assert ((DOCS / page).parent / match["to"]).is_file(), match["to"]


def test_a_link_into_nothing_is_found_out():
    with pytest.raises(AttributeError):
        check_anchor("reference/model.md", "standoff.model.core.attack_bases")
    with pytest.raises(AssertionError):
        check_anchor("reference/model.md", "standoff.engine.day.begin_day")
    with pytest.raises(AssertionError):
        check_anchor("model.md", "no-such-heading")


def test_every_page_is_in_the_navigation_and_the_other_way_round():
    def leaves(entry):
        return [entry] if isinstance(entry, str) else [leaf for value in entry.values() for leaf in rows(value)]

    def rows(value):
        return [value] if isinstance(value, str) else [leaf for entry in value for leaf in leaves(entry)]

    nav = rows(tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"])
    assert sorted(nav) == PAGES


def test_every_command_is_run_on_some_page_and_told_in_the_reference():
    blocks = [match["body"] for page in TOOL["PAGES"] for match in TOOL["FENCE"].finditer(text_of(page))]
    run = {line.split()[2] for block in blocks for line in block.splitlines() if line.startswith("$ standoff ")}
    assert set(COMMANDS) <= run
    assert set(re.findall(r"^## (\S+)$", text_of("reference/commands.md"), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_commands_named_in_a_sentence_exist_with_their_options(page):
    for match in INLINE.finditer(prose(page)):
        words = shlex.split(match[1])
        command = COMMANDS[words[1]]
        known = {flag for parameter in command.params for flag in parameter.opts}
        for word in words[2:]:
            assert not word.startswith("-") or word in {*known, "--help"}, match[1]


def test_every_public_name_is_in_the_reference():
    told = {name.removeprefix("standoff.") for name in shown("reference/python.md")}
    assert told | {"__version__"} == set(standoff.__all__)
    assert "so.__version__" in text_of("reference/python.md")


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_of_the_model_is_told_with_its_function(name):
    module = import_module(f"standoff.model.{name}")
    own = {key for key, value in vars(module).items() if inspect.isfunction(value) and value.__module__ == module.__name__}
    formulas = {key for key in own if not key.startswith("_")} - set(HELPERS)
    assert {key for key in formulas if f"#standoff.model.{name}.{key})" not in text_of("model.md")} == set()


def test_blocks_that_do_not_end_by_themselves_are_counted():
    lines = [line for page in TOOL["PAGES"] for line in text_of(page).splitlines() if "--help" not in line]
    begun = {command: sum(line.startswith(f"$ {command}") for line in lines) for command in TOOL["STARTED"]}
    assert begun == {"standoff serve": 2, "standoff fit": 1}


def generator() -> str | None:
    """The site generator: of `make docs`, or of this environment."""
    own = ROOT / ".venv-docs" / "bin" / "zensical"
    return str(own) if own.is_file() else shutil.which("zensical")


@pytest.mark.skipif(generator() is None, reason="Zensical is not installed; `make docs` installs it")
def test_the_site_builds_and_asks_no_other_machine_for_anything():
    command = [generator() or "", "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((ROOT / "site").rglob("*.html"))
    assert len(pages) > len(PAGES)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r"<(?:script|link|img|iframe|source|video)\b[^>]*?(?:src|href)=\"?([^\">\s]+)", text)
        assert [each for each in fetched if re.match(r"(?:https?:)?//", each)] == [], page.name
        assert "@import" not in text

"""`standoff serve`: the workbench, a page on this machine where an analyst keeps a case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from standoff.errors import UsageError

_LEAST_WORLDS, _MOST_WORLDS = 160, 200_000
_MOST_WORKERS = 64


def serve(
    cases: Annotated[
        list[Path] | None, typer.Argument(metavar="[CASE]...", help="Case files beside those of the folder.")
    ] = None,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where your cases and scenarios lie; by default the present one.")
    ] = Path(),
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="To listen on; any but the loopback needs --password-file.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", help="0 for any free one; by default 8765 or the next free.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="FILE", help="Its first line is the password to ask for.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A further host name to answer to; may be repeated."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Write nothing.")] = False,
    worlds: Annotated[int, typer.Option("--worlds", metavar="N", help="How many worlds a full answer has.")] = 20_000,
    rough: Annotated[int, typer.Option("--rough", metavar="N", help="How many worlds the first, rough answer has.")] = 2_000,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes that run the model; by default one a core.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")] = False,
) -> None:
    """Open the workbench: read, edit and question your cases in a browser, on this machine alone.

    Prints an address with a token; whoever has it may work. What the page changes are your case files, and every answer shows
    the command that repeats it. Ctrl-C ends it. Needs the extra `web`: pip install 'standoff[web]'.

    \b
    Examples:
      standoff serve
      standoff serve kestria-2031.yaml --folder cases
      standoff serve --read-only --no-browser --port 0
    """  # noqa: D301 - the command line reads the control sign
    from standoff.cli.options import check_range

    check_range("worlds", worlds, _LEAST_WORLDS, _MOST_WORLDS)
    check_range("rough", rough, _LEAST_WORLDS, worlds)
    check_range("workers", 1 if workers is None else workers, 1, _MOST_WORKERS)
    check_range("port", 0 if port is None else port, 0, 65_535)
    needed()
    from standoff.web import serving
    from standoff.web.settings import Settings

    settings = Settings(
        folder=_folder(folder),
        cases=tuple(_case_file(case) for case in cases or ()),
        host=host,
        names=tuple(_host_name(name) for name in allow_host or ()),
        password=_password(host, password_file),
        read_only=read_only,
        worlds=worlds,
        rough=rough,
        workers=workers,
    )
    serving.serve(settings, serving.bound(host, port), browser=not no_browser, say=_say)


def needed() -> None:
    """Refuse where a library of the extra is missing.

    Raises:
        UsageError: with what to type.
    """
    from importlib.util import find_spec

    names = {"starlette": "starlette", "uvicorn": "uvicorn", "jinja2": "jinja2", "vl_convert": "vl-convert-python"}
    names["python_multipart"] = "python-multipart"
    missing = [distribution for module, distribution in names.items() if find_spec(module) is None]
    if missing:
        raise UsageError(f'the workbench needs {", ".join(missing)}, not installed; type: pip install "standoff[web]"')


def _folder(given: Path) -> Path:
    if not given.is_dir():
        raise UsageError(f"--folder: {given} is no folder; make it first")
    return given.resolve()


def _case_file(given: Path) -> Path:
    if not given.is_file():
        raise UsageError(f"{given}: no such file; cases of the library are always there, by name")
    return given.absolute()


def _host_name(given: str) -> str:
    plain = given.strip().lower()
    if not plain or any(sign in plain for sign in "/@ :?#") or not plain.isascii():
        raise UsageError(f"--allow-host: {given!r} given; allowed: a host name without a port, such as desk.example.org")
    return plain


def _password(host: str, file: Path | None) -> str | None:
    """The password, needed wherever others could reach the page."""
    from standoff.web.settings import LEAST_PASSWORD, is_loopback

    if file is None:
        if not is_loopback(host):
            raise UsageError(f"--host {host}: others can reach it, so it needs --password-file FILE; or leave --host out")
        return None
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"--password-file: {file} cannot be read as text") from None
    word = lines[0].strip() if lines else ""
    if len(word) < LEAST_PASSWORD:
        raise UsageError(f"--password-file: the first line of {file} is too short; allowed: at least {LEAST_PASSWORD} letters")
    return word


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

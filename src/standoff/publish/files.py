"""Where a report goes: asked before the work begins, written whole or not at all."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path

from standoff.case.atomic import create_file, replace_file
from standoff.errors import UsageError


def writable(path: str | PathLike[str]) -> Path:
    """The path, if a file may be written there; asked before hours of work.

    Raises:
        UsageError: it is a folder, its folder is missing, or either may not be written.
    """
    target = Path(path)
    folder = target.parent
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file in it, such as {target / 'page.html'}")
    if not folder.is_dir():
        raise UsageError(f"{target}: the folder {folder} does not exist; make it first")
    if not os.access(target if target.exists() else folder, os.W_OK):
        raise UsageError(f"{target}: may not be written; choose another place")
    return target


def write(target: Path, data: bytes) -> None:
    """Put the bytes there, whole or not at all, in the place of what there was."""
    (replace_file if target.exists() else create_file)(target, data)

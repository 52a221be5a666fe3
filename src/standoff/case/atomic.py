"""Writing a file whole or not at all: a temporary file in the same folder, then one rename."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from standoff.errors import CaseError

_WRITE_BITS = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class ChangedMeanwhile(CaseError):
    """A file was to be replaced that holds something else by now."""


def replace_file(path: str | os.PathLike[str], data: bytes, *, seen: bytes | None = None) -> None:
    """Put new bytes in the place of an existing file, keeping its mode bits; a link stays a link.

    Args:
        path: the file.
        data: what it is to hold.
        seen: what the writer believes it holds; looked at once more at the last moment before the rename.

    Raises:
        ChangedMeanwhile: it holds something else than `seen`; nothing was written.
        CaseError: the file is missing or read-only, the folder cannot be written or the disk is full; the
            original is then untouched and nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    with _told_as_case_error(path):
        mode = stat.S_IMODE(target.stat().st_mode)
        if not mode & _WRITE_BITS:
            raise CaseError(f"{os.fspath(path)}: the file is read-only; nothing was changed")
        with _temporary(target, data, mode) as fresh:
            if seen is not None and target.read_bytes() != seen:
                raise ChangedMeanwhile(f"{os.fspath(path)}: was changed meanwhile; nothing was written")
            os.replace(fresh, target)
        _sync_folder(target.parent)


def create_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a new file; an existing one is never overwritten.

    Raises:
        CaseError: something of that name exists, the folder is missing or cannot be written, or the disk is
            full; nothing is then left behind.
    """
    target = Path(path)
    with _told_as_case_error(path):
        if os.path.lexists(target):
            raise CaseError(f"{os.fspath(path)}: exists already; choose another name or remove it first")
        with _temporary(target, data, 0o666 & ~_umask()) as fresh:
            os.link(fresh, target)
        _sync_folder(target.parent)


def write_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole, new or in the place of an old one.

    Raises:
        CaseError: as `replace_file` and `create_file` do.
    """
    (replace_file if Path(path).exists() else create_file)(path, data)


@contextlib.contextmanager
def _temporary(target: Path, data: bytes, mode: int) -> Iterator[Path]:
    """A finished temporary file beside the target; it is gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".tmp")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(mode)
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def _told_as_case_error(path: str | os.PathLike[str]) -> Iterator[None]:
    name = os.fspath(path)
    try:
        yield
    except FileExistsError as error:
        raise CaseError(f"{name}: exists already; choose another name or remove it first") from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise CaseError(f"{name}: cannot be written: {reason}; nothing was changed") from error
    except ValueError as error:  # a NUL in the file's name
        raise CaseError(f"{name!r}: cannot be written: no such place; nothing was changed") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

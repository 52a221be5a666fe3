"""Compiling: the model's formulas and the engine's kernels, by numba, to the same bits on every machine.

Three things are set up here.

* The meaning of ``standoff.model.maths`` in kernels (``primitives``): plain arithmetic, so that a loop over worlds
  becomes vector instructions and the result does not depend on the processor.
* ``kernel`` and ``device``, the decorators of compiled functions, and ``register``, which lets kernels call
  the model's plain functions.
* The store of compiled kernels on disk. numba does not notice a change in a function that a kernel calls, so
  the folder is named after a digest of all the sources that kernels are made of.
"""

import functools
import hashlib
import importlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import types
from numba.extending import overload, register_jitable

from standoff.engine import primitives
from standoff.model import maths

config: Any = importlib.import_module("numba.core.config")  # neither module declares its types
llvm: Any = importlib.import_module("llvmlite.binding")

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).resolve().parent.parent
_COMPILED_FOLDERS = ("model", "engine", "inference")
_STALE_AFTER = 30 * 86400.0  # seconds

# --- The processor ---------------------------------------------------------------------------------------


def _ask_for_wide_vectors() -> None:
    """Let LLVM use 512-bit vectors where the processor has them, unless the user chose a processor."""
    if config.CPU_NAME is not None or config.CPU_FEATURES is not None:
        return
    features = llvm.get_host_cpu_features()
    if features.get("avx512f"):
        config.CPU_NAME = llvm.get_host_cpu_name()
        config.CPU_FEATURES = features.flatten() + ",-prefer-256-bit"


# --- The store of compiled kernels -----------------------------------------------------------------------


def digest(package: Path = _PACKAGE) -> str:
    """Return a short digest of everything that compiled kernels depend on.

    Args:
        package: The folder of the package whose sources are read.
    """
    total = hashlib.sha256()
    versions = (numba.__version__, np.__version__, platform.python_version(), llvm.get_host_cpu_name())
    total.update(repr(versions).encode())
    for folder in _COMPILED_FOLDERS:
        for path in sorted((package / folder).rglob("*.py")):
            source = path.read_bytes()
            total.update(f"{path.relative_to(package).as_posix()} {len(source)}\n".encode())
            total.update(source)
    return total.hexdigest()[:16]


def _candidate_roots() -> list[Path]:
    """Return the folders in which kernels may be stored, best first."""
    chosen = os.environ.get("STANDOFF_CACHE_DIR")
    if chosen:
        return [Path(chosen).expanduser()]
    user = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):  # no home folder
        return [(Path(user) if user else Path.home() / ".cache") / "standoff"]
    return []


def _writable(folder: Path) -> bool:
    """Create the folder if need be and say whether files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _temporary_root() -> Path | None:
    """Return this user's own folder for temporary files, or None if it is somebody else's."""
    user = getattr(os, "getuid", lambda: 0)()
    root = Path(tempfile.gettempdir()) / f"standoff-{user}"
    try:
        root.mkdir(mode=0o700, exist_ok=True)
        status = root.lstat()
    except OSError:
        return None
    ours = status.st_uid == user and not status.st_mode & 0o077 and not root.is_symlink()
    return root if ours or os.name == "nt" else None


def _remove_stale(root: Path, keep: Path) -> None:
    """Remove kernels of other digests that were last used long ago; failures do not matter."""
    with suppress(OSError):
        for folder in root.glob("kernels-*"):
            if folder != keep and time.time() - folder.stat().st_mtime > _STALE_AFTER:
                shutil.rmtree(folder, ignore_errors=True)


def find_store(name: str) -> Path | None:
    """Return a writable folder called ``kernels-<name>``, or None where nothing can be written.

    The root is ``STANDOFF_CACHE_DIR``, else ``standoff`` in ``XDG_CACHE_HOME`` or ``~/.cache``, else a
    private folder for temporary files.
    """
    for root in (*_candidate_roots(), _temporary_root()):
        if root is None:
            continue
        folder = root / f"kernels-{name}"
        if _writable(folder):
            with suppress(OSError):
                os.utime(folder)  # in use: not stale
            _remove_stale(root, folder)
            return folder
    return None


@functools.cache
def cache_folder() -> Path | None:
    """Return the folder of this version's compiled kernels, or None where nothing can be written."""
    with suppress(OSError):
        return find_store(digest())
    return None


def cache_is_cold() -> bool:
    """Say whether no kernel is stored yet for this version, so that the first run will have to compile."""
    folder = cache_folder()
    return folder is None or next(folder.rglob("*.nbi"), None) is None


# --- Decorators -------------------------------------------------------------------------------------------


def kernel(function: Function) -> Function:
    """Compile a function for numba at its first call, without the GIL, and store the result on disk."""
    folder = cache_folder()
    compiled: Any
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder or "")  # numba reads it while decorating
    try:
        compiled = numba.njit(error_model="numpy", nogil=True, cache=folder is not None)(function)
    finally:
        config.CACHE_DIR = before
    return cast(Function, compiled)


def device(function: Function) -> Function:
    """Compile a small function that kernels call, as a part of them; Python can call it too."""
    compiled: Any = numba.njit(error_model="numpy", nogil=True, forceinline=True)(function)
    return cast(Function, compiled)


_registered: set[Any] = set()


def compiled_model_function(function: Function) -> Function:
    """Let kernels call a plain Python function; return that function, unchanged."""
    if function not in _registered:
        _registered.add(function)
        register_jitable(error_model="numpy", forceinline=True)(function)
    return function


def register(module: ModuleType) -> None:
    """Let kernels call every function that a module of the model defines."""
    for value in list(vars(module).values()):
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            compiled_model_function(value)


# --- The vocabulary ---------------------------------------------------------------------------------------


def _give_meaning(word: Callable[..., Any], meaning: Callable[..., Any]) -> None:
    """Make kernels take a word of the vocabulary, applied to numbers, to mean the given function."""

    def choose(*arguments: Any) -> Callable[..., Any] | None:
        return meaning if all(isinstance(kind, types.Number | types.Boolean) for kind in arguments) else None

    overload(word, jit_options={"error_model": "numpy", "forceinline": True}, strict=False)(choose)
    _registered.add(word)


def _set_up() -> None:
    """Ask for wide vectors and register the vocabulary; done once, when this module is imported."""
    _ask_for_wide_vectors()
    for word in maths.PRIMITIVES:
        _give_meaning(word, getattr(primitives, word.__name__))
    register(maths)


_set_up()

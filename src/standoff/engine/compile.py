"""Compiling: the model's formulas and the engine's kernels, by numba, to the same bits on every machine.

Three things are set up here.

* The meaning of ``standoff.model.maths`` in kernels: exponential and logarithm are made of IEEE arithmetic
  and bit patterns, without the C library and without ``fastmath``, so that a loop over worlds becomes vector
  instructions and the result does not depend on the processor.
* ``kernel`` and ``device``, the decorators of compiled functions, and ``register``, which lets kernels call
  the model's plain functions.
* The store of compiled kernels on disk. numba does not notice a change in a function that a kernel calls, so
  the folder is named after a digest of all the sources that kernels are made of.

Sources: exponent and reduction as in W. J. Cody & W. Waite, "Software manual for the elementary functions"
(1980); logarithm as in FreeBSD's ``e_log.c`` (fdlibm, Sun Microsystems 1993).
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


# --- The vocabulary's primitives inside kernels ----------------------------------------------------------

_MAGIC = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a whole number in the low bits
_MAGIC_BITS = 0x4338000000000000
_ONE_BITS = 0x3FF0000000000000
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
_EXPONENT_FIELD = -0x10000000000000  # the sign and exponent bits
_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # its low bits are 0: products with exponents are exact
_LN2_LOW = 1.90821492927058770002e-10
_NORMAL = 2.2250738585072014e-308
_TWO_54 = 18014398509481984.0


def _exp(x: Any) -> Any:
    """Reduce x to n ln 2 + r; a polynomial for exp(r), good to 2e-17; 2**n by its bit pattern."""
    x = np.float64(x)
    inside = min(max(x, -708.0), 710.0)
    shifted = inside * _LOG2_E + _MAGIC
    n = shifted - _MAGIC
    r = (inside - n * _LN2_HIGH) - n * _LN2_LOW
    q = 2.5100569275813683e-08 * r + 2.762032742826824e-07
    q = q * r + 2.75572680728901e-06
    q = q * r + 2.4801520792572694e-05
    q = q * r + 0.00019841269863303223
    q = q * r + 0.0013888888917538296
    q = q * r + 0.008333333333330011
    q = q * r + 0.04166666666662348
    q = q * r + 0.16666666666666669
    q = q * r + 0.5000000000000001
    power = ((np.float64(shifted).view(np.int64) - _MAGIC_BITS - 1) << 52) + _ONE_BITS  # of 2**(n - 1)
    y: float = (1.0 + (r + r * r * q)) * np.int64(power).view(np.float64) * 2.0
    y = 0.0 if x < -708.0 else y
    y = np.inf if x > 709.782712893384 else y
    return y if x == x else x


def _log(x: Any) -> Any:
    """Reduce x to 2**k (1 + f), f from -0.293 to 0.414; the polynomial of fdlibm in s = f / (2 + f)."""
    x = np.float64(x)
    small = x < _NORMAL
    bits = np.float64(x * _TWO_54 if small else x).view(np.int64)
    distance = bits - _ROOT_HALF_BITS
    k = np.int64((distance >> 52) + _MAGIC_BITS).view(np.float64) - (_MAGIC + (54.0 if small else 0.0))
    f = np.int64(bits - (distance & _EXPONENT_FIELD)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    even = 0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)
    even = z * (0.6666666666666735130 + w * even)
    half = 0.5 * f * f
    y: float = k * _LN2_HIGH - ((half - (s * (half + (odd + even)) + k * _LN2_LOW)) - f)
    y = y if x > 0.0 else np.nan
    y = -np.inf if x == 0.0 else y
    return y if x < np.inf else x


def _sqrt(x: Any) -> Any:
    return np.sqrt(np.float64(x))


def _floor(x: Any) -> Any:
    return np.floor(np.float64(x))


def _absolute(x: Any) -> Any:
    return abs(np.float64(x))


def _where(condition: Any, a: Any, b: Any) -> Any:
    return a if condition else b


def _minimum(a: Any, b: Any) -> Any:
    return a if (a < b) | (a != a) else b


def _maximum(a: Any, b: Any) -> Any:
    return a if (a > b) | (a != a) else b


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
        _give_meaning(word, globals()[f"_{word.__name__}"])
    register(maths)


_set_up()

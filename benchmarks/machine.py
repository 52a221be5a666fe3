"""What a figure was measured on: processor, cores, versions, and how busy the machine was before."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import standoff

LIBRARIES = ("numpy", "numba", "llvmlite")


def processor() -> str:
    """The processor's own name, and its model number where the name does not say which it is."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    told = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}
    wide = ", AVX-512" if "avx512f" in told.get("flags", "").split() else ""
    name = told.get("model name", platform.machine())
    return f"{name} (family {told.get('cpu family', '?')}, model {told.get('model', '?')}{wide})"


def memory_gib() -> float:
    """Main memory, in GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def machine() -> dict[str, Any]:
    """Everything the page says about where and when figures were taken."""
    return {
        "when": datetime.now().strftime("%Y-%m-%d %H:%M"),
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory": f"{memory_gib():.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        "versions": {"standoff": standoff.__version__, **{name: version(name) for name in LIBRARIES}},
        "load": round(os.getloadavg()[0], 2),
    }

"""The libraries of the extra `view`, loaded when first needed, with a plain word where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from standoff.errors import UsageError

_DISTRIBUTION = {"jinja2": "jinja2", "markupsafe": "jinja2", "vl_convert": "vl-convert-python"}


def needed(name: str) -> Any:
    """A module of the extra.

    Raises:
        UsageError: it is not installed; the text says what to type.
    """
    try:
        return import_module(name)
    except ImportError:
        raise UsageError(
            f"reports and pictures need {_DISTRIBUTION[name]}, which is not installed; install the extra: "
            "pip install 'standoff[view]'"
        ) from None

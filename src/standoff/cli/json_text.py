"""JSON on standard output: always UTF-8, whatever the terminal's letters are; half letters of file names as escapes."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_json(document: Any) -> None:
    """Print one JSON document.

    Args:
        document: mappings, lists and plain values.
    """
    write_json(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def write_json(text: str) -> None:
    """Write a part of a JSON document to standard output as UTF-8.

    Args:
        text: the part; a lone surrogate in it becomes the escape that JSON has for it.
    """
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stand-in without bytes
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode("utf-8", "backslashreplace"))

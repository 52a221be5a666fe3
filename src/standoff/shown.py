"""Results in a notebook: the same figures as in the report.

The one arrow that points up: a result of a lower layer asks the layer of pages to show it, by name and only when a notebook
does.
"""

from __future__ import annotations

from importlib import import_module


class Shown:
    """A result that a notebook shows as a headline and its figures."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """HTML that needs no script and no network; every text of a case in it is escaped."""
        html: str = import_module("standoff.publish.notebook").html_of(self)
        return html

"""What every coder is: something with a name that proposes drafts for a page."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from standoff.case.values import Case
from standoff.intake.values import Drafted, Page


@runtime_checkable
class Drafter(Protocol):
    """A coder. What it proposes is never evidence by itself: it passes `checked`, and then a person judges it."""

    @property
    def name(self) -> str:
        """Who proposes, as drafts name it in `rule`."""
        ...

    def draft(self, page: Page, case: Case | None) -> Drafted:
        """Drafts for a page.

        Args:
            page: the page as read.
            case: the case it is read for, None where there is none; forces are then named in words.
        """
        ...

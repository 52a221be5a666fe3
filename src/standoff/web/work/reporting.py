"""The report as a file to hand on: the page that `standoff report` writes, made by a worker as any other job."""

from __future__ import annotations

import asyncio
import re
import secrets
from datetime import date
from typing import Any

from standoff.web.bench import Jobs
from standoff.web.refusals import Refusal
from standoff.web.work.wanted import Wanted


async def report_page(jobs: Jobs, wanted: Wanted, closing: asyncio.Event) -> str:
    """The report as one HTML text, waited for; whoever gives up waiting gives up the job.

    Args:
        jobs: the engine.
        wanted: a wish of kind "report".
        closing: set when the server ends.

    Raises:
        Refusal: the work is refused (422), given up or cut short by the end of the server (503).
    """
    job = jobs.submit(wanted, f"report {secrets.token_urlsafe(9)}")
    last, stop = asyncio.ensure_future(_last(jobs, job)), asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({last, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not last.done():
            raise Refusal(503, "closing", "the workbench is being closed")
        return _page(last.result())
    finally:
        jobs.cancel(job.id)
        for one in (last, stop):
            one.cancel()
        await asyncio.gather(last, stop, return_exceptions=True)


async def _last(jobs: Jobs, job: Any) -> Any:
    """The last event of a job."""
    told = [event async for event in jobs.follow(job)]
    return told[-1] if told else None


def _page(event: Any) -> str:
    if event is not None and event.name == "done":
        page: str = event.data["page"]
        return page
    if event is not None and event.name == "failed":
        error = event.data["error"]
        raise Refusal(422, "refused", error.get("message", "the report could not be made"))
    raise Refusal(503, "given_up", "the report was given up; ask for it again")


def file_name(case: str, as_of: date | None) -> str:
    """What to call the file: the case and the day, in signs that any system takes."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", case).strip("-.") or "case"
    return f"{plain[:80]}{'' if as_of is None else f'-{as_of}'}.html"

"""A job's events as server-sent events: numbered, so that a page that lost the line goes on where it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from standoff.web.bench import Jobs

HEARTBEAT = 10.0
LAST = frozenset({"done", "failed", "cancelled"})
_BEAT = b": still here\n\n"


async def stream(jobs: Jobs, job: Any, after: int, closing: asyncio.Event) -> AsyncIterator[bytes]:
    """The events of a job after a number, as they come; a comment every ten seconds; ends with the job or the server."""
    events = aiter(jobs.follow(job, after))
    stop = asyncio.ensure_future(closing.wait())
    coming: asyncio.Future[Any] = asyncio.ensure_future(_next(events))
    try:
        while True:
            await asyncio.wait({coming, stop}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                return
            if not coming.done():
                yield _BEAT
                continue
            event = coming.result()
            if event is None:
                return
            yield framed(event)
            if event.name in LAST:
                return
            coming = asyncio.ensure_future(_next(events))
    finally:
        await _ended(coming, stop)


def framed(event: Any) -> bytes:
    """An event as it goes over the line; its text is JSON without a line break inside."""
    return f"id: {event.number}\nevent: {event.name}\ndata: {event.text}\n\n".encode()


def last_seen(header: str | None) -> int:
    """The number of the last event that a page saw, -1 where it saw none."""
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


async def _next(events: AsyncIterator[Any]) -> Any:
    return await anext(events, None)


async def _ended(*waiting: asyncio.Future[Any]) -> None:
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

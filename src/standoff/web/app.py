"""The application: routes, the door in front of them, and what is begun and ended with the server."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.web.api.table import ENDPOINTS
from standoff.web.bench import Bench, Jobs
from standoff.web.door.security import Guard
from standoff.web.files.shelf import Shelf
from standoff.web.pages import routes
from standoff.web.refusals import Refusal, answer_to, refused
from standoff.web.settings import Settings

StartJobs = Callable[[Settings], Jobs]
_LOG = logging.getLogger("standoff.web")


def create_app(settings: Settings, start: StartJobs | None = None) -> Starlette:
    """The application of a workbench.

    Args:
        settings: how it is set up.
        start: begins the engine of jobs with the server; by default `web.work.jobs.start`.
    """
    bench = Bench(settings, Shelf(settings.folder, settings.cases))
    app = Starlette(
        routes=[*routes(bench), *(endpoint.route(bench) for endpoint in ENDPOINTS)],
        middleware=[Middleware(Guard, settings=settings), Middleware(Faults)],
        exception_handlers={HTTPException: _not_served},
        lifespan=lambda app: _lifespan(bench, start or start_jobs),
    )
    app.router.redirect_slashes = False
    app.state.bench = bench
    return app


def start_jobs(settings: Settings) -> Jobs:
    """The engine of jobs, begun."""
    from standoff.web.work.jobs import start

    return start(settings)


@contextlib.asynccontextmanager
async def _lifespan(bench: Bench, start: StartJobs) -> AsyncIterator[None]:
    bench.jobs = start(bench.settings)
    try:
        yield
    finally:
        bench.closing.set()
        await bench.jobs.close()


async def _not_served(request: Request, error: Exception) -> Response:
    """An address or a method that is not there."""
    assert isinstance(error, HTTPException)
    words = {404: ("not_found", "no such address"), 405: ("method", "not by this method")}
    code, message = words.get(error.status_code, ("refused", "the request cannot be read"))
    answer = refused(error.status_code, code, message)
    answer.headers.update(error.headers or {})
    return answer


class Faults:
    """Turns whatever goes wrong into an answer without a trace of the program; the log has the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Refusal as refusal:  # of the door, while the body came in
            await _answered(answer_to(refusal), begun, scope, receive, send)
        except Exception as error:
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            message = f"something went wrong here ({type(error).__name__}); nothing was changed by it"
            await _answered(refused(500, "fault", message), begun, scope, receive, send)


async def _answered(answer: Any, begun: bool, scope: Scope, receive: Receive, send: Send) -> None:
    if not begun:
        await answer(scope, receive, send)

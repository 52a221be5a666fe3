"""Serving until told to stop: the socket, the server, and an end that keeps nobody waiting."""

from __future__ import annotations

import contextlib
import errno
import gc
import socket
import webbrowser
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from standoff.errors import UsageError
from standoff.web.app import StartJobs, create_app
from standoff.web.settings import Settings, bracketed

DEFAULT_PORT = 8765
_TRIED = 20
_MOST_AT_ONCE = 300
_MOST_YOUNG = 200_000  # a tree of a long case is that many objects, none of them rubbish


def bound(host: str, port: int | None) -> socket.socket:
    """A socket that listens: on the port given (0 for any free one), else on the default or the next that is free.

    Raises:
        UsageError: the address is none of this machine, or the port is taken.
    """
    wanted = range(DEFAULT_PORT, DEFAULT_PORT + _TRIED) if port is None else (port,)
    for number in wanted:
        try:
            return _listening(host, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = (error.strerror or "no such address").lower()
                raise UsageError(f"--host {host} --port {number}: cannot listen there: {reason}") from None
    tried = f"--port {port}: taken" if port is not None else f"ports {wanted[0]} to {wanted[-1]} are all taken"
    raise UsageError(f"{tried} by another program; give --port 0 for any free one")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), port))
        made.listen(256)
    except OSError:
        made.close()
        raise
    return made


def serve(
    settings: Settings, listener: socket.socket, *, browser: bool, say: Callable[[str], None], start: StartJobs | None = None
) -> None:
    """Serve until interrupted.

    Args:
        settings: of the workbench; the port is taken from the socket.
        listener: a socket that listens.
        browser: whether to open the page in the user's browser.
        say: takes lines for the user.
        start: begins the engine of jobs.
    """
    settings = replace(settings, port=listener.getsockname()[1])
    app = create_app(settings, start)
    gc.set_threshold(_MOST_YOUNG, 20, 100)
    entrance = f"{settings.address}?token={settings.token}"

    def ready() -> None:
        say(f"Standoff's workbench: {entrance}")
        if settings.password is not None:
            names = ", ".join(sorted(settings.hosts))
            say(f"It listens on {bracketed(settings.host)} and asks for the password there; it answers to {names}.")
        say(f"Cases in {settings.folder}; stop with Ctrl-C.")
        if browser:
            with contextlib.suppress(Exception):
                webbrowser.open(entrance)

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=65_536,
        ws="none",
    )
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once all is closed
        _Server(config, app.state.bench.closing.set, ready).run([listener])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and ends streams of events at once when it is told to stop."""

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing, self._ready = closing, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what streams, then the rest."""
        self._closing()
        await super().shutdown(sockets)

"""Addresses of the pages themselves: the shell, what it is made of, the library that draws, and the form for the password."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from standoff._version import __version__
from standoff.errors import StandoffError
from standoff.web.api.table import ENDPOINTS
from standoff.web.bench import Bench, in_thread
from standoff.web.door.login import login_page
from standoff.web.door.security import with_cookie
from standoff.web.endpoint import media_type
from standoff.web.openapi import description
from standoff.web.refusals import answer_to, refusal_of, refused

_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
_TRIES, _WITHIN = 5, 60.0


def routes(bench: Bench) -> list[BaseRoute]:
    """The routes of the pages."""

    async def shell(request: Request) -> Response:
        name = request.path_params.get("name")
        if name is not None and bench.shelf.find(name) is None:
            return HTMLResponse(shell_html("missing", name), 404)
        page = "case" if name is not None else "compare" if request.url.path == "/compare" else "home"
        return HTMLResponse(shell_html(page, name or ""))

    async def login(request: Request) -> Response:
        return await _login(bench, request)

    made: list[BaseRoute] = [Route(path, shell, methods=["GET"]) for path in ("/", "/compare", "/c/{name}")]
    made.append(Route("/static/{name}", static, methods=["GET"]))
    made.append(Route("/vendor/vega.js", library, methods=["GET"]))
    made.append(Route("/openapi.json", openapi, methods=["GET"]))
    return [*made, Route("/login", login, methods=["GET", "POST"])] if bench.settings.password is not None else made


def shell_html(page: str, name: str) -> str:
    """The one page that all addresses of pages give; the scripts read the address."""
    from standoff.publish.extra import needed

    jinja2 = needed("jinja2")
    template = files("standoff.web").joinpath("templates").joinpath("shell.html.j2").read_text("utf-8")
    environment: Any = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    made: str = environment.from_string(template).render(page=page, name=name, version=__version__)
    return made


async def static(request: Request) -> Response:
    """A file of the page; named, never joined to a path."""
    name: str = request.path_params["name"]
    folder = files("standoff.web").joinpath("static")
    found = {one.name: one for one in folder.iterdir() if one.is_file()} if folder.is_dir() else {}
    kind = _KINDS.get(f".{name.rpartition('.')[2]}")
    if name not in found or kind is None:
        return refused(404, "no_such_file", "no such file")
    return _tagged(request, found[name].read_bytes(), kind, "no-cache")


async def library(request: Request) -> Response:
    """The script that draws figures, as vl-convert bundles it."""
    try:
        data, tag = await in_thread(_library)
    except StandoffError as error:
        return answer_to(refusal_of(error))
    lasting = request.query_params.get("v") == tag[:16]
    keep = "private, max-age=31536000, immutable" if lasting else "no-cache"
    return _tagged(request, data, _KINDS[".js"], keep)


async def openapi(request: Request) -> Response:
    """The description of the addresses."""
    return JSONResponse(_description())


@cache
def _description() -> dict[str, Any]:
    return description(ENDPOINTS)


@cache
def _library() -> tuple[bytes, str]:
    from standoff.publish.drawing import library_script

    data = library_script().encode()
    return data, hashlib.sha256(data).hexdigest()


def _tagged(request: Request, data: bytes, kind: str, keep: str) -> Response:
    """Data under its digest: a browser that has it is told so."""
    headers = {"etag": f'"{hashlib.sha256(data).hexdigest()[:32]}"', "cache-control": keep}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, 304, headers)
    return Response(data, 200, headers, kind)


async def _login(bench: Bench, request: Request) -> Response:
    """The form, or what becomes of it: a few wrong passwords a minute, no more, from all together."""
    if request.method == "GET":
        return login_page()
    if media_type(request) != "application/x-www-form-urlencoded":
        return refused(415, "not_a_form", "Content-Type: allowed: application/x-www-form-urlencoded")
    now = time.monotonic()
    bench.failures[:] = [at for at in bench.failures if now - at < _WITHIN]
    if len(bench.failures) >= _TRIES:
        return login_page(429, "Too many wrong passwords; wait a minute.")
    given = dict(parse_qsl((await request.body()).decode("utf-8", "replace"))).get("password", "")
    if hmac.compare_digest(given.encode(), (bench.settings.password or "").encode()):
        return with_cookie(RedirectResponse("/", 303), bench.settings)
    bench.failures.append(now)
    await asyncio.sleep(0.2)
    return login_page(401, "That is not the password.")

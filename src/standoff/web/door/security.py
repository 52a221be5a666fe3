"""The door: who may ask, from where, and how much; a plain ASGI layer in front of everything.

A request needs the right host, no foreign origin, a body of bounded size, and the token: as a cookie, as a bearer, or once in
the address, which is then taken out of it. What comes back carries headers that keep a page from doing what it should not.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.web.door.login import denied, login_page, signed_out
from standoff.web.refusals import Refusal, answer_to, refused
from standoff.web.settings import Settings

COOKIE = "standoff"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
)
MB = 1_000_000
MOST_BODY = 64_000
LARGE_BODIES = (("/api/draft", 11 * MB), ("/api/cases", 10 * MB), ("/api/jobs", 10 * MB), ("/api/scenarios", MB))
_LONGEST_TARGET = 8_000
_SLOWEST_BODY = 30.0


class Guard:
    """Lets in what may come in, and marks what goes out."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        marked = _marking(scope, send)
        answer = self._refusal(scope, Headers(scope=scope))
        if answer is not None:
            await answer(scope, receive, marked)
        else:
            await self._app(scope, _bounded(receive, _most_body(scope["path"])), marked)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What to answer in place of the app, None where the request may pass."""
        foreign = _foreign(headers, self._settings.hosts)
        if foreign is not None:
            return foreign
        if len(scope["path"]) + len(scope["query_string"]) > _LONGEST_TARGET:
            return refused(414, "too_long", f"the address is longer than {_LONGEST_TARGET:,} signs")
        oversized = _oversized(headers, _most_body(scope["path"]))
        if oversized is not None:
            return oversized
        if scope["path"] == "/login" and self._settings.password is not None:
            return None
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        if "token" in asked and scope["method"] == "GET":
            return self._entered(scope) if self._is_token(asked["token"]) else self._denied(scope)
        return None if self._knows(headers) else self._denied(scope)

    def _knows(self, headers: Headers) -> bool:
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._is_token(bearer.strip())
        return self._is_token(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._settings.token.encode())

    def _entered(self, scope: Scope) -> Response:
        """The same address without the token, and a cookie in its stead."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        target = "/" + quote(scope["path"].lstrip("/\\")) + (f"?{rest}" if rest else "")
        return with_cookie(RedirectResponse(target, 303), self._settings)

    def _denied(self, scope: Scope) -> Response:
        if scope["path"].startswith("/api/") or scope["path"] == "/openapi.json" or scope["method"] not in ("GET", "HEAD"):
            return denied()
        return signed_out() if self._settings.password is None else login_page(401)


def with_cookie(response: Response, settings: Settings) -> Response:
    """The response, with the cookie that lets its reader in."""
    response.set_cookie(COOKIE, settings.token, httponly=True, samesite="strict", path="/")
    return response


def _foreign(headers: Headers, hosts: frozenset[str]) -> Response | None:
    """The refusal of a request that was meant for another host, or sent by a page of another origin."""
    given = headers.getlist("host")
    host = given[0].lower() if len(given) == 1 else ""
    if host not in hosts:
        return refused(403, "wrong_host", "this address is not one of the workbench; open the one printed at its start")
    origins = headers.getlist("origin")
    if any(origin.lower() not in (f"http://{host}", f"https://{host}") for origin in origins):
        return refused(403, "wrong_origin", "a page of another site asked for this; nothing was done")
    if headers.get("sec-fetch-site", "none").lower() not in ("same-origin", "none"):
        return refused(403, "cross_site", "a page of another site asked for this; open the workbench's own address")
    return None


def _oversized(headers: Headers, most: int) -> Response | None:
    given = headers.get("content-length")
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        return refused(400, "bad_length", "Content-Length is no number")
    return answer_to(too_large(most)) if int(given) > most else None


def too_large(most: int) -> Refusal:
    """The refusal of a body that is too large; the connection is not kept, for the rest of it is not read."""
    return Refusal(413, "too_large", f"too large; allowed: at most {most / MB:g} MB", headers={"connection": "close"})


def _most_body(path: str) -> int:
    return next((most for start, most in LARGE_BODIES if path.startswith(start)), MOST_BODY)


def _bounded(receive: Receive, most: int) -> Receive:
    """The body as it comes in, until it is more than allowed or takes too long."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        if read < 0:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), _SLOWEST_BODY)
        except TimeoutError:
            raise Refusal(408, "too_slow", "the request did not come in whole within half a minute") from None
        read += len(message.get("body", b""))
        if read > most:
            raise too_large(most)
        if not message.get("more_body", False):
            read = -1  # all is there; what is still to come is that the reader goes away, which may take long
        return message

    return bounded


def _marking(scope: Scope, send: Send) -> Send:
    """Sends on, with the headers that every answer carries."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if "cache-control" not in headers:
                headers["cache-control"] = "no-store"
        await send(message)

    return marked

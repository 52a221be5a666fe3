"""One line of the table of addresses: what it takes and gives; served and described for `/openapi.json` from the same line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from standoff.errors import StandoffError
from standoff.web.bench import Bench
from standoff.web.refusals import Refusal, answer_to, printable, refusal_of

JSON = "application/json"
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a handler sees it: everything in it is checked.

    Attributes:
        path: what the address names, such as the case.
        query: the model of the query; `body` of the body, None where there is none.
        request: the request itself, for what only it knows.
    """

    path: Mapping[str, str]
    query: Any
    body: Any
    request: Request


Handler = Callable[[Bench, Asked], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and a method.

    Attributes:
        method: GET, POST, PUT or DELETE.
        path: as Starlette writes it.
        does: in a sentence, for people.
        handler: what answers.
        body: model of a JSON body; `query` of the query.
        upload: whether it also takes a file as multipart/form-data.
        gives: model of the answer, or its media type.
        status: of an answer that is well; `also` are other such.
        refuses: statuses of refusals, beyond those that every address has.
    """

    method: str
    path: str
    does: str
    handler: Handler
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    upload: bool = False
    gives: type[BaseModel] | str = JSON
    status: int = 200
    also: tuple[int, ...] = ()
    refuses: tuple[int, ...] = ()
    tags: tuple[str, ...] = field(default=("cases",))

    def route(self, bench: Bench) -> Route:
        """The route that serves it."""

        async def serve(request: Request) -> Response:
            try:
                return await self.handler(bench, await self._asked(request))
            except Refusal as refusal:
                return answer_to(refusal)
            except StandoffError as error:
                return answer_to(refusal_of(error))

        return Route(self.path, serve, methods=[self.method], name=f"{self.method} {self.path}")

    async def _asked(self, request: Request) -> Asked:
        query = _checked(self.query, _single(request), "query")
        body = None
        if self.body is not None and not (self.upload and media_type(request) == "multipart/form-data"):
            body = _checked(self.body, await json_body(request), "body")
        return Asked(dict(request.path_params), query, body, request)


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def json_body(request: Request) -> Any:
    """The JSON of the body.

    Raises:
        Refusal: another media type (415), or no JSON (400).
    """
    if media_type(request) != JSON:
        raise Refusal(415, "not_json", f"Content-Type: allowed: {JSON}")
    try:
        return json.loads(await request.body(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refusal(400, "not_json", "the body is no JSON that can be read") from None


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")


def _single(request: Request) -> dict[str, str]:
    """The query, each key once.

    Raises:
        Refusal: a key stands twice (422).
    """
    pairs = request.query_params.multi_items()
    if len(dict(pairs)) < len(pairs):
        raise Refusal(422, "invalid", "a key of the query stands twice")
    return dict(pairs)


def _checked(model: type[BaseModel] | None, given: Any, where: str) -> Any:
    """What was given as its model has it; the query of an address that takes none is not looked at.

    Raises:
        Refusal: it does not fit (422); every fault is named.
    """
    if model is None:
        return None
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = [f"{'.'.join((where, *map(str, one['loc'])))}: {one['msg']}" for one in faults[:_MOST_FAULTS]]
        raise Refusal(422, "invalid", printable("; ".join(told))) from None

"""Addresses of intake: drafts from a page, and what is known of an outlet."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from standoff.web import shapes
from standoff.web.bench import Bench, in_thread
from standoff.web.drafting import case_for, day_of, drafted, outlet_told, page_name
from standoff.web.endpoint import Asked, Endpoint
from standoff.web.forms import DraftText, OutletQuery
from standoff.web.refusals import Refusal

MOST_PAGE = 10_000_000
_FIELDS = frozenset({"page", "case", "published"})


async def draft(bench: Bench, asked: Asked) -> Response:
    """Rows proposed from a page; nothing is written."""
    if asked.body is None:
        data, name, fields = await _uploaded(asked)
        day, case = day_of(fields.get("published")), fields.get("case") or None
    else:
        form: DraftText = asked.body
        data, name, day, case = form.text.encode(), page_name(form.name), form.published, form.case
    known = await in_thread(case_for, bench, case)
    return JSONResponse(await bench.drafts.run(lambda: drafted(data, name, day, known)))


async def _uploaded(asked: Asked) -> tuple[bytes, str, dict[str, str]]:
    """The bytes of the file that was sent, its name, and the fields beside it."""
    try:
        form = await asked.request.form(max_files=1, max_fields=4, max_part_size=4_000)
    except HTTPException as error:
        raise Refusal(400, "bad_form", f"the form cannot be read: {error.detail}") from None
    try:
        page = _page_of(form)
        if page.size is not None and page.size > MOST_PAGE:
            raise Refusal(413, "too_large", "a page of more than 10 MB; give the page alone")
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        return await page.read(), page_name(page.filename), fields
    finally:
        await form.close()


def _page_of(form: FormData) -> UploadFile:
    wrong = sorted(set(form) - _FIELDS)
    page = form.get("page")
    if wrong or not isinstance(page, UploadFile):
        raise Refusal(422, "invalid", "the form needs a file named page; beside it allowed: case, published")
    return page


async def outlet(bench: Bench, asked: Asked) -> Response:
    """Side and grade proposed for an outlet, with reasons."""
    query: OutletQuery = asked.query
    known = await in_thread(case_for, bench, query.case)
    told: dict[str, Any] = await in_thread(outlet_told, query.name, known)
    return JSONResponse(told)


ENDPOINTS = (
    Endpoint(
        *("POST", "/api/draft", "Propose rows from a pasted or uploaded page.", draft),
        body=DraftText,
        upload=True,
        gives=shapes.Drafts,
        refuses=(404, 422, 503),
        tags=("intake",),
    ),
    Endpoint(
        *("GET", "/api/outlets", "Propose side and grade of an outlet.", outlet),
        query=OutletQuery,
        gives=shapes.Outlet,
        refuses=(404, 422),
        tags=("intake",),
    ),
)

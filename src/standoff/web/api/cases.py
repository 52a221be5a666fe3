"""Addresses of cases: the list, one case, its text saved, checked, edited, undone; new ones and copies."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from standoff._version import __version__
from standoff.web import shapes
from standoff.web.assumptions import assumable
from standoff.web.bench import Bench, in_thread
from standoff.web.case_page import case_page
from standoff.web.endpoint import Asked, Endpoint
from standoff.web.files.creating import copied, created, new_text
from standoff.web.files.edits import checked, edited, saved_whole, turned
from standoff.web.forms import CheckedText, CopyName, Edits, NewCase, NoQuery, SavedText, Seen
from standoff.web.home import cards


async def about(bench: Bench, asked: Asked) -> Response:
    """The workbench itself."""
    settings = bench.settings
    told = {"version": __version__, "folder": str(settings.folder), "read_only": settings.read_only}
    return JSONResponse({**told, "rough_worlds": settings.rough, "full_worlds": settings.worlds})


async def cases(bench: Bench, asked: Asked) -> Response:
    """Every case there is."""
    return JSONResponse({"cases": await bench.parses.run(lambda: cards(bench))})


async def assumptions(bench: Bench, asked: Asked) -> Response:
    """What may be assumed."""
    return JSONResponse({"assumptions": await in_thread(assumable)})


async def case(bench: Bench, asked: Asked) -> Response:
    """One case."""
    entry = bench.entry(asked.path["name"])
    return await in_thread(lambda: JSONResponse(case_page(bench, entry)))


async def create(bench: Bench, asked: Asked) -> Response:
    """A new case from facts."""
    form: NewCase = asked.body
    bench.writable()
    return JSONResponse(await in_thread(lambda: created(bench, form.name, new_text(form))), 201)


async def copy(bench: Bench, asked: Asked) -> Response:
    """The copy of a case under another name."""
    form: CopyName = asked.body
    entry = bench.entry(asked.path["name"])
    return JSONResponse(await in_thread(lambda: copied(bench, entry, form.name)), 201)


async def save(bench: Bench, asked: Asked) -> Response:
    """A whole text in the place of the one that was seen."""
    form: SavedText = asked.body
    entry = bench.own(asked.path["name"])
    return JSONResponse(await in_thread(saved_whole, bench, entry, form.text, form.digest))


async def check(bench: Bench, asked: Asked) -> Response:
    """What there is to say of a text."""
    form: CheckedText = asked.body
    entry = bench.entry(asked.path["name"])
    return JSONResponse(await in_thread(checked, bench, entry, form.text))


async def edit(bench: Bench, asked: Asked) -> Response:
    """Edits for a look, or saved; a library case can only be looked at."""
    form: Edits = asked.body
    entry = bench.own(asked.path["name"]) if form.save else bench.entry(asked.path["name"])
    made: dict[str, Any] = await in_thread(edited, bench, entry, form.digest, form.edits, form.save)
    return JSONResponse(made)


async def undo(bench: Bench, asked: Asked) -> Response:
    """One step back."""
    return await _turn(bench, asked, -1)


async def redo(bench: Bench, asked: Asked) -> Response:
    """One step forward."""
    return await _turn(bench, asked, 1)


async def _turn(bench: Bench, asked: Asked, by: int) -> Response:
    form: Seen = asked.body
    entry = bench.own(asked.path["name"])
    return JSONResponse(await in_thread(turned, bench, entry, form.digest, by))


_ONE = "/api/cases/{name}"
_WRITES = (403, 404, 409, 422)
ENDPOINTS = (
    Endpoint(
        "GET", "/api/about", "Tell version, folder and settings.", about, query=NoQuery, gives=shapes.About, refuses=(422,)
    ),
    Endpoint("GET", "/api/cases", "List every case.", cases, query=NoQuery, gives=shapes.Cards, refuses=(422, 503)),
    Endpoint(
        "GET",
        "/api/assumptions",
        "List what may be assumed.",
        assumptions,
        query=NoQuery,
        gives=shapes.Assumptions,
        refuses=(422,),
    ),
    Endpoint("POST", "/api/cases", "Make a case from facts.", create, NewCase, gives=shapes.Made, status=201, refuses=_WRITES),
    Endpoint("GET", _ONE, "Read a case.", case, query=NoQuery, gives=shapes.CasePage, refuses=(404, 422)),
    Endpoint("PUT", _ONE, "Save a text over the one seen.", save, SavedText, gives=shapes.SavedCase, refuses=_WRITES),
    Endpoint("POST", f"{_ONE}/copy", "Copy a case.", copy, CopyName, gives=shapes.Made, status=201, refuses=_WRITES),
    Endpoint("POST", f"{_ONE}/check", "Check a text.", check, CheckedText, gives=shapes.Checked, refuses=(404, 422)),
    Endpoint("POST", f"{_ONE}/edits", "Show or save edits.", edit, Edits, gives=shapes.Edited, refuses=_WRITES),
    Endpoint("POST", f"{_ONE}/undo", "Undo the last save.", undo, Seen, gives=shapes.SavedCase, refuses=_WRITES),
    Endpoint("POST", f"{_ONE}/redo", "Redo what was undone.", redo, Seen, gives=shapes.SavedCase, refuses=_WRITES),
)

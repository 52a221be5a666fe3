"""Addresses of work: jobs and their events, scenarios, the report, the track record."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import JSONResponse, Response, StreamingResponse

from standoff.web import shapes
from standoff.web.bench import Bench, in_thread
from standoff.web.drafting import good_case
from standoff.web.endpoint import Asked, Endpoint
from standoff.web.files.scenarios import listed, saved
from standoff.web.files.texts import digest_of_text
from standoff.web.forms import NewJob, NewScenario, NoQuery, RecordQuery, ReportQuery, ScenarioQuery
from standoff.web.refusals import Refusal
from standoff.web.work.events import last_seen, stream
from standoff.web.work.reporting import file_name, report_page
from standoff.web.work.wanted import Wanted


async def submit(bench: Bench, asked: Asked) -> Response:
    """Begin a job, or find its result."""
    form: NewJob = asked.body
    entry = bench.entry(form.case)
    text = form.text
    if text is None:
        held = await in_thread(bench.text, entry)
        if held.problems:
            raise Refusal(422, "problems", "this file cannot be read", held.problems)
        text = held.text
    case = (await in_thread(bench.review, text, digest_of_text(text), entry.spoken)).case
    more = (form.worlds, form.seed, tuple(form.scenarios), case)
    wanted = Wanted(form.kind, text, entry.spoken, form.as_of, form.order or "", *more)
    job = bench.engine().submit(wanted, form.client)
    return JSONResponse({"job": job.id, "key": job.key, "cached": job.cached}, 202)


async def job_state(bench: Bench, asked: Asked) -> Response:
    """A job as it stands."""
    job = _job(bench, asked)
    told = {"job": job.id, "key": job.key, "state": job.state, "progress": job.progress}
    return JSONResponse({**told, "result": job.result, "error": job.error})


async def cancel(bench: Bench, asked: Asked) -> Response:
    """Give a job up."""
    job = _job(bench, asked)
    bench.engine().cancel(job.id)
    return JSONResponse({"cancelled": True})


async def events(bench: Bench, asked: Asked) -> Response:
    """What becomes of a job, as it comes."""
    job = _job(bench, asked)
    after = last_seen(asked.request.headers.get("last-event-id"))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    body = stream(bench.engine(), job, after, bench.closing)
    return StreamingResponse(body, media_type="text/event-stream", headers=headers)


def _job(bench: Bench, asked: Asked) -> Any:
    found = bench.engine().get(asked.path["job"])
    if found is None:
        raise Refusal(404, "no_such_job", "no job of that name; ask for it again")
    return found


async def report(bench: Bench, asked: Asked) -> Response:
    """The report as a file."""
    query: ReportQuery = asked.query
    entry = bench.entry(query.case)
    await in_thread(good_case, bench, query.case)
    text = (await in_thread(bench.text, entry)).text
    wanted = Wanted("report", text, entry.spoken, query.as_of, query.order)
    made = await report_page(bench.engine(), wanted, bench.closing)
    name = quote(file_name(entry.name, query.as_of))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, media_type="text/html; charset=utf-8", headers=headers)


async def record(bench: Bench, asked: Asked) -> Response:
    """The track record of a case that ended, as a job does it."""
    query: RecordQuery = asked.query
    case = await in_thread(good_case, bench, query.case)
    told = {"case": query.case, "has_outcome": case.outcome is not None}
    return JSONResponse({**told, "job": {"kind": "record", "case": query.case}})


async def scenarios(bench: Bench, asked: Asked) -> Response:
    """The scenarios of the folder."""
    query: ScenarioQuery = asked.query
    if query.case is not None:
        bench.entry(query.case)
    return JSONResponse({"scenarios": await in_thread(listed, bench)})


async def keep_scenario(bench: Bench, asked: Asked) -> Response:
    """A scenario kept as a file."""
    form: NewScenario = asked.body
    made, new = await in_thread(saved, bench, form)
    return JSONResponse(made, 201 if new else 200)


_JOB, _WORK = "/api/jobs/{job}", ("work",)
ENDPOINTS = (
    Endpoint(
        *("POST", "/api/jobs", "Begin a job; a newer one of the same client takes its place.", submit),
        body=NewJob,
        gives=shapes.JobTaken,
        status=202,
        refuses=(404, 422, 503),
        tags=_WORK,
    ),
    Endpoint(
        *("GET", _JOB, "Tell how a job stands.", job_state),
        query=NoQuery,
        gives=shapes.JobState,
        refuses=(404, 422, 503),
        tags=_WORK,
    ),
    Endpoint("DELETE", _JOB, "Give a job up.", cancel, query=NoQuery, gives=shapes.Gone, refuses=(404, 422, 503), tags=_WORK),
    Endpoint(
        *("GET", f"{_JOB}/events", "Follow a job by server-sent events.", events),
        query=NoQuery,
        gives="text/event-stream",
        refuses=(404, 422, 503),
        tags=_WORK,
    ),
    Endpoint(
        *("GET", "/api/report", "Download the report, one HTML file.", report),
        query=ReportQuery,
        gives="text/html",
        refuses=(404, 422, 503),
        tags=_WORK,
    ),
    Endpoint(
        *("GET", "/api/record", "Tell whether a case has a track record, and the job that makes it.", record),
        query=RecordQuery,
        refuses=(404, 422),
        tags=_WORK,
    ),
    Endpoint(
        *("GET", "/api/scenarios", "List the scenarios of the folder.", scenarios),
        query=ScenarioQuery,
        gives=shapes.Scenarios,
        refuses=(404, 422),
        tags=_WORK,
    ),
    Endpoint(
        *("POST", "/api/scenarios", "Keep a scenario.", keep_scenario),
        body=NewScenario,
        gives=shapes.ScenarioFile,
        status=201,
        also=(200,),
        refuses=(403, 404, 409, 422),
        tags=_WORK,
    ),
)

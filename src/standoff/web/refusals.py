"""Refusals: what the server says no to, as one exception with a status, a code and words; and errors of the library as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from starlette.responses import JSONResponse

from standoff.case.problems import CaseFileError, Problem
from standoff.errors import StandoffError

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_MOST_PROBLEMS = 500


class Refusal(Exception):
    """A request that is not granted.

    Attributes:
        status: of HTTP.
        code: one word for programs.
        message: for people; says what was given and what is allowed.
        problems: of a case, where that is why.
        more: further keys of the answer.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        problems: Sequence[Problem] = (),
        more: Mapping[str, Any] = _NOTHING,
        headers: Mapping[str, str] = _NOTHING,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.problems, self.more, self.headers = problems, more, headers


def refused(status: int, code: str, message: str, **more: Any) -> JSONResponse:
    """The answer to a request that is not granted."""
    return JSONResponse({"error": {"code": code, "message": message}, **more}, status)


def answer_to(refusal: Refusal) -> JSONResponse:
    """The answer a refusal stands for."""
    error: dict[str, Any] = {"code": refusal.code, "message": printable(refusal.message)}
    if refusal.problems:
        error["problems"] = problem_list(refusal.problems)
    return JSONResponse({"error": error, **refusal.more}, refusal.status, headers=dict(refusal.headers))


def refusal_of(error: StandoffError) -> Refusal:
    """An error of the library as the refusal it is: the request was understood, and cannot be done."""
    problems = error.problems if isinstance(error, CaseFileError) else ()
    return Refusal(422, "problems" if problems else "refused", str(error), problems)


def problem_list(problems: Sequence[Problem], severity: str = "error") -> list[dict[str, Any]]:
    """Problems as JSON, at most 500 of them."""
    return [problem_data(problem, severity) for problem in problems[:_MOST_PROBLEMS]]


def problem_data(problem: Problem, severity: str = "error") -> dict[str, Any]:
    """One problem as JSON: its place, what to say, and `severity`: error, or note for what bars nothing."""
    told = asdict(problem)
    told["allowed"] = list(problem.allowed)
    told["message"] = problem.message
    told["severity"] = severity
    return {key: printable(value) if isinstance(value, str) else value for key, value in told.items()}


def printable(text: str) -> str:
    """Text that UTF-8 can hold: lone halves of a letter are shown as what they are."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

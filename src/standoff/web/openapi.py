"""The description of the addresses, OpenAPI 3.1, made from the table that serves them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from standoff._version import __version__
from standoff.web.endpoint import JSON, Endpoint
from standoff.web.shapes import Refused

_EVERYWHERE = (401, 403)
_OF_BODIES = (400, 408, 413, 415, 422)
_REFS = "#/components/schemas/{model}"


def description(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole document."""
    models = _models(endpoints)
    refs, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REFS)
    known = {model: refs[(model, "validation")] for model in models}
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, known)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Standoff, the workbench", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _models(endpoints: Sequence[Endpoint]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = [Refused]
    for endpoint in endpoints:
        found += [model for model in (endpoint.body, endpoint.gives) if isinstance(model, type)]
    return list(dict.fromkeys(found))


def _operation(endpoint: Endpoint, known: dict[type[BaseModel], Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.does,
        "tags": list(endpoint.tags),
        "parameters": [*_path_parameters(endpoint.path), *_query_parameters(endpoint.query)],
        "responses": _responses(endpoint, known),
    }
    if endpoint.body is not None:
        content = {JSON: {"schema": known[endpoint.body]}}
        if endpoint.upload:
            content["multipart/form-data"] = {"schema": _UPLOAD}
        told["requestBody"] = {"required": True, "content": content}
    return told


_UPLOAD = {
    "type": "object",
    "properties": {
        "page": {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"},
        "case": {"type": "string"},
        "published": {"type": "string", "format": "date"},
    },
    "required": ["page"],
    "additionalProperties": False,
}


def _responses(endpoint: Endpoint, known: dict[type[BaseModel], Any]) -> dict[str, Any]:
    told = {}
    for status in (endpoint.status, *endpoint.also):
        told[str(status)] = {"description": HTTPStatus(status).phrase, "content": _content(endpoint.gives, known)}
    statuses = {*_EVERYWHERE, *endpoint.refuses, *(_OF_BODIES if endpoint.body is not None else ())}
    for status in sorted(statuses):
        told[str(status)] = {"description": HTTPStatus(status).phrase, "content": {JSON: {"schema": known[Refused]}}}
    return told


def _content(gives: type[BaseModel] | str, known: dict[type[BaseModel], Any]) -> dict[str, Any]:
    if isinstance(gives, type):
        return {JSON: {"schema": known[gives]}}
    return {gives: {"schema": {"type": "object" if gives == JSON else "string"}}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(query: type[BaseModel] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    schema = query.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_null(one)}
        for name, one in schema.get("properties", {}).items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of the query, which knows no null: what may be left out is not given as one."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind.get("type") != "null"]
    return kinds[0] if len(kinds) == 1 else {key: value for key, value in schema.items() if key != "default"}

"""`standoff new ID`: a case file to fill in."""

from __future__ import annotations

from typing import Annotated

import typer


def new(
    case_id: Annotated[str, typer.Argument(metavar="ID", help="Name of the case, such as ruritania-2031.")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to write; ID.yaml if left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write a commented case file to fill in; an existing file is never overwritten.

    \b
    Examples:
      standoff new ruritania-2031
      standoff new ruritania-2031 -o ruritania.yaml
    """  # noqa: D301 - the command line reads the control sign
    from standoff.case.atomic import create_file
    from standoff.case.template import new_case_text

    path = f"{case_id}.yaml" if output is None else output
    create_file(path, new_case_text(case_id).encode("utf-8"))
    if as_json:
        import json

        typer.echo(json.dumps({"schema": "standoff-new/1", "id": case_id, "file": path}, ensure_ascii=False))
    else:
        typer.echo(f"wrote {path}; fill it in, then run: standoff check {path}", err=True)

"""`standoff schema`: the format of case files for editors and other programs."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    as_json: Annotated[bool, typer.Option("--json", help="The same: the schema is a JSON document.")] = False,
) -> None:
    """Print the JSON Schema of case files (draft 2020-12).

    \b
    Examples:
      standoff schema
      standoff schema > standoff-case.schema.json
    """  # noqa: D301 - the command line reads the control sign
    import json

    from standoff.case.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))

from __future__ import annotations

from typing import Any

from standoff.case.codes import EVENT_CODES
from standoff.case.schema import json_schema
from standoff.case.template import new_case_text
from standoff.case.yaml_tree import parse_tree


def test_every_field_is_described_and_closed() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    for table in (schema, *schema["$defs"].values()):
        assert table["additionalProperties"] is False
        assert all(described(field) for field in table["properties"].values()), table["title"]


def described(field: dict[str, Any]) -> bool:
    return bool(field.get("description"))


def test_codes_are_listed_with_their_meanings() -> None:
    code = json_schema()["$defs"]["EventModel"]["properties"]["code"]
    assert code["enum"] == list(EVENT_CODES)
    assert len(code["markdownEnumDescriptions"]) == len(EVENT_CODES) == 34


def test_the_template_names_every_key_of_the_schema() -> None:
    text = new_case_text("ruritania-2031")
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        for key in table["properties"]:
            assert f"{key}:" in text, key


def test_the_template_gives_every_required_key() -> None:
    plain = parse_tree(new_case_text("ruritania-2031")).plain()
    assert isinstance(plain, dict)
    assert set(json_schema()["required"]) <= set(plain)

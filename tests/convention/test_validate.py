"""The schemas are Cerberus's. It is not asked for each file whether they are any: here it is."""

from __future__ import annotations

import pytest
from cerberus import SchemaError

from readiness_bot.convention import policy_schema, settings
from readiness_bot.convention.fields import Schema
from readiness_bot.convention.registry import FILES, schemas_at
from readiness_bot.convention.validate import refuse_schema
from readiness_bot.vocabulary import Kind


@pytest.mark.parametrize("schema", [*schemas_at(Kind.MODEL).values(), policy_schema.SCHEMA, settings.SCHEMA], ids=[*FILES, "policy", "settings"])
def test_ours_are_schemas(schema: Schema) -> None:
    refuse_schema(schema)


@pytest.mark.parametrize(
    "schema",
    [{"stage": {"type": 3}}, {"stage": {"typ": "text"}}, {"tier": {"type": "dict", "schema": {"level": {"allowed": 3}}}}],
)
def test_what_is_none_is_refused(schema: Schema) -> None:
    with pytest.raises(SchemaError):
        refuse_schema(schema)

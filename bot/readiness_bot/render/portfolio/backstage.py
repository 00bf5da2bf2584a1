"""Entities as YAML, and facts as JSON, for Backstage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from readiness_bot.portfolio.catalogue import Entity, Value, entity_name, fact_schema, facts_of
from readiness_bot.portfolio.row import Row


def document(entity: Entity) -> str:
    """A YAML document, with its mark. Texts are JSON's strings, which are YAML's too (YAML 1.2, 1.3)."""
    return "---\n" + "".join(f"{line}\n" for line in _lines(entity))


def _lines(entity: Entity) -> Iterator[str]:
    for name, value in entity.items():
        key = name if name.isalpha() else _scalar(name)
        if isinstance(value, dict) and value:
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        elif isinstance(value, list) and value:
            yield f"{key}:"
            yield from (line for each in value for line in _entry(each))
        else:
            yield f"{key}: {_scalar(value)}"


def _entry(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        first, *rest = _lines(value)
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)
    else:
        yield f"  - {_scalar(value)}"


def _scalar(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def facts(rows: Iterable[Row], scanned: date) -> str:
    """The schema of a fact retriever, and what it returns: `FactSchema` and `TechInsightFact[]`."""
    found = [
        {
            "entity": {"namespace": "default", "kind": "Component", "name": entity_name(row)},
            "facts": facts_of(row),
            "timestamp": f"{scanned.isoformat()}T00:00:00Z",
        }
        for row in rows
    ]
    lines = ",\n".join(json.dumps(each) for each in found)
    return f'{{"schema": {json.dumps(fact_schema(), indent=1)},\n"facts": [\n{lines}\n]}}\n'

"""infrastructure.interface: what the model gives, to whom."""

import json
from collections.abc import Iterator

from readiness_bot.convention.checks import is_url, problem, required, resolves
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.reading.snapshot import POINTER, is_pointer
from readiness_bot.reading.yaml import syntax
from readiness_bot.vocabulary import Role, Stage

_MOST_VALUES = 20_000
"""Of a schema in YAML: an API's description may be long."""


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "interface.schema", "interface.consumers")
    if infrastructure.has("interface.consumers") and not infrastructure.texts("interface.consumers"):
        yield problem(
            infrastructure,
            "interface.consumers",
            "interface.consumers lists nobody",
            "add at least one team or service that uses the model",
        )
    yield from resolves(facts, infrastructure, "interface.schema", "The interface's schema")
    yield from _parses(facts)


def _parses(facts: Facts) -> Iterator[Outcome]:
    path = facts.infrastructure.text("interface.schema")
    if path is None or is_url(path) or not facts.snapshot.has(path):
        return
    content = facts.snapshot.files.get(path)
    if not isinstance(content, bytes):
        yield Unknown(f"{path} could not be read here")
    elif is_pointer(content):
        yield problem(
            facts.infrastructure,
            "interface.schema",
            f"{path} cannot be parsed: {POINTER}",
            "commit the file itself, without Git LFS",
        )
    elif fault := _fault(path, content):
        yield problem(
            facts.infrastructure, "interface.schema", f"{path} cannot be parsed: {fault}", "fix that file"
        )


def _fault(path: str, content: bytes) -> str | None:
    """Why a schema file says nothing; None where it does."""
    if not content.strip():
        return "it is empty"
    if path.lower().endswith((".yaml", ".yml")):
        found = syntax(path, content, _MOST_VALUES)
        return f"line {found.line}: {found.message}" if found else None
    if path.lower().endswith((".json", ".avsc")):
        try:
            json.loads(content, parse_int=len)  # Python converts no number of more than 4,300 digits
        except json.JSONDecodeError as error:
            return f"line {error.lineno}: {error.msg}"
        except (UnicodeDecodeError, RecursionError):
            return "it is not JSON"
    return None


ITEM = Item(
    id="infrastructure.interface",
    title="Interface",
    what="A schema file for the model's input and output that can be parsed, and at least one consumer.",
    why=(
        "Consumers can build against a schema long before there is a model. Without one, they start when it"
        " is finished."
    ),
    fix="interface: {schema: PATH, consumers: [ORG/TEAM]}\n",
    example="interface: {schema: api/scores.v1.json, consumers: [acme/crm, acme/retention-ops]}\n",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("interface",),
    answers=("G3",),
    note=(
        "JSON, Avro and YAML files are parsed. A file in another format must not be empty. A URL is accepted"
        " as it is, and not opened."
    ),
    check=check,
)

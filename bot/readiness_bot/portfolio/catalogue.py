"""Models as Backstage's catalogue and its Tech Insights take them: entities and facts. Pure.

The format: https://backstage.io/docs/features/software-catalog/descriptor-format. What a name may be:
`KubernetesValidatorFunctions` in @backstage/catalog-model; tests/fleet/test_backstage.py asks that package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import TypeAlias
from urllib.parse import quote

from readiness_bot.convention.registry import items_at
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.waiting import address_of, known_as
from readiness_bot.text.escape import MAX_CELL, cut, plain
from readiness_bot.vocabulary import Kind, Stage, Timing

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value]"
Entity: TypeAlias = dict[str, Value]

API = "backstage.io/v1alpha1"
OURS = "readiness-bot"
"""The prefix of our annotations: a domain's label, as Backstage asks for."""
UNOWNED = "group:default/unowned"
TYPES = {Kind.MODEL: "ml-model", Kind.LLM_APP: "llm-app", Kind.AGENT: "ai-agent"}
"""`spec.type` is an organisation's own word; Backstage knows none for a model."""

_LONGEST = 63
_PART = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*+")
_HASHED = re.compile(r".*_[0-9a-f]{12}")
_REFERENCE = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")


def entity_name(row: Row) -> str:
    """`acme.churn`, `acme.shop.models.basket`: unique, and the same from scan to scan.

    The owner's name comes first, so that the repository's own component can be called after it alone. What
    does not fit ends with digits of a hash.
    """
    place = f"{row.name.lower() if row.url else row.name}/{row.folder}".rstrip("/")
    parts = place.split("/")
    name = ".".join(parts)
    if all(map(_PART.fullmatch, parts)) and len(name) <= _LONGEST and not _HASHED.fullmatch(name):
        return name
    kept = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "model"
    digits = sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{kept[: _LONGEST - 13].rstrip('-')}_{digits}"


def entity_of(row: Row, scanned: date, unowned: str = UNOWNED) -> Entity:
    """A model as a Component. `unowned`: who owns it where nobody answers for it."""
    title = cut(plain(row.called), MAX_CELL)
    stage, tier = row.stage or Stage.DESIGN, f", {row.tier} tier" if row.tier else ""
    root = address_of(row)
    folder = f"{root}/tree/HEAD/{quote(row.folder, errors='replace')}" if root else ""
    metadata: Entity = {
        "name": entity_name(row),
        "title": title,
        "description": f"In {stage}{tier}",
        "annotations": {**_slug(row, folder), **_annotations(row, scanned)},
        "tags": [TYPES[row.kind or Kind.MODEL], f"stage-{stage}"],
    }
    if folder:
        metadata["links"] = [{"url": f"{folder}readiness", "title": "Readiness files"}]
    return {
        "apiVersion": API,
        "kind": "Component",
        "metadata": metadata,
        "spec": {
            "type": TYPES[row.kind or Kind.MODEL],
            "lifecycle": "production" if stage is Stage.PRODUCTION else "experimental",
            "owner": _owner(row.owner) or unowned,
        },
    }


def _slug(row: Row, folder: str) -> Entity:
    """Where its source is: https://backstage.io/docs/features/software-catalog/well-known-annotations."""
    if not folder or not re.fullmatch(r"[\w.-]+/[\w.-]+", row.name):
        return {}
    return {"github.com/project-slug": row.name, "backstage.io/source-location": f"url:{folder}"}


def _annotations(row: Row, scanned: date) -> Entity:
    """Ours; values are strings, whatever they mean."""
    said = {
        "repository": plain(row.name),
        "folder": plain(row.folder),
        "stage": row.stage,
        "tier": row.tier,
        "ready": str(bool(row.ready)).lower(),
        "ready-for": row.ready_for,
        "scanned": scanned.isoformat(),
    }
    return {f"{OURS}/{name}": str(value) for name, value in said.items() if value}


def _owner(login: str) -> str:
    """A person, or a team's group, as the catalogue's import of GitHub's organisation names them; empty where
    it can be neither."""
    organisation, slash, team = known_as(login).partition("/")
    name = team if slash else organisation
    return f"{'group' if slash else 'user'}:default/{name}" if _REFERENCE.fullmatch(name) else ""


def location(names: Iterable[str]) -> Entity:
    """One file that names the others: what is registered in Backstage."""
    return {
        "apiVersion": API,
        "kind": "Location",
        "metadata": {"name": "readiness", "description": "Models, as readiness-bot scanned them"},
        "spec": {"targets": [f"./{name}" for name in names]},
    }


_FIGURES = {
    "ready": ("boolean", "No blocking gap is overdue, and nothing is wrong in the files"),
    "stage": ("string", "Where the model stands, from design to production"),
    "tier": ("string", "How much harm a wrong answer can do"),
    "overdue": ("integer", "Blocking gaps that were due before its stage"),
    "late": ("integer", "Gaps whose date has passed"),
    "wrong": ("integer", "Things that are wrong in its readiness files"),
    "unverified": ("integer", "Sign-offs that nobody verified"),
    "stalled": ("boolean", "The evaluation has passed, and something late keeps it from production"),
}


def _fact(id_: str) -> str:
    """`governance.model-card` → `governance_model_card`: a name that a rule may hold."""
    return re.sub(r"[^A-Za-z0-9]", "_", id_)


def _titles() -> dict[str, str]:
    return {item.id: item.title for kind in reversed(Kind) for item in items_at(kind)}


def fact_schema() -> dict[str, dict[str, str]]:
    """`FactSchema` of @backstage-community/plugin-tech-insights-common: each fact's type and meaning."""
    figures = {name: {"type": type_, "description": told} for name, (type_, told) in _FIGURES.items()}
    items = {
        _fact(id_): {"type": "boolean", "description": f"{title}: nothing is open"}
        for id_, title in _titles().items()
    }
    return {**figures, **items}


def facts_of(row: Row) -> Mapping[str, str | int | bool]:
    """A value for each of the schema's facts. What is a gap, or unknown, is false."""
    figures: dict[str, str | int | bool] = {
        "ready": bool(row.ready),
        "stage": str(row.stage or ""),
        "tier": str(row.tier or ""),
        "overdue": sum(item.timing is Timing.OVERDUE for item in row.open),
        "late": len(row.late),
        "wrong": row.wrong,
        "unverified": len(row.unverified),
        "stalled": row.stalled,
    }
    missing = {*row.gaps, *row.unknown}
    return {**figures, **{_fact(id_): id_ not in missing for id_ in _titles()}}

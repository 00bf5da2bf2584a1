"""A policy as text and as JSON: whether it is right, and what of it is in force at a repository."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.convention.fleet_ways import DigestWay
from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.policy import Policy
from readiness_bot.text.escape import json_text
from readiness_bot.text.words import plural


def right(organisation: Organisation) -> str:
    """The one line of a policy without a mistake."""
    rules = sum(len(layer.rules) for layer in organisation.layers)
    sections = sum(1 for layer in organisation.layers if layer.where)
    own = sum(len(layer.added) for layer in organisation.layers)
    counts = [plural(rules, "rule"), plural(sections, "section"), plural(len(organisation.files), "file")]
    counts[1:1] = [plural(own, "item") + " of its own"] if own else []
    return f"{organisation.called} is right: {', '.join(counts)}."


def out(organisation: Organisation, subject: Subject, found: Out) -> str:
    """Why none of it is in force there."""
    return f"{organisation.called} leaves {subject.name or 'this repository'} out: {found.reason}."


def in_force(organisation: Organisation, subject: Subject, policy: Policy) -> str:
    """What the policy asks there, with the line of each rule."""
    at = f" at {subject.name}" if subject.name else ""
    rows = list(_rows(policy))
    wide = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    said = [f"  {what:<{wide[0]}}   {word:<{wide[1]}}   {where}".rstrip() for what, word, where in rows]
    told = [f"{organisation.called}{at}:", "", *(said or ["  nothing beyond the convention"])]
    way = organisation.digest
    digest = [f"\nThe digest reaches each person as {way.told} ({way.at})."] if way else []
    return "\n".join([*told, *digest, *(f"\n{doubt}." for doubt in policy.unsure)])


def _rows(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """What, what is asked, and where that is said."""
    for key in ("tier", "waiver_days", "require_verified"):
        if key in policy.sources:
            yield key, _word(getattr(policy, key)), str(policy.sources[key])
    for key, least in policy.settings:
        yield f"settings.{key}", f"at least {_word(least)}", str(policy.sources[f"settings.{key}"])
    for item in policy.overlay.items:
        at = policy.sources.get(f"custom.{item.id}", "by a plugin")
        yield item.id, f"asked by the end of {item.due}", str(at)
    for name, told in (
        ("labels", ", ".join(policy.labels)),
        ("routes", ", ".join(f"{key} to {to}" for key, to in policy.routes)),
        ("reminder_days", ", ".join(map(str, policy.reminder_days))),
        ("plugins", ", ".join(policy.plugins)),
    ):
        if told:
            yield name, told, ""
    for rule in policy.overlay.rules:
        yield rule.item, f"{rule.key}: {rule.said}", str(rule.at or "")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_json(organisation: Organisation, subject: Subject, found: Policy | Out) -> str:
    """`policy show --format json`; fields are added, never renamed."""
    data: dict[str, object] = {
        "schema": 1,
        "policy": organisation.name or None,
        "version": organisation.version or None,
        "repository": subject.name or None,
        "files": list(organisation.files),
    }
    if isinstance(found, Out):
        return json_text(data | {"out": found.reason})
    return json_text(
        data
        | {
            "out": None,
            "digest": found.overlay.digest or None,
            "tier": found.tier,
            "waiver_days": found.waiver_days,
            "require_verified": found.require_verified,
            "sources": {key: str(at) for key, at in found.sources.items()},
            "rules": [
                {"item": rule.item, "key": rule.key, "said": rule.said, "at": str(rule.at or "") or None}
                for rule in found.overlay.rules
            ],
            "items": [
                {"id": item.id, "file": item.file, "due": item.due, "role": item.role}
                for item in found.overlay.items
            ],
            "settings": dict(found.settings),
            "labels": list(found.labels),
            "routes": dict(found.routes),
            "reminder_days": list(found.reminder_days),
            "plugins": list(found.plugins),
            "unsure": list(found.unsure),
            "digest_by": _digest_by(organisation.digest),
        }
    )


def _digest_by(way: DigestWay | None) -> dict[str, str | None] | None:
    if way is None:
        return None
    return {
        "repository": way.repository or None,
        "webhook": way.webhook,
        "address_in": way.address_in if way.webhook else None,
        "at": str(way.at or "") or None,
    }

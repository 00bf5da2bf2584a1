"""What `readiness init` can write down when it is told, or can tell by itself.

The convention's schema judges each value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from readiness_bot.convention.fields import TYPES, Schema, rules_at
from readiness_bot.convention.file import key_path
from readiness_bot.convention.meant import slug as slug
from readiness_bot.convention.people import POSTS
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import schemas_at
from readiness_bot.vocabulary import Kind

Value: TypeAlias = str | tuple[str, ...]

MAX_TEXT = 300


class Refused(ValueError):
    """A value that must not be written; the text says why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value: its slot in the templates, what people call it, and where it stands."""

    slot: str
    called: str
    file: str
    where: str
    many: bool = False

    @property
    def option(self) -> str:
        return "--" + self.slot.replace("_", "-")

    @property
    def rules(self) -> Schema:
        """The convention's rules of the value; of a list, those of one entry."""
        rules = rules_at(schemas_at(Kind.MODEL)[self.file], key_path(self.where))
        return dict(rules["schema"]) if self.many else rules


def _person(slot: str, where: str) -> Answer:
    post = next(post for post in POSTS if post.where == where)
    return Answer(slot, post.called, post.file, where)


ANSWERS: tuple[Answer, ...] = (
    Answer("model", "model", "contract.yaml", "model"),
    Answer("kind", "kind", "contract.yaml", "kind"),
    Answer("purpose", "purpose", "contract.yaml", "purpose"),
    Answer("stage", "stage", "contract.yaml", "stage"),
    Answer("tier", "tier", "governance.yaml", "tier.level"),
    _person("owner", "production_owner.person"),
    _person("backup", "production_owner.backup"),
    Answer("developers", "developers", "ownership.yaml", "developers", many=True),
    _person("signs_off", "signs_off"),
    _person("compliance", "reviewers.compliance"),
    _person("validation", "reviewers.validation"),
    _person("business_owner", "business_owner"),
    Answer("team", "receiving team", "ownership.yaml", "receiving_team.team"),
    _person("lead", "receiving_team.lead"),
)

BY_SLOT = {answer.slot: answer for answer in ANSWERS}


def accept(answer: Answer, text: str) -> Value:
    """What was given, ready to be written. Raises Refused."""
    if not answer.many:
        return _one(answer, text)
    parts = tuple(dict.fromkeys(_one(answer, part) for part in text.split(",") if part.strip()))
    if not parts:
        raise Refused(f"{answer.option} names nobody; {TYPES[answer.rules['type']].fix}")
    return parts


def acceptable(answer: Answer, text: str) -> str | None:
    """The same for one value that was only found: None where it is no such value."""
    try:
        return _one(answer, text)
    except Refused:
        return None


def _one(answer: Answer, text: str) -> str:
    rules = answer.rules
    kind = TYPES[rules["type"]]
    value = " ".join(text.split())
    if kind.name in ("login", "team"):
        value = value.removeprefix("@")
    shown = _shown(text)
    if is_placeholder(value):
        raise Refused(f"{answer.option} is {shown}, which is only a placeholder; leave it out instead")
    if not value.isprintable() or len(value) > MAX_TEXT:
        raise Refused(f"{answer.option} is {shown}; write one line of at most {MAX_TEXT} characters")
    if not kind.accepts(value):
        raise Refused(
            f"{answer.option} is {shown}, which is not {kind.called}; {_instead(kind.name, value, kind.fix)}"
        )
    if value not in rules.get("allowed", [value]):
        raise Refused(f"{answer.option} is {shown}; choose one of {', '.join(rules['allowed'])}")
    return value


def _instead(kind: str, value: str, fix: str) -> str:
    name = slug(value) if kind == "slug" else ""
    return f"did you mean {name}?" if name else fix


def _shown(text: str) -> str:
    """A value in a message: one line, cut, with what a terminal would act on made visible."""
    return repr(text if len(text) <= 60 else text[:60] + "…")

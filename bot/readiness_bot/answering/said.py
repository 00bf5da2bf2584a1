"""What somebody typed as a value. The convention's schema judges it afterwards; nothing is refused here that
the schema can name better. Pure."""

from __future__ import annotations

import re
from datetime import date

from readiness_bot.answering.questions import Question, Shape
from readiness_bot.convention.fields import Schema
from readiness_bot.convention.meant import meant
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.reading.document import Value
from readiness_bot.reading.yaml_bounds import complaint
from readiness_bot.text.escape import plain

_NUMBER = re.compile(r"[+-]?\d{1,16}(\.\d{1,16})?")
_PAIR = re.compile(r"([^:=]{1,200})[:=]\s*(\S.*)")
_FLAGS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


_GUESSED = ("number", "flag", "day", "login", "team", "slug")


class NotSaid(ValueError):
    """It is no value at all. The text says why, as a sentence."""


def value_of(question: Question, text: str) -> Value:
    """The value of what was typed at a question. Raises NotSaid."""
    rules = question.rules
    if question.shape is Shape.ENTRIES:
        return [one(rules["schema"], part) for part in parts(text)]
    if question.shape is Shape.NUMBERS:
        return dict(_pair(rules["valuesrules"], part) for part in parts(text))
    return one(rules, text)


def one(rules: Schema, text: str) -> Value:
    """A single value. Raises NotSaid."""
    said = unquoted(text.strip())
    if not said:
        raise NotSaid("That is empty.")
    if is_placeholder(said):
        raise NotSaid(f"'{plain(said)[:60]}' is only a placeholder.")
    wrong = complaint(said)
    if wrong or not said.isprintable():
        raise NotSaid(f"Can't be written: {wrong[0]}." if wrong else "That contains an invisible character.")
    if "allowed" in rules:
        return _word([str(word) for word in rules["allowed"]], said)
    return _typed(rules["type"], said)


def better(rules: Schema, text: str) -> str:
    """What a refused value was most likely meant to be, as one would type it; empty where nobody can tell."""
    rules = rules.get("schema", rules) if rules.get("type") == "list" else rules
    kind = rules.get("type")
    found = meant(kind, unquoted(text.strip())) if kind in _GUESSED and "allowed" not in rules else None
    return found if found and found != text.strip() else ""


def parts(text: str) -> list[str]:
    """What stands between commas; a comma in double quotes separates nothing."""
    found = [part.strip() for part in re.findall(r'(?:"[^"]*"|[^,"]|")+', text)]
    return [part for part in found if part]


def unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _pair(rules: Schema, text: str) -> tuple[str, Value]:
    match = _PAIR.fullmatch(text)
    if match is None:
        raise NotSaid(f"'{plain(text)[:60]}' has no name; write NAME: NUMBER.")
    name = unquoted(match[1].strip())
    if not name or complaint(name, key=True):
        raise NotSaid("That is not a name; write NAME: NUMBER.")
    return name, one(rules, match[2])


def _word(words: list[str], said: str) -> str:
    """One of a closed list, in any capitals, or as much of it as belongs to no other."""
    if said.lower() in words:
        return said.lower()
    begun = [word for word in words if word.startswith(said.lower())]
    return begun[0] if len(begun) == 1 else said


def _typed(kind: str, said: str) -> Value:
    if kind == "number" and _NUMBER.fullmatch(said):
        return float(said) if "." in said else int(said)
    if kind == "flag":
        return _FLAGS.get(said.lower(), said)
    if kind == "day":
        try:
            return date.fromisoformat(said) if len(said) == len("YYYY-MM-DD") else said
        except ValueError:
            return said
    if kind in ("login", "team"):
        return said.removeprefix("@")
    return said

"""What `init` asks on a terminal: the tier first, then what it could not tell by itself. Pure.

Nothing is decided before the last answer, and each one can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from readiness_bot.convention.people import same_person
from readiness_bot.scaffold.answers import BY_SLOT, Answer, Refused, Value, accept
from readiness_bot.scaffold.asks import blocking, due_first
from readiness_bot.scaffold.codeowners import owners_of
from readiness_bot.scaffold.duties import check_duties
from readiness_bot.scaffold.guess import Guess
from readiness_bot.scaffold.infer import Inferred, suggest
from readiness_bot.scaffold.plan import destination, kind_of, tier_of
from readiness_bot.scaffold.sources import Sources
from readiness_bot.vocabulary import Kind, Stage, Tier

WHY, UNDO = "?", "u"

TIERS = {
    Tier.LOW: "a wrong answer costs little and is soon corrected; no personal data",
    Tier.MEDIUM: "a wrong answer costs money or trust, or personal data is used",
    Tier.HIGH: "a wrong answer can harm people, or break the law",
}
"""One sentence on what each means."""
KINDS = {
    Kind.MODEL: "it was trained on data of ours, and predicts",
    Kind.LLM_APP: "prompts around somebody's language model; it answers, and people act",
    Kind.AGENT: "a language model that calls tools, and so acts itself",
}
"""The same of each kind."""

_ASKED: dict[str, tuple[str, str]] = {
    "tier": (
        "How much harm can a wrong answer do?",
        (
            "The tier decides how much is asked, and how strictly. The compliance reviewer confirms it."
            " After you raise it, `readiness init` adds the missing blocks."
        ),
    ),
    "kind": (
        "What goes live here?",
        (
            "The kind decides what is asked: of an LLM application its prompts, its red team and the vendor's"
            " last day for each model, and of an agent its tools and their rights too."
        ),
    ),
    "model": (
        "What is the model's short name?",
        "Issues, comments and reports call it by this name, which never changes.",
    ),
    "purpose": (
        "What does it predict, for whom, and what do they do with it?  One sentence",
        "Everybody who approves something reads this first. 40 characters or more.",
    ),
    "developers": (
        "Who builds it?  Logins, with commas",
        "Whoever builds the model may not approve it, so the bot must know who does.",
    ),
    "owner": (
        "Who answers for it in production?  One login",
        (
            "Models wait for months where nobody owns the handoff. This person sees it through, until the"
            " model is switched off."
        ),
    ),
    "backup": (
        "Who stands in when that person is away?  One login",
        "A second person, so that somebody can always decide.",
    ),
    "business_owner": (
        "Who wants the outcome?  One login",
        "The business owner agrees to what the model is measured by.",
    ),
    "team": (
        "Which team uses or runs it after the handoff?  ORG/TEAM",
        "The receiving team confirms before go-live that it has what it needs.",
    ),
    "lead": (
        "Who speaks for that team?  One login",
        "One person confirms for the whole team.",
    ),
    "signs_off": (
        "Who decides that it may go live?  One login, no developer",
        "The last approval, before the model touches live data.",
    ),
    "compliance": (
        "Who reviews compliance?  One login, no developer",
        "Compliance says at the design review what it will need. Asked last, it costs weeks.",
    ),
    "validation": (
        "Who validates it independently?  One login, no developer",
        "Somebody who did not build it looks for what the builders missed.",
    ),
}
"""Slot → the question, and why it is asked; in the order in which they come."""
_NOT_AT_LOW = frozenset({"purpose", "developers"})


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation up to here."""

    sources: Sources
    given: Mapping[str, Value]
    """What the command line said: it is not asked for."""
    found: Mapping[str, Inferred]
    """What the repository says: it is not asked for either."""
    told: tuple[tuple[str, Value | None], ...] = ()
    """Slot → the answer, in order; None: left open."""
    guess: Guess | None = None
    """What the repository looks like, where that is no plain model: its kind is asked then."""

    @property
    def values(self) -> dict[str, Value]:
        """What init would get on its command line."""
        return {**self.given, **{slot: value for slot, value in self.told if value is not None}}

    @property
    def tier(self) -> Tier:
        return tier_of(self.sources, self.values)

    @property
    def kind(self) -> Kind:
        """What was said; before that, what the repository looks like."""
        if "kind" in self.values or self.guess is None:
            return kind_of(self.sources, self.values)
        return self.guess.default


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask for."""

    answer: Answer
    text: str
    why: str
    default: str = ""
    """What the Enter key means; empty: it leaves the place open."""
    choices: tuple[str, ...] = ()
    """A line on each, where one of a few is to be chosen."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a line led to."""

    talk: Talk
    says: str = ""
    """Why it was not taken, or what was asked for."""


def next_question(talk: Talk) -> Question | None:
    """None when everything is asked."""
    settled = {*talk.given, *talk.found, *(slot for slot, _ in talk.told)}
    slot = next((slot for slot in _ASKED if slot not in settled and _matters(slot, talk)), None)
    if slot is None:
        return None
    text, why = _ASKED[slot]
    if slot == "tier":
        return Question(BY_SLOT[slot], text, why, Tier.MEDIUM, tuple(_tiers(talk.kind)))
    if slot == "kind" and talk.guess:
        return Question(BY_SLOT[slot], text, why, talk.guess.default, tuple(_kinds(talk.guess)))
    if slot == "purpose" and talk.kind is not Kind.MODEL:
        text = text.replace("predict", "answer or do")
    return Question(BY_SLOT[slot], text, why, _default(slot, talk))


def reply(talk: Talk, question: Question, line: str) -> Reply:
    """What comes of one line that somebody wrote."""
    text = line.strip()
    if text == WHY:
        return Reply(talk, question.why)
    if text == UNDO:
        return undo(talk)
    text = _chosen(text, question) or question.default
    if not text:
        return Reply(_with(talk, question, None))
    try:
        value = accept(question.answer, text)
        told = _with(talk, question, value)
        check_duties(told.values, _still_found(told))
    except Refused as refused:
        return Reply(talk, _spoken(refused, question.answer))
    return Reply(told)


def undo(talk: Talk) -> Reply:
    """The last answer taken back."""
    if not talk.told:
        return Reply(talk, "This is the first question.")
    return Reply(replace(talk, told=talk.told[:-1]))


def _with(talk: Talk, question: Question, value: Value | None) -> Talk:
    return replace(talk, told=(*talk.told, (question.answer.slot, value)))


def _still_found(talk: Talk) -> dict[str, Inferred]:
    return {slot: inferred for slot, inferred in talk.found.items() if slot not in talk.values}


def _matters(slot: str, talk: Talk) -> bool:
    """Whether the answer would stand in a file that is written now."""
    path = destination(f"readiness/{BY_SLOT[slot].file}", talk.sources.prefix)
    if slot == "kind" and talk.guess is None:
        return False
    return path not in talk.sources.present and not (talk.tier is Tier.LOW and slot in _NOT_AT_LOW)


def _kinds(found: Guess) -> Iterator[str]:
    width = max(map(len, Kind))
    yield from (f"{kind.ljust(width)}   {means}" for kind, means in KINDS.items())
    yield f"It looks like {found.told}."


def _tiers(kind: Kind) -> Iterator[str]:
    width = max(map(len, Tier))
    for tier, means in TIERS.items():
        count, first = sum(1 for _ in blocking(tier, kind)), due_first(tier, kind)[Stage.DESIGN]
        yield f"{tier.ljust(width)}   {means}  ({count} items can block, {first} of them in design)"


def _chosen(text: str, question: Question) -> str:
    """`m` for medium, where one of a few words is asked for."""
    words = [str(word) for word in question.answer.rules.get("allowed", ())]
    begun = [word for word in words if text and word.startswith(text.lower())]
    return begun[0] if len(begun) == 1 else text


def _default(slot: str, talk: Talk) -> str:
    """Somebody whom the repository or an answer names already, and who may be this."""
    return next((login for login in _candidates(slot, talk) if _may(slot, login, talk)), "")


def _candidates(slot: str, talk: Talk) -> Iterator[str]:
    values = talk.values
    if slot == "backup":
        yield from _owning(talk.sources)
    elif slot == "team":
        yield str(suggested["team"].value if "team" in (suggested := suggest(talk.sources)) else "")
    elif slot == "lead":
        yield str(values.get("business_owner", ""))
    elif slot == "signs_off":
        yield str(values.get("owner") or (talk.found["owner"].value if "owner" in talk.found else ""))
    elif slot == "compliance" and talk.tier is Tier.LOW:
        yield str(values.get("signs_off", ""))
    elif slot == "validation" and talk.tier is not Tier.HIGH:
        yield str(values.get("compliance", ""))


def _owning(sources: Sources) -> tuple[str, ...]:
    """People whom CODEOWNERS names for readiness/."""
    path = f"{sources.prefix}readiness/contract.yaml"
    rule = owners_of(sources.codeowners.content, path) if sources.codeowners else None
    return rule.people if rule else ()


def _may(slot: str, login: str, talk: Talk) -> bool:
    try:
        value = accept(BY_SLOT[slot], login)
        if same_person(str(value), str(talk.values.get("owner", ""))) and slot == "backup":
            return False
        check_duties({**talk.values, slot: value}, _still_found(talk))
    except Refused:
        return False
    return bool(login)


def _spoken(refused: Refused, answer: Answer) -> str:
    """Without the option's name, which nobody wrote here."""
    text = str(refused).replace(f"{answer.option} is ", "That is ", 1)
    return text if text.endswith("?") else f"{text}."

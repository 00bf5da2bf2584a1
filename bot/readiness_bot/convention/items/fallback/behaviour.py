"""fallback.behaviour: what happens instead, who may decide it, and how."""

from collections.abc import Iterator

from readiness_bot.convention.checks import is_url, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import choice
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, Variant
from readiness_bot.convention.items.fallback.schema import SCHEMA
from readiness_bot.convention.items.runbook.sections import section_of
from readiness_bot.convention.outcome import Outcome, Unknown, peek
from readiness_bot.convention.people import Logins, people_in
from readiness_bot.reading.anchors import same_anchor
from readiness_bot.reading.document import Document
from readiness_bot.reading.markdown import parse_markdown
from readiness_bot.reading.snapshot import is_pointer
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    keys = ("kind", "does", "within_minutes", "may_trigger", "how")
    yield from required(fallback, "owner", *(f"fallback.{key}" for key in keys))
    minutes = fallback.number("fallback.within_minutes")
    if minutes is not None and minutes <= 0:
        yield problem(
            fallback,
            "fallback.within_minutes",
            f"fallback.within_minutes is {minutes}, and must be above 0",
            "write how many minutes the switch may take",
        )
    yield from _may_trigger(facts)
    yield from _how(facts)


def _may_trigger(facts: Facts) -> Iterator[Outcome]:
    fallback, known = facts.fallback, people_in(facts.ownership)
    people = fallback.texts("fallback.may_trigger")
    if fallback.has("fallback.may_trigger") and len(Logins(people)) < 2:
        yield problem(
            fallback,
            "fallback.may_trigger",
            f"{len(Logins(people)) or 'No'} person may trigger the fallback; it takes two, so that somebody"
            " can when one is away",
            "name at least two people",
        )
    for index, login in enumerate(fallback.entries("fallback.may_trigger")):
        if isinstance(login, str) and login not in known:
            yield _stranger(facts, f"fallback.may_trigger.{index}", f"{login} may trigger the fallback")
    owner = fallback.text("owner")
    if owner and owner not in known:
        yield _stranger(facts, "owner", f"{owner} owns the fallback")


def _stranger(facts: Facts, where: str, told: str) -> Outcome:
    return problem(
        facts.fallback,
        where,
        f"{told} but has no role in ownership.yaml",
        "give that person a role there, or name somebody who has one",
    )


def _how(facts: Facts) -> Iterator[Outcome]:
    how = facts.fallback.text("fallback.how")
    if how is None or is_url(how):
        return
    path, _, anchor = how.removeprefix("./").partition("#")
    path = path.partition("?")[0]
    if not facts.snapshot.has(path):
        yield problem(
            facts.fallback,
            "fallback.how",
            f"fallback.how points to '{path[:60]}', but this repository has no such file",
            _where(facts),
        )
        return
    document = _document(facts, path)
    if document is None:
        yield Unknown(f"{path} could not be read here")
    elif not same_anchor(anchor, document.anchors):
        yield problem(
            facts.fallback,
            "fallback.how",
            (
                f"{path} has no heading '#{anchor[:60]}'"
                if anchor
                else f"fallback.how points to {path} but to no heading in it"
            ),
            _where(facts),
        )


def _document(facts: Facts, path: str) -> Document | None:
    """A Markdown text to look for a heading in; None where it was not read.

    Raises CannotTell for a runbook that is wrong.
    """
    if path == facts.runbook.path:
        return facts.runbook.readable
    content = facts.snapshot.files.get(path)
    return parse_markdown(path, content) if isinstance(content, bytes) and not is_pointer(content) else None


def _where(facts: Facts) -> str:
    """What to write: the heading of the runbook that says how; where it has none, that comes first."""
    heading = peek(lambda: section_of(facts.runbook.headings, "Fall back"))
    if heading is None:
        return "add   ## Fall back   to readiness/runbook.md, then write   readiness/runbook.md#fall-back"
    return f"write   readiness/runbook.md#{heading.anchor}"


_KINDS = ("previous_version", "previous_prompt", "other_provider", "no_tools", "heuristic", "human", "off")
_FALLBACK = SCHEMA["fallback"]

ITEM = Item(
    id="fallback.behaviour",
    title="Fallback",
    what=(
        "What replaces the model, within how many minutes, who may trigger the fallback (at least two"
        " people), and how."
    ),
    why="Without this, the first hour after a model degrades goes into finding out who may switch it off.",
    fix="""\
owner: LOGIN
fallback:
  kind: heuristic          # previous_version | heuristic | human | off
  does: TEXT               # what users get then
  within_minutes: NUMBER
  may_trigger: [LOGIN, LOGIN]
  how: PATH                # such as readiness/runbook.md#fall-back
""",
    example="""\
owner: sam-boateng
fallback:
  kind: heuristic
  does: Call list sorted by tenure and open complaints
  within_minutes: 30
  may_trigger: [sam-boateng, mei-chen, jo-marsh]
  how: readiness/runbook.md#fall-back
""",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.OPERATIONS,
    fields=("owner", "fallback"),
    answers=("Q4", "G4", "R4"),
    note="Everybody named here must also have a role in ownership.yaml.",
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            what=(
                "What replaces it (the previous prompt, another provider, no tools, a person, nothing),"
                " within how many minutes, who may trigger the fallback (at least two people), and how."
            ),
            why=(
                "Without this, the first hour after the vendor goes down or the answers go wrong is spent on"
                " finding out who may switch, and to what."
            ),
            fix="""\
owner: LOGIN
fallback:
  kind: previous_prompt    # or other_provider | no_tools | human | off | previous_version | heuristic
  does: TEXT               # what users get then
  within_minutes: NUMBER
  may_trigger: [LOGIN, LOGIN]
  how: PATH                # such as readiness/runbook.md#fall-back
""",
            example="""\
owner: sam-boateng
fallback:
  kind: other_provider
  does: heliolm/lumen-1@2026-04-02 answers with the same prompts, evaluated in reports/eval-1.2.0-lumen.md
  within_minutes: 15
  may_trigger: [sam-boateng, mei-chen, jo-marsh]
  how: readiness/runbook.md#fall-back
""",
            keys={
                "fallback": {
                    **_FALLBACK,
                    "schema": {**_FALLBACK["schema"], "kind": choice(f"one of {', '.join(_KINDS)}", *_KINDS)},
                }
            },
            sources=("NIST AI 600-1, GV-6.2-006", "OWASP Top 10 for Agentic Applications 2026, ASI04"),
        ),
    ),
)

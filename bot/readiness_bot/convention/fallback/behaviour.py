"""fallback.behaviour: what happens instead, who may decide it, and how."""

from collections.abc import Iterator

from readiness_bot.convention.checks import is_url, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.convention.rules import people_in
from readiness_bot.reading.markdown import parse_markdown
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
            f"fallback.within_minutes is {minutes}; it takes some time",
            "write how long it may take",
        )
    yield from _may_trigger(facts)
    yield from _how(facts)


def _may_trigger(facts: Facts) -> Iterator[Outcome]:
    fallback, known = facts.fallback, people_in(facts.ownership)
    people = fallback.texts("fallback.may_trigger")
    if fallback.has("fallback.may_trigger") and len({login.lower() for login in people}) < 2:
        yield problem(fallback, "fallback.may_trigger", f"{len(people) or 'No'} person may trigger the fallback; it takes two, or nobody can when one is away",
                      "name a second person")  # fmt: skip
    for index, login in enumerate(fallback.entries("fallback.may_trigger")):
        if isinstance(login, str) and login.lower() not in known:
            yield _stranger(facts, f"fallback.may_trigger.{index}", f"{login} may trigger the fallback")
    owner = fallback.text("owner")
    if owner and owner.lower() not in known:
        yield _stranger(facts, "owner", f"{owner} owns the fallback")


def _stranger(facts: Facts, where: str, told: str) -> Outcome:
    return problem(
        facts.fallback,
        where,
        f"{told}, and stands nowhere in ownership.yaml",
        "give that person a role there, or name somebody who has one",
    )


def _how(facts: Facts) -> Iterator[Outcome]:
    how = facts.fallback.text("fallback.how")
    if how is None or is_url(how):
        return
    path, _, anchor = how.partition("#")
    if not facts.snapshot.has(path):
        yield problem(facts.fallback, "fallback.how", f"fallback.how names '{path[:60]}', and this repository has no such file",
                      "write   readiness/runbook.md#fall-back")  # fmt: skip
        return
    if path == facts.runbook.path:
        anchors = {heading.anchor for heading in facts.runbook.headings}
    else:
        content = facts.snapshot.files.get(path)
        if not isinstance(content, bytes):
            yield Unknown(f"{path} could not be read here")
            return
        anchors = {heading.anchor for heading in parse_markdown(path, content).headings}
    if anchor not in anchors:
        yield problem(facts.fallback, "fallback.how", f"{path} has no heading '#{anchor[:60]}'" if anchor else f"fallback.how names {path} and no heading of it",
                      "write   readiness/runbook.md#fall-back")  # fmt: skip


ITEM = Item(
    id="fallback.behaviour",
    title="Fallback",
    what="What happens instead of the model, within how many minutes, who may decide it (two people at least), and how.",
    why="When a model degrades, the first hour goes into finding out who may switch it off.",
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
    note="Everybody named here has a role in ownership.yaml.",
    check=check,
)

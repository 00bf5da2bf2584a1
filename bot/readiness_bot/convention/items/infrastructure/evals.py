"""infrastructure.evals: the suite runs whenever a prompt or a model changes."""

from collections.abc import Iterator, Mapping

from readiness_bot.convention.checks import not_in_future, problem, required, same_version, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, value
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.convention.release import from_root
from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.globs import matches
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Proof, Role, Stage

_ON_CHANGE = ("pull_request", "push")
"""Events that a changed file sets off
(https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows)."""


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    keys = ("suite", "workflow", "run", "date", "version")
    yield from required(infrastructure, *(f"evals.{key}" for key in keys))
    yield from url(infrastructure, "evals.run", "the run's address")
    yield from not_in_future(facts, infrastructure, "evals.date")
    yield from same_version(facts, infrastructure, "evals.version", "The run of the suite")
    yield from _same_suite(facts)
    yield from _runs_on_change(facts)


def _same_suite(facts: Facts) -> Iterator[Outcome]:
    suite, evaluated = facts.infrastructure.text("evals.suite"), facts.contract.text("evaluation.suite")
    if suite and evaluated and suite != evaluated:
        yield problem(
            facts.infrastructure,
            "evals.suite",
            f"evals.suite is {suite[:60]}, but the passed evaluation used {evaluated[:60]}",
            "run the suite that the release was evaluated with, or evaluate the release with this one",
        )


def _runs_on_change(facts: Facts) -> Iterator[Outcome]:
    """The workflow is there, and a changed prompt or release sets it off."""
    infrastructure = facts.infrastructure
    path = infrastructure.text("evals.workflow")
    if path is None:
        return
    own = facts.snapshot.prefix + path
    if facts.snapshot.prefix and own in facts.snapshot.paths:
        yield problem(
            infrastructure,
            "evals.workflow",
            f"{own[:200]} never runs: GitHub looks for workflows in the repository's root alone",
            "move it there",
        )
        return
    if not facts.snapshot.has(path):
        yield problem(
            infrastructure,
            "evals.workflow",
            f"evals.workflow names '{path[:60]}', but this repository has no such file",
            "write the path of the workflow that runs the suite, such as .github/workflows/evals.yml",
        )
        return
    content = facts.snapshot.files.get(path)
    read = parse(path, content) if isinstance(content, bytes) else None
    if read is None or isinstance(read, Unreadable):
        yield Unknown(f"{path} could not be read here")
        return
    events = _events(read.data.get("on"))
    on_change = [events[event] for event in _ON_CHANGE if event in events and _at_each(event, events[event])]
    if not on_change:
        narrowed = "pull_request" in events
        yield problem(
            infrastructure,
            "evals.workflow",
            f"{path} doesn't run when a file changes",
            f"let `types:` of pull_request in {path} hold synchronize"
            if narrowed
            else f"let `on:` in {path} hold pull_request",
        )
        return
    for name in _decides(facts):
        covers = {_covers(filters, from_root(facts.snapshot, name)) for filters in on_change}
        if True not in covers:
            if None in covers:
                yield Unknown(f"{path} has too many `paths:` to be read here")
                return
            named = from_root(facts.snapshot, name)[:200]
            yield problem(
                infrastructure,
                "evals.workflow",
                f"{path} doesn't run when {name[:60]} changes",
                f"change `paths:` or `paths-ignore:` in {path} so that it runs for {named}",
            )
            return


_MOST = 30
"""Files of a kind that are looked up in the filters."""


def _decides(facts: Facts) -> list[str]:
    """The files that decide an answer: prompts, an agent's tools, and where the models are named."""
    infrastructure = facts.infrastructure
    parts = ("prompts", "tools") if facts.kind is Kind.AGENT else ("prompts",)
    files = [path for part in parts for path in infrastructure.texts(f"artifact.{part}.files")[:_MOST]]
    return [*files, infrastructure.path]


def _events(on: Value) -> dict[str, Mapping[str, Value]]:
    """`on: push`, `on: [push]` and `on: {push: {…}}`, as the last of them."""
    if isinstance(on, str):
        return {on: {}}
    if isinstance(on, list):
        return {event: {} for event in on if isinstance(event, str)}
    if isinstance(on, Mapping):
        return {event: told if isinstance(told, Mapping) else {} for event, told in on.items()}
    return {}


def _at_each(event: str, filters: Mapping[str, Value]) -> bool:
    """Whether an event comes with every change, not only with a tag, a label or the end of a pull request.

    `tags` without `branches` is for tags alone, and without `types` a pull request's pushes count
    (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#on and the page above).
    """
    if event == "push":
        return bool({"branches", "branches-ignore"} & set(filters)) or not {"tags", "tags-ignore"} & set(
            filters
        )
    types = filters.get("types")
    return types is None or "synchronize" in _texts(types)


def _covers(filters: Mapping[str, Value], path: str) -> bool | None:
    """Whether a change of the file passes an event's filters of paths; of branches nothing is known here."""
    wanted, ignored = filters.get("paths"), filters.get("paths-ignore")
    if wanted is not None:
        return matches(_texts(wanted), path)
    if ignored is not None:
        taken = matches(_texts(ignored), path)
        return None if taken is None else not taken
    return True


def _texts(value: Value) -> list[str]:
    """One text, or the texts of a list: a workflow may have both."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


ITEM = Item(
    id="infrastructure.evals",
    title="Evaluations on every change",
    what=(
        "A workflow runs the suite whenever a prompt or a model changes, and it has run for the evaluated"
        " version."
    ),
    why=(
        "Anybody can change a prompt in a minute, and the change looks harmless. Only the suite shows what"
        " else changed with it."
    ),
    fix="""\
evals:
  suite: NAME          # name@version, as in evaluation.suite
  workflow: PATH       # that runs the suite, such as .github/workflows/evals.yml
  run: URL
  date: YYYY-MM-DD
  version: VERSION     # the evaluated version, in quotes
""",
    example="""\
evals:
  suite: hr-questions@2026.10
  workflow: .github/workflows/evals.yml
  run: https://github.com/acme/policy-assistant/actions/runs/412
  date: 2026-11-02
  version: "1.2.0"
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("evals",),
    answers=("R3", "G3"),
    sources=("NIST AI 600-1, MG-3.1-003", "OWASP Top 10 for Agentic Applications 2026, ASI04"),
    proof=Proof.TEST_RUN,
    tested_by=("eval", "evals", "evaluation", "evaluations", "evaluate"),
    tested=(
        "infrastructure.artifact.prompts.digest",
        "infrastructure.artifact.models",
        "infrastructure.artifact.tools.digest",
        "infrastructure.artifact.index",
    ),
    note=(
        "The workflow must run on `pull_request` or `push`. If it has `paths:`, they must cover the prompts,"
        " an agent's tools, and readiness/infrastructure.yaml, which names the models."
    ),
    kinds=LLM_KINDS,
    keys={
        "evals": block(
            "the suite, run on every change",
            suite=value("text", "name@version, as in evaluation.suite", "NAME"),
            workflow=value("workflow", "the workflow that runs the suite", "PATH"),
            run=value("link", "the run for the evaluated version", "URL"),
            date=value("day", "the date of the run", "YYYY-MM-DD"),
            version=value("version", "the evaluated version, in quotes", "VERSION"),
        )
    },
    check=check,
)

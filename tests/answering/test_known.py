"""What is suggested, and from where. Nothing of it is written until somebody takes it."""

from __future__ import annotations

import pytest
from tests.models import Edit
from tests.scaffolds import BEFORE, DOCS, fresh, scaffold

from readiness_bot.answering.assign import place_of
from readiness_bot.answering.known import Around, Known, known, look_around
from readiness_bot.answering.place import Place
from readiness_bot.answering.questions import Question, Shape
from readiness_bot.answering.who import chosen, roles_of
from readiness_bot.convention.registry import ITEMS, items_at
from readiness_bot.convention.release import digest
from readiness_bot.judging.evaluate import facts_of
from readiness_bot.reading.document import KeyPath
from readiness_bot.reading.git.identity import Identity
from readiness_bot.reading.snapshot import Committer, Snapshot
from readiness_bot.scaffold.sources import Code, Sources, Text
from readiness_bot.vocabulary import Kind, Role

CARD = """\
---
model_name: Churn Propensity
datasets: [subscriptions_daily, "\u202eevil"]
base_model: acme/tabular-7b
license_link: https://acme.io/terms
metrics: [f1]
model-index:
  - results: [{metrics: [{type: recall_at_top_10pct, value: 0.4}, 5]}]
---
# Churn

## Intended use

Ranks subscribers by their risk to leave within sixty days.
"""
SOURCES = Sources(
    folder="churn",
    committers=(Committer("ana-ruiz", 9), Committer("raj-patel", 4)),
    codeowners=Text("CODEOWNERS", "* @mei-chen @acme/retention-ops\n"),
    card=Text("MODEL_CARD.md", CARD),
)
MLMODEL = Text("MLmodel", "model_id: m-1f\nsignature: {inputs: '[]'}\nflavors: {sklearn: {}}\n")


def around() -> Around:
    bare = Around(SOURCES, MLMODEL)
    return Around(SOURCES, MLMODEL, look_around(bare))


def at(name: str, path: KeyPath) -> Question:
    place = Place(name, path)
    item = next(i for i in ITEMS if i.file == name and any(f.split(".")[0] == path[0] for f in i.fields))
    shape = Shape.ENTRIES if place.rules.get("type") == "list" else Shape.VALUE
    return Question(item, place, shape)


@pytest.mark.parametrize(
    ("where", "edits", "text", "source"),
    [
        (("contract.yaml", ("purpose",)), (), "Ranks subscribers by their risk to leave within sixty days.", "MODEL_CARD.md, intended use"),
        (("ownership.yaml", ("developers",)), (), "ana-ruiz, raj-patel", "git: who wrote a real share of the last 1,000 commits"),
        (("ownership.yaml", ("production_owner", "person")), (), "mei-chen", "CODEOWNERS, line 1"),
        (("ownership.yaml", ("receiving_team", "team")), (), "acme/retention-ops", "CODEOWNERS, line 1"),
        (("contract.yaml", ("success", 0, "metric")), (), "recall_at_top_10pct", "MODEL_CARD.md"),
        (("governance.yaml", ("datasets", 0, "name")), (), "subscriptions_daily", "MODEL_CARD.md"),
        (("governance.yaml", ("third_party", 0, "name")), (), "acme/tabular-7b", "MODEL_CARD.md"),
        (("governance.yaml", ("third_party", 0, "terms")), (), "https://acme.io/terms", "MODEL_CARD.md"),
        (("infrastructure.yaml", ("interface", "schema")), (), "MLmodel", "its signature"),
        (("contract.yaml", ("evaluation", "version")), (), "m-1f", "MLmodel"),
        (("contract.yaml", ("value", "basis")), (), "docs/value-case.md", "the file is there"),
        (("governance.yaml", ("datasets", 0, "lineage")), (), "docs/lineage.md", "the file is there"),
        (("governance.yaml", ("impact", "url")), (), "docs/dpia.md", "the file is there"),
        (("fallback.yaml", ("fallback", "how")), (), "readiness/runbook.md#fall-back", "the file is there"),
        (("governance.yaml", ("tier", "date")), (), "2026-06-29", "today"),
        (
            ("contract.yaml", ("agreed_by",)),
            (("ownership", "business_owner:     ", "business_owner: nora-lee #"),),
            "nora-lee",
            "business_owner in ownership.yaml",
        ),
        (
            ("governance.yaml", ("design_review", "by")),
            (("ownership", "  compliance:", "  compliance: priya-nair #"),),
            "priya-nair",
            "reviewers in ownership.yaml",
        ),
        (
            ("governance.yaml", ("compliance", "by")),
            (("ownership", "  compliance:", "  compliance: priya-nair #"),),
            "priya-nair",
            "compliance, ownership.yaml",
        ),
        (("governance.yaml", ("validation", "version")), (("contract", 'version: "VERSION" ', 'version: "1.4.0" '),), "1.4.0", "the evaluated version"),
    ],
)
def test_suggested(where: tuple[str, KeyPath], edits: tuple[Edit, ...], text: str, source: str) -> None:
    facts = fresh(*edits).facts
    assert facts is not None
    assert known(at(*where), facts, around()) == Known(text, source)


@pytest.mark.parametrize(
    "where",
    [
        ("contract.yaml", ("milestones", "development")),  # a plan is nobody's guess
        ("governance.yaml", ("compliance", "expires")),
        ("governance.yaml", ("datasets", 1, "name")),  # what nobody can see is in it
        ("governance.yaml", ("tier", "level")),
        ("infrastructure.yaml", ("serving", "code")),
    ],
)
def test_nothing_is_suggested(where: tuple[str, KeyPath]) -> None:
    facts = fresh().facts
    assert facts is not None
    assert known(at(*where), facts, around()) is None


def test_of_two_files_that_fit_none_is_suggested() -> None:
    present = scaffold()
    paths = present.paths | {"docs/value-more.md", "\x1b[2Jvalue.md"}
    facts = facts_of(Snapshot(present.files, paths), BEFORE)
    assert known(at("contract.yaml", ("value", "basis")), facts, around()) is None
    assert paths >= DOCS


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        (Identity(login="Nora-Lee"), {Role.BUSINESS_OWNER}),
        (Identity(email="1+nora-lee@users.noreply.github.com"), {Role.BUSINESS_OWNER}),
        (Identity(email="nora-lee@acme.io"), {Role.BUSINESS_OWNER}),
        (Identity(name="Nora Lee"), {Role.BUSINESS_OWNER}),
        (Identity(name="Nora", email="nora@acme.io"), set()),
        (Identity(), set()),
        (Identity(name="LOGIN"), set()),
    ],
)
def test_whose_role_it_is(who: Identity, roles: set[Role]) -> None:
    facts = fresh(("ownership", "business_owner:     ", "business_owner: nora-lee #")).facts
    assert facts is not None
    assert roles_of(who, facts)[1] == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("", set(Role)),
        ("all", set(Role)),
        ("lead-developer", {Role.DEVELOPER}),
        ("Business Owner", {Role.BUSINESS_OWNER}),
        ("comp", {Role.COMPLIANCE}),
        ("p", None),
        ("x", None),
    ],
)
def test_what_was_typed_for_a_role(text: str, roles: set[Role] | None) -> None:
    open_ = {Role.COMPLIANCE: 2, Role.PRODUCTION_OWNER: 1, Role.PLATFORM: 1}
    assert chosen(text, open_) == roles


AGENT = {
    "readiness/contract.yaml": b'model: refunds\nkind: agent\nstage: staging\nevaluation: {version: "1.0", suite: refunds@7}\n',
    "readiness/infrastructure.yaml": b"""\
artifact: {prompts: {files: [prompts/a.md, prompts/b.md]}, models: [aurora/aria@2026-05-12], tools: {files: [tools/gone.json]}}
tools: [{name: look_up, asks: false}, {name: refund, asks: true}]
""",
    "prompts/a.md": b"Be kind.\n",
    "prompts/b.md": b"Be short.\r\n",
    ".github/workflows/evals.yml": b"",
}
CODE = Sources(folder="refunds", code=Code(prompts={"prompts/a.md": b"", "prompts/b.md": b""}, schemas={"tools/refund.json": b""}))


@pytest.mark.parametrize(
    ("where", "text", "source"),
    [
        ("infrastructure.artifact.prompts.files", "prompts/a.md, prompts/b.md", "by name"),
        ("infrastructure.artifact.tools.files", "tools/refund.json", "by name"),
        ("infrastructure.artifact.prompts.digest", digest({"prompts/a.md": b"Be kind.\n", "prompts/b.md": b"Be short.\n"}), "of the files as they are"),
        ("infrastructure.artifact.tools.digest", "", ""),
        ("infrastructure.evals.suite", "refunds@7", "evaluation in contract.yaml"),
        ("infrastructure.evals.workflow", ".github/workflows/evals.yml", "the file is there"),
        ("governance.oversight.asks_first", "refund", "tools in infrastructure.yaml"),
        ("governance.third_party.0.id", "aurora/aria@2026-05-12", "artifact in infrastructure.yaml"),
    ],
)
def test_of_a_release_what_the_repository_tells(where: str, text: str, source: str) -> None:
    bare = Around(CODE)
    facts = facts_of(Snapshot(AGENT, frozenset(AGENT)), BEFORE)
    place = place_of(where, Kind.AGENT)
    item = next(i for i in items_at(Kind.AGENT) if i.file == place.file and place.path[0] in i.fields)
    shape = Shape.ENTRIES if place.rules.get("type") == "list" else Shape.VALUE
    found = known(Question(item, place, shape), facts, Around(CODE, None, look_around(bare)))
    assert found == (Known(text, source) if text else None)


def test_tools_that_code_defines_are_suggested() -> None:
    code = Code(sources=(Text("src/a.py", "@tool\n"), Text("src/b.py", "@tool\n@tool\n"), Text("src/c.py", "")))
    found = look_around(Around(Sources(folder="refunds", code=code)))
    assert found[place_of("infrastructure.artifact.tools.files", Kind.AGENT)] == Known("src/b.py, src/a.py", "tools are defined there")


def test_a_digest_that_no_longer_fits_is_computed_again() -> None:
    facts = facts_of(Snapshot(AGENT, frozenset(AGENT)), BEFORE)
    place = place_of("infrastructure.artifact.prompts.digest", Kind.AGENT)
    item = next(i for i in items_at(Kind.AGENT) if i.id == "infrastructure.artifact")
    found = known(Question(item, place, Shape.VALUE, stands="The prompts have changed"), facts, Around())
    assert found
    assert found.source == "of the files as they are, once they are evaluated"

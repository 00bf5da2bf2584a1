"""`readiness fleet backstage`: what Backstage's own package says of our entities, and what the facts are."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.github.node_tools import install, node
from tests.rows import DAY, item, row, scan_file

from readiness_bot.convention.registry import items_at
from readiness_bot.portfolio.catalogue import entity_name, entity_of, fact_schema, facts_of
from readiness_bot.portfolio.row import Row
from readiness_bot.render.portfolio.backstage import document
from readiness_bot.vocabulary import Kind, Stage

ODD = [
    row("acme/churn_model", model='"odd": {a: *b}\u2028# \\ ---\n- 漢字 💥 \x85'),
    row("Acme/" + "x" * 90, folder="models/Ünïcode/", owner="-odd name-"),
    row("acme/a..b", folder="--/", owner="@acme/Model-Risk"),
    row("acme/churn_0123456789ab", stage=Stage.PRODUCTION, kind=Kind.AGENT, owner=""),
    row(".../...", url="", owner="x" * 80),
    row("acme/shop", folder="b/", url="http://plain"),
    row("acme/shop.b"),
]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    left_out = (Row("acme/site", absent=True), Row("acme/gone", error="GitHub refused."))
    return scan_file(tmp_path / "scan.json", row("acme/churn", item("kim", 9)), row("acme/shop", folder="models/basket/", model="basket"), *left_out)


def refused(text: str) -> list[tuple[str, str | None]]:
    """Each entity, and why Backstage would not take it."""
    done = subprocess.run([node(), install() / "backstage.mjs"], input=text.encode(), capture_output=True, check=True)
    return [(name, fault) for name, fault in json.loads(done.stdout)]


def test_backstage_takes_them(scan: Path, tmp_path: Path, readiness: Readiness) -> None:
    assert readiness("fleet", "backstage", scan, "--output", tmp_path / "out").out == f"2 entities in {tmp_path / 'out'}\n"
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in files] == ["acme--churn.yaml", "acme--shop--models--basket.yaml", "catalog-info.yaml"]
    broken = '---\napiVersion: "backstage.io/v1alpha1"\nkind: Component\nmetadata: {name: "a b"}\nspec: {type: x, lifecycle: y, owner: z}\n'
    found = refused("".join([*(path.read_text() for path in files), *(document(entity_of(each, DAY)) for each in ODD), broken]))
    assert [name for name, _ in found[:3]] == ["acme.churn", "acme.shop.models.basket", "readiness"]
    assert [(name, fault) for name, fault in found[:-1] if fault] == []
    assert found[-1][1] is not None
    assert len({name.lower() for name, _ in found}) == len(found)


def test_what_an_entity_says(scan: Path, readiness: Readiness) -> None:
    ran = readiness("fleet", "backstage", scan)
    assert ran.err == "1 repository could not be read in this scan, and left out here.\n"
    assert ran.out.split("---\n")[2] == (
        'apiVersion: "backstage.io/v1alpha1"\nkind: "Component"\nmetadata:\n  name: "acme.shop.models.basket"\n  title: "basket"\n'
        '  description: "In staging, medium tier"\n  annotations:\n    "github.com/project-slug": "acme/shop"\n'
        '    "backstage.io/source-location": "url:https://github.com/acme/shop/tree/HEAD/models/basket/"\n'
        '    "readiness-bot/repository": "acme/shop"\n    "readiness-bot/folder": "models/basket/"\n    "readiness-bot/stage": "staging"\n'
        '    "readiness-bot/tier": "medium"\n    "readiness-bot/ready": "true"\n    "readiness-bot/ready-for": "staging"\n'
        '    "readiness-bot/scanned": "2026-11-26"\n  tags:\n    - "ml-model"\n    - "stage-staging"\n  links:\n'
        '    - url: "https://github.com/acme/shop/tree/HEAD/models/basket/readiness"\n      title: "Readiness files"\n'
        'spec:\n  type: "ml-model"\n  lifecycle: "experimental"\n  owner: "user:default/mei-chen"\n'
    )


@pytest.mark.parametrize(
    ("owner", "reference"),
    [("Mei-Chen", "user:default/mei-chen"), ("@acme/Risk", "group:default/risk"), ("", "group:default/unowned"), ("not a login", "group:default/unowned")],
)
def test_who_owns_it(owner: str, reference: str) -> None:
    assert f'owner: "{reference}"' in document(entity_of(row(owner=owner), DAY))


def test_a_name_is_that_of_the_place() -> None:
    assert [entity_name(row(name)) for name in ("acme/churn", "Acme/Churn-Model", "acme/churn_model")] == ["acme.churn", "acme.churn-model", "acme.churn_model"]


def test_the_facts(scan: Path, readiness: Readiness) -> None:
    said = json.loads(readiness("fleet", "backstage", scan, "--format", "facts").out)
    churn, basket = said["facts"]
    assert churn["entity"] == {"namespace": "default", "kind": "Component", "name": "acme.churn"}
    told = ("ready", "overdue", "late", "governance_compliance", "governance_impact")
    assert [[each["facts"][name] for name in told] for each in (churn, basket)] == [[False, 1, 1, False, True], [True, 0, 0, True, True]]
    assert said["schema"]["governance_compliance"] == {"type": "boolean", "description": "Compliance approval: nothing is open"}


def test_each_fact_has_its_type() -> None:
    types = {"boolean": bool, "integer": int, "string": str}
    schema = fact_schema()
    for of in (row("a/b", item("kim", 3)), Row("a/b")):
        assert {name: type(value) for name, value in facts_of(of).items()} == {name: types[each["type"]] for name, each in schema.items()}
    assert len(schema) == 8 + len({each.id for kind in Kind for each in items_at(kind)})


def test_what_is_unknown_is_not_done() -> None:
    assert facts_of(row(unknown=("fallback.drill",)))["fallback_drill"] is False


def test_facts_are_one_file(scan: Path, tmp_path: Path, readiness: Readiness) -> None:
    assert readiness("fleet", "backstage", scan, "--format", "facts", "--output", tmp_path).code == 2

"""What holds for every item: its texts, its module, its snippets."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from readiness_bot.convention.fields import places_of, rules_at
from readiness_bot.convention.file import key_path
from readiness_bot.convention.item import Item
from readiness_bot.convention.people import POSTS
from readiness_bot.convention.placeholders import TO_FILL, is_placeholder
from readiness_bot.convention.registry import FILES, ITEMS, ITEMS_BY_ID, ids_at, items_at, schemas_at
from readiness_bot.convention.validate import findings
from readiness_bot.reading.document import Document
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Proof, Stage, Tier

CONVENTION = Path(__file__).parent.parent.parent / "bot" / "readiness_bot" / "convention" / "items"
SHARED = {"__init__", "schema", "common"}
EVERY = {f"{item.id} at {kind}": (kind, item) for kind in Kind for item in items_at(kind) if kind is Kind.MODEL or item not in items_at(Kind.MODEL)}
every_item = pytest.mark.parametrize(("kind", "item"), EVERY.values(), ids=EVERY)


def snippet(item: Item, text: str) -> Document:
    read = parse_runbook(item.path, text.encode()) if item.file.endswith(".md") else parse(item.path, text.encode())
    assert isinstance(read, Document), read
    return read


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for child in value.values() for leaf in leaves(child)]
    if isinstance(value, list):
        return [leaf for child in value for leaf in leaves(child)]
    return [value]


@pytest.mark.parametrize(
    ("kind", "count", "by_stage"), [("model", 47, (10, 13, 10, 11, 3)), ("llm-app", 51, (10, 13, 13, 12, 3)), ("agent", 52, (10, 14, 13, 12, 3))]
)
def test_how_many_a_kind_is_asked(kind: str, count: int, by_stage: tuple[int, ...]) -> None:
    items = items_at(Kind(kind))
    assert (len(items), tuple(Counter(item.due for item in items)[stage] for stage in Stage)) == (count, by_stage)


def test_what_another_kind_is_asked_in_other_words() -> None:
    assert [item.id for item in items_at(Kind.LLM_APP) if item.id in ids_at(Kind.MODEL) and item.what != ids_at(Kind.MODEL)[item.id].what] == [
        "contract.success", "governance.datasets", "governance.third-party", "infrastructure.capacity", "fallback.behaviour", "fallback.monitors",
        "contract.evaluation", "infrastructure.artifact", "governance.logs", "fallback.drill",
    ]  # fmt: skip
    assert ids_at(Kind.AGENT)["governance.oversight"].what != ids_at(Kind.MODEL)["governance.oversight"].what


def test_no_module_is_left_out() -> None:
    found = {
        f"{folder.name}.{path.stem.replace('_', '-')}"
        for folder in CONVENTION.iterdir()
        if folder.is_dir()
        for path in folder.glob("*.py")
        if "ITEM = Item(" in path.read_text(encoding="utf-8")
    }
    assert found == set(ITEMS_BY_ID)


def test_the_files() -> None:
    assert list(FILES) == ["contract.yaml", "ownership.yaml", "governance.yaml", "infrastructure.yaml", "fallback.yaml", "runbook.md"]


@every_item
def test_texts_are_sentences(kind: Kind, item: Item) -> None:
    assert re.fullmatch(r"[A-Z][^\n.]{3,58}", item.title)
    assert all(re.fullmatch(r"[A-Z\"][^\n]*\.", text) for text in (item.what, item.why))


@every_item
def test_the_example_is_right(kind: Kind, item: Item) -> None:
    read = snippet(item, item.example)
    assert findings(item.path, read.data, read, schemas_at(kind)[item.file]) == ()
    assert [leaf for leaf in leaves(read.data) if isinstance(leaf, str) and is_placeholder(leaf)] == []


@every_item
def test_the_snippet_to_paste_parses_and_counts_as_empty(kind: Kind, item: Item) -> None:
    read = snippet(item, item.fix)
    filled = {leaf for leaf in leaves(read.data) if leaf is not None and not (isinstance(leaf, str) and is_placeholder(leaf))}
    words = {word for word in filled if isinstance(word, str)}
    assert {leaf for leaf in filled if not isinstance(leaf, str | bool | int)} == set()
    assert {word for word in words if word in TO_FILL} == set()


@every_item
def test_fields_exist_in_the_schema(kind: Kind, item: Item) -> None:
    assert [name for name in item.fields if not rules_at(schemas_at(kind)[item.file], key_path(name))] == []


@every_item
def test_a_tier_never_asks_for_less_than_the_one_below(kind: Kind, item: Item) -> None:
    weight = {None: 0, "advisory": 1, "blocking": 2}
    low, medium, high = (weight[item.severity_at(tier)] for tier in Tier)
    assert low <= medium <= high


@pytest.mark.parametrize("text", ["TBD", "tbd", "TODO", "TODO: write it", "n/a", "xxx", "XXXX", "???", "someone", "https://example.com/x", "docs/…", "LOGIN",
                                  "YYYY-MM-DD", "<name>", "", "  ", "-", "...", "ORG/TEAM", "your-org/x"])  # fmt: skip
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["mei-chen", "none", "No", "url", "name", "Uplift below 0.5%", "docs/x.md", "https://acme.io", "not-example.community", "XX", "todos"]
)
def test_words_that_are_none(text: str) -> None:
    assert not is_placeholder(text)


def test_every_place_for_a_person_in_ownership_is_a_post() -> None:
    posts = {post.where for post in POSTS if post.file == "ownership.yaml"} - {"developers.0"}
    assert posts == set(places_of("login", schemas_at(Kind.MODEL)["ownership.yaml"])) - {"developers.*"}


def test_a_tested_item_reads_one_place_and_says_what_tests_it() -> None:
    tested = [item for item in ITEMS if item.proof is Proof.TEST_RUN]
    assert [item.id for item in tested if not item.tested_by or len(item.fields) != 1] == []
    assert [item.id for item in ITEMS if item.tested_by and item not in tested] == []

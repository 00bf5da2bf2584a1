"""What a tier gets, and what is added when it is raised: just the missing blocks, everything else to the byte."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models import EXAMPLE

from readiness_bot.convention.registry import FILES, items_at
from readiness_bot.demo.repository import read_files
from readiness_bot.reading.document import Document
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.adding import add_missing
from readiness_bot.scaffold.asks import asked_items, asked_keys, begins
from readiness_bot.scaffold.blocks import cut, paragraphs
from readiness_bot.scaffold.fill import fill
from readiness_bot.scaffold.plan import Form, forms_of
from readiness_bot.scaffold.templates import templates
from readiness_bot.vocabulary import Kind, Severity, Tier

SLOTS = dict.fromkeys(re.findall(r"\$(\w+)", "".join(templates().values())), "")
YAML = [name for name in FILES if name.endswith(".yaml")]


def forms(tier: Tier) -> dict[str, Form]:
    """File → what a model gets of which nothing is known."""
    return {name.partition("/")[2]: form for name, form in forms_of(templates(), SLOTS, (Kind.MODEL, tier), {}, None).items()}


def read(name: str, text: str | bytes) -> Document:
    content = text.encode() if isinstance(text, str) else text
    read = (parse_runbook if name.endswith(".md") else parse)(name, content)
    assert isinstance(read, Document), read
    return read


def reads(name: str, tier: Tier) -> set[str]:
    """The keys of a file that blocking items of a tier read, at low tier; from medium up of all that are asked."""
    return {
        key
        for item in items_at(Kind.MODEL)
        if item.file == name and (item.severity_at(tier) is Severity.BLOCKING or (tier > Tier.LOW and item.severity_at(tier)))
        for key in item.fields
    }


NEEDED_TO_JUDGE = {"model", "stage", "tier.level"}


@pytest.mark.parametrize("name", FILES)
def test_low_tier_has_no_key_that_it_does_not_ask_for(name: str) -> None:
    keys = {".".join(str(part) for part in path if isinstance(part, str)) for path in read(name, forms(Tier.LOW)[name].new).keys}
    asked = reads(name, Tier.LOW) | NEEDED_TO_JUDGE
    assert {key for key in keys if not any(key == one or key.startswith(f"{one}.") or one.startswith(f"{key}.") for one in asked)} == set()


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("name", FILES)
def test_every_key_that_a_tier_asks_for_is_there(name: str, tier: Tier) -> None:
    keys = read(name, forms(tier)[name].new).keys
    assert {key for key in reads(name, tier) if tuple(key.split(".")) not in keys} == set()


def test_a_low_tier_scaffold_is_half_as_long() -> None:
    lines = {tier: sum(form.new.count("\n") for form in forms(tier).values()) for tier in Tier}
    assert lines[Tier.LOW] < 0.62 * lines[Tier.MEDIUM]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("contract.yaml", "Asked from the design stage on; at low tier not at all."),
        ("ownership.yaml", "Asked from the design stage on."),
        ("governance.yaml", "Asked from the design stage on."),
        ("infrastructure.yaml", "Asked from the development stage on; at low tier from the evaluation stage on."),
        ("fallback.yaml", "Asked from the development stage on."),
        ("runbook.md", "Asked from the evaluation stage on."),
    ],
)
def test_a_file_says_in_its_first_lines_when_it_begins_to_ask(name: str, says: str) -> None:
    assert begins(name) == says
    for tier in Tier:
        assert f"# {says}" in forms(tier)[name].new.splitlines()[:3]


@pytest.mark.parametrize("name", FILES)
def test_with_everything_wanted_a_template_is_itself(name: str) -> None:
    whole = templates()[f"readiness/{name}"]
    assert cut(whole, lambda key: True) == whole


@pytest.mark.parametrize(("lower", "higher"), [*pairwise(Tier), (Tier.LOW, Tier.HIGH)])
@pytest.mark.parametrize("name", FILES)
def test_a_raised_tier_gives_the_file_that_it_would_have_had_from_the_start(name: str, lower: Tier, higher: Tier) -> None:
    before, after = forms(lower)[name].new, forms(higher)[name]
    assert add_missing(before.encode(), after.full, after.asked).content.decode() == after.new


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("name", FILES)
def test_nothing_to_add_changes_nothing(name: str, tier: Tier) -> None:
    form = forms(tier)[name]
    assert add_missing(form.new.encode(), form.full, form.asked).content == form.new.encode()


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_added_to_a_finished_model(name: str) -> None:
    content = read_files(EXAMPLE)[f"readiness/{name}"].encode()
    form = forms(Tier.MEDIUM)[name]
    assert add_missing(content, form.full, form.asked).keys == ()


def lines_kept(old: str, new: str) -> bool:
    """Whether the new text has each of the old lines, in their order, and ends them all as the old one does."""
    left = iter(new.splitlines())
    ends = "\r\n" not in old or new.count("\n") == new.count("\r\n")
    return ends and all(line in left for line in old.splitlines())


def without(data: dict[str, object], keys: tuple[str, ...]) -> dict[str, object]:
    left = {key: dict(value) if isinstance(value, dict) else value for key, value in data.items()}
    for key in keys:
        block, _, inner = key.partition(".")
        (left[block] if inner else left).pop(inner or block, None)  # type: ignore[attr-defined]
    return left


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A file that people worked on: some blocks gone, comments and empty lines added, other line endings."""
    name = draw(st.sampled_from(YAML))
    source = draw(st.sampled_from([forms(Tier.HIGH)[name].full, read_files(EXAMPLE)[f"readiness/{name}"]]))
    blocks = [block for paragraph in paragraphs(source) for block in paragraph.blocks]
    gone = {block.path for block in blocks if draw(st.booleans())}
    text = cut(source, lambda key: key[:1] not in gone)
    lines = []
    for line in text.splitlines():
        if not line.startswith(" "):
            lines.extend(draw(st.lists(st.sampled_from(["", "# a note", "#"]), max_size=2)))
        lines.append(line + draw(st.sampled_from(["", "", "   # mine"])) if line and not line.startswith(("#", " ")) and "#" not in line else line)
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return name, ending.join(lines) + ending * draw(st.integers(0, 2))


@given(edited(), st.sampled_from(Tier))
@settings(max_examples=150, deadline=None)
def test_whatever_people_wrote_stays_and_what_is_missing_is_there(file: tuple[str, str], tier: Tier) -> None:
    name, text = file
    form = forms(tier)[name]
    added = add_missing(text.encode(), form.full, form.asked)
    new = added.content.decode()
    old, now = read(name, text), read(name, new)
    assert added.refused == ()
    assert lines_kept(text, new)
    assert repr(without(dict(now.data), added.keys)) == repr(dict(old.data))
    assert {key for key in form.asked if key[0] not in now.data and key[0] in dict(read(name, form.full).data)} == set()
    assert add_missing(added.content, form.full, form.asked).content == added.content


def added_to(text: str, name: str = "ownership.yaml", tier: Tier = Tier.MEDIUM) -> str:
    form = forms(tier)[name]
    new = add_missing(text.encode(), form.full, form.asked).content.decode()
    changes = SequenceMatcher(None, text.splitlines(), new.splitlines(), autojunk=False).get_opcodes()
    assert {kind for kind, *_ in changes} <= {"equal", "insert"}
    return new


def test_a_key_inside_a_block_comes_to_its_neighbours() -> None:
    text = "incidents:\n    team: acme/on-call   # ours\n    first: sam\n    then: mei\n    contact: https://x.io/1\n    # the number is on the wall\n"
    assert added_to(text).endswith(f"{text}    schedule: URL            # due: staging · operations · who is on call now\n")


def test_a_block_on_one_line_stays_on_it() -> None:
    form = forms(Tier.MEDIUM)["ownership.yaml"]
    new = add_missing(b"incidents: {team: a/b, first: sam, then: mei, contact: x}   # us\n", form.full, form.asked).content
    assert b"incidents: {team: a/b, first: sam, then: mei, contact: x, schedule: URL}   # us\n" in new


def test_an_empty_block_is_filled() -> None:
    form = forms(Tier.LOW)["infrastructure.yaml"]
    new = add_missing(b"environments:\ntests:\n  integration:\n", form.full, form.asked).content
    assert read("infrastructure.yaml", new).data["environments"] == {"staging": {"ready": "YYYY-MM-DD", "data": "TEXT"}, "production": {"ready": "YYYY-MM-DD"}}


@pytest.mark.parametrize("text", ["a: [1\n", "- a list\n", "\t"])
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    form = forms(Tier.HIGH)["ownership.yaml"]
    assert add_missing(text.encode(), form.full, form.asked).content == text.encode()


def test_a_file_on_one_line_is_left_alone_and_told() -> None:
    form = forms(Tier.LOW)["contract.yaml"]
    added = add_missing(b"{model: churn}\n", form.full, form.asked)
    assert (added.content, added.refused) == (b"{model: churn}\n", ("`stage` could not be added: there is no block of lines where it belongs.",))


def test_a_runbook_without_front_matter_gets_it() -> None:
    form = forms(Tier.LOW)["runbook.md"]
    new = add_missing(b"# Ours\r\n\r\ntext\r\n", form.full, form.asked).content
    assert new.startswith(b"---\n# Asked from the evaluation stage on.\n# due: staging")
    assert new.endswith(b"---\n# Ours\r\n\r\ntext\r\n")
    assert read("runbook.md", new).data.keys() == {"confirmation"}


def test_a_comment_that_belongs_to_a_key_stays_with_it() -> None:
    text = "production_owner: {person: mei, backup: tomas}\n# who builds it\n# (all of them)\ndevelopers: [ana]\n# decides\nsigns_off: omar\n"
    new = added_to(text)
    assert "# who builds it\n# (all of them)\ndevelopers: [ana]\n" in new
    assert "# decides\nsigns_off: omar\n" in new


def test_the_content_may_ask_for_more() -> None:
    """Rule 14: a monitor that falls back makes the drill blocking at low tier (`asked_items` with a report)."""
    assert "fallback.drill" not in asked_items(Tier.LOW)
    assert ("drill",) in asked_keys("fallback.yaml", Tier.LOW, asked_items(Tier.LOW) | {"fallback.drill"})


def test_a_template_is_filled_before_it_is_cut() -> None:
    form = forms_of(templates(), {**SLOTS, "purpose": "Rank"}, (Kind.MODEL, Tier.LOW), {"purpose": "Rank"}, None)["readiness/contract.yaml"]
    assert "purpose: Rank" in form.new
    assert fill("a: $x\n", {"x": "1"}) == "a: 1\n"

"""An item, told to a person: `readiness explain`, and the page in docs/items/.

Both come from the one declaration.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from readiness_bot.convention.item import Item
from readiness_bot.text.markup import Markdown, code, fenced, join, md, own, row
from readiness_bot.vocabulary import Severity, Stage, Tier

DOCS = "https://github.com/readiness-bot/readiness-bot/blob/main/docs/items"


def explain_item(item: Item) -> str:
    """About a screenful of plain text."""
    lines = [f"{item.id}: {item.title}", ""]
    lines += _wrapped(item.what)
    lines += ["", "Why", *_wrapped(item.why, "  ")]
    lines += ["", f"How, in {item.path}", *_indented(item.fix)]
    lines += ["", "Example", *_indented(item.example)]
    if _note(item):
        lines += ["", "Note", *_wrapped(_note(item), "  ")]
    lines += ["", *(f"{name + ':':10}{value}" for name, value in _facts(item))]
    return "\n".join(lines)


def explain_list(items: Iterable[Item]) -> str:
    """All items by the stage by whose end they are due."""
    items = tuple(items)
    width = max(len(item.id) for item in items)
    lines: list[str] = []
    for stage in Stage:
        due = [item for item in items if item.due is stage]
        lines += [
            f"Due by the end of {stage} ({len(due)})",
            *(f"  {i.id:{width}}  {i.title}" for i in due),
            "",
        ]
    lines.append("readiness explain ITEM tells more.")
    return "\n".join(lines)


def explain_rule(rule: str, meaning: str) -> str:
    """What a finding such as `[unknown-key]` means."""
    return "\n".join([f"{rule}: what is wrong blocks at every stage", "", *_wrapped(meaning)])


def item_page(item: Item, level: int = 1) -> Markdown:
    """The item's page in docs/items/, as Markdown. `level`: of its first heading."""
    kind = "markdown" if item.file.endswith(".md") else "yaml"
    facts = join("\n", (row((name, own(value))) for name, value in _facts(item)))
    top, below = own("#" * level), own("#" * (level + 1))
    note = md("\n{} Note\n\n{}\n", below, _note(item)) if _note(item) else md("")
    return md(
        "{} {}: {}\n\n{}\n\n| | |\n|---|---|\n{}\n\n{} Why\n\n{}\n\n{} How\n\nIn {}:\n\n{}\n\n{}"
        " Example\n\n{}\n{}",
        *(top, item.id, item.title, own(item.what), facts),
        *(
            below,
            own(item.why),
            below,
            code(item.path),
            fenced(item.fix, kind),
            below,
            fenced(item.example, kind),
            note,
        ),
    )


def _note(item: Item) -> Markdown:
    never = md("") if item.waivable else md("It can never be waived.")
    return join(" ", filter(None, (own(item.note), never)))


def index_page(items: Iterable[Item]) -> str:
    """docs/items/README.md: every item by due stage."""
    lines = ["# The items", "", "Generated from the declarations in `bot/readiness_bot/convention/`.", ""]
    items = tuple(items)
    for stage in Stage:
        due = [item for item in items if item.due is stage]
        lines += [
            f"## Due by the end of {stage} ({len(due)})",
            "",
            "| item | title | who | severity |",
            "|---|---|---|---|",
        ]
        lines += [f"| [{i.id}]({i.id}.md) | {i.title} | {i.role} | {severity_text(i)} |" for i in due]
        lines.append("")
    return "\n".join(lines)


def severity_text(item: Item) -> str:
    """`blocking`, or by tier: `low not asked, medium blocking, high blocking`."""
    by_tier = {tier: _severity_word(item.severity_at(tier)) for tier in Tier}
    if len(set(by_tier.values())) == 1:
        return by_tier[Tier.LOW]
    return ", ".join(f"{tier} {word}" for tier, word in by_tier.items())


def _severity_word(severity: Severity | None) -> str:
    return severity.value if severity else "not asked"


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield "file", item.path
    yield "due", f"by the end of {item.due}"
    yield "who", item.role.value
    yield "severity", severity_text(item)
    if item.proof:
        yield "proof", f"a forge can confirm it: {item.proof}"
    if item.answers:
        yield "answers", ", ".join(item.answers)
    if item.sources:
        yield "sources", "; ".join(item.sources)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, 88, initial_indent=indent, subsequent_indent=indent)


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.rstrip().splitlines()]

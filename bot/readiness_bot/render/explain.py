"""An item, told to a person: `readiness explain`, and the page in docs/items/.

Both come from the one declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness_bot.convention.codes import CODES, GROUPS
from readiness_bot.convention.item import EVERY_KIND, Item
from readiness_bot.convention.registry import ABOUT, FILES
from readiness_bot.convention.wrong import REMEDIES, WRONG
from readiness_bot.text.layout import BLANK, Part, Row, Tone, flow, part
from readiness_bot.text.markup import Markdown, code, fenced, join, md, own, row
from readiness_bot.vocabulary import Kind, Severity, Stage, Tier

DOCS = "https://github.com/readiness-bot/readiness-bot/blob/main/docs/items"


def item_rows(item: Item, width: int) -> Iterator[Row]:
    """About a screenful."""
    yield from _titled(item.id, item.title, width)
    yield from flow([part(item.what)], width)
    yield from _section("Why", flow([part(item.why)], width, 2))
    yield from _section(f"Fix, in {item.path}", _pasted(item.fix, Tone.NEXT))
    yield from _section("Example", _pasted(item.example))
    if _note(item):
        yield from _section("Note", flow([part(_note(item))], width, 2))
    yield BLANK
    for name, value in _facts(item):
        told = [f"{code_} {CODES[code_]}" for code_ in item.answers] if name == "answers" else [value]
        label = Part(f"{name + ':':{_LABEL}}", Tone.QUIET, whole=True)
        for line in told:
            yield from flow([label, part(line)], width, 0, _LABEL)
            label = Part(" " * _LABEL, whole=True)
    for told_ in filter(None, (*item.because, item.off)):
        yield from flow(
            [Part(f"{'policy:':{_LABEL}}", Tone.QUIET, whole=True), part(told_)], width, 0, _LABEL
        )


_LABEL = 11


def list_rows(items: Iterable[Item], width: int) -> Iterator[Row]:
    """All items by the stage by whose end they are due, and what else can be explained."""
    items = tuple(items)
    for stage in Stage:
        due = [item for item in items if item.due is stage]
        yield (Part(f"Due by the end of {stage} ({len(due)})", Tone.TITLE),)
        yield from _named(items, due, width)
        yield BLANK
    others = (("files", FILES), ("rules", WRONG), ("codes", CODES))
    for name, words in others:
        yield from flow([Part(f"{name}:", Tone.TITLE), Part(f" {', '.join(words)}")], width, 0, 2)
    yield BLANK
    told = " tells more; WORD is an item or part of its title, a file, a rule or a code."
    yield from flow([Part("readiness explain WORD", whole=True), Part(told)], width)


def several_rows(word: str, items: Iterable[Item], width: int) -> Iterator[Row]:
    """The items that a word may mean."""
    items = tuple(items)
    yield from flow([part(f"'{word}' matches {len(items)} items:")], width)
    yield from _named(items, items, width)


def _named(every: Iterable[Item], items: Iterable[Item], width: int) -> Iterator[Row]:
    column = max(len(item.id) for item in every)
    for item in items:
        yield from flow(
            [Part(f"{item.id}"), Part(" " * (column - len(item.id) + 2), whole=True), Part(item.title)],
            width,
            2,
        )


def file_rows(name: str, every: Iterable[Item], width: int) -> Iterator[Row]:
    """What one of the six says, and its items."""
    yield from _titled(name, ABOUT[name], width)
    items = [item for item in every if item.file == name]
    column = max(len(item.id) for item in items)
    yield (Part(f"Its items ({len(items)}), by the stage at whose end they are due", Tone.TITLE),)
    for item in items:
        name_, stage = f"{item.id:{column}}  ", f"{item.due:{_STAGE}}"
        told = [Part(name_, whole=True), Part(stage, whole=True), part(f"{item.title} · {item.role}")]
        yield from flow(told, width, 2, 4)
    yield BLANK
    schema = Part(f"readiness schema {name}", whole=True)
    yield from flow([schema, Part(" prints all its keys, for editors.")], width)


_STAGE = 13
"""Columns of a stage's name, with a gap."""


def rule_rows(rule: str, width: int) -> Iterator[Row]:
    """What a finding such as `[unknown-key]` means, and what to do."""
    remedy = REMEDIES[rule]
    yield from _titled(rule, "an error of this kind blocks at every stage", width)
    yield from flow([part(WRONG[rule])], width)
    why = "A wrong line can hide anything, so no stage passes with one, whichever item it belongs to."
    yield from _section("Why", flow([Part(why)], width, 2))
    yield from _section("Fix", flow([part(remedy.fix)], width, 2))
    yield from _section("Example", flow([Part("wrong:  "), part(remedy.wrong, Tone.BAD)], width, 2, 10))
    yield from flow([Part("right:  "), part(remedy.right, Tone.NEXT)], width, 2, 10)
    yield BLANK
    yield from flow(
        [Part(f"{'source:':{_LABEL}}", Tone.QUIET, whole=True), Part(_WRONG_PAGE)], width, 0, _LABEL
    )


_WRONG_PAGE = (
    "https://github.com/readiness-bot/readiness-bot/blob/main/docs/convention.md#wrong-is-not-missing"
)


def code_rows(code_: str, every: Iterable[Item], width: int) -> Iterator[Row]:
    """What a code such as `Q1` stands for, and the items that answer it."""
    yield from _titled(code_, CODES[code_], width)
    yield from flow([Part(f"This is {GROUPS[code_[0]]}.")], width)
    items = [item for item in every if code_ in item.answers]
    yield from _section("Items that answer it", _named(items, items, width))


def _titled(name: str, told: str, width: int) -> Iterator[Row]:
    yield from flow([part(name, Tone.TITLE), part(f": {told}")], width, 0, 2)
    yield BLANK


def _section(title: str, rows: Iterable[Row]) -> Iterator[Row]:
    yield BLANK
    yield (Part(title, Tone.TITLE),)
    yield from rows


def _pasted(text: str, tone: Tone = Tone.PLAIN) -> Iterator[Row]:
    """Lines to copy: as they are, however wide."""
    for line in text.rstrip().splitlines():
        yield (Part("  "), part(line, tone)) if line.strip() else BLANK


def item_page(item: Item, level: int = 1) -> Markdown:
    """The item's page in docs/items/, as Markdown. `level`: of its first heading."""
    first, *others = item.forms
    return join("\n", [_page(first[1], level), *(_of_kinds(*form, level + 1) for form in others)])


def _of_kinds(kinds: Iterable[Kind], item: Item, level: int) -> Markdown:
    """What other kinds are asked under the same id."""
    named = join(" and ", (code(kind) for kind in kinds))
    language = "markdown" if item.file.endswith(".md") else "yaml"
    rows = join(
        "\n", (row((name, words_of(item, value))) for name, value in _facts(item) if name in _BY_KIND)
    )
    note = md("\n{}\n", _note(item)) if _note(item) else md("")
    return md(
        "{} At {}: {}\n\n{}\n\n| | |\n|---|---|\n{}\n\n{}\n\n{}\n\nFor example:\n\n{}\n{}",
        *(own("#" * level), named, item.title, words_of(item, item.what), rows, words_of(item, item.why)),
        *(fenced(item.fix, language), fenced(item.example, language), note),
    )


_BY_KIND = ("severity", "answers", "sources")


def _page(item: Item, level: int) -> Markdown:
    kind = "markdown" if item.file.endswith(".md") else "yaml"
    facts = join("\n", (row((name, words_of(item, value))) for name, value in _facts(item)))
    for told in filter(None, (*item.because, item.off)):
        facts = join("\n", (facts, row(("policy", md("{}", told)))))
    top, below = own("#" * level), own("#" * (level + 1))
    note = md("\n{} Note\n\n{}\n", below, _note(item)) if _note(item) else md("")
    return md(
        "{} {}: {}\n\n{}\n\n| | |\n|---|---|\n{}\n\n{} Why\n\n{}\n\n{} How\n\nIn {}:\n\n{}\n\n{}"
        " Example\n\n{}\n{}",
        *(top, item.id, item.title, words_of(item, item.what), facts),
        *(
            below,
            words_of(item, item.why),
            below,
            code(item.path),
            fenced(item.fix, kind),
            below,
            fenced(item.example, kind),
            note,
        ),
    )


def words_of(item: Item, text: str) -> Markdown:
    """What an item says: the convention's words are Markdown, a policy's are anybody's text."""
    return md("{}", text) if item.added_by else own(text)


def _note(item: Item) -> Markdown:
    never = md("") if item.waivable else md("It can never be waived.")
    return join(" ", filter(None, (words_of(item, item.note), never)))


def index_page(items: Iterable[Item]) -> str:
    """docs/items/README.md: every item by due stage, with the kinds that it is asked of."""
    items = tuple(items)
    asked = {kind: [item for item in items if kind in item.kinds] for kind in Kind}
    counts = ", ".join(f"{len(of)} of {_a(kind)}" for kind, of in asked.items())
    lines = [
        "# The items",
        "",
        f"Asked: {counts} ([LLM applications and agents](../llm.md)).",
        "Generated from the declarations in `bot/readiness_bot/convention/`.",
        "",
    ]
    for stage in Stage:
        due = [item for item in items if item.due is stage]
        lines += [
            f"## Due by the end of {stage} ({len(due)})",
            "",
            "| item | title | who | severity | asked of |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| [{i.id}]({i.id}.md) | {i.title} | {i.role} | {_severities(i)} | {_asked_of(i)} |" for i in due
        ]
        lines.append("")
    return "\n".join(lines)


def _a(kind: Kind) -> str:
    return f"{'a' if kind is Kind.MODEL else 'an'} `{kind}`"


def _severities(item: Item) -> str:
    """Those of the first kind; of others where they differ."""
    others: dict[str, list[str]] = {}
    for kind in item.kinds:
        if (told := severity_text(item.at(kind))) != severity_text(item.at(item.kinds[0])):
            others.setdefault(told, []).append(f"`{kind}`")
    differing = (f"{' and '.join(kinds)}: {told}" for told, kinds in others.items())
    return "; ".join((severity_text(item.at(item.kinds[0])), *differing))


def _asked_of(item: Item) -> str:
    if item.kinds == EVERY_KIND:
        return f"every kind{', in different words' if len(item.forms) > 1 else ''}"
    return " and ".join(f"`{kind}`" for kind in item.kinds)


def severity_text(item: Item) -> str:
    """`blocking`, or by tier: `low not asked, medium blocking, high blocking`."""
    by_tier = {tier: _severity_word(item.severity_at(tier)) for tier in Tier}
    if len(set(by_tier.values())) == 1:
        return by_tier[Tier.LOW]
    return ", ".join(f"{tier} {word}" for tier, word in by_tier.items())


def _severity_word(severity: Severity | None) -> str:
    return severity.value if severity else "not asked"


def _same(item: Item, kind: Kind) -> bool:
    """Asked in the same words: then there is no section of its own for it."""
    return item.at(kind).what == item.what


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield "file", item.path
    yield "due", f"by the end of {item.due}"
    yield "who", item.role.value
    stricter = [kind for kind in item.kinds if item.at(kind).severity != item.severity]
    also = "".join(f"; at {kind} {severity_text(item.at(kind))}" for kind in stricter if _same(item, kind))
    yield "severity", severity_text(item) + also
    if item.kinds != EVERY_KIND:
        yield "asked of", f"{' and '.join(item.kinds)} alone"
    if item.proof:
        yield "proof", f"a forge can confirm it: {item.proof}"
    if item.answers:
        yield "answers", ", ".join(item.answers)
    if item.sources:
        yield "sources", "; ".join(item.sources)

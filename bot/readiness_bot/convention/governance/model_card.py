"""governance.model-card: what the model can and cannot do, for people who did not build it."""

from collections.abc import Iterator

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Linked, Outcome, Problem, Unknown
from readiness_bot.reading.document import Heading
from readiness_bot.reading.markdown import parse_markdown
from readiness_bot.vocabulary import Role, Stage

SECTIONS: dict[str, tuple[str, ...]] = {
    "intended use": ("intended use", "uses", "purpose"),
    "data": ("data",),
    "metrics": ("metric", "evaluation", "performance", "results"),
    "limits": ("limit", "caveat", "risk", "bias"),
}
"""What must be there → words by which a heading is known for it."""

MIN_PROSE = 40
_CARDS = ("MODEL_CARD.md", "README.md")


def check(facts: Facts) -> Iterator[Outcome]:
    cards = {name: facts.snapshot.files[name] for name in _CARDS if name in facts.snapshot.files}
    read = {
        name: parse_markdown(name, content).headings
        for name, content in cards.items()
        if isinstance(content, bytes)
    }
    if not read:
        yield from _absent(bool(cards))
        return
    name = max(
        read, key=lambda card: sum(_section(read[card], words) is not None for words in SECTIONS.values())
    )
    if name == "README.md" and not any(_section(read[name], words) for words in SECTIONS.values()):
        yield from _absent(False)
        return
    for section, words in SECTIONS.items():
        heading = _section(read[name], words)
        if heading is None:
            yield Problem(
                name,
                (),
                f"{name} has no heading for {section}",
                f"add   ## {section.capitalize()}   and what there is to say",
            )
        elif heading.prose < MIN_PROSE:
            yield Problem(name, (), f"'{heading.text[:40]}' in {name} says too little about {section} ({heading.prose} characters)",
                          f"write at least {MIN_PROSE} characters", heading.position.line)  # fmt: skip
    yield Linked()


def _absent(refused: bool) -> Iterator[Outcome]:
    if refused:
        yield Unknown("MODEL_CARD.md cannot be read")
    else:
        yield Problem("MODEL_CARD.md", (), "There is no model card (MODEL_CARD.md)",
                      "write one with headings for intended use, data, metrics and limits")  # fmt: skip


def _section(headings: tuple[Heading, ...], words: tuple[str, ...]) -> Heading | None:
    """The fullest heading, below the title, that one of these words stands in."""
    found = [
        heading
        for heading in headings
        if heading.level > 1 and any(word in heading.text.lower() for word in words)
    ]
    return max(found, key=lambda heading: heading.prose, default=None)


ITEM = Item(
    id="governance.model-card",
    title="Model card",
    what="MODEL_CARD.md (or the README) tells intended use, data, metrics and limits, each with at least 40 characters of prose.",
    why="Everybody after the developers decides by it whether the model fits their case.",
    fix="""\
# In MODEL_CARD.md, four headings with what there is to say:
#   ## Intended use
#   ## Data
#   ## Metrics
#   ## Limits
""",
    example="""\
# ## Intended use
#
# Ranks subscribers by 60-day churn risk once a week. People of the retention team call those at the top.
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=(),
    sources=("Model Cards (Mitchell et al. 2019)",),
    check=check,
)

"""governance.model-card: what the model can and cannot do, for people who did not build it."""

from collections.abc import Iterator, Mapping

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Linked, Outcome, Problem, Unknown
from readiness_bot.late import re
from readiness_bot.reading.document import Heading
from readiness_bot.reading.markdown import parse_markdown
from readiness_bot.reading.mentions import CARDS, READMES
from readiness_bot.reading.snapshot import POINTER, is_pointer
from readiness_bot.vocabulary import Role, Stage

SECTIONS: dict[str, re.Pattern[str]] = {
    "intended use": re.compile(
        r"\b(?:(?:intended|primary|direct|downstream|expected|recommended) use|uses|purpose|use[- ]?cases?"
        r"|intended (?:users?|audience|applications?))\b|^[\W\d]*(?:use\W*$|(?:model )?scope\b)"
    ),
    "data": re.compile(r"\bdata(?:sets?)?\b|\bcorpus\b"),
    "metrics": re.compile(r"\b(?:metrics?|evaluations?|performance|results?|benchmarks?|accuracy)\b"),
    "limits": re.compile(
        r"\b(?:limits?|limitations?|caveats?|risks?|bias(?:es)?|known issues|ethical considerations)\b"
    ),
}
"""What must be there → the words by which a heading is known for it. Words as Mitchell et al., Hugging Face's
template and the cards of Meta, OpenAI and Google have them."""

MIN_PROSE = 40
_MOST_WORDS = 12
_NOT_INTENDED = re.compile(r"\b(?:out[- ]of[- ]scope|misuse|how to|prohibited|unintended)\b")
"""A heading that tells what the model is not for, or how to call it."""
_SECTION_WORDS = re.compile(
    r"(?:(?:intended|primary|direct|downstream|out|of|scope|in|model|training|evaluation"
    r"|test(?:ing)?|and|the|for|known|ethical"
    r"|considerations?|details|quantitative|analyses|recommendations|factors|uses?"
    r"|usages?|cases?|users?|purpose|data(?:sets?)?"
    r"|metrics?|performance|results?|benchmarks?|limits?|limitations?|caveats?|risks?|bias(?:es)?)\b\W*)+"
)
_OTHER_NAMES = (
    "MODEL_CARD",
    "MODEL_CARD.MD",
    "MODEL_CARD.markdown",
    "MODEL_CARD.rst",
    "MODEL_CARD.txt",
    "MODEL_CARD.pdf",
    "model_card.rst",
    "model_card.txt",
    "model_card.json",
    "model_card.yaml",
    "docs/MODEL_CARD.rst",
    "docs/model_card.rst",
)


def check(facts: Facts) -> Iterator[Outcome]:
    cards = {name: facts.snapshot.files[name] for name in CARDS if name in facts.snapshot.files}
    pointers = [name for name, content in cards.items() if isinstance(content, bytes) and is_pointer(content)]
    read = {
        name: _sections(parse_markdown(name, content).headings)
        for name, content in cards.items()
        if isinstance(content, bytes) and name not in pointers
    }
    if pointers and not any(found and name not in READMES for name, found in read.items()):
        yield Problem(pointers[0], (), f"{pointers[0]}: {POINTER}", "commit the file itself, without Git LFS")
        return
    if not read:
        yield from _absent(facts, bool(cards))
        return
    name = _best(read)
    if name in READMES and not _is_card(read[name]):
        yield from _absent(facts, False)
        return
    yield from _judged(name, read[name])


def _judged(name: str, found: Mapping[str, Heading]) -> Iterator[Outcome]:
    for section in SECTIONS:
        heading = found.get(section)
        if heading is None:
            yield Problem(
                name,
                (),
                f"{name} has no heading for {section}",
                f"add   ## {section.capitalize()}   and at least {MIN_PROSE} characters below it",
            )
        elif heading.prose < MIN_PROSE:
            yield Problem(
                name,
                (),
                f"'{heading.text[:40]}' in {name} says too little about {section} ({heading.prose}"
                " characters)",
                f"write at least {MIN_PROSE} characters",
                heading.position.line,
            )
    yield Linked()


def _absent(facts: Facts, refused: bool) -> Iterator[Outcome]:
    if refused:
        yield Unknown("MODEL_CARD.md cannot be read")
        return
    other = next((name for name in _OTHER_NAMES if facts.snapshot.has_own(name)), "")
    if other:
        yield Problem(
            "MODEL_CARD.md",
            (),
            f"There is no model card (MODEL_CARD.md), and {other} is not read",
            "rewrite it in Markdown, as MODEL_CARD.md",
        )
    else:
        yield Problem(
            "MODEL_CARD.md",
            (),
            "There is no model card (MODEL_CARD.md)",
            "write one with headings for intended use, data, metrics and limits",
        )


def _best(read: Mapping[str, Mapping[str, Heading]]) -> str:
    """The card that tells most.

    A README is everybody's page: it stands in for a card only where it has all that one must have.
    """
    cards = [name for name in read if name not in READMES or _filled(read[name]) == len(SECTIONS)] or [*read]
    return max(cards, key=lambda name: (_filled(read[name]), len(read[name])))


def _is_card(sections: Mapping[str, Heading]) -> bool:
    """`Results` alone is a heading of any README."""
    return len(sections) > 1 or bool({"intended use", "limits"} & set(sections))


def _filled(sections: Mapping[str, Heading]) -> int:
    return sum(heading.prose >= MIN_PROSE for heading in sections.values())


def _sections(headings: tuple[Heading, ...]) -> dict[str, Heading]:
    """For each section the fullest heading that one of its words stands in; the title is none."""
    below = headings[1:] if headings and _is_title(headings[0]) else headings
    found: dict[str, Heading] = {}
    for section, words in SECTIONS.items():
        named = [heading for heading in below if _is_named(heading.text.lower(), section, words)]
        if named:
            found[section] = max(named, key=lambda heading: heading.prose)
    return found


def _is_named(text: str, section: str, words: re.Pattern[str]) -> bool:
    if len(text.split()) > _MOST_WORDS:  # a sentence, such as "do not use it for any purpose"
        return False
    if (
        section == "intended use"
        and _NOT_INTENDED.search(text)
        and "intended use" not in text.replace("unintended", "")
    ):
        return False
    return words.search(text) is not None


def _is_title(heading: Heading) -> bool:
    """Whether the first heading is the document's name, and no section of a card that has its sections at
    level 1 as well."""
    words = re.sub(r"^[\W\d_]+", "", heading.text.lower())
    return heading.level == 1 and _SECTION_WORDS.fullmatch(words) is None


ITEM = Item(
    id="governance.model-card",
    title="Model card",
    what=(
        "MODEL_CARD.md (or the README) describes intended use, data, metrics and limits, each in at least 40"
        " characters of prose."
    ),
    why="People who did not build the model use the card to decide whether it fits their case.",
    fix="""\
# In MODEL_CARD.md, four headings with at least 40 characters of prose below each:
#   ## Intended use
#   ## Data
#   ## Metrics
#   ## Limits
""",
    example="""\
# ## Intended use
#
# Ranks subscribers by 60-day churn risk once a week. The retention team calls those at the top.
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=(),
    sources=("Model Cards (Mitchell et al. 2019)",),
    note=(
        "It may also be called model_card.md, model-card.md or ModelCard.md, and may be in docs/. Headings"
        " of any level count, and so do common synonyms: Uses, Training data, Evaluation, Bias and risks."
    ),
    check=check,
)

"""Markdown for a forge, by a type of its own: what is no `Markdown` is escaped when it is put into one.

    md("- **{}** · {}", item.title, code(owner))

The template is a literal of this code (tests/test_architecture.py), its values are anybody's words. `f"…"`,
`+` and `"".join` give a `str`, which no page takes, so that mypy finds the one that was forgotten. The design
is MarkupSafe's, for Markdown.

What can be more than a word stands as code: GitHub looks for mentions and references in the text of the
finished HTML, without that of `pre`, `code` and `a` (html-pipeline, `IGNORE_PARENTS`), and does not decode
entities in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter
from urllib.parse import quote

from readiness_bot.late import re
from readiness_bot.text.escape import MAX_BODY, MAX_CELL, MAX_ROWS, Rendered, cut, plain
from readiness_bot.text.words import and_more


class Markdown(Rendered):
    """Markdown of ours. Made by the functions of this module alone."""

    __slots__ = ()


EMPTY = Markdown()
NOTHING_SEEN = "\ufffd"
"""For a text of invisible characters alone: without any word bold signs would be a rule, and an entry no
entry."""


def md(template: str, *values: object) -> Markdown:
    """Each `{}` of our template takes a value."""
    parts: list[str] = []
    given, begins = iter(values), True
    for literal, field, _, _ in Formatter().parse(template):
        parts.append(literal)
        begins = not literal.rpartition("\n")[2].strip(_MARKS) and (begins or "\n" in literal)
        if field is not None:
            parts.append(prose(next(given)) if begins else _inline(next(given)))
            begins = begins and not parts[-1]
    return Markdown("".join(parts))


_MARKS = " #>-"
"""What of ours may stand before a value that still begins a block: in a list's entry is another list."""


def join(separator: str, parts: Iterable[Markdown]) -> Markdown:
    return Markdown(separator.join(parts))


def own(text: str) -> Markdown:
    """A declaration of the convention or of the settings, which is written in Markdown; never what a file
    says."""
    return Markdown(text)


_RISK = re.compile(
    r"[@#$]|://|www\.|:[\w+-]+:"  # mentions, addresses of mail, issues, math, links, emoji
    r"|:[0-9]*+[a-z_+-][\w+-]*$"  # an emoji too, once a colon of ours follows; 12:30 is none
    r"|(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])"  # commits
    r"|[a-z][0-9]*-[0-9]|(?-i:[A-Z]{2}-\w)",  # GH-1, and a repository's own: JIRA-1
    re.IGNORECASE,
)
"""GitHub's own page on it ("Autolinked references and URLs", docs.github.com/get-started), and what cmark-
gfm's autolink extension makes a link (extensions/autolink.c). A repository may define references of any
other shape for its own trackers; those are links that its administrators asked for."""
_OPENING, _CLOSING = "\"'“‘(,", "”’)\"',.;:!?…"
"""What may stand around a word that becomes code."""
_ESCAPED = str.maketrans(
    {**{sign: f"\\{sign}" for sign in "\\`*_{}[]~^"}, "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?= |$)")


def prose(value: object, most: int = 600) -> Markdown:
    """A sentence with people's words in it: no markup, no mention, no reference, no live link.

    What is Markdown stays.
    """
    return value if isinstance(value, Markdown) else Markdown(_no_block(_inline(value, most)))


def _inline(value: object, most: int = 600) -> Markdown:
    """For the middle of a line."""
    if isinstance(value, Markdown):
        return value
    if isinstance(value, int):
        return Markdown(str(value))
    text = str(value)
    words = cut(plain(text), most).split() or [NOTHING_SEEN] * bool(text)
    return Markdown(" ".join(map(_word, words)))


def summary(text: str, most: int = MAX_CELL) -> Markdown:
    """For a line of HTML, in which the parser reads no Markdown: between `<summary>` and `</summary>`."""
    import html  # its table of names takes a while

    words = (
        html.escape(word) if not _RISK.search(word) else f"<code>{html.escape(word)}</code>"
        for word in cut(plain(text), most).split()
    )
    return Markdown(" ".join(words) or NOTHING_SEEN)


def _word(word: str) -> str:
    if not _RISK.search(word):
        return word.translate(_ESCAPED)
    inner = word.lstrip(_OPENING).rstrip(_CLOSING)
    if not inner:
        return code(word)
    before = word[: len(word) - len(word.lstrip(_OPENING))]
    return f"{before}{code(inner)}{word[len(before) + len(inner) :]}"


def _no_block(text: str) -> str:
    """Nothing that begins a list, a rule, a heading's underline or a table where it begins a line."""
    return f"\\{text}" if text[:1] in ("-", "+", "=", ":") else _NUMBERED.sub(r"\1\\\2", text)


def code(value: str, most: int = MAX_CELL) -> Markdown:
    """A code span that its content cannot leave; not in a table's cell either, so that a bar stands between
    two spans."""
    seen = cut(plain(value), most).replace("<!--", "<!\u2060--") or NOTHING_SEEN
    return Markdown("&#124;".join(_span(part) if part else "" for part in seen.split("|")))


def _span(inner: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall(r"`+", inner)), default=0) + 1)
    padded = inner[0] == " " == inner[-1] and inner.strip()  # else the parser would take these blanks away
    pad = " " if "`" in (inner[0], inner[-1]) or padded else ""
    return f"{fence}{pad}{inner}{pad}{fence}"


_LOGIN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}(?:_[A-Za-z0-9]{2,8})?(?:/[a-z0-9][a-z0-9_-]{0,99})?"
)
"""GitHub's rule, with the suffix of an enterprise's managed users, or a team of an organisation. Narrower
than the convention's, which takes every forge's."""


def mention(login: str) -> Markdown:
    """`@login` or `@organisation/team`, which notifies them; a code span where the text is neither."""
    return Markdown(f"@{login}") if _LOGIN.fullmatch(login) else code(login)


def issue(number: int) -> Markdown:
    """`#12`: a reference that is meant."""
    return Markdown(f"#{number:d}")


def commit_name(name: str, digits: int = 12) -> Markdown:
    """The first digits of a commit's name: a reference that is meant."""
    return Markdown(name[:digits]) if re.fullmatch(r"[0-9a-f]{7,64}", name) else code(name[:digits])


def first_line(text: Markdown) -> Markdown:
    """The first line of a page whose lines are complete in themselves."""
    return Markdown(text.strip().partition("\n")[0])


def link(text: object, url: str) -> Markdown:
    """To an address that is ours; nothing in it ends the link. Another scheme gives the text alone."""
    if not url.startswith(("https://", "http://")):
        return prose(text)
    return Markdown(f"[{prose(text)}]({quote(url, safe='/:?#&=%.,~_+@!;-', errors='replace')})")


def fenced(text: str, language: str = "") -> Markdown:
    """A block of code that its content cannot leave; no mark of ours in it."""
    shown = "\n".join(plain(line).rstrip() for line in text.rstrip().split("\n"))
    shown = shown.replace("<!-- readiness-bot", "<!\u2060-- readiness-bot")
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    return Markdown(f"{fence}{language}\n{shown}\n{fence}")


def table(head: Sequence[str], rows: Sequence[Sequence[object]], most: int = MAX_ROWS) -> list[Markdown]:
    """Lines of a table: head, rule, rows."""
    return [row(head), Markdown(f"|{'---|' * len(head)}"), *(row(cells) for cells in rows[:most])]


def row(cells: Iterable[object]) -> Markdown:
    """A row of a table. In a cell begins no block."""
    return Markdown(f"| {' | '.join(_inline(cell) for cell in cells)} |")


def limited(lines: Sequence[Markdown], most: int, noun: str = "", entry: bool = False) -> list[Markdown]:
    """At most so many lines, and how many more there are. `entry`: they are a list's."""
    left = and_more(len(lines) - most, noun)
    return [*lines[:most], *([md("- {}", left) if entry else md("{}", left)] if left else [])]


def body(text: Markdown) -> Markdown:
    """Whatever the input, below what a forge takes."""
    if len(text) <= MAX_BODY:
        return text
    return Markdown(
        text[: MAX_BODY - 200].rsplit("\n", 1)[0] + "\n\n… cut here; `readiness check` shows everything.\n"
    )

"""A readiness template for one kind: lines that other kinds are asked are left out. Pure.

In a template `#@ llm-app agent` stands above what these kinds are asked alone; it holds up to the next such
line, or the next blank one.
"""

from __future__ import annotations

from readiness_bot.vocabulary import Kind

_MARK = "#@ "


def for_kind(template: str, kind: Kind) -> str:
    """The template as that kind gets it. A paragraph of which nothing is left goes with its blank line."""
    paragraphs = (_lines(paragraph, kind) for paragraph in template.split("\n\n"))
    return "\n\n".join(text for text in paragraphs if text.strip())


def _lines(paragraph: str, kind: Kind) -> str:
    kept, wanted = [], True
    for line in paragraph.split("\n"):
        if line.startswith(_MARK):
            wanted = kind in line.removeprefix(_MARK).split()
        elif wanted:
            kept.append(line)
    if paragraph.endswith("\n") and kept and kept[-1]:
        kept.append("")
    return "\n".join(kept)

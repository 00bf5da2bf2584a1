"""A person's digest as a card for Microsoft Teams (a workflow's webhook)."""

from __future__ import annotations

import json
from datetime import date

from readiness_bot.portfolio.waiting import Person, Wait
from readiness_bot.render.portfolio import waits
from readiness_bot.text.escape import cut, plain

MOST = 20_000
"""Bytes: Teams refuses a message above 28 KB, and needs some itself (learn.microsoft.com, "Create incoming
webhooks"; others found 21 KB to be the end)."""


def payload(person: Person, today: date) -> str:
    """An Adaptive Card, as "When a Teams webhook request is received" takes it.

    Texts are runs of a RichTextBlock, which reads no Markdown (learn.microsoft.com/adaptive-cards, "Text
    features"): nothing that a file says becomes a link or a heading.
    """
    title = f"What waits for {waits.shown(person.login)}"
    blocks = [_block(_run(title, bold=True), size="Large"), _block(_run(f"{waits.summary(person)}."))]
    room = MOST - len(_card(title, blocks))
    for shown, wait in enumerate(person.waits):
        block = _entry(wait, today)
        room -= len(json.dumps(block)) + 2
        if room < 0:
            blocks.append(_block(_run(f"… and {len(person.waits) - shown} more.")))
            break
        blocks.append(block)
    return _card(title, blocks)


def _card(title: str, blocks: list[dict[str, object]]) -> str:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "fallbackText": plain(title),
        "msteams": {"width": "Full"},
        "body": blocks,
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return json.dumps({"type": "message", "attachments": [attachment]})


def _block(*runs: dict[str, object], size: str = "") -> dict[str, object]:
    """A line."""
    inlines = [run | ({"size": size} if size else {}) for run in runs]
    return {"type": "RichTextBlock", "inlines": inlines}


def _run(text: str, *, bold: bool = False, url: str = "") -> dict[str, object]:
    run: dict[str, object] = {"type": "TextRun", "text": cut(plain(text), 500)}
    if bold:
        run["weight"] = "Bolder"
    if url:
        run["selectAction"] = {"type": "Action.OpenUrl", "url": url}
    return run


def _entry(wait: Wait, today: date) -> dict[str, object]:
    more = [waits.when(wait, today), waits.cost(wait), waits.since(wait, today)]
    told = [_run(waits.model(wait), bold=True), _run(" · "), _run(wait.item.title, url=wait.url)]
    told.append(_run(f" · {' · '.join(filter(None, more))}"))
    below = [f"{waits.what(wait)}.", wait.because, "" if wait.url else wait.place]
    lines = [_block(*told), *(_block(_run(text)) for text in below if text)]
    return {"type": "Container", "separator": True, "items": lines}

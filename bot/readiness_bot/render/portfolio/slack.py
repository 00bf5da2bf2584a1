"""A person's digest as a message of Slack's (incoming webhooks)."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import quote

from readiness_bot.portfolio.waiting import Person, Wait
from readiness_bot.render.portfolio import waits
from readiness_bot.text.escape import cut, plain

MOST = 11_000
"""Characters of all blocks: Slack takes 3,000 a section and 50 blocks (docs.slack.dev/reference/block-kit),
and refuses what is longer than some 13,000 together (github.com/slackapi/bolt-js/issues/2509)."""
_MOST_BLOCKS = 45
_MOST_HEADER, _MOST_URL = 150, 400


def payload(person: Person, today: date) -> str:
    """`text` is what a notification shows; the blocks are the message."""
    title = cut(f"What waits for {waits.shown(person.login)}", _MOST_HEADER)
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        _section(escaped(f"{waits.summary(person)}.")),
    ]
    room = MOST
    for shown, wait in enumerate(person.waits):
        text = _entry(wait, today)
        room -= len(text)
        if room < 0 or len(blocks) >= _MOST_BLOCKS:
            blocks.append(_section(f"… and {len(person.waits) - shown} more."))
            break
        blocks.append(_section(text))
    return json.dumps({"text": escaped(f"{title}: {waits.summary(person)}"), "blocks": blocks})


def escaped(text: str) -> str:
    """Slack's three signs: docs.slack.dev/messaging/formatting-message-text."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, object]:
    """`verbatim`: nothing in it becomes a link or calls a channel by itself
    (docs.slack.dev/reference/block-kit/composition-objects/text-object)."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _to_do(wait: Wait) -> str:
    """What is pasted stands as code, which a backtick of its own would end."""
    verb, text, note = waits.to_do(wait)
    pasted = f"`{escaped(cut(text, 200).replace('`', chr(39)))}`" if text else ""
    told = " ".join(filter(None, (escaped(cut(verb, 100)), pasted, escaped(cut(note, 50)))))
    return escaped(cut(waits.missing(wait), 200)) + (f": {told}" if told else "")


def _entry(wait: Wait, today: date) -> str:
    title, url = escaped(cut(wait.item.title, 80)), wait.url if len(wait.url) < _MOST_URL else ""
    if url:
        title = f"<{quote(url, safe='/:?#=%.,~_+@!;-')}|{title}>"
    parts = [f"*{escaped(cut(waits.model(wait), 80))}*", title, escaped(waits.when(wait, today))]
    parts += [escaped(text) for text in (waits.cost(wait), waits.since(wait, today)) if text]
    lines = [" · ".join(parts), f"{_to_do(wait)}."]
    if wait.because:
        lines.append(f"_{escaped(wait.because)}_")
    if not url:
        lines.append(escaped(cut(wait.place, 80)))
    return "\n".join(lines)

"""The one wrapper for Jinja2: a page of ours that is one file, works offline, runs no script but our own and
asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
from markupsafe import Markup, escape

from readiness_bot.resources import page_part
from readiness_bot.text.escape import Rendered, plain


class Html(Rendered):
    """A page of ours."""

    __slots__ = ()


def page(
    name: str, values: Mapping[str, Any], styles: Sequence[str] = (), scripts: Sequence[str] = ()
) -> Html:
    """`pages/<name>.html` filled in, with `pages/<name>.css` inside, or those `styles`, and the `scripts`.

    Whatever is no `trusted` markup is escaped.

    The page's policy allows that one style sheet and these scripts, by their hashes, and nothing else.
    """
    style = "".join(map(page_part, styles or (f"{name}.css",)))
    programs = [page_part(each) for each in scripts]
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    environment.filters["coded"] = _coded
    template = environment.from_string(page_part(f"{name}.html"))
    ours = {
        "style": Markup(style),  # noqa: S704 - our own files
        "style_hash": _hash(style),
        "scripts": [Markup(each) for each in programs],  # noqa: S704
        "script_hashes": [_hash(each) for each in programs],
    }
    return Html(template.render(**ours, **values))


def _hash(text: str) -> str:
    """As a page's policy names what may stand in it (https://www.w3.org/TR/CSP3/#grammardef-hash-source)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _plain(value: object) -> object:
    """Whatever is put in is one line with nothing unseen in it; then it is escaped."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _coded(text: str) -> Markup:
    """What stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(plain(text)))))  # noqa: S704 - escaped


def trusted(markup: str) -> Markup:
    """Markup of ours (a drawn figure) that is not to be escaped."""
    return Markup(markup)  # noqa: S704 - that is what it is for


def data(value: object) -> Markup:
    """Plain data for a `<script type="application/json">`: no browser runs it, and nothing in it ends it."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_NO_MARKUP))  # noqa: S704 - no sign of markup is left


_NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}

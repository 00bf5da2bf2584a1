"""The one wrapper for Jinja2: a page of ours that is one file, works offline, runs no script and asks for
nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup, escape

from readiness_bot.resources import page_part
from readiness_bot.text.escape import Rendered, plain


class Html(Rendered):
    """A page of ours."""

    __slots__ = ()


def page(name: str, values: Mapping[str, Any]) -> Html:
    """`pages/<name>.html` filled in, with `pages/<name>.css` inside.

    Whatever is no `trusted` markup is escaped.

    The page's policy allows that one style sheet and nothing else.
    """
    style = page_part(f"{name}.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    environment.filters["coded"] = _coded
    template = environment.from_string(page_part(f"{name}.html"))
    own = Markup(style)  # noqa: S704 - our own file
    return Html(template.render(style=own, style_hash=f"sha256-{digest}", **values))


def _plain(value: object) -> object:
    """Whatever is put in is one line with nothing unseen in it; then it is escaped."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _coded(text: str) -> Markup:
    """What stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(plain(text)))))  # noqa: S704 - escaped


def trusted(markup: str) -> Markup:
    """Markup of ours (a drawn figure) that is not to be escaped."""
    return Markup(markup)  # noqa: S704 - that is what it is for

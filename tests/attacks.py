"""What an attacker would write, and how GitHub, a terminal and a workflow's log would read what came of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options
from hypothesis import strategies as st

ATTACKS = {
    "an entity that is a sign": "&commat;acme/everyone",
    "an entity by number": "&#64;octocat &#x40;octocat",
    "a reference by an entity": "closes &num;1, fixes &#35;2",
    "an entity of an entity": "&amp;commat;octocat",
    "a mention": "@octocat please approve",
    "a team": "@acme/everyone",
    "a mention after a backtick": "`@octocat`",
    "a mention after an escaped backtick": "\\`@octocat",
    "a mention after a letter that Ruby does not know": "é@octocat ß@octocat 模@octocat",
    "mentions after punctuation": "(@octocat) -@octocat _@octocat_ *@octocat* .@octocat /@octocat ,@octocat",
    "a mention with a dot": "@octocat. @octocat.. @octocat!",
    "a full-width sign": "＠octocat ＃1",
    "closing keywords": "closes #1, Fixes: #2, resolved acme/other#3",
    "references": "GH-1 gh-2 Gh-3 acme/other#4 octocat#5 #6",
    "a reference without a gap": "x#1 #1x _#1_ (#1)",
    "a commit": "6dcb09b5b57875f334f61aebed695e2e4193db5e",
    "short commits": "6dcb09b acme/other@6dcb09b octocat@6dcb09b 6dcb09b...1234567",
    "an issue's address": "https://github.com/acme/other/issues/1",
    "a tracker's reference": "JIRA-1 ABC-def T1-2",
    "a link": "[click](https://evil.test) [click]: https://evil.test",
    "links with any scheme": "[a](javascript:alert(1)) [b](data:text/html,x) <vbscript:x>",
    "an address in capitals": "HTTPS://example.org/x FTP://example.org",
    "an address without a scheme": "www.evil.test WWW.evil.test",
    "addresses of mail": "mail@evil.test mailto:mail@evil.test xmpp:mail@evil.test/x <mail@evil.test>",
    "an address between angles": "<https://evil.test>",
    "images": "![x](https://evil.test/t.png) ![y][z]",
    "markup of HTML": "</details></summary><script>alert(1)</script><img src=x onerror=alert(1)><style>*{}</style>",
    "a comment of HTML": "<!-- x --> <!-- readiness-bot:end --> -->",
    "our own marks": "<!-- readiness-bot:v1 item=governance.go-live dir= -->",
    "entities of HTML": "&lt;b&gt; &quot; &nbsp; &#0; &bogus;",
    "a declaration": "<?php x ?> <![CDATA[x]]> <!DOCTYPE html>",
    "bars": "| a | b | \\| c | `d|e` ||",
    "a table": "a | b\n--|--\nc | d",
    "a footnote": "[^1] [^1]: note",
    "a task": "[ ] todo [x] done",
    "a task in a list": "- [ ] todo",
    "an alert": "> [!NOTE] read",
    "math": "$x$ $$y$$ $`z`$ \\$1",
    "a fence": "``` mermaid ```",
    "a diagram": "```mermaid\ngraph TD;A-->B\n```",
    "fences": "```` ~~~~ `````",
    "an odd number of backticks": "` `` ``` ```` `x",
    "emoji": ":tada: :+1: :octocat:",
    "headings": "# one ## two",
    "an underline": "===",
    "a rule": "---",
    "other rules": "*** ___ - - -",
    "lists": "- one + two * three 1. four 2) five",
    "a numbered entry": "1. one",
    "a quotation": "> quoted",
    "emphasis": "**bold** __bold__ *it* _it_ ~~gone~~ ~gone~ ***x***",
    "hard breaks": "a  \nb\\\nc",
    "indented code": "    code\n\tcode",
    "front matter": "---\ntitle: x\n---",
    "backslashes": "\\ \\\\ \\@octocat \\<b> \\",
    "new lines": "one\n\n# two\r\n- three\rfour",
    "other line ends": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "invisible characters": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u061ci\u206aj",
    "an invisible break in a mention": "@\u200boctocat #\u20601 GH\u00ad-1",
    "directions": "a\u202eb\u2066c\u200fd\u202a\u2069",
    "tags": "a\U000e0041\U000e0042\U000e007f",
    "variation selectors": "a\ufe0f\ufe0e\U000e0100",
    "fillers": "\u115f\u1160\u3164\uffa0\u2800",
    "annotations": "\ufff9a\ufffab\ufffb",
    "half a character": "a\ud800b\udfff\udc80",
    "no characters": "\ufffe\uffff\ufdd0\U0001ffff",
    "marks above marks": "a" + "\u0301\u0489" * 60,
    "wide and narrow": "模型ﾊﾟ 👩‍👩‍👧 ⚠️ é",
    "colours of a terminal": "\x1b[31mred\x1b[2J\x1b[1A",
    "a terminal's link and title": "\x1b]8;;https://evil.test\x1b\\x\x1b]8;;\x1b\\ \x1b]0;title\x07",
    "one-byte controls": "\x9b31m \x9d0;title\x9c \x90x\x9c",
    "moves of the cursor": "a\rb\bc\x7fd\x00e\tf",
    "a workflow's command": "::error file=x::injected",
    "a command that stops commands": "::stop-commands::x",
    "an escaped line": "%0A::error::injected %25 %0D",
    "an old command": "##[error]x ##[add-path]/evil ##vso[task.setvariable variable=x]y",
    "a command after blanks": "   ::add-mask::a",
    "words that skip a workflow": "[skip ci] [ci skip] [no ci] [skip actions] ***NO_CI***",
    "a trailer": "x\n\nCo-authored-by: octocat <octocat@github.com>\nskip-checks: true",
    "XML": "]]> <!ENTITY x \"y\"> &x; \" ' <",
    "a template": "{{7*7}} {% x %} ${{ github.token }} {0} {} %s",
    "a word without an end": "a" * 3000,
    "nothing to see": " \u200b ",
}  # fmt: skip
"""What → text. Each stands for its kind; `texts` mixes them."""

HARMLESS = "harmless words"
SPECIAL = "".join(chr(n) for n in range(0x21, 0x7F) if not chr(n).isalnum())
_PIECES = sorted({piece for text in ATTACKS.values() for piece in text.split(" ") if len(piece) < 60})
texts = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(SPECIAL + " \n\r\t a1e", min_size=1, max_size=6), st.text(min_size=1, max_size=6)),
    min_size=1, max_size=7,
).flatmap(lambda parts: st.sampled_from(["", " ", "\n"]).map(lambda gap: gap.join(parts))).filter(bool)  # fmt: skip

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_CALLS = {
    # html-pipeline, lib/html_pipeline/node_filter/mention_filter.rb and team_mention_filter.rb; in Ruby \W knows ASCII alone.
    "mention": r"(?:^|\W)@((?>[a-z0-9][a-z0-9-]*))(?!/)(?=\.+[ \t\W]|\.+$|[^0-9a-zA-Z_.]|$)",
    "team": r"(?:^|\W)@([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9\-_]*)\b",
    # https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
    "issue": r"[\w./-]*#[0-9]+\b|\bgh-[0-9]+\b",
    "commit": r"(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])",
    "tracker": r"(?-i:\b[A-Z][A-Z0-9]*)-[0-9]",
    "address": r"://|\bwww\.|[\w.+-]+@[\w-]+",
    "emoji": r":[a-z0-9+_-]+:",
    "math": r"\$",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE | re.ASCII | re.MULTILINE) for name, pattern in _CALLS.items()}
_NOT_SEARCHED = ("pre", "code", "a", "style", "script")
"""html-pipeline's IGNORE_PARENTS."""
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)  # fmt: skip


def parsed(html: str) -> Element:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def as_github(markdown: str) -> Element:
    """The page as GitHub's own parser reads it."""
    return parsed(cmarkgfm.github_flavored_markdown_to_html(markdown, _OPTIONS))


Shape = tuple[str, tuple[tuple[str, str], ...], tuple["Shape", ...]]


def shape(element: Element) -> Shape:
    """Elements with their attributes. A word may stand as code, so that code counts as words; of an address counts whose it is."""
    attributes = tuple((name, re.sub(r"(?<=[^:/])/.*", "", value, flags=re.DOTALL)) for name, value in sorted(element.items()))
    return str(element.tag), attributes, tuple(shape(child) for child in element if child.tag != "code")


def searched(element: Element) -> Iterator[str]:
    """The texts in which GitHub looks for mentions and references."""
    if element.tag not in _NOT_SEARCHED:
        yield element.text or ""
        for child in element:
            yield from searched(child)
            yield child.tail or ""


def calls(element: Element) -> Counter[str]:
    """Whom and what GitHub would find, by kind."""
    return Counter(f"{kind} {found[0].strip()}" for text in searched(element) for kind, pattern in _PATTERNS.items() for found in pattern.finditer(text))


def calls_in_line(text: str) -> Counter[str]:
    """The same, in a title or a commit's message: those are not Markdown. Also what keeps a workflow from starting."""
    skips = re.findall(r"\[(?:skip|ci|no|actions) \w+\]|\*\*\*NO_CI", text, re.IGNORECASE)
    found = [f"{kind} {match[0].strip()}" for kind, pattern in _PATTERNS.items() if kind not in ("math", "tracker") for match in pattern.finditer(text)]
    return Counter([*found, *skips])


def obeyed(log: str) -> list[tuple[str, str]]:
    """The commands that GitHub's runner would obey (actions/runner, src/Runner.Common/ActionCommand.cs), as (name, data)."""
    found = []
    for line in re.split(r"\r\n|\r|\n", log):
        new = re.match(r"\s*::([\w-]+)(?: [^\n]*?)?::(.*)", line)
        old = re.search(r"##\[([\w-]+)[^\]]*\](.*)|##vso\[([\w.]+)", line)
        if new:
            found.append((new[1], new[2].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")))
        elif old:
            found.append((old[1] or old[3], old[2] or ""))
    return found

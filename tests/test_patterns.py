"""No regular expression of ours goes back over what it has matched: twice the text is at most about twice the work.

Each is found in the source, and run the way the source runs it (`match`, `search`, …) on texts made of its own parts.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from tests.test_architecture import SOURCE, modules

WRITTEN_AT_RUN_TIME = {
    "demo/story.py": "the demo's own text",
    "doctor/renew.py": "what a workflow uses, escaped, and a comment up to the line's end",
    "evidence/proofs.py": "an address of this server, escaped, and digits: at most 18",
    "forge/github/shapes.py": "_PATHS, each with one open end, for addresses that we make",
    "reading/yaml_errors.py": "_ANSWERS, words of a parser without a quantifier",
}
"""Modules with a pattern that is put together when it is used, and why it is linear."""

OUR_OWN_TEXT = {"demo/repository.py", "demo/story.py", "render/audit/plot.py", "render/audit/text.py", "render/audit/words.py", "scaffold/action.py"}
"""Their texts are ours, and short."""

_SHORT, _TIMES = 1_500, 4
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
_RUNS = ("match", "search", "fullmatch", "sub", "findall", "finditer", "split")


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    return tuple(_patterns())


def _patterns() -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    for module in modules():
        text = (SOURCE / module).read_text(encoding="utf-8")
        if not re.search(r"import (?:\w+, )*re\n", text) or module in OUR_OWN_TEXT:
            continue
        names = vars(importlib.import_module("readiness_bot." + module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                if node.func.attr == "escape":
                    continue
                try:
                    given = [_value(argument, names) for argument in (node.args if node.func.attr == "compile" else node.args[:1])]
                    flags = [_value(key.value, names) for key in node.keywords if key.arg == "flags"]
                except NameError:
                    assert module in WRITTEN_AT_RUN_TIME, f"{module}:{node.lineno} has a pattern that no test sees"
                    continue
                # one for bytes takes as long as the same one for text
                given = [each.decode("latin-1") if isinstance(each, bytes) else each for each in given]
                compiled = re.compile(*given, *flags)
                yield f"{module}:{node.lineno}", compiled, _used(text, node, node.func.attr)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<test>", "eval"), names)  # noqa: S307 - our own source


def _used(text: str, node: ast.Call, called: str) -> tuple[str, ...]:
    """How a pattern is run; `compile` says nothing, so each way that stands in the module counts."""
    if called != "compile":
        return (called,)
    name = next((line.split(" = ")[0] for line in [text.splitlines()[node.lineno - 1]] if re.match(r"\w+ = re", line)), r"\w+")
    found = tuple(run for run in _RUNS if re.search(rf"\b{name}\.{run}\b", text))
    return found or ("search", "fullmatch")


def _parts(parsed: Any) -> Iterator[str]:
    """A character of each part of a pattern, so that texts can be made on which its repetitions meet."""
    for operation, argument in parsed:
        if operation is constants.LITERAL:
            yield chr(argument)
        elif operation is constants.IN:
            yield from _members(argument)
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                yield from _parts(branch)
        elif operation in _REPEATS:
            yield from _parts(argument[2])
        elif operation is constants.SUBPATTERN:
            yield from _parts(argument[3])
        elif operation in (constants.ASSERT, constants.ASSERT_NOT):
            yield from _parts(argument[1])
        elif operation is constants.ATOMIC_GROUP:
            yield from _parts(argument)


def _members(members: Any) -> Iterator[str]:
    samples = {constants.CATEGORY_SPACE: " \n", constants.CATEGORY_WORD: "a", constants.CATEGORY_DIGIT: "1", constants.CATEGORY_NOT_SPACE: "a",
               constants.CATEGORY_NOT_WORD: "!"}  # fmt: skip
    for operation, argument in members:
        if operation is constants.LITERAL:
            yield chr(argument)
        elif operation is constants.RANGE:
            yield chr(argument[0])
        elif operation is constants.CATEGORY:
            yield from samples.get(argument, "-")


def _sample(parsed: Any) -> str:
    """A short text that a pattern may begin to match, so that what follows is reached."""
    text = ""
    for operation, argument in parsed:
        if operation is constants.BRANCH:
            text += _sample(argument[1][0])
        elif operation is constants.SUBPATTERN:
            text += _sample(argument[3])
        elif operation in _REPEATS:
            text += _sample(argument[2]) * min(argument[0], 40)
        elif operation in (constants.LITERAL, constants.IN):
            text += next(_parts([(operation, argument)]), "a")
    return text


def _starts(parsed: Any, before: str = "") -> Iterator[str]:
    """What stands before each open repetition (`x` in `x.*?y`): a text of nothing else is where a search begins again and again."""
    for number, (operation, argument) in enumerate(parsed):
        start = before + _sample(parsed[:number])
        if operation in _REPEATS:
            if argument[1] is constants.MAXREPEAT or argument[1] > 1_000:
                yield start
            yield from _starts(argument[2], start)
        elif operation is constants.SUBPATTERN:
            yield from _starts(argument[3], start)
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                yield from _starts(branch, start)


def _words(pattern: re.Pattern[str]) -> list[str]:
    """Runs of letters that stand in a pattern, such as `<!--` and `todo`."""
    return re.findall(r"[A-Za-z0-9_<!:/@…-]{2,}", pattern.pattern.replace("\\", ""))[:8]


def texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """(head, what is repeated, tail)."""
    parts = list(dict.fromkeys(_parts(parser.parse(pattern.pattern, pattern.flags))))[:14]
    words = _words(pattern)
    pairs = [one + other for one in parts for other in parts if one != other][:40]
    sample = _sample(parser.parse(pattern.pattern, pattern.flags))
    heads = list(dict.fromkeys(["", *words[:2], *(sample[:length] for length in (1, 4, 7, 8, len(sample) // 2, len(sample)))]))
    starts = [start for start in _starts(parser.parse(pattern.pattern, pattern.flags)) if start]
    for repeated in dict.fromkeys([*starts, *parts, *words, *pairs, *(word + part for word in words for part in parts[:3])]):
        for head in heads:
            for tail in ("", "\x00", " x"):
                yield head, repeated, tail


def runner(pattern: re.Pattern[str], way: str) -> Callable[[str], object]:
    if way == "sub":
        return lambda text: pattern.sub("", text)
    if way == "finditer":
        return lambda text: list(pattern.finditer(text))
    found: Callable[[str], object] = getattr(pattern, way)
    return found


def seconds(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


def of_length(head: str, repeated: str, tail: str, length: int) -> str:
    return head + repeated * (length // len(repeated)) + tail


def growth(run: Callable[[str], object], head: str, repeated: str, tail: str) -> float:
    """How many times as long a text of four times the length takes; 1 where both are too quick to tell."""
    length = _SHORT * max(1, len(repeated) // 4)  # a hundred repetitions at least
    if seconds(run, of_length(head, repeated, tail, length)) < 0.0005 * max(1, len(repeated) // 12):
        return 1  # linear work takes a tenth of that; what is quadratic takes milliseconds
    short, long = (min(seconds(run, of_length(head, repeated, tail, n)) for _ in range(3)) for n in (length, length * _TIMES))
    return 1 if long < 0.002 else long / max(short, 1e-6)


@pytest.mark.parametrize("number", range(len(patterns())), ids=[where for where, _, _ in patterns()])
def test_a_pattern_is_linear(number: int, tally: Callable[[str, int], None]) -> None:
    _, pattern, ways = patterns()[number]
    for way in ways:
        run = runner(pattern, way)
        for head, repeated, tail in texts(pattern):
            assert growth(run, head, repeated, tail) < _TIMES * 2.2, (way, head, repeated, tail)
    tally("regular expressions tried on texts made against them", 1)


def test_they_are_all_here() -> None:
    assert len(patterns()) >= 50


@pytest.mark.parametrize(
    ("pattern", "way"),
    [(r"\W*(?:todo)?\W*$", "match"), (r"<!-- readiness-bot:begin -->\n(.*?)\n<!-- readiness-bot:end -->", "search"), (r"<!--.*?-->", "sub"),
     (r"\[[^\]]*\]", "findall"), (r"a+b", "search"), (r"(?:<a)(?:x|[^>]*)>", "finditer"), (r"x+x+y", "match")],
)  # fmt: skip
def test_a_canary_is_caught(pattern: str, way: str) -> None:
    compiled = re.compile(pattern, re.DOTALL)
    assert any(growth(runner(compiled, way), *text) >= _TIMES * 2.2 for text in texts(compiled))

"""What a YAML parser says, in words for people who do not know YAML by heart."""

from __future__ import annotations

from readiness_bot.late import re

_AT = re.compile(r"(?<![\w@])@([A-Za-z0-9][A-Za-z0-9-]*(?:/[\w.-]+)?)")


def explain(problem: str, line: str, column: int) -> tuple[str, str]:
    """The parser's complaint at `column` (from 1) of `line`, as a message and what to do."""
    for pattern, answer in _ANSWERS:
        if re.search(pattern, problem):
            return answer
    rest = line[column - 1 :]
    if "cannot start any token" in problem:
        if rest.startswith("@"):
            return _at_sign(rest)
        if rest.startswith("\t"):
            return "there is a tab where YAML allows only spaces", "indent with spaces"
        return f"{rest[:1]!r} cannot begin a value here", "put the value in double quotes"
    return (
        f"this is not valid YAML ({problem or 'the parser gave no reason'})",
        "look at this line and the one above",
    )


def _at_sign(rest: str) -> tuple[str, str]:
    match = _AT.match(rest)
    login = match[1] if match else rest[1:].strip()
    return f"'@{login}' starts with '@', which YAML does not allow unquoted", f"write {login}"


_ANSWERS: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        r"expected a single document|but found another document",
        ("this file contains several documents", "keep one; remove the line '---'"),
    ),
    (
        r"mapping values are not allowed",
        (
            "there is a second ': ' in this line, or the indentation is off",
            "put the text in double quotes, or indent as the lines above",
        ),
    ),
    (
        r"found undefined alias",
        (
            "'*' at the start of a value refers to a name that is not defined",
            "put the value in double quotes",
        ),
    ),
    (r"found duplicate anchor", ("the same '&name' appears twice", "remove one of them")),
    (
        r"while scanning a quoted scalar|found unexpected end of stream",
        ("a quotation mark is opened and never closed", "close it"),
    ),
    (r"found '<stream end>'", ("the file ends inside a '[' or '{' that is not closed", "close it")),
    (
        r"expected ',' or '\]'",
        ("a list is opened with '[' and not closed, or a comma is missing", "close it with ']'"),
    ),
    (r"expected ',' or '}'", ("a '{' is not closed, or a comma is missing", "close it with '}'")),
    (r"expected <block end>", ("the indentation does not fit the lines above", "indent as the lines above")),
    (
        r"could not find expected ':'",
        ("a ':' is missing after this key, or the indentation is off", "write   key: value"),
    ),
    (
        r"special characters are not allowed|control characters",
        ("this file contains a control character", "remove it"),
    ),
)

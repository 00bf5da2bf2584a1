"""What the tests tried, in numbers: `tally` counts, the run prints the sums, and docs/security.md holds them.

A whole run that passed compares its sums with the page and fails where they differ; `scripts/test --update-counts` writes them.
The sums are made where the reports arrive, which is one process however many of them test.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

Tally = Callable[[str, int], None]

PAGE = Path(__file__).parent.parent / "docs" / "security.md"
BEGIN = "<!-- The counts of the last whole run; `scripts/test --update-counts` writes them. -->"
END = "<!-- End of the counts. -->"
UPDATE = "--update-counts"

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "A repository starts no program",
        (
            "hostile git settings that plain git obeys", "hostile git configurations", "commands run in hostile repositories",
            "commits with forged metadata", "git processes whose environment was looked at for the token",
            "programs started by hostile repositories",
        ),
    ),
    (
        "No input hangs or breaks the bot",
        (
            "hostile inputs judged or refused", "files that are too much, judged or refused in time",
            "regular expressions tried on texts made against them",
            "hostile inputs that met a fault of our own",
        ),
    ),
    (
        "No text gets out of its place",
        ("hostile texts rendered", "mentions, references or links that got out"),
    ),
    (
        "No fault and no race loses or repeats anything",
        (
            "faults injected", "requests at which faults were injected", "races run",
            "duplicates, lost comments or second notifications after a fault",
        ),
    ),
    (
        "No forged sign-off counts, and no honest one is refuted",
        ("forgeries tried", "forgeries counted as verified", "honest paths tried", "honest paths refuted"),
    ),
    (
        "What the bot tells people to write is right",
        ("items made right by following the advice", "wrong values put right by following the advice"),
    ),
    ("No secret is printed", ("leaks of the token provoked", "outputs searched for secrets", "secrets printed")),
)  # fmt: skip
"""The table's order. Any other name that a test counts stands in a group of its own, at the end."""
OTHERS = "What else was counted"

ZERO = frozenset(
    {
        "programs started by hostile repositories",
        "hostile inputs that met a fault of our own",
        "mentions, references or links that got out",
        "duplicates, lost comments or second notifications after a fault",
        "forgeries counted as verified",
        "honest paths refuted",
        "secrets printed",
    }
)
"""Whatever run counts one of these has failed, a part of the suite too."""

VARIES = frozenset(what for _, names in GROUPS for what in names) - ZERO
"""May differ from one Python, git or set of examples to another. The page says "at least", and a run may count more but not less."""


class Sums:
    """Adds up what the reports say. Lives in the process that gets them all."""

    def __init__(self) -> None:
        self.sums = Counter[str]()
        self.files: defaultdict[str, set[str]] = defaultdict(set)
        self.told: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":  # the last of a test's reports has all that it counted
            for name, number in report.user_properties:
                if name.startswith(_MARK) and isinstance(number, int):
                    self.sums[name.removeprefix(_MARK)] += number
                    self.files[name.removeprefix(_MARK)].add(report.nodeid.partition("::")[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        nonzero = sorted(what for what in ZERO & self.sums.keys() if self.sums[what])
        self.told += [f"{what}: {self.sums[what]:,}, must be 0" for what in nonzero]
        if session.config.getoption(UPDATE):
            self.told += self._update(session)
        elif is_whole(session.config) and session.exitstatus == pytest.ExitCode.OK:
            differing = [*differences(self.sums, written(PAGE.read_text(encoding="utf-8")))]
            self.told += [*differing, *([_STALE] if differing else ())]
        if self.told and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _update(self, session: pytest.Session) -> Iterator[str]:
        if not is_whole(session.config) or session.exitstatus != pytest.ExitCode.OK:
            yield f"The counts were not written: {UPDATE} takes a whole run that passes."
            return
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(updated(page, table(self.sums, self.files)), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.sums:
            terminalreporter.section("Counted")
        for what, number in sorted(self.sums.items()):
            terminalreporter.write_line(f"{what}: {number:,}")
        for line in self.told:
            terminalreporter.write_line(line, red=True)


_MARK = "tally: "
_STALE = f"docs/security.md does not say what this run counted. Where that is as it should be: scripts/test {UPDATE}"


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Count what a test tried (`tally("forgeries tried", 1)`). The run adds up all that its tests counted and prints the sums."""

    def count(what: str, number: int = 1) -> None:
        record_property(_MARK + what, number)

    return count


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(UPDATE, action="store_true", help="write this whole run's counts into docs/security.md")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Sums(), "sums")


def is_whole(config: pytest.Config) -> bool:
    """Whether nothing narrows the run: no path, no selection, no other examples than each time."""
    narrowing = ("keyword", "markexpr", "lf", "stepwise", "ignore", "ignore_glob", "deselect", "collectonly", "hypothesis_profile")
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(config.getoption(name, None) for name in narrowing)


def differences(counted: Mapping[str, int], page: Mapping[str, tuple[int, bool]]) -> Iterator[str]:
    """Where a run and the page disagree. `page`: name → figure, and whether that is the least."""
    for what in sorted(counted.keys() | page.keys()):
        there, least = page.get(what, (None, False))
        here = counted.get(what, 0 if least else None)
        if here is None or there is None or (here < there if least else here != there):
            yield f"{what}: {_figure(here)} here, {'at least ' if least else ''}{_figure(there)} in {PAGE.name}"


def _figure(number: int | None) -> str:
    return "nothing" if number is None else f"{number:,}"


_MOST_FILES = 8
_ROW = re.compile(r"^\| ([^|]+?) \| (?:\*\*)?(at least )?([\d,]+)(?:\*\*)? \|", re.MULTILINE)


def written(page: str) -> dict[str, tuple[int, bool]]:
    """The figures that the page holds."""
    _, inside, _ = _parts(page)
    return {what: (int(number.replace(",", "")), bool(least)) for what, least, number in _ROW.findall(inside)}


def updated(page: str, rows: str) -> str:
    before, _, after = _parts(page)
    return f"{before}{BEGIN}\n\n{rows}\n\n{END}{after}"


def _parts(page: str) -> tuple[str, str, str]:
    before, begin, rest = page.partition(BEGIN)
    inside, end, after = rest.partition(END)
    if not begin or not end:
        raise pytest.UsageError(f"{PAGE.name} has lost the lines between which its counts stand:\n{BEGIN}\n{END}")
    return before, inside, after


def table(sums: Mapping[str, int], files: Mapping[str, Iterable[str]]) -> str:
    """A table for each group of which something was counted."""
    known = {what for _, names in GROUPS for what in names}
    others = (OTHERS, tuple(sorted(sums.keys() - known)))
    groups = [(title, [what for what in names if what in sums]) for title, names in (*GROUPS, others)]
    return "\n\n".join(_group(title, names, sums, files) for title, names in groups if names)


def _group(title: str, names: Iterable[str], sums: Mapping[str, int], files: Mapping[str, Iterable[str]]) -> str:
    rows = [f"| {what} | {_cell(what, sums[what])} | {_where(files[what])} |" for what in names]
    return "\n".join((f"**{title}**", "", "| counted | number | by |", "|---|---|---|", *rows))


def _where(files: Iterable[str]) -> str:
    """The files that counted; their folders where there are many."""
    named = sorted(files)
    if len(named) > _MOST_FILES:
        named = sorted({f"{file.rpartition('/')[0]}/" for file in named})
    return ", ".join(f"`{name}`" for name in named)


def _cell(what: str, number: int) -> str:
    if what in ZERO:
        return f"**{number}**"
    return f"at least {_rounded(number):,}" if what in VARIES else f"{number:,}"


def _rounded(number: int) -> int:
    """Down to one significant digit: room for what varies."""
    unit = int(f"1{'0' * (len(str(number)) - 1)}")
    return number // unit * unit

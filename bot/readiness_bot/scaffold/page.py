"""What `readiness init` says when it is done: what it wrote, what it filled in and from where, what to do
first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render import phrases
from readiness_bot.scaffold.plan import Scaffold
from readiness_bot.scaffold.schemas import page_at
from readiness_bot.scaffold.workflows import MAKES_TOKEN
from readiness_bot.text import words
from readiness_bot.text.escape import padded, plain, screen, wide
from readiness_bot.vocabulary import Stage, Timing

_FOLLOW_UP = "readiness-follow-up.yml"
_PURPOSE = {
    "readiness.yml": "shows each pull request what is open",
    _FOLLOW_UP: "posts the verdict, and keeps the issues up to date",
}


@dataclass(frozen=True, slots=True)
class FirstPush:
    """The issues that the bot opens when the files reach the default branch: title and who can close it."""

    issues: tuple[tuple[str, str], ...]
    overview: bool
    """One more that shows everything."""
    gentle: bool
    """The settings keep it to that one, and hold back only what makes things worse."""


def page(scaffold: Scaffold, report: Report | None, push: FirstPush | None = None) -> str:
    """`report`: the model as it stands after the files were written; None where it cannot be read (no
    git). `push`: None where no issues come of it."""
    if not scaffold.files and not scaffold.additions:
        ours = any(map(_name, scaffold.kept)) and not scaffold.theirs
        there = "readiness/ and both workflows are" if ours else "readiness/ is"
        nothing = f"Nothing to do: {there} there already. `readiness check` says what is still open."
        return "\n".join([nothing, *_not_written(scaffold)])
    blocks = (
        _head(scaffold),
        _files(scaffold),
        _inferred(scaffold),
        _wrong(report) if report else (),
        _issues(scaffold, push) if push else _first(report) if report else (),
        _next(scaffold, report),
        _notes(scaffold),
    )
    return "\n\n".join(text for block in blocks if (text := screen(block)))


def _head(scaffold: Scaffold) -> Iterator[str]:
    new, more = len(scaffold.files), len(scaffold.additions)
    kept = len(scaffold.kept)
    parts = (
        words.plural(new, "file is new", "files are new") if new else "",
        words.plural(more, "file has new blocks", "files have new blocks") if more else "",
        f"{kept} {'was' if kept == 1 else 'were'} there already" if kept and not more else "",
    )
    yield f"{scaffold.model or 'this model'}: {', '.join(filter(None, parts))}."


def _files(scaffold: Scaffold) -> Iterator[str]:
    rows = [("wrote", file.path, _PURPOSE.get(_name(file.path), "")) for file in scaffold.files]
    rows += [("added to", each.path, ", ".join(each.keys)) for each in scaffold.additions]
    rows += [] if scaffold.additions else [("kept", path, _kept(path, scaffold)) for path in scaffold.kept]
    yield from table((plain(verb), plain(path), what) for verb, path, what in rows)


def _kept(path: str, scaffold: Scaffold) -> str:
    """Workflows find every model of their repository."""
    new = any(file.path.endswith("readiness/contract.yaml") for file in scaffold.files)
    return "finds this model too" if new and _name(path) else "never overwritten"


def _inferred(scaffold: Scaffold) -> Iterator[str]:
    if scaffold.inferred:
        yield "Filled in without asking; correct what is wrong:"
        yield from table(
            ("", answer.called, f"{shown(inferred.value)}   (from {plain(inferred.source)})")
            for answer, inferred in scaffold.inferred
        )
    yield from _not_written(scaffold)


def _not_written(scaffold: Scaffold) -> Iterator[str]:
    for answer in scaffold.unused:
        yield (
            f"{answer.option} was not written: {answer.file} was there already. Write it at `{answer.where}`."
        )
    for path in scaffold.theirs:
        yield (
            f"{plain(path)} is a workflow of your own, and the bot needs that name for its own: rename yours,"
            " and run this again."
        )
    there = next((path for path in scaffold.kept if _name(path) == _FOLLOW_UP), None)
    if scaffold.app and there:
        yield (
            f"--app was not written: {plain(there)} was there already. If it has no step `{MAKES_TOKEN}`,"
            f" remove it (`git rm {plain(there)}`), and run this again."
        )


def _wrong(report: Report) -> Iterator[str]:
    if report.findings:
        wrong = words.plural(len(report.findings), "thing is", "things are")
        yield f"First: {wrong} wrong in files that were there already; `readiness check` says where."


def _issues(scaffold: Scaffold, push: FirstPush) -> Iterator[str]:
    """What the first push leads to, and how to begin with less."""
    branch, also = plain(scaffold.branch), "an overview of everything" if push.overview else ""
    if not push.issues:
        opens = f"one issue, {also}" if push.overview else "no issue"
        yield f"The first push to {branch} opens {opens}."
    else:
        count = words.plural(len(push.issues), "issue")
        yield f"The first push to {branch} opens {count}{f', and {also}' if also else ''}:"
        yield from table(("", plain(title), plain(who)) for title, who in push.issues)
    if push.gentle:
        yield "A pull request is blocked only by what it makes worse (.github/readiness.yaml)."
    elif push.issues:
        yield (
            "To begin gently, run `readiness init --gently`: the overview is then the only issue, and a pull"
            " request is blocked only by what it makes worse."
        )


def _first(report: Report) -> Iterator[str]:
    """Who fills in what, in the order in which the items come."""
    open_ = [r for r in report.items if r.blocks and r.timing is not Timing.UPCOMING]
    if not open_:
        return
    following = phrases.stage_after(report)
    until = f"before {following}" if following else "in production"
    amount = words.number(len(open_)).capitalize()
    yield f"{amount} {'item is' if len(open_) == 1 else 'items are'} due {until}. Who fills in what:"
    by_who: dict[str, list[ItemResult]] = {}
    for result in open_:
        by_who.setdefault(phrases.who(result), []).append(result)
    yield from table(("", who, ", ".join(r.item.title for r in results)) for who, results in by_who.items())


def _next(scaffold: Scaffold, report: Report | None) -> Iterator[str]:
    stage = report.stage if report else Stage.DESIGN
    marked = '"due: design"' if stage is Stage.DESIGN else f'"due: design" to "due: {stage}"'
    yield (
        f"Next: fill in what is marked {marked} in the files, run `readiness check`, and open a pull request."
    )
    if not any(_name(file.path) == _FOLLOW_UP for file in scaffold.files):
        return
    status = f"`readiness: {plain(scaffold.branch)}`"
    if not scaffold.app:
        ask = "To stop merges of what is not ready, require the status"
        yield f"{ask} {status} in a ruleset: {page_at('settings')}"
        return
    yield f"The follow-up acts as an App of your own, and fails until these are there ({page_at('app')}):"
    yield "  the App itself, installed in this repository"
    yield (
        f"  an environment `readiness`, for the branch {plain(scaffold.branch)} alone, with the variable"
        " READINESS_APP_CLIENT_ID and the secret READINESS_APP_KEY"
    )
    yield f"To stop merges, require the status {status} in a ruleset, with the App's ID as `integration_id`."


def _notes(scaffold: Scaffold) -> Iterator[str]:
    yield from scaffold.notes


def _name(path: str) -> str:
    return path.rpartition("/")[2] if path.startswith(".github/") else ""


def shown(value: str | tuple[str, ...]) -> str:
    """A value on one line."""
    return plain(value if isinstance(value, str) else ", ".join(value))


def table(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Three columns, as wide as their longest cell; an empty first column only indents."""
    cells = list(rows)
    first = max(wide(row[0]) for row in cells)
    second = max(wide(row[1]) for row in cells)
    for one, two, three in cells:
        yield f"  {padded(one, first)}{'  ' if first else ''}{padded(two, second)}   {three}"

"""`readiness answer` at a terminal: asks what is open, and writes each answer at once.

(`runs/answer.py` is something else: it does what a comment on the forge asks.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from readiness_bot.answering import page
from readiness_bot.answering.judge import Objection, objections, with_file
from readiness_bot.answering.known import Around, Known, known, look_around
from readiness_bot.answering.place import Place, written_at
from readiness_bot.answering.questions import Progress, Question, Shape, next_question, waiting
from readiness_bot.answering.said import NotSaid, better
from readiness_bot.answering.ways import Answer, Ways, completions, understood, ways_of
from readiness_bot.answering.who import chosen, open_roles, roles_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.policy import Policy
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.errors import NoGit
from readiness_bot.reading.git.identity import Identity, identity
from readiness_bot.reading.place import place_of
from readiness_bot.reading.worktree import read_bounded, read_worktree
from readiness_bot.render.phrases import no_folder
from readiness_bot.runs import terminal
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.output import say
from readiness_bot.runs.replacing import Changed, alone, replace_file
from readiness_bot.scaffold.read import read_sources
from readiness_bot.scaffold.sources import Text
from readiness_bot.stopping import Interrupted
from readiness_bot.vocabulary import Role

_MLMODELS = ("MLmodel", "model/MLmodel", "models/MLmodel")


def there(directory: Path, day: date, policy: Policy | None = None) -> Report:
    """The model as its folder stands. Raises WrongUsage where there is no readiness/ folder."""
    report = evaluate(read_worktree(directory), day, policy)
    if report.absent:
        raise WrongUsage(no_folder(report))
    return report


def converse(directory: Path, day: date, roles: frozenset[Role] | None, policy: Policy | None = None) -> int:
    """Ask what is open for these roles, and say at the end what was written. The exit code.

    `roles`: None for those of whoever git names here, else it is asked. Raises WrongUsage without a terminal.
    """
    report = there(directory, day, policy)
    if not terminal.is_there():
        raise WrongUsage(
            "There is no terminal to ask questions on. `--set FILE.KEY=VALUE` writes an answer without one,"
            " such as"
            " --set governance.tier.level=low; `readiness check` says what is open."
        )
    session = _Session(directory, day, policy)
    code = 0
    try:
        if report.findings:
            _tell(page.wrong(report.findings, terminal.width()))
        login, found = ("", roles) if roles else _whose(directory, report)
        session.progress = Progress(found)
        if waiting(report, found):
            _tell(page.opening(report, found, login, terminal.width()))
            session.around = _around(directory)
        session.ask_all()
    except _Left:
        pass
    except Interrupted as stop:
        say("")
        code = 128 + stop.number
    _tell(page.closing(session.report(), session.saved(), terminal.width()))
    return code


@dataclass(frozen=True, slots=True)
class _Step:
    """What `u` takes back."""

    question: Question
    before: Progress
    old: bytes | None = None
    """The file's content before the answer; None where nothing was written."""
    new: bytes = b""


class _Undo(Exception):
    """`u`: to the question before."""


class _Left(Exception):
    """`q` or Ctrl-D."""


@dataclass
class _Session:
    directory: Path
    day: date
    policy: Policy | None = None
    around: Around = field(default_factory=Around)
    progress: Progress = field(default_factory=Progress)
    steps: list[_Step] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    """The items that were begun, in order."""
    shown: str = ""
    """The item whose head stands above."""

    def report(self) -> Report:
        """The model as it stands now: others may work on it, or write the document that an answer links."""
        return evaluate(read_worktree(self.directory), self.day, self.policy)

    def saved(self) -> list[Place]:
        return [step.question.place for step in self.steps if step.old is not None]

    def ask_all(self) -> None:
        """Until nothing is left. Raises _Left."""
        while True:
            report = self.report()
            asked = next_question(report, self.progress)
            if asked is None or report.facts is None:
                return
            self._head(asked, report)
            try:
                self._ask(asked, report.facts)
            except _Undo:
                self._undo()

    def _head(self, asked: Question, report: Report) -> None:
        if asked.item.id == self.shown:
            return
        self.shown = asked.item.id
        if self.shown not in self.heads:
            self.heads.append(self.shown)
        left = {result.id for result in waiting(report, self.progress.roles)} - set(self.heads)
        number = self.heads.index(self.shown) + 1
        of = len(self.heads) + len(left)
        _tell(page.head(report.by_id[self.shown], number, of, terminal.width()))

    def _ask(self, asked: Question, facts: Facts) -> None:
        """One question, until it has an answer that may stand, or is skipped. Raises _Undo and _Left."""
        _tell(page.question(asked, facts, terminal.width()))
        suggested, ways = known(asked, facts, self.around), ways_of(asked, facts)
        words = completions(asked, facts)
        while True:
            text = _line(page.prompt(asked, suggested, ways, terminal.width()), words)
            if text == "u":
                raise _Undo
            if text == "q":
                raise _Left
            text = text or (suggested.text if suggested else "-")
            if text == "?":
                _tell(page.why(asked, terminal.width()))
                continue
            if text == "-":
                self._skip(asked)
                return
            refused = self._answer(asked, ways, text, facts)
            if not refused:
                return
            _tell(page.refused(refused, terminal.width()))
            meant = better(asked.rules, text)
            suggested = Known(meant, "") if meant else suggested

    def _answer(self, asked: Question, ways: Ways, text: str, facts: Facts) -> list[Objection]:
        """Write an answer. What is wrong with it; nothing where the question is settled."""
        try:
            answer = understood(asked, ways, text)
        except NotSaid as told:
            return [Objection(str(told).rstrip("."))]
        name = asked.place.file
        file = self.directory / "readiness" / name
        try:
            with alone(file.parent):
                now, content = self._unchanged(asked, facts)
                new = answer.put_into(content, now)
                wrong = objections(now, with_file(now, name, new), answer.place, (asked.item,))
                if wrong:
                    return wrong
                replace_file(file, content, new)
        except CannotEdit as told:
            self._skip(asked)
            _tell(page.note(f"This can't be written here: {told}. Write it into the file.", terminal.width()))
        except Changed:
            told_ = f"readiness/{name} was changed in the meantime, so nothing was written over it."
            _tell(page.note(told_, terminal.width()))
        else:
            self._saved(answer, content, new)
        return []

    def _unchanged(self, asked: Question, facts: Facts) -> tuple[Facts, bytes]:
        """The model and the file as they are now. Raises Changed where somebody else wrote at the question's
        place."""
        name, block = asked.place.file, asked.place.path[:1]
        now = self.report().facts
        content = now.snapshot.files.get(f"readiness/{name}") if now else None
        if now is None or not isinstance(content, bytes):
            raise Changed
        if written_at(now.files[name], block) != written_at(facts.files[name], block):
            raise Changed
        return now, content

    def _skip(self, asked: Question) -> None:
        before, within = self.progress, asked.list_place
        self.steps.append(_Step(asked, before))
        ended = before.ended | {within} if asked.more and within else before.ended
        self.progress = replace(before, skipped=before.skipped | {asked.place}, ended=ended)

    def _saved(self, answer: Answer, old: bytes, new: bytes) -> None:
        asked, before = answer.asked, self.progress
        self.steps.append(_Step(asked, before, old, new))
        within = asked.list_place
        complete = answer.kind in ("empty", "na") or (asked.shape is Shape.ENTRIES and answer.several)
        self.progress = replace(
            before,
            answered=before.answered | {asked.place},
            ended=before.ended | {within} if complete and within else before.ended,
            touched=before.touched | {asked.item.id},
        )

    def _undo(self) -> None:
        """Take back the last answer or skip; its question comes again."""
        if not self.steps:
            _tell(page.note("There is nothing to undo.", terminal.width()))
            return
        step = self.steps[-1]
        name = f"readiness/{step.question.place.file}"
        if step.old is not None:
            file = self.directory / name
            try:
                with alone(file.parent):
                    replace_file(file, step.new, step.old)
            except Changed:
                told = f"{name} was changed in the meantime, so this can't be undone here. Change it there."
                _tell(page.note(told, terminal.width()))
                return
        self.steps.pop()
        self.progress = step.before


def _tell(text: str) -> None:
    if text:
        say(text)


def _line(prompt: str, words: Sequence[str] = ()) -> str:
    """What was typed, without blanks around it. Raises _Left."""
    try:
        return terminal.ask(prompt, words).strip()
    except EOFError:
        say("")
        raise _Left from None


def _whose(directory: Path, report: Report) -> tuple[str, frozenset[Role]]:
    """The login that the files know, with its roles; else what is chosen. Raises _Left."""
    open_ = open_roles(report)
    login, roles = roles_of(_identity(directory), report.facts) if report.facts else ("", frozenset())
    if roles & set(open_):
        return login, roles
    if len(open_) < 2:
        return "", frozenset(Role)
    _tell(page.whose(open_, terminal.width()))
    while True:
        found = chosen(_line("  role > ", [role.value for role in open_]), open_)
        if found is not None:
            return "", found
        _tell(page.note(f"Write one of {', '.join(open_)}.", terminal.width()))


def _identity(directory: Path) -> Identity:
    try:
        place = place_of(directory)
    except NoGit:
        return Identity()
    return identity(place.git) if place else Identity()


def _around(directory: Path) -> Around:
    around = Around(read_sources(directory), _mlmodel(directory))
    return replace(around, inferred=look_around(around))


def _mlmodel(directory: Path) -> Text | None:
    for name in _MLMODELS:
        content = read_bounded(directory, name)
        if isinstance(content, bytes):
            return Text(name, content.decode("utf-8-sig", "replace"))
    return None

"""All that an item's check may ask. Pure: the world was read before, and `today` is an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import CannotTell, peek
from readiness_bot.convention.policy import Policy
from readiness_bot.reading.document import Value
from readiness_bot.reading.snapshot import Change, Revision, Snapshot
from readiness_bot.vocabulary import Kind, Stage, Tier


@dataclass(frozen=True, slots=True)
class Facts:
    """One model at one moment, parsed."""

    snapshot: Snapshot
    files: Mapping[str, File]
    today: date
    stage: Stage
    tier: Tier
    parse: Callable[[str, bytes], File]
    """A file's name and bytes to what it said, for the past (`load.load_file`)."""
    policy: Policy = field(default_factory=Policy)
    kind: Kind = Kind.MODEL
    _parsed: dict[tuple[str, bytes], File] = field(default_factory=dict, repr=False)

    @property
    def contract(self) -> File:
        return self.files["contract.yaml"]

    @property
    def ownership(self) -> File:
        return self.files["ownership.yaml"]

    @property
    def governance(self) -> File:
        return self.files["governance.yaml"]

    @property
    def infrastructure(self) -> File:
        return self.files["infrastructure.yaml"]

    @property
    def fallback(self) -> File:
        return self.files["fallback.yaml"]

    @property
    def runbook(self) -> File:
        return self.files["runbook.md"]

    @property
    def version(self) -> str | None:
        """The evaluated version, which every sign-off and test must name."""
        return self.contract.text("evaluation.version")

    @property
    def developers(self) -> list[str]:
        return self.ownership.texts("developers")

    def milestone(self, stage: Stage) -> date | None:
        """The planned first day in a stage, as the contract says now."""
        return self.contract.day(f"milestones.{stage}")

    def baseline(self, stage: Stage) -> date | None:
        """The planned first day in a stage as it was first merged, so that moving a date hides nothing.

        Raises CannotTell where the history is not there.
        """
        self._require_history()
        for revision in reversed(self.snapshot.history.revisions.get("readiness/contract.yaml", ())):
            day = peek(self._at(revision, "contract.yaml").day, f"milestones.{stage}")
            if day is not None:
                return day
        return self.milestone(stage)

    def last_change(self, name: str, *keys: str) -> Change:
        """When any of these parsed values of a file last changed in committed history; uncommitted counts as
        today.

        Raises CannotTell where the history is not there.
        """
        self._require_history()
        present = self._values(self.files[name], keys)
        revisions = self.snapshot.history.revisions.get(f"readiness/{name}", ())
        if not revisions or self._values(self._at(revisions[0], name), keys) != present:
            return Change(self.today, "not committed yet")
        since = revisions[0]
        for revision in revisions[1:]:
            if self._values(self._at(revision, name), keys) != present:
                break
            since = revision
        return Change(since.when.date(), commit=since.commit)

    def earlier(self, name: str) -> list[tuple[Revision, File]]:
        """A file's past, newest first. Raises CannotTell where the history is not there."""
        self._require_history()
        revisions = self.snapshot.history.revisions.get(f"readiness/{name}", ())
        return [(revision, self._at(revision, name)) for revision in revisions]

    def former_texts(self, name: str, where: str) -> Iterable[tuple[Revision, str | None]]:
        """What a file's past said at one place, newest first; None where that was no text.

        Raises CannotTell where the history is not there.
        """
        return ((revision, peek(file.text, where)) for revision, file in self.earlier(name))

    def _require_history(self) -> None:
        if not self.snapshot.history.known:
            raise CannotTell(self.snapshot.history.why_unknown)

    def _at(self, revision: Revision, name: str) -> File:
        if revision.content is None:
            return File(name, missing=True)
        key = (name, revision.content)
        if key not in self._parsed:
            self._parsed[key] = self.parse(name, revision.content)
        return self._parsed[key]

    @staticmethod
    def _values(file: File, keys: tuple[str, ...]) -> list[Value]:
        return [peek(file.get, key) for key in keys]

"""One line of the ledger: an evaluation of the default branch, as JSON. Pure.

It holds logins, numbers and hashes; never a mail address, a secret, or the text of a readiness file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from readiness_bot.convention.policy import LONGEST, Policy
from readiness_bot.evidence.answers import Basis
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Stage, Status, Tier

SCHEMA = 1
FILE = "ledger.jsonl"
BRANCH = "readiness-ledger"
"""Where the lines stand on a forge: a branch that shares no history with the code."""


class WrongLine(ValueError):
    """This is no line of a ledger; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a forge told about one claim, and what that was based on."""

    item: str
    claim: str
    """A hash of all that was claimed: another text is another claim."""
    who: str
    """The login of whom it is claimed; empty where it names nobody."""
    answer: str
    """`verified`, `refuted` or `unknown`."""
    told: str
    fix: str
    asked: date = field(compare=False)
    """When the forge was asked last."""
    since: date | None = field(default=None, compare=False)
    """Since when it is verified, or was until the forge could no longer tell."""
    on: Basis = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One evaluation."""

    time: datetime = field(compare=False)
    """When it was written, in UTC."""
    day: date = field(compare=False)
    """The day as of which it was judged."""
    commit: str = field(compare=False)
    tree: str
    """Git's name for `readiness/` as it was there: a rewritten branch may still hold it."""
    model: str
    stage: Stage
    tier: Tier
    version: str = field(compare=False)
    """Of readiness-bot, whose rules were applied."""
    policy: Policy
    wrong: int
    """How many findings said that something is wrong."""
    statuses: Mapping[str, Status]
    evidence: tuple[Row, ...] | None
    """None: the forge was not asked."""

    @property
    def verified(self) -> frozenset[str]:
        """The items all of whose claims are."""
        rows = self.evidence or ()
        return frozenset(row.item for row in rows) - {row.item for row in rows if row.answer != "verified"}


def shown(model: str) -> str:
    """A model's name as a line holds it."""
    return cut(plain(model), 60)


def as_json(line: Line) -> str:
    """Without a line feed, and in ASCII, so that nothing in it can look like one."""
    data = {"schema": SCHEMA, **asdict(line)}
    data["time"] = line.time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    data["day"] = line.day.isoformat()
    data["evidence"] = None if line.evidence is None else [_row_data(row) for row in line.evidence]
    return json.dumps(data, separators=(",", ":"))


def _row_data(row: Row) -> dict[str, Any]:
    """What an answer may lack is left out where it does."""
    days = {"asked": row.asked.isoformat(), "since": row.since.isoformat() if row.since else None}
    data = asdict(row) | days | {"on": dict(row.on)}
    return {key: value for key, value in data.items() if value or key not in ("told", "fix", "since", "on")}


def from_json(text: str) -> Line:
    """Raises WrongLine."""
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a character, which no screen shows, is refused
        return _line(data)
    except WrongLine:
        raise
    except KeyError as error:
        raise WrongLine(f"it has no {error.args[0]!r}") from error
    except json.JSONDecodeError as error:
        raise WrongLine("it is no JSON") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise WrongLine("it is not written as the bot writes one") from error


def _line(data: dict[str, Any]) -> Line:
    if data["schema"] != SCHEMA:
        schema = repr(data["schema"])[:20]
        raise WrongLine(f"its schema is {schema}, and this version of readiness-bot reads {SCHEMA}")
    rows = data["evidence"]
    return Line(
        time=datetime.fromisoformat(data["time"]).astimezone(UTC),
        day=date.fromisoformat(data["day"]),
        commit=_hash(data["commit"]),
        tree=_hash(data["tree"]),
        model=str(data["model"]),
        stage=Stage(data["stage"]),
        tier=Tier(data["tier"]),
        version=str(data["version"]),
        policy=Policy(bool(data["policy"]["require_verified"]), _days(data["policy"]["waiver_days"])),
        wrong=int(data["wrong"]),
        statuses={str(key): Status(word) for key, word in data["statuses"].items()},
        evidence=None if rows is None else tuple(_row(row) for row in rows),
    )


def _days(value: Any) -> int:
    days = int(value)
    if not 1 <= days <= LONGEST:
        raise WrongLine(f"its waivers would hold longer than {LONGEST} days, or not at all")
    return days


def _row(data: dict[str, Any]) -> Row:
    since = data.get("since")
    if data["answer"] not in ("verified", "refuted", "unknown"):
        raise WrongLine("one of its answers is neither verified, refuted nor unknown")
    return Row(
        item=str(data["item"]),
        claim=str(data["claim"]),
        who=str(data["who"]),
        answer=data["answer"],
        told=str(data.get("told", "")),
        fix=str(data.get("fix", "")),
        asked=date.fromisoformat(data["asked"]),
        since=date.fromisoformat(since) if since else None,
        on=tuple((str(key), _plain(value)) for key, value in data.get("on", {}).items()),
    )


def _plain(value: Any) -> str | int | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return value if isinstance(value, int) else str(value)


def _hash(text: Any) -> str:
    """Git's name of an object; it is handed to git, and so nothing else may stand there."""
    if not isinstance(text, str) or len(text) not in (40, 64) or set(text) - set("0123456789abcdef"):
        raise WrongLine("its commit or tree is no name that git gives")
    return text

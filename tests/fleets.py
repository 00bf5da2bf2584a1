"""Fleets of the rows of `tests/rows.py`: a small one built by hand, which says everything that a portfolio can say, and as many generated models as one likes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests import rows
from tests.audits import late_governance
from tests.rows import DAY

from readiness_bot.audit.figures import Money
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import Head, Scan, order
from readiness_bot.render.audit.json import as_data
from readiness_bot.vocabulary import Role, Stage, Tier, Timing

COMPLIANCE, RUNBOOK, DRILL, ALERTS = "governance.compliance", "runbook.sections", "fallback.drill", "fallback.thresholds"


def item(id_: str, late: int | None = None, owner: str = "", timing: Timing = Timing.OVERDUE, **more: Any) -> OpenItem:
    """An open item of the convention; `late`: days past its date."""
    declared = ITEMS_BY_ID[id_]
    said = {"title": declared.title, "role": declared.role, "due": declared.due, "path": declared.path, "message": f"{declared.title} is missing."}
    return rows.item(owner, late or 0, id_, **{**said, "timing": timing, "line": 3, "fix": "", **more})


def model(name: str, *open_: OpenItem, stage: Stage = Stage.STAGING, value: Money | None = None, **more: Any) -> Row:
    """A judged row. It is stalled if it has something overdue or late and stands in staging."""
    held = any(each.late or each.timing is Timing.OVERDUE for each in open_)
    said = {
        "stage": stage, "ready": not held, "ready_for": stage.next, "readiness": {"contract": 100, "governance": 40 if held else 100},
        "value_per_week": value, "evaluated": DAY - timedelta(days=60), "stalled": held and stage is Stage.STAGING,
    }  # fmt: skip
    return rows.row(name, *open_, **{**said, **more})


def scan(*found: Row, day: date = DAY, source: str = "org acme", policy: str = "") -> Scan:
    return Scan(Head(day, source, policy), tuple(sorted(found, key=order)))


def audited(row: Row) -> Row:
    """With the audit of tests/audits.py that everybody knows."""
    return replace(row, audit=as_data(late_governance()))


def small() -> Scan:
    """Nine repositories: four stalled models, of two currencies and one without a value; a common gap; what is no model."""
    return scan(
        audited(model("acme/churn", item(COMPLIANCE, 16, "priya-nair"), item(RUNBOOK, 3, "sam"), value=Money(18000, "EUR"), last_run=DAY)),
        model("acme/fraud", item(COMPLIANCE, 30, "priya-nair"), value=Money(13000, "EUR"), last_run=DAY - timedelta(days=9)),
        model("acme/pricing", item(COMPLIANCE), value=Money(9000, "USD"), history_error="git could not fetch it: 403."),
        model("acme/ranking", item(DRILL, 5), wrong=1, wrong_first="`steps` is no list."),
        model("acme/search", item(ALERTS, timing=Timing.DUE), stage=Stage.EVALUATION),
        model("acme/shop", folder="models/basket/", stage=Stage.PRODUCTION),
        Row("acme/empty", absent=True),
        Row("acme/train", absent=True, looks_like="training code (src/train.py)"),
        Row("acme/lost", error="GitHub answers 403."),
        Row("acme/old", left_out="it is archived"),
        policy="acme v3",
    )


def earlier() -> Scan:
    """Two weeks before: pricing had no gap, ranking could not be read, search did not exist."""
    return scan(
        model("acme/churn", item(COMPLIANCE, 2, "priya-nair"), value=Money(18000, "EUR")),
        model("acme/fraud", item(COMPLIANCE, 16, "priya-nair"), item(DRILL), value=Money(13000, "EUR")),
        model("acme/pricing", value=Money(9000, "USD")),
        Row("acme/ranking", error="GitHub answers 502."),
        day=DAY - timedelta(days=14),
    )


HOSTILE = "<script>alert(1)</script>"


def hostile() -> Scan:
    """What people would write to get into a page, a spreadsheet, a terminal or a comment."""
    owner = '"><img src=x onerror=alert(1)>'
    bad = item(COMPLIANCE, 16, owner, title=f"@everyone {HOSTILE}", message='=HYPERLINK("https://evil.test")', path="../../x y#z")
    return scan(
        model(f"acme/{HOSTILE}", bad, value=Money(1e300, "<b>EUR</b>"), url="javascript:alert(1)", owner=owner, wrong=1, history_error=HOSTILE),
        model('=cmd|"/c calc"!A1', bad, value=Money(5, "\x1b[31mEUR"), model="+1", url="https://user:secret@github.com/acme/x"),
        model("</script><script>alert(2)//", bad, url='https://github.com/acme/x" onclick="alert(1)'),
        model("::error::x", bad, folder="\u202emodels/", audit={"model": HOSTILE, "bottlenecks": "none", "stall_weeks": "1"}),
        Row("-2+3", error="@SUM(1)\n::error::x"),
        Row("\tx", absent=True, looks_like=HOSTILE),
        source=f"org {HOSTILE}",
    )


def many(count: int, seed: int = 7) -> Scan:
    """Models as a large organisation has them, always the same ones."""
    pick = random.Random(seed)  # noqa: S311
    areas = ("churn", "fraud", "pricing", "ranking", "search", "demand", "credit", "claims", "routing", "support")
    people = [f"person-{n}" for n in range(200)]
    teams: Mapping[Role, list[str]] = {role: pick.sample(people, 8) for role in Role}
    ids = [each.id for each in ITEMS_BY_ID.values()]
    likely = pick.sample(ids, 12)
    found = []
    for number in range(count):
        name = f"acme/{areas[number % len(areas)]}-{number:05}"
        roll = pick.random()
        if roll < 0.03:
            found.append(Row(name, absent=True, looks_like="training code (src/train.py)", url=f"https://github.com/{name}"))
            continue
        if roll < 0.04:
            found.append(Row(name, error="GitHub does not let this token read it (403).", url=f"https://github.com/{name}"))
            continue
        stage = pick.choices(tuple(Stage), (15, 20, 20, 20, 25))[0]
        open_ = []
        for id_ in dict.fromkeys(pick.choice(likely if pick.random() < 0.8 else ids) for _ in range(pick.choice((0, 0, 0, 1, 1, 2, 3, 5)))):
            late = pick.choice((None, pick.randint(1, 120)))
            timing = Timing.OVERDUE if pick.random() < 0.6 else Timing.DUE
            open_.append(item(id_, late, pick.choice((*teams[ITEMS_BY_ID[id_].role], "")), timing))
        value = Money(pick.randint(1, 60) * 500, pick.choices(("EUR", "USD"), (8, 2))[0]) if pick.random() < 0.7 else None
        run = DAY - timedelta(days=pick.choice((0, 0, 0, 1, 2, 9)))
        found.append(model(name, *open_, stage=stage, value=value, tier=pick.choice(tuple(Tier)), last_run=run))
    return scan(*found)

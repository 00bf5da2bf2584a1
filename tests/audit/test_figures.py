"""Histories whose figures are known by construction come out right to the day. Days count from the first commit.

The plan of each: development on day 14, evaluation on 56, staging on 84, production on 112; so 28 days are planned
from staging to production. A week is worth EUR 7,000, a day 1,000.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.audit.histories import DAY, History, audited, due, item, on_time
from tests.audit.shapes import all_but, designed, evaluated, of

from readiness_bot.audit.figures import Audit, Fix, Interval, Money
from readiness_bot.audit.first import First, Kind, Part, What

Run = Callable[..., Audit]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The audit of a history so many days after its first commit."""
    count = itertools.count()
    return lambda history, at, **options: audited(history.write(tmp_path / str(next(count))), history.day(at), **options)


def days(history: History, found: Audit, id_: str) -> list[tuple[int, int | None]]:
    """An item's intervals, counted from the first commit."""
    return [((i.opened - history.start).days, (i.closed - history.start).days if i.closed else None) for i in item(found, id_).intervals]


# On time in everything, and looks so.


def test_on_time(run: Run) -> None:
    h = on_time()
    found = run(h, 120)
    assert (found.evaluation_passed, found.production, found.version) == (h.day(80), h.day(108), "1.0")
    assert (found.last_mile_weeks, found.planned_weeks, found.stall_weeks, found.readiness_stall_weeks) == (4.0, 4.0, 0.0, 0.0)
    assert found.cost_of_delay == Money(0.0, "EUR")
    assert (found.parallelism_percent, found.late_governance, found.fix_first, found.fix_first_roles) == (100, (), (), ())
    assert [one.id for one in found.items if (one.late_days or 0) > 0 or (one.late_days_baseline or 0) > 0] == []
    assert found.forecast is None


def test_stages(run: Run) -> None:
    h = on_time()
    found = [(period.stage.value, (period.entered - h.start).days, period.planned, period.baseline) for period in run(h, 120).stages]
    assert found == [("design", 0, None, None), ("development", 14, h.day(14), h.day(14)), ("evaluation", 56, h.day(56), h.day(56)),
                     ("staging", 84, h.day(84), h.day(84)), ("production", 108, h.day(112), h.day(112))]  # fmt: skip


def test_the_burndown(run: Run) -> None:
    h = on_time()
    found = [((p.date - h.start).days, p.due, p.satisfied, p.open_blocking, p.scope) for p in run(h, 120).burndown]
    assert found == [(0, 10, 10, 0, 0), (14, 22, 22, 0, 0), (56, 32, 23, 9, 0), (80, 32, 32, 9, 0), (84, 42, 32, 9, 0),
                     (100, 42, 41, 1, 0), (106, 42, 42, 0, 0), (108, 45, 45, 0, 0), (120, 45, 45, 0, 0)]  # fmt: skip


# Late governance: compliance comes last, and holds everything back alone.


def late_governance() -> History:
    h = evaluated(80, "governance.compliance")
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy("governance.compliance").commit(150)
    h.satisfy("governance.go-live").commit(152)
    return h.stage("production").commit(154)


def test_late_governance(run: Run) -> None:
    h = late_governance()
    found = run(h, 160)
    assert found.last_mile_weeks == round(74 / 7, 2)  # 80 → 154
    assert found.stall_weeks == round(46 / 7, 2)  # 108 → 154
    assert found.readiness_stall_weeks == round(44 / 7, 2)  # 108 → 152; two days ready but not deployed
    assert found.cost_of_delay == Money(46000.0, "EUR")
    assert found.late_governance == ("governance.compliance", "governance.go-live")
    assert found.late_governance_after_evaluation == ("governance.compliance", "governance.go-live")


def test_go_live_closes_last_and_is_no_bottleneck(run: Run) -> None:
    h = late_governance()
    found = run(h, 160)
    assert found.fix_first == (
        Fix("governance.compliance", 42, Money(42000.0, "EUR")),  # 108 → 150, although go-live was open too
        Fix("governance.go-live", 2, Money(2000.0, "EUR")),  # 150 → 152, once all others were closed
    )
    assert found.fix_first_roles[0] == Fix("compliance", 42, Money(42000.0, "EUR"))
    assert found.fix_first_files == (Fix("governance", 44, Money(44000.0, "EUR")),)
    top = found.bottlenecks[0]
    assert (top.role.value, top.sole_blocker_days) == ("compliance", 60)  # 90 → 150


def test_what_to_do_first(run: Run) -> None:
    """42 days of the delay, 108 → 150, were compliance's alone."""
    compliance = Part(Kind.ROLE, "compliance", 42, Money(42000.0, "EUR"))
    h = late_governance()
    h.satisfy("governance.next-review").commit(154)
    first = run(h, 160).first
    assert first == First(What.PREVENT, compliance)
    assert (first.saves_weeks, first.cost) == (6.0, compliance.cost)
    assert run(on_time(), 120).first is None


def test_what_is_lost_so_far_is_not_saved_by_what_is_to_be_closed(run: Run) -> None:
    first = run(late_governance(), 120).first
    assert first is not None
    assert (first.what, [one.id for one in first.items]) == (What.CLOSE, ["governance.compliance"])
    assert first.part == Part(Kind.ROLE, "compliance", 12, Money(12000.0, "EUR"))  # 108 → 120
    assert (first.saves_weeks, first.cost) == (None, None)


def test_an_items_own_figures(run: Run) -> None:
    h = late_governance()
    one = item(run(h, 160), "governance.compliance")
    assert one.intervals == (Interval(h.day(56), h.day(150)),)
    assert (one.opened, one.closed, one.days_open, one.due_date, one.late_days, one.late_days_baseline) == (h.day(56), h.day(150), 94, h.day(84), 66, 66)


# Infrastructure last: several items of one role, side by side.


def test_infrastructure_last(run: Run) -> None:
    mine = of("infrastructure", "staging")
    h = evaluated().stage("staging").satisfy(*all_but([*mine, "governance.go-live"], "staging")).commit(90)
    h.satisfy(*mine[:2]).commit(120)
    h.satisfy(*mine[2:]).commit(136)
    h.satisfy("governance.go-live").stage("production").commit(136)
    found = run(h, 140)
    assert found.stall_weeks == found.readiness_stall_weeks == 4.0  # 108 → 136
    assert found.fix_first == ()  # never one item alone
    assert found.fix_first_roles == (Fix("platform", 28, Money(28000.0, "EUR")),)
    assert found.late_governance == ("governance.go-live",)


# After the evaluation, everything that production needs is open, whatever the stage line says.


def test_a_stage_line_that_stays_behind_hides_nothing(run: Run) -> None:
    h = evaluated()
    found = run(h, 100)
    assert days(h, found, "infrastructure.production") == [(80, None)]
    assert found.burndown[-1].open_blocking == 9
    assert days(h, found, "contract.outcome") == []


def test_what_closed_before_it_was_due_was_never_open(run: Run) -> None:
    one = item(run(on_time(), 120), "governance.datasets")
    assert (one.opened, one.days_open, one.late_days) == (None, 0, 10 - 56)


# Regressions.


def test_a_regression_opens_another_interval(run: Run) -> None:
    h = designed().satisfy(*all_but(["ownership.layers"], "development")).stage("development").commit(14)
    h.satisfy("ownership.layers").commit(20)
    h.put("ownership", "layers.platform", None).commit(30)
    h.put("ownership", "layers.platform", "ines").commit(37)
    h.put("ownership", "layers.platform", None).commit(40)
    found = run(h, 45)
    assert days(h, found, "ownership.layers") == [(14, 20), (30, 37), (40, None)]
    one = item(found, "ownership.layers")
    assert (one.days_open, one.closed, one.late_days) == (6 + 7 + 5, None, 45 - 56)


def test_a_regression_within_a_day_is_none(run: Run) -> None:
    h = designed().satisfy(*due("development")).stage("development").commit(14)
    h.put("ownership", "layers.platform", None).commit(20)
    h.put("ownership", "layers.platform", "ines").commit(20)
    assert item(run(h, 30), "ownership.layers").intervals == ()


# A date that is moved must hide nothing.


def test_a_moved_target_date(run: Run) -> None:
    h = late_governance_with_moved_dates()
    found = run(h, 160)
    one = item(found, "governance.compliance")
    assert (one.due_date, one.late_days) == (h.day(150), 0)
    assert (one.due_date_baseline, one.late_days_baseline) == (h.day(84), 66)
    assert found.planned_weeks == 4.0
    assert found.late_governance == ("governance.compliance", "governance.go-live")


def late_governance_with_moved_dates() -> History:
    h = evaluated(80, "governance.compliance")
    h.milestones(staging=150, production=180).commit(82)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy("governance.compliance").commit(150)
    h.satisfy("governance.go-live").commit(152)
    return h.stage("production").commit(154)


# A second evaluation after launch is another version's mile.


def test_a_reevaluation_after_launch(run: Run) -> None:
    h = on_time()
    h.stage("evaluation").put("contract", "live", {"version": "1.0", "since": h.day(108)}).milestones(staging=240, production=260)
    h.put("contract", "evaluation", None).commit(200)
    h.put("contract", "evaluation", {"version": "2.0", "passed": h.day(230), "report": "docs/a.md", "results": {"recall": 0.6}, "slices": "docs/a.md"})
    h.commit(230)
    found = run(h, 240)
    assert (found.version, found.evaluation_passed, found.production, found.last_mile_weeks, found.stall_weeks) == ("1.0", h.day(80), h.day(108), 4.0, 0.0)
    assert item(found, "governance.compliance").late_days == -4  # by the dates of its launch, not by the new plan
    assert days(h, found, "governance.compliance") == [(56, 80), (230, None)]  # it is for 1.0, and 2.0 has passed
    told = 'The stage was moved back on 2026-07-24, after launch. The last mile is that of version "1.0", which went live first.'
    assert told in found.notes


def test_the_earliest_passing_of_the_version_counts(run: Run) -> None:
    h = evaluated(80).put("contract", "evaluation.passed", date(2026, 4, 15)).commit(101)
    assert run(h, 110).evaluation_passed == h.day(80)


def test_an_earlier_version_that_never_shipped_is_no_start(run: Run) -> None:
    h = evaluated(70).put("contract", "evaluation.version", "1.1").put("contract", "evaluation.passed", DAY).commit(85)
    h.stage("production").commit(120)
    found = run(h, 130)
    assert (found.version, found.evaluation_passed) == ("1.1", h.day(85))


def test_a_planned_evaluation_has_not_passed_yet(run: Run) -> None:
    h = designed().stage("evaluation").put("contract", "evaluation", {"version": "1.0", "passed": date(2026, 3, 6)}).commit(50)
    assert run(h, 59).evaluation_passed is None
    assert run(h, 61).evaluation_passed == date(2026, 3, 6)


# Something expires between two commits.


def test_an_approval_that_expires_between_two_commits(run: Run) -> None:
    h = evaluated(80)
    h.put("governance", "compliance.expires", h.day(95)).commit(85)
    h.put("governance", "compliance.expires", h.day(300)).commit(120)
    found = run(h, 130)
    assert days(h, found, "governance.compliance") == [(56, 80), (96, 120)]  # the last day on which it holds is 95


def test_a_drill_grows_old(run: Run) -> None:
    h = on_time()
    found = run(h, 300)
    assert days(h, found, "fallback.drill") == [(80, 100), (281, None)]  # 180 days after day 100 are its last
    assert item(found, "fallback.drill").late_days == -12


def test_a_waiver_ends(run: Run) -> None:
    h = designed().satisfy(*all_but(["governance.impact"], "development")).stage("development")
    waiver = {"item": "governance.impact", "reason": "later", "controls": "none", "requested_by": "ana", "by": "omar", "date": h.day(14), "expires": h.day(24)}
    h.put("governance", "waivers", [waiver]).commit(14)
    assert days(h, run(h, 30), "governance.impact") == [(25, None)]


def test_what_was_lost(run: Run) -> None:
    """Taken away, or expired; a waiver that ended had never been there, and what was never satisfied is not lost."""
    h = evaluated(80, "governance.impact").put("governance", "compliance.expires", History().day(95)).commit(85)
    h.put("ownership", "layers.platform", None).commit(100)
    h.put("ownership", "layers.platform", "ines").commit(107)
    found = run(h, 130)
    assert {one.id: [(day - h.start).days for day in one.lost] for one in found.items if one.lost} == {
        "governance.compliance": [96], "ownership.layers": [100],
    }  # fmt: skip


# Stages that move back.


def test_back_to_an_earlier_stage(run: Run) -> None:
    h = designed().satisfy(*due("development")).stage("development").commit(14)
    h.stage("evaluation").commit(30)
    h.stage("development").commit(40)
    h.stage("evaluation").commit(50)
    found = run(h, 60)
    assert days(h, found, "governance.compliance") == [(30, 40), (50, None)]
    assert [period.stage.value for period in found.stages] == ["design", "development", "evaluation", "development", "evaluation"]


def test_a_stage_that_cannot_be_read_is_no_move(run: Run) -> None:
    h = designed().satisfy(*due("development")).stage("development").commit(14)
    h.stage("developmnt").commit(20)
    h.stage("development").commit(25)
    assert [period.stage.value for period in run(h, 30).stages] == ["design", "development"]


# Merges, squashes, rebases.


def test_a_merge_counts_on_the_day_it_was_merged(run: Run) -> None:
    h = designed().satisfy(*all_but(["ownership.layers"], "development")).stage("development").commit(14)
    h.satisfy("ownership.layers").commit(20, branch=True).commit(33, merge=True)
    assert days(h, run(h, 40), "ownership.layers") == [(14, 33)]


def test_a_rebase_counts_by_its_committer_dates(run: Run) -> None:
    h = designed().satisfy(*all_but(["ownership.layers"], "development")).stage("development").commit(14)
    h.satisfy("ownership.layers").commit(33, authored=20)
    assert days(h, run(h, 40), "ownership.layers") == [(14, 33)]


def test_a_squash_closes_everything_at_once(run: Run) -> None:
    h = designed().stage("development").commit(14)
    h.satisfy(*due("development")).commit(30, authored=15)
    found = run(h, 40)
    assert {tuple(days(h, found, id_)) for id_ in due("development")} == {((14, 30),)}


def test_a_renamed_file_is_the_same_item(run: Run) -> None:
    h = designed().satisfy(*all_but(["governance.model-card"], "development", "evaluation")).stage("evaluation")
    h.model.texts["docs/moved.md"] = h.model.texts["docs/a.md"]
    h.commit(56)
    del h.model.texts["docs/a.md"]
    for where in ("value.basis", "evaluation.report", "evaluation.slices"):
        h.put("contract", where, "docs/moved.md")
    h.commit(60)
    assert days(h, run(h, 70), "contract.evaluation") == []


# Dates that cannot be.


def test_a_backdated_commit_hides_nothing(run: Run) -> None:
    h = designed().satisfy(*all_but(["ownership.layers"], "development")).stage("development").commit(60)
    h.satisfy("ownership.layers").commit(75, dated=12)
    h.put("contract", "retire_when", "Never").commit(80)
    found = run(h, 90)
    assert item(found, "ownership.layers").late_days == 4  # closed on the day of the commit before it
    assert "1 commit dated before the commit that they follow: counted on that commit's day." in found.notes


def test_a_commit_from_the_future_does_not_push_the_rest_there(run: Run) -> None:
    h = designed().satisfy(*due("development")).stage("development").commit(14, dated=4000)
    h.put("contract", "retire_when", "Never").commit(20)
    found = run(h, 30)
    assert [(period.entered - h.start).days for period in found.stages] == [0, 20]
    assert "1 commit dated in the future: counted on the day of the next commit, or of the audit." in found.notes


def test_what_came_after_the_day_of_the_audit_is_left_out(tmp_path: Path) -> None:
    h = on_time()
    found = audited(h.write(tmp_path), h.day(90), now=h.day(400))
    assert found.production is None
    assert "3 commits made after the day of this audit: left out." in found.notes


# Late adoption, and what is not known.


def adopted_late(*, live: bool = False) -> History:
    """The repository is 200 days old when readiness/ comes, and its evaluation passed on day 150."""
    h = History().raw(0, {"src/train.py": "x"})
    h.stage("production" if live else "staging").milestones(development=10, evaluation=20, staging=140, production=168)
    h.satisfy(*all_but(["governance.compliance", "governance.go-live"], "design", "development", "evaluation", "staging"))
    h.put("governance", "datasets.0.approved.date", h.day(15))
    return h.put("contract", "evaluation.passed", h.day(150)).commit(200)


def test_late_adoption_gets_what_the_contract_allows(run: Run) -> None:
    h = adopted_late().satisfy("governance.compliance").commit(210).satisfy("governance.go-live", "governance.next-review").stage("production").commit(220)
    found = run(h, 230)
    assert (found.adopted, found.evaluation_passed, found.production) == (h.day(200), h.day(150), h.day(220))
    assert (found.last_mile_weeks, found.planned_weeks, found.stall_weeks) == (10.0, 4.0, 6.0)  # 150 → 220; 178 → 220
    assert found.readiness_stall_weeks == round(20 / 7, 2)  # 200 → 220: what held back before is not known
    assert found.parallelism_percent is None
    assert days(h, found, "governance.compliance") == [(200, 210)]
    assert (item(found, "governance.compliance").late_days, item(found, "contract.evaluation").late_days) == (70, None)
    assert found.late_governance == ("governance.compliance", "governance.go-live")
    assert found.notes[1:4] == (
        (
            "readiness/ has been there since 2026-07-24; the repository is older. What was open before that day is not known, and counts as neither "
            "open nor late; the first planned dates are those that were merged then."
        ),
        (
            "40 items were already satisfied when readiness/ was added, after the planned date: it is not known whether in time "
            "(contract.identity, contract.success, contract.milestones, contract.value, ownership.production-owner and 35 more)."
        ),
        "contract.yaml says that the evaluation passed on 2026-06-04; readiness/ was added later, on 2026-07-24.",
    )


def test_live_before_adoption_invents_no_last_mile(run: Run) -> None:
    found = run(adopted_late(live=True), 230)
    assert (found.last_mile_weeks, found.stall_weeks, found.cost_of_delay, found.forecast) == (None, None, None, None)
    assert found.production == found.adopted
    told = [note for note in found.notes if note.startswith("It was already in production when readiness/ was added on 2026-07-24.")]
    assert len(told) == 1


def test_live_since_a_day_that_the_contract_gives(run: Run) -> None:
    h = History().raw(0, {"src/train.py": "x"}).stage("production").milestones(development=10, evaluation=20, staging=140, production=168)
    h.satisfy(*due("evaluation")).put("contract", "live", {"version": "1.0", "since": h.day(192)}).put("contract", "evaluation.passed", h.day(150)).commit(200)
    found = run(h, 230)
    assert (found.production, found.last_mile_weeks, found.stall_weeks, found.readiness_stall_weeks) == (h.day(192), 6.0, 2.0, None)


def test_production_given_by_hand(run: Run) -> None:
    h = evaluated(80).stage("staging").commit(90)
    found = run(h, 150, production=h.day(122))
    assert (found.production, found.last_mile_weeks, found.stall_weeks, found.forecast) == (h.day(122), 6.0, 2.0, None)
    assert "The day in production, 2026-05-07, was given by hand (--production)." in found.notes


def test_no_value_no_cost(run: Run) -> None:
    h = designed().put("contract", "value", None).commit(5).satisfy(*due("development")).stage("evaluation").commit(56)
    h.satisfy(*due("evaluation")).commit(80).satisfy("contract.value").commit(100).stage("production").commit(140)
    found = run(h, 150)
    assert (found.stall_weeks, found.cost_of_delay, found.value_per_week) == (round(32 / 7, 2), None, None)
    assert "contract.yaml had no valid value per week when the evaluation passed (2026-03-26), so the cost of the delay is not estimated." in found.notes


def test_the_value_is_that_of_the_evaluation(run: Run) -> None:
    h = evaluated(80).put("contract", "value.per_week", 70000).commit(100).stage("production").commit(115)
    assert run(h, 120).cost_of_delay == Money(7000.0, "EUR")


def test_never_live(run: Run) -> None:
    h = evaluated(80)
    found = run(h, 122)
    assert (found.production, found.last_mile_weeks, found.stall_weeks, found.readiness_stall_weeks) == (None, 6.0, 2.0, 2.0)
    assert found.forecast is not None


def test_no_readiness_folder_no_figure(run: Run) -> None:
    found = run(History().raw(0, {"README.md": "# A model"}).raw(5, {"README.md": "# The model"}), 30)
    assert (found.adopted, found.items, found.burndown, found.last_mile_weeks, found.forecast) == (None, (), (), None, None)
    assert found.notes == (
        ("This history has no readiness/ folder, so there is nothing to audit. `readiness init` writes one; the audit counts from the day it is merged."),
    )


def test_readiness_that_was_removed(run: Run) -> None:
    h = designed().raw(20, {"README.md": "# Gone"})
    assert "readiness/ was removed on 2026-01-25; from then on every item counts as missing." in run(h, 30).notes


def test_unknown_is_neither_open_nor_satisfied(run: Run) -> None:
    h = designed().stage("staging").commit(14)
    found = run(h, 30)
    one = item(found, "ownership.acceptance")
    assert (one.opened, one.closed, one.days_open, one.late_days) == (None, None, 0, None)
    assert found.notes[-1] == "1 item cannot be told from git, and counts as neither open nor satisfied: ownership.acceptance."


def test_added_items_are_scope(run: Run) -> None:
    h = designed().satisfy(*due("development")).stage("development").commit(14)
    h.put("governance", "tier.level", "high").commit(20)
    h.stage("staging").commit(30)
    h.put("governance", "tier.level", "medium").commit(35)
    h.put("governance", "tier.level", "high").commit(40)
    points = {(point.date - h.start).days: (point.due, point.scope) for point in run(h, 50).burndown}
    assert (points[30], points[35], points[40]) == ((43, 0), (42, 0), (43, 1))  # governance.oversight, at high tier alone


def test_since(run: Run) -> None:
    h = late_governance()
    found = run(h, 160, since=h.day(140))
    assert item(found, "governance.compliance").intervals == (Interval(h.day(140), h.day(150)),)
    assert (found.bottlenecks[0].role.value, found.bottlenecks[0].sole_blocker_days) == ("compliance", 10)
    assert found.burndown[0].date == h.day(150)
    assert found.stall_weeks == round(46 / 7, 2)


def test_people_only_on_request(run: Run) -> None:
    h = late_governance()
    assert run(h, 160).bottlenecks_by_person is None
    people = run(h, 160, people=True).bottlenecks_by_person
    assert people
    assert (people[0].person, people[0].sole_blocker_days) == ("priya", 60)

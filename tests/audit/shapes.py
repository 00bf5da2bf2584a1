"""The histories that the audit must tell well, each with the day of its audit. What happened in them is known by construction.

The plan of each: development on day 14, evaluation on 56, staging on 84, production on 112; so four weeks are planned from staging to
production. A week is worth EUR 7,000, a day 1,000. Day 0 is 5 Jan 2026: evaluation on day 80 passes on 26 Mar.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.audit.histories import DAY, PLAN, History, due, on_time

Shape = tuple[History, int]


def of(file: str, *stages: str) -> list[str]:
    return [id_ for id_ in due(*stages) if id_.startswith(file)]


def all_but(ids: list[str], *stages: str) -> list[str]:
    return [id_ for id_ in due(*stages) if id_ not in ids]


def designed(history: History | None = None) -> History:
    """Everything that design asks for is there on day 0."""
    return (history or History()).stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0)


def evaluated(passed: int = 80, *missing: str) -> History:
    """On time up to the evaluation, which passes on a day; `missing` is left open."""
    h = designed().satisfy(*all_but([*missing], "development")).commit(10).stage("development").commit(14).stage("evaluation").commit(56)
    return h.satisfy(*all_but([*missing], "evaluation")).commit(passed)


def launched(h: History, decided: int, live: int) -> History:
    """The go-live decision, and the day in production."""
    return h.satisfy("governance.go-live").commit(decided).stage("production").satisfy(*due("production")).commit(live)


def was_on_time() -> Shape:
    """On time in everything, and must look so."""
    return on_time(), 120


def late_governance() -> Shape:
    """Compliance comes last, and holds everything back alone."""
    h = evaluated(80, "governance.compliance")
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy("governance.compliance").commit(150)
    return launched(h, 152, 154), 160


def governance_side_by_side() -> Shape:
    """Three items of governance, of two roles, wait together: no item and no role is alone, but the file is."""
    mine = ["governance.compliance", "governance.validation", "governance.model-card"]
    h = evaluated(80, *mine)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy(*mine).commit(150)
    return launched(h, 150, 150), 160


def infrastructure_last() -> Shape:
    """Several items of one role, side by side."""
    mine = of("infrastructure", "staging")
    h = evaluated().stage("staging").satisfy(*all_but([*mine, "governance.go-live"], "staging")).commit(90)
    h.satisfy(*mine[:2]).commit(120)
    h.satisfy(*mine[2:]).commit(136)
    return launched(h, 136, 136), 140


def everybody_at_once() -> Shape:
    """Several roles and files wait together: nothing alone would have saved a day."""
    mine = ["governance.compliance", "infrastructure.load-test", "fallback.drill"]
    h = evaluated(80, *mine).stage("staging").satisfy(*all_but([*mine, "governance.go-live"], "staging")).commit(90)
    h.satisfy(*mine).put("runbook", "confirmation.date", DAY).commit(140)  # the drill changes what was confirmed
    return launched(h, 140, 140), 150


def regressions() -> Shape:
    """What was there is lost again, and that is what it waits for at the end."""
    h = evaluated(80)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.put("ownership", "layers.platform", None).commit(100)
    h.put("ownership", "layers.platform", "ines").commit(105)
    h.put("ownership", "layers.platform", None).commit(110)
    h.put("ownership", "layers.platform", "ines").commit(122)
    return launched(h, 122, 122), 130


def moved_target_date() -> Shape:
    """Late governance, and the plan is moved so that nothing looks late."""
    h = evaluated(80, "governance.compliance")
    h.milestones(staging=150, production=180).commit(82)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy("governance.compliance").commit(150)
    return launched(h, 152, 154), 160


def reevaluation_after_launch() -> Shape:
    """On time; then a second version is evaluated, which is another last mile."""
    h = on_time()
    h.stage("evaluation").put("contract", "live", {"version": "1.0", "since": h.day(108)}).milestones(staging=240, production=260)
    h.put("contract", "evaluation", None).commit(200)
    h.put("contract", "evaluation", {"version": "2.0", "passed": h.day(230), "report": "docs/a.md", "results": {"recall": 0.6}, "slices": "docs/a.md"})
    return h.commit(230), 240


def expired_approval() -> Shape:
    """An approval ends between two commits, and is renewed five weeks later."""
    h = evaluated(80).put("governance", "compliance.expires", History().day(95)).commit(85)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.put("governance", "compliance.expires", h.day(300)).commit(130)
    return launched(h, 130, 130), 140


def go_live_last() -> Shape:
    """All is there when the plan ends; only then is somebody asked for the decision, which takes two weeks."""
    h = evaluated(80).stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    return launched(h, 122, 122), 130


def ready_but_not_deployed() -> Shape:
    """Every item is there in time, and production comes five weeks later."""
    h = evaluated(80).stage("staging").satisfy(*due("staging")).commit(100)
    return h.stage("production").satisfy(*due("production")).commit(143), 150


def evaluated_early() -> Shape:
    """The evaluation passes two weeks ahead of the plan, all is there, and the planned day in production is still to come."""
    return evaluated(70).stage("staging").satisfy(*due("staging")).commit(80), 105


def squash_and_rebase() -> Shape:
    """Written in time and merged late: squashed and rebased, a commit's author date is older than its day on the branch."""
    h = evaluated(80, "governance.compliance").stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90, authored=70)
    h.satisfy("governance.compliance").commit(129, authored=82)
    return launched(h, 129, 129), 140


def merged_late() -> Shape:
    """Compliance is approved on a branch on day 82, which is merged on day 129."""
    h = evaluated(80, "governance.compliance").stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(90)
    h.satisfy("governance.compliance").commit(95, branch=True).commit(129, merge=True)
    return launched(h, 129, 129), 140


def late_adoption() -> Shape:
    """The repository is 200 days old when readiness/ comes, and its evaluation passed on day 150."""
    h = History().raw(0, {"src/train.py": "x"})
    h.stage("staging").milestones(development=10, evaluation=20, staging=140, production=168)
    h.satisfy(*all_but(["governance.compliance", "governance.go-live"], "design", "development", "evaluation", "staging"))
    h.put("governance", "datasets.0.approved.date", h.day(15))
    h.put("contract", "evaluation.passed", h.day(150)).commit(200)
    h.satisfy("governance.compliance").commit(210)
    return launched(h, 220, 220), 230


def live_before_adoption() -> Shape:
    """readiness/ comes when the model is in production already: no last mile is known."""
    h = History().raw(0, {"src/train.py": "x"}).stage("production").milestones(development=10, evaluation=20, staging=140, production=168)
    h.satisfy(*all_but(["governance.compliance"], "design", "development", "evaluation", "staging"))
    return h.put("governance", "datasets.0.approved.date", h.day(15)).commit(200), 230


def never_live() -> Shape:
    """The evaluation passed, all but two items of governance are there, and the plan ended weeks ago."""
    mine = ["governance.compliance", "governance.validation"]
    h = evaluated(80, *mine).stage("staging").satisfy(*all_but([*mine, "governance.go-live"], "staging")).commit(90)
    return h, 160


def never_live_nothing_done() -> Shape:
    """The evaluation passed, and then nothing more happened."""
    return evaluated(80), 150


def not_evaluated() -> Shape:
    """In development still, weeks after evaluation should have begun."""
    return designed().satisfy(*of("ownership", "development")).commit(10).stage("development").commit(14), 90


def back_to_an_earlier_stage() -> Shape:
    """Evaluation finds a fault: back to development, and evaluated again weeks later."""
    h = designed().satisfy(*due("development")).commit(10).stage("development").commit(14)
    h.stage("evaluation").commit(56)
    h.stage("development").commit(70)
    h.stage("evaluation").commit(100)
    h.satisfy(*due("evaluation")).commit(114)
    h.stage("staging").satisfy(*all_but(["governance.go-live"], "staging")).commit(120)
    return launched(h, 140, 142), 150


def no_folder() -> Shape:
    return History().raw(0, {"README.md": "# A model"}).raw(5, {"README.md": "# The model"}), 30


SHAPES: dict[str, Callable[[], Shape]] = {
    shape.__name__: shape
    for shape in (
        was_on_time, late_governance, governance_side_by_side, infrastructure_last, everybody_at_once, regressions, moved_target_date,
        reevaluation_after_launch, expired_approval, go_live_last, ready_but_not_deployed, evaluated_early, squash_and_rebase, merged_late, late_adoption,
        live_before_adoption, never_live, never_live_nothing_done, not_evaluated, back_to_an_earlier_stage, no_folder,
    )
}  # fmt: skip

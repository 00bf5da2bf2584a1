"""What every comment on a pull request and every other write goes through: planned, shown, done unless only
the plan is asked for."""

from __future__ import annotations

from readiness_bot.plan.actions import Plan, as_data, as_text, together
from readiness_bot.plan.apply import Applied, apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.runs.output import say
from readiness_bot.runs.run import Run
from readiness_bot.text.escape import json_text
from readiness_bot.text.markup import Markdown


def publish(run: Run, number: int, text: Markdown, wanted: bool = True) -> None:
    """The one comment on a pull request.

    `wanted`: whether there should be one where none is yet. Raises ForgeError.
    """
    carry_out(run, plan_comment(number, text, run.forge.own_comments(number), wanted))


def carry_out(run: Run, plan: Plan) -> Applied:
    """Show a plan, and do it unless only the plan is asked for. Raises ForgeError."""
    show(run, plan)
    return do(run, plan)


def do(run: Run, plan: Plan) -> Applied:
    """Do what was shown, unless only the plan is asked for. Raises ForgeError."""
    if run.plan_only:
        return Applied(0, plan.notes)
    done = apply(plan, run.forge)
    tell(run, *done.notes[len(plan.notes) :])
    return done


def tell(run: Run, *notes: str) -> None:
    """What a person should know of what was done; a plan as JSON stays alone on its stream."""
    for note in notes:
        say(note, err=run.format == "json")


def show(run: Run, plan: Plan) -> None:
    """As JSON all plans of a run are one document, at its end (`finish`)."""
    if run.format == "json":
        run.plans.append(plan)
    else:
        say(as_text(plan))


def finish(run: Run) -> None:
    """The run is over: what was planned, as JSON."""
    if run.plans:
        say(json_text(as_data(together(*run.plans))))
        run.plans.clear()

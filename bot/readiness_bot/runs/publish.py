"""What every comment on a pull request and every other write goes through: planned, shown, done unless only
the plan is asked for."""

from __future__ import annotations

from readiness_bot.plan.actions import Plan, as_data, as_text
from readiness_bot.plan.apply import Applied, apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.runs.output import say
from readiness_bot.runs.run import Run
from readiness_bot.text.escape import json_text
from readiness_bot.text.markup import Markdown


def publish(run: Run, number: int, text: Markdown, folder: str, wanted: bool = True) -> None:
    """The one comment on a pull request.

    `wanted`: whether there should be one where none is yet. Raises ForgeError.
    """
    carry_out(run, plan_comment(number, text, run.forge.own_comments(number), folder, wanted))


def carry_out(run: Run, plan: Plan) -> Applied:
    """Show a plan, and do it unless only the plan is asked for. Raises ForgeError."""
    show(run, plan)
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
    say(json_text(as_data(plan)) if run.format == "json" else as_text(plan))

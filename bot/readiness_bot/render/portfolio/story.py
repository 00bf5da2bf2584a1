"""What a portfolio comes down to: three sentences, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.portfolio.figures import Blocker, Cause, Portfolio
from readiness_bot.render.portfolio.words import amounts, count


@dataclass(frozen=True, slots=True)
class Story:
    """Plain text, with people's words in it."""

    stands: str
    """How many models, ready and stalled."""
    costs: str
    first: str
    """What to do first; empty where nothing is open."""
    besides: str
    """What is in no figure: not set up, unreadable, not run; empty where there is none."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Those that there are, the answer first."""
        return tuple(each for each in (self.stands, self.costs, self.first, self.besides) if each)


def story(portfolio: Portfolio) -> Story:
    """The sentences that every format begins with."""
    return Story(_stands(portfolio), _costs(portfolio), _first(portfolio), _besides(portfolio))


def _stands(found: Portfolio) -> str:
    repositories = count(found.repositories, "repository", "repositories")
    if not found.models:
        return f"No model could be judged in {repositories}."
    models = f"{count(found.models, 'model')} in {repositories}"
    if found.ready == found.models:
        return f"{models}: all are ready."
    stalled = found.stalled.models
    held = f"{stalled:,}" if stalled else "none"
    return f"{models}: {found.ready:,} ready ({found.ready_percent}%), {held} stalled."


def _costs(found: Portfolio) -> str:
    stalled = found.stalled
    if not stalled.models:
        return ""
    models = count(stalled.models, "stalled model")
    if not stalled.per_week:
        return f"What they cost is not known: {models}, and no contract names a value."
    names = "names" if len(stalled.unknown) == 1 else "name"
    unknown = f"; {len(stalled.unknown):,} of them {names} no value" if stalled.unknown else ""
    wait = "waits" if len(stalled.per_week) == 1 else "wait"
    return f"{amounts(stalled.per_week)} a week {wait} in {models}{unknown}."


def _first(found: Portfolio) -> str:
    common = next((each for each in found.blockers if each.common), None)
    if common:
        return (
            f"First: {common.title}. It is open in {_where(common)}: that is a platform's problem, not a"
            " team's. Solve it once, for all of them."
        )
    if found.stalled.causes:
        return f"First: {found.stalled.causes[0].title}. {_held(found.stalled.causes[0])}"
    if found.blockers:
        most = found.blockers[0]
        return f"First: {most.title}. It is open in {_where(most)}."
    return ""


def _where(blocker: Blocker) -> str:
    repositories = count(blocker.repositories, "repository", "repositories")
    return f"{count(blocker.models, 'model')} of {repositories} ({blocker.percent}% of all models)"


def _held(cause: Cause) -> str:
    verb = "waits" if cause.models == 1 else "wait"
    worth = f", {amounts(cause.per_week)} a week" if cause.per_week else ""
    alone = ""
    if cause.alone_models:
        verb_alone = "waits" if cause.alone_models == 1 else "wait"
        alone = f" {cause.alone_models:,} of them {verb_alone} for nothing else."
    return f"{count(cause.models, 'stalled model')} {verb} for it{worth}.{alone}"


def _besides(found: Portfolio) -> str:
    outside = []
    if found.unreadable:
        outside.append(f"{count(len(found.unreadable), 'repository', 'repositories')} could not be read")
    if found.not_set_up:
        look = "looks like a model's and is" if len(found.not_set_up) == 1 else "look like a model's and are"
        outside.append(f"{len(found.not_set_up):,} {look} not set up")
    if found.left_out:
        outside.append(f"nothing is asked of {sum(found.left_out.values()):,}")
    told = [f"Not in these figures: {', '.join(outside)}."] if outside else []
    if found.without_history:
        models = count(len(found.without_history), "model")
        told.append(f"The history of {models} could not be read; delays and costs are without it.")
    if found.runs and found.runs.silent:
        have = "has" if len(found.runs.silent) == 1 else "have"
        told.append(f"{count(len(found.runs.silent), 'model')} {have} not run for a week.")
    return " ".join(told)

"""The weekly digest on its way: by issues of one repository, or by a webhook and a file that remembers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness_bot.convention.fleet_ways import ADDRESS_IN, Service
from readiness_bot.convention.policy import Policy
from readiness_bot.forge.protocol import ForgeError, Messenger, Uncertain
from readiness_bot.forge.webhook.sender import Webhook
from readiness_bot.plan.actions import Plan, as_data, as_text
from readiness_bot.plan.apply import apply
from readiness_bot.plan.digest import Round, plan_digest, plan_messages, to_ask
from readiness_bot.portfolio.waiting import Person, known_as
from readiness_bot.render.portfolio import slack, teams
from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage, told
from readiness_bot.runs.forge import make_forge
from readiness_bot.runs.output import say, stream
from readiness_bot.runs.publish import carry_out, finish
from readiness_bot.runs.replacing import alone
from readiness_bot.runs.run import Run
from readiness_bot.text.calendar import days_after
from readiness_bot.text.escape import json_text

SERVICES = {Service.SLACK: slack.payload, Service.TEAMS: teams.payload}
_KEPT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Way:
    """How a run tells what it does."""

    plan_only: bool = False
    format: str = "text"


def by_issues(people: Sequence[Person], this: Round, way: Way, forge_name: str, repository: str = "") -> None:
    """One issue a person in one repository. Raises CannotDo."""
    environment = {**os.environ, **({"GITHUB_REPOSITORY": repository} if repository else {})}
    run = Run(
        Path(),
        Policy(),
        this.day,
        forge_name,
        way.plan_only,
        way.format,
        opens=lambda name, folder: make_forge(name, folder, environment),
    )
    with told(ForgeError):
        issues = run.forge.own_issues()
        asked = {login: run.forge.assignable(login) for login in to_ask(people, issues, this)}
        carry_out(run, plan_digest(people, issues, this, asked))
    finish(run)


def by_webhook(
    people: Sequence[Person],
    this: Round,
    way: Way,
    service: Service,
    state: Path,
    address_in: str = ADDRESS_IN,
) -> None:
    """One message a person. `address_in`: the environment variable with the address. Raises CannotDo."""
    if way.plan_only:
        _show(_messages(people, _sent(state), this, service), way)
        return
    with told(ForgeError):
        webhook = Webhook.from_environment(os.environ, address_in)
        with alone(_folder_of(state)):
            sent = _sent(state)
            plan = _messages(people, sent, this, service)
            _show(plan, way)
            apply(plan, None, Remembering(webhook, state, sent, this.day))


def _messages(people: Sequence[Person], sent: Mapping[str, date], this: Round, service: Service) -> Plan:
    return plan_messages(people, sent, this, service, lambda one: SERVICES[service](one, this.day))


def _show(plan: Plan, way: Way) -> None:
    if way.format == "json":
        say(json_text(as_data(plan)))
    elif plan.actions or plan.notes:
        say(as_text(plan))
    else:
        say("Nothing to send: nobody waits for a message this week.")


@dataclass(frozen=True, slots=True)
class Remembering:
    """A messenger who writes down whom he goes to before he goes: one message a week is the most, even where
    no answer comes, or the run ends in between."""

    messenger: Messenger
    file: Path
    sent: dict[str, date]
    day: date

    def send(self, to: str, payload: str) -> None:
        before = self.sent.get(known_as(to))
        self._write(to, self.day)
        try:
            self.messenger.send(to, payload)
        except Uncertain:
            raise
        except ForgeError:
            self._write(to, before)
            raise

    def _write(self, to: str, day: date | None) -> None:
        name = known_as(to)
        if day is None:
            self.sent.pop(name, None)
        else:
            self.sent[name] = day
        oldest = days_after(self.day, -_KEPT_DAYS)
        kept = {name: day.isoformat() for name, day in sorted(self.sent.items()) if day >= oldest}
        stream([json.dumps({"schema": 1, "sent": kept}, indent=1) + "\n"], self.file)


def _folder_of(state: Path) -> Path:
    folder = state.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be made: {error.strerror}") from error
    return folder


def _sent(state: Path) -> dict[str, date]:
    """Who got a message when. Nobody, where the file is not there yet."""
    try:
        data = json.loads(read_at_most(state, 16 * MEBIBYTE, "The state"))
        return {str(name): date.fromisoformat(day) for name, day in data["sent"].items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CannotDo(f"{state} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WrongUsage(
            f"{state} does not say who got a message. `fleet digest` writes it; put it back, or delete it"
            " (then everybody gets one message more)."
        ) from error

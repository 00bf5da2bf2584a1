"""Who may give which command, and what follows: `decided("waive …", "ana-ruiz")`."""

from __future__ import annotations

import functools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models import TODAY, Edit, edited, example, without
from tests.render.test_attack import EVIL, check_markdown

from readiness_bot.commands.grammar import FORMS, Waive, parse
from readiness_bot.convention.load import load_files
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.forge.events import Commented
from readiness_bot.forge.protocol import Proposal
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.plan.actions import Answer, Plan, Propose, React, Recheck, Reply, as_data, as_text
from readiness_bot.plan.decide import Scene, asks_role, decide
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.yaml import parse as parse_yaml
from readiness_bot.render import replies
from readiness_bot.text.escape import MAX_BODY
from readiness_bot.text.links import Links
from readiness_bot.vocabulary import Status

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
LINKS = Links("https://github.com", "acme/churn", "main", "main")
SEEN = React("command", 5, 77)
ROLLED_OUT = "<!-- readiness-bot:v1 rollout=upgrade dir= -->\nThis brings …"
ASK = "waive fallback.drill until 2026-12-01 because the team is new, meanwhile mei-chen watches daily"


def scene_of(snapshot: Snapshot, policy: Policy | None = None) -> Scene:
    content = snapshot.files.get("readiness/governance.yaml", b"")
    assert isinstance(content, bytes)
    policy = policy or Policy()
    return Scene(evaluate(snapshot, TODAY, policy), load_files(snapshot), content, policy, LINKS, "main")


@functools.cache
def scene_with(*edits: Edit) -> Scene:
    return scene_of(edited(example(), *edits))


def decided(line: str, author: str = "ana-ruiz", role: str = "none", *edits: Edit, scene: Scene | None = None) -> tuple[Answer, ...]:
    command = parse(f"/readiness {line}")
    assert command is not None
    return decide(Commented(5, False, 77, "", author), command, scene or scene_with(*(edits or (GAP,))), role)


def told(*arguments: object) -> str:
    return told_in(decided(*arguments))  # type: ignore[arg-type]


def told_in(answers: tuple[Answer, ...]) -> str:
    [action] = answers
    assert isinstance(action, Reply), action
    return action.text


def proposed(*arguments: object) -> Propose:
    [action] = decided(*arguments)  # type: ignore[arg-type]
    assert isinstance(action, Propose), action
    return action


@pytest.mark.parametrize("author", ["mei-chen", "tomas-k", "sam-boateng", "jo-marsh", "omar-haddad", "Mei-Chen"])
def test_the_six_accept(author: str) -> None:
    assert decided("accept", author) == (SEEN, Recheck("command", 5, accepted=True))


@pytest.mark.parametrize("author", ["ana-ruiz", "mallory"])
def test_others_have_nothing_to_accept(author: str) -> None:
    assert told("accept", author, "admin") == (
        f"There is nothing for `{author}` to accept. `readiness/ownership.yaml` asks these six roles to accept, each person for themselves:\n\n"
        "- production owner: `mei-chen`\n- backup: `tomas-k`\n- first on call: `sam-boateng`\n- second on call: `mei-chen`\n"
        "- receiving team's lead: `jo-marsh`\n- approver: `omar-haddad`"
    )


def test_a_role_that_nobody_has() -> None:
    assert "- approver: nobody is named yet" in told("accept", "mallory", "none", ("ownership", "signs_off: omar-haddad", "signs_off: LOGIN"))


@pytest.mark.parametrize("author", ["ana-ruiz", "priya-nair", "lior-katz", "nora-lee", "Jo-Marsh"])
def test_whoever_is_named_may_and_the_forge_is_not_asked(author: str) -> None:
    assert not asks_role(Waive("fallback.drill", TODAY, "x", ""), author, load_files(example()))
    assert decided("recheck", author) == (Recheck("command", 5), SEEN)


@pytest.mark.parametrize("role", ["admin", "maintain", "write"])
def test_whoever_may_write_may(role: str) -> None:
    assert decided("recheck", "somebody", role) == (Recheck("command", 5), SEEN)


@pytest.mark.parametrize("role", ["triage", "read", "none", "", "owner", "MEMBER"])
@pytest.mark.parametrize("line", ["recheck", "explain fallback.drill", ASK, "nonsense"])
def test_nobody_else_may(role: str, line: str) -> None:
    assert told(line, "mallory", role) == (
        "Nothing was changed: `mallory` has no write access to this repository and is not named in `readiness/ownership.yaml`. Anyone with write access, or named there,"
        " can give the same command. For example `mei-chen`."
    )


def test_a_name_in_a_text_is_no_owner() -> None:
    assert "no write access" in told("recheck", "mallory", "read", ("contract", "purpose: Rank", "purpose: mallory Rank"))


def test_a_mistake_is_told_with_the_right_form() -> None:
    assert told("waive drill until") == (
        "Can't parse this command at character 18: there is no item 'drill'; did you mean 'fallback.drill'? Nothing was changed. Write it like this:\n\n"
        f"```\n{FORMS['waive']}\n```"
    )


def test_a_waiver_is_proposed() -> None:
    change = proposed(ASK).change
    assert (change.branch, change.base, change.path) == ("readiness/waive-fallback.drill-77", "main", "readiness/governance.yaml")
    assert change.title == "Waive fallback.drill for churn-propensity until 2026-12-01"
    assert change.new.decode().removeprefix(change.old.decode().removesuffix("waivers: []\n")) == (
        "waivers:\n  - item: fallback.drill\n    reason: \"the team is new\"\n    controls: \"mei-chen watches daily\"\n"
        "    requested_by: ana-ruiz\n    by: priya-nair\n    date: 2026-11-20\n    expires: 2026-12-01\n"
    )  # fmt: skip


def test_merged_it_holds() -> None:
    merged = edited(example(), GAP, ("governance", "", proposed(ASK).change.new.decode()))
    result = evaluate(merged, TODAY).by_id["fallback.drill"]
    assert (result.status, result.reason) == (Status.WAIVED, "until 2026-12-01, granted by priya-nair: the team is new")


def test_what_the_pull_request_says() -> None:
    assert proposed(ASK).change.body == (
        "<!-- readiness-bot:v1 waive=fallback.drill dir= -->\n"
        "`ana-ruiz` asks [in #5](https://github.com/acme/churn/issues/5#issuecomment-77) for a waiver of **Fallback drill** (`fallback.drill`) until 1 Dec 2026.\n\n-"
        " **Why not now:** the team is new\n"
        "- **What keeps the risk small meanwhile:** mei-chen watches daily\n- **Who decides:** @priya-nair\n\n"
        "Approving this pull request grants the waiver; closing it refuses the waiver. The item stays open until the pull request is merged.\n\n"
        "Checks do not start by themselves on a pull request that a workflow opened: somebody with write access must approve their run below.\n"
    )


def test_what_the_reply_says() -> None:
    waiver = proposed(ASK).waiver
    holds = "The waiver takes effect once `priya-nair` approves the pull request and it is merged."
    assert replies.proposed(waiver, Proposal("b", 12), LINKS) == f"#12 asks to waive `fallback.drill` until 1 Dec 2026. {holds}"
    assert replies.proposed(waiver, Proposal("b", None), LINKS) == (
        "The waiver is on the branch `b`, but this repository does not let Actions open pull requests. "
        "[Open the pull request](https://github.com/acme/churn/compare/main...b?expand=1) yourself; to let the bot do it next time, "
        "turn on *Allow GitHub Actions to create and approve pull requests* (Settings → Actions → General)."
    )


def test_what_the_reply_says_where_somebody_else_asked_first() -> None:
    assert replies.asked_already(proposed(ASK).waiver, Proposal("b", 12)) == (
        "#12 already asks for a waiver of `fallback.drill`, so no second one was opened. Say there what should change, or close it and ask again."
    )


def test_what_the_reply_says_where_no_branch_may_be_pushed() -> None:
    assert replies.not_written(proposed(ASK).waiver, "this workflow's token may not push a branch", LINKS) == (
        "No pull request was opened; this workflow's token may not push a branch. Put this below `waivers:` in "
        "[`readiness/governance.yaml`](https://github.com/acme/churn/edit/main/readiness/governance.yaml) "
        "(in place of `[]`, if that is there), and open a pull request:\n\n"
        "```yaml\n  - item: fallback.drill\n    reason: \"the team is new\"\n    controls: \"mei-chen watches daily\"\n"
        "    requested_by: ana-ruiz\n    by: priya-nair\n    date: 2026-11-20\n    expires: 2026-12-01\n```\n\n"
        "<details><summary>To let the bot do it</summary>\n\nGive the job in `.github/workflows/readiness-follow-up.yml` `contents: write` and `pull-requests: write`,"
        " and turn on *Allow GitHub Actions to create and approve pull requests* (Settings → Actions → General).\n\n</details>"
    )  # fmt: skip


def test_without_controls_the_place_is_kept_and_it_is_said() -> None:
    action = proposed("waive fallback.drill until 2026-12-01 because x")
    assert b"    controls: TEXT\n" in action.change.new
    assert "not stated yet. Fill in `controls` in this pull request, or the waiver has no effect" in action.change.body
    assert "Still missing there, in `controls`: what keeps the risk small until then." in replies.proposed(action.waiver, Proposal("b", 1), None)


@pytest.mark.parametrize(
    ("author", "edits", "grants"),
    [
        ("ana-ruiz", (), "priya-nair"),
        ("Priya-Nair", (), "mei-chen"),
        ("ana-ruiz", (("ownership", "compliance: priya-nair", "compliance: LOGIN"),), "mei-chen"),
        ("mei-chen", (("ownership", "compliance: priya-nair", "compliance: mei-chen"),), None),
        ("ana-ruiz", (("ownership", "developers: [ana-ruiz, raj-patel]", "developers: [ana-ruiz, Priya-Nair]"),), "mei-chen"),
        ("ana-ruiz", (("ownership", "developers: [ana-ruiz, raj-patel]", "developers: [priya-nair, mei-chen]"),), None),
    ],
)
def test_somebody_else_grants_it(author: str, edits: tuple[Edit, ...], grants: str | None) -> None:
    action = proposed(ASK, author, "write", GAP, *edits)
    assert action.waiver.grants == grants
    assert f"    by: {grants or 'LOGIN'}\n".encode() in action.change.new
    assert ("Still missing there, in `by`" in replies.proposed(action.waiver, Proposal("b", 1), None)) is (grants is None)


NEVER = "`ITEM` can never be waived: without it nobody answers for the model. `/readiness explain ITEM` says how to close it."
UNKNOWN = "`ownership.acceptance` needs no waiver: it is not known to be open here (only GitHub can tell whether the people named here have accepted)."


@pytest.mark.parametrize(
    ("item", "until", "why"),
    [
        ("governance.go-live", "2026-12-01", NEVER.replace("ITEM", "governance.go-live")),
        ("ownership.production-owner", "2026-12-01", NEVER.replace("ITEM", "ownership.production-owner")),
        ("fallback.drill", "2026-11-19", "19 Nov 2026 is in the past. Choose a day from today on, 2026-12-20 at the latest."),
        ("fallback.drill", "2026-12-21", "That is 31 days from today, but a waiver lasts 30 at most. Choose 2026-12-20 or earlier; it can be renewed then."),
        ("fallback.tell", "2026-12-01", "`fallback.tell` needs no waiver: it is satisfied."),
        ("governance.third-party", "2026-12-01", "`governance.third-party` needs no waiver: it does not apply here (No external model or purchased data)."),
        ("ownership.acceptance", "2026-12-01", UNKNOWN),
    ],
)  # fmt: skip
def test_no_such_waiver(item: str, until: str, why: str) -> None:
    assert told(f"waive {item} until {until} because x") == why


@pytest.mark.parametrize("until", ["2026-11-20", "2026-12-20"])
def test_the_first_and_the_last_day(until: str) -> None:
    assert proposed(f"waive fallback.drill until {until} because x").waiver.until.isoformat() == until


def test_the_policy_says_how_long() -> None:
    scene = scene_of(edited(example(), GAP), Policy(waiver_days=7))
    assert (
        told_in(decided("waive fallback.drill until 2026-11-28 because x", scene=scene))
        == "That is 8 days from today, but a waiver lasts 7 at most. Choose 2026-11-27 or earlier; it can be renewed then."
    )


def test_what_is_waived_already() -> None:
    row = "{item: fallback.drill, reason: new, controls: x y, requested_by: sam-boateng, by: priya-nair, date: 2026-11-10, expires: 2026-12-01}"
    assert told(ASK, "ana-ruiz", "none", GAP, ("governance", "waivers: []", f"waivers: [{row}]")) == (
        "`fallback.drill` needs no waiver: it is waived until 2026-12-01, granted by priya-nair: new."
    )


def test_nowhere_to_write_it() -> None:
    scene = scene_of(without(edited(example(), GAP), "readiness/governance.yaml"))
    assert (
        told_in(decided(ASK, scene=scene))
        == "`readiness/governance.yaml` is missing, and that is where waivers go. `readiness init` writes it; then ask again."
    )


def test_a_file_that_cannot_be_read() -> None:
    assert told(ASK, "ana-ruiz", "none", GAP, ("governance", "waivers: []", "waivers: [")) == (
        "`readiness/governance.yaml` cannot be read (line 22: the file ends inside a '\\[' or"
        " '{' that is not closed), and that is where waivers go. Fix it, then ask again."
    ).replace("{", "\\{")


def test_a_formatting_that_is_not_understood_gets_the_snippet() -> None:
    text = told(ASK, "ana-ruiz", "none", GAP, ("governance", "waivers: []", "spare: &none []\nwaivers: *none"))
    assert text.startswith(
        "No pull request was opened; the file was left alone: it is written in a way that this change would break. Put this below `waivers:`"
    )
    assert "<details>" not in text


@pytest.mark.parametrize("item", sorted(ITEMS_BY_ID))
def test_explain(item: str) -> None:
    text = told(f"explain {item}")
    assert text.startswith(f"### {item}: {ITEMS_BY_ID[item].title}\n\n{ITEMS_BY_ID[item].what}")
    assert len(text) < MAX_BODY


def test_explain_says_how_it_stands_here() -> None:
    assert told("explain fallback.drill").endswith(
        "#### Here\n\nIt is open. `sam-boateng` can close it.\n\n"
        "- The drill took 45 minutes, but the fallback must work within 30 ([fallback.yaml line 17](https://github.com/acme/churn/blob/main/readiness/fallback.yaml#L17))"
    )


def test_explain_a_rule() -> None:
    assert told("explain unknown-key").startswith("### unknown-key\n\nThe convention has no such key")


def test_the_plan_in_words() -> None:
    assert as_text(Plan(decided(ASK))) == "propose       #5 readiness/waive-fallback.drill-77"
    assert as_text(Plan(decided("recheck"))) == "recheck       #5\nreact         #5 +1"
    assert (
        as_text(Plan(decided("waive x")))
        == "reply         #5 Can't parse this command at character 18: there is no item 'x'. Nothing was changed. Write it like this:"
    )


def test_the_plan_as_data() -> None:
    [action] = as_data(Plan(decided(ASK)))["actions"]
    assert (action["kind"], action["number"], action["branch"], action["path"]) == (
        "propose", 5, "readiness/waive-fallback.drill-77", "readiness/governance.yaml",
    )  # fmt: skip
    assert json.dumps(as_data(Plan((*decided("recheck"), *decided("explain fallback.drill")))))


def check_attack(text: str) -> None:
    [action] = decided(f"waive fallback.drill until 2026-12-01 because {text}, meanwhile {text}")
    if isinstance(action, Reply):  # nothing is left of it, or it is too long
        check_markdown(action.text)
        return
    assert isinstance(action, Propose)
    read = parse_yaml("", action.change.new)
    assert read.data["waivers"] == [action.waiver.entry()]  # type: ignore[union-attr]
    mark, _, body = action.change.body.partition("\n")
    assert mark == "<!-- readiness-bot:v1 waive=fallback.drill dir= -->"
    check_markdown(body.replace("@priya-nair", "").replace("in #5", ""))
    check_markdown(replies.not_written(action.waiver, "x", LINKS).replace("by: priya-nair", ""))


@pytest.mark.parametrize("text", EVIL)
def test_a_reason_is_text_and_nothing_else(text: str) -> None:
    check_attack(text)
    check_markdown(told(f"explain {text.replace(' ', '/')}"))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_any_reason(text: str) -> None:
    check_attack(json.dumps(text))


@pytest.mark.parametrize(
    ("body", "issue_body", "on_pull_request"),
    [("/readiness", ROLLED_OUT, True), ("/readiness", ROLLED_OUT, False), ("/readiness", "", True), ("/readiness nothing", ROLLED_OUT, True)],
)
def test_what_the_roll_out_reads_gets_no_lecture(body: str, issue_body: str, on_pull_request: bool) -> None:
    """`/readiness` alone, on a pull request of a roll-out: a sign that it was seen, and nothing else."""
    command = parse(body)
    assert command is not None
    event = Commented(5, on_pull_request, 77, body, "ana-ruiz", issue_body)
    seen = (body, issue_body, on_pull_request) == ("/readiness", ROLLED_OUT, True)
    assert (decide(event, command, scene_with(GAP), "write") == (SEEN,)) is seen

"""What an evaluation asks of GitHub: few questions, each one that GitHub documents; and what happens when it does not answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)
from tests.evidence.conftest import Verify
from tests.github.node_tools import FOLDER, install
from tests.github.payloads import comment
from tests.github.people import Shared
from tests.github.prism import Prism
from tests.github.server import BOT, GithubServer, Request

from readiness_bot.cli import group
from readiness_bot.evidence.ask import Need
from readiness_bot.forge.github.evidence.graph import batches
from readiness_bot.forge.github.evidence.query import Query

pytestmark = pytest.mark.e2e

SIGN_OFFS = (
    ("omar-haddad", ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")),
    ("priya-nair", ("governance.yaml", "compliance: {by: priya-nair, date: 2026-10-16", "compliance: {by: priya-nair, date: 2026-10-17")),
    ("kim-oyelaran", ("infrastructure.yaml", "kim-oyelaran, date: 2026-10-12", "kim-oyelaran, date: 2026-10-13")),
)


@pytest.fixture(scope="session")
def schema() -> GraphQLSchema:
    install()
    text = (FOLDER / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True)


def sign(shared: Shared) -> None:
    for login, edit in SIGN_OFFS:
        number = shared.change("ana-ruiz", login, edit)
        shared.review(login, number)
        shared.merge("ana-ruiz", number)
    shared.server.forget()


def asked(server: GithubServer) -> list[Request]:
    return [request for request in server.log() if request.login == BOT]


def shapes(requests: list[Request]) -> list[str]:
    return [request.path.partition("?")[0].removeprefix("/repos/acme/churn") for request in requests]


def test_a_whole_evaluation(shared: Shared, verify: Verify) -> None:
    """Thirteen requests for three new sign-offs and twenty old ones: two by GraphQL for what it has, REST for the rest."""
    sign(shared)
    assert verify("governance.go-live").evidence == "verified"
    assert [path.rpartition("...")[0] or path for path in shapes(asked(shared.server))] == [
        "/graphql", "/actions/runs/118", "/actions/runs/121",  # the commits with their pull requests; issues, people, the artifact
        "/compare/main",
        "/activity", "/activity", "/activity", "/activity",  # who pushed their branches, and to main
        "/issues/comments",  # who accepted
        "/graphql",  # which pull requests the commits came through that brought the sign-offs
        "/activity", "/activity", "/activity",  # what the three approvers pushed
    ]  # fmt: skip


def test_a_command_that_has_its_reply_asks_for_no_record(shared: Shared, tmp_path: Path) -> None:
    """The same event again, as when a workflow is run once more."""
    sign(shared)
    number, body = shared.issue("ana-ruiz"), "/readiness waive infrastructure.security until 2026-12-10 because the lab moves"
    event = tmp_path / "event.json"
    event.write_text(json.dumps(comment(number, shared.comment("ana-ruiz", number, body), body, "ana-ruiz")))
    given = shared.server.environment() | {"GITHUB_EVENT_NAME": "issue_comment", "GITHUB_EVENT_PATH": str(event)}
    words = ["run", str(shared.clone.path), "--verify", "--today", "2026-11-20"]

    def run() -> tuple[str, list[str]]:
        shared.server.forget()
        told = CliRunner(env=given).invoke(group, words, catch_exceptions=False).stdout
        return told.strip().rpartition("\n")[2], shapes(asked(shared.server))

    told, first = run()
    assert told == f"replied on #{number}"
    assert first[:2] == [f"/issues/{number}/comments", "/graphql"]
    assert run() == ("Answered already; nothing to do.", [f"/issues/{number}/comments"])


def test_every_request_is_one_that_github_documents(shared: Shared, verify: Verify, prism: Prism) -> None:
    sign(shared)
    shared.world(teams={"acme/retention-ops": {"jo-marsh": "active"}})
    number = shared.change("ana-ruiz", "confirm", ("runbook.md", "date: 2026-11-16", "date: 2026-11-17"))
    shared.review("jo-marsh", number)
    shared.merge("ana-ruiz", number)
    shared.server.forget()
    verify("governance.go-live")
    rest = [request for request in asked(shared.server) if request.path != "/graphql"]
    assert [(request.path, why) for request in rest if (why := prism.refusal(request))] == []
    assert "/orgs/acme/teams/retention-ops/memberships/jo-marsh" in shapes(rest)


def test_it_only_reads(shared: Shared, verify: Verify) -> None:
    sign(shared)
    verify("governance.go-live")
    assert {request.method for request in asked(shared.server) if request.path != "/graphql"} == {"GET"}
    queries = [request.body["query"] for request in asked(shared.server) if request.path == "/graphql"]
    assert queries
    assert all(query.startswith("query(") for query in queries)


ALL = ["origin", "pull", "parents", "about", "issue", "commit", "content", "blob", "assignable"]


@pytest.mark.parametrize("kinds", [["origin"], ["pull", "pull"], ["parents"], ["about"], ["issue"], ["commit", "content"], ["assignable"], ALL, []])
def test_every_query_fits_githubs_published_schema(schema: GraphQLSchema, kinds: list[str]) -> None:
    query = Query()
    for kind in kinds:
        query.add(kind, 1)
    assert validate(schema, parse(query.text())) == []


def test_the_schema_refuses_what_is_wrong(schema: GraphQLSchema) -> None:
    assert validate(schema, parse('{ repository(owner: "a", name: "b") { pulls { nodes } } }'))


def cost(query: Query) -> tuple[int, int]:
    """The nodes that GitHub counts before it answers, and the points that it takes: each connection at its full length
    (docs.github.com, "Rate limits and node limits for the GraphQL API"; 500,000 nodes a query, 1,000 points an hour for a workflow)."""
    document = parse(query.text())
    fragments = {part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)}

    def count(node: OperationDefinitionNode | FragmentDefinitionNode | FieldNode | InlineFragmentNode, times: int) -> tuple[int, int]:
        nodes = requests = 0
        for part in node.selection_set.selections if node.selection_set else ():
            inner = fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
            lengths = [argument.value for argument in (getattr(inner, "arguments", None) or ()) if argument.name.value in ("first", "last")]
            length = next((int(value.value) if isinstance(value, IntValueNode) else 100 for value in lengths), 0)
            more, asked = count(inner, times * length if length else times)  # type: ignore[arg-type]
            nodes, requests = nodes + times * length + more, requests + asked + (times if length else 0)
        return nodes, requests

    [operation] = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    nodes, requests = count(operation, 1)
    return nodes, max(1, round(requests / 100))


@pytest.mark.parametrize(
    ("kind", "number", "nodes", "points"),
    [("origin", 20, 20_200, 3), ("pull", 20, 4_020, 1), ("issue", 60, 6_000, 1), ("content", 60, 0, 1), ("assignable", 1, 100, 1)],
)
def test_what_a_full_query_costs(kind: str, number: int, nodes: int, points: int) -> None:
    query = Query()
    for _ in range(number):
        query.add(kind, 1)
    assert cost(query) == (nodes, points)


def test_no_query_is_larger() -> None:
    needs = [(Need(kind, (str(n),)), ()) for kind in ("issue", "origin", "pull") for n in range(50)]
    sizes = [(len(batch), sum(need.kind != "issue" for need, _ in batch)) for batch in batches(needs)]
    assert sizes == [(60, 10), (20, 20), (20, 20), (20, 20), (20, 20), (10, 10)]


RETRY = "Nothing was changed; run it again, or `--offline` to judge the files alone.\n"


def check(shared: Shared, **environment: str) -> tuple[int, str]:
    words = ["check", str(shared.clone.path), "--verify", "--today", "2026-11-20"]
    done = CliRunner(env=shared.server.environment() | environment).invoke(group, words, catch_exceptions=False)
    return done.exit_code, done.stderr


def test_github_is_down(shared: Shared) -> None:
    shared.server.fault("POST", "/graphql", "502", times=9)
    assert check(shared) == (3, f"GitHub did not answer when asked to read the record of sign-offs (502). {RETRY}")


def test_one_lost_answer_is_asked_for_again(shared: Shared) -> None:
    shared.server.fault("POST", "/graphql", "502")
    assert check(shared)[1] == ""


def test_nothing_to_ask_with(shared: Shared) -> None:
    assert check(shared, GITHUB_TOKEN="") == (
        3, "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). " + RETRY,
    )  # fmt: skip


def test_a_wrong_token(shared: Shared) -> None:
    code, told = check(shared, GITHUB_TOKEN="a-token-of-nobody")
    assert (code, told.partition(";")[0]) == (3, "GitHub refused the token: could not read the record of sign-offs (401: Bad credentials)")


def test_another_repository(shared: Shared) -> None:
    told = "GitHub did not read the record of sign-offs: Could not resolve to a Repository with the name 'acme/other'. "
    assert check(shared, GITHUB_REPOSITORY="acme/other") == (3, told + RETRY)


def test_at_a_terminal_the_repository_is_that_of_origin(shared: Shared) -> None:
    shared.clone.git("remote", "set-url", "origin", "git@github.com:acme/churn.git")
    assert check(shared, GITHUB_REPOSITORY="")[1] == ""

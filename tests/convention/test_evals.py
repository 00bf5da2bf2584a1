"""infrastructure.evals: whether a workflow runs when a prompt changes, by its triggers and filters alone.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows and, of `on`, `types`, `tags` and `paths`,
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from tests.assistants import good
from tests.models import TODAY, edited, without

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.vocabulary import Kind, Status

WORKFLOW = ".github/workflows/evals.yml"


def judged(text: str) -> ItemResult:
    """The assistant, whose prompts are prompts/answer.md and prompts/rewrite.md, with this workflow."""
    return evaluate(edited(good(Kind.LLM_APP), (WORKFLOW, "", text + "\njobs: {}\n")), TODAY).by_id["infrastructure.evals"]


def told(result: ItemResult) -> list[tuple[str, str]]:
    return [(finding.message, finding.fix) for finding in result.findings]


@pytest.mark.parametrize(
    "text",
    [
        "on: push", "on: pull_request", "on: [push, workflow_dispatch]", "on: {push: }", "on:\n  pull_request:\n", '"on": push', "'on': [pull_request]",
        "on: {pull_request: {paths: ['prompts/**', 'readiness/**']}}", "on: {push: {paths: ['prompts/*.md', readiness/infrastructure.yaml]}}", "on: {pull_request: {paths: '**'}}",
        "on: {pull_request: {paths-ignore: ['docs/**']}}", "on: {pull_request: {paths-ignore: docs/**}}", "on: {pull_request: {branches: [main]}}",
        "on: {push: {branches: [main], tags: ['v*']}}", "on: {push: {branches-ignore: [x], tags: ['v*']}}", "on: {pull_request: {types: [opened, synchronize]}}",
        "on: {pull_request: {types: synchronize}}", "on: {pull_request: {paths: ['docs/**']}, push: {paths: ['prompts/**', 'readiness/*']}}",
        "on: {pull_request: {paths: ['**', '!docs/**']}}", "on: {push: &filters {paths: ['prompts/**', 'readiness/*']}, pull_request: *filters}",
        "on: {pull_request: {types: [labeled]}, push: }",
    ],
)  # fmt: skip
def test_it_runs_when_a_prompt_changes(text: str) -> None:
    assert (told(judged(text)), judged(text).status) == ([], Status.SATISFIED)


NEVER = f"{WORKFLOW} doesn't run when a file changes"
NOT_ANSWER, NOT_REWRITE = (f"{WORKFLOW} doesn't run when prompts/{name}.md changes" for name in ("answer", "rewrite"))
ADD = f"let `on:` in {WORKFLOW} hold pull_request"


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        *((text, NEVER, ADD) for text in (
            "on: workflow_dispatch", "on: [schedule, workflow_call]", "on: {schedule: [{cron: '0 0 * * *'}]}", "on:", "on: 5", "on: []", "on: {}", "on: null", "true: push",
            "name: x", "on: pull_request_target", "on: {push: {tags: ['v*']}}", "on: {push: {tags-ignore: ['v*']}}", "on: [[push]]", "on: Push", "on: 'push, pull_request'")),
        *((f"on: {{pull_request: {{types: {types}}}}}", NEVER, f"let `types:` of pull_request in {WORKFLOW} hold synchronize") for types in (
            "[labeled]", "closed", "[opened, reopened]", "[]", "5")),
        *((text, NOT_ANSWER, f"change `paths:` or `paths-ignore:` in {WORKFLOW} so that it runs for prompts/answer.md") for text in (
            "on: {pull_request: {paths: ['src/**']}}", "on: {pull_request: {paths: []}}", "on: {pull_request: {paths: [5, null, {a: b}]}}", "on: {pull_request: {paths: prompts}}",
            "on: {push: {paths: ['**', '!prompts/**']}}", "on: {push: {paths-ignore: ['**.md']}}", "on: {push: {paths: ['*.md']}, pull_request: {paths: ['src/**']}}")),
        ("on: {pull_request: {paths: ['prompts/**']}}", f"{WORKFLOW} doesn't run when readiness/infrastructure.yaml changes",
         f"change `paths:` or `paths-ignore:` in {WORKFLOW} so that it runs for readiness/infrastructure.yaml"),
        ("on: {pull_request: {paths: ['prompts/answer.md']}}", NOT_REWRITE, f"change `paths:` or `paths-ignore:` in {WORKFLOW} so that it runs for prompts/rewrite.md"),
    ],
)  # fmt: skip
def test_it_does_not(text: str, message: str, fix: str) -> None:
    assert told(judged(text)) == [(message, fix)]


def test_an_agents_suite_runs_when_a_tool_changes() -> None:
    only = "on: {pull_request: {paths: ['prompts/**', 'readiness/**']}}"
    found = evaluate(edited(good(Kind.AGENT), (WORKFLOW, "", only + "\njobs: {}\n")), TODAY).by_id["infrastructure.evals"]
    assert [finding.message for finding in found.findings] == [f"{WORKFLOW} doesn't run when tools/look_up_order.json changes"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("on: [push", f"{WORKFLOW} could not be read here"), ("\ton: push", f"{WORKFLOW} could not be read here"), ("- on: push", f"{WORKFLOW} could not be read here"),
        ("on: push\non: pull_request", f"{WORKFLOW} could not be read here"), ("a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(3000)) + "on: [", f"{WORKFLOW} could not be read here"),
        ("on: {push: {paths: [" + ", ".join(f"'{n:04}/**'" for n in range(500)) + "]}}", f"{WORKFLOW} has too many `paths:` to be read here"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_unknown(text: str, reason: str) -> None:
    assert (judged(text).status, judged(text).reason) == (Status.UNKNOWN, reason)


@pytest.mark.parametrize("refused", [*Refusal])
def test_a_workflow_that_is_refused(refused: Refusal) -> None:
    snapshot = good(Kind.LLM_APP)
    found = evaluate(replace(snapshot, files={**snapshot.files, WORKFLOW: refused}), TODAY).by_id["infrastructure.evals"]
    assert (found.status, found.reason) == (Status.UNKNOWN, f"{WORKFLOW} could not be read here")


def test_a_workflow_that_is_not_there() -> None:
    found = evaluate(without(good(Kind.LLM_APP), WORKFLOW), TODAY).by_id["infrastructure.evals"]
    assert told(found) == [
        (f"evals.workflow names '{WORKFLOW}', but this repository has no such file", f"write the path of the workflow that runs the suite, such as {WORKFLOW}")
    ]


BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *{'a' if n == 0 else f'b{n - 1}'}]\n" for n in range(40)) + "on: push"


@pytest.mark.parametrize(
    "text",
    ["on: " + "[" * 5000, "on: " + "{a: " * 5000, "on: [" + "push, " * 40_000 + "]", "on: {" + ", ".join(f"e{n}: " for n in range(20_000)) + "}", BOMB,
     "on: {push: {paths: [" + "'**/*a*/**', " * 20_000 + "]}}", "x" * 250_000, "# " + "a" * 250_000 + "\non: push", "on: {push: {types: [" + "x, " * 50_000 + "]}}"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_no_workflow_takes_long(text: str) -> None:
    began = time.perf_counter()
    judged(text)
    assert time.perf_counter() - began < 2

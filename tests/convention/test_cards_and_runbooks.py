"""Model cards and runbooks as people write them: shapes of public ones, in words of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models import TODAY, Edit, example, opened, report, without

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.vocabulary import Status

SAYS = "One sentence of forty characters or more that tells a stranger something."
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"


def card(text: str) -> str:
    """Each heading with a sentence below it."""
    return "".join(f"{line}\n\n{SAYS}\n\n" for line in text.split("\n"))


def with_card(name: str, text: str) -> Snapshot:
    """The example with another card, under any name."""
    bare = without(example(), "MODEL_CARD.md")
    return replace(bare, files={**bare.files, name: text.encode()}, paths=bare.paths | {name})


def told(snapshot: Snapshot, item: str = "governance.model-card") -> list[str]:
    found = evaluate(snapshot, TODAY).by_id[item]
    return [f"{f.where} {f.message}; {f.fix}" for f in found.findings] if found.status is Status.GAP else []


@pytest.mark.parametrize(
    "text",
    [
        "# Churn\n## Intended use\n## Data\n## Metrics\n## Limits",
        "# **Model Details**\n# **Intended Use**\n# **Training Data**\n# **Evaluation Results**\n# **Limitations**",
        "# Intended use\n# Data\n# Metrics\n# Limits",
        "# Churn\n## 1. Intended Use\n## 2. Training Data\n## 3. Performance\n## 4. Caveats and Recommendations",
        "# Churn\n## 🎯 Use cases\n## 📊 Datasets\n## 📈 Benchmarks\n## ⚠️ Known issues",
        "# Churn\n## Uses\n### Direct Use\n### Out-of-Scope Use\n## Bias, Risks, and Limitations\n## Training Details\n### Training Data\n## Evaluation",
        "# Churn\n## Model Scope\n## Corpus\n## Model Performance\n## Model Limitations",
        "# Churn\n## Model Use\n## Purpose\n## Corpus\n## Accuracy\n## Ethical considerations",
        "<h1>Churn</h1>\n\n<h2>Intended use</h2>\n\n<h2>Data</h2>\n\n<h2>Metrics</h2>\n\n<h2>Limits</h2>",
        "---\nlicense: mit\n---\n# Churn\n## Intended uses & limitations\n## Training and evaluation data\n## Training results",
    ],
)
def test_cards_that_say_all(text: str) -> None:
    assert told(with_card("MODEL_CARD.md", card(text))) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("# Churn data model\n## Intended use\n## Metrics\n## Limits", "data"),
        ("# Churn\n## Causes\n## Misuses\n## Out-of-scope use\n## Data\n## Metrics\n## Limits", "intended use"),
        ("# Churn\n## Intended use\n## Metadata\n## Metrics\n## Limits", "data"),
        ("# Churn\n## How to use\n## Usage\n## Data\n## Metrics\n## Limits", "intended use"),
        ("# Churn\n## Intended use\n## Data\n## Metrics\n## Unlimited", "limits"),
        ("# Churn\n## We ask everybody to use nothing of what stands here for any serious purpose\n## Data\n## Metrics\n## Limits", "intended use"),
    ],
)
def test_headings_that_only_look_like_it(text: str, missing: str) -> None:
    assert told(with_card("MODEL_CARD.md", card(text))) == [
        f"MODEL_CARD.md:1:1 MODEL_CARD.md has no heading for {missing}; add   ## {missing.capitalize()}   and at least 40 characters below it"
    ]


@pytest.mark.parametrize("placeholder", ["[More Information Needed]", "More information needed", "TODO: describe it well enough for everybody",
                                         '{{ limits | default("[More Information Needed]", true) }}', "<!-- What a reader must know of its limits. -->"])  # fmt: skip
def test_a_template_s_placeholder_says_nothing(placeholder: str) -> None:
    text = card("# Churn\n## Uses\n## Data\n## Metrics") + f"## Limits\n\n{placeholder}\n\n### Risks\n\n{placeholder}\n"
    assert told(with_card("MODEL_CARD.md", text)) == [
        "MODEL_CARD.md:17:1 'Limits' in MODEL_CARD.md says too little about limits (0 characters); write at least 40 characters"
    ]


FULL = card("# Churn\n## Intended use\n## Data\n## Metrics\n## Limits")


@pytest.mark.parametrize("name", ["MODEL_CARD.md", "model_card.md", "model-card.md", "docs/MODEL_CARD.md", "docs/model_card.md", "README.md", "readme.md"])
def test_a_card_is_read_under_any_usual_name(name: str) -> None:
    assert told(with_card(name, FULL)) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "model_card.md",
            "# Card\n\n## Data\n",
            "model_card.md:1:1 model_card.md has no heading for intended use; add   ## Intended use   and at least 40 characters below it",
        ),
        (
            "MODEL_CARD.rst",
            FULL,
            "MODEL_CARD.md:1:1 There is no model card (MODEL_CARD.md), and MODEL_CARD.rst is not read; rewrite it in Markdown, as MODEL_CARD.md",
        ),
        ("MODEL_CARD.md", POINTER, "MODEL_CARD.md:1:1 MODEL_CARD.md: this is a Git LFS pointer, not the file; commit the file itself, without Git LFS"),
        ("model_card.md", POINTER, "model_card.md:1:1 model_card.md: this is a Git LFS pointer, not the file; commit the file itself, without Git LFS"),
        (
            "README.md",
            card("# Churn\n## Results"),
            "MODEL_CARD.md:1:1 There is no model card (MODEL_CARD.md); write one with headings for intended use, data, metrics and limits",
        ),
        ("docs/other.md", FULL, "MODEL_CARD.md:1:1 There is no model card (MODEL_CARD.md); write one with headings for intended use, data, metrics and limits"),
    ],
)
def test_what_is_said_about_another_card(name: str, text: str, says: str) -> None:
    assert told(with_card(name, text))[0] == says


RUNBOOK = "# Runbook\n## What it does, who notices\n1. x\n## Signs of trouble\n1. x\n## Stop it\n1. x\n## Fall back\n1. x\n## Roll back\n1. x\n## Who to call\n1. x\n## After an incident\n1. x\n"
FRONT = '---\nconfirmation: {by: jo-marsh, team: acme/retention-ops, date: 2026-11-16, version: "1.4.0"}\n---\n'


def runbook(text: str) -> list[str]:
    return [line for line in opened(report(("runbook", "", FRONT + text))) if "runbook" in line]


@pytest.mark.parametrize(
    ("heading", "instead"),
    [
        ("## Stop it", "# Stop it"), ("## Stop it", "## 3. Stop it"), ("## Stop it", "## 3) Stop it"), ("## Stop it", "## 3️⃣ Stop it"), ("## Stop it", "## 1.3 STOP IT!"),
        ("## Stop it", "## Step 3: Stop it"), ("## Stop it", "## IV. Stop it"), ("## Stop it", "## (c) Stop it"), ("## Stop it", "## 🛑 **Stop** [it](x):"),
        ("## Stop it", "\nStop it\n-------"), ("## Stop it", "<h2>Stop it</h2>\n"), ("## Stop it", "## How to stop it"), ("## Stop it", "## Stop it {#stop}"),
        ("## Stop it", "## Kill switch"), ("## Roll back", "## Rollback"), ("## Roll back", "## Rollback procedure"), ("## Roll back", "## Roll-back"),
        ("## What it does, who notices", "## What it does & who notices"), ("## What it does, who notices", "## Overview"), ("## Signs of trouble", "## Symptoms"),
        ("## Who to call", "## Contacts"), ("## Who to call", "## Escalation path"), ("## After an incident", "## Post-mortem"), ("## After an incident", "## Postmortem"),
    ],
)  # fmt: skip
def test_headings_as_runbooks_have_them(heading: str, instead: str) -> None:
    assert runbook(RUNBOOK.replace(heading, instead)) == []


@pytest.mark.parametrize(
    "steps",
    [
        "* make stop",
        "- make stop",
        "1) make stop",
        "- [ ] make stop",
        "| do | see |\n|---|---|\n| make stop | it stops |",
        "```\nmake stop\n```",
        "    make stop",
    ],
)
def test_steps_as_runbooks_have_them(steps: str) -> None:
    assert runbook(RUNBOOK.replace("## Stop it\n1. x\n", f"## Stop it\n\n{steps}\n\n")) == []


def test_of_a_heading_twice_the_one_with_steps_counts() -> None:
    assert runbook(RUNBOOK + "# Changes\n## Fall back\nChanged in spring.\n") == []
    assert runbook(RUNBOOK.replace("# Runbook\n", "# Runbook\n## Fall back\nSee below.\n").replace("1. x\n## Roll", "1. y\n## Roll")) == []
    assert runbook(RUNBOOK.replace("## Fall back\n1. x", "## Fall back\nNone.") + "## Fallback\nNone.\n") == [
        "readiness/runbook.md:11:1 'Fall back' has no step [runbook.sections]"
    ]


def test_only_line_feeds_and_carriage_returns_end_lines() -> None:
    text = RUNBOOK.replace("# Runbook\n", "# Runbook\n\nOne\u2028two\u0085three\x0cfour\n\n").replace("## Stop it\n1. x", "## Stop it\nnothing")
    assert runbook(text) == ["readiness/runbook.md:12:1 'Stop it' has no step [runbook.sections]"]


@pytest.mark.parametrize(
    "front", ["title: Model is down\nweight: 20\n", "id: x\nsidebar_position: 3\ntags: [a, b]\ninformation: x\n", "date: 2026-11-16\nteam: [x]\nversion: 3\n"]
)
def test_front_matter_of_other_tools_is_passed_over(front: str) -> None:
    assert opened(report(("runbook", "---\nconfirmation", f"---\n{front}confirmation"))) == opened(report())


@pytest.mark.parametrize("key", ["confirmaton", "Confirmation", "confirmations", "confirmed"])
def test_a_misspelt_confirmation_stays_wrong(key: str) -> None:
    found = opened(report(("runbook", "---\nconfirmation", f"---\n{key}")))
    assert f"readiness/runbook.md:2:1 unknown key '{key}'; did you mean 'confirmation'? [unknown-key]" in found


ANCHORS: list[tuple[str, str]] = [("การกู้คืนระบบ", "การกู้คืนระบบ"), ("Rückfall", "r%C3%BCckfall"), ("वापस जाना", "वापस-जाना"), ("Cafe\u0301", "caf\u00e9")]


@pytest.mark.parametrize(("heading", "anchor"), ANCHORS)
def test_how_to_fall_back_may_be_told_in_any_script(heading: str, anchor: str) -> None:
    edits: tuple[Edit, ...] = (
        ("runbook", "## Roll back", f"## {heading}\n1. x\n## Roll back"),
        ("fallback", "readiness/runbook.md#fall-back", f"readiness/runbook.md#{anchor}"),
    )
    assert opened(report(*edits)) == opened(report())


def test_the_advice_names_the_heading_that_is_there() -> None:
    found = report(("runbook", "## Fall back", "## 4. Fallback")).by_id["fallback.behaviour"].findings
    assert [finding.fix for finding in found] == ["write   readiness/runbook.md#4-fallback"]


def test_without_front_matter_it_is_said_where_a_confirmation_goes() -> None:
    [finding] = report(("runbook", "", RUNBOOK)).by_id["runbook.confirmation"].findings
    assert finding.fix == (
        "at the top of the file, between two lines '---', add   confirmation: {by: LOGIN, team: ORG/TEAM, date: YYYY-MM-DD, version: VERSION}"
        "   (the receiving team's confirmation that it has what it needs)"
    )
    [finding] = report(("runbook", "", "---\ntitle: x\n---\n" + RUNBOOK)).by_id["runbook.confirmation"].findings
    assert finding.fix.startswith("add   confirmation: {")


def test_a_heading_that_is_not_there_is_added_first() -> None:
    found = report(("runbook", "## Fall back\n", "## Other\n")).by_id["fallback.behaviour"].findings
    assert [finding.fix for finding in found] == ["add   ## Fall back   to readiness/runbook.md, then write   readiness/runbook.md#fall-back"]

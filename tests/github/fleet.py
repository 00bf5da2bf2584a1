"""300 repositories as an organisation has them: models, other code, and whatever else stands about."""

from __future__ import annotations

from functools import cache

from tests.github.objects import Content, Files, Link, Submodule
from tests.github.organisation import Hosted, World
from tests.models import EXAMPLE

from readiness_bot.demo.repository import read_files

CONTRACT = "readiness/contract.yaml"
CODE: Files = {"README.md": "# Code\n", "src/main.py": "print(1)\n", "docs/use.md": "x\n", "tests/test_main.py": "assert True\n"}
MENTIONED = "governance: {impact: docs/deep/er/impact.md}\n# docs/report.pdf docs/latin.txt shared/note.md deadbeef 1111111\n"


@cache
def example() -> dict[str, Content]:
    return {name: text for name, text in read_files(EXAMPLE).items() if "/build/" not in name}


def model(number: int, below: str = "") -> dict[str, Content]:
    """A small model's files."""
    stage = ("design", "development", "evaluation", "staging")[number % 4]
    files: dict[str, Content] = {
        CONTRACT: f"model: model-{number}\nstage: {stage}\n",
        "readiness/ownership.yaml": f"developers: ['@dev-{number}']\n",
        "README.md": f"# Model {number}\n\nSee docs/card.md.\n",
        "docs/card.md": "x\n",
    }
    return {below + name: content for name, content in files.items()}


def odd_files() -> Files:
    """A model whose files GraphQL does not give exactly, in folders that only they name."""
    return model(1000) | {
        "readiness/governance.yaml": MENTIONED,
        "readiness/fallback.yaml": b"owner: \xdcbergabe\n",
        "readiness/runbook.md": "#" * (300 * 1024),
        "docs/deep/er/impact.md": "x\n",
        "docs/report.pdf": b"%PDF\0\xff",
        "docs/latin.txt": "Übergabe\n".encode("latin-1"),
        "docs/link.md": Link("report.pdf"),
        "shared": Link("docs"),
        "MODEL_CARD.md": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "vendor": Submodule(),
    }


def monorepo(number: int) -> Files:
    """Four models in known containers and directly below the root, and with an even number one that only the whole tree shows.

    The settings leave another out.
    """
    places = ("models/churn/", "models/fraud/", "packages/price/", "ranking/", "teams/risk/scores/default/")
    files: dict[str, Content] = dict(CODE) | {".github/readiness.yaml": "ignore: [models/old]\n"}
    for n, place in enumerate((*places, "models/old/")):
        files |= model(number + n, place)
    return {path: content for path, content in files.items() if not (number % 2 and path.startswith("teams/"))}


def hostile() -> Files:
    """What a stranger may commit."""
    return {
        CONTRACT: "model: &a [*a]\n" + "x: " + "[" * 200,
        "readiness/ownership.yaml": Link("/etc/passwd"),
        "readiness/fallback.yaml": Submodule(),
        "readiness/governance.yaml": "[" + " ".join(f"docs/{n}/x.md" for n in range(400)) + "]\n",
        "docs/a/x.md": "x",
        'we"ird ${{ name }}\u202e.md': "x",
    }


def fleet(count: int = 300) -> list[Hosted]:
    """In an order that mixes them."""
    rows = [_one(n) for n in range(count)]
    return [rows[n * 7 % count] for n in range(count)]


def _one(n: int) -> Hosted:
    name = f"r{n:03}"
    special: dict[int, Hosted] = {
        0: Hosted("churn", example(), topics=("ml", "credit"), properties={"domain": "finance", "teams": ["a", "b"], "unset": None}),
        1: Hosted("odd", odd_files()),
        2: Hosted("hostile", hostile()),
        3: Hosted("heavy", model(3), weight=10_001),
        4: Hosted("half-heavy", model(4), weight=700),
        5: Hosted("cut", model(5), cut="folders"),
        6: Hosted("large", monorepo(61), weight=10_001, truncated=True),
        7: Hosted("many-folders", {f"d{k}/x": "x" for k in range(80)} | {"d7/deep/er/" + k: v for k, v in model(7).items()}),
        8: Hosted("no-model", {"readiness": "a file\n", "train.py": "x\n"}),
        9: Hosted("linked", {"readiness": Link("docs"), "docs/contract.yaml": "x\n"}),
        10: Hosted("secret", CODE, hidden="FORBIDDEN"),
        11: Hosted("signed-on", CODE, hidden="SSO"),
        12: Hosted("branchless", CODE, hidden="branch"),
        13: Hosted("disabled", CODE, disabled=True),
    }
    if n in special:
        return special[n]
    if n < 25:
        return Hosted(name, model(n), archived=True)
    if n < 40:
        return Hosted(name, model(n), fork=True)
    if n < 50:
        return Hosted(name)
    if n < 60:
        return Hosted(name, monorepo(n * 10), visibility="INTERNAL")
    return Hosted(name, model(n) if n % 2 else CODE, visibility="PUBLIC" if n % 3 else "PRIVATE")


def world() -> World:
    return World(fleet(), renamed={"acme/old-churn": "acme/churn"})

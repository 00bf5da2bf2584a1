"""What a repository's own tools make of new files: packaging, linters, formatters, what git ignores. Pure.

A scaffold that turns somebody's build red is not merged. What can be mended in the new files is; of the rest
it is said what to do before the commit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readiness_bot.text.words import plural

YAMLLINT = (".yamllint", ".yamllint.yaml", ".yamllint.yml")
"""Where yamllint looks (https://yamllint.readthedocs.io/en/stable/configuration.html)."""
PRETTIER = (".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.toml")
"""The usual ones of https://prettier.io/docs/configuration."""
HOOKS = ".pre-commit-config.yaml"
AT_ROOT = (*YAMLLINT, *PRETTIER, HOOKS)
"""Read at the repository's root."""
PYPROJECT, SETUP_CFG, SETUP_PY = "pyproject.toml", "setup.cfg", "setup.py"
IN_FOLDER = (PYPROJECT, SETUP_CFG, SETUP_PY, "DESCRIPTION", ".Rbuildignore")
"""Read in the model's folder, beside readiness/."""
UNLINTED = "# yamllint disable rule:line-length\n"
"""Its default of 80 characters counts comments (https://yamllint.readthedocs.io/en/stable/rules.html); this
comment holds for a whole file (".../disable_with_comments.html")."""

_NO_PACKAGES = frozenset(
    {"ci", "bin", "doc", "docs", "documentation", "manpages", "news", "changelog", "test", "tests"}
    | {"unit_test", "unit_tests", "example", "examples", "scripts", "tools", "util", "utils", "python"}
    | {"build", "dist", "venv", "env", "requirements", "tasks", "fabfile", "site_scons", "benchmark"}
    | {"benchmarks", "exercise", "exercises"}
)
"""Folders that setuptools takes for no package
(https://setuptools.pypa.io/en/latest/userguide/package_discovery.html, "flat-layout")."""
_NAMED = re.compile(r"\b(?:packages|py_modules|ext_modules)\s*=")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands beside the new files."""

    root: Mapping[str, str] = field(default_factory=dict)
    """Those of `AT_ROOT` that are there."""
    folder: Mapping[str, str] = field(default_factory=dict)
    """Those of `IN_FOLDER`."""
    folders: frozenset[str] = frozenset()
    """The folders beside readiness/."""
    ignored: Sequence[str] = ()
    """What git does not add, each as `git check-ignore --verbose` says it: `FILE:LINE:PATTERN<tab>PATH`."""

    @property
    def linted(self) -> bool:
        """Whether yamllint runs here, with a limit to a line's length."""
        settings = "\n".join(self.root[name] for name in (*YAMLLINT, HOOKS) if name in self.root)
        runs = any(name in self.root for name in YAMLLINT) or "yamllint" in settings
        return runs and not re.search(r"line-length:\s*disable\b", settings)

    @property
    def formatted(self) -> bool:
        """Whether prettier lays out every file that it knows."""
        return "prettier" in self.root.get(HOOKS, "") or any(name in self.root for name in PRETTIER)


def suited(path: str, content: str, beside: Neighbours) -> str:
    """A new file as the linters here let it pass."""
    return UNLINTED + content if beside.linted and path.endswith((".yaml", ".yml")) else content


def advice(beside: Neighbours, prefix: str, paths: Sequence[str]) -> Iterator[str]:
    """What to do before `paths`, which are new, are committed. Sentences."""
    yield from _ignored([line for line in beside.ignored if line.partition("\t")[2] in paths])
    if f"{prefix}readiness/contract.yaml" not in paths:
        return
    yield from _packages(beside)
    yield from _rbuild(beside)
    if beside.formatted:
        folder = f"{prefix}readiness/"
        where = " ".join([f"'{folder}'" if " " in folder else folder, *_workflows(paths)])
        yield (
            f"prettier lays out the files of this repository: run `npx prettier --write {where}` before you"
            " commit them. What they say stays the same."
        )


def _workflows(paths: Sequence[str]) -> Iterator[str]:
    if any(path.startswith(".github/workflows/") for path in paths):
        yield ".github/workflows/readiness*.yml"


def _ignored(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        rule, _, path = lines[0].partition("\t")
        file, number, pattern = [*rule.split(":", 2), "", ""][:3]
        others = plural(len(lines) - 1, "other file", "other files")
        what = f"{path} and {others}" if lines[1:] else path
        yield (
            f"{file}, line {number} ({pattern}), keeps {what} out of git: add them with"
            " `git add --force`; from then on git follows them."
        )


def _packages(beside: Neighbours) -> Iterator[str]:
    """setuptools without a list of packages takes every folder for one, and refuses to build with two."""
    if not _discovers(beside) or "src" in beside.folders:
        return
    packages = sorted(name for name in beside.folders if name.isidentifier() and name not in _NO_PACKAGES)
    packages = [name for name in packages if name != "readiness" and not name.startswith("_")]
    if len(packages) == 1:
        name = packages[0]
        yield (
            "setuptools looks for packages by itself here, and would take readiness/ for one, so that"
            " `pip install .` fails: write `[tool.setuptools.packages.find]` and"
            f' `include = ["{name}*"]` into {PYPROJECT}.'
        )


def _discovers(beside: Neighbours) -> bool:
    """Whether a distribution is built here by setuptools, and nothing names what is in it."""
    if any(_NAMED.search(beside.folder.get(name, "")) for name in (SETUP_CFG, SETUP_PY)):
        return False
    try:
        project = tomllib.loads(beside.folder.get(PYPROJECT, ""))
    except tomllib.TOMLDecodeError:
        return False
    system, tool = project.get("build-system"), project.get("tool")
    backend = system.get("build-backend", "") if isinstance(system, dict) else ""
    own = tool.get("setuptools") if isinstance(tool, dict) else None
    if isinstance(own, dict) and {"packages", "py-modules", "ext-modules"} & own.keys():
        return False
    return "project" in project and (not backend or str(backend).startswith("setuptools"))


def _rbuild(beside: Neighbours) -> Iterator[str]:
    """`R CMD check` notes a folder that no R package has
    (https://cran.r-project.org/doc/manuals/r-release/R-exts.html, "Package structure")."""
    is_package = beside.folder.get("DESCRIPTION", "").startswith("Package:")
    if is_package and "readiness" not in beside.folder.get(".Rbuildignore", ""):
        yield "`R CMD check` notes folders that it does not know: write `^readiness$` into .Rbuildignore."

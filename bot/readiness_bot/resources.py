"""Files that ship with the package: templates and the example.

In a wheel (or a zip of it) they lie in `_data/`, in a checkout at its root.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(name: str) -> Traversable:
    """`templates/readiness/contract.yaml`, or a folder such as `examples/churn-propensity`."""
    package = files("readiness_bot")
    packed = package.joinpath("_data").joinpath(name)
    if packed.is_file() or packed.is_dir():
        return packed
    return files("readiness_bot").joinpath("..", "..").joinpath(name)


def page_part(name: str) -> str:
    """A template or style sheet of the HTML reports: `audit.html`."""
    return files("readiness_bot").joinpath("render", "pages", name).read_text(encoding="utf-8")


def texts(name: str) -> dict[str, str]:
    """Every file below a folder: path relative to it → text."""
    return dict(_walk(resource(name), ""))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")

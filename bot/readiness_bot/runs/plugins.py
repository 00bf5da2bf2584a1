"""Python plugins of an organisation's policy: found where packages are installed, and nowhere else.

A repository that is judged could bring a module, a `.pth` file's target or a distribution of the same name.
So Python's search path counts for nothing here: a plugin is a distribution in the site-packages of the
interpreter that runs, these must lie outside of the repository, and what is imported must come from there.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

from readiness_bot.convention.fields import Taken, merged
from readiness_bot.convention.plugin import PluginFailed, failed, items_of
from readiness_bot.convention.policy import Overlay, Policy, Source
from readiness_bot.convention.registry import ITEMS_BY_ID, schemas_at
from readiness_bot.convention.validate import refuse_schema

GROUP = "readiness_bot.items"
"""The entry points' group (https://packaging.python.org/specifications/entry-points/)."""


def with_plugins(policy: Policy, root: Path | None) -> Policy:
    """The policy with the items of its plugins. `root`: of the repository that is judged; None: it is not on
    this machine.

    Raises PluginFailed.
    """
    if not policy.plugins:
        return policy
    sites = _sites(os.path.realpath(root) if root else "")
    places = tuple(policy.sources.get(f"plugins.{name}", Source("", 0, 0)) for name in policy.plugins)
    overlay = _overlay(policy.overlay, tuple(zip(policy.plugins, places, strict=True)), sites)
    return replace(policy, overlay=overlay)


@cache
def _overlay(before: Overlay, plugins: tuple[tuple[str, Source], ...], sites: tuple[str, ...]) -> Overlay:
    items, versions = list(before.items), list[str]()
    for name, at in plugins:
        found, version = _loaded(name, sites)
        known = {*ITEMS_BY_ID, *(item.id for item in items)}
        items += items_of(found, name, before.called, at, known)
        versions.append(f"{name} {version}")
    digest = hashlib.sha256("\n".join([before.digest, *versions]).encode()).hexdigest()
    identity = hashlib.sha256("\n".join([before.identity, *versions]).encode()).hexdigest()
    overlay = Overlay(identity, digest, before.rules, tuple(items), before.called)
    _fitting(overlay)
    return overlay


def _fitting(overlay: Overlay) -> None:
    """Raises PluginFailed where an item's keys are another's."""
    for item in overlay.items:
        try:
            refuse_schema(dict(item.keys))
        except Exception as error:
            raise PluginFailed(
                f"The keys of {item.id} are no schema ({type(error).__name__}). Nothing was judged."
            ) from error
        others = replace(overlay, identity="", items=())
        for kind in item.kinds:
            schema = schemas_at(kind, others)[item.file]
            for other in overlay.items:
                if other.file == item.file and kind in other.kinds:
                    try:
                        schema = merged(schema, other.keys)
                    except Taken as taken:
                        told = f"The keys of {other.id} do not fit into {other.file}: {taken}."
                        raise PluginFailed(f"{told} Nothing was judged.") from taken


def _sites(root: str) -> tuple[str, ...]:
    """Where packages are installed. Raises PluginFailed where that is in the repository that is judged."""
    found = dict.fromkeys(os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib"))
    for site in found:
        if root and (site == root or site.startswith(root.rstrip(os.sep) + os.sep)):
            raise PluginFailed(
                f"The policy's plugins are not loaded from {site}, which lies in the repository that is"
                " judged. Install readiness-bot and the plugins elsewhere, with pipx for example. Nothing was"
                " judged."
            )
    return tuple(found)


@cache
def _loaded(name: str, sites: tuple[str, ...]) -> tuple[object, str]:
    """What the plugin hands over, and its version. Raises PluginFailed."""
    found = [
        (point, distribution.version)
        for distribution in distributions(path=list(sites))
        for point in distribution.entry_points
        if point.group == GROUP and point.name == name
    ]
    if len(found) != 1:
        told = "is not installed" if not found else "is installed more than once"
        raise PluginFailed(
            f"The plugin {name} {told} in {', '.join(sites)}: a distribution there must have the entry point"
            f" {name} in the group {GROUP}. Nothing was judged."
        )
    [(point, version)] = found
    try:
        with _only_installed(sites):
            made = point.load()
            _is_from(point, sites)
            return (made() if callable(made) else made), version
    except PluginFailed:
        raise
    except (Exception, SystemExit) as error:
        raise failed(name, "cannot be imported", error) from error


@contextmanager
def _only_installed(sites: tuple[str, ...]) -> Iterator[None]:
    """While something is imported: Python's own modules, ours, and what is installed."""
    own = Path(__file__).resolve().parent.parent.parent
    standard = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    compiled = os.path.join(sysconfig.get_path("platstdlib"), "lib-dynload")
    before = sys.path[:]
    sys.path[:] = [*dict.fromkeys([*standard, compiled, str(own), *sites])]
    try:
        yield
    finally:
        sys.path[:] = before


def _is_from(point: EntryPoint, sites: tuple[str, ...]) -> None:
    """Raises PluginFailed where the module is another one of that name, imported before, or an editable
    one."""
    module = sys.modules.get(point.module)
    file = os.path.realpath(getattr(module, "__file__", None) or os.sep)
    if not any(file.startswith(site + os.sep) for site in sites):
        raise PluginFailed(
            f"The plugin {point.name} leads to {file}, which is not where packages are installed. Install it"
            " as a package, not in editable mode. Nothing was judged."
        )

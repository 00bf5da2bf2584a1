"""The scenes' repositories, built once, and one scene set up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faults.harness import World, quick
from tests.faults.scenes import SCENES, Models, Place
from tests.github.server import GithubServer

Set = Callable[[str], World]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return Models.build(tmp_path_factory.mktemp("models"))


@pytest.fixture
def place(github: GithubServer, models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    with quick(monkeypatch):
        return Place(github, models, tmp_path)


@pytest.fixture
def world(place: Place) -> Set:
    """`world("waive")`: the scene, and what it comes to where nothing fails."""

    def build(name: str) -> World:
        world = World(place.server, SCENES[name](place))
        world.learn()
        return world

    return build

"""docs/schema/catalog.json, the fragment for SchemaStore's list: its shape, and that an editor finds the schemas by it."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.editors.language_server import Diagnostic, LanguageServer

from readiness_bot.convention.schema import NAMES
from readiness_bot.scaffold.action import MAJOR
from readiness_bot.scaffold.schemas import schemas_at

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
CATALOG: dict[str, Any] = json.loads((SCHEMAS / "catalog.json").read_text(encoding="utf-8"))
TEXT = {"type": "string", "minLength": 1}
ENTRY = {
    "type": "object",
    "properties": {
        "name": TEXT, "description": TEXT, "fileMatch": {"type": "array", "items": TEXT, "uniqueItems": True}, "url": {"type": "string", "pattern": "^https://"},
        "versions": {"type": "object"},
    },
    "required": ["name", "description", "url"],
    "additionalProperties": False,
}  # fmt: skip
SHAPE = {
    "type": "object",
    "properties": {
        "$schema": {"const": "https://json.schemastore.org/schema-catalog.json"},
        "version": {"type": "number"},
        "schemas": {"type": "array", "items": ENTRY},
    },
    "required": ["$schema", "version", "schemas"],
    "additionalProperties": False,
}
"""What https://json.schemastore.org/schema-catalog.json asks of the whole list, in our words: it is in no package."""


def test_it_has_the_shape_of_the_list() -> None:
    assert [*Draft7Validator(SHAPE).iter_errors(CATALOG)] == []


def test_each_entry_leads_to_a_schema_that_is_there() -> None:
    """At the tag that moves with each release; a name says nothing twice, as SchemaStore's contributing guide asks."""
    for entry in CATALOG["schemas"]:
        address, _, file = entry["url"].rpartition("/")
        assert (address, (SCHEMAS / file).is_file()) == (schemas_at(MAJOR), True)
        assert "schema" not in f"{entry['name']} {entry['description']}".lower()
    assert len(CATALOG["schemas"]) == len(NAMES) + 1  # the settings and the policy, and no runbook


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The list and the schemas as a server has them: its address."""
    folder = tmp_path_factory.mktemp("store")
    shutil.copytree(SCHEMAS, folder, dirs_exist_ok=True)
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        (folder / "catalog.json").write_text(json.dumps(CATALOG).replace(schemas_at(MAJOR), address), encoding="utf-8")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own name
        """Nobody reads it."""


@pytest.mark.e2e
@pytest.mark.parametrize("folder", ["", "models/churn/"])
def test_an_editor_finds_them_without_a_first_line(store: str, tmp_path: Path, folder: str) -> None:
    def written(name: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("typo: 1\n", encoding="utf-8")
        return path

    files = [written(f"{folder}readiness/{name}") for name in NAMES if name.endswith(".yaml")]
    with LanguageServer(tmp_path, {"schemaStore": {"enable": True, "url": f"{store}/catalog.json"}}) as editor:
        while not editor.diagnostics(files[0]):  # until the list has been fetched; pytest's own limit ends it
            time.sleep(0.1)
        for path in (*files, written(".github/readiness.yaml")):
            assert editor.diagnostics(path) == [Diagnostic(1, "Property typo is not allowed.")], path
        assert editor.diagnostics(written("contract.yaml")) == []

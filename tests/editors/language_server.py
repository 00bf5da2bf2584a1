"""yaml-language-server over its standard input and output, as VS Code, Neovim and JetBrains talk to it.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.github.node_tools import install, node


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What an editor underlines. Lines count from 1, as people count."""

    line: int
    message: str


class LanguageServer:
    """One server process. `settings`: the section `yaml` of an editor's settings."""

    def __init__(self, folder: Path, settings: Mapping[str, Any] | None = None) -> None:
        self._folder, self._settings, self._numbers = folder, settings or {}, count(1)
        self._diagnostics: dict[str, list[Diagnostic]] = {}

    def __enter__(self) -> Self:
        program = install() / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
        self._process = subprocess.Popen([node(), str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}, "hover": {}},
        }
        self._ask("initialize", {"processId": None, "rootUri": self._folder.as_uri(), "capabilities": capabilities})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._configuration("yaml")}})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.communicate(timeout=10)

    def diagnostics(self, path: Path) -> list[Diagnostic]:
        """What is underlined in a file as it stands on disk."""
        uri = path.as_uri()
        self._diagnostics.pop(uri, None)
        opened = {"uri": uri, "languageId": "yaml", "version": next(self._numbers), "text": path.read_text(encoding="utf-8")}
        self._tell("textDocument/didOpen", {"textDocument": opened})
        while uri not in self._diagnostics:
            self._take(self._read())
        return self._diagnostics[uri]

    def completion(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place of an opened file: label → the text that it would write."""
        found = self._ask("textDocument/completion", self._place(path, line, column))
        return {str(item["label"]): str(item.get("insertText") or item.get("textEdit", {}).get("newText", "")) for item in found["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place of an opened file, as Markdown."""
        found = self._ask("textDocument/hover", self._place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _place(self, path: Path, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}

    def _configuration(self, section: str) -> Any:
        return {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}, **self._settings} if section == "yaml" else {}

    def _ask(self, method: str, parameters: object) -> Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": parameters})
        while (answer := self._read()).get("id") != number or "method" in answer:
            self._take(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _take(self, message: dict[str, Any]) -> None:
        """What the server sends of its own accord: diagnostics, and questions about settings."""
        if message.get("method") == "textDocument/publishDiagnostics":
            parameters = message["params"]
            rows = [Diagnostic(row["range"]["start"]["line"] + 1, row["message"]) for row in parameters["diagnostics"]]
            self._diagnostics[parameters["uri"]] = rows
        elif "id" in message:
            items = (message.get("params") or {}).get("items", [])
            self._send({"id": message["id"], "result": [self._configuration(item.get("section", "")) for item in items] or None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        stdout = self._process.stdout
        assert stdout is not None
        length = 0
        while (line := stdout.readline()) != b"\r\n":
            assert line, "the language server ended"
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        read: dict[str, Any] = json.loads(stdout.read(length))
        return read

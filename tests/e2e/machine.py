"""A machine that runs workflows, and what the runs of a scenario left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.github.act import action_copy
from tests.github.delivery import Delivery, Done
from tests.github.origin import Origin
from tests.github.prism import Prism
from tests.github.server import GithubServer, Request


@dataclass(frozen=True, slots=True)
class Machine:
    """`action`: our repository as it is downloaded; `runner`: HOME and tools, shared by all scenarios of a test process. The tool cache may be
    shared by several machines."""

    action: Path
    runner: Path

    @classmethod
    def set_up(cls, folder: Path, tools: Path) -> Machine:
        (folder / "runner").mkdir()
        tools.mkdir(exist_ok=True)
        (folder / "runner" / "tools").symlink_to(tools)
        return cls(action_copy(folder / "action"), folder / "runner")

    def delivery(self, server: GithubServer, origin: Origin, folder: Path) -> Delivery:
        return Delivery(server, origin, self.action, folder, runner=self.runner)


@dataclass(slots=True)
class Runs:
    """Each run under a name of its own: `red: first`, `red: second`."""

    done: dict[str, Done] = field(default_factory=dict)

    def keep(self, name: str, done: Done) -> Done:
        assert name not in self.done
        self.done[name] = done
        return done

    def __getitem__(self, name: str) -> Done:
        return self.done[name]

    def requests(self) -> Iterator[Request]:
        """All but GraphQL's, which OpenAPI does not describe."""
        return (request for done in self.done.values() for request in done.requests if request.path != "/graphql")

    def refused(self, prism: Prism) -> list[tuple[Request, str]]:
        """What GitHub does not document, and why."""
        return [(request, why) for request in self.requests() if (why := prism.refusal(request))]

    def faults(self) -> list[str]:
        """The runs that show a fault of our own."""
        return [name for name, done in self.done.items() if "Traceback" in done.run.log]

"""A server that sends us elsewhere, or on and on: nothing is followed, and the token stays where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import ForgeError, Gone

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"


class Server(ThreadingHTTPServer):
    """Answers everything with one status and these headers, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.status, self.sent, self.asked = 200, dict[str, str](), list[str]()
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    """See Server."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(server.status)
        for name, value in (*server.sent.items(), ("Content-Type", "application/json"), ("Content-Length", "2")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"[]")

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on the tests' output."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def other() -> Iterator[Server]:
    """Whom nobody has any business with."""
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


def forge(server: Server) -> GithubForge:
    return GithubForge(GithubSettings("acme/churn", TOKEN, server.url, write_interval=0, backoff=0))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("to", ["OTHER/repos/acme/churn/issues", "OWN/repositories/7/issues", "https://evil.test/", "//evil.test/x", "not an address", ""])
def test_a_redirection_is_followed_nowhere(server: Server, other: Server, status: int, to: str) -> None:
    """PyGithub follows a 301 to the same host without what stands behind the `?`: of all issues only the open ones would come back."""
    server.status, server.sent = status, {"Location": to.replace("OTHER", other.url).replace("OWN", server.url)}
    with pytest.raises(ForgeError) as error:
        forge(server).own_issues()
    assert str(error.value) == (
        f"GitHub could not list the issues ({status}: it is somewhere else now); set GITHUB_REPOSITORY to the name that the "
        "repository has now. Redirects are not followed."
    )
    assert (len(server.asked), other.asked) == (1, [])


@pytest.mark.parametrize("status", [301, 307, 308])
def test_nothing_is_written_elsewhere(server: Server, other: Server, status: int) -> None:
    server.status, server.sent = status, {"Location": f"{other.url}/repos/acme/churn/issues/7"}
    with pytest.raises(Gone, match=r"^#7 was moved to another repository; the next run opens another issue if it is still needed\.$"):
        forge(server).edit_issue(7, body="text")
    assert (len(server.asked), other.asked) == (1, [])


@pytest.mark.parametrize(
    "next_page",
    [
        "OTHER/repos/acme/churn/issues?page=2",
        "https://api.github.com/x",
        "http://github.com/x",
        "https://x.github.com/x",
        "/repos/acme/churn/issues?page=2",
        "x",
        "",
    ],
)
def test_the_next_page_is_on_the_same_server(server: Server, other: Server, next_page: str) -> None:
    server.sent = {"Link": f'<{next_page.replace("OTHER", other.url)}>; rel="next"'}
    with pytest.raises(ForgeError, match=r"^GitHub did not answer when asked to list the issues \(its answer could not be read\)\.$"):
        forge(server).own_issues()
    assert (len(server.asked), other.asked) == (1, [])


def test_an_answer_that_is_never_ready_is_not_waited_for_without_end(server: Server) -> None:
    server.status = 202
    with pytest.raises(ForgeError, match=r"^GitHub did not answer when asked to list the issues \(4 tries, an error each time\)\.$"):
        forge(server).own_issues()
    assert len(server.asked) == 4

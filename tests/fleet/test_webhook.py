"""`readiness fleet digest --webhook`: to a real server over TLS."""

import datetime
import http.server
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.commandline import Ran, Readiness
from tests.policies import ACME
from tests.rows import DAY, item, row, scan_file

from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.waiting import waiting
from readiness_bot.render.portfolio import slack, teams

SECRET = "/services/T0AAAA/B0BBBB/VerySecretWord"


class Server(http.server.ThreadingHTTPServer):
    got: list[tuple[str, str, Any]]
    answers: list[int]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.got.append((self.path, self.headers["Content-Type"], body))
        status = server.answers.pop(0) if server.answers else 200
        if status == 0:  # no answer
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Location", "https://elsewhere.example/")
        self.send_header("Retry-After", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Hook:
    """A webhook of the tests' own: what it got, and the statuses that it answers with before 200 (0: none)."""

    def __init__(self, folder: Path) -> None:
        self.certificate = certificate(folder)
        self.server = Server(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.got, self.server.answers = [], []
        self.environment = {
            "READINESS_WEBHOOK": f"https://127.0.0.1:{self.server.server_address[1]}{SECRET}",
            "READINESS_WRITE_INTERVAL": "0",
            "REQUESTS_CA_BUNDLE": str(self.certificate),
            "NO_PROXY": "127.0.0.1",
        }

    def people(self) -> list[str]:
        return [body["text"].split()[3].rstrip(":") for _, _, body in self.server.got]


def certificate(folder: Path) -> Path:
    """A server's, of its own authority, with its key."""
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "t")]), datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(made.public_bytes(pem) + secret)
    return folder / "server.pem"


@pytest.fixture
def hook(tmp_path: Path) -> Iterator[Hook]:
    found = Hook(tmp_path)
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


CHURN, FRAUD = row("acme/churn", item("mei-chen", 9), value=18000), row("acme/fraud", item("kim", 2))


@pytest.fixture
def digest(readiness: Readiness, hook: Hook, tmp_path: Path) -> Any:
    def run(*rows: Row, to: str = "slack", after: int = 0, more: tuple[str, ...] = (), **environment: str) -> Ran:
        day = DAY + timedelta(after)
        scan = scan_file(tmp_path / "scan.json", *rows, day=day)
        words = ("fleet", "digest", scan, "--webhook", to, "--state", tmp_path / "sent" / "state.json", "--today", day, *more)
        return readiness(*words, **(hook.environment | environment))

    return run


def test_once_a_week(digest: Any, hook: Hook, tmp_path: Path) -> None:
    assert digest(CHURN, FRAUD).out == "send          mei-chen, to slack\nsend          kim, to slack\n"
    assert json.loads((tmp_path / "sent" / "state.json").read_text()) == {"schema": 1, "sent": {"kim": "2026-11-26", "mei-chen": "2026-11-26"}}
    assert digest(CHURN, FRAUD, after=1).out == "Nothing to send: nobody waits for a message this week.\n"
    digest(CHURN, after=7)
    assert hook.people() == ["mei-chen", "kim", "mei-chen"]
    assert {(path, kind) for path, kind, _ in hook.server.got} == {(SECRET, "application/json; charset=utf-8")}


def test_the_policy_says_which_way_and_where_the_address_is(readiness: Readiness, hook: Hook, tmp_path: Path) -> None:
    words = ("fleet", "digest", scan_file(tmp_path / "s.json", FRAUD), "--today", DAY)
    around = hook.environment | {"READINESS_POLICY": f"{ACME}digest: {{webhook: teams, address_in: ACME_HOOK}}", "READINESS_WEBHOOK": ""}
    assert "Write --state FILE" in readiness(*words, **around).err
    unset = readiness(*words, "--state", tmp_path / "state.json", **around)
    assert (unset.code, unset.err) == (3, "No webhook: set ACME_HOOK to its address (in a workflow, from a secret). Nothing was sent.\n")
    ran = readiness(*words, "--state", tmp_path / "state.json", **around, ACME_HOOK=hook.environment["READINESS_WEBHOOK"])
    assert (ran.out, [path for path, _, _ in hook.server.got]) == ("send          kim, to teams\n", [SECRET])


def test_a_plan_sends_nothing_and_knows_no_address(digest: Any, hook: Hook, tmp_path: Path) -> None:
    said = json.loads(digest(CHURN, more=("--plan", "--format", "json"), READINESS_WEBHOOK="").out)
    assert [(action["kind"], action["item"], action["to"]) for action in said["actions"]] == [("send", "mei-chen", "slack")]
    assert (hook.server.got, (tmp_path / "sent").exists()) == ([], False)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, "The webhook refused the message for kim (404): there is no such webhook any more; make a new address."),
        (302, "The webhook refused the message for kim (302): look at the webhook's settings."),
        (503, "The webhook refused the message for kim (503): run it again later."),
    ],
)
def test_refused(digest: Any, hook: Hook, status: int, told: str) -> None:
    hook.server.answers[:] = [200, status]
    ran = digest(CHURN, FRAUD)
    assert (ran.code, ran.err) == (3, f"{told} Before that, 1 of 2 actions were done; the next run does the rest.\n")
    assert digest(CHURN, FRAUD, after=1).out == "send          kim, to slack\n"


def test_no_answer_is_not_sent_twice(digest: Any, hook: Hook) -> None:
    hook.server.answers[:] = [0]
    ran = digest(FRAUD)
    assert (ran.code, ran.err) == (
        3,
        "The webhook did not answer when it got the message for kim, which may have arrived; it is not sent again this week.\n",
    )
    digest(FRAUD, after=1)
    assert hook.people() == ["kim"]


def test_too_many_for_now(digest: Any, hook: Hook) -> None:
    hook.server.answers[:] = [429]
    assert (digest(FRAUD).code, hook.people()) == (0, ["kim", "kim"])


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"READINESS_WEBHOOK": ""}, "No webhook: set READINESS_WEBHOOK to its address (in a workflow, from a secret). Nothing was sent."),
        ({"READINESS_WEBHOOK": f"http://127.0.0.1:9{SECRET}"}, "READINESS_WEBHOOK is no address that begins with https://. Nothing was sent."),
        ({"READINESS_WEBHOOK": f"https://127.0.0.1:9{SECRET}"}, "The webhook can't be reached, so kim got no message."),
        ({"READINESS_WEBHOOK": f"https://a..b{SECRET}"}, "The webhook can't be reached, so kim got no message."),
        ({"REQUESTS_CA_BUNDLE": ""}, "The webhook can't be reached, so kim got no message."),
    ],
)
def test_not_reached(digest: Any, hook: Hook, environment: dict[str, str], told: str) -> None:
    ran = digest(FRAUD, **environment)
    assert (ran.code, ran.out.replace("send          kim, to slack\n", ""), ran.err) == (3, "", f"{told}\n")
    assert hook.server.got == []
    assert digest(FRAUD).code == 0


def test_a_state_that_somebody_broke(digest: Any, tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "state.json").write_text('{"sent": {"kim": "soon"}}')
    ran = digest(FRAUD)
    assert (ran.code, "does not say who got a message" in ran.err) == (2, True)


HOSTILE = row("acme/x", item("kim", 2, message="<!channel> & <https://evil|bank>", title="*x* [y](http://evil)", stands_in=True), url="https://x/<|>")


def test_slack_reads_no_markup_of_a_file() -> None:
    [person] = waiting([HOSTILE], DAY)
    text = "\n".join(block["text"]["text"] for block in json.loads(slack.payload(person, DAY))["blocks"])
    assert "&lt;!channel&gt; &amp; &lt;https://evil|bank&gt;" in text
    assert text.count("<") == 1 == text.count(">")


def test_teams_reads_no_markdown() -> None:
    [person] = waiting([HOSTILE], DAY)
    [attachment] = json.loads(teams.payload(person, DAY))["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    *head, thing = attachment["content"]["body"]
    assert {block["type"] for block in (*head, *thing["items"])} == {"RichTextBlock"}


def test_a_teams_message(digest: Any, hook: Hook) -> None:
    digest(CHURN, to="teams")
    [(_, _, body)] = hook.server.got
    card = body["attachments"][0]["content"]
    lines = ["".join(run["text"] for run in line["inlines"]) for block in card["body"] for line in block.get("items", [block])]
    assert (body["type"], card["type"], card["version"]) == ("message", "AdaptiveCard", "1.2")
    assert lines[:2] == ["What waits for mei-chen", "1 thing in 1 model waits for you; it costs about EUR 18,000 a week."]
    assert lines[2:] == [
        "churn · Compliance approval · 9 days late · EUR 18,000 a week",
        "compliance is missing: add compliance: {by: LOGIN} (the compliance approval).",
    ]


@pytest.mark.parametrize(("service", "most"), [(slack, 13_000), (teams, 21_000)])
def test_a_long_list_keeps_within_the_limits(service: Any, most: int) -> None:
    [person] = waiting([row(f"acme/{n}", item("kim", n, message="<&>" * 60)) for n in range(1, 300)], DAY)
    payload = service.payload(person, DAY)
    blocks = json.loads(payload).get("blocks", [])
    assert (len(payload) < most, len(blocks) <= 50, " more." in payload) == (True, True, True)
    assert all(len(block["text"]["text"]) <= 3000 for block in blocks)

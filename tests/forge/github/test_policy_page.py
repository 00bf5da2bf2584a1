"""A policy at an https address: read without a token, bounded, and never by way of a redirect."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.commandline import Readiness

from readiness_bot.forge.github.policy import page_at
from readiness_bot.forge.protocol import ForgeError

PAGES = {
    "/acme/p.yaml": b"policy: acme\nversion: 3\nextends: [base.yaml]\n",
    "/acme/base.yaml": b"tier: high\n",
    "/large.yaml": b"#" * (256 * 1024 + 1),
}


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = PAGES.get(self.path)
        self.send_response(302 if self.path == "/moved.yaml" else 200 if content is not None else 404)
        self.send_header("Location", "/acme/p.yaml")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's word
        """It says nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For 127.0.0.1, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here, day = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(now - day).not_valid_after(now + day).add_extension(here, critical=False).sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(*form) + signed.public_bytes(form[0]))
    return path


@pytest.fixture
def address(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_it_is_read_with_what_stands_beside_it(readiness: Readiness, built: Path, address: str) -> None:
    ran = readiness("check", built, "--format", "json", READINESS_POLICY=f"{address}/acme/p.yaml")
    assert f"The tier is medium, but acme policy v3 asks for at least high ({address}/acme/base.yaml:1:1)" in ran.out


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone.yaml", "(404; redirects are not followed)."),
        ("/moved.yaml", "(302; redirects are not followed)."),
        ("/large.yaml", ": it is larger than 256 KiB."),
    ],
)
def test_nothing_else_is_taken_for_one(address: str, path: str, told: str) -> None:
    with pytest.raises(ForgeError) as raised:
        page_at(address + path)
    assert str(raised.value) == f"Could not read {address}{path}{'' if told.startswith(':') else ' '}{told}"


def test_who_has_no_certificate_is_not_believed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(ForgeError, match="SSLError"):
        page_at(f"{address}/acme/p.yaml")

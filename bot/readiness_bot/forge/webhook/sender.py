"""One POST a message, over https alone, to an address that only the environment knows."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from readiness_bot.forge.protocol import ForgeError, Uncertain

_TIMEOUT = 15.0
"""Seconds for a connection, and for an answer."""
_LONGEST_WAIT = 60
_REASONS = {
    400: "it does not take this message; is --webhook the service of that address?",
    401: "it wants a login; make a new address",
    403: "it is not allowed to post there",
    404: "there is no such webhook any more; make a new address",
    405: "it is no webhook's address",
    410: "its channel is archived, or the webhook was removed",
    413: "the message is too large",
}
"""Slack's: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; Teams' are HTTP's own."""


@dataclass
class Webhook:
    """Where messages go, and how fast."""

    address: str = field(repr=False)
    interval: float = 1.0
    """Seconds between two messages: Slack takes one a second, Teams four."""
    _last: float = field(default=0.0, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], name: str) -> Webhook:
        """`name`: the variable that holds the address, which is a secret, since whoever has it may write
        there: it stands in no file and in no message. Raises ForgeError with what is missing."""
        address = environment.get(name, "").strip()
        if not address:
            raise ForgeError(
                f"No webhook: set {name} to its address (in a workflow, from a secret). Nothing was sent."
            )
        if not _is_https(address):
            raise ForgeError(f"{name} is no address that begins with https://. Nothing was sent.")
        try:
            interval = float(environment.get("READINESS_WRITE_INTERVAL") or 1.0)
        except ValueError as error:
            raise ForgeError("READINESS_WRITE_INTERVAL is not a number of seconds.") from error
        return cls(address, interval)

    def send(self, to: str, payload: str) -> None:
        """Once; again after the wait that the service asks for, where it refused for now."""
        status, wait = self._post(to, payload)
        if status == 429 and wait <= _LONGEST_WAIT:
            time.sleep(wait)
            status, wait = self._post(to, payload)
        if 200 <= status < 300:
            return
        if status == 429:
            raise ForgeError(
                f"The webhook takes no more messages for now; {to} got none. Run it again later."
            )
        why = _REASONS.get(
            status, "run it again later" if status >= 500 else "look at the webhook's settings"
        )
        raise ForgeError(f"The webhook refused the message for {to} ({status}): {why}.")

    def _post(self, to: str, payload: str) -> tuple[int, float]:
        """The status, and the seconds to wait.

        An error's own words hold the address, so none of them are kept. A redirect would take the message to
        another server.
        """
        time.sleep(max(0.0, self._last + self.interval - time.monotonic()))
        try:
            answer = requests.post(
                self.address,
                data=payload.encode(),
                headers={"Content-Type": "application/json; charset=utf-8"},
                timeout=_TIMEOUT,
                allow_redirects=False,
                stream=True,
                auth=lambda request: request,  # nothing from ~/.netrc
            )
        except (requests.RequestException, ValueError) as error:  # urllib3 lets some names' faults through
            if _never_left(error):
                raise ForgeError(f"The webhook can't be reached, so {to} got no message.") from None
            raise Uncertain(
                f"The webhook did not answer when it got the message for {to}, which may have arrived; it is"
                " not sent again this week."
            ) from None
        finally:
            self._last = time.monotonic()
        with answer:
            return answer.status_code, _seconds(answer.headers.get("Retry-After", ""))


def _never_left(error: Exception) -> bool:
    """No connection was made, so that nothing can have arrived."""
    if isinstance(error, (requests.exceptions.SSLError, requests.exceptions.ProxyError, ValueError)):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError))


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 30.0

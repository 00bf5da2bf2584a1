"""Answers of a server are read up to a bound: a hostile or broken one must not fill the memory.

PyGithub reads an answer whole. The classes that it connects with may be replaced
(`Requester.injectConnectionClasses`); ours differ in that, and in that the environment (proxies,
certificates) is read once a connection and not once a request.
"""

from __future__ import annotations

from typing import Any

import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

from readiness_bot.forge.github.errors import Unreadable

MAX_ANSWER = 64 * 1024 * 1024
"""Bytes, after they are unpacked. A hundred issues with the longest bodies are 26 MB; of a blob we take 256
KiB."""
_AT_ONCE = 64 * 1024
_PERSIST = "_Requester__persist"


class TooLong(Unreadable):
    """The answer goes on and on; it would again."""

    told = f"its answer is larger than {MAX_ANSWER // 1024**2} MiB"


def bound() -> None:
    """From now on PyGithub reads so much at most.

    With its own classes it keeps a connection open, with others it does not, and says so nowhere (its
    Requester.py, `__persist`): each request would begin with a TLS handshake of its own.
    """
    Requester.injectConnectionClasses(_Http, _Https)
    setattr(Requester, _PERSIST, True)


class _Http(HTTPRequestsConnectionClass):
    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        _settle(self)

    def getresponse(self) -> RequestsResponse:
        return _response(self)


class _Https(HTTPSRequestsConnectionClass):
    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        _settle(self)

    def getresponse(self) -> RequestsResponse:
        return _response(self)


def _settle(asked: Any) -> None:
    """What the environment says of this host, as `requests` would look it up for each request: HTTPS_PROXY,
    NO_PROXY, REQUESTS_CA_BUNDLE (https://requests.readthedocs.io/en/latest/user/advanced/#proxies)."""
    url = f"{asked.protocol}://{asked.host}:{asked.port}"
    found = asked.session.merge_environment_settings(url, {}, None, asked.verify, None)
    asked.session.proxies, asked.verify = found["proxies"], found["verify"]
    asked.session.trust_env = False


def _response(asked: Any) -> RequestsResponse:
    """As PyGithub asks (its Requester.py, `getresponse`), but as a stream."""
    answer: requests.Response = asked.session.request(
        asked.verb,
        f"{asked.protocol}://{asked.host}:{asked.port}{asked.url}",
        headers=asked.headers,
        data=asked.input,
        timeout=asked.timeout,
        verify=asked.verify,
        allow_redirects=False,
        stream=True,
    )
    content = bytearray()
    for chunk in answer.iter_content(_AT_ONCE):
        content += chunk
        if len(content) > MAX_ANSWER:
            answer.close()
            raise TooLong
    answer._content = bytes(content)  # where `requests` keeps what it has read
    return RequestsResponse(answer)

"""Answers of a server are read up to a bound: a hostile or broken one must not fill the memory.

PyGithub reads an answer whole. The classes that it connects with may be replaced
(`Requester.injectConnectionClasses`); ours differ in that alone.
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


class TooLong(Unreadable):
    """The answer goes on and on; it would again."""

    told = f"its answer is larger than {MAX_ANSWER // 1024**2} MiB"


def bound() -> None:
    """From now on PyGithub reads so much at most."""
    Requester.injectConnectionClasses(_Http, _Https)


class _Http(HTTPRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        return _response(self)


class _Https(HTTPSRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        return _response(self)


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

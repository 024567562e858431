"""From whatever httpx raises to one FetchError with a named reason: the only place where its exceptions are known."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from monitor.errors import FetchError
from monitor.fetch.outcome import PASSING, Reason

# First match wins, so subclasses stand before their parents.
_BY_CLASS: tuple[tuple[type[Exception], Reason, str], ...] = (
    (httpx.PoolTimeout, "host busy", "all connections are in use"),
    (httpx.TimeoutException, "timeout", "there was no complete answer in time"),
    (httpx.ProxyError, "proxy", "the proxy did not carry the request"),
    (httpx.UnsupportedProtocol, "invalid address", "the address is not http or https"),
    (httpx.InvalidURL, "invalid address", "the address cannot be read"),
    (httpx.LocalProtocolError, "protocol", "the request cannot be written as HTTP (look at headers and cookie)"),
    (httpx.RemoteProtocolError, "protocol", "the answer is not HTTP"),
    (httpx.ConnectError, "unreachable", "no connection could be made"),
    (httpx.NetworkError, "connection lost", "the connection was lost"),
    (httpx.DecodingError, "encoding", "the compressed body is damaged"),
    (httpx.TooManyRedirects, "too many redirects", "the address was passed on too often"),
    (httpx.HTTPStatusError, "status", "the status carries no page"),
    (httpx.CookieConflict, "protocol", "the cookies contradict each other"),
    (httpx.StreamError, "connection lost", "the body could not be read to its end"),
    (httpx.HTTPError, "connection lost", "the exchange failed"),
    (OSError, "connection lost", "the connection was lost"),
)
_FOR_PROGRAMMERS = re.compile(r"\[(?:Errno -?\d+|SSL: \w+|SSL)\] | \(_ssl\.c:\d+\)")
MAPPED = tuple(entry[0] for entry in _BY_CLASS)


def as_fetch_error(error: Exception) -> FetchError:
    """The FetchError for an exception of httpx or the network; what it is given and does not know, it raises again."""
    reason, words = _plain(error)
    said = _one_line(str(error))
    message = f"{words}: {said}." if said else f"{words}."
    return FetchError(message, reason=reason, retry=reason in PASSING)


def _plain(error: Exception) -> tuple[Reason, str]:
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "tls", "the certificate is not valid for this host"
    if any(isinstance(cause, ssl.SSLError) and not isinstance(cause, TimeoutError) for cause in causes):
        return "tls", "TLS could not be agreed on"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns", "the name does not resolve"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "refused", "nothing listens there"
    text = str(error).lower()
    if isinstance(error, httpx.RemoteProtocolError) and "disconnected" in text:
        return "connection lost", "the server closed the connection before it answered"
    if isinstance(error, httpx.RemoteProtocolError) and ("incomplete" in text or "without sending complete" in text):
        return "truncated", "the answer ended too early"
    for kind, reason, words in _BY_CLASS:
        if isinstance(error, kind):
            return reason, words
    raise error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those it came from; httpx and httpcore wrap the socket's own twice."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _one_line(text: str) -> str:
    """Printable and short: parts of an answer stand in messages of httpx. Without numbers of the system's errors and
    places in OpenSSL's source, which say nothing to a reader."""
    text = _FOR_PROGRAMMERS.sub("", text)
    return "".join(char if char.isprintable() else "?" for char in text)[:200].rstrip(". ")

"""What became of one try to deliver a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The channel took the message. answer: its words, for the ledger. parts: how many messages it was split into."""

    answer: str
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The channel did not take it, or not all of it.

    reason: a short named reason, shared by ledger, metric and test (REASONS). passing: a later try may succeed.
    retry_after: seconds to wait at least, where the server said so or the bot's rate asks for it. detail: the
    server's words without secrets. parts_sent: parts that the channel took; pass it back as `start` so that a
    retry does not send them again.
    """

    reason: str
    passing: bool
    detail: str
    retry_after: float | None = None
    parts_sent: int = 0


Answer = Sent | Failed

REASONS = (
    "bad address",  # the channel URL cannot be used as it is
    "connect",  # no connection, or lost before an answer
    "timeout",
    "tls",  # the certificate is not valid, or TLS is not offered
    "greylisted",  # SMTP said: try again later
    "refused",  # the server will never take this message
    "credentials",  # password, key or signature is wrong
    "rate",  # too many messages for this bot or account
    "too large",
    "server error",
    "unknown",  # apprise says no and nothing else
)

"""A poll as judgement sees it, and which state each named reason points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

Health = Literal["fine", "quiet", "walled", "broken", "redesigned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll of a source.

    reason: "ok", "unchanged" (304) or the named reason of a failure (monitor.fetch, monitor.sources). entries: how
    many articles the listing named. fetched, failed: article pages that were and were not had. new: of them, how many
    were news to us. fill: for fields such as title, published and body, the share (0..1) of the fetched pages on
    which it was found; empty where that was not measured.
    """

    at: datetime
    reason: str
    detail: str = ""
    entries: int = 0
    fetched: int = 0
    failed: int = 0
    new: int = 0
    fill: Mapping[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the listing could be read."""
        return self.reason in ("ok", "unchanged")


# What is not here is broken: the network and the server have many ways to fail, the others few.
_KINDS: Mapping[str, Health] = MappingProxyType(
    {
        "forbidden": "walled",
        "rate limited": "walled",
        "told to wait": "walled",
        "challenge": "walled",
        "captcha": "walled",
        "login wall": "walled",
        "not found": "redesigned",
        "no entries": "redesigned",
        "not a feed": "redesigned",
        "not a sitemap": "redesigned",
        "not JSON": "redesigned",
        "bad selector": "redesigned",
    }
)

# Our own doings, which say nothing of the source.
NO_ANSWER = frozenset({"busy", "stopped", "host busy"})


def kind_of(reason: str) -> Health:
    """The state that a failure with this reason points to."""
    return _KINDS.get(reason, "broken")

"""Asks for one address of the user's own and looks at nothing but the status: a dead man's switch."""

from __future__ import annotations

import httpx

from monitor.fetch.mapping import MAPPED, as_fetch_error

_SECONDS = 10.0


def ping(url: str, seconds: float = _SECONDS) -> str | None:
    """None where the answer was 2xx, else why not, without the address: it names the switch, and is a secret."""
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False) as client,
            client.stream("GET", url, headers={"User-Agent": "monitor"}) as answer,
        ):
            return None if answer.is_success else f"answered {answer.status_code}"
    except MAPPED as error:
        return as_fetch_error(error).reason

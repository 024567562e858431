"""Channel URLs: what kind they are, whether they can be used, and how they are shown without their secrets."""

from __future__ import annotations

import hashlib
import logging
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.errors import DeliveryError

_SCHEMA = re.compile(r"^([a-z][a-z0-9.+-]*)://", re.IGNORECASE)
_SHOWN_HOSTS = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"})


def schema(url: str) -> str:
    """The schema of a channel URL in lower case, "" where there is none."""
    match = _SCHEMA.match(url.strip())
    return match[1].lower() if match else ""


def redact(url: str) -> str:
    """A channel URL for logs and lists: schema, host and recipient where they are no secret, and a short mark by
    which two channels of a kind can be told apart. Never a key, token, password or query.

    Only mail and plain webhooks have a host worth showing; elsewhere apprise puts the key in its place.
    """
    kind = schema(url)
    mark = hashlib.sha256(url.strip().encode()).hexdigest()[:6]
    if not kind:
        return f"(no channel URL) #{mark}"
    if kind not in _SHOWN_HOSTS:
        return f"{kind}://… #{mark}"
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"{kind}://… #{mark}"
    shown = f"{kind}://{host}" + (f":{port}" if port else "")
    to = dict(parse_qsl(parts.query)).get("to", "") if kind.startswith("mail") else ""
    return f"{shown} to {to} #{mark}" if to else f"{shown} #{mark}"


@cache
def _apprise() -> Any:
    """apprise with its mouth shut: at DEBUG its log prints keys, and urllib3's prints addresses that hold them."""
    import apprise

    log = logging.getLogger("apprise")
    log.propagate = False
    log.setLevel(logging.WARNING)
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    return apprise


def apprise() -> Any:
    """The apprise package, loaded when a channel is first used."""
    return _apprise()


def plugin(url: str) -> Any:
    """The apprise plugin object of a channel URL, which holds its parts as apprise understands them.

    Raises DeliveryError ("bad address") where apprise cannot make sense of it; the message has no secret in it.
    """
    if not schema(url):
        raise DeliveryError("A channel is an apprise URL such as mailtos://…", reason="bad address", passing=False)
    made = apprise().Apprise.instantiate(url.strip(), suppress_exceptions=True)
    if made is None:
        raise DeliveryError(
            f"{redact(url)} is not an address that apprise understands.", reason="bad address", passing=False
        )
    return made

"""A signed JSON webhook: json:// and jsons://, with ?secret=… for the signature.

X-Monitor-Signature is "sha256=" and the hexadecimal HMAC-SHA256 of X-Monitor-Timestamp, a full stop and the body.
The time is signed too, so that a receiver can refuse an old request that is played again.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.delivery.address import plugin
from monitor.delivery.post import encoded, post
from monitor.types import Message

_OURS = frozenset({"secret", "verify", "method", "format", "overflow", "rto", "cto", "retry", "wait", "optional"})


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """A webhook is one request with everything: subject, text, Markdown and the facts."""
    parsed = plugin(url)
    query = dict(parse_qsl(urlsplit(url.strip()).query))
    body = encoded(
        {
            "type": "monitor.digest",
            "key": message.key,
            "subject": message.subject,
            "text": message.text,
            "markdown": message.markdown,
            "digest": message.facts,
            "attachments": [
                {"name": one.name, "type": one.media, "title": one.title, "base64": b64encode(one.data).decode()}
                for one in message.attachments
            ],
        }
    )
    # The key names the digest on every try: a receiver that keeps it sees each digest once.
    headers = {**parsed.headers, "Idempotency-Key": message.key}
    if secret := query.get("secret"):
        headers |= signed(body, secret, now)
    auth = (parsed.user, parsed.password or "") if parsed.user else None
    target = _target(parsed.secure, parsed.host, parsed.port, parsed.fullpath, query)

    def send() -> str:
        answer = post(target, body, now=now, headers=headers, auth=auth, verify=parsed.verify_certificate)
        return f"taken: {' '.join(answer.split())[:120]}".rstrip(": ")

    return [send]


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers that prove who sent a body, and when."""
    stamp = f"{now.timestamp():.0f}"
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Monitor-Timestamp": stamp, "X-Monitor-Signature": f"sha256={digest}"}


def _target(secure: bool, host: str, port: int | None, path: str | None, query: dict[str, str]) -> str:
    """The address behind the URL. apprise's own options and header settings (+…, -…, :…) are no part of it."""
    kept = {name: value for name, value in query.items() if name not in _OURS and name[:1] not in "+-: "}
    address = f"{'https' if secure else 'http'}://{host}" + (f":{port}" if port else "") + (path or "/")
    return f"{address}?{urlencode(kept)}" if kept else address

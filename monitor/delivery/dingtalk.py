"""DingTalk group robots: dingtalk://TOKEN or dingtalk://SECRET@TOKEN for one that checks signatures.

Markdown, at most 20,000 bytes a message, 20 messages a minute and robot (then it is blocked for ten minutes); errors
come with status 200 and an errcode. https://open.dingtalk.com/document/robots/custom-robot-access
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from monitor.delivery.address import plugin
from monitor.delivery.post import encoded, post
from monitor.delivery.rates import Rate
from monitor.delivery.split import split
from monitor.delivery.vendor import Codes
from monitor.types import Message

LIMIT = 20_000
RATE = Rate(20, 60.0)
_ADDRESS = "https://oapi.dingtalk.com/robot/send"
_OVERHEAD = 1_200  # the JSON around the text, with the title and escaped line breaks
ROOM = LIMIT - _OVERHEAD
CODES = Codes(
    name="DingTalk",
    rate={130101, 130102, 410100, 660026},
    pause=600.0,
    busy={-1, 430101, 430102, 430103},
    key={300001, 300005, 310000, 40014, 400101},  # 310000: a missing keyword, a wrong signature or a foreign address
    large={460101},
)


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts that fit LIMIT with the JSON around them."""
    parsed = plugin(url)

    def sender(content: str) -> Callable[[], str]:
        body = encoded({"msgtype": "markdown", "markdown": {"title": message.subject[:100], "text": content}})

        def send() -> str:
            query = {"access_token": parsed.token, **signature(parsed.secret, now)}
            target = f"{_ADDRESS}?{urlencode(query)}"
            return CODES.judge(post(target, body, now=now, verify=parsed.verify_certificate))

        return send

    return [sender(content) for content in split(dialect(message.markdown), ROOM, in_json)]


def dialect(markdown: str) -> str:
    """DingTalk runs lines together: two spaces before a line break keep it."""
    return "\n".join(f"{line}  " if line else line for line in markdown.split("\n"))


def in_json(text: str) -> int:
    """The size of a text inside a request."""
    return len(encoded(text))


def signature(secret: str | None, now: datetime) -> dict[str, str]:
    """The query parameters that sign a request: base64 of HMAC-SHA256 over the milliseconds, a line break and the
    secret. Valid for an hour."""
    if not secret:
        return {}
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}

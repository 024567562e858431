"""Feishu and Lark group bots: feishu://TOKEN, lark://TOKEN, with SECRET@ in front for one that checks signatures.

A card with Markdown; a request may have 20 KB; 100 messages a minute and 5 a second and bot; errors come with status
200 and a code. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from monitor.delivery.address import plugin, schema
from monitor.delivery.post import encoded, post
from monitor.delivery.rates import Rate
from monitor.delivery.split import split
from monitor.delivery.vendor import Codes
from monitor.types import Message

LIMIT = 20_000
RATE = Rate(100, 60.0)
_OVERHEAD = 1_500  # the card around the text, with title, time and signature
ROOM = LIMIT - _OVERHEAD
_HOSTS = {"feishu": "open.feishu.cn", "lark": "open.larksuite.com"}
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_QUOTE = re.compile(r"^> ", re.MULTILINE)
CODES = Codes(
    name="Feishu",
    code=("code", "StatusCode"),
    words="msg",
    rate={11232, 11233, 9499, 99991400},
    key={19001, 19021, 19022, 19024},
    large={11310, 11246},
)


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts that fit LIMIT with the card around them."""
    parsed = plugin(url)
    target = f"https://{_HOSTS[schema(url) if schema(url) in _HOSTS else _kind(parsed)]}/open-apis/bot/v2/hook/"
    target += quote(parsed.token, safe="")

    def sender(content: str) -> Callable[[], str]:
        body = encoded({**signature(parsed.user, now), "msg_type": "interactive", "card": card(message, content)})
        return lambda: CODES.judge(post(target, body, now=now, verify=parsed.verify_certificate))

    return [sender(content) for content in split(dialect(message.markdown), ROOM, in_json)]


def _kind(parsed: object) -> str:
    return str(getattr(parsed, "secure_protocol", "feishu"))


def card(message: Message, content: str) -> dict[str, object]:
    """A card of one text under the digest's subject."""
    return {
        "config": {"wide_screen_mode": True},
        "header": {"template": "carmine", "title": {"tag": "plain_text", "content": message.subject[:150]}},
        "elements": [{"tag": "markdown", "content": content}],
    }


def dialect(markdown: str) -> str:
    """Cards know bold, links and lists, neither headings nor quotes."""
    return _QUOTE.sub("", _HEADING.sub(r"**\1**", markdown))


def in_json(text: str) -> int:
    """The size of a text inside a request."""
    return len(encoded(text))


def signature(secret: str | None, now: datetime) -> dict[str, str]:
    """The fields that sign a request: base64 of HMAC-SHA256 over nothing, with seconds, a line break and the secret as
    its key. Valid for an hour."""
    if not secret:
        return {}
    stamp = str(int(now.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}

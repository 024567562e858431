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
from monitor.delivery.post import answered, encoded, post
from monitor.delivery.rates import Rate
from monitor.delivery.split import split
from monitor.errors import DeliveryError
from monitor.types import Message

LIMIT = 20_000
RATE = Rate(100, 60.0)
_OVERHEAD = 1_500  # the card around the text, with title, time and signature
_HOSTS = {"feishu": "open.feishu.cn", "lark": "open.larksuite.com"}
_RATE = frozenset({11232, 11233, 9499, 99991400})
_KEY = frozenset({19001, 19021, 19022, 19024})
_LARGE = frozenset({11310, 11246})
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_QUOTE = re.compile(r"^> ", re.MULTILINE)


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts that fit LIMIT with the card around them."""
    parsed = plugin(url)
    target = f"https://{_HOSTS[schema(url) if schema(url) in _HOSTS else _kind(parsed)]}/open-apis/bot/v2/hook/"
    target += quote(parsed.token, safe="")

    def sender(content: str) -> Callable[[], str]:
        body = encoded({**signature(parsed.user, now), "msg_type": "interactive", "card": card(message, content)})
        return lambda: judge(post(target, body, now=now, verify=parsed.verify_certificate))

    return [sender(content) for content in split(dialect(message.markdown), LIMIT - _OVERHEAD, _in_json)]


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


def _in_json(text: str) -> int:
    return len(encoded(text))


def signature(secret: str | None, now: datetime) -> dict[str, str]:
    """The fields that sign a request: base64 of HMAC-SHA256 over nothing, with seconds, a line break and the secret as
    its key. Valid for an hour."""
    if not secret:
        return {}
    stamp = str(int(now.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}


def judge(text: str) -> str:
    """The answer, or DeliveryError for one that says no."""
    answer = answered(text)
    code = answer.get("code", answer.get("StatusCode"))
    if code == 0:
        return "feishu: code 0"
    said = f"The bot answered code {code}: {str(answer.get('msg', ''))[:120]}"
    if code in _RATE:
        raise DeliveryError(said, reason="rate", passing=True, retry_after=60.0)
    if code is None:
        raise DeliveryError(said, reason="server error", passing=True)
    if code in _LARGE:
        raise DeliveryError(said, reason="too large", passing=False)
    raise DeliveryError(said, reason="credentials" if code in _KEY else "refused", passing=False)

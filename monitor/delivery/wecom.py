"""WeCom group bots: wecombot://KEY (the KEY of the bot's webhook address).

Markdown, at most 4,096 bytes a message, 20 messages a minute and bot; errors come with status 200 and an errcode.
https://developer.work.weixin.qq.com/document/path/99110
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from monitor.delivery.address import plugin
from monitor.delivery.post import answered, encoded, post
from monitor.delivery.rates import Rate
from monitor.delivery.split import split
from monitor.errors import DeliveryError
from monitor.types import Message

LIMIT = 4096
RATE = Rate(20, 60.0)
_ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
_BUSY = frozenset({-1, 45033})
_RATE = frozenset({45009})
_KEY = frozenset({93000, 40001, 40014, 42001, 40058})
_LARGE = frozenset({45002, 40033})


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts of at most LIMIT bytes of Markdown. WeCom's dialect has headings, bold, links and quotes, which is what
    the digest's Markdown keeps to."""
    parsed = plugin(url)
    target = _ADDRESS + quote(parsed.key, safe="")

    def sender(content: str) -> Callable[[], str]:
        body = encoded({"msgtype": "markdown", "markdown": {"content": content}})
        return lambda: judge(post(target, body, now=now, verify=parsed.verify_certificate))

    return [sender(content) for content in split(message.markdown, LIMIT)]


def judge(text: str) -> str:
    """The answer, or DeliveryError for one that says no."""
    answer = answered(text)
    code = answer.get("errcode")
    if code == 0:
        return "wecom: errcode 0"
    said = f"WeCom answered errcode {code}: {str(answer.get('errmsg', ''))[:120]}"
    if code in _RATE:
        raise DeliveryError(said, reason="rate", passing=True, retry_after=60.0)
    if code in _BUSY or code is None:
        raise DeliveryError(said, reason="server error", passing=True)
    if code in _LARGE:
        raise DeliveryError(said, reason="too large", passing=False)
    raise DeliveryError(said, reason="credentials" if code in _KEY else "refused", passing=False)

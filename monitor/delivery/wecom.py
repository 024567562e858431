"""WeCom group bots: wecombot://KEY (the KEY of the bot's webhook address).

Markdown, at most 4,096 bytes a message, 20 messages a minute and bot; errors come with status 200 and an errcode.
https://developer.work.weixin.qq.com/document/path/99110
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from monitor.delivery.address import plugin
from monitor.delivery.post import encoded, post
from monitor.delivery.rates import Rate
from monitor.delivery.split import split
from monitor.delivery.vendor import Codes
from monitor.types import Message

LIMIT = 4096
RATE = Rate(20, 60.0)
_IMAGES = frozenset({"image/png", "image/jpeg"})
_IMAGE_LIMIT = 2 * 1024 * 1024
_ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
CODES = Codes(
    name="WeCom",
    rate={45009},
    busy={-1, 45033},
    key={93000, 40001, 40014, 42001, 40058},
    large={45002, 40033},
)


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts of at most LIMIT bytes of Markdown. WeCom's dialect has headings, bold, links and quotes, which is what
    the digest's Markdown keeps to."""
    parsed = plugin(url)
    target = _ADDRESS + quote(parsed.key, safe="")

    def sender(content: str) -> Callable[[], str]:
        body = encoded({"msgtype": "markdown", "markdown": {"content": content}})
        return lambda: CODES.judge(post(target, body, now=now, verify=parsed.verify_certificate))

    def drawing(data: bytes) -> Callable[[], str]:
        image = {"base64": b64encode(data).decode(), "md5": hashlib.md5(data, usedforsecurity=False).hexdigest()}
        body = encoded({"msgtype": "image", "image": image})
        return lambda: CODES.judge(post(target, body, now=now, verify=parsed.verify_certificate))

    texts = [sender(content) for content in split(message.markdown, LIMIT)]
    images = [one for one in message.attachments if one.media in _IMAGES and len(one.data) <= _IMAGE_LIMIT]
    return texts + [drawing(one.data) for one in images]

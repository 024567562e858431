"""What each kind of channel gets of a message, as text to look at; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from monitor.delivery import dingtalk, feishu, wecom
from monitor.delivery.address import apprise
from monitor.delivery.others import RICH_SHARE
from monitor.delivery.split import split
from monitor.types import Message

_TELEGRAM_LIMIT = 4096  # characters, as apprise's plugin has it
_SLACK_LIMIT = 35_000


def shown(message: Message, kind: str) -> list[str]:
    """The parts of a message as a kind of channel gets them, one of SHOWN."""
    return SHOWN[kind](message)


def _telegram(message: Message) -> list[str]:
    apprise()
    from apprise import conversion
    from apprise.common import NotifyFormat

    convert: Callable[..., object] = conversion.convert_between
    parts = split(message.markdown, int(_TELEGRAM_LIMIT * RICH_SHARE), len)
    return [str(convert(NotifyFormat.MARKDOWN, NotifyFormat.HTML, part)) for part in parts]


def _json(message: Message) -> list[str]:
    return [json.dumps(message.facts, ensure_ascii=False, indent=2)]


SHOWN: Mapping[str, Callable[[Message], list[str]]] = {
    "text": lambda message: [message.text],
    "html": lambda message: [message.html],
    "markdown": lambda message: [message.markdown],
    "wecom": lambda message: split(message.markdown, wecom.LIMIT),
    "dingtalk": lambda message: split(dingtalk.dialect(message.markdown), dingtalk.ROOM, dingtalk.in_json),
    "feishu": lambda message: split(feishu.dialect(message.markdown), feishu.ROOM, feishu.in_json),
    "telegram": _telegram,
    "slack": lambda message: split(message.markdown, int(_SLACK_LIMIT * RICH_SHARE), len),
    "json": _json,
}

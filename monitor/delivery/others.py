"""Every channel without a sender of our own, through apprise: Telegram, Slack, ntfy, Bark and a hundred more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from monitor.delivery.address import apprise, plugin
from monitor.delivery.split import split
from monitor.errors import DeliveryError
from monitor.types import Attachment, Message

_STATUS = re.compile(r"error\s*[=:]\s*(\d{3})\b")
_SHORT = 600
RICH_SHARE = 0.6
"""Of a limit, what Markdown may take: the marks that apprise adds when it turns it into HTML count too."""


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """Parts that fit the plugin's limit, which apprise counts in characters."""
    parsed = plugin(url)
    # Our outbox paces and retries; apprise's throttle would block a thread for 5.5 s before every part.
    parsed.request_rate_per_sec = 0
    parsed.socket_connect_timeout, parsed.socket_read_timeout = 8.0, 20.0
    formats = parsed.notify_format if isinstance(parsed.notify_format, tuple | list) else (parsed.notify_format,)
    rich = any(str(getattr(kind, "value", kind)) in ("markdown", "html") for kind in formats)
    if parsed.body_maxlen < _SHORT:
        # A text message holds no digest: say that there is one.
        bodies = [""]
    else:
        limit = int(parsed.body_maxlen * RICH_SHARE) if rich else parsed.body_maxlen - 300
        bodies = split(message.markdown if rich else message.text, limit, len)
    kind = apprise().NotifyFormat.MARKDOWN if rich else apprise().NotifyFormat.TEXT

    def sender(number: int, body: str) -> Callable[[], str]:
        title = message.subject if number == 0 and parsed.title_maxlen else ""
        return lambda: _notify(parsed, body or message.subject, title if body else "", kind)

    def drawing(one: Attachment) -> Callable[[], str]:
        return lambda: _notify(parsed, one.title, "", apprise().NotifyFormat.TEXT, one)

    texts = [sender(number, body) for number, body in enumerate(bodies)]
    return texts + [drawing(one) for one in message.attachments if _takes_files(parsed)]


def _takes_files(parsed: Any) -> bool:
    """Whether a channel takes a file. apprise says so of a whole service; Slack's bots take some, its webhooks none."""
    return bool(parsed.attachment_support) and str(getattr(parsed, "mode", "")) != "hook"


def _notify(parsed: Any, body: str, title: str, kind: Any, file: Attachment | None = None) -> str:
    said: list[str] = []
    service = apprise().Apprise()
    service.add(parsed)
    result = service.notify(
        body=body,
        title=title,
        body_format=kind,
        attach=_file(file) if file else None,
        log_callback=lambda entry, _plugin: said.append(entry.message),
    )
    if result:
        return f"apprise: {parsed.service_name} took it"
    raise _named(str(getattr(parsed, "service_name", "the service")), said)


def _file(one: Attachment) -> Any:
    from apprise.attachment import memory

    made: Any = memory.AttachMemory
    return made(content=one.data, name=one.name, mimetype=one.media)


def _named(service: str, said: list[str]) -> DeliveryError:
    """apprise answers with no more than False; the status stands in what it logged. Its words are not passed on: they
    can hold a key."""
    status = next((int(match[1]) for line in said if (match := _STATUS.search(line))), None)
    if status is None:
        return DeliveryError(f"{service} did not take it, or could not be reached.", reason="unknown", passing=True)
    text = f"{service} answered {status}."
    if status == 429:
        return DeliveryError(text, reason="rate", passing=True, retry_after=30.0)
    if status >= 500 or status == 408:
        return DeliveryError(text, reason="server error", passing=True)
    return DeliveryError(text, reason="credentials" if status in (401, 403) else "refused", passing=False)

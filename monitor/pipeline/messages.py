"""From a digest to a receiver's message: in its form, with its own templates and with drawings.

A digest is never lost to its looks: a template that cannot be used gives way to the shipped one, drawings that cannot
be made are left out, and the operator is told why.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from monitor.config import Config, Receiver
from monitor.digest import render
from monitor.errors import ConfigError
from monitor.language import Tongue
from monitor.plots import draw, missing, png
from monitor.types import Attachment, Digest, Message, Occasion, StoredEvent

HISTORY = timedelta(days=185)
"""How far back the signings by month are drawn: about half a year."""
_FORMS = {"text": "digest.txt", "markdown": "digest.md", "html": "digest.html"}


@dataclass(frozen=True, slots=True)
class Made:
    """A message, and what its template did wrong (with file and line), None where nothing."""

    message: Message
    problem: str | None = None


def message_for(config: Config, receiver: Receiver, digest: Digest, drawings: Sequence[Attachment] = ()) -> Made:
    """A digest as this receiver gets it, by the shipped templates where its own cannot be used."""
    try:
        return Made(strict_message(config, receiver, digest, drawings))
    except ConfigError as error:
        shipped = render(digest, receiver.language, form=receiver.format, drawings=drawings)
        return Made(shipped, str(error))


def strict_message(config: Config, receiver: Receiver, digest: Digest, drawings: Sequence[Attachment] = ()) -> Message:
    """The same; ConfigError with file and line for a template that cannot be used."""
    files = _files(config, receiver)
    if not files:
        return render(digest, receiver.language, form=receiver.format, drawings=drawings)
    texts = {}
    for name, file in files.items():
        try:
            texts[name] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise ConfigError(f"receiver {receiver.name}: {file}: the template cannot be read: {reason}.") from error
    try:
        return render(digest, receiver.language, texts, form=receiver.format, drawings=drawings)
    except ConfigError as error:
        said = str(error)
        for name, file in files.items():
            said = said.replace(f"template {name}", str(file))
        raise ConfigError(f"receiver {receiver.name}: {said}") from error


def with_images(message: Message) -> str:
    """The HTML form as a file of its own: the drawings, which a mail carries beside it, stand in it."""
    html = message.html
    for one in message.attachments:
        data = base64.b64encode(one.data).decode()
        html = html.replace(f'"cid:{one.name}"', f'"data:{one.media};base64,{data}"')
    return html


def _files(config: Config, receiver: Receiver) -> Mapping[str, Path]:
    """The receiver's own templates by the names that render() knows; paths are relative to the configuration."""
    base = config.path.parent if config.path else Path()
    own = {name: getattr(receiver.templates, form) for form, name in _FORMS.items()}
    return {name: base / file for name, file in own.items() if file is not None}


def wants_drawings(receiver: Receiver, occasion: Occasion) -> bool:
    """Whether a message of this occasion carries drawings, as far as the receiver and this machine go."""
    summary = occasion in ("weekly", "monthly")
    asked = receiver.plots == "always" or (receiver.plots == "summaries" and summary)
    return asked and occasion != "alert" and unable() is None


@cache
def unable() -> str | None:
    """Why this machine draws nothing, or None; looked up once."""
    return missing()


def drawings_of(
    receiver: Receiver, events: Sequence[StoredEvent], before: Sequence[StoredEvent], history: Sequence[StoredEvent]
) -> tuple[Attachment, ...]:
    """The drawings of a period as PNG, light: mail clients that darken a page leave images as they are.

    events, before, history: as monitor.plots.draw takes them. It takes about half a second: not to be called inside a
    transaction that writes.
    """
    found = draw(events, before, history, timezone=receiver.timezone, tongue=Tongue(receiver.language))
    return tuple(_attachment(one.name, one.title, png(one.spec)) for one in found)


def _attachment(name: str, title: str, data: bytes) -> Attachment:
    # IHDR is the first chunk of every PNG: width and height, big-endian, in pixels.
    width, height = (int.from_bytes(data[at : at + 4], "big") // 2 for at in (16, 20))
    return Attachment(name=f"{name}.png", media="image/png", title=title, data=data, width=width, height=height)


def links(config: Config, since: datetime, until: datetime) -> tuple[str | None, str | None]:
    """Where the web pages show a period's events, and the page of one event with {id} in it; None without web pages."""
    base = config.settings.link
    if base is None:
        return None, None
    asked = urlencode({"since": f"{since:%Y-%m-%dT%H:%MZ}", "until": f"{until:%Y-%m-%dT%H:%MZ}"})
    return f"{base}/events?{asked}", f"{base}/events/{{id}}"

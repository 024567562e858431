"""A mail as a page: a newsletter's HTML part, or its text (RFC 5322, RFC 2045)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import cast

from monitor.errors import ReplayError
from monitor.types import Page

_SPACE = re.compile(r"\s+")
_LONGEST_SUBJECT = 300


def page_of_mail(raw: bytes, document: str, otherwise: datetime) -> Page:
    """The page that a mail carries: its subject and date are what is said of it, its address that of the mail in its
    list's archive (Archived-At, RFC 5064) where it names one. otherwise: the time where it names none.

    Raises ReplayError for what is no mail, or holds no text.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    if not {"from", "subject", "date", "message-id", "received"} & {name.lower() for name in mail}:
        raise ReplayError(f"{document}: is no mail: it has none of a mail's headers.", reason="not a mail")
    part = _best(mail)
    if part is None:
        raise ReplayError(f"{document}: the mail holds no text.", reason="empty")
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise ReplayError(f"{document}: the mail's text is empty.", reason="empty")
    charset = _charset(part)
    kind = part.get_content_type()
    sent = _date(mail)
    return Page(
        url=_archived(mail),
        body=body,
        headers={"content-type": f"{kind}; charset={charset}" if charset else kind},
        fetched_at=sent or otherwise,
        document=document,
        plain=kind == "text/plain",
        hint_title=_header(mail, "subject"),
        hint_published=sent,
    )


def _best(mail: Message) -> Message | None:
    """The largest HTML part, else the largest one of text; attachments are none."""
    found: dict[str, list[Message]] = {"text/html": [], "text/plain": []}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in found and part.get_content_disposition() != "attachment":
            found[kind].append(part)
    for parts in found.values():
        if parts:
            return max(parts, key=lambda part: len(str(part.get_payload())))
    return None


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


def _header(mail: Message, name: str) -> str | None:
    """A header as one printable line; None where it is missing or cannot be read."""
    try:
        text = _SPACE.sub(" ", str(mail.get(name, ""))).strip()[:_LONGEST_SUBJECT]
    except (ValueError, LookupError, IndexError, AttributeError):  # the header parser's ways to fail on nonsense
        return None
    return "".join(char for char in text if char.isprintable()) or None


def _date(mail: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(cast(EmailMessage, mail).get("date", "")))
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _archived(mail: Message) -> str | None:
    address = (_header(mail, "archived-at") or "").strip("<> ")
    return address if re.match(r"https?://[^/\s]+\S*$", address) else None

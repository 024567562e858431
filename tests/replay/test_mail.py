"""Mails as pages: the part that is read, in the encoding that it names, and what is no mail."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.article import parse
from monitor.replay import Unreadable, pages
from monitor.types import Article, Page

NOW = datetime(2026, 3, 5, tzinfo=UTC)
TEXT = "云浮市举行重点项目集中签约仪式，现场签约九个项目。" * 6


def replayed(folder: Path, raw: bytes, name: str = "mail.eml") -> Page | Unreadable:
    (folder / name).write_bytes(raw)
    (found,) = pages([folder / name], now=NOW)
    return found


def page(folder: Path, raw: bytes) -> Page:
    found = replayed(folder, raw)
    assert isinstance(found, Page), found
    return found


def mail(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "a@news.example", "Subject": "云浮签约周报", **headers}.items():
        made[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_the_html_part_is_the_page_with_subject_and_date(tmp_path: Path, charset: str) -> None:
    text = TEXT if charset != "big5" else "雲浮市舉行重點項目集中簽約儀式，現場簽約九個項目。" * 6
    made = mail(Date="Wed, 04 Mar 2026 10:00:00 +0800", Archived_At="<https://news.example/letters/7>")
    made.set_content("see the other part")
    made.add_alternative(
        f"<h1>周报</h1><p>{text}</p>" if charset != "big5" else f"<p>{text}</p>", "html", charset=charset
    )
    found = page(tmp_path, made.as_bytes())
    assert (found.hint_title, found.url) == ("云浮签约周报", "https://news.example/letters/7")
    assert found.hint_published == datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    article = parse(found)
    assert isinstance(article, Article)
    assert text[:20] in article.body


def test_a_mail_of_text_alone_is_plain(tmp_path: Path) -> None:
    made = mail()
    made.set_content(TEXT, charset="gb2312")
    found = page(tmp_path, made.as_bytes())
    assert (found.plain, found.headers["content-type"]) == (True, "text/plain; charset=gb2312")
    assert TEXT[:10] in found.body.decode("gb2312")


def test_a_forwarded_mail_gives_what_was_forwarded_and_attachments_are_none(tmp_path: Path) -> None:
    inner = mail()
    inner.set_content(f"<p>{TEXT}</p>", subtype="html")
    made = mail(Subject="Fwd")
    made.set_content("seht selbst")
    made.add_attachment(inner)
    made.add_attachment(b"<p>not this</p>" * 500, maintype="text", subtype="html", filename="x.html")
    assert TEXT[:10] in page(tmp_path, made.as_bytes()).body.decode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"just some words\nand more\n", "not a mail"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "empty"),
        (b"Subject: x\n\n   \n", "empty"),
        (b"   ", "empty"),
    ],
    ids=["words", "picture", "no text", "nothing"],
)
def test_what_is_no_page_is_named(tmp_path: Path, raw: bytes, reason: str) -> None:
    found = replayed(tmp_path, raw)
    assert isinstance(found, Unreadable)
    assert found.reason == reason


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?x-unknown?B?////?=\nDate: never\n",
        b"Subject: =?utf-8?B?=?=\nDate: Mon, 99 Foo 2026 99:99:99 +9999\n",
        b'Subject: \xff\xfe\nContent-Type: text/html; charset="no-such"\n',
        b"From: <<<>>>\nSubject: x\nContent-Type: multipart/mixed; boundary=\n",
    ],
)
def test_nonsense_in_headers_does_not_raise(tmp_path: Path, header: bytes) -> None:
    assert replayed(tmp_path, header + b"\n<p>" + TEXT.encode() + b"</p>\n") is not None

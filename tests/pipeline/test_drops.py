"""Newsletters in a mailbox and files in a folder: each comes in once, nothing there is changed, bad ones are named."""

from __future__ import annotations

import os
import ssl
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web import content
from web.databases import database_at
from web.imap import LocalImap
from web.server import CERTIFICATE, Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.pipeline.polled import Polled
from monitor.pipeline.trial import STEPS, trial
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.events import pending
from monitor.store.tables import pages

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
BODY = (
    "现场签约9个项目，总投资41亿元，项目涵盖石材、氢能等产业。" + "有关部门将做好要素保障，推动项目早落地早见效。" * 6
)


def newsletter(city: str, *, charset: str = "utf-8", html: bool = True, links: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"] = "云岭招商周报 <weekly@news.example>"
    mail["Subject"] = f"{city}举行重点项目集中签约仪式"
    mail["Date"] = format_datetime(NOW - timedelta(hours=3))
    text = f"3月4日，{city}举行重点项目集中签约仪式，{city}{BODY}"
    mail.set_content(text if not html else "请用能显示网页的邮件程序打开。", charset=charset)
    if html:
        page = f"<html><body><h1>{mail['Subject']}</h1><p>{text}</p>{links}</body></html>"
        mail.add_alternative(page, subtype="html", charset=charset)
        mail.add_attachment(b"%PDF-1.7 ...", maintype="application", subtype="pdf", filename="x.pdf")
    return mail.as_bytes().replace(b"\n", b"\r\n")


class Desk:
    """A store, a client that trusts the test server's certificate, and a mail server."""

    def __init__(self, folder: Path, pool: Pool, mail: LocalImap) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        context = ssl.create_default_context(cafile=str(CERTIFICATE))
        limits = Limits(delay=0.0, total=3.0, silence=1.0, size=50_000)
        self.client = Client(allow_private=("127.0.0.1", "localhost"), limits=limits, context=context)
        self.pool, self.mail, self.now = pool, mail, NOW

    def mailbox(self, **keys: Any) -> Source:
        values = {"url": f"imaps://localhost:{self.mail.port}/INBOX", "user": "reader", "password": "correct horse"}
        return Source.model_validate({"name": "letters", "kind": "imap", **values, **keys})

    def poll(self, source: Source) -> Polled:
        return poll(source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: self.now)

    def titles(self) -> set[str]:
        with self.store.read() as connection:
            return {str(row["title"]) for row in list_articles(connection)}

    def told(self) -> set[str]:
        with self.store.read() as connection:
            found = pending(connection, "desk", since=NOW - timedelta(days=1), until=NOW + timedelta(days=9))
        return {str(item.event.region) for item in found}


@pytest.fixture
def mail() -> Iterator[LocalImap]:
    with LocalImap() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, pool: Pool, mail: LocalImap) -> Iterator[Desk]:
    made = Desk(tmp_path, pool, mail)
    yield made
    made.client.close()
    made.store.close()


def test_each_mail_comes_in_once_and_only_what_came_after_the_first_poll_is_told(desk: Desk) -> None:
    desk.mail.deliver(newsletter("云浮市"))
    first = desk.poll(desk.mailbox())
    assert (first.reason, first.first, first.count("new")) == ("ok", True, 1)
    desk.mail.deliver(newsletter("清远市", charset="gb18030"), newsletter("河源市", html=False))
    second = desk.poll(desk.mailbox())
    assert (second.first, second.fetched) == (False, 2)
    assert desk.titles() == {f"{city}举行重点项目集中签约仪式" for city in ("云浮市", "清远市", "河源市")}
    assert desk.told() == {"清远市", "河源市"}
    assert desk.poll(desk.mailbox()).fetched == 0


def test_nothing_in_the_mailbox_is_changed(desk: Desk) -> None:
    desk.mail.deliver(newsletter("云浮市"))
    desk.poll(desk.mailbox())
    words = {command.split(" ")[0].upper() for command in desk.mail.commands}
    assert words <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
    fetches = [command for command in desk.mail.commands if command.startswith("UID")]
    assert all("FETCH" in command and ("PEEK" in command or "SIZE" in command) for command in fetches)


def test_a_mailbox_that_was_made_anew_is_read_anew_and_known_mails_stay_known(desk: Desk) -> None:
    desk.mail.deliver(newsletter("云浮市"))
    desk.poll(desk.mailbox())
    desk.mail.validity = 8
    desk.mail.mailboxes["INBOX"] = {}
    desk.mail.deliver(newsletter("清远市"), newsletter("云浮市"))
    again = desk.poll(desk.mailbox())
    assert (again.count("new") + again.count("copy"), again.count("known")) == (1, 1)


def test_bad_mails_are_named_and_kept_and_the_others_come_in(desk: Desk) -> None:
    picture = EmailMessage()
    picture["Subject"], picture["From"] = "图", "a@news.example"
    picture.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    large = newsletter("阳江市") + b"<!-- " + b"x" * 60_000 + b" -->"
    desk.mail.deliver(picture.as_bytes(), large, b"\x00\x01nonsense", newsletter("云浮市"))
    polled = desk.poll(desk.mailbox())
    assert polled.reason == "ok"
    reasons = [outcome.reason for outcome in polled.outcomes if outcome.verdict == "rejected"]
    assert [("letters-1" in reasons[0], "letters-2" in reasons[1]), len(reasons)] == [(True, True), 3]
    assert desk.titles() == {"云浮市举行重点项目集中签约仪式"}
    with desk.store.read() as connection:
        query = select(pages.c.document).where(pages.c.verdict.in_(("rejected", "quarantined")))
        kept = set(connection.execute(query).scalars())
    assert kept == {"letters-1.eml", "letters-2.eml", "letters-3.eml"}


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"password": "wrong"}, "forbidden"),
        ({"url": "imaps://localhost:{port}/Nirgends"}, "not found"),
        ({"url": "imaps://localhost:1/INBOX"}, "refused"),
        ({"url": "imaps://10.0.0.1/INBOX"}, "private address"),
        ({"url": "imap://localhost:{port}/INBOX"}, "timeout"),  # plain words to a server that waits for TLS
    ],
    ids=["password", "mailbox", "port", "private", "scheme"],
)
def test_what_goes_wrong_is_named(desk: Desk, keys: dict[str, str], reason: str) -> None:
    values = {name: value.replace("{port}", str(desk.mail.port)) for name, value in keys.items()}
    polled = desk.poll(desk.mailbox(**values))
    assert polled.reason in {reason, "connection lost"} if "imap://" in str(values) else polled.reason == reason
    assert "correct horse" not in polled.detail


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent(desk: Desk) -> None:
    client = Client(allow_private=("127.0.0.1", "localhost"), limits=Limits(silence=1.0))
    polled = poll(desk.mailbox(), store=desk.store, client=client, pool=desk.pool, owner="t", clock=lambda: NOW)
    client.close()
    assert polled.reason == "tls"
    assert not desk.mail.commands


def test_a_server_that_hangs_or_hangs_up_loses_nothing(desk: Desk) -> None:
    desk.mail.deliver(newsletter("云浮市"))
    desk.mail.hang.set()
    assert desk.poll(desk.mailbox()).reason == "timeout"
    desk.mail.hang.clear()
    desk.mail.hang_up = True
    assert desk.poll(desk.mailbox()).reason == "connection lost"
    desk.mail.hang_up = False
    assert desk.poll(desk.mailbox()).count("new") == 1


def test_what_a_newsletter_links_to_is_taken_instead_of_it(desk: Desk, web: LocalWeb) -> None:
    desk.poll(desk.mailbox(follow=True))
    rows = ""
    for city in ("云浮市", "清远市", "河源市"):
        title = f"{city}集中签约仪式今日举行现场直击"
        path = f"/{len(rows)}.html"
        web.route(path, Answer.html(content.article(title, [f"3月4日，{city}{BODY}"], published="2026-03-04 10:00")))
        rows += f'<li><a href="{web.url}{path}">{title}</a></li>'
    desk.mail.deliver(newsletter("阳江市", links=f"<ul>{rows}</ul>"))
    polled = desk.poll(desk.mailbox(follow=True))
    assert polled.fetched == 3
    assert all("现场直击" in title for title in desk.titles())
    assert len(desk.titles()) == 3
    assert desk.poll(desk.mailbox(follow=True)).fetched == 0


def test_files_of_a_folder_come_in_once_and_stay(desk: Desk, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    source = Source.model_validate({"name": "drop", "kind": "folder", "url": str(drop)})
    page = content.article("云浮市举行签约仪式", [f"3月4日，云浮市{BODY}"], published="2026-03-04 10:00")

    def put(name: str, body: bytes, age: float = 60) -> None:
        (drop / name).write_bytes(body)
        os.utime(drop / name, (NOW.timestamp() - age,) * 2)

    put("a.html", page.encode())
    put("b.eml", newsletter("清远市"))
    with zipfile.ZipFile(drop / "c.zip", "w") as archive:
        archive.writestr(
            "inside.html", content.article("河源市举行签约仪式", [f"3月4日，河源市举行活动，河源市{BODY}"])
        )
    os.utime(drop / "c.zip", (NOW.timestamp() - 60,) * 2)
    put("d.html", b"\x89PNG....")
    put("half.html", page.replace("云浮", "阳江").encode()[:200], age=0.5)
    polled = desk.poll(source)
    assert polled.reason == "ok"
    assert len(desk.titles()) == 3
    assert [outcome.name for outcome in polled.outcomes if outcome.verdict == "rejected"] == ["d.html"]
    assert sorted(path.name for path in drop.iterdir()) == ["a.html", "b.eml", "c.zip", "d.html", "half.html"]
    assert desk.poll(source).outcomes == ()
    put("half.html", page.replace("云浮", "阳江").encode())
    assert desk.poll(source).fetched == 1


def test_a_folder_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    source = Source.model_validate({"name": "drop", "kind": "folder", "url": str(tmp_path / "none")})
    assert desk.poll(source).reason == "not found"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"kind": "imap", "url": "https://mail.example/"}, "imaps://"),
        ({"kind": "imap", "url": "imaps://mail.example/"}, "user and password"),
        ({"kind": "folder", "url": "drop"}, "whole path"),
        ({"kind": "feed", "url": "https://news.example/", "password": "x"}, "imap"),
    ],
)
def test_mistakes_in_the_configuration_are_named(keys: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Source.model_validate({"name": "x", **keys})


def test_a_trial_reads_the_mailbox_and_takes_nothing_in(desk: Desk) -> None:
    desk.mail.deliver(b"\x00\x01nonsense", newsletter("云浮市"))
    steps = list(trial(desk.mailbox(), desk.client, desk.pool))
    assert tuple(step.name for step in steps) == STEPS
    assert all(step.ok for step in steps)
    assert "letters-1.eml: not a mail" in next(step.detail for step in steps if step.name == "listing")
    assert desk.titles() == set()
    assert "first: 云浮市" in next(step.detail for step in steps if step.name == "entries")
    last = list(trial(desk.mailbox(password="wrong"), desk.client, desk.pool))[-1]
    assert (last.name, last.reason) == ("fetch", "forbidden")


def test_a_trial_looks_at_the_newest(desk: Desk, tmp_path: Path) -> None:
    desk.mail.deliver(*[newsletter(f"云浮市第{number}区", html=False) for number in range(60)], newsletter("清远市"))
    for number, city in enumerate(("阳江市", "云浮市", "清远市", "河源市")):
        file = tmp_path / "drop" / f"{number}.eml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(newsletter(city))
        os.utime(file, (NOW.timestamp() + (city == "云浮市"), NOW.timestamp() + (city == "云浮市")))
    folder = Source.model_validate({"name": "drop", "kind": "folder", "url": str(tmp_path / "drop")})
    for source, first, looked in ((desk.mailbox(), "清远市", 50), (folder, "云浮市", 4)):
        said = {step.name: step.detail for step in trial(source, desk.client, desk.pool)}
        assert said["fetch"] == f"{looked} mails or files looked at, the newest first"
        assert f"first: {first}举行重点项目" in said["entries"]
    polled = desk.poll(desk.mailbox())
    assert polled.fetched == 61

"""Drawings go along where the channel takes them, after the text, and stay away where it does not."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from datetime import UTC, datetime

import pytest

from monitor.delivery import Failed, Sent, send
from monitor.types import Attachment

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
HTML = '<html><body><p>平阴县签约</p><img src="cid:months.png" alt="各月签约额"></body></html>'


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0abc")) + chunk(b"IEND", b"")


MONTHS = Attachment(name="months.png", media="image/png", title="各月签约额", data=png(), width=600, height=300)


def test_mail_shows_it_in_the_html_without_loading_anything(smtp, message):
    sink, port = smtp
    url = f"mailto://127.0.0.1:{port}/?from=watch@monitor.example&to=reader@office.example"
    assert isinstance(send(message(html=HTML, attachments=(MONTHS,)), url, now=NOW), Sent)
    (mail,) = sink.mails
    assert mail.get_content_type() == "multipart/alternative"
    related = mail.get_payload()[1]
    assert related.get_content_type() == "multipart/related"
    html, image = related.get_payload()
    assert 'src="cid:months.png"' in html.get_content()
    assert image["Content-ID"] == "<months.png>"
    assert image.get_content() == MONTHS.data
    assert "平阴县" in mail.get_body(("plain",)).get_content()


def test_mail_without_html_has_it_as_an_attachment(smtp, message):
    sink, port = smtp
    url = f"mailto://127.0.0.1:{port}/?from=watch@monitor.example&to=reader@office.example"
    assert isinstance(send(message(html="", attachments=(MONTHS,)), url, now=NOW), Sent)
    (mail,) = sink.mails
    assert mail.get_body(("html",)) is None
    assert [part.get_filename() for part in mail.iter_attachments()] == ["months.png"]


def test_wecom_gets_it_as_an_image_of_its_own(vendor, message):
    vendor.say({"errcode": 0})
    sent = send(message(attachments=(MONTHS,)), "wecombot://693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa", now=NOW)
    assert isinstance(sent, Sent)
    text, image = (request.json for request in vendor.requests)
    assert text["msgtype"] == "markdown"
    assert base64.b64decode(image["image"]["base64"]) == MONTHS.data
    assert image["image"]["md5"] == hashlib.md5(MONTHS.data).hexdigest()


def test_telegram_gets_it_through_apprise_after_the_text(vendor, message):
    vendor.say({"ok": True, "result": {"message_id": 1}})
    url = "tgram://123456789:abcdefg_hijklmnopqrstuvwxyz/12315544/"
    assert isinstance(send(message(attachments=(MONTHS,)), url, now=NOW), Sent)
    assert vendor.requests[0].path.endswith("/sendMessage")
    photos = [request for request in vendor.requests if MONTHS.data in request.body]
    assert len(photos) == 1
    assert vendor.requests.index(photos[0]) >= 1


def test_a_failed_drawing_is_tried_again_without_the_text(vendor, message):
    url = "wecombot://693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
    vendor.say({"errcode": 0}, (502, {}), {"errcode": 0})
    made = message(attachments=(MONTHS,))
    failed = send(made, url, now=NOW)
    assert isinstance(failed, Failed)
    assert failed.parts_sent == 1
    assert isinstance(send(made, url, now=NOW, start=failed.parts_sent), Sent)
    assert [request.json["msgtype"] for request in vendor.requests] == ["markdown", "image", "image"]


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", b"ok"),
        ("dingtalk://SECabc@" + "a1b2c3d4" * 8, {"errcode": 0}),
        ("feishu://s3cret@abcdef-1234", {"code": 0}),
    ],
)
def test_a_channel_that_takes_no_files_gets_the_text(vendor, message, url, answer):
    vendor.say(answer)
    assert isinstance(send(message(attachments=(MONTHS,)), url, now=NOW), Sent)
    assert len(vendor.requests) == 1


def test_a_webhook_gets_it_in_base64(vendor, message):
    vendor.say({})
    assert isinstance(send(message(attachments=(MONTHS,)), "jsons://hooks.office.example/monitor", now=NOW), Sent)
    (sent,) = vendor.requests[0].json["attachments"]
    assert base64.b64decode(sent["base64"]) == MONTHS.data

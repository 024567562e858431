"""Every channel with every kind of digest, from composition to what the server received."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from monitor.config.receiver import Receiver
from monitor.delivery import Sent, send
from monitor.digest import compose, render, sample
from monitor.types import Message, Signing

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
CHANNELS = {
    "wecom": ("wecombot://693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa", 4096),
    "dingtalk": ("dingtalk://SECabc@" + "a1b2c3d4" * 8, 20_000),
    "feishu": ("feishu://s3cret@abcdef-1234", 20_000),
    "lark": ("lark://abcdef-1234", 20_000),
    "telegram": ("tgram://123456789:abcdefg_hijklmnopqrstuvwxyz/12315544/", 4096),
    "slack": ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", 35_000),
    "webhook": ("jsons://hooks.office.example/monitor?secret=s3cret", None),
}
YES = {"errcode": 0, "code": 0, "ok": True, "result": {"message_id": 1}}
OFFICE = Receiver.model_validate({"name": "office", "channels": ("json://x",), "cap": 1000})
HOSTILE = (
    '<script>alert(1)</script><!channel> <!here> <@all> @all @所有人 <at user_id="all">所有人</at> '
    "[点我](https://evil.example/) **粗** `码`\n\n## 题"
)


def hostile_event():
    event = sample(OFFICE, NOW).new[0]
    article = replace(event.articles[0], title=HOSTILE, source=HOSTILE)
    return replace(event, event=Signing(region=HOSTILE, name=HOSTILE, parties=(HOSTILE,)), articles=(article,))


LONGEST = 1600


def long_event():
    """One event that fills messages of its own: hundreds of parties, a title without an end."""
    event = sample(OFFICE, NOW).new[2]
    parties = tuple(f"第{number}号企业有限公司" for number in range(LONGEST))
    article = replace(event.articles[0], title="签约" * 3000)
    return replace(event, event=replace(event.event, parties=parties), articles=(article,))


@cache
def digest(case: str) -> Message:
    known = sample(OFFICE, NOW)
    events = {
        "empty": (),
        "sample": known.new,
        "繁體": known.new,
        "emoji": tuple(replace(one, event=replace(one.event, region="🎉👨‍👩‍👧区")) for one in known.new),
        "hostile": (hostile_event(),),
        "long": (long_event(),),
        "1,000 events": tuple(
            replace(known.new[2], id=number, event=Signing(region=f"第{number}区", name="签约仪式"))
            for number in range(1000)
        ),
    }[case]
    made = compose(OFFICE, events, since=NOW - timedelta(days=1), until=NOW, sources=known.sources)
    return render(made, "zh-Hant" if case == "繁體" else "zh-Hans")


def shown(channel: str, body: bytes) -> str:
    """What a chat would show, without the JSON around it."""
    value = json.loads(body)
    match channel:
        case "wecom":
            return str(value["markdown"]["content"])
        case "dingtalk":
            return str(value["markdown"]["text"])
        case "feishu" | "lark":
            return str(value["card"]["elements"][0]["content"])
        case "telegram":
            return str(value["text"])
        case "slack":
            return str(value["attachments"][0]["text"]) if "attachments" in value else str(value["text"])
        case _:
            return str(value["markdown"])


@pytest.mark.parametrize("case", ["empty", "sample", "繁體", "emoji", "hostile", "long", "1,000 events"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_it_arrives_whole_within_the_limit_and_harmless(vendor, channel, case):
    vendor.say(b"ok" if channel == "slack" else YES)
    url, limit = CHANNELS[channel]
    message = digest(case)
    sent = send(message, url, now=NOW)
    assert isinstance(sent, Sent), sent
    texts = [shown(channel, request.body) for request in vendor.requests]
    for request, text in zip(vendor.requests, texts, strict=True):
        if channel in ("telegram", "slack"):
            assert len(text) <= limit
        elif limit:
            assert len(text.encode() if channel == "wecom" else request.body) <= limit
    whole = "\n".join(texts)
    if case == "1,000 events":
        assert len(set(re.findall(r"第\d+区", whole))) == 1000
    if case == "long":
        assert len(set(re.findall(r"第(\d+)号企业", re.sub(r"\s|（\d+/\d+）", "", whole)))) == LONGEST
    if case == "empty":
        assert "没有新的招商行程" in whole
    if case == "emoji":
        assert "🎉" in whole
    if case == "繁體":
        assert "槐蔭區委書記" in whole
    if case == "hostile":
        assert "＜script＞" in whole
        assert set(re.findall(r"https?://[\w./-]+", whole)) == {"https://news.example.com/huaiyin/1.html"}
        for mark in ("<script", "<!", "<@", "<at", "@all", "@所有人", "](https://evil", "|https://evil"):
            assert mark not in whole


@pytest.mark.parametrize("case", ["empty", "sample", "繁體", "emoji", "hostile", "long", "1,000 events"])
def test_a_mail_of_every_kind_arrives(smtp, case):
    sink, port = smtp
    message = digest(case)
    sent = send(message, f"mailto://127.0.0.1:{port}/?from=watch@monitor.example&to=reader@office.example", now=NOW)
    assert isinstance(sent, Sent), sent
    (mail,) = sink.mails
    assert mail["Subject"] == message.subject
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    assert len(html.encode()) < 102_000  # Gmail clips beyond
    if case == "1,000 events":
        assert len(set(re.findall(r"第\d+区", mail.get_body(("plain",)).get_content()))) == 1000

"""WeCom, DingTalk, Feishu and Lark: answers with status 200 that say no, limits in bytes, signatures, rates."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.delivery import Failed, Rates, Sent, send

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
TOKEN = "a1b2c3d4" * 8
WECOM = "wecombot://693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = f"dingtalk://SECabc@{TOKEN}"
FEISHU = "feishu://s3cret@abcdef-1234"
LARK = "lark://abcdef-1234"
BOTS = [WECOM, DINGTALK, FEISHU, LARK]
OK = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
LIMITS = {WECOM: 4096, DINGTALK: 20_000, FEISHU: 20_000, LARK: 20_000}
HOSTS = {
    WECOM: "qyapi.weixin.qq.com",
    DINGTALK: "oapi.dingtalk.com",
    FEISHU: "open.feishu.cn",
    LARK: "open.larksuite.com",
}


def content(url: str, body: dict) -> str:
    if url == WECOM:
        return body["markdown"]["content"]
    return body["markdown"]["text"] if url == DINGTALK else body["card"]["elements"][0]["content"]


def events(count: int) -> str:
    blocks = [f"**{n}. 平阴县签约{n}个项目**\n> “{'签约“仪式”' * 20}”" for n in range(count)]
    return "# 招商动态\n\n## 项目签约\n\n" + "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("url", BOTS)
def test_a_digest_of_1000_events_arrives_whole_in_parts_within_the_limit(vendor, message, url):
    vendor.say(OK)
    sent = send(message(markdown=events(1000)), url, now=NOW)
    assert isinstance(sent, Sent), sent
    assert sent.parts == len(vendor.requests) > 1
    texts = [content(url, request.json) for request in vendor.requests]
    for request, text in zip(vendor.requests, texts, strict=True):
        # WeCom counts the content, the others the request.
        assert len(text.encode() if url == WECOM else request.body) <= LIMITS[url]
    for n in range(1000):
        assert sum(f"**{n}. 平阴县" in text for text in texts) == 1
    assert texts[1].startswith(f"（2/{len(texts)}）")
    assert {request.host for request in vendor.requests} == {HOSTS[url]}


@pytest.mark.parametrize("url", BOTS)
@pytest.mark.parametrize(
    "text", ["# 空\n", "# 繁體：簽約儀式於濟南市舉行\n", "# emoji 🎉👨‍👩‍👧\n", "# <b>1 &lt; 2</b>\n"]
)
def test_unusual_text_goes_through_unchanged(vendor, message, url, text):
    vendor.say(OK)
    assert isinstance(send(message(markdown=text), url, now=NOW), Sent)
    assert text.strip().lstrip("# ") in content(url, vendor.requests[0].json)


@pytest.mark.parametrize(
    ("url", "answer", "reason", "passing"),
    [
        (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, "credentials", False),
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, "rate", True),
        (WECOM, {"errcode": -1, "errmsg": "system busy"}, "server error", True),
        (WECOM, {"errcode": 45002, "errmsg": "content size out of limit"}, "too large", False),
        (WECOM, {"errcode": 44004, "errmsg": "empty content"}, "refused", False),
        (DINGTALK, {"errcode": 310000, "errmsg": "sign not match"}, "credentials", False),
        (DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, "rate", True),
        (DINGTALK, {"errcode": 300001, "errmsg": "token is not exist"}, "credentials", False),
        (FEISHU, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, "credentials", False),
        (FEISHU, {"code": 11232, "msg": "frequency limited"}, "rate", True),
        (LARK, {"code": 19024, "msg": "Key Words Not Found"}, "credentials", False),
        (LARK, {"StatusCode": 0, "StatusMessage": "success"}, None, None),
        (FEISHU, b"<html>gateway</html>", "server error", True),
        (WECOM, {}, "server error", True),
    ],
)
def test_status_200_is_no_yes(vendor, message, url, answer, reason, passing):
    vendor.say(answer)
    result = send(message(), url, now=NOW)
    if reason is None:
        assert isinstance(result, Sent)
        return
    assert isinstance(result, Failed)
    assert (result.reason, result.passing) == (reason, passing)
    assert TOKEN not in result.detail


def test_dingtalk_signs_with_the_time_and_keeps_its_lines(vendor, message):
    vendor.say(OK)
    send(message(), DINGTALK, now=NOW)
    query = parse_qs(urlsplit(vendor.requests[0].path).query)
    stamp = str(int(NOW.timestamp() * 1000))
    right = base64.b64encode(hmac.new(b"SECabc", f"{stamp}\nSECabc".encode(), hashlib.sha256).digest()).decode()
    assert (query["timestamp"], query["sign"], query["access_token"]) == ([stamp], [right], [TOKEN])
    assert "项目**  \n" in content(DINGTALK, vendor.requests[0].json)


def test_feishu_signs_in_the_body_and_a_card_without_headings_shows_them_bold(vendor, message):
    vendor.say(OK)
    send(message(), FEISHU, now=NOW)
    body = vendor.requests[0].json
    stamp = str(int(NOW.timestamp()))
    right = base64.b64encode(hmac.new(f"{stamp}\ns3cret".encode(), b"", hashlib.sha256).digest()).decode()
    assert (body["timestamp"], body["sign"]) == (stamp, right)
    assert "**招商动态**" in content(FEISHU, body)
    vendor.requests.clear()
    send(message(), LARK, now=NOW)
    assert "sign" not in vendor.requests[0].json


def test_parts_that_were_taken_are_not_sent_again(vendor, message):
    long = message(markdown=events(100))
    vendor.say(OK, OK, {"errcode": -1, "errmsg": "system busy"}, OK)
    broken = send(long, WECOM, now=NOW)
    assert isinstance(broken, Failed)
    assert broken.parts_sent == 2
    done = send(long, WECOM, now=NOW, start=broken.parts_sent)
    assert isinstance(done, Sent)
    taken = vendor.requests[:2] + vendor.requests[3:]
    texts = [content(WECOM, request.json) for request in taken]
    assert [text[: text.index("）") + 1] for text in texts] == [
        f"（{n}/{len(texts)}）" for n in range(1, len(texts) + 1)
    ]


def test_a_bot_that_spoke_often_enough_waits_its_turn(vendor, message):
    vendor.say(OK)
    time = [0.0]
    rates = Rates(clock=lambda: time[0], sleep=lambda seconds: time.__setitem__(0, time[0] + seconds))
    for _ in range(20):
        assert isinstance(send(message(), WECOM, now=NOW, rates=rates), Sent)
        time[0] += 0.1
    held = send(message(), WECOM, now=NOW, rates=rates)
    assert isinstance(held, Failed)
    assert (held.reason, held.passing) == ("rate", True)
    assert held.retry_after == pytest.approx(58.0)
    assert len(vendor.requests) == 20
    # Another bot is not held up; and a short wait is waited here.
    assert isinstance(send(message(), LARK, now=NOW, rates=rates), Sent)
    time[0] += 56
    assert isinstance(send(message(), WECOM, now=NOW, rates=rates), Sent)
    assert time[0] == pytest.approx(60.0)


def test_a_vendor_s_own_address_is_understood(vendor, message):
    vendor.say({"errcode": 93000, "errmsg": "invalid webhook url"})
    failed = send(message(), "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=AbCd-12", now=NOW)
    assert isinstance(failed, Failed)
    assert vendor.requests[0].path.endswith("key=AbCd-12")

"""Every reason for which a source can be in trouble is said in the operator's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from monitor.digest.causes import cause_of, evidence_of
from monitor.fetch import Reason
from monitor.health import Poll, judge
from monitor.language import Tongue

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
CHINA = ZoneInfo("Asia/Shanghai")
WALLS = ("challenge", "captcha", "login wall")
REFUSALS = ("no entries", "not a feed", "not a sitemap", "not JSON", "bad selector", "empty", "damaged", "quarantined")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("reason", [*get_args(Reason), *WALLS, *REFUSALS])
def test_every_reason_has_words(reason: str, language: str) -> None:
    said = cause_of(reason, {}, Tongue(language))  # type: ignore[arg-type]
    assert said
    assert said[-1] in "。."


def test_a_reason_that_no_catalogue_knows_is_left_to_the_english_cause() -> None:
    assert cause_of("met a dragon", {}, Tongue("zh-Hans")) is None
    assert cause_of("links vanished", {}, Tongue("zh-Hans")) is None  # judged by a release without facts


def test_a_failure_with_its_times_in_the_operators_zone() -> None:
    polls = [Poll(at=START + timedelta(minutes=n), reason="forbidden", detail="the server said 403.") for n in (0, 30)]
    state = judge(polls, polls[-1].at)
    chinese = Tongue("zh-Hans")
    assert cause_of(state.reason, state.facts, chinese) == "服务器拒绝访问。"
    assert evidence_of(state.facts, chinese, CHINA) == [
        "2026-03-02 09:30 服务器拒绝访问。 the server said 403.",
        "2026-03-02 10:00 服务器拒绝访问。 the server said 403.",
    ]


def test_numbers_of_a_redesign() -> None:
    polls = [Poll(at=START + timedelta(hours=n), reason="ok", entries=20) for n in range(6)]
    polls += [Poll(at=START + timedelta(hours=n), reason="ok", entries=2) for n in (6, 7)]
    state = judge(polls, polls[-1].at)
    assert cause_of(state.reason, state.facts, Tongue("zh-Hans")) == "页面只列出2篇文章，此前通常为20篇。"
    assert cause_of(state.reason, state.facts, Tongue("zh-Hant")) == "頁面只列出2篇文章，此前通常為20篇。"


def test_a_field_that_is_no_longer_found() -> None:
    polls = [
        Poll(at=START + timedelta(hours=n), reason="ok", entries=9, fetched=8, fill={"title": 1.0}) for n in range(6)
    ]
    polls += [
        Poll(at=START + timedelta(hours=n), reason="ok", entries=9, fetched=8, fill={"title": 0.125}) for n in (6, 7)
    ]
    state = judge(polls, polls[-1].at)
    assert cause_of(state.reason, state.facts, Tongue("zh-Hans")) == "近期页面中只有12%能读出标题，此前为88%。"


def test_a_silence_is_told_in_days_and_hours() -> None:
    polls = [Poll(at=START + timedelta(hours=6 * n), reason="ok", entries=9, new=1) for n in range(60)]
    now = polls[-1].at + timedelta(days=4)
    state = judge(polls, now)
    assert cause_of(state.reason, state.facts, Tongue("zh-Hans")) == "已有4天没有新文章，平时约每6小时有一次更新。"
    assert (
        cause_of(state.reason, state.facts, Tongue("en"))
        == "Nothing new for 4 days; usually there is news every 6 hours."
    )
    assert evidence_of(state.facts, Tongue("en"), CHINA) == [
        "last news 2026-03-17 03:30",
        "longest silence before: 6 hours",
    ]


def test_coming_and_going() -> None:
    words = ["ok", "timeout"] * 5
    polls = [Poll(at=START + timedelta(hours=n), reason=word) for n, word in enumerate(words)]
    state = None
    for end in range(1, len(polls) + 1):
        state = judge(polls[:end], polls[end - 1].at, before=state)
    assert state is not None
    said = cause_of(state.reason, state.facts, Tongue("zh-Hans"))
    assert said == "时好时坏：最近10次读取中出错3次。服务器未在时限内完整应答。"

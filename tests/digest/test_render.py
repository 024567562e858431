"""What a digest says, in every form and language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.config.receiver import Receiver
from monitor.digest import compose, render, to_terminal
from monitor.digest.render import HTML_LIMIT
from monitor.digest.width import columns
from monitor.types import (
    ArticleLink,
    Chain,
    Change,
    Digest,
    Evidence,
    Leader,
    Message,
    Signing,
    SourceNote,
    StoredEvent,
    Totals,
    Trip,
)

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
FORMS = ("text", "html", "markdown")


def article(title="报道一则", source="滨城日报", **more) -> ArticleLink:
    return ArticleLink(
        title=title, source=source, **{"url": "https://news.example.com/a/1.html", "published": NOON, **more}
    )


def quoted(words: str) -> tuple[Evidence, ...]:
    return (Evidence(field="event", start=0, end=len(words), quote=words, rule="test"),)


def stored(event, number=1, **more) -> StoredEvent:
    return StoredEvent(
        id=number, event=event, **{"first_seen": NOON, "updated": NOON, "articles": (article(),), **more}
    )


TRIP = Trip(
    direction="outbound",
    region="槐荫区",
    leaders=(Leader(name="林远舟", title="区委书记"),),
    start=date(2026, 3, 2),
    end=date(2026, 3, 4),
    date_precision="day",
    destinations=("上海市", "杭州市"),
    visited=("云帆医疗科技有限公司",),
    status="planned",
    evidence=quoted("3月2日至4日，槐荫区委书记林远舟率队赴上海、杭州，走访云帆医疗。"),
)
SIGNING = Signing(
    region="平阴县",
    name="一季度项目集中签约仪式",
    start=date(2026, 3, 5),
    end=date(2026, 3, 5),
    date_precision="day",
    parties=("云帆医疗科技有限公司",),
    projects=23,
    amount_yuan=Decimal("25042000000"),
    amount_bound="over",
    evidence=quoted("3月5日，平阴县举行一季度项目集中签约仪式。"),
)
CHAIN = Chain(region="济南市", name="标志性产业链", action="define", count=13, members=("空天信息",))


def digest(*events: StoredEvent, receiver: Receiver | None = None, **more) -> Digest:
    office = receiver or Receiver.model_validate({"name": "office", "channels": ("json://localhost",)})
    return compose(office, events, since=NOON - timedelta(days=1), until=NOON, **more)


def forms(message: Message) -> list[str]:
    return [getattr(message, form) for form in FORMS]


def test_every_form_tells_who_when_where_how_much_with_quote_and_link():
    message = render(digest(stored(TRIP, 1), stored(SIGNING, 2), stored(CHAIN, 3)))
    for form in forms(message):
        for told in (
            "槐荫区委书记林远舟带队赴上海市、杭州市",
            "2026年3月2日至4日",
            "云帆医疗科技有限公司",
            "计划中",
            "平阴县签约23个项目、超250.42亿元",
            "一季度项目集中签约仪式",
            "济南市确定13条标志性产业链",
            "空天信息",
            "“3月5日，平阴县举行一季度项目集中签约仪式。”",
            "https://news.example.com/a/1.html",
            "滨城日报",
            "2026-03-09",
        ):
            assert told in form.replace("\n   ", ""), told
    assert message.subject == (
        "招商动态 3月9日：1次招商行程、1项签约（超250.42亿元）、1项产业链动态 · 槐荫区、平阴县、济南市"
    )


def test_updates_are_marked_with_the_values_before_and_after():
    change = Change(field="amount_yuan", before="102亿元", after="250.42亿元")
    known = Change(field="parties", before=None, after="云帆医疗")
    message = render(digest(stored(SIGNING, 1, changes=(change, known))))
    assert "1件更新" in message.subject
    assert "金额：102亿元 → 250.42亿元" in message.text
    assert "签约方：无 → 云帆医疗" in message.text
    assert "金额：102亿元 → **250.42亿元**" in message.markdown
    assert "<s>102亿元</s> → <b>250.42亿元</b>" in message.html


def test_changes_of_every_field_are_said_in_words():
    raw = {
        "amount_yuan": ("10200000000", "25042000000", "金额：102亿元 → 超250.42亿元"),
        "start": ("2026-03-04", "2026-03-05", "开始：2026年3月4日 → 2026年3月5日"),
        "projects": (None, "23", "项目数：无 → 23个项目"),
        "status": ("planned", "done", "状态：计划中 → 已成行"),
        "parties": ("云帆医疗", "云帆医疗、泉能储能", "签约方：云帆医疗 → 云帆医疗、泉能储能"),
        "amount": ("很多", "NaN", "金额：很多 → NaN"),
    }
    changes = tuple(Change(field=field, before=before, after=after) for field, (before, after, _) in raw.items())
    text = render(digest(stored(SIGNING, 1, changes=changes))).text
    for _, _, said in raw.values():
        assert f"* {said}\n" in text


def test_reports_are_counted_and_a_file_stands_where_there_is_no_address():
    told = (
        article(copies=3),
        article(source="对岸商讯", url=None, document="thread-7.html", also=("copy.mhtml",)),
        article(source="甲报"),
    )
    for form in forms(render(digest(stored(TRIP, 1, articles=told)))):
        assert "最早见于滨城日报，另有2篇报道" in form
        assert "thread-7.html、copy.mhtml" in form
        assert "另有3处转载" in form


def test_nothing_new_is_said_with_proof_of_life():
    notes = (
        SourceNote(name="一号", state="fine", newest=NOON - timedelta(hours=2)),
        SourceNote(name="三号", state="quiet"),
        SourceNote(name="二号", state="walled", detail="412"),
    )
    message = render(digest(sources=notes))
    assert message.subject == "招商动态 3月9日：无新增"
    for form in forms(message):
        assert "没有新的招商行程、签约和产业链动态。" in form
        assert "本期查看3个来源，2个正常；1个异常；最新一篇文章发布于3月9日 10:00。" in form
        assert "被拒绝访问" in form
        assert "久无更新" in form
        assert "一号" not in form


def test_the_cap_keeps_the_weightiest_counts_the_rest_and_links_to_it():
    office = Receiver.model_validate({"name": "office", "channels": ("json://localhost",), "cap": 2})
    small = [stored(replace(SIGNING, amount_yuan=Decimal(10**7), region=f"区{n}"), n) for n in range(2, 9)]
    shown = digest(stored(SIGNING, 1), *small, receiver=office, link="https://monitor.example/d/1")
    assert len(shown.new) == 2
    assert shown.more == 6
    assert shown.new[0].id == 1
    for form in forms(render(shown)):
        assert "还有6件未列出" in form
        assert "https://monitor.example/d/1" in form


def test_the_order_of_events_does_not_matter():
    events = [stored(TRIP, 1), stored(SIGNING, 2), stored(CHAIN, 3), stored(replace(TRIP, region=None), 4)]
    assert digest(*events) == digest(*reversed(events))


def test_totals_are_compared_with_the_period_before_and_running_totals_are_not_added():
    total = replace(SIGNING, cumulative=True, amount_yuan=Decimal(10**11))
    message = render(digest(stored(SIGNING, 1), stored(total, 2), previous_totals=Totals(signings=9)))
    assert "（超250.42亿元）" in message.subject
    assert "上期 9" in message.html


def test_a_huge_digest_stays_under_the_size_that_gmail_clips_and_names_or_counts_every_event():
    office = Receiver.model_validate({"name": "office", "channels": ("json://localhost",), "cap": 1000})
    events = [stored(replace(SIGNING, region=f"第{n}区", amount_yuan=Decimal(n * 10**8)), n) for n in range(1, 301)]
    message = render(digest(*events, receiver=office))
    assert len(message.html.encode()) <= HTML_LIMIT
    named = len(set(re.findall(r"第\d+区签约", message.html)))
    (left,) = re.findall(r"还有(\d+)件未列出", message.html)
    assert named + int(left) == 300
    assert len(re.findall(r"第\d+区签约", message.text)) == 300


def test_a_late_digest_and_what_is_held_back_say_so():
    for form in forms(render(digest(stored(TRIP), late=True, held=2))):
        assert "本期补发" in form
        assert "2件事件因静默规则暂未列出" in form


def test_traditional_labels_and_values_but_quotes_titles_and_surnames_as_they_are():
    trip = replace(TRIP, leaders=(Leader(name="于范军", title="区委书记"),))
    message = render(digest(stored(trip, articles=(article(title="考察团启程"),))), "zh-Hant")
    assert message.subject.startswith("招商動態")
    assert "槐蔭區委書記于範軍帶隊赴上海市" in message.text
    assert "走訪對接：雲帆醫療科技有限公司" in message.text
    assert "考察团启程" in message.text
    assert "「3月2日至4日，槐荫区委书记林远舟率队赴上海、杭州，走访云帆医疗。」" in message.markdown
    assert 'lang="zh-Hant"' in message.html


def test_english_labels():
    message = render(digest(stored(TRIP, 1), stored(SIGNING, 2), stored(CHAIN, 3)), "en")
    assert message.subject.startswith("Investment news 9 Mar: 1 trip, 1 signing (over CNY 25.042 bn), 1 chain event")
    for told in ("When: 2–4 Mar 2026", "平阴县 signs 23 projects, over CNY 25.042 bn", "[planned]"):
        assert told in message.text


def test_the_terminal_form_fits_80_columns():
    long = replace(TRIP, visited=tuple(f"第{n}云帆医疗科技股份有限公司" for n in range(30)))
    told = (article(title="标题" * 60), article(url=None, document="x.html"))
    text = to_terminal(digest(stored(long, articles=told), stored(SIGNING, 2), stored(CHAIN, 3)))
    assert max(columns(line) for line in text.split("\n") if "https://" not in line) <= 80


def test_two_leaders_are_told_apart_also_where_a_title_has_an_enumeration_mark():
    both = (Leader(name="林远舟", title="区委书记"), Leader(name="何静", title="区委副书记、区长"))
    assert (
        "槐荫区委书记林远舟，区委副书记、区长何静带队赴上海市"
        in render(digest(stored(replace(TRIP, leaders=both)))).text
    )
    plain = (Leader(name="林远舟", title="区委书记"), Leader(name="何静", title="区长"))
    assert "林远舟、区长何静带队" in render(digest(stored(replace(TRIP, leaders=plain)))).text
    five = tuple(Leader(name=name, title="副区长") for name in ("赵一", "钱二", "孙三", "李四", "周五"))
    told = render(digest(stored(replace(TRIP, leaders=five)))).text
    assert "副区长孙三等带队赴" in told
    assert "带队：副区长赵一、副区长钱二、副区长孙三、副区长李四、副区长周五" in told.replace("\n     ", "")


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (("exact", "exact"), "（20亿元）"),
        (("exact", "over"), "（超20亿元）"),
        (("under", "over"), "（约20亿元）"),
        (("about", "exact"), "（约20亿元）"),
        ((None, None), "（20亿元）"),
    ],
)
def test_a_sum_is_no_more_exact_than_its_parts(bounds, said):
    events = [
        stored(replace(SIGNING, amount_yuan=Decimal(10**9), amount_bound=bound), n) for n, bound in enumerate(bounds)
    ]
    message = render(digest(*events))
    assert said in message.subject
    assert said.strip("（）") in message.html


def test_a_weekly_summary_names_its_days_and_an_alert_its_news():
    monday = datetime(2026, 3, 8, 16, 0, tzinfo=UTC)  # 00:00 in Shanghai
    office = Receiver.model_validate({"name": "office", "channels": ("json://localhost",)})
    week = compose(office, [stored(TRIP)], since=monday - timedelta(days=7), until=monday, occasion="weekly")
    message = render(week)
    assert message.subject.startswith("招商周报 3月2日至3月8日：1次招商行程")
    assert message.text.startswith("招商周报 · 3月2日至3月8日\n")
    assert "这一周共有1次招商行程" in message.text
    assert render(week, "en").subject.startswith("Investment news of the week 2 Mar to 8 Mar: 1 trip")
    assert "刚刚获知1次招商行程" in render(digest(stored(TRIP), occasion="alert")).text

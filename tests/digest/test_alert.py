"""Alerts beside digests, and silences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.config.receiver import Alert
from monitor.digest import Silence, alert_due, compose_alert, parse_matcher, part, render
from monitor.types import ArticleLink, Chain, Change, Leader, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
MINUTE = timedelta(minutes=1)


def stored(event, number, seen=NOON, **more) -> StoredEvent:
    link = ArticleLink(title="报道", url=None, source="滨城日报", published=None)
    return StoredEvent(id=number, event=event, first_seen=seen, updated=seen, articles=(link,), **more)


BIG = stored(Signing(region="平阴县", amount_yuan=Decimal(25 * 10**9)), 1)
SMALL = stored(Signing(region="平阴县", amount_yuan=Decimal(10**9)), 2)
LATER = stored(Signing(region="青岛市", amount_yuan=Decimal(11 * 10**9)), 3, seen=NOON + MINUTE)
TRIP = stored(Trip(direction="outbound", region="槐荫区", leaders=(Leader(name="林远舟", title=None),)), 4)
CHAIN = stored(Chain(region="青岛市", name="低空经济产业链", action="plan"), 5)
RULE = Alert.model_validate({"name": "large", "over": "100亿", "wait": "2m", "interval": "30m"})


def test_an_alert_waits_for_others_and_tells_them_together(receiver):
    waiting = [BIG, SMALL, LATER]
    assert alert_due(RULE, receiver(), waiting, now=NOON + MINUTE, last=None) == []
    assert alert_due(RULE, receiver(), waiting, now=NOON + 2 * MINUTE, last=None) == [BIG, LATER]


def test_an_alert_keeps_its_interval_and_quiet_hours(receiver):
    now = NOON + 10 * MINUTE
    assert alert_due(RULE, receiver(), [BIG], now=now, last=now - 29 * MINUTE) == []
    assert alert_due(RULE, receiver(), [BIG], now=now, last=now - 30 * MINUTE) == [BIG]
    assert alert_due(RULE, receiver(quiet=["12:00-13:00"]), [BIG], now=now, last=None) == []


def test_an_alert_tells_what_its_own_rule_names_whatever_the_digest_s_filter(receiver):
    elsewhere = receiver(regions=["深圳市"], any_of=[{"leaders": ["何静"]}])
    digest = compose_alert(RULE, elsewhere, [BIG, LATER], now=NOON)
    assert [event.id for event in digest.new] == [1, 3]
    assert render(digest).subject.startswith("招商快讯 3月9日：2项签约")


def test_the_same_alert_made_twice_is_one_message_and_a_change_is_another(receiver):
    first = compose_alert(RULE, receiver(), [BIG, LATER], now=NOON)
    again = compose_alert(RULE, receiver(), [LATER, BIG], now=NOON + MINUTE)
    assert first.key == again.key
    change = Change(field="amount_yuan", before="150亿元", after="250亿元")
    updated = stored(BIG.event, 1, changes=(change,))
    assert compose_alert(RULE, receiver(), [updated], now=NOON).key not in (
        first.key,
        compose_alert(RULE, receiver(), [BIG], now=NOON).key,
    )


@pytest.mark.parametrize(
    ("matchers", "held"),
    [
        (["region=济南市"], [1, 2, 4]),
        (["region=济南市", "kind=trip"], [4]),
        (["region!=济南市"], [3, 5]),
        (["leader=~林.*"], [4]),
        (["leader=~林"], []),
        (["leader!~林.*", "kind=trip"], []),
        (["event=3"], [3]),
        (["chain=低空经济"], [5]),
        (["source = 滨城日报"], [1, 2, 3, 4, 5]),
        ([], []),
    ],
)
def test_a_silence_holds_back_what_all_its_matchers_mean(matchers, held):
    silence = Silence(
        matchers=tuple(parse_matcher(text) for text in matchers),
        author="desk",
        comment="known",
        start=NOON,
        end=NOON + timedelta(days=1),
    )
    events = [BIG, SMALL, LATER, TRIP, CHAIN]
    told, kept = part(events, [silence], NOON)
    assert [event.id for event in kept] == held
    assert sorted(event.id for event in told + kept) == [1, 2, 3, 4, 5]
    # It ends by itself, and does not begin early.
    assert part(events, [silence], NOON + timedelta(days=1))[1] == []
    assert part(events, [silence], NOON - MINUTE)[1] == []


@pytest.mark.parametrize("bad", ["", "region", "place=济南市", "leader=~[", "=x", "region="])
def test_a_matcher_that_is_none_is_refused_with_a_reason(bad):
    with pytest.raises(ValueError, match=r"matcher|field|expression"):
        parse_matcher(bad)

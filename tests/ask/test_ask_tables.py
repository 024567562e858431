"""Tables from events, on invented companies and people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.ask import Ask, connections, parse_ask, quiet, signings, stretch, unsigned, visits, written
from monitor.ask.question import AskError
from monitor.types import Chain, Leader, Signing, StoredEvent, Trip


def trip(region: str | None, to: str, day: date | None, who: str = "王试名", met: tuple[str, ...] = ()) -> Trip:
    return Trip(
        direction="outbound",
        region=region,
        leaders=(Leader(name=who, title="区长"),),
        start=day,
        end=day,
        destinations=(to,),
        visited=met,
    )


def signing(
    region: str, day: date, yuan: int | None, *, name: str = "", parties: tuple[str, ...] = (), cumulative: bool = False
) -> Signing:
    amount = None if yuan is None else Decimal(yuan)
    return Signing(
        region=region, name=name, start=day, end=day, amount_yuan=amount, parties=parties, cumulative=cumulative
    )


MAY = date(2025, 5, 7)


def test_visits_are_by_region_with_the_busiest_first():
    table = visits(
        [
            trip("天桥区", "深圳市", MAY),
            trip("历下区", "深圳市", date(2025, 5, 1)),
            trip("历下区", "深圳市", MAY, "李试名"),
        ]
    )
    assert [(row[0], row[3], row[4]) for row in table.rows] == [("历下区", 2, MAY), ("天桥区", 1, MAY)]
    assert set(table.rows[0][1]) == {"王试名", "李试名"}


def test_signings_stand_beside_those_of_the_period_before_and_running_totals_are_left_out():
    now = [signing("历下区", MAY, 300), signing("历下区", MAY, None), signing("历下区", MAY, 9000, cumulative=True)]
    before = [signing("天桥区", date(2025, 2, 1), 50)]
    rows = signings(now, before, [], "region").rows
    assert rows == (("历下区", 2, 300, 0, 0), ("天桥区", 0, 0, 1, 50))


def test_a_signing_belongs_to_a_chain_by_its_trade_or_by_a_member_and_else_to_none():
    chains = [
        Chain(region="历下区", name="人工智能产业链", action="plan", members=("试例智算有限公司",)),
        Chain(region="历下区", name="低空经济产业集群", action="plan"),
    ]
    now = [
        signing("历下区", MAY, 1, name="人工智能与低空经济合作协议"),
        signing("历下区", MAY, 10, parties=("试例智算有限公司",)),
        signing("历下区", MAY, 100, name="物流园"),
    ]
    rows = {row[0]: row[1:3] for row in signings(now, [], chains, "chain").rows}
    assert rows == {"人工智能": (2, 11), "低空经济": (1, 1), None: (1, 100)}


def test_a_company_is_signed_with_when_either_name_holds_the_other():
    trips = [
        trip("历下区", "深圳市", MAY, met=("试例光电", "另例机器人有限公司", "三例航空深圳公司")),
        trip("天桥区", "深圳市", date(2025, 5, 9), met=("另例机器人有限公司",)),
    ]
    rows = unsigned(trips, {"试例光电股份有限公司", "三例航空"}).rows
    assert [(row[0], set(row[1]), row[3], row[4]) for row in rows] == [
        ("另例机器人有限公司", {"历下区", "天桥区"}, 2, date(2025, 5, 9))
    ]


def test_a_region_is_quiet_when_it_was_heard_of_before_and_not_since():
    before = [("历下区", date(2025, 3, 1)), ("天桥区", date(2025, 3, 2)), (None, MAY)]
    rows = quiet({"天桥区", None}, before, MAY).rows
    assert rows == (("历下区", 1, date(2025, 3, 1), 67),)


@pytest.mark.parametrize(
    ("question", "today", "expected"),
    [
        ("ask:quiet days=10", "2025-05-10", ("2025-05-01", "2025-05-10", "2025-04-21", "2025-04-30")),
        ("ask:signings period=month", "2025-03-31", ("2025-03-01", "2025-03-31", "2025-02-01", "2025-02-28")),
        ("ask:signings period=quarter", "2025-05-10", ("2025-04-01", "2025-05-10", "2025-01-01", "2025-02-09")),
        ("ask:signings period=quarter", "2025-01-02", ("2025-01-01", "2025-01-02", "2024-10-01", "2024-10-02")),
        ("ask:signings period=year", "2025-01-01", ("2025-01-01", "2025-01-01", "2024-01-01", "2024-01-01")),
    ],
)
def test_a_period_is_held_against_as_many_days_of_the_one_before(question, today, expected):
    found = stretch(parse_ask(question), date.fromisoformat(today))
    assert tuple(day.isoformat() for period in found for day in period) == expected


def test_what_is_written_is_understood_again():
    for ask in (
        Ask(about="visits", place="深圳市", days=7),
        Ask(about="signings", by="chain", period="quarter", region="山东省"),
    ):
        assert parse_ask(written(ask)) == ask


@pytest.mark.parametrize(
    "text",
    ["ask:", "ask:weather", "ask:visits", "ask:quiet days=0", "ask:quiet days=many", "ask:signings by=colour"],
)
def test_a_question_that_cannot_be_answered_is_refused(text):
    with pytest.raises(AskError):
        parse_ask(text)


def test_connections_count_an_event_once_and_keep_the_latest_title():
    day = datetime(2025, 1, 1, tzinfo=UTC)

    def stored(number: int, event: Trip) -> StoredEvent:
        return StoredEvent(id=number, event=event, first_seen=day, updated=day, articles=())

    early = Trip(
        direction="outbound",
        region="历下区",
        leaders=(Leader(name="王试名", title="副区长"),),
        start=date(2025, 1, 1),
        destinations=("深圳市", "历下区"),
    )
    late = trip("历下区", "深圳市", MAY, met=("试例光电",))
    found = connections([stored(1, late), stored(2, early)], "历下区")
    assert [(one.name, one.events, one.last, one.note) for one in found["leader"]] == [("王试名", 2, MAY, "区长")]
    assert [(one.name, one.events) for one in found["destination"]] == [("深圳市", 2)]
    assert "region" not in found

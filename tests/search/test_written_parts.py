"""A question taken apart and put together again; days of being first seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.search import QueryError, parse_query, with_part, without_part, written_parts

QUESTION = (
    'region:济南市 amount>1亿 2025.. "两个 词" 机器人 OR 无人机 -债券 -leader:王试名 seen:2026-11-21T08:30Z..2026-11-22'
)


def test_the_parts_are_the_question():
    parts = written_parts(QUESTION)
    assert " ".join(part.text for part in parts) == QUESTION
    assert [part.name for part in parts] == ["region", "amount", "day", "", "", "", "leader", "seen"]
    assert [part.without for part in parts] == [False] * 5 + [True, True, False]
    assert parts[1].value == ">1亿"


def test_each_part_can_be_taken_away_and_the_rest_is_still_understood():
    for part in written_parts(QUESTION):
        rest = without_part(QUESTION, part)
        parse_query(rest)
        assert len(written_parts(rest)) == len(written_parts(QUESTION)) - 1


def test_a_part_is_added_once_quoted_where_it_must_be_and_put_in_place_of_another():
    assert with_part("kind:trip", "kind", "trip") == "kind:trip"
    assert with_part("", "company", 'A "B" C:D') == 'company:"A B C:D"'
    assert parse_query(with_part("", "company", 'A "B" C:D')).fields == (("company", "A B C:D", False),)
    assert with_part("2024.. 签约", "day", "2025..", instead=True) == "签约 2025.."
    assert with_part("seen:2025-01-01 签约", "seen", "", instead=True) == "签约"
    assert with_part("签约", "amount", ">=1亿") == "签约 amount>=1亿"


def test_a_day_of_being_seen_is_whole_and_a_moment_is_exact():
    day = parse_query("seen:2025-05-07")
    assert (day.seen_since, day.seen_until) == (
        datetime(2025, 5, 6, 16, tzinfo=UTC),
        datetime(2025, 5, 7, 16, tzinfo=UTC),
    )
    exact = parse_query("seen:2025-05-07T08:30Z..2025-05-08T08:30Z")
    assert (exact.seen_since, exact.seen_until) == (
        datetime(2025, 5, 7, 8, 30, tzinfo=UTC),
        datetime(2025, 5, 8, 8, 30, tzinfo=UTC),
    )
    assert parse_query("发现:..2025-05-07").seen_since is None


@pytest.mark.parametrize(
    "text", ["seen:", "seen:..", "seen:yesterday", "seen:2025-05-08..2025-05-07", "seen:9999-12-31"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(QueryError):
        parse_query(text)

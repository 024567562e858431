"""When digests are due: local times, clock changes, jumps, missed ones, work days, quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.receiver import Receiver
from monitor.digest.schedule import due, due_summary, is_workday, next_due, quiet_until, wanted_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def run(receiver: Receiver, start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    """The digests that a daemon makes which ticks every `step`."""
    made, last, now = [], start, start
    while now <= end:
        for period in due(receiver, now, last):
            made.append(period.until)
            last = period.until
        now += step
    return made


def test_nothing_is_due_before_the_first_time_after_the_receiver_s_start(receiver):
    office = receiver(times=["08:30", "18:00"])
    start = at("2026-03-09 09:00")
    assert due(office, at("2026-03-09 17:59"), start) == []
    (period,) = due(office, at("2026-03-09 18:00"), start)
    assert (period.since, period.until, period.late) == (start, at("2026-03-09 18:00"), False)
    assert due(office, at("2026-03-09 18:00:30"), period.until) == []


def test_missed_times_are_one_late_digest(receiver):
    office = receiver(times=["08:30", "18:00"])
    last = at("2026-03-09 08:30")
    (period,) = due(office, at("2026-03-11 09:10"), last)
    assert (period.since, period.until, period.late) == (last, at("2026-03-11 08:30"), True)


def test_a_single_time_missed_by_long_is_late_and_by_a_tick_is_not(receiver):
    last = at("2026-03-08 08:30")
    assert not due(receiver(), at("2026-03-09 08:31"), last)[0].late
    assert due(receiver(), at("2026-03-09 11:00"), last)[0].late


@pytest.mark.parametrize("clock", ["01:30", "02:30", "03:00"])
@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_one_digest_a_local_date_on_both_days_of_clock_change(receiver, day, clock):
    office = receiver(times=[clock], timezone="America/New_York")
    start = at(f"{day} 00:00", NEW_YORK) - timedelta(days=1)
    made = run(office, start, start + timedelta(days=3), timedelta(minutes=10))
    assert len(made) == 3
    local = {instant.astimezone(NEW_YORK).date() for instant in made}
    assert len(local) == 3


def test_a_clock_that_jumps_ahead_and_back_makes_no_digest_twice(receiver):
    last = at("2026-03-08 08:30")
    (early,) = due(receiver(), at("2026-03-09 10:00"), last)  # three hours ahead of the true time
    for minutes in range(0, 300, 10):
        assert due(receiver(), at("2026-03-09 07:00") + timedelta(minutes=minutes), early.until) == []


def test_a_clock_that_was_years_ahead_does_not_silence_the_receiver(receiver):
    wrong = at("2036-01-01 08:30")
    assert due(receiver(), at("2026-03-09 08:30"), wrong)[0].until == at("2026-03-09 08:30")


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tehran"]),
    times=st.sets(st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=4),
    start=st.integers(0, 700 * 1440).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n)),
    steps=st.lists(st.integers(1, 3000), min_size=1, max_size=40),
)
def test_periods_follow_each_other_without_gap_or_overlap_whenever_the_daemon_wakes(zone, times, start, steps):
    office = Receiver.model_validate(
        {"name": "n", "channels": ("json://x",), "timezone": zone, "times": tuple(sorted(times))}
    )
    last, now, seen = start, start, []
    for step in steps:
        now += timedelta(minutes=step)
        for period in due(office, now, last):
            assert period.since == last < period.until <= now
            last = period.until
            seen.append(period.until)
        following = next_due(office, now)
        assert following is not None
        assert following > now
        assert due(office, following, last) != []
    assert len(seen) == len(set(seen))


def test_work_days_follow_holidays_and_worked_weekends():
    # State Council's notice for 2025: 1–7 October off, Sunday 28 September and Saturday 11 October worked.
    assert not is_workday(date(2025, 10, 1))
    assert is_workday(date(2025, 9, 28))
    assert is_workday(date(2025, 10, 11))
    assert not is_workday(date(2025, 10, 12))
    # A year without a notice: weekdays.
    assert is_workday(date(2060, 1, 2))
    assert not is_workday(date(2060, 1, 3))


def test_a_holiday_is_skipped_and_its_events_come_after_it_without_being_late(receiver):
    office = receiver(days="workdays", times=["08:30"])
    last = at("2025-09-30 08:30")
    assert due(office, at("2025-10-03 08:30"), last) == []
    (period,) = due(office, at("2025-10-09 08:30"), last)
    assert (period.since, period.until, period.late) == (last, at("2025-10-09 08:30"), False)


def test_days_of_the_week(receiver):
    office = receiver(days=("mon", "thu"))
    assert [wanted_day(office, date(2026, 3, 9) + timedelta(days=n)) for n in range(7)] == [
        True, False, False, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-09 21:59", None),
        ("2026-03-09 22:00", "2026-03-10 07:00"),
        ("2026-03-10 03:00", "2026-03-10 07:00"),
        ("2026-03-10 07:00", None),
        ("2026-03-10 12:30", "2026-03-10 13:30"),
    ],
)
def test_quiet_hours_end_where_they_say_also_over_midnight(receiver, now, end):
    office = receiver(quiet=("22:00-7:00", "12:00-13:30"))
    assert quiet_until(office, at(now)) == (at(end) if end else None)


def test_quiet_hours_that_meet_are_one(receiver):
    office = receiver(quiet=("20:00-23:00", "22:30-06:00"))
    assert quiet_until(office, at("2026-03-09 20:30")) == at("2026-03-10 06:00")


def test_a_time_in_quiet_hours_is_due_when_they_end_and_is_not_late(receiver):
    office = receiver(times=["06:00"], quiet=["22:00-07:00"])
    last = at("2026-03-08 06:00")
    assert due(office, at("2026-03-09 06:30"), last) == []
    (period,) = due(office, at("2026-03-09 07:00"), last)
    assert (period.until, period.late) == (at("2026-03-09 06:00"), False)


def test_a_week_is_summed_up_once_on_its_monday_and_a_month_on_its_first(receiver):
    office = receiver(times=["18:00", "08:30"])
    asked = at("2026-03-04 10:00")
    assert due_summary(office, "weekly", at("2026-03-09 08:29"), asked) == []
    (week,) = due_summary(office, "weekly", at("2026-03-09 08:30"), asked)
    assert (week.since, week.until, week.late) == (at("2026-03-02 00:00"), at("2026-03-09 00:00"), False)
    assert due_summary(office, "weekly", at("2026-03-12 08:30"), week.until) == []
    assert due_summary(office, "weekly", at("2026-03-12 08:30"), asked)[0].late
    (month,) = due_summary(office, "monthly", at("2026-03-01 09:00"), at("2026-02-10 00:00"))
    assert (month.since, month.until) == (at("2026-02-01 00:00"), at("2026-03-01 00:00"))
    (december,) = due_summary(office, "monthly", at("2027-01-01 08:00") + timedelta(hours=1), asked)
    assert december.since == at("2026-12-01 00:00")


def test_the_week_of_a_clock_change_is_a_local_week(receiver):
    office = receiver(timezone="America/New_York")
    (week,) = due_summary(office, "weekly", at("2026-03-09 08:30", NEW_YORK), at("2026-03-01 00:00", NEW_YORK))
    assert week.until - week.since == timedelta(days=7) - timedelta(hours=1)

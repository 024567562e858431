"""Drawings: their figures, their specifications, and that Chinese is really painted."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from monitor.language import Tongue
from monitor.plots import draw, figures, has_chinese, paint, png, svg
from monitor.plots.places import flat, point
from monitor.types import ArticleLink, Chain, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
HANS = Tongue("zh-Hans")


def stored(event, number=1, copies=0) -> StoredEvent:
    link = ArticleLink(title=None, url=None, source=None, published=None, copies=copies)
    return StoredEvent(id=number, event=event, first_seen=NOON, updated=NOON, articles=(link,))


def signed(region, yuan, day=None, **more):
    return stored(Signing(region=region, amount_yuan=Decimal(yuan), start=day, **more))


TRIP = stored(Trip(direction="outbound", region="济南市", destinations=("上海市", "苏州市", "东京")))
CHAIN = stored(Chain(region="济南市", name="氢能产业链", action="build", members=("云帆医疗", "北辰氢能")), copies=2)
SIGNINGS = [signed("平阴县", 3 * 10**9, date(2026, 1, 5)), signed("天桥区", 10**9, date(2026, 2, 5))]


def test_signings_are_summed_by_month_and_region_and_the_small_ones_put_together():
    many = [signed(f"第{number}区", (10 - number) * 10**8, date(2026, 1, 20)) for number in range(8)]
    cells = figures.by_month([*many, signed("平阴县", 10**10)], "Asia/Shanghai")
    january = {cell.region: (cell.count, cell.amount) for cell in cells if cell.month == date(2026, 1, 1)}
    assert january["第0区"] == (1, Decimal(10**9))
    assert january[None] == (4, Decimal(6 + 5 + 4 + 3) * 10**8)
    assert [(cell.region, cell.count) for cell in cells if cell.month == date(2026, 3, 1)] == [("平阴县", 1)]


def test_running_totals_are_not_drawn():
    assert figures.by_month([signed("平阴县", 10**10, cumulative=True)], "Asia/Shanghai") == []


def test_legs_count_trips_and_leave_the_own_region_out():
    again = replace(TRIP, event=replace(TRIP.event, destinations=("上海市", "济南市")))
    found = figures.legs([TRIP, again, SIGNINGS[0]])
    assert found[0] == figures.Leg("济南市", "上海市", 2)
    assert {leg.stop for leg in found} == {"上海市", "苏州市", "东京"}


def test_members_are_counted_by_reports_with_copies():
    assert {one.reports for one in figures.members([CHAIN])} == {3}


@pytest.mark.parametrize(
    ("place", "near"),
    [("济南市", (36.7, 117.0)), ("平阴县", (36.7, 117.0)), ("香港", (22.3, 114.2)), ("东京", (35.7, 139.7))],
)
def test_a_place_lies_where_its_city_lies(place, near):
    assert point(place) == pytest.approx(near, abs=0.2)


@pytest.mark.parametrize("place", ["南山区", "某某地方", ""])
def test_a_place_that_is_not_sure_is_not_put_anywhere(place):
    assert point(place) is None


def test_the_projection_keeps_areas():
    def area(latitude):  # of one degree by one degree, by the shoelace formula
        ring = [flat(latitude + dy, 110 + dx) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2)

    import math

    for latitude in (20, 35, 50):
        sphere = 6371.0**2 * math.radians(1) * (math.sin(math.radians(latitude + 1)) - math.sin(math.radians(latitude)))
        assert area(latitude) == pytest.approx(sphere, rel=0.001)


def test_nothing_to_draw_draws_nothing():
    assert draw((), (), (), timezone="Asia/Shanghai", tongue=HANS) == ()
    assert draw((stored(Signing(region=None)),), (), (), timezone="Asia/Shanghai", tongue=HANS) == ()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_drawing_is_painted_as_png_and_svg_with_its_words(language, scheme):
    pytest.importorskip("altair")
    events = [TRIP, CHAIN, *SIGNINGS]
    drawn = draw(events, [TRIP], events, timezone="Asia/Shanghai", tongue=Tongue(language), scheme=scheme)
    assert [one.name for one in drawn] == ["periods", "months", "trips", "members"]
    for one in drawn:
        assert one.title in svg(one.spec)
        data = png(one.spec)
        assert data.startswith(b"\x89PNG")
        (width,) = struct.unpack(">I", data[16:20])
        assert 700 < width <= 1320
    assert "平阴县" in svg(drawn[1].spec)
    assert "苏州市" in svg(drawn[2].spec)


def test_the_smaller_png_has_the_same_pixels():
    pytest.importorskip("vl_convert")
    made = paint._converter().svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>')

    def pixels(data):
        at, found = 8, b""
        while at < len(data):
            (length,) = struct.unpack(">I", data[at : at + 4])
            kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
            assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
            found += body if kind == b"IDAT" else b""
            at += 12 + length
        return zlib.decompress(found)

    assert pixels(paint._packed(made)) == pixels(made)


def test_a_machine_without_chinese_characters_or_without_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(paint, "has_chinese", lambda: False)
    assert "font" in str(paint.missing())
    monkeypatch.setattr(paint, "find_spec", lambda name: None)
    assert "monitor[plots]" in str(paint.missing())


def test_without_a_font_two_characters_are_painted_alike(monkeypatch):
    pytest.importorskip("vl_convert")
    has_chinese.cache_clear()
    monkeypatch.setattr(paint, "_glyph", lambda character: b"box")
    assert not has_chinese()
    has_chinese.cache_clear()

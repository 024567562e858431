"""When an article was published: the date that says so, in the page's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.article import dates, parse
from monitor.types import Article, Page

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE = "云川签下三个轴承项目"


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2025-06-04 08:15:30", "2025-06-04T08:15:30+08:00", "second"),
        ("2025年6月4日 08:15", "2025-06-04T08:15:00+08:00", "minute"),
        ("2025年06月04日22:10:23 国际 5705", "2025-06-04T22:10:23+08:00", "second"),
        ("2025/6/4", "2025-06-04T00:00:00+08:00", "day"),
        ("2025.06.04", "2025-06-04T00:00:00+08:00", "day"),
        ("2025-6-4 星期三 下午 3:05", "2025-06-04T15:05:00+08:00", "minute"),
        ("2025-06-04T00:15:00Z", "2025-06-04T00:15:00+00:00", "second"),
        ("2025-06-04T08:15:00.123+0800", "2025-06-04T08:15:00+08:00", "second"),
        ("Wed, 04 Jun 2025 08:15:00 +0800", "2025-06-04T08:15:00+08:00", "second"),
        ("20250604081530", "2025-06-04T08:15:30+08:00", "second"),
        ("1748996130", "2025-06-04T08:15:30+08:00", "second"),
        ("2025 06/04 08:15:30", "2025-06-04T08:15:30+08:00", "second"),
        ("June 4, 2025", "2025-06-04T00:00:00+08:00", "day"),
        ("Jun 04 Wed 2025 00:28", "2025-06-04T00:00:00+08:00", "day"),
        ("随笔 六月 4th, 2025", "2025-06-04T00:00:00+08:00", "day"),
        ("十二月 31, 2024", "2024-12-31T00:00:00+08:00", "day"),
    ],
)
def test_full_dates(text: str, moment: str, precision: str) -> None:
    stamp = dates.absolute(text, SHANGHAI)
    assert stamp is not None
    assert (stamp.at.isoformat(), stamp.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3/11/2025 13:04", "2025-11-03T13:04:00+08:00"),
        ("13.11.2025", "2025-11-13T00:00:00+08:00"),
        ("11/23/2025", "2025-11-23T00:00:00+08:00"),  # there is no 23rd month
    ],
)
def test_the_day_stands_first_where_the_year_stands_last(text: str, moment: str) -> None:
    stamp = dates.absolute(text, SHANGHAI)
    assert stamp is not None
    assert stamp.at.isoformat() == moment


@pytest.mark.parametrize(
    "text", ["", "明天", "2025-13-04", "2025-02-30", "电话 0531-2025-060", "第20250604001号文件的附件", "99999999999"]
)
def test_what_is_no_date(text: str) -> None:
    assert dates.absolute(text, SHANGHAI) is None


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("3小时前", "2025-06-10T09:00:00+08:00", "minute"),
        ("25分鐘前", "2025-06-10T11:35:00+08:00", "minute"),
        ("半小时前", "2025-06-10T11:30:00+08:00", "minute"),
        ("今天 10:20", "2025-06-10T10:20:00+08:00", "minute"),
        ("昨天 22:05", "2025-06-09T22:05:00+08:00", "minute"),
        ("3天前", "2025-06-07T00:00:00+08:00", "day"),
        ("18-03-08 09:12", "2018-03-08T09:12:00+08:00", "minute"),
        ("06-09 14:01", "2025-06-09T14:01:00+08:00", "minute"),
        ("12-31 23:10", "2024-12-31T23:10:00+08:00", "minute"),  # not in the future
    ],
)
def test_dates_that_lean_on_the_fetching(text: str, moment: str, precision: str, now: datetime) -> None:
    stamp = dates.relative(text, now, SHANGHAI)
    assert stamp is not None
    assert (stamp.at.isoformat(), stamp.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://www.yc.example/2025/06/04/c_1.htm", "2025-06-04"),
        ("https://www.yc.example/art/2025/6/4/art_1_2.html", "2025-06-04"),
        ("https://www.yc.example/202506/t20250604_123456.html", "2025-06-04"),
        ("https://www.yc.example/n/20250604/100.shtml", "2025-06-04"),
        ("https://www.yc.example/a/123456789", None),
        (None, None),
    ],
)
def test_days_in_addresses(url: str | None, day: str | None) -> None:
    stamp = dates.of_url(url, SHANGHAI)
    assert (stamp.at.date().isoformat() if stamp else None) == day


def published(page: Page, timezone: str = "Asia/Shanghai") -> str | None:
    article = parse(page, timezone=timezone)
    assert isinstance(article, Article)
    return article.published.isoformat() if article.published else None


def test_publication_is_told_from_other_dates(html_page: Callable[..., Page], paragraphs: str) -> None:
    others = "".join(f"<li><a href=/{n}>别处的第{n}条新闻</a> 2025-06-0{n}</li>" for n in range(1, 8))
    page = (
        f"<ul>{others}</ul><h1>{TITLE}</h1><p>更新时间：2025-06-08 10:00</p><p>发布时间：2025-06-04 08:15</p>"
        f"<div>{paragraphs}</div><p>页面生成时间 2025-06-10 01:00:00</p>"
    )
    assert published(html_page(f"<title>{TITLE}</title>{page}")) == "2025-06-04T08:15:00+08:00"


def test_a_date_in_the_future_is_not_believed(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = f"<h1>{TITLE}</h1><p>展会时间：2026-09-01 09:00</p><p>2025-06-04</p><div>{paragraphs}</div>"
    assert published(html_page(page)) == "2025-06-04T00:00:00+08:00"


def test_the_page_s_zone(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = f"<h1>{TITLE}</h1><p>2025-06-04 08:15</p><div>{paragraphs}</div>"
    assert published(html_page(page), "Europe/Berlin") == "2025-06-04T08:15:00+02:00"


def test_without_a_date_the_listing_s_word_counts(
    html_page: Callable[..., Page], paragraphs: str, now: datetime
) -> None:
    from dataclasses import replace

    article = parse(replace(html_page(f"<h1>{TITLE}</h1><div>{paragraphs}</div>"), hint_published=now))
    assert isinstance(article, Article)
    assert (article.published, article.published_precision) == (now, None)

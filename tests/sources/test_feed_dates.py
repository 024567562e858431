"""The dates of feeds in the forms that sites write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from making import listed

CHINA = timezone(timedelta(hours=8))
AT = datetime(2025, 5, 7, 9, 30, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Wed, 07 May 2025 01:30:00 GMT", AT),
        ("Wed, 7 May 2025 09:30:00 CST", AT),
        ("07 May 2025 09:30:00 +0800", AT),
        ("2025-05-07T09:30:00+08:00", AT),
        ("2025-05-07T01:30:00.000Z", AT),
        ("2025年5月7日 09:30", AT),
        ("2025/5/7 9:30:00", AT),
        ("1746581400", AT),
        ("2025-05-07", datetime(2025, 5, 7, tzinfo=CHINA)),
        ("05-07", datetime(2025, 5, 7, tzinfo=CHINA)),
        ("[05/07]", datetime(2025, 5, 7, tzinfo=CHINA)),
        ("06-30", datetime(2024, 6, 30, tzinfo=CHINA)),
        ("5月7日", datetime(2025, 5, 7, tzinfo=CHINA)),
        ("同比增长3.5%，完成投资 2.4 亿元", None),
        ("13-45", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(written: str, expected: datetime | None) -> None:
    text = f"<rss><channel><item><link>http://a.example/1</link><pubDate>{written}</pubDate></item></channel></rss>"
    published = listed("feed", text).entries[0].published
    assert published == expected
    assert published is None or published.tzinfo is not None


def test_dates_without_a_zone_are_the_sources() -> None:
    text = (
        "<rss><channel><item><link>http://a.example/1</link><pubDate>2025-05-07 09:30</pubDate></item></channel></rss>"
    )
    published = listed("feed", text, timezone="UTC").entries[0].published
    assert published == datetime(2025, 5, 7, 9, 30, tzinfo=UTC)

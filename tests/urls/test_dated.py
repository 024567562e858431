"""dated: the day an address names, and the numbers that are none."""

from datetime import date

import pytest

from monitor.urls import dated

DAY = date(2025, 5, 7)


@pytest.mark.parametrize(
    "path",
    [
        "/2025/05/07/x.html",
        "/2025/5/7/x.html",
        "/2025-05-07/x.html",
        "/2025/0507/c1-23456.html",
        "/202505/07/c1.html",
        "/2025-05/07/c_1.htm",
        "/20250507/x.html",
        "/202505/t20250507_12.html",
        "/art_20250507.html",
        "/a/20250507101500.html",
        "/a/202505071015.html",
        "/a/20250507A01B2C",
        "/show?date=2025-05-07&id=3",
    ],
)
def test_a_day(path: str) -> None:
    assert dated("http://news.example.com" + path) == DAY


@pytest.mark.parametrize(
    "path",
    ["/", "/202505/", "/2025/05/", "/a/20250731987.html", "/a/120250507.html", "/a/20250230.html", "/a/20251307.html"],
)
def test_no_day(path: str) -> None:
    assert dated("http://news.example.com" + path) is None


def test_the_host_is_not_looked_at() -> None:
    assert dated("http://20250507.example.com/a") is None

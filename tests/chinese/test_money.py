"""Amounts of money with scale, range, bound and currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese import find_money, is_threshold
from monitor.types import Money


def read(text: str, *, hong_kong: bool = False) -> list[Money]:
    return find_money(text, 0, len(text), hong_kong=hong_kong)


def one(text: str, *, hong_kong: bool = False) -> Money:
    (money,) = read(text, hong_kong=hong_kong)
    return money


YI = 10**8


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("总投资166亿元", 166 * YI, "exact"),
        ("总额达250.42亿元", Decimal("250.42") * YI, "exact"),
        ("规模2.4万亿元", 24_000 * YI, "exact"),
        ("累计超过3100亿元", 3100 * YI, "over"),
        ("投资超50亿元", 50 * YI, "over"),
        ("逾20亿元", 20 * YI, "over"),
        ("突破万亿元", 10_000 * YI, "over"),
        ("上百亿元", 100 * YI, "over"),
        ("过百亿元", 100 * YI, "over"),
        ("不低于5亿元", 5 * YI, "over"),
        ("10亿元以上", 10 * YI, "over"),
        ("50余亿元", 50 * YI, "over"),
        ("约50余亿元", 50 * YI, "over"),
        ("100亿多元", 100 * YI, "over"),
        ("1000多万元", 10**7, "over"),
        ("约20亿元", 20 * YI, "about"),
        ("20亿元左右", 20 * YI, "about"),
        ("百亿级产业", 100 * YI, "about"),
        ("千亿元级集群", 1000 * YI, "about"),
        ("近70亿元", 70 * YI, "under"),
        ("不超过2亿元", 2 * YI, "under"),
        ("不足1亿元", YI, "under"),
        ("30亿元以内", 30 * YI, "under"),
        ("签约近20亿元", 20 * YI, "under"),
        ("通过20亿元贷款", 20 * YI, "exact"),
        ("签约20亿元", 20 * YI, "exact"),
        ("三十亿元", 30 * YI, "exact"),
        ("一百零五亿元", 105 * YI, "exact"),
        ("1亿2千万元", 12 * 10**7, "exact"),
        ("1,234.5万元", Decimal("12345000"), "exact"),
        ("5000万元", 5 * 10**7, "exact"),
        ("2000元", 2000, "exact"),
        ("人民币100亿元", 100 * YI, "exact"),
        ("70亿元人民币", 70 * YI, "exact"),
        ("总投资166亿，", 166 * YI, "exact"),
        ("注册资本5000万。", 5 * 10**7, "exact"),
    ],
)
def test_yuan(text: str, value: int | Decimal, bound: str) -> None:
    money = one(text)
    assert (money.value, money.upper, money.currency, money.bound) == (Decimal(value), None, "CNY", bound)
    assert text[money.start : money.end] == money.words


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10亿至20亿元", 10, 20),
        ("10-20亿元", 10, 20),
        ("10—20亿元", 10, 20),
        ("10亿元至20亿元", 10, 20),
        ("十亿到二十亿元", 10, 20),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    money = one(text)
    assert (money.value, money.upper) == (low * YI, high * YI)
    assert money.words == text


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("9.71亿美元", Decimal("9.71") * YI, "USD"),
        ("5000万美元", 5 * 10**7, "USD"),
        ("12亿港元", 12 * YI, "HKD"),
        ("12亿元港币", 12 * YI, "HKD"),
        ("港币5亿元", 5 * YI, "HKD"),
        ("HK$5亿", 5 * YI, "HKD"),
        ("3.5亿欧元", Decimal("3.5") * YI, "EUR"),
        ("100亿日元", 100 * YI, "JPY"),
        ("2亿英镑", 2 * YI, "GBP"),
        ("新台币30亿元", 30 * YI, "TWD"),
        ("30亿新台币", 30 * YI, "TWD"),
        ("2亿澳门元", 2 * YI, "MOP"),
        ("US$5亿", 5 * YI, "USD"),
        ("6亿元（美元）", 6 * YI, "USD"),
        ("6亿元（人民币，下同）", 6 * YI, "CNY"),
    ],
)
def test_currencies(text: str, value: int | Decimal, currency: str) -> None:
    money = one(text)
    assert (money.value, money.currency) == (Decimal(value), currency)


def test_yuan_of_a_hong_kong_paper() -> None:
    assert one("投资5亿元", hong_kong=True).currency == "HKD"
    assert one("投资人民币5亿元", hong_kong=True).currency == "CNY"
    assert one("投资5亿元人民币", hong_kong=True).currency == "CNY"
    assert one("投资5亿美元", hong_kong=True).currency == "USD"


def test_two_amounts_side_by_side_keep_their_own_currencies() -> None:
    assert [(m.value, m.currency) for m in read("出口12亿美元，进口30亿元")] == [(12 * YI, "USD"), (30 * YI, "CNY")]
    assert [m.currency for m in read("分别为12亿美元 30亿港元")] == ["USD", "HKD"]


def test_a_bound_told_once_for_two() -> None:
    assert [m.bound for m in read("分别超过20亿元和30亿元")] == ["over", "over"]
    assert [m.bound for m in read("超过20亿元和30亿元")] == ["over", "exact"]


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("10亿元以上项目6个", True),
        ("超亿元的企业", True),
        ("亿元以上工业项目", True),
        ("总投资超10亿元，", False),
        ("总投资166亿元的项目", False),
    ],
)
def test_thresholds(text: str, sorts: bool) -> None:
    assert is_threshold(text, one(text)) is sorts


def test_a_magnitude_without_number_has_no_value() -> None:
    money = one("投入数十亿元")
    assert (money.value, money.upper, money.bound) == (None, None, "about")


@pytest.mark.parametrize(
    "text",
    [
        "3亿人",
        "2亿斤粮食",
        "人口1000万",
        "6000万吨",
        "3.5亿千瓦时",
        "三元区",
        "多元化发展",
        "单元测试",
        "2024元旦",
        "元宇宙",
        "一元复始",
        "第3元素",
        "2025年",
        "一批资金",
        "12.6亿股",
        "投资环境，2亿人受益",
    ],
)
def test_what_is_no_money(text: str) -> None:
    assert read(text) == []


@given(st.decimals("0.01", 9_999_999, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", YI)]))
def test_amounts_round_trip(value: Decimal, scale: tuple[str, int]) -> None:
    text = f"总投资{value}{scale[0]}元，"
    money = one(text)
    assert money.value == value * scale[1]
    assert money.words == f"{value}{scale[0]}元"


@given(st.text("0123456789.,万亿元十百千余多至-超近约美港级以上 总投资，", max_size=60))
def test_anything_is_read_without_error_and_in_order(text: str) -> None:
    at = 0
    for money in read(text):
        assert at <= money.start < money.end <= len(text)
        assert text[money.start : money.end] == money.words
        assert money.value is None or money.value >= 0
        at = money.end


@pytest.mark.parametrize("piece", ["166亿元", "1", "亿", "1,", "超过", "（", "十百", "10-", "9.", "总投资1亿"])
def test_time_grows_with_length(piece: str) -> None:
    seconds(read, piece * 100)
    assert seconds(read, piece * 5_000) < 3 * seconds(read, piece * 2_500) + 0.02

"""How many projects or agreements a passage speaks of, and what they amount to: the whole's, not a part's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.events.reading import Reading
from monitor.types import Money

_NUMBER: Final = r"(?P<number>\d[\d,]{0,11}|[一二两三四五六七八九十百千]{1,9}|数十|数百)"
# One of these is what is counted.
_THINGS: Final = ("项目", "协议", "备忘录", "合同", "合约", "意向书")
_UNITS: Final = r"(?:个|项|宗|份|单|多个|余个|多项|余项|多份)"
# 18个项目, 5份共建协议, 17个合作项目, 两个重大项目, 30余项合作协议
_BEFORE: Final = alternation(
    rf"(?<![\d.第A-Za-z])(?P<lead>超过|超|逾|近|(?<!签)约)?{_NUMBER}(?P<more>余|多)?{_UNITS}(?P<what>[^，。；：！？\d个项份]{{0,18}}?)(?P<thing>项目|"
    rf"协议|备忘录|合同|合约|意向书)"
)
# 签约项目31个, 项目共计18个, 合作协议96份, 签约项目达120份
_BEHIND: Final = late(
    r"(?P<thing>项目|协议|备忘录|合同|合约|意向书)(?:合同)?(?:成功|集中)?(?:签约)?(?:总数|数量|数)?(?:共计|共有|总计|合计|累计|"
    r"达到|突破|共|达|有|为)?(?P<lead>超过|超|逾|近|约)?"
    rf"{_NUMBER}(?P<more>余|多)?(?:个|项|宗|份|单|(?<=[计合][\d一二三四五六七八九十])家|(?<=[计合]\d\d)家)"
)
# 126项、总值超过1000亿元的合约
_VALUED: Final = alternation(
    rf"(?<![\d.第A-Za-z])(?P<lead>超过|超|逾|近|(?<!签)约|多达)?{_NUMBER}(?P<more>余|多)?(?:个|项|宗|份|单)、?"
    r"(?:总值|总投资|总额|总金额|金额|价值|涉及|合计)[^，。；]{0,30}?的[^，。；、]{0,10}?"
    r"(?P<thing>项目|协议|备忘录|合同|合约|意向书)"
)
# 12家企业作为首批入驻项目签约
_AS_PROJECTS: Final = late(rf"{_NUMBER}(?P<more>余|多)?家[^，。；]{{0,16}}?作为[^，。；]{{0,12}}?项目")
# 项目 that are rated by size are a part: 亿元以上项目9个, 超100亿元项目2个, 百亿级项目5个.
_RATED: Final = late(
    r"(?:亿元?|万元?|亿美元)(?:（[^（）]*）)?(?:及?以上|级|以下)?(?:的)?(?:工业|产业|制造业|服务业|重大|"
    r"投资|重点|招商)?$"
)
_RATED_INSIDE: Final = late(r"亿元?(?:及?以上|级)|万元以上|亿美元以上")
_PART: Final = late(r"其中|包括|分别为|主要有")
# 开工项目10个 beside 签约项目8个: another set.
_OTHER_SET: Final = late(r"(?:开工|投产|竣工|在建|续建|储备|在谈|意向)(?:的|了)?$")
_OF: Final = late(
    r"(?:投资|金额|签约额|引资|合同额|总额|资金|总值|价值|涉及|涉资|成交|规模)(?:总?额|总金额|总投资|额度|"
    r"规模)?[^，。；]{0,12}$"
)
_RATING: Final = late(
    r"(?:人民币|（[^（）]{0,12}）)?(?:(?:及?以上|级|以下)的?[^，。；、\d]{0,8}?项目|的?[^，。；、\d]{0,6}?(?:项目|"
    r"企业)\d+(?:余|多)?(?:个|家|项))"
)
_NOT_INVESTED: Final = late(
    r"(?:推出|推介(?!会)|产值|营业收入|营收|销售|税收|纳税|年产|生产总值|增加值|进出口|财政|补贴|奖励|基金规模|注册资本|"
    r"利润|经济总量|GDP|到位|已完成投资|完成投资|实际|授信|贷款|融资|年交易额|利用外资|消费|票房|意向成交|"
    r"意向金额|成交额|交易总额|交易额|采购额|成交金额|贸易总?额|贸易总值)"
    r"[^，。；]{0,14}$"
)
# 推出86亿元的投资项目，当日签约金额13亿元: this sum is what was signed.
_SIGNED_SUM: Final = late(r"签约(?:总)?(?:金额|额)(?:共计|达到?|为)?$")
_OF_PART: Final = late(r"其中|最大")
_WHICH: Final = late(r"其中[^，。；]{2,16}\d(?:个|项|家)，[^，。；]{0,16}$")
_EACH: Final = late(r"；[^，。；]{2,12}\d(?:个|项|家)")
_CLAUSE: Final = late(r"[，。；：！？\n]")
# 签约（包括央企、民企项目在内）项目51项: what the bracket says is closed.
_BRACKET_CLOSED: Final = late(r"[^（）]*）[^（）]*")
_LONGEST_CLAUSE: Final = 240
_LONGEST_NUMBER: Final = 9
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES: Final = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of projects or agreements and the words that say so, a span of `Reading.plain`.

    part: it counts a part (其中…). rated: it counts projects of a size (亿元以上项目9个): the whole
    where no other is told.
    """

    value: int
    start: int
    end: int
    part: bool
    rated: bool


def project_numbers(plain: str, start: int, end: int) -> list[Number]:
    """The numbers of projects or agreements stated in plain[start:end], in order."""
    found: list[Number] = []
    taken: set[int] = set()
    words = plain[start:end]
    if not any(thing in words for thing in _THINGS):
        return found
    for pattern in (_BEFORE, _BEHIND, _AS_PROJECTS, _VALUED):
        for match in pattern.finditer(plain, start, end):
            value = numeral(match["number"])
            if value is None or match.start() in taken or match.end() - 1 in taken:
                continue
            if _OTHER_SET.search(plain, max(start, match.start() - 4), match.start()):
                continue
            if pattern is not _AS_PROJECTS and "家" in match[0]:
                continue
            taken.update(range(match.start(), match.end()))
            rated = _is_rated(plain, start, match, behind=pattern is _BEHIND)
            found.append(Number(value, match.start(), match.end(), _is_part(plain, start, match), rated))
    return sorted(found, key=lambda number: number.start)


def _is_part(plain: str, start: int, match: re.Match[str]) -> bool:
    """Whether a number counts a part: behind 其中 in its clause."""
    reach = max(start, match.start() - _LONGEST_CLAUSE)
    clause = max((mark.end() for mark in _CLAUSE.finditer(plain, reach, match.start())), default=reach)
    if _second_part(plain, start, match.start()):
        return True
    if clause > start and plain[clause - 1] == "：" and _PART.search(plain, max(start, clause - 4), clause):
        return True
    listed = plain.rfind("：", reach, match.start())
    if (
        listed >= 0
        and _PART.search(plain, max(start, listed - 4), listed)
        and "。" not in plain[listed : match.start()]
    ):
        return True
    told = list(_PART.finditer(plain, clause, match.start()))
    return bool(told) and not _BRACKET_CLOSED.fullmatch(plain, told[-1].end(), match.start())


def _second_part(plain: str, start: int, position: int) -> bool:
    """Whether a position lies behind 其中 and a semicolon: 其中外资项目28个…；内资项目88个."""
    mark = plain.rfind("；", start, position)
    listed = mark >= 0 and "签" not in plain[mark:position]
    return listed and plain.find("其中", max(start, mark - _LONGEST_CLAUSE), mark) >= 0


def _is_rated(plain: str, start: int, match: re.Match[str], *, behind: bool) -> bool:
    """Whether a number counts projects of a size: 亿元以上项目9个, 9个亿元以上项目. behind: the number is (项目9个)."""
    rated = _RATED.search(plain, max(start, match.start() - 14), match.start())
    if rated is None:
        return _RATED_INSIDE.search(match[0]) is not None
    return behind or rated[0].endswith(("以上", "以上的", "级", "以下"))


def whole_amount(reading: Reading, index: int, start: int, end: int) -> tuple[Money, bool] | None:
    """What a statement in plain[start:end] of a sentence amounts to, and whether only a part's sum is stated.

    An amount that rates projects (亿元以上项目9个) is not the whole's.
    """
    plain = reading.plain
    part: Money | None = None
    for money in reading.money(index):
        if money.start < start or money.end > end or money.value is None:
            continue
        reach = max(start, money.start - _LONGEST_CLAUSE)
        clause = max((mark.end() for mark in _CLAUSE.finditer(plain, reach, money.start)), default=reach)
        before = plain[clause : money.start]
        if _SIGNED_SUM.search(before) and not _OF_PART.search(plain, start, money.start):
            return money, False
        if _NOT_INVESTED.search(before) or _rates(plain, money) or _of_each(plain, start, money):
            continue
        led = bool(_OF.search(before)) or _carried(plain, money)
        if not led:
            continue
        if _second_part(plain, start, money.start):
            continue
        if _PART.search(before):
            part = part or money
            continue
        return money, False
    return (part, True) if part else None


def _of_each(plain: str, start: int, money: Money) -> bool:
    """其中外资项目28个，投资总额21亿美元；内资项目88个，…: the sum of one of the parts that are told one by one."""
    return (
        _EACH.match(plain, money.end) is not None
        and _WHICH.search(plain, max(start, money.start - _LONGEST_CLAUSE), money.start) is not None
    )


def _rates(plain: str, money: Money) -> bool:
    """Whether an amount only rates projects: 亿元以上项目9个."""
    return _RATING.match(plain, money.end) is not None


def _carried(plain: str, money: Money) -> bool:
    """总额在前: 86亿元的18个项目."""
    return bool(re.match(r"(?:人民币)?的?\d+(?:余|多)?(?:个|项)", plain[money.end : money.end + 12]))


def numeral(words: str) -> int | None:
    """A number of things in figures or Chinese numerals; None where it is none that is definite (数十)."""
    words = words.replace(",", "")
    if "数" in words or len(words) > _LONGEST_NUMBER:
        return None
    if words.isdigit():
        return int(words)
    total, digit = 0, 0
    for character in words:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit

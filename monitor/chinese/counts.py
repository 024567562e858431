"""Counted things: 43个项目, 项目36个, 15家行业龙头企业, 13条标志性产业链, 148份协议, 签约23个."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.bounds import bound_of
from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.types import Count

_CN: Final = "一二三四五六七八九十百千两"
_UNITS: Final = "个|项|家|条|份|宗|单|笔|所|座|只|支|户|批|类|大"
# What investment news counts. Nouns that often stand before another one (行业龙头企业, 市重点项目) are told apart.
_STRONG: Final = (
    r"项目|工程|协议书?|协定|合同|备忘录|意向书|订单|成果|企业(?!家)|公司|集团|商户|机构|单位|院校|高校|大学|研究院|研究所|实验室"
    r"|协会|商会|银行|产业链条?|供应链|链条|链(?![主长式接])|(?:产业)?集群|基金|代表团|考察团|国家|省份|城市|品牌|专利"
)
_WEAK: Final = (
    r"产业(?![链集])|行业|领域|平台|中心|基地|(?:产业|工业)?园区|开发区|示范区|地区|部门|街道|乡镇|县市区|区县|县区"
    r"|市(?![级场域属值直])|县(?![级域市区])|镇(?![级街])"
)
_LINK: Final = r"[^，。；：！？、\s\d（）“”在与和将被为对向从由到进入个家签是的]{0,5}?"
_NOUN: Final = rf"(?:{_STRONG}|(?:{_WEAK})(?:{_LINK}(?:{_STRONG}))?)"
_JOINED: Final = (
    r"(?:(?:合作|框架|投资|建设|配套|战略合作|服务|合作框架)?(?:项目|协议书?|合同|备忘录|意向书|公司|产业链|集群|基金))"
)
_RIGHT: Final = late(
    r"(?:(?:总?投资|年?产值|年?营收)?[超过逾]?[\d.]{1,8}[万亿]?元(?:以上)?的?)?"
    rf"(?P<thing>(?![与和在将的已等、\s])[^，。；：！？\s\d（）]{{0,14}}?{_NOUN}{_JOINED}{{0,2}})"
)
_FILLER: Final = (
    r"(?:[总件个]?数量?|总计|共计|累计|合计|一?共有?|已|有|达到?|为|分别|增[加至]到?"
    r"|超过|超|逾|近|约|突破|不少于|不低于|多达){0,3}"
)
_MODIFIER: Final = (
    r"(?:新?签约|招商|重点|重大|合作|产业|工业|招引|引进|落地|开工|在建|储备|亿元以上"
    r"|战略|框架|投资|龙头|规上|配套|外资|内资|新|类)"
)
_LEFT: Final = late(
    rf"(?P<thing>(?!类){_MODIFIER}{{0,4}}(?:{_STRONG})(?:[和及与、](?:{_STRONG})|{_JOINED})?)(?P<filler>{_FILLER})$"
)
_VERB: Final = late(rf"(?:签约|签订|签署|引进|落地|洽谈|达成|对接|开工|立项|推进|实施|谋划){_FILLER}$")
_COUNT: Final = late(
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,7}}|[{_CN}万][{_CN}零〇万]{{0,9}})"
    rf"(?P<more>[余多])?(?P<unit>{_UNITS})(?P<again>[余多])?"
)
# Not counts: 第三个, 每个, 这一个; nor are 一批, 一大 and 一个个.
_NOT_BEFORE: Final = frozenset("第每几数某这那另哪同.:/-")
_LEFT_WINDOW: Final = 24


def _plausible(found: re.Match[str], plain: str) -> bool:
    start = found.start()
    before = plain[start - 1] if start else ""
    if before in {"几", "数"} and found["number"][0].isdecimal():  # 项目数36个, but not 数十个
        before = ""
    if before and (before in _NOT_BEFORE or before.isdecimal() or before in _CN):
        return False
    one = found["number"] == "一"
    return not (one and (found["unit"] in "大类批" or plain[found.end() : found.end() + 1] == found["unit"]))


def find_counts(plain: str, start: int, end: int) -> list[Count]:
    """The counted things of plain[start:end], in order; noun before or behind its number.

    thing is the noun with its modifiers as written (行业龙头企业), or "" behind verbs such as 签约 where the noun is
    left out (签约23个). A count is a number with its measure word: 一批, 几个, 第三个, 每家 are none. Linear time.
    """
    counts: list[Count] = []
    at = start
    for found in _COUNT.finditer(plain, start, end):
        if found.start() < at or not _plausible(found, plain):
            continue
        value = number(found["number"])
        if not isinstance(value, int) or value < 1:
            continue
        count = _count(plain, found, value, at, end)
        if count is not None:
            counts.append(count)
            at = count.end
    return counts


def _count(plain: str, found: re.Match[str], value: int, at: int, end: int) -> Count | None:
    start, stop = found.span()
    bound, stop = bound_of(plain, start, stop)
    if found["more"] or found["again"]:
        bound = "over"
    after = plain[stop : stop + 1]
    left = _LEFT.search(plain, max(at, start - _LEFT_WINDOW), start)
    right = _RIGHT.match(plain, stop + (after == "的"), end)
    # 项目36个总投资…: the noun before belongs to the number, unless one follows at once.
    if left and (right is None or right["thing"] != right[0] or right.end("thing") - stop > 8 or after in "，。；、（"):
        first = left.start()
        return Count(first, stop, plain[first:stop], value, found["unit"], left["thing"], bound)
    if right and right["thing"].count("“") == right["thing"].count("”"):
        return Count(start, right.end(), plain[start : right.end()], value, found["unit"], right["thing"], bound)
    if found["unit"] in {"个", "项", "份", "家"} and _VERB.search(plain, max(at, start - 12), start):
        return Count(start, stop, plain[start:stop], value, found["unit"], "", bound)
    return None

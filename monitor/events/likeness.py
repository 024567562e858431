"""When two fields of two tellings are alike: places, amounts, names of ceremonies and of chains."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from monitor.chinese.late import late
from monitor.chinese.organisations import same_organisation
from monitor.chinese.regions import inside, regions_named
from monitor.types import Signing

_PLACE = late(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治[区州县旗]|行政区|地区|新区|[省市区县盟州旗])$")
_CHAIN = late(r"^(?:全省|全市|全区)?[0-9一二三四五六七八九十百两]*[条个大]*|全?产业链[条群]?$|链条?$")
_NATION = late(r"^(?:国家|中国|中华人民共和国)(?=..)")
_CHINA = "中国"  # no division, so that the gazetteer does not have it
_BRAND = 4  # characters of a brand that is no common word
_GOVERNMENT = late(r"(?:特区)?(?:人民)?政府$|(?:党工委)?管理?委员?会$")
_MARKS = late(r"[^\w]+")
_TELLING = 6  # characters in common that no two ceremonies share by chance
_CHANCE = 2  # and so few that two names of one ceremony would share more
_ROUNDED = Decimal("0.005")

# What every ceremony can be called: such a name joins nothing.
_GENERIC = late(
    r"(?:20\d\d年?)?(?:重大|重点|招商引资|招商|产业|投资|集中|战略|框架|全面|深化|友好|谅解|经贸|交流|双边|加强|推进|共同|建设|项目|合作|云|线上|第.{1,2}季度|[一二三四]季度|"
    r"\d+月份?)*(?:签约(?:仪式|大会|活动|会)?|协议书?|合同|备忘录|意向书|推介会|大会|活动|会议|安排|文件|合约)"
)


@lru_cache(maxsize=65_536)
def place_core(name: str | None) -> str:
    """A region as identity knows it: the code where its name stands for one region only (济南, 济南市; 广西,
    广西壮族自治区; a former name and its successor), else the name without its rank."""
    name = _MARKS.sub("", name or "")
    known = regions_named(name) if name else ()
    codes = {region.code for region in known} - {""}
    if len(codes) == 1:
        return codes.pop()
    names = {region.name for region in known}
    return names.pop() if not codes and len(names) == 1 else bare_place(name)


def bare_place(name: str | None) -> str:
    """A region's name without its rank; 鼓楼区 and 鼓楼县 are not told apart."""
    name = _MARKS.sub("", name or "").replace("经济技术开发区", "经开区").replace("高新技术产业开发区", "高新区")
    core = _PLACE.sub("", name)
    return core if len(core) >= 2 else name


def party_core(name: str) -> str:
    """A signatory as identity knows it: a region's government is the region."""
    return place_core(_GOVERNMENT.sub("", name))


def chain_core(name: str) -> str:
    """A chain's name without number and the word chain: 新能源汽车产业链 → 新能源汽车; "" for an unnamed set."""
    return _CHAIN.sub("", _CHAIN.sub("", _MARKS.sub("", name)))


def shared(one: set[str], other: set[str]) -> set[str]:
    """The places of one telling that meet one of the other's: the same, or one in the other (深圳 in 广东)."""
    return {a for a in one if any(_meet(a, b) for b in other)}


@lru_cache(maxsize=65_536)
def _meet(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if one == other or inside(one, other) or inside(other, one):
        return True
    if _CHINA in (one, other):
        return one[:1].isdigit() or other[:1].isdigit()  # a division's code
    return one.endswith(other) or other.endswith(one)


def same_head(one: str, other: str) -> bool:
    """Whether two names are one person's; a foreigner is also told by the last part of the name alone."""
    return one == other or one.endswith(f"·{other}") or other.endswith(f"·{one}")


def amounts_meet(a: Signing, b: Signing) -> bool | None:
    """Whether two amounts can be the same; None where one states none. "Over 100 billion" meets 103.4 billion."""
    for one, other, currencies in (
        (a.amount_yuan, b.amount_yuan, True),
        (a.amount, b.amount, a.currency == b.currency),
    ):
        if one is None or other is None or not currencies:
            continue
        low, high = sorted((one, other))
        if high - low <= _ROUNDED * high:
            return True
        bound = a.amount_bound if low == one else b.amount_bound
        return bound in ("over", "about") and high <= low * Decimal("1.1")
    return None


def names_meet(one: str | None, other: str | None) -> bool | None:
    """Whether two names of ceremonies or agreements are one; None where they do not tell."""
    a, b = _MARKS.sub("", one or ""), _MARKS.sub("", other or "")
    if min(len(a), len(b)) < 4 or _GENERIC.fullmatch(a) or _GENERIC.fullmatch(b):
        return None
    if a in b or b in a:
        return True
    # Reporters shorten a long name at either end: what is left in common must be most of the shorter one.
    common = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    if common >= _TELLING and 2 * common >= min(len(a), len(b)):
        return True
    return False if common <= _CHANCE else None


def parties_meet(one: str, other: str) -> bool:
    """Whether two signatories of what may be one agreement are one: looser than `same_organisation`, which knows
    nothing of region and day. A brand begins its company's full name; the state's ministry is the ministry."""
    if same_organisation(one, other):
        return True
    short, long = sorted((_NATION.sub("", one), _NATION.sub("", other)), key=len)
    return short == long or (len(short) >= _BRAND and long.startswith(short))


def disjoint(a: Signing, b: Signing) -> bool:
    """Whether two tellings of an agreement each name only the other side, as the two sides' papers do."""
    return len(a.parties) == 1 and len(b.parties) == 1

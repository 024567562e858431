"""Regions written as one character: 鲁, 粤, 沪. Read only in fixed contexts, as most are parts of other words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from monitor.chinese.late import late

PROVINCES: Final = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省",
    "晋": "山西省", "蒙": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省",
    "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省",
    "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省",
    "桂": "广西壮族自治区", "琼": "海南省", "川": "四川省", "蜀": "四川省", "黔": "贵州省",
    "滇": "云南省", "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "陇": "甘肃省",
    "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区", "港": "香港", "澳": "澳门",
    "台": "台湾省",
}  # fmt: skip
CITIES: Final = {
    "深": "深圳市",
    "穗": "广州市",
    "杭": "杭州市",
    "蓉": "成都市",
    "甬": "宁波市",
    "厦": "厦门市",
    "莞": "东莞市",
}
# Cities that share a province's character; meant where the city is named and the province is not.
TWINS: Final = {
    "苏": "苏州市", "赣": "赣州市", "宁": "南京市", "青": "青岛市", "桂": "桂林市", "台": "台州市", "吉": "吉林市",
    "湘": "湘潭市", "鄂": "鄂州市", "新": "新乡市", "辽": "辽阳市", "晋": "晋城市", "蒙": "蒙自市",
}  # fmt: skip
COUNTRIES: Final = {
    "日": "日本", "韩": "韩国", "俄": "俄罗斯", "德": "德国", "法": "法国", "英": "英国", "美": "美国", "意": "意大利",
    "葡": "葡萄牙", "巴": "巴西",
}  # fmt: skip

_HOME: Final = {**PROVINCES, **CITIES}
# 京津两地, 苏浙皖三省, 日韩两国, 巴葡访问: found by the word behind, as the characters themselves are common.
# By its first character first: what has no such prefix is tried at every place.
_TOGETHER: Final = late(
    r"[两三四五双省等访之](?:(?<=[两三四五])[地省市国]|(?<=双)方|(?<=省)市|(?<=等)国|(?<=访)问|(?<=之)行)"
)
_MOST_TOGETHER: Final = 5
# 赴沪杭开展, 来鲁考察, 驻港机构: the character in front and the word behind keep 在深入, 来青年 and 到港口 out.
_GATE: Final = (
    "开展|举行|举办|召开|签|考察|参加|参会|参展|参访|出席|招商|招引|调研|走访|拜访|拜会|访问|会见|会面|投资|发展|期间|企业|央企|省企|"
    "落地|落户|推介|对接|洽谈|学习|交流|机构|办事|商会|项目|客商|港商|台商|外商|工作|进行|设立|成立|注册|上市|路演|行程|"
    "举|与|和|，|、|。|；|）|等|后|时|前|的|期|两地|之行|专题|开幕|揭牌|座谈|宣传|巡|融资|合作|协助|返|抵|并"
)
# Characters of places' names that are words behind 来 or 在 as well: 来到, 在外, 在东南.
_COMMON: Final = frozenset("东西南北中上下大小里外海口江河湖山州城阳安平和明新长老华门前后内左右高金水石开丰宜定义")
# Characters of a city's name without its rank.
_SHORT: Final = 2
_MOVING: Final = late(rf"(?:赴|来|驻|抵|访|离|返|在|到|飞|入|进)([{''.join(_HOME)}]{{1,4}})(?={_GATE})")
# 赴美德开展, 访日韩期间: two countries or more, one character each.
_STATES: Final = late(rf"(?:赴|访|抵|飞)([{''.join(COUNTRIES)}]{{2,4}})(?={_GATE}|经贸|友好|洽|寻)")
# 率团访日，: one country alone needs a delegation in front and an end, or what is done there, behind.
_STATE: Final = late(
    rf"(?:率团|团|组团|率队|启程|专程|应邀|首度|首次)(?:赴|访|出访)([{''.join(COUNTRIES)}])(?=[，。；、]|{_GATE})"
)
# 来淄考察, 在潍期间: a character of a city that the document names otherwise.
_ANY: Final = late(rf"[赴来驻抵莅访离返在](?=([\u4e00-\u9fff])(?:{_GATE}))")
# What each of these patterns begins with: most short texts have none of it.
_SIGN: Final = late(r"[两三四五双省等访之赴来驻抵莅离返在到飞入进]")
_ARRIVING: Final = frozenset("来莅")
# Characters that join a verb or noun in front of the gate words (在新的, 到台前, 在黑的).
_RISKY: Final = frozenset("新黑台青宁吉甘川藏蒙苏深厦津")


def may_abbreviate(plain: str, start: int, end: int) -> bool:
    """Whether a region can stand as one character in plain[start:end] at all."""
    return _SIGN.search(plain, max(0, start - 1), end) is not None


def abbreviated(plain: str, start: int, end: int) -> list[tuple[int, str]]:
    """(position, full name) of every one-character region in plain[start:end] that its context confirms."""
    return [*_together(plain, start, end), *_moving(plain, start, end), *_states(plain, start, end)]


def _together(plain: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for found in _TOGETHER.finditer(plain, start, end):
        table = COUNTRIES if found[0][-1] in "国问行" else _HOME
        first = found.start()
        while first > start and found.start() - first < _MOST_TOGETHER and plain[first - 1] in table:
            first -= 1
        if found.start() - first > 1:
            for position in range(first, found.start()):
                yield position, table[plain[position]]


def _moving(plain: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for found in _MOVING.finditer(plain, start, end):
        letters = found[1]
        if len(letters) > 1 or not _unsure(plain, found.end(), letters):
            for offset, letter in enumerate(letters):
                yield found.start(1) + offset, _HOME[letter]


def _states(plain: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for pattern in (_STATES, _STATE):
        for found in pattern.finditer(plain, start, end):
            for offset, letter in enumerate(found[1]):
                yield found.start(1) + offset, COUNTRIES[letter]


def own_letters(plain: str, start: int, end: int) -> list[int]:
    """Where a character in plain[start:end] stands as one for a city does; `by_own_city` knows whether it is one."""
    return [found.start(1) for found in _ANY.finditer(plain, max(0, start - 1), end)]


def by_own_city(plain: str, letters: Iterable[int], named: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(position, full name) of each character that stands for a city or county named in the document.

    letters: where such characters may stand. named: full names of the regions that the document names, the more often
    named first.
    """
    cities: dict[str, str] = {}
    for name in named:
        if len(name) <= _SHORT + 1 and name.endswith(("市", "县", "区", "州")):
            for letter in name[:_SHORT]:
                if letter not in _HOME and letter not in _COMMON:
                    cities.setdefault(letter, name)
    for position in letters:
        city = cities.get(plain[position])
        if city is not None:
            yield position, city


def twin(plain: str, position: int, name: str, named: Collection[str]) -> str:
    """The city, or of those who come the county, instead of the province that shares its character (来苏, of Suzhou;
    来宁, of Ninghe), where only that one is named."""
    letter = plain[position]
    city = TWINS.get(letter)
    if name in named or city in named:
        return city if city is not None and name not in named else name
    if letter not in PROVINCES or plain[position - 1] not in _ARRIVING:
        return name
    short = (other for other in named if other[0] == letter and len(other) <= _SHORT + 1)
    own = [other for other in short if other.endswith(("县", "区", "市"))]
    return own[0] if len(own) == 1 else name


def _unsure(plain: str, end: int, letter: str) -> bool:
    """A character that stands for many things counts only in front of a word of two characters."""
    return letter in _RISKY and plain[end : end + 1] in "的时前后等并举与和返抵期，、。；）"

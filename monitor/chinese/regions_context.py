"""What the characters around a form say of it.

Whether it is a city although the form is an ordinary word as well (海口, 中山, 大同), and whether it is cut out of two
words.
"""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions_gazetteer import Region

# Behind these only a place can stand: 赴海口, 前往大同.
_GOING: Final = late(r"(?:赴|前往|奔往|飞往|转往|飞抵|抵达|转战|走进|出访)了?$")
_GOING_ENDS: Final = frozenset("赴往抵达战进访了")
# Behind these something else may stand (在大同小异之间): what follows has to say that it is a place.
_BEING: Final = frozenset("在到至来于从")
_DOING: Final = late(
    r"市?(?:[开举召]|等|两地|三地|考察|招商|调研|拜访|走访|对接|洽谈|推介|学习|签[约署订]|落[户地]|投资|参[加观]|出发)"
)
_FROM_THERE: Final = late(r"(?:籍|企业家|商会|代表团|考察团|党政|日报|晚报|广播|电视台|发布(?![了会]))")
# 来余干投资兴业, 介绍了余干的区位优势: what is said of the region that receives or presents itself.
_COMING: Final = late(r"(?:实地|进一步|投资|兴业|考察|参观|走访|调研|洽谈|敲定|落户|发展|创业|指导|共[谋商])")
_PRESENTED: Final = late(r"(?:介绍|推介|了解|讲解|展示)了?$")
_AND: Final = frozenset("、和与及")
_LISTED: Final = frozenset(("province", "city", "foreign city", "country"))
_REACH: Final = 3
# 黄河南岸, 泰山东麓, 中山西路: a province's name across two words.
_DIRECTIONS: Final = frozenset(
    ("山东", "山西", "河南", "河北", "湖南", "湖北", "江西", "广东", "广西", "海南", "海西", "海北", "山南")
)
_ENDS_OF_SPLIT: Final = frozenset("本中") | {name[1] for name in _DIRECTIONS}
_SIDE: Final = frozenset("岸路麓侧坡段门街翼端缘")
_BEFORE_JAPAN: Final = frozenset("今昨明当近即翌每次生节假0123456789")


def told_as_place(plain: str, start: int, end: int, before: tuple[int, Region] | None, behind: Region | None) -> bool:
    """Whether plain[start:end] is told as a place: by a verb of going, in a list of places, or as somebody's home.

    before: the last place in front, with its end. behind: the region whose name begins one character behind, if any.
    """
    if start == 0 and end == len(plain):
        return True
    if before is not None and before[0] == start - 1 and plain[start - 1] in _AND and before[1].level in _LISTED:
        return True
    if behind is not None and plain[end] in _AND and behind.level in _LISTED and plain[start - 1 : start] != "、":
        return True
    last = plain[start - 1 : start]
    if last in _GOING_ENDS and _GOING.search(plain, max(0, start - _REACH), start):
        return True
    if last in _BEING and _DOING.match(plain, end):
        return True
    return _FROM_THERE.match(plain, end) is not None


def told_as_home(plain: str, start: int, end: int) -> bool:
    """Whether others are told to come to plain[start:end], or it is presented to them: home of who reports."""
    if plain[start - 1 : start] in ("来", "到"):
        return _COMING.match(plain, end) is not None
    return presented(plain, start, end)


def presented(plain: str, start: int, end: int) -> bool:
    """Whether plain[start:end] is what somebody presents (介绍了余干的…), or whom it calls its own (海安籍乡友)."""
    if plain.startswith("籍", end):
        return True
    return plain.startswith("的", end) and _PRESENTED.search(plain, max(0, start - _REACH), start) is not None


# A town's rank behind a name, and not the beginning of another word: 大同镇, and not 上海镇江商会, 安徽乡村.
_TOWN_RANKS: Final = ("镇", "乡")
_TOWN_RANK: Final = late(r"镇(?![江远海雄宁平赉政长委级区街村])|乡(?![村镇愁情亲贤土音下里间])")


def across_words(plain: str, start: int, end: int) -> bool:
    """Whether a name of two characters is cut out of two words (黄河南岸, 5月7日本报讯) or is a town's (大同镇)."""
    if plain[end : end + 1] in _TOWN_RANKS and _TOWN_RANK.match(plain, end):
        return True
    form = plain[start:end]
    if form[1] not in _ENDS_OF_SPLIT:
        return False
    if form == "日本":
        return start > 0 and plain[start - 1] in _BEFORE_JAPAN
    if form[1] == "中" and plain.startswith("国", end):  # 在巴中国移民
        return True
    return form in _DIRECTIONS and plain[end : end + 1] in _SIDE

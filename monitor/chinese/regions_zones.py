"""What stands right behind a division's name and makes another place of it: a zone or a town.

济南 + 高新技术产业开发区 is a zone of Jinan that no list holds; 槐荫区 + 美里湖街道 is a town of Huaiyin.
"""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late

# As written → the short name by which news calls it.
KINDS: Final = {
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
    "高新技术产业园区": "高新区",
    "高新区": "高新区",
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
    "经开区": "经开区",
    "开发区": "开发区",
    "综合保税区": "综保区",
    "综保区": "综保区",
    "保税港区": "保税港区",
    "保税区": "保税区",
    "自由贸易试验区": "自贸试验区",
    "自由贸易区": "自贸试验区",
    "自贸试验区": "自贸试验区",
    "自贸区": "自贸试验区",
    "临空经济示范区": "临空经济示范区",
    "临空经济区": "临空经济区",
    "空港经济区": "空港经济区",
    "临港经济区": "临港经济区",
    "航空港区": "航空港区",
    "出口加工区": "出口加工区",
    "跨境经济合作区": "跨境经济合作区",
    "边境经济合作区": "边境经济合作区",
    "特别合作区": "特别合作区",
    "深度合作区": "深度合作区",
    "综合实验区": "综合实验区",
    "产业转移示范区": "产业转移示范区",
    "旅游度假区": "旅游度假区",
    "生态城": "生态城",
    "科学城": "科学城",
    "起步区": "起步区",
    "新区": "新区",
    "片区": "片区",
}

_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
_ZONE = late(rf"(?:）|国家级|国家)?([东西南北]部|滨海|临港|空港|临空|高铁)?({_KIND})")
# Kinds that a county or county-level city has and calls by its short name: 青州经开区.
_DEVELOPMENT = late(
    r"(?:国家级|省级)?(?:(?:高新技术产业|高新技术|经济技术|经济)开发区|高新区|经开区|综保区|综合保税区|开发区)(?!域)"
)
_DEVELOPMENT_STARTS: Final = frozenset("国省高经综开")
_TOWN = late(r"[\u4e00-\u9fff]{2,4}?(?:街道|镇|乡)(?![长委政企村人愁亲土级])")
# First characters of what is no town's name: 济南市以镇为单位, 历城区各街道.
_NO_TOWN = late(r"[^\u4e00-\u9fff]|[的等和与及在是各以所有将把]|[一二三四五六七八九十两几多][个座家]|乡镇|城镇|全|某")


def zone_behind(plain: str, end: int, limit: int) -> tuple[int, str] | None:
    """The zone whose kind stands at `end`: (its end, the name to put behind the place's short form).

    中国（山东）自由贸易试验区 is read from the bracket on.
    """
    found = _ZONE.match(plain, end, limit)
    if found is None or (plain[end] == "）" and not found[2].startswith("自")):
        return None
    return found.end(), (found[1] or "") + KINDS[found[2]]


def development_zone_at(plain: str, end: int, *, bare: bool) -> bool:
    """Whether a development zone's kind stands at `end`, which makes a place of the word in front.

    bare: whether 开发区 alone will do (青州开发区, but not 资源开发区).
    """
    if plain[end : end + 1] not in _DEVELOPMENT_STARTS:
        return False
    found = _DEVELOPMENT.match(plain, end)
    return found is not None and (bare or found[0] != "开发区")


def town_behind(plain: str, end: int, limit: int) -> int | None:
    """The end of the town's name at `end`, such as 美里湖街道."""
    found = _TOWN.match(plain, end, limit)
    if found is None or _NO_TOWN.search(found[0][:-1]):
        return None
    return found.end()

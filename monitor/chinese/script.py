"""Which script a text is in, and its conversion to simplified characters.

Conversion is OpenCC's `tw2s`, the only one of its configurations that is right on 著/着 and changes neither
vocabulary (`tw2sp`) nor length, so that a converted text runs in step with the one it came from. It must never see
simplified text (显著 would become 显着): `detect_script` decides first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from monitor.chinese.late import late

if TYPE_CHECKING:
    import opencc

    from monitor.types import Script

_HAN: Final = late(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_KANA: Final = late(r"[\u3041-\u30ff]+")

# Traditional pages have 37-39% of their Han characters in the set below, simplified ones under 0.1%; a simplified
# page that quotes or lists traditional text stays well under a tenth.
_TRADITIONAL_SHARE: Final = 0.1
_SAMPLE: Final = 2_000
_WINDOWS: Final = 3

# Same-length words only, so that offsets survive. What Taiwan and Hong Kong call differently from the mainland, where
# a reader of investment news meets it; words that mean something else on the mainland (品质, 雪梨, 通讯员) are left.
_VOCABULARY: Final = {
    "人工智慧": "人工智能",
    "智慧制造": "智能制造",
    "积体电路": "集成电路",
    "数位经济": "数字经济",
    "数位化": "数字化",
    "数位转型": "数字转型",
    "数位产业": "数字产业",
    "伺服器": "服务器",
    "资料库": "数据库",
    "资料中心": "数据中心",
    "行动支付": "移动支付",
    "投资专案": "投资项目",
    "合作专案": "合作项目",
    "个专案": "个项目",
    "项专案": "项项目",
    "晶片": "芯片",
    "软体": "软件",
    "硬体": "硬件",
    "韧体": "固件",
    "网路": "网络",
    "资讯": "信息",
    "奈米": "纳米",
    "雷射": "激光",
    "矽谷": "硅谷",
    "纽西兰": "新西兰",
    "义大利": "意大利",
    "寮国": "老挝",
    "杜拜": "迪拜",
    "南韩": "韩国",
    "北韩": "朝鲜",
}
# tw2s writes 着 where these words have 著 in simplified text too (OpenCC pull request 1446).
_KEEPS_ZHU: Final = "原专译编论遗土卓所"
# Variant forms that tw2s leaves alone.
_LEFTOVERS: Final = late("[衞枱粧靑凖艶隣矽甯]")
_LEFTOVER_FORMS: Final = dict(zip("衞枱粧靑凖艶隣矽甯", "卫台妆青准艳邻硅宁", strict=True))


@cache
def _converter() -> opencc.OpenCC:
    import opencc  # loads its tables; nothing that only shows help should pay for it

    return opencc.OpenCC("tw2s")


@cache
def _telling() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A character that t2s would change, and one that only simplified text has: a result of t2s outside Big5."""
    import opencc

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    changed = {a: b for a, b in zip(characters, converted, strict=True) if a != b}
    simplified = {b for b in changed.values() if b not in changed and not b.encode("big5", "ignore")}
    # Beyond U+FFFF is nothing that `_HAN` finds, and a class that holds it is many times slower.
    common = sorted(b for b in simplified if b <= "\uffff")
    return re.compile(f"[{''.join(changed)}]"), re.compile(f"[{''.join(common)}]")


@cache
def _vocabulary() -> re.Pattern[str]:
    words = sorted(_VOCABULARY, key=len, reverse=True)
    return re.compile("|".join([*words, f"着(?<=[{_KEEPS_ZHU}]着)(?![手眼力重])"]))


def _sample(text: str) -> str:
    """At most `_WINDOWS` stretches of the text, spread evenly."""
    if len(text) <= _SAMPLE * _WINDOWS:
        return text
    step = (len(text) - _SAMPLE) // (_WINDOWS - 1)
    return "".join(text[i * step : i * step + _SAMPLE] for i in range(_WINDOWS))


def detect_script(text: str) -> Script | None:
    """The script of a Chinese text, by the share of its Han characters that t2s would change.

    A text with more characters that only simplified text has stays simplified (昇腾). None for a text with next to no
    Han characters, and for Japanese. Looks at 6,000 characters at most.
    """
    sample = _sample(text)
    han = "".join(_HAN.findall(sample))
    rest = len(sample) - len(han)
    few = len(han) * 20 < len(sample)
    if not han or (few and len(han) * 20 < sum(map(str.isalpha, sample))):
        return None
    if rest * 5 > len(han) and sum(map(len, _KANA.findall(sample))) * 5 > len(han):
        return None
    traditional, simplified = _telling()
    changed = len(traditional.findall(han))
    enough = changed >= len(han) * _TRADITIONAL_SHARE and changed > len(simplified.findall(han))
    return "hant" if enough else "hans"


def convert(text: str) -> str:
    """Traditional text in simplified characters and mainland vocabulary, of the same length."""
    converted = _converter().convert(text)
    if len(converted) != len(text):  # a phrase of OpenCC that changes length: fall back to single characters
        converted = "".join(c if len(c) == 1 else t for t, c in ((t, _converter().convert(t)) for t in text))
    converted = _LEFTOVERS.sub(lambda match: _LEFTOVER_FORMS[match[0]], converted)
    return _vocabulary().sub(_replace, converted)


def _replace(match: re.Match[str]) -> str:
    word = match[0]
    return _VOCABULARY.get(word) or word.replace("着", "著")

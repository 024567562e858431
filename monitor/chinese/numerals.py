"""Numbers as Chinese text writes them: 43, 1,234.5, 2.4万亿, 二十三, 一百零五, 百亿, 二〇二五."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from monitor.chinese.late import late

_DIGITS: Final = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "貳": 2,
    "陸": 6,
}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000, "兆": 1_000_000_000_000}
_CONTRACTED: Final = {"廿": 20, "卅": 30}

_TOKEN: Final = late(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\S")
_POINT: Final = late(r"(?P<whole>[^点]+)点(?P<digits>[零〇一二三四五六七八九]+)(?P<unit>[十百千万亿]*)\Z")
_LONGEST: Final = 40


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def number(words: str) -> int | Decimal | None:
    """The number that the words are, whole ones as int; None for anything that is not wholly a number.

    Units may follow a figure or stand alone (百亿 is 10^10). A last digit without its unit counts in tenths of the unit
    before it, as in speech (三万五 is 35,000). Digits without units are read one by one (二〇二五). Words of unknown
    size (几十, 数百, 一批) are no numbers.
    """
    words = words.strip()
    if not words or len(words) > _LONGEST:
        return None
    pointed = _POINT.match(words)
    if pointed:
        return _pointed(pointed)
    if len(words) > 1 and all(character in _DIGITS for character in words):
        return int("".join(str(_DIGITS[character]) for character in words))
    return _with_units(words)


def _pointed(match: re.Match[str]) -> int | Decimal | None:
    whole = number(match["whole"])
    unit = number(match["unit"]) if match["unit"] else 1
    if whole is None or unit is None or isinstance(whole, Decimal):
        return None
    digits = "".join(str(_DIGITS[character]) for character in match["digits"])
    return _whole(Decimal(f"{whole}.{digits}") * unit)


def _with_units(words: str) -> int | Decimal | None:
    total = section = Decimal(0)
    current: Decimal | None = None
    unit = Decimal(1)  # of the token before, for a last digit without unit
    largest = Decimal(0)  # the last 万, 亿 or 兆
    zero = False
    for token in _TOKEN.findall(words):
        if token[0].isdecimal():
            if current is not None or not token.isascii():
                return None
            current, unit, zero = Decimal(token.replace(",", "")), Decimal(1), True
        elif token in _DIGITS:
            if current is not None and current != 0:
                return None
            current = Decimal(_DIGITS[token])
            zero = zero or not current
        elif token in _CONTRACTED:
            section, current, unit = section + _CONTRACTED[token], None, Decimal(10)
        elif token in _TENS:
            unit = Decimal(_TENS[token])
            section, current, zero = section + (current or 1) * unit, None, False
        elif token in _MYRIADS:
            unit = Decimal(_MYRIADS[token])
            part = section + (current or 0)
            if not part and total:
                total *= unit
            elif largest and unit > largest:
                total = (total + part) * unit
            else:
                total += (part or 1) * unit
            section, current, largest, zero = Decimal(0), None, unit, False
        else:
            return None
    if current is not None and unit >= 100 and not zero:
        current *= unit / 10
    return _whole(total + section + (current or 0))

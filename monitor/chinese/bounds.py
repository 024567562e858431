"""Words that make a number a bound: 超 and 余 over, 约 about, 近 under; 达 leaves it exact."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.types import Bound

_OVER: Final = r"超过|超出|超|逾|突破|高于|大于|多于|不低于|不少于|不下于?|至少|最低|过"
_UNDER: Final = r"接近|将近|近|不足|不到|不超过|不高于|不多于|少于|低于|至多|最多"
_ABOUT: Final = r"大约|约|大概|预计约|估计"
_BEFORE: Final = late(rf"(?:(?P<under>{_UNDER})|(?P<over>{_OVER})|(?P<about>{_ABOUT}))(?:了|达|为|人民币|[个\s])?$")
# Not bounds, though they end like one: 通过, 透过, 经过, 最近, 附近, 靠近, 签约.
_NO_BOUND: Final = late(r"(?:[通经渡路越透穿走看度不去]过|[最附靠邻]近|[签合违履条契集节]约)$")
_AFTER: Final = late(
    r"(?:（?含）?)?(?:(?P<over>以上|之多|开外|[余多])|(?P<about>左右|上下|级)|(?P<under>以下|以内|之内))"
)
_LONGEST_BEFORE: Final = 8


def bound_of(plain: str, start: int, end: int) -> tuple[Bound, int]:
    """The bound of a number at plain[start:end], by the words around it, and where its words end.

    余 and 多 inside the number (20多亿) are the caller's.
    """
    after = _AFTER.match(plain, end)
    if after and after.lastgroup in {"over", "under"}:
        return ("over" if after["over"] else "under"), after.end()
    window = plain[max(0, start - _LONGEST_BEFORE) : start]
    if window.endswith("上") and plain[start] in "十百千万亿" and not window.endswith("以上"):  # 上百亿元, 上千家
        return "over", after.end() if after else end
    before = _BEFORE.search(window)
    stop = after.end() if after else end
    if before and not _NO_BOUND.search(window[: before.end(before.lastgroup or 0)]):
        return ("under" if before["under"] else "over" if before["over"] else "about"), stop
    return ("about" if after else "exact"), stop

"""What stands around a story, told by its wording (`wording`): where a body ends, which lines are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from monitor.article import wording

_OPEN: Final = " \t[【（(〔<《＜「『▲■◆●★☆▼↓◎※>＞|丨·•—-"
# Pinyin that a converting machine left behind a character: 責(zé)任. Read past here, undone in `monitor.chinese`.
_RESIDUE: Final = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-z\u00e0-\u00fc\u0101-\u01dc]{1,6}[)）]")
_CLOSE: Final = " \t]】）)〕>》」』|"

# The record over a government document: each label stands in a cell of its own, its value in the next.
RECORD: Final = re.compile(
    r"(?:索\s*引\s*号|信息索引号|[主组]题分类|分\s*类|服务对象分类|发[文布]机[关构]|成文日期|生成日期|发[文布]日期|公开日期|标\s*题|名\s*称"
    r"|发?文\s*[字编]?号|主\s*题\s*[词分]类?|有\s*效\s*性|信息来源|公开方式|公开范围|公文时效|废止日期|失效日期|关\s*键\s*词|统一编号)\s*[：:]$"
)
_PICTURED: Final = re.compile(
    r"(?:[图圖](?:为|為|片[：:]|[：:]|[\d一二三四五六七八九①-⑩]{1,2}[：:\s]|源[：:]|[说說][：:])|[资資]料[图圖照]|[视視][频頻]截[图圖]|[图圖]片[来來]源)"
)
_CREDITED: Final = re.compile(
    r"(?:[（(【\[/／丨|▲][^（(【\[/／。]{0,20}|[\s。](?:本[报報]|新[华華]社|中新社|[记記]者|通[讯訊][员員]|.{2,12}[记記]者)?\s*[\u4e00-\u9fff·\s]{2,9})"
    r"(?:[摄攝]影?|供[图圖]|[资資]料[图圖]片?|提供|[发發]布?|[制製绘繪][图圖]|翻[摄攝]|截[图圖])[）)】\]。]?$"
)
_CREDIT_END: Final = re.compile(r"[摄攝影图圖片供发發布][）)】\]。]?$")
_LONGEST_CAPTION: Final = 110  # characters

# A sign-off glued to the end of a paragraph.
GLUED: Final = re.compile(
    rf"\s*(?:[（(]完[）)]|[【\[（(〔]\s*{wording.ROLE}\s*[：:].{{0,40}}?[】\]）)〕]|{wording.ROLE}{wording.MARK}\s*[：:]\s*\S{{1,14}}"
    r"|[【\[]纠错[】\]]|【打印】|【关闭】|返回\S{2,6}首[页頁][>》]*|(?:返回\S{2,4}，)?查看更多|[>》]{1,3}\s?(?:点击|详细|详情).{0,12})\s*$"
)

_NAMED_TAIL: Final = re.compile(wording.NAMED_TAIL)
_Openers = dict[str, tuple[tuple[str, re.Pattern[str]], ...]]


def _by_opener(rows: Iterable[tuple[str, str, str]], end: str = "") -> _Openers:
    """For each character that a wording can begin with the patterns to try, with their reasons."""
    out: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for reason, openers, pattern in rows:
        compiled = re.compile(f"(?:{pattern}){end}")
        for opener in openers:
            out.setdefault(opener, []).append((reason, compiled))
    return {opener: tuple(patterns) for opener, patterns in out.items()}


@cache
def _tails() -> _Openers:
    return _by_opener(wording.TAILS)


@cache
def _alone() -> _Openers:
    return _by_opener(wording.ALONE, r"[\s\]】）)〕>》」』|]*$")


@cache
def _inside() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """One pattern that finds any of the words, and the patterns to try then."""
    words = "|".join(word for _, word, _ in wording.INSIDE)
    return re.compile(words), tuple((reason, re.compile(pattern)) for reason, _, pattern in wording.INSIDE)


def tail(text: str) -> str | None:
    """Why the body ends before this line, or None."""
    text = text.lstrip(_OPEN)
    for reason, pattern in _tails().get(text[:1], ()):
        if pattern.match(text):
            return reason
    return "related" if text[-2:] in ("文章", "推薦", "推荐") and _NAMED_TAIL.fullmatch(text) else None


def alone(text: str) -> str | None:
    """Why this line is no part of a body, or None."""
    if len(text) > 200:
        return None
    opened = text.lstrip(_OPEN)
    if not opened:
        return "tools"
    if ")" in opened[:12] or "）" in opened[:12]:
        opened = _RESIDUE.sub("", opened)
    for reason, pattern in _alone().get(opened[0], ()):
        if pattern.match(opened):
            return reason
    words, patterns = _inside()
    if words.search(text):
        shut = opened.rstrip(_CLOSE)
        for reason, pattern in patterns:
            if pattern.fullmatch(shut):
                return reason
    return "caption" if _is_caption(text, opened) else None


def _is_caption(text: str, opened: str) -> bool:
    if len(text) > _LONGEST_CAPTION:
        return False
    if opened[0] in "图圖资資视視" and _PICTURED.match(opened):
        return True
    return bool(_CREDIT_END.search(text, max(0, len(text) - 3)) and _CREDITED.search(text))

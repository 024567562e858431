"""Who published it, who wrote it, who edited it: read from meta elements, byline lines, datelines and sign-offs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitor.article.head import Head

_NAME: Final = r"[\u4e00-\u9fffA-Za-z0-9·・&+\-—.《》“”「」]{2,30}"
_SOURCE: Final = re.compile(
    rf"(?:来源|來源|出处|出處|转自|轉自|摘自|稿源|來自|来自)(?:于)?\s{{0,3}}[：:丨|│]\s{{0,6}}[《“「【]?({_NAME}(?:\s(?=[A-Za-z])[A-Za-z]+)*)"
)
_SOURCE_END: Final = re.compile(
    r"(?:\s*(?:作者|记者|記者|编辑|編輯|责任编辑|责编|時間|时间|发布|發布|点击|浏览|字号|字体|打印|分享|我要|日期|文/|统筹|通讯员|阅读|【).*$)"
)
_AUTHOR: Final = re.compile(
    r"(?:作\s{0,4}者|记\s{0,4}者|記\s{0,4}者|撰文|文/|文\s?[：:]|采写|撰稿)\s{0,3}[：:丨|│/]?\s{0,4}([\u4e00-\u9fff·]{2,4}(?:[\s、，,]{1,2}[\u4e00-\u9fff·]{2,4}(?=[\s、，,）)]|$)){0,3})"
)
_EDITOR: Final = re.compile(
    r"(?:责任编辑|責任編輯|责编|責編|编辑|編輯)(?:\(z[éè]\))?\s{0,3}[：:丨|│/]\s{0,4}([\u4e00-\u9fffA-Za-z_·\d]{2,16})"
)
# 中新网香港12月2日电, 新华社北京5月9日电(记者...), 南方日报讯, 本报讯 (no name), (澳門電台消息)
_AGENCY: Final = (
    r"(?:新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻网|人民网|人民網|央视网|光明网|"
    r"中央社|[\u4e00-\u9fff]{2,8}(?:日报|日報|晚报|晚報|时报|時報|商报|都市报|新闻网|新聞網|通讯社|"
    r"通訊社|电台|電台|电视台|電視台|晨报|早报))"
)
_DATELINE: Final = re.compile(
    rf"^[\s\u3000　【（(]{{0,4}}({_AGENCY})(?:[\u4e00-\u9fff、/]{{0,12}}\d{{1,2}}月\d{{1,2}}日(?:电|電|"
    rf"讯|訊|报道|消息)|客户端[\u4e00-\u9fff]{{0,6}}\d{{1,2}}月\d{{1,2}}日(?:电|讯)|"
    rf"[讯訊](?=[\s（(，：:】])|[\u4e00-\u9fff]{{0,4}}消息[\s）)，])"
)
_SIGNED: Final = re.compile(
    rf"^[（(【]?\s*({_NAME}?)(?:全媒体|融媒体)?\s?(?:首席)?(?:记者|記者)[：:\s]{{0,3}}([\u4e00-\u9fff·]{{2,4}}(?:[\s、][\u4e00-\u9fff·]{{2,4}}){{0,3}})?"
)
_META_SOURCE: Final = (
    "source",
    "contentsource",
    "article:source",
    "og:article:source",
    "mediaid",
    "dc.publisher",
    "bytedance:source",
    "publishsource",
    "sourcename",
)
_META_AUTHOR: Final = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "dable:author",
)


_DATED: Final = re.compile(r"[\s（(]*(?:19|20)\d\d[-年/.].*$")
# What follows 作者 or 记者 in running words: 作者最新文章, 记者获悉, 版权归作者所有.
_NO_NAME: Final = re.compile(
    r"最新|所有|获悉|獲悉|了解|从|從|在|观点|觀點|简介|簡介|授权|本人|女儿|授權|表示|发现|發現|今[天日]|昨|看到|采访|採訪|提供|原创|见到|跟随|走进|介绍|报道|報道"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """source: 来源 as told. origin: the outlet that a dateline names. author, editor: as written."""

    source: str | None = None
    origin: str | None = None
    author: str | None = None
    editor: str | None = None


def read(head: Head, about: Sequence[str], paragraphs: Sequence[str]) -> Byline:
    """about: the lines around the body that may be a byline (cut lines, lines beside the title), in document order."""
    source = author = editor = None
    for text in about:
        if len(text) > 200:
            continue
        if source is None and (found := _SOURCE.search(text)):
            source = _tidy(found[1])
        if author is None and (found := _AUTHOR.search(text)) and not _NO_NAME.match(found[1]):
            author = found[1].strip()
        if editor is None and (found := _EDITOR.search(text)):
            editor = found[1].strip()
    if source is None:
        source = next((_tidy(head.meta[name]) for name in _META_SOURCE if head.meta.get(name)), None)
    if author is None:
        author = next(
            (head.meta[name] for name in _META_AUTHOR if 1 < len(head.meta.get(name, "")) <= 40), None
        ) or _named(head.story.get("author"))
    origin = None
    first = paragraphs[0] if paragraphs else ""
    if found := _DATELINE.match(first):
        origin = found[1]
    if source is None:
        source = origin
    if source is None and paragraphs and (signed := of_signature(paragraphs[-1])):
        source = signed
    if source is None:
        source = next((signed for text in reversed(about) if (signed := of_signature(text))), None)
    if source is None:
        source = _named(head.story.get("publisher"))
    return Byline(source=source, origin=origin if origin != source else None, author=author, editor=editor)


def of_signature(text: str) -> str | None:
    """济南时报记者王某某 at the end of a text names its outlet; 本报记者 does not."""
    if len(text) > 60:
        return None
    found = _SIGNED.match(text)
    if (
        not found
        or len(found[1]) < 3
        or found[1].startswith(("本报", "本報", "本网", "本网", "见习", "实习", "通讯员"))
    ):
        return None
    return found[1].strip("·-—. ") or None


def _tidy(name: str) -> str | None:
    name = _DATED.sub("", name)
    name = _SOURCE_END.sub("", name).strip(" -—.·《》“”「」")
    if name.count("《") > name.count("》"):
        name += "》"  # 人民网-《人民日报》 names both
    if name and not name.isascii():
        name = name.split()[0]  # what follows is the reporter
    return name if 2 <= len(name) <= 30 else None


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) and 1 < len(value.strip()) <= 40 else None

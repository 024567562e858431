"""The name of what was signed, or of the ceremony at which it was: as written, without region and date in front."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.late import late
from monitor.events import signings_words as w

Span = tuple[int, int]

_CEREMONY_END: Final = (
    r"签(?:约|署|订)”?(?:落户|启动|揭牌|授牌|(?:和|暨|及|、)[^，。；、签]{0,8}?开工)?(?:仪式|活动|大会|专场|会)"
    rf"(?:暨[^，。；！？\n]{{2,20}}?{w.MEETING})?"
)
_HELD_CEREMONY: Final = late(
    rf"(?:组织(?:举行|举办|召开)|举行|举办|召开|开展|组织|举行的|举办的)(?:了)?(?P<name>[^，。；！？\n]{{2,60}}?{_CEREMONY_END})"
)
_CEREMONY_HELD: Final = late(
    rf"(?P<name>[^，。；！？：\n]{{2,60}}?{_CEREMONY_END})[^。；！？\n]{{0,30}}?(?:举行|举办|召开|启动)"
)
_QUOTED_MEETING: Final = late(rf"(?P<name>“(?P<inner>[^“”\n]{{3,60}})”(?P<kind>[^，。；“”\n]{{0,8}}?{w.MEETING})?)")
_HELD_MEETING: Final = late(
    rf"(?:举行|举办|召开|主办|承办)(?:了|的)?(?P<name>[^，。；“”！？\n]{{2,46}}?{w.MEETING})(?=[^一-龥]|"
    rf"上|中(?!心)|期间|，|。|现场|$)"
)
_MEETING_HELD: Final = late(
    rf"(?P<name>[^，。；“”！？\n]{{4,50}}?{w.MEETING})(?:于|在)?[^，。；！？\n]{{0,24}}?(?:举行|举办|召开|"
    rf"开幕|启动|拉开帷幕)"
)
_HELD: Final = late(r"举行|举办|召开|开幕|启动|拉开帷幕")
# 出席甲乙经贸合作交流会，见证…; 在2023年甲市招商大会上，….
_ATTENDED_MEETING: Final = late(
    rf"(?:出席|参加|参与)了?“?(?P<name>[^，。；“”！？\n]{{4,40}}?(?:{w.MEETING}|{_CEREMONY_END}))”?(?=，|"
    rf"。|、|时|并|期间|上)"
)
_AT_MEETING: Final = late(
    rf"(?:(?<=[，。；\n])|^)在?(?P<name>[^，。；“”！？\n]{{6,40}}?{w.MEETING})(?:上|期间|现场)(?=，)"
)
_LEAD: Final = late(
    r".*(?:电\s*（[^（）]*）|出席|参加|\d{1,2}日(?:上午|下午|晚间?|傍晚|凌晨)?|日前|近日|昨[日天]|今[日天]|当[日天]|"
    r"记者获悉|获悉|(?:刚刚|近日|日前)结束的|在[一-龥]{2,6}(?:举行|召开)的|主办的|承办的|举行的|召开的|"
    r"举办的|为期[^，]{1,3}天的|"
    r"两次|多场|一场|首次)"
)
_PLAIN: Final = late(
    r"(?:一?批|系列|一系列|多个|若干|招商引资活动|集中|现场|合作|战略|项目|企业|的|了|隆重|正式|举行|举办|"
    r"签约|签署|签订|落户|启动|揭牌|授牌|仪式|活动|大会|会议|会|相关|专题|颁奖|推介|洽谈|对接|和|暨|等|及|上|"
    r"主题|展览|年度|本次|此次|交流|经贸|开幕式|启动仪式)*"
)
# A fair of the nation or of the world is not the region's own.
_OTHERS: Final = late(
    r"第[一二三四五六七八九十百\d]+届|中国(?!—)|全国|(?:国际|全球|世界)(?!招商|投资|推介|经贸)|亚洲|亚太|"
    r"[\u4e00-\u9fff][博洽交贸]会|"
    r"博览会|峰会"
)
_SIGNED_AT: Final = late(r"签约(?:仪式|活动|大会|专场|会)$")
_OPENINGS: Final = late(
    r"(?:揭牌|启动|开工|开幕|授牌|颁奖|奠基|首发|通车|揭幕|交付|点火|投产|开播|入驻|颁证|挂牌|揭馆)仪式$"
)
_OBJECT_LEAD: Final = late(
    r"(?:[了过下]|一份|一项|该|相关|有关|多项|多份|一系列|系列|若干|上述|为期[^，。；]{1,6}年?的|[\d一二三四五六七八九十廿两多]+(?:余|"
    r"多)?(?:份|项|个|宗|单)(?:[^，。；]{0,12}?项目)?|《|的|双边|正式|全面|多达|超过|超|逾|近|约|共(?![建享管治]))*"
)
_VALUED: Final = late(r".*(?:元|人民币|）)的")
_NOT_NAMED: Final = late(
    r"[与和同][^，。；]{0,20}(?:公司|集团|大学|政府|企业)|(?:项目|企业)(?!(?:投资|合作|建设|入驻|框架|战略)*(?:协议|"
    r"合同))"
)


def agreement_name(plain: str, verb_end: int, end: int) -> Span | None:
    """The agreement behind a signing verb: 《…》, else the words up to 协议, 备忘录 or 合同."""
    clause = re.search(r"[，。；！？\n]", plain[verb_end:end])
    stop = verb_end + clause.start() if clause else end
    book = w.BOOK.search(plain, verb_end, min(end, verb_end + 140))
    if book and book.start() <= stop and book.start() - verb_end <= 14:
        return book.span(1)
    lead = _OBJECT_LEAD.match(plain, verb_end, stop)
    begin = lead.end() if lead else verb_end
    noun = w.AGREEMENT.search(plain, begin, stop)
    if noun is None or noun.end() - begin > 40 or _NOT_NAMED.search(plain, begin, noun.end()):
        return None
    if plain[begin] == "“" and plain[noun.end() : noun.end() + 1] == "”":
        begin += 1
    words = plain[begin : noun.end()]
    if words.count("“") != words.count("”"):
        return None
    valued = _VALUED.match(words)
    return begin + (valued.end() if valued else 0), noun.end()


def book_before(plain: str, start: int, verb: int) -> Span | None:
    """《…》 in front of the verb: 《苏港合作备忘录》在香港签署."""
    books = [book for book in w.BOOK.finditer(plain, start, verb) if w.AGREEMENT.search(book[1])]
    return books[-1].span(1) if books else None


def ceremony_name(plain: str, start: int, end: int) -> Span | None:
    """The ceremony that plain[start:end] says was held, if it bears a name."""
    for pattern in (_HELD_CEREMONY, _CEREMONY_HELD):
        for match in pattern.finditer(plain, start, end):
            span = _cleaned(plain, *match.span("name"))
            if span is not None:
                return span
    return None


def meeting_name(plain: str, start: int, end: int, *, own: bool = True) -> Span | None:
    """The meeting that plain[start:end] says was held. own: fairs of the nation do not count."""
    held = _HELD.search(plain, start, end) is not None
    for pattern in (_QUOTED_MEETING, _HELD_MEETING, _MEETING_HELD, _ATTENDED_MEETING, _AT_MEETING):
        if pattern is _MEETING_HELD and not held:
            continue
        for match in pattern.finditer(plain, start, end):
            if _OPENINGS.search(match["name"]):
                continue
            if pattern is _QUOTED_MEETING and not (match["kind"] or re.search(w.MEETING + "$", match["inner"])):
                continue
            span = match.span("name") if pattern is _QUOTED_MEETING else _cleaned(plain, *match.span("name"))
            if pattern is _QUOTED_MEETING and not match["kind"]:
                span = match.span("inner")
            if span is not None and not (own and _OTHERS.search(plain, *span) and not _SIGNED_AT.search(plain, *span)):
                return span
    return None


def _cleaned(plain: str, start: int, end: int) -> Span | None:
    lead = _LEAD.match(plain, start, end)
    if lead and end - lead.end() >= 4:
        start = lead.end()
    while start < end and plain[start] in "了的、， ":
        start += 1
    words = plain[start:end]
    if words.count("“") != words.count("”"):
        if words.count("”") > words.count("“") and plain.rfind("“", max(0, start - 40), start) >= 0:
            start = plain.rfind("“", max(0, start - 40), start)
        else:
            return None
    return (start, end) if end - start >= 4 and not _PLAIN.fullmatch(plain, start, end) else None

"""Who can sign: the signatories in the words on one side of a verb."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.organisations import find_organisations
from monitor.events.projects_region import Actor
from monitor.events.reading import Reading
from monitor.events.signings_bodies import BARE_BODIES, region_body

Span = tuple[int, int]

_SPLIT: Final = late(r"、|以及|及其|及|(?<!共)和|和(?!国)|与|暨|，")
# What ends the other side: where, about what, how.
_ENDS: Final = alternation(
    r"(?:等[\u4e00-\u9fff]{2,3}?[\d一二三四五六七八九十]+(?:城|市|县|区|省|地)|"
    r"在(?!线)|于(?=\d|今|昨|当|上午|下午)|就|根据|按照|围绕|正式|成功|分别|共同|联合|现场|集中|双双|顺利|近日|"
    r"日前|今日|今天|昨日|昨天|当天|当日|去年|今年|前年|\d{4}年|\d{1,2}月|\d{1,2}日|又|还|再次|也|已|先后|"
    r"月[初中底末]|上月|本月|上周|本周|早前|早些时候|代表(?=签|双方)|(?:全面)?(?:战略)?(?:框架)?合作(?:框架)?(?:协议|"
    r"备忘录)|三方|双方|两地|三地|四地|进行|举行|完成|达成|一同|同步|陆续|相继|签约|签署|网上|线上|远程|视频|云端|通过|结对|对口|等(?=[\d一二三四五六七八九十两多数]*(?:余|"
    r"多)?(?:家|个|所|方|地|单位|企业|机构|市|县|区|省|地|央企|国企|民企|高校|代表|公司|商会|龙头|知名|"
    r"行业|一批)|$))"
)
UNSAID: Final = late(
    r"(?:（[一二三四五六七八九十\d]{1,4}）|同期|同日|途中|行程中|已|也|重新|再次?|再度|先后|正式|成功|共同|同步|陆续|随即|一并|双方|两地|三地|四地|还|"
    r"其间|期间|会上|"
    r"会后|当天|当日|现场|随后|此外|另外|同时|日前|近日|目前|其中|活动上|仪式上|昨日|今日|今天|昨天|今年|"
    r"去年|并|还|又|由|将|以及|分别|来自|代表|于|"
    r"\d{4}年|\d{1,2}月|\d{1,2}日|上午|下午|晚|双方|与会|在[^，。；]{1,24}?(?:上|期间|见证下|中)|有?本澳|"
    r"本港|本地|据悉|授权|“|”|《|，|,| |、)*"
)
_PERSON_ROLE: Final = alternation(
    r"(?:驻[一-龥]{1,3})?(?:首席|党委|党组|执行|常务|副|总)*(?:代表(?!处|团)|董事|总裁|总经理|经理|主席|"
    r"会长|理事|秘书长|院长|校长|局长|署长|厅长|主任|市长|区长|县长|书记|省长|州长|专员|所长|行长|负责人|创始人|"
    r"部长|司长|处长|CEO)"
)
_GENERIC: Final = late(
    r"(?:常务)?副?(?:市|区|县|州|省)长|第[一二三四五六七八九十\d]+批|共\d|当局|(?:[\d一二三四五六七八九十两多数几近百余]*(?:家|"
    r"间|个|所|名|位|方|批)(?!园)|相关|有关|多家|多个|部分|"
    r"众多|一批|不同|自己|经营者|消费者|对|商协会|海内外|省内|市内|区内|各|上述|这些|其他|对方|另|来自|"
    r"本地|当地|国内外|境内外|知名|重点|意向|优质|企业|公司|客商|商家|单位|机构|双方|三方|两地|三地|四方|"
    r"多方|项目方|投资方|合作方|(?:投资|参会|入驻|签约|项目|意向)(?:企业|单位|公司|机构|商|者|业主)$|代表|负责人|地方政府|政府|该|其|我(?![校院])|等|平台|园区|团队|高校|院校|医院|银行|"
    r"协会|商会|集团|央企|民企|国企|校企|政企|银企|农户|合作社|种植)"
)
_NO_BODY: Final = alternation(
    r"项目|活动|本次|此次|开展|设置|现场|环节|洽谈|推介|了|首个|会上|重要|(?:合作|交流)$|举行|仪式|大户|"
    r"代理公司|国内一|签|大会|会议|论坛|年会|峰会|博览会|推介会|不少|成为|集中|成功|多家|一家|两家|投资(?=$)|"
    r"创建|筹建|共建|建设(?=$)|[洽恳座交对][谈流接]会|主会场|分会场|很|她|他|我们|亦|[：；！？]"
)
# 某论坛秘书处, 会议中心: what is held names the body that holds it.
_HOLDS: Final = late(
    r"(?:大会|会议|论坛|年会|峰会|博览会|推介会|项目|活动)(?=[^，。；、了]{0,12}(?:秘书处|组委会|协会|公司|集团|中心|局|办公室)$)"
)
# 最后一批居民, 成员国中的5个, 本届洽谈会: no signatory.
_NOBODY: Final = late(
    r"(?:居民|村民|农户|住户|(?:有关|相关)(?:企业|单位|地方政府))$|^(?:中央企业|央企)$|召开|\d+个$|是第|^[本该此]届"
)
# A school's own news calls it so; its name stands in the headline or in the first sentences.
_OWN_SCHOOL: Final = frozenset({"我校", "本校", "我院", "学校"})
_SCHOOL_WITHIN: Final = 4
_THE_FIRM: Final = late(r"[^，。；与和]{0,12}?(?:该|本)?公司(?!合作)")
_ANNOUNCES: Final = late(
    r"(?:^|[，。；：\n])(?:[^，。；：\n]{0,12}(?:消息|讯|日电)[，：])?(?P<name>[^，。；：（）\n\d]{2,20}?)(?:（[^（）]{4,14}）)?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:早间|中午|午间|晚间?|盘后)?(?:发布)?(?:公告|宣布|披露)"
)
_ISSUER_REACH: Final = 160


def pieces_of(reading: Reading, index: int, start: int, end: int) -> list[Span]:
    """The signatories of one side: split at 、和及, adverbs and people's titles cut off, unnamed ones dropped."""
    plain = reading.plain
    bracket = re.search(
        r"[一二三四五六七八九十两多\d]+(?:省市?区?|市|地|县|区|国|方)?（(?P<list>[^（）]{4,60})）", plain[start:end]
    )
    if bracket:
        return _split(reading, index, start + bracket.start("list"), start + bracket.end("list"))
    lead = UNSAID.match(plain, start, end)
    start = lead.end() if lead else start
    stop = end
    for ending in _ENDS.finditer(plain, start, end):
        if ending.start() > start + 1 and not _in_organisation(reading, index, ending.start(), ending.end()):
            stop = ending.start()
            break
    split = _split(reading, index, start, stop)
    pieces = [s for s in split if plain[slice(*s)] in BARE_BODIES or not _GENERIC.match(plain, *s)]
    return [part for piece in pieces for part in _siblings(reading, index, piece)]


def _siblings(reading: Reading, index: int, piece: Span) -> list[Span]:
    """甲市乙市 without a mark between, neither in the other, are two."""
    places = [place for place in reading.places(index) if piece[0] <= place.start and place.end <= piece[1]]
    if len(places) != 2 or places[1].name == places[0].name or places[0].name in places[1].parents:
        return [piece]
    one, two = ((place.start, place.end) for place in places)
    return [one, two] if one[0] == piece[0] and one[1] == two[0] and two[1] == piece[1] else [piece]


def plausible(reading: Reading, index: int, piece: Span, *, left_alone: bool) -> bool:
    """Whether words can be a signatory: a body's name, a region, or behind 与 a short brand name."""
    words = reading.plain[slice(*piece)]
    if any((o.start, o.end) == piece for o in reading.organisations(index)) and not _NOBODY.search(words):
        return True
    if words.count("“") != words.count("”"):
        return False
    if _NO_BODY.search(_HOLDS.sub("", words)) or _NOBODY.search(words):
        return False
    if looks_like_body(words) or any(place.start == piece[0] for place in reading.places(index)):
        return True
    if any(o.start >= piece[0] and o.end == piece[1] for o in reading.organisations(index)):
        return True
    if region_body(reading, index, piece) is not None:
        return True
    return not left_alone and len(words) <= 10


def looks_like_body(words: str) -> bool:
    return bool(
        re.search(
            r"(?:公司|集团|会|局|厅|委|院|校|学|银行|中心|部|处|所|社|台|报|馆|政府|办|协会|联盟|机构|基金)$", words
        )
    )


def party_of(plain: str, piece: Span, body: Actor | None) -> tuple[int, int, str]:
    """A signatory's name; a region's government signs as the region."""
    start, end = piece
    words = plain[start:end].strip("“”")
    if body is not None and body.end == end and body.start == start:
        return start, end, body.name
    if body is not None and body.place is not None:
        rest = plain[body.end : end]
        if re.fullmatch(r"(?:省|市)?(?:人民政府|政府|有关方面|方面|方|代表)?", rest):
            return start, end, body.name
    return start, end, re.sub(r"（[^（）]*$", "", words)


def full_name(reading: Reading, position: int, short: str) -> str:
    """The longer name told before that a short form abbreviates: 人社厅 of 乙省人力资源和社会保障厅."""
    if short in _OWN_SCHOOL:
        return own_school(reading) or short
    if not 2 <= len(short) <= 5 or short[-1] not in "厅局委会院所行司办部处":
        return short
    sentence = reading.sentence_at(position)
    for index in range(sentence, max(-1, sentence - 6), -1):
        for organisation in reading.organisations(index):
            name = organisation.name
            if (
                organisation.start < position
                and len(name) > len(short)
                and name[-1] == short[-1]
                and _abbreviates(short, name)
            ):
                return name
    return short


def own_school(reading: Reading) -> str | None:
    """The university that writes of itself as 我校: the one in its headline, else the first one that it names."""
    found = list(find_organisations(reading.title, 0, len(reading.title))) if reading.title else []
    for index in range(min(_SCHOOL_WITHIN, len(reading.sentences))):
        found += reading.organisations(index)
    return next((school.name for school in found if school.kind in {"university", "institute"}), None)


def issuer(reading: Reading, index: int, start: int, end: int) -> Span | None:
    """Whom 公司 or 该公司 means in an announcement: 甲科技公告，公司与…签署."""
    plain = reading.plain
    if _THE_FIRM.match(plain, start, end) is None:
        return None
    first = reading.sentences[max(0, index - 1)].start
    told = list(_ANNOUNCES.finditer(plain, max(first, start - _ISSUER_REACH), start + 1))
    return told[-1].span("name") if told else None


def _split(reading: Reading, index: int, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    begin = start
    for mark in _SPLIT.finditer(reading.plain, start, end):
        if mark[0] in {"和", "与", "及"} and _in_name(reading, index, begin, mark, end):
            continue
        if reading.plain.count("（", begin, mark.start()) > reading.plain.count("）", begin, mark.start()):
            continue
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, end))
    return [trimmed for span in spans if (trimmed := _trim(reading.plain, *span)) is not None]


def _in_name(reading: Reading, index: int, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether a 和 belongs to a body's name: 文化和旅游局, 人力资源和社会保障厅."""
    if _in_organisation(reading, index, mark.start(), mark.end()):
        return True
    left = reading.plain[begin : mark.start()]
    right = re.split(r"[、，。；和与及]", reading.plain[mark.end() : end], maxsplit=1)[0]
    return not looks_like_body(left) and bool(re.search(r"(?:[局厅委部会院]|项目|工程)$", right))


def _in_organisation(reading: Reading, index: int, start: int, end: int) -> bool:
    return any(o.start < start and end < o.end for o in reading.organisations(index))


def _trim(plain: str, start: int, end: int) -> Span | None:
    lead = UNSAID.match(plain, start, end)
    start = lead.end() if lead else start
    role = _PERSON_ROLE.search(plain, start + 2, end)
    if role and role.start() - start >= 3:
        end = role.start()
    while start < end and plain[start] in " 　）–—-":
        start += 1
    while end > start and plain[end - 1] in "“”（、 　的共新已更":
        end -= 1
    tail = re.search(r"（[^（）]{1,24}）$", plain[start:end])
    if tail and tail.start() >= 3:
        end = start + tail.start()
    return (start, end) if 2 <= end - start <= 40 else None


def _abbreviates(short: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in short)

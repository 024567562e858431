"""Who can sign: the signatories in the words on one side of a verb, and which of them is a region or a body of it."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions import generic_regions, regions_named
from monitor.events.projects_region import Actor, acting_region, home_region, is_domestic
from monitor.events.reading import Reading
from monitor.types import Place

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
    r"(?:同期|同日|途中|行程中|已|也|重新|再次?|再度|先后|正式|成功|共同|同步|陆续|随即|一并|双方|两地|三地|四地|还|"
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
    r"多方|项目方|投资方|合作方|(?:投资|参会|入驻|签约|项目|意向)(?:企业|单位|公司|机构|商|者|业主)$|代表|负责人|地方政府|政府|该|其|我|等|平台|园区|团队|高校|院校|医院|银行|"
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
# 本局, 我局: the office that writes.
_OWN_OFFICE: Final = late(r"[本我][局署处厅委办](?![\u4e00-\u9fff]{0,2}[市省县区])")
_NOBODY: Final = late(r"(?:居民|村民|农户|住户|(?:有关|相关)(?:企业|单位|部门|方面))$|召开|\d+个$|是第|^[本该此]届")
_COMPANY: Final = late(
    r"公司|集团|银行|大学|学院|研究院|研究所|商会|协会|联盟|医院|基金|股份|科技$|控股|证券|保险|中学|书院|"
    r"法院|检察院|仲裁"
)
_BODY: Final = late(
    r"(?:（[^（）]{0,12}）)?(?:人民政府|市?政府|特区政府|党工委|管委会|管理委员会|[省市区县州]?委|行署|管委|"
    r"[^公司集团银行大学、，]{0,18}?(?:局|厅|管委会|委员会|管理委员会|办公室|办|署|司|处|贸促会|促进会|"
    r"贸促委|投促中心|园区|开发区|工业园|产业园|高新区|经开区|新区|自贸区|片区|合作区|示范区|试验区|实验区|"
    r"指挥部|妇联|工商联|兵团|第[一二三四五六七八九十]+师|(?:服务|促进|投促|招商)中心))?(?:有关方面|方面|"
    r"方|代表|三级)?"
)
_RANKED_BODY: Final = late(
    r"(?:本|我)?[省市区县州](?:政府|人民政府|委|[^，。、公司]{0,10}(?:局|厅|办|贸促会|管委会|委员会|工商联|"
    r"中心))|(?:该|我|全|本)[省市区县州]|管委会|特区政府|当地政府|区管委会"
)
# A company that runs a region's park or brings in its investment is a body of the region.
_PARK_COMPANY: Final = late(
    r"(?:科技园|科学园|产业园|工业园|园区|开发区|新区|高新区|经开区|招商|投促|投资促进|数码港)"
    r"(?:投资|开发|建设|发展|管理|运营|控股|集团|服务)*(?:有限)?(?:责任)?公司"
)
# The levels that the first letter of 县住建局, 市商务局 says.
_RANKS: Final = {
    "县": ("county",), "区": ("county", "zone"), "省": ("province",), "市": ("city", "county", "province"),
}  # fmt: skip
# A town behind its county, or alone, signs by its government: 甲县乙镇政府, 丙街道办事处.
_TOWN_BODY: Final = late(r"(?P<town>(?![的了与和在])[一-龥]{2,4}(?:镇|乡|街道))(?:人民政府|政府|党委|党工委|办事处)")
# A park that no list holds signs by its committee: 甲产业集中区管委会.
_PARK_BODY: Final = late(r"(?P<park>[一-龥（）]{2,16}(?:区|园|城|港))(?:管委会|管理委员会|党工委)")
_FOREIGN_BODY: Final = late(r"[州省市府]?(?:政府|当局|议会)")
_SAR_BODY: Final = late(
    r"(?!中央|国家|中国|国务院|海关总署|人民银行)[^，。、公司]{1,12}(?:局|办|署|处|促进署|贸发局|管理局|科技园|"
    r"数码港|投资推广署|贸促局|总署|警务处|专员公署)"
)


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
    return [s for s in _split(reading, index, start, stop) if not _GENERIC.match(plain, *s)]


def plausible(reading: Reading, index: int, piece: Span, *, left_alone: bool) -> bool:
    """Whether words can be a signatory: a body's name, a region, or behind 与 a short brand name."""
    words = reading.plain[slice(*piece)]
    if any((o.start, o.end) == piece for o in reading.organisations(index)) and not _NOBODY.search(words):
        return True
    if _NO_BODY.search(_HOLDS.sub("", words)) or _NOBODY.search(words):
        return False
    if looks_like_body(words) or any(place.start == piece[0] for place in reading.places(index)):
        return True
    if any(o.start >= piece[0] and o.end == piece[1] for o in reading.organisations(index)):
        return True
    if region_body(reading, index, piece) is not None:
        return True
    return not left_alone and len(words) <= 10


def region_body(reading: Reading, index: int, piece: Span) -> Actor | None:
    """The region that a signatory is, or is a body of: 济南市人民政府, 乙市经开区管委会, 省贸促会; None for others."""
    plain = reading.plain
    start, end = piece
    words = plain[start:end]
    if _OWN_OFFICE.match(words):
        own = home_region(reading)
        return Actor(own.name, own.place, start, start + 2, "clause") if own else None
    if _COMPANY.search(words) and not _PARK_COMPANY.search(words):
        return None
    run: Place | None = None
    for place in reading.places(index):
        if place.start < start or place.end > end:
            continue
        if run is None and plain[start : place.start] not in {"", "中国", "中国（"}:
            break
        if run is not None and (place.start - run.end > 1 or not (run.name in place.parents or place.level == "zone")):
            break
        run = place
    if run is not None:
        if not is_domestic(run):
            return _foreign_body(plain, run, end)
        town = _TOWN_BODY.fullmatch(plain, run.end, end)
        if town:
            return _unlisted(reading, town["town"], piece)
        told = _BODY.fullmatch(plain, run.end, end) or _PARK_COMPANY.fullmatch(plain, run.end, end)
        return Actor(run.name, run, run.start, run.end, "clause") if told else None
    known = regions_named(words)
    if run is None and known and known[0].level in {"province", "city", "county"}:
        return Actor(known[0].name, None, start, end, "clause")
    for meant in generic_regions(plain, start, end, reading.context):
        if meant.start == start and _BODY.fullmatch(plain, meant.end, end):
            return Actor(meant.name, meant, start, meant.end, "clause")
        break
    if _RANKED_BODY.fullmatch(words):
        for meant in generic_regions(plain, start, end, reading.context):
            return Actor(meant.name, meant, start, end, "clause")
        meant_by = acting_region(reading, index, start)
        ranks = _RANKS.get(words[0], ())
        if meant_by and meant_by.place and ranks and meant_by.place.level not in ranks:
            fitting = next((place for place in reading.named if place.level in ranks), None)
            return Actor(fitting.name, fitting, start, end, "clause") if fitting else None
        return Actor(meant_by.name, meant_by.place, start, end, "clause") if meant_by else None
    unlisted = _TOWN_BODY.fullmatch(words) or _PARK_BODY.fullmatch(words)
    if unlisted:
        return _unlisted(reading, unlisted[1], piece)
    home = home_region(reading)
    if home is not None and home.name.startswith(("香港", "澳门")) and _SAR_BODY.fullmatch(words):
        return Actor(home.name, home.place, start, end, "clause")
    return None


def _unlisted(reading: Reading, name: str, piece: Span) -> Actor:
    """A town or park that no list holds; the document may name it elsewhere with its county in front."""
    place = next((known for known in reading.named if known.name == name), None)
    return Actor(name, place, *piece, "clause")


def _foreign_body(plain: str, place: Place, end: int) -> Actor | None:
    """A region of another country, not a city that only lends a company its name: 丙州, 丙州政府."""
    rest = plain[place.end : end]
    named = place.name.endswith(("州", "省", "邦", "府")) and not rest
    if place.level == "foreign city" and (named or _FOREIGN_BODY.fullmatch(rest)):
        return Actor(place.name, place, place.start, place.end, "clause")
    return None


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
    while start < end and plain[start] in " 　":
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

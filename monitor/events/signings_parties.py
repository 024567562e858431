"""Who signs with whom: the region's side of an agreement and the named others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.chinese.regions import regions_named
from monitor.chinese.regions_generic import generic_regions
from monitor.events.projects_region import Actor, acting_region, clause_start, home_region, is_domestic, others_act
from monitor.events.reading import Reading
from monitor.types import Place

Span = tuple[int, int]

_MARK: Final = re.compile(r"[，。；：！？\n]")
_WITH: Final = re.compile(
    r"与(?!会)|(?<![共一协如等合不相胡会陪])同(?![时期日场天意步比行业仁济方一样类等心舟城])|跟(?!踪|进)|携手|"
    r"(?:(?<=公司|集团|政府|大学|银行|中心|研究|兵团)|(?<=[委局厅会省市区县州院校园署港澳方长处部团并还已])|(?<=\d日))和"
)
# What ends the other side: where, about what, how.
_ENDS: Final = re.compile(
    r"(?:在(?!线)|于(?=\d|今|昨|当|上午|下午)|就|围绕|正式|成功|分别|共同|联合|现场|集中|双双|顺利|近日|日前|今日|今天|昨日|昨天|当天|当日|去年|今年|前年|\d{4}年|\d{1,2}月|\d{1,2}日|又|还|再次|也|已|先后|代表(?=签|双方)|三方|双方|两地|三地|四地|进行|举行|完成|达成|一同|同步|陆续|相继|签约|签署|等(?=[\d一二三四五六七八九十两多数]*(?:余|多)?(?:家|个|所|方|地|单位|企业|机构|市|县|区|省|地|央企|国企|民企|高校|代表|公司|商会|龙头|知名|行业|一批)|$))"
)
_SPLIT: Final = re.compile(r"、|以及|及其|及|和|与|暨|，")
_PERSON_ROLE: Final = re.compile(
    r"(?:驻[一-龥]{1,3})?(?:首席|党委|党组|执行|常务|副|总)*(?:代表(?!处|团)|董事|总裁|总经理|经理|主席|会长|理事|秘书长|院长|校长|局长|厅长|主任|市长|区长|县长|书记|省长|州长|专员|所长|行长|负责人|创始人|部长|司长|处长|CEO)"
)
_GENERIC: Final = re.compile(
    r"(?:[\d一二三四五六七八九十两多数几近百余]*(?:家|个|所|名|位|方|批)(?!园)|相关|有关|多家|多个|部分|众多|一批|不同|自己|经营者|消费者|对|商协会|海内外|省内|市内|区内|各|上述|这些|其他|对方|另|来自|本地|当地|国内外|境内外|知名|重点|意向|优质|企业|公司|客商|商家|单位|机构|双方|三方|两地|三地|四方|多方|项目方|投资方|合作方|代表|负责人|地方政府|政府|该|其|我|等|平台|园区|团队|高校|院校|医院|银行|协会|商会|集团|央企|民企|国企|校企|政企|银企|农户|合作社|种植)"
)
_BODY: Final = re.compile(
    r"(?:（[^（）]{0,12}）)?(?:人民政府|市?政府|特区政府|党工委|管委会|管理委员会|[省市区县州]?委|行署|"
    r"[^公司集团银行大学、，]{0,18}?(?:局|厅|管委会|委员会|管理委员会|办公室|办|署|司|处|贸促会|促进会|贸促委|投促中心|园区|开发区|工业园|产业园|高新区|经开区|新区|自贸区|片区|合作区|示范区|试验区|实验区|指挥部|妇联|工商联|兵团|第[一二三四五六七八九十]+师|(?:服务|促进|投促|招商)中心))?(?:有关方面|方面|方|代表|三级)?"
)
_COMPANY: Final = re.compile(
    r"公司|集团|银行|大学|学院|研究院|研究所|商会|协会|联盟|医院|基金|股份|科技$|控股|证券|保险|中学|书院|法院|检察院|仲裁"
)
_RANKED_BODY: Final = re.compile(
    r"(?:本|我)?[省市区县州](?:政府|人民政府|委|[^，。、公司]{0,10}(?:局|厅|办|贸促会|管委会|委员会|工商联|中心))|(?:该|我|全|本)[省市区县州]|管委会|特区政府|当地政府|区管委会"
)
_SAR_BODY: Final = re.compile(
    r"[^，。、公司]{1,12}(?:局|办|署|促进署|贸发局|管理局|科技园|数码港|投资推广署|贸促局|总署|警务处|专员公署)"
)
_MET: Final = re.compile(
    r"(?:会见|会晤|拜会|拜访|走访|到访|访问)了?(?P<met>[^，。；]{2,40})|(?:与|同|和)(?P<with>[^，。；]{2,40}?)(?:通过[^，。；]{1,12}方式)?(?:进行|举行|开展|举办|召开)?了?(?:工作)?[^，。；]{0,6}(?:座谈|会谈|会见|会面|会晤|洽谈|交流|会议)"
)
# A clause of its own (与甲集团座谈, 与乙市合作共建): not the sides of the verb behind it.
_ACTS: Final = re.compile(r"座谈|会谈|会见|洽谈|交流|对接|举行|举办|开展|进行|合作|共建|联合|签|了")
_NATIONAL: Final = re.compile(
    r"总台|国务院|港澳办|社科院|部长|部副|总局|商务部|外交部|国家[\u4e00-\u9fff]{1,8}(?:局|委)"
)
# 来自甲集团、乙集团等企业代表共同见证…签约: who signs stands in front too.
_ATTENDED: Final = re.compile(r"(?:见证|出席)(?:了|下)?(?:[^，。；、与和]{0,12}长[\u4e00-\u9fff]{2,3}(?=[香澳特]))?")
_WITNESSED: Final = re.compile(r"[^，。；]*?来自(?P<list>[^，。；]{2,60}?)等[^，。；]{0,6}代表(?:共同)?见证(?:了|下)?")


@dataclass(frozen=True, slots=True)
class Sides:
    """The region that signs and the named others, as spans with the names to give.

    regions_own: the region's side is named itself. said: where the words of
    the region's side end. foreign: others sign with each other, no region takes part.
    """

    region: Actor | None
    parties: tuple[tuple[int, int, str], ...]
    regions_own: bool
    said: int
    foreign: bool = False


def find_sides(reading: Reading, index: int, start: int, verb: int) -> Sides:
    """The two sides in front of a signing verb; plain[start:verb] is the clause up to it."""
    plain = reading.plain
    witnesses: list[Span] = []
    witnessed = _WITNESSED.match(plain, start, verb)
    if witnessed:
        witnesses = [s for s in _pieces(reading, index, *witnessed.span("list")) if witnessed["list"]]
        start = witnessed.end()
    attended = [m.end() for m in _ATTENDED.finditer(plain, start, verb)]
    start = attended[-1] if attended and not witnessed else start
    connective = _connective(reading, index, start, verb)
    if connective is None and _LEAD.fullmatch(plain, start, verb) and start > reading.sentences[index].start:
        before = clause_start(plain, reading.sentences[index].start, start - 1)
        connective = _connective(reading, index, before, start - 1)
        if connective is not None and not _ACTS.search(plain, connective[1], start - 1):
            start, verb = before, start - 1
        else:
            connective = None
    if connective is None:
        left, right = _pieces(reading, index, start, verb), []
    else:
        left = _pieces(reading, index, start, connective[0])
        right = _pieces(reading, index, connective[1], verb)
    unsaid = _LEAD.fullmatch(plain, start, connective[0] if connective else verb) is not None
    left = [piece for piece in left if _plausible(reading, index, piece, left_alone=connective is None)]
    said = connective[0] if connective else verb
    implied = unsaid or (connective is None and not left)
    right = [piece for piece in right if _plausible(reading, index, piece, left_alone=False)]
    pieces = [*left, *right, *witnesses]
    bodies = [(piece, region_body(reading, index, piece)) for piece in pieces]
    actor = acting_region(reading, index, said) if unsaid and connective else None
    if actor is not None and not others_act(reading, index, said):
        parties = [_party(plain, piece, body) for piece, body in bodies if body is None or body.name != actor.name]
        return Sides(actor, _named(reading, index, parties), False, said)
    own = [(piece, body) for piece, body in bodies if body is not None]
    chosen = _own_side(reading, own)
    parties = [_party(plain, piece, body) for piece, body in bodies if chosen is None or piece != chosen[0]]
    if chosen is not None:
        return Sides(chosen[1], _named(reading, index, parties), True, said)
    if implied or _stands_for_region(reading, index, start, connective[0] if connective else verb):
        if implied and others_act(reading, index, said):
            return Sides(None, _named(reading, index, parties), False, said, foreign=True)
        actor = acting_region(reading, index, said)
        met = () if right else _met(reading, index, start)
        official = [] if implied else [p for p, piece in zip(parties, pieces, strict=True) if piece not in left]
        return Sides(actor, _named(reading, index, parties if implied else official) or met, False, said)
    return Sides(None, _named(reading, index, parties), False, said, foreign=connective is not None)


def _plausible(reading: Reading, index: int, piece: Span, *, left_alone: bool) -> bool:
    """Whether words can be a signatory: a body's name, a region, or behind 与 a short brand name."""
    words = reading.plain[slice(*piece)]
    if _NO_BODY.search(words):
        return False
    if _looks_like_body(words) or any(place.start == piece[0] for place in reading.places(index)):
        return True
    if any(o.start >= piece[0] and o.end == piece[1] for o in reading.organisations(index)):
        return True
    if region_body(reading, index, piece) is not None:
        return True
    return not left_alone and len(words) <= 10


def _connective(reading: Reading, index: int, start: int, verb: int) -> Span | None:
    """The 与 between the sides: not one inside an organisation's name."""
    for match in _WITH.finditer(reading.plain, start, verb):
        inside = any(
            o.start < match.end() - 1 < o.end - 1 and o.start < match.start() for o in reading.organisations(index)
        )
        behind = reading.plain[match.end() : verb]
        if not inside and len(behind) >= 2 and (match[0][-1] != "和" or "与" not in behind):
            return match.span()
    return None


def _pieces(reading: Reading, index: int, start: int, end: int) -> list[Span]:
    """The signatories of one side: split at 、和及, adverbs and people's titles cut off, unnamed ones dropped."""
    plain = reading.plain
    bracket = re.search(
        r"[一二三四五六七八九十两多\d]+(?:省市?区?|市|地|县|区|国|方)?（(?P<list>[^（）]{4,60})）", plain[start:end]
    )
    if bracket:
        return _split(reading, index, start + bracket.start("list"), start + bracket.end("list"))
    stop = end
    for ending in _ENDS.finditer(plain, start, end):
        if ending.start() > start + 1 and not _in_organisation(reading, index, ending.start(), ending.end()):
            stop = ending.start()
            break
    return [s for s in _split(reading, index, start, stop) if not _GENERIC.match(plain, *s)]


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
    return not _looks_like_body(left) and bool(re.search(r"[局厅委部会院]$", right))


def _in_organisation(reading: Reading, index: int, start: int, end: int) -> bool:
    return any(o.start < start and end < o.end for o in reading.organisations(index))


def _trim(plain: str, start: int, end: int) -> Span | None:
    lead = _LEAD.match(plain, start, end)
    start = lead.end() if lead else start
    role = _PERSON_ROLE.search(plain, start + 2, end)
    if role and role.start() - start >= 3:
        end = role.start()
    while end > start and plain[end - 1] in "“”（、 　的共新已":
        end -= 1
    tail = re.search(r"（[^（）]{1,24}）$", plain[start:end])
    if tail and tail.start() >= 3:
        end = start + tail.start()
    return (start, end) if 2 <= end - start <= 40 else None


_NO_BODY: Final = re.compile(
    r"项目|活动|本次|此次|开展|设置|现场|环节|洽谈|推介|了|首个|会上|重要|(?:合作|交流)$|举行|仪式|大户|代理公司|国内一|签|大会|会议|论坛|年会|峰会|博览会|推介会|不少|成为|集中|成功|多家|一家|两家|投资(?=$)|创建|筹建|共建|建设(?=$)|很|她|他|我们|亦|[：；！？]"
)
_LEAD: Final = re.compile(
    r"(?:同期|同日|已|也|再|先后|正式|成功|共同|同步|陆续|随即|一并|双方|两地|三地|四地|还|其间|期间|会上|会后|当天|当日|现场|随后|此外|另外|同时|日前|近日|目前|其中|活动上|仪式上|昨日|今日|今天|昨天|今年|去年|并|还|又|由|将|以及|分别|来自|代表|"
    r"\d{4}年|\d{1,2}月|\d{1,2}日|上午|下午|晚|双方|与会|在[^，。；]{1,24}?(?:上|期间|见证下|中)|有?本澳|本港|本地|据悉|授权|“|”|《|，|、)*"
)


def region_body(reading: Reading, index: int, piece: Span) -> Actor | None:
    """The region that a signatory is, or is a body of: 济南市人民政府, 天津经开区管委会, 省贸促会; None for others."""
    plain = reading.plain
    start, end = piece
    words = plain[start:end]
    if _COMPANY.search(words):
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
            return None
        return Actor(run.name, run, run.start, run.end, "clause") if _BODY.fullmatch(plain, run.end, end) else None
    known = regions_named(words)
    if run is None and known and known[0].level in {"province", "city", "county"}:
        return Actor(known[0].name, None, start, end, "clause")
    if _RANKED_BODY.fullmatch(words):
        for meant in generic_regions(plain, start, end, reading.context):
            return Actor(meant.name, meant, start, end, "clause")
        meant_by = acting_region(reading, index, start)
        return Actor(meant_by.name, meant_by.place, start, end, "clause") if meant_by else None
    home = home_region(reading)
    if home is not None and home.name.startswith(("香港", "澳门")) and _SAR_BODY.fullmatch(words):
        return Actor(home.name, home.place, start, end, "clause")
    return None


def _own_side(reading: Reading, own: list[tuple[Span, Actor]]) -> tuple[Span, Actor] | None:
    """Of several regions the one from whose side the document is written: its home, one in the headline, one in its home."""
    home = reading.context.home
    titled = {place.name for place in reading.context.title}
    ways = (
        lambda actor: home is not None and actor.name == home.name,
        lambda actor: actor.name in titled,
        lambda actor: home is not None and actor.place is not None and home.name in actor.place.parents,
    )
    for way in ways:
        for piece, actor in own:
            if way(actor):
                return piece, actor
    return own[0] if own else None


def _stands_for_region(reading: Reading, index: int, start: int, end: int) -> bool:
    """An official, a delegation or 双方 sign for the region told of."""
    words = reading.plain[start:end]
    if re.search(r"代表团|考察团|团组|一行|双方|两地|三地|双边|^并|^还", words):
        return True
    if _NATIONAL.search(words):
        return False
    return any(p.side == "official" and start <= p.start and p.end <= end for p in reading.people(index))


def _met(reading: Reading, index: int, start: int) -> tuple[tuple[int, int, str], ...]:
    """Whom the clause before says was met: 会见某会首席代表某某，双方签署…."""
    plain = reading.plain
    sentence = reading.sentences[index]
    told = list(_MET.finditer(plain, sentence.start, start))
    if not told:
        return ()
    found = told[-1]
    group = "met" if found["met"] else "with"
    pieces = _pieces(reading, index, *found.span(group))
    parties = [_party(plain, p, region_body(reading, index, p)) for p in pieces if _looks_like_body(plain[p[0] : p[1]])]
    return tuple(party for party in parties if party)


def _looks_like_body(words: str) -> bool:
    return bool(
        re.search(
            r"(?:公司|集团|会|局|厅|委|院|校|学|银行|中心|部|处|所|社|台|报|馆|政府|办|协会|联盟|机构|基金)$", words
        )
    )


def _party(plain: str, piece: Span, body: Actor | None) -> tuple[int, int, str]:
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


def _named(reading: Reading, index: int, parties: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: dict[str, tuple[int, int, str]] = {}
    for start, end, name in parties:
        name = full_name(reading, start, name)
        if len(name) >= 2:
            kept.setdefault(name, (start, end, name))
    return tuple(kept.values())


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


def _abbreviates(short: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in short)

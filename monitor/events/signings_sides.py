"""Who signs with whom: the region's side of an agreement and the named others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.chinese.late import late
from monitor.events.projects_region import Actor, acting_region, clause_start, dateline_end, others_act
from monitor.events.reading import Reading
from monitor.events.signings_bodies import region_body
from monitor.events.signings_pairs import pair_of
from monitor.events.signings_signatories import (
    UNSAID,
    full_name,
    issuer,
    looks_like_body,
    party_of,
    pieces_of,
    plausible,
)

Span = tuple[int, int]

_WITH: Final = late(
    r"(?<!参)与(?!会)|(?<![共一协如等合不相胡会陪])同(?![时期日场天意步比行业仁济方一样类等心舟城])|跟(?!踪|进)|携手|(?<!相)偕(?!老)|"
    r"(?:(?<=公司|集团|政府|大学|银行|中心|研究|兵团)|(?<=[委局厅会省市区县州院校园署港澳方长处部团并还已])|"
    r"(?<=\d日))和(?!国)"
)
_MET: Final = late(
    r"(?:会见|会晤|拜会|拜访|走访|到访|访问)了?(?P<met>[^，。；]{2,40})|(?:与|同|和)(?P<with>[^，。；]{2,40}?)(?:通过[^，。；]{1,12}方式)?(?:进行|"
    r"举行|开展|举办|召开)?了?(?:工作)?[^，。；]{0,6}(?:座谈|会谈|会见|会面|会晤|洽谈|交流|会议)"
)
# A clause of its own (与甲集团座谈, 与乙市合作共建): not the sides of the verb behind it.
_ACTS: Final = late(r"座谈|会谈|会见|洽谈|交流|对接|举行|举办|开展|进行|合作|共建|联合|签|了")
_AT_A_MEETING: Final = late(r"在[^，。；与和]{2,24}(?:会议?|活动|仪式|论坛)(?:上|后|期间|中|框架下)$")
# 副市长张某代表甲市与乙集团签约: who is stood for signs, not the person.
_STANDS_FOR: Final = late(r"[^，。；与和]{1,30}?代表(?!处|团|队|大会|[与和同签]|性|们|，|、)")
# A party's name of no more characters may be a person's.
_LONGEST_PERSON: Final = 4
_STATE_BODY: Final = late(r"(?:中国|国家)[^，。；]{0,16}(?:部|委|局|署|政府)")
_NATIONAL: Final = late(r"总台|国务院|港澳办|社科院|部长|部副|总局|商务部|外交部|国家[\u4e00-\u9fff]{1,8}(?:局|委)")
# 甲公司、乙公司等15家企业，分别与…签约: they sign in the clause behind.
_FIRMS_BEFORE: Final = late(
    r"、[^，。；]{2,16}等[\d一二三四五六七八九十两多余]*家?[^，。；、]{0,6}(?:企业|公司|单位|机构|高校|院校)，$"
)
_ATTENDED: Final = late(r"(?:见证|出席)(?:了|下)?(?:[^，。；、与和]{0,12}长[\u4e00-\u9fff]{2,3}(?=[香澳特]))?")
# 来自甲集团、乙集团等企业代表共同见证…签约: who signs stands in front too.
_WITNESSED: Final = late(r"[^，。；]*?来自(?P<list>[^，。；]{2,60}?)等[^，。；]{0,6}代表(?:共同)?见证(?:了|下)?")


@dataclass(frozen=True, slots=True)
class Sides:
    """The region that signs and the named others, as spans with the names to give.

    own: the region's side is named itself. said: where the words of
    the region's side end. foreign: others sign with each other, no region takes part.
    """

    region: Actor | None
    parties: tuple[tuple[int, int, str], ...]
    own: bool
    said: int
    foreign: bool = False


def find_sides(reading: Reading, index: int, start: int, verb: int) -> Sides:
    """The two sides in front of a signing verb; plain[start:verb] is the clause up to it."""
    plain = reading.plain
    start = max(start, dateline_end(reading, index))
    verb -= 2 if plain.startswith("“云", verb - 2) else 0  # “云签约”
    if start > reading.sentences[index].start and _FIRMS_BEFORE.search(plain, max(0, start - 24), start):
        start = clause_start(plain, reading.sentences[index].start, start - 1)
    witnesses: list[Span] = []
    witnessed = _WITNESSED.match(plain, start, verb)
    if witnessed:
        witnesses = [s for s in pieces_of(reading, index, *witnessed.span("list")) if witnessed["list"]]
        start = witnessed.end()
    attended = [m.end() for m in _ATTENDED.finditer(plain, start, verb)]
    start = attended[-1] if attended and not witnessed else start
    stood_for = _STANDS_FOR.match(plain, start, verb)
    if stood_for and not witnessed:
        start = stood_for.end()
    connective = _connective(reading, index, start, verb)
    if connective is None and UNSAID.fullmatch(plain, start, verb) and start > reading.sentences[index].start:
        before = clause_start(plain, reading.sentences[index].start, start - 1)
        connective = _connective(reading, index, before, start - 1)
        at_meeting = _AT_A_MEETING.search(plain, before, start - 1)
        stop = at_meeting.start() if at_meeting else start - 1
        if connective is not None and not _ACTS.search(plain, connective[1], stop):
            start, verb = before, start - 1
        else:
            connective = None
    if connective is None:
        left, right = pieces_of(reading, index, start, verb), []
    else:
        left = pieces_of(reading, index, start, connective[0])
        right = pieces_of(reading, index, connective[1], verb)
    announced = None if left else issuer(reading, index, start, connective[0] if connective else verb)
    left = [announced] if announced else left
    unsaid = UNSAID.fullmatch(plain, start, connective[0] if connective else verb) is not None
    left = [piece for piece in left if plausible(reading, index, piece, left_alone=connective is None)]
    said = connective[0] if connective else verb
    implied = unsaid or (connective is None and not left)
    right = [piece for piece in right if plausible(reading, index, piece, left_alone=False)]
    pair = pair_of(reading, index, start, verb)
    if pair is not None:
        partner = () if pair.other is None else ((pair.own.start, pair.own.end, pair.other),)
        return Sides(pair.own, _met(reading, index, start) or partner, True, said)
    pieces = [*left, *right, *witnesses]
    bodies = [(piece, region_body(reading, index, piece)) for piece in pieces]
    actor = acting_region(reading, index, said) if unsaid and connective else None
    if actor is not None and not others_act(reading, index, said):
        parties = [party_of(plain, piece, body) for piece, body in bodies if body is None or body.name != actor.name]
        return Sides(actor, _named(reading, index, parties), False, said)
    own = [(piece, body) for piece, body in bodies if body is not None]
    chosen = _own_side(reading, own)
    if chosen is None and own and any(_STATE_BODY.match(plain, *piece) for piece in pieces):
        chosen = own[0]  # a region of another country signs with the nation
    parties = [party_of(plain, piece, body) for piece, body in bodies if chosen is None or piece != chosen[0]]
    if chosen is not None:
        named = _named(reading, index, parties) or _met(reading, index, start)
        return Sides(chosen[1], named, True, said)
    if implied or _stands_for_region(reading, index, start, connective[0] if connective else verb):
        if implied and others_act(reading, index, said):
            return Sides(None, _named(reading, index, parties), False, said, foreign=True)
        actor = acting_region(reading, index, said)
        met = () if right else _met(reading, index, start)
        official = [] if implied else [p for p, piece in zip(parties, pieces, strict=True) if piece not in left]
        return Sides(actor, _named(reading, index, parties if implied else official) or met, False, said)
    return Sides(None, _named(reading, index, parties), False, said, foreign=connective is not None)


def _own_side(reading: Reading, own: list[tuple[Span, Actor]]) -> tuple[Span, Actor] | None:
    """Of several regions the one from whose side it is told: the home, one in the headline, one inside the home."""
    home = reading.context.home
    titled = {place.name for place in reading.context.title}
    ways = (
        lambda actor: home is not None and actor.name == home.name,
        lambda actor: actor.name in titled,
        lambda actor: home is not None and actor.place is not None and home.name in actor.place.parents,
    )
    ours = [(piece, actor) for piece, actor in own if not _abroad(actor)]
    for way in ways:
        for piece, actor in ours:
            if way(actor):
                return piece, actor
    return ours[0] if ours else None


def _abroad(actor: Actor) -> bool:
    return actor.place is not None and actor.place.level == "foreign city"


def _stands_for_region(reading: Reading, index: int, start: int, end: int) -> bool:
    """An official, a delegation or 双方 sign for the region told of."""
    words = reading.plain[start:end]
    if _NATIONAL.search(words) and not re.search(r"代表团|考察团|两地|三地", words):
        return False
    if re.search(r"代表团|考察团|团组|一行|双方|两地|三地|双边|^并|^还", words):
        return True
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
    pieces = pieces_of(reading, index, *found.span(group))
    parties = [
        party_of(plain, p, region_body(reading, index, p)) for p in pieces if looks_like_body(plain[p[0] : p[1]])
    ]
    return tuple(party for party in parties if party)


def _named(reading: Reading, index: int, parties: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: dict[str, tuple[int, int, str]] = {}
    short = any(len(name) <= _LONGEST_PERSON for _, _, name in parties)
    persons = {person.name for person in reading.people(index)} if short else set()
    for start, end, name in parties:
        if name in persons:
            continue
        name = full_name(reading, start, name)
        if len(name) >= 2:
            kept.setdefault(name, (start, end, name))
    return tuple(kept.values())


def _connective(reading: Reading, index: int, start: int, verb: int) -> Span | None:
    """The 与 between the sides: not one inside a body's or a place's name (大同, 和平)."""
    names = [(o.start, o.end) for o in reading.organisations(index)]
    names += [(place.start, place.end) for place in reading.places(index)]
    for match in _WITH.finditer(reading.plain, start, verb):
        at = match.end() - 1
        if any(first < at < last - 1 or (first < at < last and match[0] != "与") for first, last in names):
            continue
        lead = UNSAID.match(reading.plain, start, match.start())
        if match.start() - (lead.end() if lead else start) == 1:  # 大|同, 海|和: no signatory has one letter
            continue
        behind = reading.plain[match.end() : verb]
        if len(behind) >= 2 and (match[0][-1] != "和" or "与" not in behind):
            return match.span()
    return None

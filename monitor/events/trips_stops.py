"""What a trip's further sentences add: stops, organisations visited, the day it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.organisations import visit_list
from monitor.events.reading import Reading
from monitor.events.trips_join import Draft
from monitor.events.trips_skeleton import DATE as D
from monitor.events.trips_skeleton import ORGANISATION as O
from monitor.events.trips_skeleton import PERSON as P
from monitor.events.trips_skeleton import PLACE as L
from monitor.events.trips_skeleton import skeleton
from monitor.types import PersonMention


@dataclass(frozen=True, slots=True)
class Visit:
    """An organisation visited or met, and the words of `plain` that name it."""

    name: str
    start: int
    end: int


# No sentence of news is longer, in characters: a list or a table without full stops is not read.
LONGEST: Final = 1_500

# Whom a sentence goes on about: the travellers, or nobody else.
_TRAVELLERS: Final = late(
    r"代表团|考察团|访问团|考察组|招商团|团组|一行|期间|其间|先后|随后|其后|此行|此次|本次|下午|上午|每到一|活动将|还|又|并|亦|再"
)
_VISITING: Final = late(
    r"走访|拜访|拜会|考察|参观|参访|会见|会面|会谈|座谈|来到|走进|前往|到访|访问|实地|对接|调研|洽谈|深入|了解|讨论|"
    r"赴|推介|将先后|返抵|返回|返港|返澳|回港|结束|团长"
)
# What is still to be done, or asked of others, is no stop.
_TO_COME: Final = late(r"下一步|下阶段|将以此|今后|未来将|希望.{0,6}(?:来|到|加强)|欢迎|诚邀|邀请.{0,12}来")
_HEADS_TEAM: Final = late(r"团(?<!副团)长")
_TEAM_LEADER: Final = late(
    rf"(?<!副)团长[，、]?{P}|{P}(?=(?:及|和|率|带领|率领)[^。；，{P}]{{0,6}}(?:代表团|考察团|团组)(?:其他|成员|一行))"
    rf"|(?<=由){P}(?=率领|带领|带队|率队)|{P}(?:[、，和]{P}){{0,5}}(?=(?:率团|带队|率队)[^。；{P}]{{0,6}}[。，；])"
)
# Who goes along, and of whom a delegation is made: 某局、某公司负责人参加, 成员包括某会.
_ALONG: Final = late(
    r"(?:[、和与及][^，。；]{0,60})?等?[^，。；、]{0,8}(?:负责同志|负责人|领导|人员|同志)[^，。；]{0,6}(?:参加|陪同|随同|一同|随行|出席)"
)
_MEMBERS: Final = late(r"(?:成员|团员)[^。；，]{0,6}(?:由|包括|来自|有)")
# Offices that a text names without their region: whose they are it does not say.
_NAMELESS: Final = late(
    r"(?:[省市区县州镇乡]|特区)?(?:委|政府|人民政府|人大|政协|委员会|公司|企业|集团|商会|协会|管委会)+"
)
# An office or site called by its place and a general word: 香港某某促进局, 南宁某某中心.
_OFFICE_VISITED: Final = late(
    rf"(?:走访|拜访|拜会|考察|参观|参访|到访|访问|[奔]?赴)了?(?P<name>{L}[^，。；、的和与及{P}{L}{O}{D}]{{1,12}}?"
    r"(?:局|厅|署|委员会|中心|园区|科学园|馆|博物院|研究院|总部|基地|办事处))(?=[，。；、和与及]|$)"
)
# How many sentences behind its last telling a trip's story can go on.
_STORY: Final = 80
# How far a trip's story goes on without naming the travellers again.
_REACH: Final = 3


def trail(reading: Reading, draft: Draft, others: list[Draft]) -> Iterator[int]:
    """The sentences that go on about a trip, its own tellings included."""
    own = {telling.sentence for telling in draft.tellings}
    taken = {telling.sentence for other in others if other is not draft for telling in other.tellings} - own
    names = draft.leaders
    last, ours = min(own), False
    for index in range(min(own), min(len(reading.sentences), max(own) + _STORY)):
        if index in own:
            last, ours = index, True
            yield index
            continue
        if index in taken:
            ours = False
        sentence = reading.sentences[index]
        if sentence.end - sentence.start > LONGEST:
            continue
        words = reading.words(index) if ours else ""
        if _VISITING.search(words) is None:
            continue
        same_paragraph = sentence.paragraph == reading.sentences[last].paragraph
        about = any(name in words for name in names) or _TRAVELLERS.search(words) is not None
        if about or (same_paragraph and index - last <= _REACH):
            last = index
            yield index


def visits(reading: Reading, index: int) -> list[Visit]:
    """The organisations that a sentence says were visited or met, in order."""
    sentence = reading.sentences[index]
    found: list[Visit] = []
    if _TO_COME.search(reading.words(index)):
        return found
    for name in visit_list(reading.plain, sentence.start, sentence.end):
        start = reading.plain.find(name, sentence.start, sentence.end)
        span = (start, start + len(name)) if start >= 0 else (sentence.start, sentence.end)
        if _ALONG.match(reading.plain, span[1], sentence.end) or _MEMBERS.search(
            reading.plain, sentence.start, span[0]
        ):
            continue
        if not _NAMELESS.fullmatch(name):
            found.append(Visit(name, *span))
    bones = skeleton(reading, index)
    for match in _OFFICE_VISITED.finditer(bones.words):
        start, end = bones.span(*match.span("name"))
        if not any(visit.start < end and start < visit.end for visit in found):
            found.append(Visit(reading.plain[start:end], start, end))
    return found


def team_leaders(reading: Reading, index: int) -> list[PersonMention]:
    """Who a sentence says heads the delegation: 考察团团长、某局局长某某, 某某及代表团其他成员."""
    bones = skeleton(reading, index)
    found = [person for person in reading.people(index) if _HEADS_TEAM.search(person.title or "")]
    for match in _TEAM_LEADER.finditer(bones.words):
        found.extend(bones.people(match.start(), match.end()))
    return found

"""Who acts: the region that a clause is about.

A clause's own subject goes before the subject of the clause in front, that before the paragraph's last one, that before
the document's home. Clauses end at ；and at the ends of sentences. A place that is where one goes to, comes from or
acts with (赴广州, 在上海, 与深圳) is no subject.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions_document import DocumentPlaces, find_places
from monitor.chinese.regions_generic import generic_regions
from monitor.types.text import Place, Sentence

_ACTING = ("province", "city", "county", "zone", "town", "area", "country", "foreign city")
# Words in front of a place that make it a goal, an origin, a partner or a setting.
_GOAL: Final = late(
    r"(?:赴|到|在|前往|奔赴|来到|走进|走访|抵达|抵|从|自|与|同|和|跟|向|对|于|至|往|访|访问|来|驻|落户|落地|位于"
    r"|辗转|登陆|面向|对标|学习|对接|飞赴|转往|远赴|南下|北上|参观|考察|途经|离开|返回|携手|联合|辐射|服务|支持|"
    r"融入|通往|以及|及|、|为|给|把|将|让|成为|推介|记者|“|《|（|的)(?:了|过)?$"
)
# What may stand between a comma and a subject: dates, adverbs, connectives.
_LEAD_IN: Final = late(
    r"(?:^|[，：；。！？\n“　 ])(?:[\d年月日号至到—～\-、和上下旬初底末]|上午|下午|晚|当[天日晚]|今[年日天]|"
    r"昨[日天]|明[年日天]|去年|近[日年期来]|日前|以来|目前|当前|此[前外次]|其[中间]|期间|随后|同[时样]|会上|会后"
    r"|截至|下一步|未来|如今|与此|一直|而|又|也|但|由|据|经|中共|继|后|原|现|时任|全|各|为|，)*$"
)
# A body or post behind the place makes it the owner of the subject wherever it stands.
_BODY = late(
    r"(?:党委|委|政府|人大|政协|党政|代表团|管委会|党工委|领导|考察团|经贸团|.{0,12}?(?:书记|长|主任|主席|负责人))"
)
# How far in front of a place its lead-in is looked at, in characters.
_LEAD: Final = 40
_JOINED = late(r"^(?:[、和与及]|以及|等地?)$")
_DATELINE = late(r"^[^。]{0,20}?\d{1,2}月\d{1,2}日(?:电|讯)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and the region that acts in it. own: whether the clause itself names that region as its subject."""

    start: int
    end: int
    paragraph: int
    region: Place | None
    own: bool


class RegionScope:
    """Answers, for any position of a text, which region acts there. A paragraph is read when it is first asked for."""

    def __init__(self, sentences: Sequence[Sentence], context: DocumentPlaces) -> None:
        self.context = context
        self._paragraphs = [tuple(inside) for _, inside in groupby(sentences, attrgetter("paragraph"))]
        self._starts = [inside[0].start for inside in self._paragraphs]
        self._read: dict[int, tuple[Clause, ...]] = {}

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of the text, in order."""
        return tuple(clause for index in range(len(self._paragraphs)) for clause in self._clauses(index))

    def clause_at(self, position: int) -> Clause | None:
        """The clause that holds the position, None in front of the first sentence."""
        paragraph = bisect_right(self._starts, position) - 1
        if paragraph < 0:
            return None
        clauses = self._clauses(paragraph)
        return clauses[bisect_right(clauses, position, key=attrgetter("start")) - 1]

    def region_at(self, position: int) -> Place | None:
        """The region that acts at the position; the document's home where no clause says more."""
        clause = self.clause_at(position)
        return clause.region if clause else self.context.home

    def _clauses(self, paragraph: int) -> tuple[Clause, ...]:
        if paragraph not in self._read:
            self._read[paragraph] = tuple(self._read_paragraph(self._paragraphs[paragraph]))
        return self._read[paragraph]

    def _read_paragraph(self, sentences: Sequence[Sentence]) -> Iterator[Clause]:
        plain = self.context.plain
        last = None
        for sentence in sentences:
            for start, end in _clauses(plain, sentence.start, sentence.end):
                own = subject(plain, start, end, self.context, weak=last is None)
                last = own or last
                yield Clause(start, end, sentence.paragraph, last or self.context.home, own is not None)


def subject(plain: str, start: int, end: int, context: DocumentPlaces, *, weak: bool = True) -> Place | None:
    """The region that is the subject of plain[start:end] or owns it (济南市委书记…), None where none is.

    weak: whether a place in the middle of a phrase (开创槐荫新局面) will do where no other is found.
    """
    dateline = _DATELINE.match(plain[start:end])
    first = start + dateline.end() if dateline else start
    found = [place for place in find_places(plain, start, end, context) if place.start >= first]
    generic = [place for place in generic_regions(plain, first, end, context) if not _overlaps(place, found)]
    goal_end, fallback = -1, None
    for place in sorted([*found, *generic], key=lambda place: place.start):
        before = plain[max(first, place.start - 6) : place.start].rstrip("“（")
        joined = goal_end >= 0 and _JOINED.match(plain[goal_end : place.start]) is not None
        if joined or _GOAL.search(before):
            goal_end = place.end
            continue
        if place.level not in _ACTING:
            continue
        if _LEAD_IN.search(plain[max(first, place.start - _LEAD) : place.start]) or _BODY.match(plain, place.end, end):
            return place
        fallback = fallback or place
    return fallback if weak else None


def _overlaps(place: Place, others: Sequence[Place]) -> bool:
    return any(place.start < other.end and other.start < place.end for other in others)


def _clauses(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between semicolons."""
    while start < end:
        cut = plain.find("；", start, end)
        stop = end if cut < 0 else cut + 1
        yield start, stop
        start = stop

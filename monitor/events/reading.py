"""A document read once, so that trips, signings and chains share the work.

What is costly is found when it is first asked for and kept: nothing is looked for in a sentence that no rule asks
about. All spans are [start, end) in `Reading.plain`; `evidence` cuts the words from the body as published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, timezone
from functools import cached_property
from typing import Any, TypeVar

from monitor import chinese
from monitor.chinese import organisations, people, regions
from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.chinese.regions_scope import RegionScope
from monitor.events.vocabulary import Family, Hit, find_hits, opens
from monitor.types import (
    Anchor,
    Article,
    Count,
    Event,
    Evidence,
    Finding,
    Money,
    Organisation,
    PersonMention,
    Place,
    Sentence,
    Text,
    When,
)

_Mention = TypeVar("_Mention")
_Made = TypeVar("_Made")
_NOT_YET: Any = object()
_CHINA = timezone(timedelta(hours=8))
# 中新网天津12月16日电: where and when a report was filed, in its first characters, and how much later it may appear.
# Papers of Hong Kong, Macau and Taiwan name the day alone: 记者某某高雄11日电, 长春十二日电.
_DATELINE = late(
    r"(?:(?<!\d)(\d{1,2})月)?(?<![\d一二三四五六七八九十])([\d一二三四五六七八九十廿]{1,3})日(?:电(?![商话力视池器影脑子])|讯)"
)
_HEAD = 60
_LATE = 4
# （人民币，下同）: the text says in which currency its amounts are.
_IN_YUAN = late(r"人民币，下同")
# A round-up has so many items at least, and no more sentences an item; a heading is no longer, and ends on no mark.
_FEWEST_ITEMS = 3
_LONGEST_ITEM = 8
_LONGEST_HEADING = 45
_CLOSING = "。！？；：…”）"
# Pinyin in brackets after a character breaks the words of the vocabulary apart: then the text is converted first.
_RESIDUE = late(r"[\u4e00-\u9fff][(（][a-zā-ǜ]{1,6}[)）]")


@dataclass(frozen=True, eq=False)
class Reading:
    """An article with everything that was found in it so far.

    article: as it was understood. hits: the words of the vocabulary in the body, in order; empty when the body holds
    none, and then nothing else is ever computed. events: what the kinds before found (a signing during a trip takes its
    days). findings: what the rules saw, for `explain`; kinds append to both through `find` and `note`.
    Write-once: the fields never change, the lazily found mentions are kept after the first question.
    """

    article: Article
    text: Text
    hits: tuple[Hit, ...]
    events: list[Event] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _kept: dict[tuple[str, int], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def plain(self) -> str:
        """The body in simplified characters, folded in width and quotation marks."""
        return self.text.plain

    @cached_property
    def title(self) -> str:
        """The title in the same form as `plain`; "" without one."""
        return chinese.normalise(self.article.title).plain if self.article.title else ""

    @cached_property
    def anchor(self) -> Anchor:
        """The day that 今天 is in the text: publication's in China, of an agency's report the day of its dateline,
        where that is a few days before. Without one, the year that the body itself names most.
        """
        published = self.article.published
        day = published.astimezone(_CHINA).date() if published else None
        return Anchor(published=self._filed(day)) if day else Anchor(year=chinese.body_year(self.plain))

    def _filed(self, published: date) -> date:
        line = _DATELINE.search(self.plain, 0, _HEAD)
        day = number(line[2]) if line else None
        if line is None or not isinstance(day, int):
            return published
        recent = (published - timedelta(days=back) for back in range(_LATE + 1))
        return next((d for d in recent if d.day == day and (line[1] is None or d.month == int(line[1]))), published)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The body's sentences in order."""
        return tuple(chinese.sentences(self.plain))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> int:
        """The index of the sentence that holds a position of `plain`."""
        return max(0, bisect_right(self._starts, position) - 1)

    def paragraph_at(self, published: int) -> int:
        """The paragraph of the sentence whose words begin at a position of the body as published."""
        for sentence in self.sentences:
            if self.text.span(sentence.start, sentence.end)[1] > published:
                return sentence.paragraph
        return -1

    def words(self, index: int) -> str:
        """A sentence's words."""
        sentence = self.sentences[index]
        return self.plain[sentence.start : sentence.end]

    @cached_property
    def _headings(self) -> tuple[int, ...]:
        """The sentences that are a paragraph of their own, short and without a closing mark."""
        alone = Counter(sentence.paragraph for sentence in self.sentences)
        return tuple(
            index
            for index, sentence in enumerate(self.sentences)
            if alone[sentence.paragraph] == 1
            and sentence.end - sentence.start <= _LONGEST_HEADING
            and self.plain[sentence.end - 1] not in _CLOSING
        )

    @cached_property
    def is_roundup(self) -> bool:
        """Whether the body strings together short items under headings of their own: a broadcast's news in brief."""
        return len(self._headings) >= _FEWEST_ITEMS and len(self.sentences) <= _LONGEST_ITEM * len(self._headings)

    def is_heading(self, index: int) -> bool:
        """Whether a sentence is the heading of an item in a round-up."""
        return self.is_roundup and index in self._headings

    def item_start(self, index: int) -> int:
        """The first sentence of the item that holds a sentence: its heading in a round-up, else that of the body."""
        if not self.is_roundup:
            return 0
        at = bisect_right(self._headings, index) - 1
        return self._headings[at] if at >= 0 else 0

    @cached_property
    def _by_family(self) -> dict[Family, tuple[int, ...]]:
        found: dict[Family, dict[int, None]] = {"trip": {}, "signing": {}, "chain": {}}
        for hit in self.hits:
            found[hit.family].setdefault(self.sentence_at(hit.start))
        return {family: tuple(indices) for family, indices in found.items()}

    def gated(self, family: Family) -> tuple[int, ...]:
        """The indices of the sentences that hold a word of this family, in order."""
        return self._by_family[family]

    @cached_property
    def context(self) -> regions.DocumentPlaces:
        """The places of the whole document, and its home: the region from whose side it is written."""
        outlet = self.article.source or self.article.site
        found = regions.document_places(self.plain, title=self.title or None, source=outlet)
        if found.home is None or not self.is_roundup:
            return found
        spoken_for = any(regions.inside(found.home, place) for place in found.title)
        local = regions.bare_name(found.home.name) in (outlet or "")
        return found if spoken_for or local else replace(found, home=None)

    @cached_property
    def named(self) -> tuple[Place, ...]:
        """Each region that the body names by its first mention, the most named first."""
        counts = self.context.counts
        first: dict[tuple[str, str, tuple[str, ...]], Place] = {}
        for place in sorted(self.context.places, key=lambda place: -counts.get(place.name, 0)):
            first.setdefault((place.name, place.code, place.parents), place)
        return tuple(first.values())

    @property
    def home(self) -> Place | None:
        """The region from whose side the document is written, as far as it can be told."""
        return self.context.home

    @cached_property
    def scope(self) -> RegionScope:
        """Which region acts at any position of `plain`."""
        return RegionScope(self.sentences, self.context)

    @cached_property
    def known(self) -> people.KnownPeople:
        """The persons that the document introduces with a title, so that a bare name is known again."""
        return people.known_people(self.plain, self.context.bodies_of)

    def dates(self, index: int) -> tuple[When, ...]:
        """The stretches of time in a sentence, read with the dates in front of it."""
        return self._find("dates", index, lambda start, end: chinese.find_dates(self.plain, start, end, self.anchor))

    def money(self, index: int) -> tuple[Money, ...]:
        """The amounts of money in a sentence."""
        find, dollars = chinese.find_money, self._in_dollars
        return self._find("money", index, lambda start, end: find(self.plain, start, end, hong_kong=dollars))

    @cached_property
    def _in_dollars(self) -> bool:
        """Whether 元 are Hong Kong dollars: in a text in traditional script that Hong Kong writes about itself."""
        home = self.context.home
        return (
            self.text.script == "hant" and home is not None and home.name == "香港" and not _IN_YUAN.search(self.plain)
        )

    def counts(self, index: int) -> tuple[Count, ...]:
        """The counted things in a sentence."""
        return self._find("counts", index, lambda start, end: chinese.find_counts(self.plain, start, end))

    def places(self, index: int) -> tuple[Place, ...]:
        """The regions named in a sentence, read by what the whole document says."""
        find = regions.find_places
        return self._find("places", index, lambda start, end: find(self.plain, start, end, self.context))

    def people(self, index: int) -> tuple[PersonMention, ...]:
        """The persons in a sentence; one that the document introduced before is known without a title."""
        return self._find("people", index, lambda start, end: people.find_people(self.plain, start, end, self.known))

    def organisations(self, index: int) -> tuple[Organisation, ...]:
        """The companies, institutes and other bodies in a sentence."""
        find = organisations.find_organisations
        return self._find("organisations", index, lambda start, end: find(self.plain, start, end))

    def clauses(self, index: int) -> tuple[tuple[int, int], ...]:
        """The spans of a sentence between commas, semicolons, colons and dashes."""
        return self._find("clauses", index, lambda start, end: chinese.clauses(self.plain, self.sentences[index]))

    def keep(self, name: str, index: int, maker: Callable[[Reading, int], _Made]) -> _Made:
        """What a kind makes of a sentence, made once and kept under `name`."""
        made: _Made = self._kept.get((name, index), _NOT_YET)
        if made is _NOT_YET:
            made = self._kept[name, index] = maker(self, index)
        return made

    def _find(self, name: str, index: int, finder: Callable[[int, int], Iterable[_Mention]]) -> tuple[_Mention, ...]:
        found: tuple[_Mention, ...] | None = self._kept.get((name, index))
        if found is None:
            sentence = self.sentences[index]
            found = self._kept[name, index] = tuple(finder(sentence.start, sentence.end))
        return found

    def evidence(self, name: str, start: int, end: int, rule: str) -> Evidence:
        """The words plain[start:end] as published, as evidence for the field `name`."""
        first, last = self.text.span(start, end)
        return Evidence(field=name, start=first, end=last, quote=self.text.published[first:last], rule=rule)

    def note(self, kind: str, start: int, end: int, verdict: str, rule: str, note: str = "") -> None:
        """Record what a rule saw; verdict is "event", "part" or the named reason for none."""
        first, last = self.text.span(start, end)
        self.findings.append(Finding(start=first, end=last, kind=kind, verdict=verdict, rule=rule, note=note))


def read(article: Article) -> Reading:
    """The article made ready; one pass decides whether there is anything to read at all.

    A body without a word of the vocabulary is not even converted: its `plain` is empty.
    """
    body = article.body
    if not opens(body) and not _RESIDUE.search(body):
        return Reading(article, Text(published=body, plain="", script=article.script), ())
    text = chinese.normalise(body)
    return Reading(article, text, tuple(find_hits(text.plain)))

"""What a stretch of text may name: every form of a region in it, found once, and what speaks for one of several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions_abbreviations import abbreviated, may_abbreviate, own_letters
from monitor.chinese.regions_context import across_words, told_as_home, told_as_place
from monitor.chinese.regions_gazetteer import TAIWAN, Form, Region, gazetteer
from monitor.chinese.regions_zones import development_zone_at

# Where a form stands, what it may stand for, the one region of a form that is read at sight, and whether the form is
# cut out of two words.
Reading = tuple[int, int, tuple[tuple[Region, Form], ...], Region | None, bool]
# How often, and the county's or district's own bodies by which a text speaks of it.
_AGAIN: Final = 2
_AS_PLACE: Final = 100
_OWN_RANK: Final = late(r"(?<![\u4e00-\u9fff])([县区市])[委政人长]|[我全本]([县区市])")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a stretch of text may name, before anything is decided.

    singles: one-character regions with their positions. letters: characters that may stand for a city which the
    document names. open: whether any reading depends on the document; only then is it known what speaks for one,
    weights (how often each region is named for sure, those below it counting too) and written (see `_written`).
    """

    plain: str
    end: int
    readings: Sequence[Reading]
    singles: Sequence[tuple[int, str]]
    letters: Sequence[int]
    weights: Mapping[str, float]
    written: Collection[str]
    open: bool


def scan(plain: str, start: int, end: int) -> Scan:
    """Find every form in plain[start:end] once, leftmost and longest; `decide` may then decide more than once."""
    names = gazetteer()
    text = plain if start == 0 and end == len(plain) else plain[start:end]
    readings: list[Reading] = []
    undecided = False
    for index, first, last in names.automaton.find_matches_as_indexes(text):
        candidates = names.readings[index]
        if candidates:
            region = names.at_sight[index]
            undecided = undecided or region is None
            begin, stop = first + start, last + start
            readings.append((begin, stop, candidates, region, stop - begin == 2 and across_words(plain, begin, stop)))
    singles: Sequence[tuple[int, str]] = ()
    letters: Sequence[int] = ()
    if may_abbreviate(plain, start, end):
        singles, letters = abbreviated(plain, start, end), own_letters(plain, start, end)
    if not undecided:
        return Scan(plain, end, readings, singles, letters, {}, (), False)
    weights, written = _weights(readings), _written(plain, readings)
    readings = list(_possible(plain, readings, written))
    return Scan(
        plain, end, readings, singles, letters, weights, written, any(reading[3] is None for reading in readings)
    )


def _possible(plain: str, readings: Sequence[Reading], written: Collection[str]) -> Iterator[Reading]:
    """The readings without those that no document decides for: a county's short form that is a word besides (资源),
    with neither a name in front that could hold it nor a zone of its own behind. They are two of three open ones."""
    before = -1
    for reading in readings:
        start, end, candidates, _, _ = reading
        named, form = candidates[0]
        only_a_word = form == "word" and named.level == "county" and len(candidates) == 1 and before != start
        before = end
        only_a_word = only_a_word and named.name not in written and named.parents != TAIWAN
        if not only_a_word or development_zone_at(plain, end, bare=False):
            yield reading


def _weights(readings: Sequence[Reading]) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for _, _, _, region, _ in readings:
        if region is not None:
            for name in (region.name, *region.parents):
                weights[name] = weights.get(name, 0) + 1
    return weights


def _written(plain: str, readings: Sequence[Reading]) -> Collection[str]:
    """The regions written in full, and of a text that speaks of a county or district (县委, 我区) those that it names
    again and again by a short form that only one has; where others are invited to come counts for two. A short form
    that is a word besides has to be told as a place once, and oftener."""
    written: set[str] = set()
    told: dict[str, int] = {}
    words: dict[str, int] = {}
    by_code = gazetteer().by_code
    for start, end, candidates, region, _ in readings:
        for named, form in candidates:
            if form == "full":  # a former county stands for its successor, of the same short form
                written.update((named.name, by_code[named.code].name if named.code in by_code else named.name))
        named, form = candidates[0]
        if region is not None or len(candidates) > 1 or form not in ("short", "word"):
            continue
        weight = (form == "short") + 2 * told_as_home(plain, start, end)
        if form == "word" and named.level == "county":
            as_place = _AS_PLACE * told_as_place(plain, start, end, None, None)
            words[named.name] = words.get(named.name, 0) + 1 + as_place
        if weight:
            told[named.name] = told.get(named.name, 0) + weight
    again = {name for name, count in told.items() if count >= _AGAIN}
    again |= {name for name, count in words.items() if count > _AS_PLACE + _AGAIN}
    if again:  # only then: a name in a title must not cost a look at the whole text
        ranks = {match[1] or match[2] for match in _OWN_RANK.finditer(plain)}
        written.update(name for name in again if name[-1] in ranks)
    return written

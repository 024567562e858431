"""Is it the same happening? Events of different articles joined into one, whatever the script, site or day.

`same` is symmetric and looks at two mentions only, and an event is a connected component of it, so the order in which
pages come in can't matter. `keys` are the blocks within which pairs are looked for: two mentions that are the same
always share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.chinese.late import late
from monitor.events.likeness import (
    amounts_meet,
    chain_core,
    disjoint,
    names_meet,
    parties_meet,
    party_core,
    place_core,
    same_head,
    shared,
)
from monitor.types import Chain, Event, Signing, Trip

_TRIP_REPORTED = timedelta(days=21)
"""A trip without stated days is told within three weeks of it."""

_SIGNING_REPORTED = timedelta(days=62)
"""A signing without a stated day is still told two months later, as an aside of a speech."""

_NEAR = timedelta(days=3)
"""A delegation that a text does not name is the one that was told of within these days."""

_DAY = timedelta(days=1)
_SECRETARY = late(r"(?:[省市县区州盟旗镇乡]|党工)委书记")
_GOVERNOR = late(r"(?<!副)(?:[省市县区州盟旗镇乡]长|自治区主席|管委会主任)")
_GOALS = 2
"""So many goals in common tell a trip whose head nobody names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event as one article tells it. published: the article's local day. group: the article's copies count as one
    report. order: sorts mentions the same way whatever the order in which they came in."""

    id: int
    event: Event
    published: date | None
    group: int
    order: tuple[str, ...]


def same(one: Mention, other: Mention) -> bool:
    """Whether two mentions tell one happening. Symmetric. Nothing joins what no region is known of."""
    a, b = one.event, other.event
    if a.region is None or b.region is None:
        return False
    if isinstance(a, Trip) and isinstance(b, Trip):
        return _days_meet(one, other, _TRIP_REPORTED) and _same_trip(a, b, near=_told_near(one, other))
    if isinstance(a, Signing) and isinstance(b, Signing):
        return _same_signing(a, b) and _days_meet(one, other, _SIGNING_REPORTED)
    if isinstance(a, Chain) and isinstance(b, Chain):
        return _same_chain(a, b)
    return False


def days(mention: Mention) -> tuple[date, date] | None:
    """The days by which two mentions with a key in common are held together: those that are the same have days that
    meet, one day's slip allowed; or neither has any."""
    if isinstance(mention.event, Chain):
        return None
    first, last = _window(mention, _TRIP_REPORTED if isinstance(mention.event, Trip) else _SIGNING_REPORTED)
    return (first, last) if first and last else None


def keys(mention: Mention) -> set[str]:
    """The blocks of a mention: kind, place and month, or kind, place and chain."""
    event = mention.event
    if isinstance(event, Chain):
        return {f"chain|{place_core(event.region)}|{chain_core(event.name)}"}
    places = {place_core(event.region)}
    if isinstance(event, Trip):
        places |= {place_core(name) for name in event.destinations}
        reported = _TRIP_REPORTED
    else:
        places |= {party_core(name) for name in event.parties}
        reported = _SIGNING_REPORTED
    first, last = _window(mention, reported)
    months = {"none"} if first is None or last is None else set(_months(first, last))
    return {f"{event.type}|{place}|{month}" for place in places if place for month in months}


def components(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each happening, every list and the list of lists in their stable order."""
    if len(mentions) < 2:
        return [list(mentions)] if mentions else []
    parent = list(range(len(mentions)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    blocks: dict[str, list[int]] = {}
    for index, mention in enumerate(mentions):
        for key in keys(mention):
            blocks.setdefault(key, []).append(index)
    for block in blocks.values():
        for place, index in enumerate(block):
            for other in block[:place]:
                if root(index) != root(other) and same(mentions[index], mentions[other]):
                    parent[root(index)] = root(other)
    found: dict[int, list[Mention]] = {}
    for index, mention in enumerate(mentions):
        found.setdefault(root(index), []).append(mention)
    return sorted((sorted(part, key=_order) for part in found.values()), key=lambda part: _order(part[0]))


def _order(mention: Mention) -> tuple[str, ...]:
    return mention.order


def _same_trip(a: Trip, b: Trip, *, near: bool) -> bool:
    """near: what is known of their days, or the days on which they were told, lies within a few days."""
    if a.direction == b.direction:
        if place_core(a.region) != place_core(b.region):
            return False
    elif not _two_sides(a, b):
        return False
    one, other = [leader.name for leader in a.leaders], [leader.name for leader in b.leaders]
    here, there = _places(a), _places(b)
    places = max(shared(here, there), shared(there, here), key=len)
    if any(same_head(x, y) for x in one for y in other):
        # One head is on one trip at a time; the places of two tellings need not meet, the days must.
        return bool(places) or not (a.destinations and b.destinations) or _exact_days_meet(a, b)
    if not places:
        return False
    if _exact_days_meet(a, b):
        # Each telling names another member, or none. Two heads who share a single goal may be on two trips.
        return not (one and other) or len(places) > 1 or _one_delegation(a, b)
    # A telling without head or without days: a region sends several delegations in a month, often to one city.
    # A city does not stand for the province or area around it: then two goals at least are shared.
    alike = bool(here & there) if len(places) < _GOALS else 2 * len(places) >= min(len(here), len(there))
    return not (one and other) and near and alike


def _one_delegation(a: Trip, b: Trip) -> bool:
    """Whether two heads with a single goal in common head one delegation: a region's party secretary and the head of
    its government travel together, and so do officials who call on one organisation on one day."""
    if a.start != b.start:
        return False
    posts = [{_first_post(leader.title or "") for leader in trip.leaders} - {None} for trip in (a, b)]
    if any(one != other for one in posts[0] for other in posts[1]):
        return True
    return any(parties_meet(one, other) for one in a.visited for other in b.visited)


def _first_post(title: str) -> str | None:
    """Which of a region's two first posts a title says."""
    if _SECRETARY.search(title):
        return "party"
    return "government" if _GOVERNOR.search(title) else None


def _two_sides(a: Trip, b: Trip) -> bool:
    """One outbound trip told by the place it went to."""
    out, received = (a, b) if a.direction == "outbound" else (b, a)
    went = {place_core(name) for name in out.destinations}
    return place_core(received.region) in went and any(
        same_head(one.name, other.name) for one in out.leaders for other in received.leaders
    )


def _places(trip: Trip) -> set[str]:
    named = {place_core(name) for name in trip.destinations}
    return named | {place_core(trip.region)} if trip.direction == "inbound" else named


def _told_near(one: Mention, other: Mention) -> bool:
    """Whether the days of two trips, or for want of them the days on which they were told, lie close together."""

    def days(mention: Mention) -> tuple[date | None, date | None]:
        event = mention.event
        if event.start and event.date_precision == "day":
            return event.start, event.end or event.start
        return (None, None) if event.start else (mention.published, mention.published)

    (first, last), (start, end) = days(one), days(other)
    if first is None or last is None or start is None or end is None:
        return False
    return first - _NEAR <= end and start - _NEAR <= last


def _exact_days_meet(a: Trip, b: Trip) -> bool:
    if not (a.start and b.start) or a.date_precision != "day" or b.date_precision != "day":
        return False
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _same_signing(a: Signing, b: Signing) -> bool:
    if a.cumulative != b.cumulative:
        return False
    across = False
    if place_core(a.region) != place_core(b.region):
        across = _is_party(a.region, b) or _is_party(b.region, a)
        if not across:
            return False
    amounts = amounts_meet(a, b)
    projects = None if a.projects is None or b.projects is None else a.projects == b.projects
    parties = None
    if a.parties and b.parties:
        met = any(parties_meet(x, y) for x in a.parties for y in b.parties)
        parties = met or (disjoint(a, b) and _is_party(a.region, b) and _is_party(b.region, a))
    names = names_meet(a.name, b.name)
    verdicts = [amounts, projects, parties, names]
    agree, differ = verdicts.count(True), verdicts.count(False)
    if a.cumulative:
        return agree > 0 and amounts is not False and projects is not False and a.end == b.end
    return agree > 0 and (differ == 0 or agree > differ)


def _is_party(region: str | None, signing: Signing) -> bool:
    return bool(region) and any(party_core(party) == place_core(region) for party in signing.parties)


def _same_chain(a: Chain, b: Chain) -> bool:
    if place_core(a.region) != place_core(b.region) or chain_core(a.name) != chain_core(b.name):
        return False
    # A set without a name is known by its number alone.
    return bool(chain_core(a.name)) or a.count == b.count


def _days_meet(one: Mention, other: Mention, reported: timedelta) -> bool:
    """Whether two happenings can have been on the same days, a day's slip of a reporter allowed."""
    first, last = _window(one, reported)
    start, end = _window(other, reported)
    if first is None or last is None or start is None or end is None:
        return first is None and start is None
    return first - _DAY <= end and start - _DAY <= last


def _window(mention: Mention, reported: timedelta) -> tuple[date | None, date | None]:
    """The days on which it happened, else those on which it can have happened to be told on its day."""
    event = mention.event
    if event.start:
        return event.start, event.end or event.start
    if isinstance(event, Trip) and event.status == "planned" and mention.published:
        return mention.published, mention.published + reported
    return (mention.published - reported, mention.published) if mention.published else (None, None)


def _months(first: date, last: date) -> Iterator[str]:
    """Every month that the days touch, one day's slip on either side included."""
    first, last = first - _DAY, last + _DAY
    begin, end = 12 * first.year + first.month - 1, 12 * last.year + last.month - 1
    for month in range(begin, min(end + 1, begin + 40)):
        yield f"{month // 12}{month % 12 + 1:02}"


def groups(mentions: Iterable[Mention]) -> int:
    """How many independent reports there are: copies of one article count once."""
    return len({mention.group for mention in mentions})

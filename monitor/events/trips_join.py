"""Several tellings of one trip made one: title and lead and body, stops one after another, a recap behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from monitor.chinese.regions import inside
from monitor.events.trips_actor import merges
from monitor.events.trips_days import NO_DAYS, Days
from monitor.events.trips_goals import is_sent, is_wide
from monitor.events.trips_telling import Telling
from monitor.types import Place

_NEXT_DAY: Final = timedelta(days=1)
# Within how many sentences an undated goal is another stop.
_NEAR: Final = 3
# The kinds of frame by how much they say.
_WEIGHT: Final = {
    "led": 4,
    "group": 3,
    "body": 3,
    "arrival": 2,
    "official": 3,
    "guest": 3,
    "region": 2,
    "host": 2,
    "journey": 3,
    "stay": 3,
    "met": 1,
    "fair": 1,
}


@dataclass(slots=True)
class Draft:
    """A trip in the making: its tellings in the order of the text."""

    tellings: list[Telling] = field(default_factory=list)

    @property
    def best(self) -> Telling:
        """The telling that says most."""
        return max(self.tellings, key=lambda t: (_WEIGHT[t.frame.kind], bool(t.leaders), t.days.first is not None))

    @property
    def leaders(self) -> set[str]:
        return {called(person.name) for telling in self.tellings for person in telling.leaders}

    @property
    def days(self) -> Days:
        return joined_days(telling.days for telling in self.tellings)

    @property
    def places(self) -> list[Place]:
        return [place for telling in self.tellings for place in telling.destinations]


def join(tellings: Iterable[Telling]) -> list[Draft]:
    """The trips that the tellings of a document tell."""
    drafts: list[Draft] = []
    for telling in tellings:
        if telling.frame.kind == "met" and _on_the_way(telling, drafts):
            continue
        fitting = [draft for draft in drafts if _one_trip(draft, telling)]
        if fitting:
            meeting = [draft for draft in fitting if _overlap(draft.places, telling.destinations)]
            (meeting or fitting)[-1].tellings.append(telling)
        else:
            drafts.append(Draft([telling]))
    return drafts


def joined_days(several: Iterable[Days]) -> Days:
    """The stretch that the tellings span: the most exact ones, from the first day to the last."""
    dated = [days for days in several if days.first is not None or days.last is not None]
    if not dated:
        return NO_DAYS
    exact = [days for days in dated if days.precision == "day"] or [d for d in dated if d.precision == "month"] or dated
    firsts = [days.first for days in exact if days.first is not None]
    lasts = [days.last for days in exact if days.last is not None]
    ends = {days.first for days in exact if days.last is not None and days.last != days.first}
    still_open = any(days.last is None and days.first not in ends for days in exact)
    widest = max(exact, key=lambda days: (days.last - days.first) if days.last and days.first else timedelta(-1))
    return Days(min(firsts, default=None), None if still_open else max(lasts), exact[0].precision, widest.span)


def narrowed(places: Iterable[Place]) -> list[Place]:
    """The places without repetition. A province or country gives way to a place inside it, a city does not."""
    kept: list[Place] = []
    for place in places:
        around = [other for other in kept if inside(place, other)]
        if any(not is_wide(other) for other in around) or any(inside(other, place) for other in kept):
            continue
        kept = [other for other in kept if other not in around]
        kept.append(place)
    return kept


def _one_trip(draft: Draft, telling: Telling) -> bool:
    known = draft.tellings[0]
    if known.actor.kind != telling.actor.kind or not merges(known.actor.name, telling.actor.name):
        return False
    if (
        known.actor.name is None
        and telling.actor.name is None
        and not (draft.leaders & _names(telling) or not draft.leaders)
    ):
        return False
    overlap = _overlap(draft.places, telling.destinations)
    strangers = bool(draft.leaders) and bool(telling.leaders) and not draft.leaders & _names(telling)
    mine, other = draft.days, telling.days
    if strangers and known.actor.name and telling.actor.name and known.actor.name != telling.actor.name:
        return _continues(telling)  # a city's delegation and one of its district's are two
    if mine.first and other.first:
        if not _days_meet(mine, other):
            return False
        return not strangers or _continues(telling) or (overlap and mine.first == other.first)
    if strangers:
        return False
    if draft.places and telling.destinations and not overlap:
        near = (
            telling.sentence - draft.tellings[-1].sentence <= _NEAR or _goes_on(telling) or _same_team(draft, telling)
        )
        return near and bool(draft.leaders & _names(telling) or not telling.leaders)
    return True


def _on_the_way(telling: Telling, drafts: list[Draft]) -> bool:
    """Whether a meeting is a stop of a trip that the host is on, not a visit to the host."""
    hosts = {called(person.name) for person in telling.frame.hosts}
    for draft in drafts:
        if hosts & draft.leaders:
            return True
        home = telling.region
        away = draft.tellings[0].direction == "outbound" and home is not None and merges(draft.tellings[0].region, home)
        if away and telling.direction == "inbound" and telling.actor.kind != "company":
            return True
    return False


def _goes_on(telling: Telling) -> bool:
    """Whether the verb itself says that a journey continues: 转往, 继续."""
    verb = telling.skeleton.words[slice(*telling.frame.verb)]
    return verb.startswith("转") or telling.frame.kind == "journey"


def _same_team(draft: Draft, telling: Telling) -> bool:
    """Whether both speak of the region's 党政代表团, of which it sends out one at a time."""
    return is_sent(telling.skeleton, telling.frame) and any(is_sent(t.skeleton, t.frame) for t in draft.tellings)


def _continues(telling: Telling) -> bool:
    """Whether another head takes a journey over: 其后由某某率领代表团继续."""
    return "继续" in telling.skeleton.words[telling.frame.start : telling.frame.end]


def _names(telling: Telling) -> set[str]:
    return {called(person.name) for person in telling.leaders}


def called(name: str) -> str:
    """The part of a foreign name by which a text calls its bearer again: 卡尔·林德 → 林德."""
    return name.rpartition("·")[2]


def _days_meet(one: Days, other: Days) -> bool:
    first, last = one.first, one.last or one.first
    start, end = other.first, other.last or other.first
    if first is None or last is None or start is None or end is None:
        return False
    return start <= last + _NEXT_DAY and first <= end + _NEXT_DAY


def _overlap(some: Iterable[Place], others: Iterable[Place]) -> bool:
    return any(inside(a, b) or inside(b, a) for a in some for b in others)

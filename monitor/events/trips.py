"""Finds trips: who travelled from where to where, when, whom they visited; the ways of telling are `trips_patterns`.

A sentence's frames become tellings (`trips_tell`), tellings of one trip are joined (`trips_join`), the sentences that
go on about it add stops (`trips_stops`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions import bare_name, inside, same_region
from monitor.events.reading import Reading
from monitor.events.trips_actor import merges
from monitor.events.trips_days import Days, days_of, ending, returned, setting_out, today
from monitor.events.trips_frames import goals
from monitor.events.trips_goals import is_wide
from monitor.events.trips_join import Draft, called, join, narrowed
from monitor.events.trips_meetings import receiver
from monitor.events.trips_patterns import Kind
from monitor.events.trips_reasons import is_summary
from monitor.events.trips_skeleton import skeleton
from monitor.events.trips_stops import LONGEST, Visit, team_leaders, trail, visits
from monitor.events.trips_tell import tellings
from monitor.events.trips_telling import Telling
from monitor.types import Event, Evidence, Leader, PersonMention, Place, Trip

# No document tells so many trips; what follows is no news, and must not cost the square of its length.
_MOST: Final = 150
# How many sentences a fair's story goes on.
_FAIR_STORY: Final = 12
_OWN_STORY: Final = 3
# 随团的某某: a companion, in the characters just before the name.
_COMPANION: Final = late(r"随[团行]|同行|陪同|亦有|还有")
_JUST_BEFORE: Final = 4
# The signs of a verb of motion or of meeting, and the words one of which every frame holds.
_MOTION: Final = late(r"赴|率|往|抵|访|到|来|假|走进|南下|北上|带|考察|在|会[见晤面谈]|接待|座谈")
_TELLS: Final = alternation(
    r"赴|率|前往|抵|访|带[队领团着]|考察|代表团|团组|一行|推介会|推介大会|[赶来]到|恳谈会|对接会|洽谈会|交流会|招商|邀请|调研|拜[访会]|会[见晤]|出席|行程"
)
_MEETS: Final = late(r"会[见晤面谈]|接待|座谈")
_GUESTS: Final = late(r"一行|团|访")
# Those from a region who live elsewhere: 香港海川同乡总会.
_AWAY: Final = late(r"(?:商会|同乡总?会|社团|联谊会|校友会|总会|联合会)")
# The journey goes on after the report.
_STOPS_TO_COME: Final = late(r"将(?:先后|陆续|继续|接着)(?:在|赴|前往|到|访问)")
# Another journey at another time: 两个月后将访问…, 明年一月将出访….
_ANOTHER_TIME: Final = late(r"(?:明年|下个?月|下周|[月年周天]后|年底)[^，。；]{0,6}将[^，。；]{0,3}(?:访|赴|前往|率)")
_OWN: Final = late(r"我[省市县区州]|本[港澳]|来[\u4e00-\u9fff](?:考察|洽谈|投资|对接|访问|参观)")


def find(reading: Reading) -> list[Event]:
    """The trips of a reading, in the order of the text."""
    told: list[Telling] = []
    for index in _candidates(reading):
        if len(told) >= _MOST:
            break
        told.extend(tellings(reading, index, skeleton(reading, index)))
    drafts = join(told)
    return [_trip(reading, draft, drafts) for draft in drafts]


def _candidates(reading: Reading) -> Iterator[int]:
    """The sentences that may tell a trip: a verb of motion and a place, or a meeting with guests."""
    if not reading.gated("trip"):
        return
    for index, sentence in enumerate(reading.sentences):
        if _MOTION.search(reading.plain, sentence.start, sentence.end) is None:
            continue
        if sentence.end - sentence.start > LONGEST:
            reading.note("trip", sentence.start, sentence.end, "too long for a sentence", "trips")
            continue
        words = reading.words(index)
        tells = _TELLS.search(words) is not None and (_OWN.search(words) is not None or bool(reading.places(index)))
        if tells or (_MEETS.search(words) and _GUESTS.search(words)):
            yield index


def _trip(reading: Reading, draft: Draft, drafts: list[Draft]) -> Trip:
    best = draft.best
    indices = tuple(trail(reading, draft, drafts))
    days = _days(reading, draft, indices)
    places = _destinations(reading, draft, drafts, indices)
    visited = _visited(reading, draft, indices)
    leaders = _leaders(reading, draft, indices)
    planned = all(telling.planned for telling in draft.tellings if telling.frame.kind == best.frame.kind)
    evidence = list(_evidence(reading, draft, indices, days, places, visited, leaders))
    for telling in draft.tellings:
        reading.note("trip", *telling.span, "event", f"trips.{telling.frame.kind}")
    region = best.region
    names = tuple(place.name for place in places) or _whole(best)
    return Trip(
        direction=best.direction,
        region=region,
        leaders=tuple(Leader(name=person.name, title=person.title) for person in leaders),
        start=days.first,
        end=days.last,
        date_precision=days.precision,
        destinations=names,
        visited=tuple(body.name for body in visited),
        status="planned" if planned else "done",
        evidence=tuple(evidence),
        confidence=_confidence(best.frame.kind, bool(leaders), days.first is not None, len(draft.tellings) > 1),
    )


def _days(reading: Reading, draft: Draft, indices: tuple[int, ...]) -> Days:
    days = draft.days
    if days.first is None and days.last is None:
        if any(telling.days.vague for telling in draft.tellings):
            return days
        left = setting_out(reading, draft.best.sentence)
        if left.first is not None:
            return _until(left, returned(reading, indices))
        for index in indices:
            told = days_of(reading, index, reading.sentences[index].end)
            if told.first and told.precision == "day":
                return told
        return _until(today(reading, indices), returned(reading, indices))
    first = days.first
    if first is not None and days.precision == "day":
        days = _until(days, returned(reading, indices))
        if days.last == first and any(_STOPS_TO_COME.search(reading.words(index)) for index in indices):
            days = replace(days, last=None)
        for index in indices:
            until = ending(reading, index, first)
            if until.last and (days.last is None or until.last > days.last):
                days = replace(days, last=until.last)
    return days


def _until(days: Days, back: Days) -> Days:
    """The days of a trip with the day of return, where that is told and comes later."""
    if back.last is None or (days.last is not None and days.last >= back.last):
        return days
    return replace(days, last=back.last, precision="day", span=days.span or back.span)


def _destinations(reading: Reading, draft: Draft, drafts: list[Draft], indices: tuple[int, ...]) -> list[Place]:
    best = draft.best
    places = draft.places
    # Two trips may be told in one sentence: each has the goals that its own telling names.
    taken = {(place.start, place.end) for other in drafts if other is not draft for place in other.places}
    own = best.actor.name
    for index in indices:
        if is_summary("", reading.words(index)) or _ANOTHER_TIME.search(reading.words(index)):
            continue
        levels = {place.level for place in places} - {"area"}
        for place, turned in goals(skeleton(reading, index)):
            if (place.start, place.end) in taken:
                continue
            if turned or not is_wide(place) or not levels or place.level in levels:
                places.append(place)
    if own and (best.actor.kind == "region" or best.direction == "outbound"):
        places = [place for place in places if not inside(place, own)]
    if best.direction == "inbound" and best.region:
        region = best.region
        places = [place for place in places if inside(place, region)]
    return narrowed(place for place in places if place.name != "中国")


def _visited(reading: Reading, draft: Draft, indices: tuple[int, ...]) -> list[Visit]:
    """What was visited: neither the travellers' own bodies nor, of guests, the body that their title names."""
    own = draft.best.actor.name
    guests = [(person.start, person.end) for telling in draft.tellings for person in telling.leaders]
    found: dict[str, Visit] = {}
    for telling in draft.tellings:
        if telling.frame.kind == "met" and not telling.frame.hosts:
            host = receiver(telling.skeleton, telling.frame)
            found[host.name] = Visit(host.name, host.start, host.end)
    for index in indices:
        for body in visits(reading, index):
            theirs = own is not None and bare_name(own) in body.name and draft.best.direction == "outbound"
            if theirs and not _AWAY.search(body.name, len(bare_name(own or ""))):
                continue
            if any(start <= body.start < end for start, end in guests) or _sent_along(reading, index, draft, body):
                continue
            found.setdefault(body.name, body)
    return list(found.values())


def _sent_along(reading: Reading, index: int, draft: Draft, body: Visit) -> bool:
    """Whether a government is that of a part of the region that travels: 清城区政府 of 清远市."""
    own = draft.best.actor.name
    if own is None or draft.best.direction != "outbound" or not body.name.endswith("政府"):
        return False
    return any(place.start == body.start and inside(place, own) for place in reading.places(index))


def _leaders(reading: Reading, draft: Draft, indices: tuple[int, ...]) -> list[PersonMention]:
    """The heads that the tellings name, else who is called the delegation's leader further on."""
    found: dict[str, PersonMention] = {}
    for telling in draft.tellings:
        for person in telling.leaders:
            known = found.setdefault(called(person.name), person)
            if len(person.name) > len(known.name):
                found[called(person.name)] = person
    if not found:
        own = draft.best.actor.name
        for index in indices:
            for person in team_leaders(reading, index):
                if person.region is None or merges(person.region, own):
                    found.setdefault(person.name, person)
    if not found and draft.best.actor.kind == "region" and draft.best.actor.name is not None:
        best = draft.best
        reach = _FAIR_STORY if best.frame.kind == "fair" else _OWN_STORY
        story = range(best.sentence, min(best.sentence + reach, len(reading.sentences)))
        speaker = _speaker(reading, draft.best.actor.name, sorted({*story, *indices}))
        if speaker is not None:
            found[speaker.name] = speaker
    return list(found.values())


def _speaker(reading: Reading, own: str, indices: Iterable[int]) -> PersonMention | None:
    """The highest of the travelling region's officials that the story names with their region."""
    people = [person for index in indices for person in reading.people(index)]
    along = {
        person.name
        for person in people
        if _COMPANION.search(reading.plain, max(0, person.start - _JUST_BEFORE), person.start)
    }
    officials = [
        person
        for person in people
        if person.side == "official" and person.region is not None and same_region(person.region, own)
        if person.name not in along
    ]
    return min(officials, key=lambda person: person.rank, default=None)


def _evidence(
    reading: Reading,
    draft: Draft,
    indices: tuple[int, ...],
    days: Days,
    places: list[Place],
    visited: list[Visit],
    leaders: list[PersonMention],
) -> Iterator[Evidence]:
    best = draft.best
    rule = f"trips.{best.frame.kind}"
    sentence = reading.sentences[best.sentence]
    last = sentence
    while (index := reading.sentences.index(last) + 1) in indices and reading.sentences[
        index
    ].paragraph == last.paragraph:
        last = reading.sentences[index]
    yield reading.evidence("event", sentence.start, last.end, rule)
    yield reading.evidence("direction", *best.span, rule)
    if best.region:
        yield reading.evidence("region", *best.actor.span, "trips.actor")
    for person in leaders:
        yield reading.evidence("leaders", person.start, person.end, rule)
    for name, day in (("start", days.first), ("end", days.last)):
        if days.span and day:
            yield reading.evidence(name, *days.span, "trips.days")
    for place in places:
        yield reading.evidence("destinations", place.start, place.end, rule)
    for body in visited:
        yield reading.evidence("visited", body.start, body.end, "trips.stops")


def _whole(telling: Telling) -> tuple[str, ...]:
    """Where a trip went whose places nobody names: guests came to the region, or to China."""
    if telling.direction == "inbound":
        return (telling.region,) if telling.region else ()
    return ("中国",) if telling.frame.kind == "guest" else ()


# How often a trip told in such a frame was one, on unseen news.
_SURE: Final[dict[Kind, float]] = {
    "led": 0.88,
    "journey": 0.85,
    "group": 0.82,
    "official": 0.78,
    "stay": 0.78,
    "guest": 0.76,
    "met": 0.76,
    "body": 0.75,
    "region": 0.75,
    "host": 0.75,
    "fair": 0.7,
    "arrival": 0.65,
}


def _confidence(kind: Kind, led: bool, dated: bool, repeated: bool) -> float:
    """How often a trip told like this is one, as measured (docs/events.md)."""
    return min(0.97, round(_SURE[kind] + 0.04 * dated + 0.03 * led + 0.02 * repeated, 2))

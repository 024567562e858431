"""From a frame to a telling of a trip, or to the named reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions import inside, regions_named, same_region
from monitor.events.reading import Reading
from monitor.events.trips_actor import NATIONAL, Actor, find_actor
from monitor.events.trips_days import Days, days_before, days_of, ended, last_day, lasting, still_running
from monitor.events.trips_frames import Frame, find_frames
from monitor.events.trips_goals import (
    at_home,
    goals_of,
    is_abroad,
    is_received,
    is_sent,
    is_welcomed,
    is_wide,
    names_guests,
    receiving,
    seat_of,
    surely_outside,
    told_from_goal,
)
from monitor.events.trips_own import own_region
from monitor.events.trips_reasons import is_summary, near_business, no_trip
from monitor.events.trips_skeleton import Skeleton
from monitor.types import PersonMention, Place

Direction = Literal["outbound", "inbound"]

_PLANNED: Final = alternation(
    r"(?<![即必])将(?!来|军|其|为|以|与会)|拟(?!定)|计划于?|预定|即将|定于|准备|启程在即|会于|会到|将会"
)
_CAME: Final = late(r"率领的|招商[团队]|参访团|商务团|经贸团|率团|率队|来访|到访|访|一行|代表团|考察团|团组|^前?来")
# Many journeys: 今年以来，某市组团赴….
_SINCE: Final = late(r"以来|年来|先后组织")
# 某某与代表团参观…: his own delegation.
_OWN_TEAM: Final = late(r"(?:代表团|考察团|访问团|团组)")
_RUNNING: Final = late(r"目前|正在|当前")
# How far behind the goal a count of journeys is told.
_BEHIND: Final = 20
# A name in Chinese characters, and how often a text must say it.
_NAME: Final = late(r"[\u4e00-\u9fff·]{2,6}")
_REPEATED: Final = 3
# Whose heads count as leaders, by who travels.
_SIDES: Final = {"region": ("official",), "foreign": ("foreign", "official", "other"), "company": ("company", "other")}


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence's word on a trip. span: of the frame in `plain`; verb: where its verb begins."""

    sentence: int
    skeleton: Skeleton
    frame: Frame
    direction: Direction
    region: str | None
    actor: Actor
    leaders: tuple[PersonMention, ...]
    destinations: tuple[Place, ...]
    days: Days
    planned: bool
    span: tuple[int, int]
    verb: int


def tellings(reading: Reading, index: int, skeleton: Skeleton) -> list[Telling]:
    """The trips that a sentence tells; whatever looked like one is noted with its reason.

    A frame inside one that was taken says nothing new, and a verb that was judged once is not judged again.
    """
    found: list[Telling] = []
    covered: list[tuple[int, int]] = []
    for frame in find_frames(skeleton):
        if any(start <= frame.verb[0] < end for start, end in covered):
            continue
        told = _judge(reading, index, skeleton, frame)
        if isinstance(told, str):
            covered.append(frame.verb)
            reading.note("trip", *skeleton.span(frame.start, frame.end), told, f"trips.{frame.kind}")
        else:
            covered.append((frame.start, frame.end))
            found.append(told)
    return found


def _judge(reading: Reading, index: int, skeleton: Skeleton, frame: Frame) -> Telling | str:
    actor = find_actor(reading, skeleton, frame)
    reason = no_trip(reading, index, skeleton, frame, actor)
    if reason is not None:
        return reason
    if frame.kind == "met":
        return _judge_meeting(reading, index, skeleton, frame, actor)
    if frame.kind == "guest":
        return _judge_guest(reading, index, skeleton, frame, actor)
    destinations = goals_of(reading, skeleton, frame, actor)
    if not destinations and not (frame.to_us and frame.kind != "arrival" and names_guests(skeleton, frame, actor)):
        return "no place outside"
    days = _days(reading, index, skeleton, frame)
    before = reading.plain[reading.sentences[index].start : skeleton.span(frame.start, frame.end)[1]]
    behind = skeleton.words[frame.end : frame.end + _BEHIND]
    vague = days.precision != "day" and (is_summary(before) or (not frame.heads and _SINCE.search(before) is not None))
    if vague or is_summary("", behind):
        return "summary of many trips"
    if not near_business(reading, index, strict=actor.kind in ("foreign", "company")):
        return "not for business"
    if actor.kind == "none":
        return "nobody named"
    if actor.kind == "region" and actor.name is not None:
        # Nobody goes to the very region that he governs, nor to the one around it: such a guess was none.
        guessed = bool(frame.heads) and frame.heads[0].region is None and not frame.to_us
        exact = (place for place in destinations if not is_wide(place) or same_region(place, actor.name))
        around = destinations if guessed else tuple(exact)
        if guessed and any(inside(actor.name, place) for place in around):
            head = frame.heads[0]
            actor = replace(actor, name=own_region(reading, head.start, head.title or "", around))
        if actor.name is not None and at_home(actor.name, destinations):
            if not (guessed and is_sent(skeleton, frame)):
                return "inspection at home"
            actor = replace(actor, name=None)
        if frame.kind in ("region", "host") and actor.name is not None and any(inside(actor.name, p) for p in around):
            return "inspection at home"
        if guessed and actor.name is not None and any(inside(place, actor.name) for place in destinations):
            actor = replace(actor, name=None)
    if actor.kind == "region" and actor.name is None:
        if not surely_outside(skeleton, frame, destinations):
            return "nobody named"
        if frame.heads:
            head = frame.heads[0]
            named = own_region(reading, head.start, head.title or "", destinations)
            if named is not None and not any(inside(place, named) for place in destinations):
                actor = replace(actor, name=named)
    if actor.kind in ("foreign", "company") and not frame.to_us and not is_received(reading, actor, destinations):
        return "foreign affair" if actor.kind == "foreign" else "company's own"
    verb = skeleton.words[slice(*frame.verb)]
    inbound = frame.to_us or (
        frame.kind not in ("fair", "host")
        and (is_welcomed(skeleton, frame) or told_from_goal(reading, actor, destinations, verb))
    )
    region = actor.name
    if inbound:  # of 我县 in a text that names no county, nobody knows which
        region = receiving(reading, destinations) if destinations else None
    return _telling(reading, index, skeleton, frame, actor, inbound, region, destinations, days)


def _judge_meeting(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """An official of one side meets a delegation of the other: the delegation has come."""
    host = frame.hosts[0]
    if any(NATIONAL.search(person.title or "") for person in frame.hosts):
        return "for the state"
    group = skeleton.words[slice(*frame.group)] if frame.group else ""
    came = _CAME.search(group) is not None and _OWN_TEAM.match(group) is None
    if came and host.side in ("company", "other") and actor.kind == "region" and actor.name:
        return _judge_called_on(reading, index, skeleton, frame, actor)
    if not came or host.side not in ("official", "foreign"):
        return "a meeting only"
    seat = host.region or (own_region(reading, host.start, host.title or "") if host.side == "official" else None)
    if seat is None:
        return "a meeting only"
    if is_abroad(seat) and actor.kind != "region":
        return "foreign affair"
    if actor.kind == "region" and (actor.name is None or inside(actor.name, seat) or inside(seat, actor.name)):
        return "a meeting at home"
    if actor.kind == "none" or not near_business(reading, index):
        return "a meeting only"
    home = reading.home
    outbound = actor.kind == "region" and (
        host.side == "foreign" or (home is not None and actor.name is not None and inside(home, actor.name))
    )
    days = days_of(reading, index, skeleton.starts[frame.verb[0]])
    if days.first is None and not days.vague:
        days = days_before(reading, index, across=True)
    region, goals = (actor.name, seat_of(host, seat)) if outbound else (seat, ())
    return _telling(reading, index, skeleton, frame, actor, not outbound, region, goals, days)


def _judge_called_on(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """A company's or association's head meets a region's delegation: it has come to where they meet."""
    begun, verb = skeleton.starts[frame.start], skeleton.starts[frame.verb[0]]
    places = [place for place in reading.places(index) if begun <= place.start < verb]
    goals = tuple(place for place in places if reading.plain[place.start - 1 : place.start] in ("在", "于"))
    if not goals or any(inside(place, actor.name or "") or inside(actor.name or "", place) for place in goals):
        return "a meeting only"
    days = days_of(reading, index, verb)
    return _telling(reading, index, skeleton, frame, actor, False, actor.name, goals, days)


def _judge_guest(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """The head of a foreign region comes to China: told from the side of the region that is left."""
    region = actor.name or next((person.region for person in frame.heads if person.region), None)
    known = next(iter(regions_named(region)), None) if region else None
    if actor.kind != "foreign" or known is None or known.level == "country":
        return "foreign affair"
    if not near_business(reading, index):
        return "not for business"
    if is_summary(reading.plain[reading.sentences[index].start : skeleton.starts[frame.verb[1]]]):
        return "summary of many trips"
    days = _days(reading, index, skeleton, frame)
    actor = replace(actor, name=known.name)
    if not frame.heads:
        frame = replace(frame, heads=_unknown_head(reading, skeleton, frame))
    return _telling(reading, index, skeleton, frame, actor, False, known.name, (), days)


def _unknown_head(reading: Reading, skeleton: Skeleton, frame: Frame) -> tuple[PersonMention, ...]:
    """The governor whose name nothing marks as one: what stands behind the post and again and again in the text."""
    start, end = skeleton.span(*frame.group) if frame.group else (0, 0)
    behind = _NAME.match(reading.plain, end, skeleton.starts[frame.verb[0]])
    words = behind[0] if behind else ""
    counts = [reading.plain.count(words[:length]) for length in range(2, len(words) + 1)]
    if not counts or counts[0] < _REPEATED:
        return ()
    length = max(at for at, count in enumerate(counts, 2) if count * 2 > counts[0])
    places = skeleton.places(*frame.group) if frame.group else []
    title = reading.plain[places[0].end : end] if places else None
    region = places[0].name if places else None
    return (PersonMention(start, end + length, words[:length], title, region, "foreign", 1),)


def _telling(
    reading: Reading,
    index: int,
    skeleton: Skeleton,
    frame: Frame,
    actor: Actor,
    inbound: bool,
    region: str | None,
    destinations: tuple[Place, ...],
    days: Days,
) -> Telling:
    verb = skeleton.starts[frame.verb[0]]
    wanted = _SIDES.get(actor.kind, ())
    if actor.kind == "company" and frame.heads and actor.span == (frame.heads[0].start, frame.heads[0].end):
        wanted = (*wanted, frame.heads[0].side)  # an official who brings investors heads them
    if frame.group and frame.heads and actor.kind == "region" and actor.span == skeleton.span(*frame.group):
        wanted = (*wanted, frame.heads[0].side)  # and a businessman his region's delegation
    return Telling(
        sentence=index,
        skeleton=skeleton,
        frame=frame,
        direction="inbound" if inbound else "outbound",
        region=region,
        actor=actor,
        leaders=_heads(frame, actor, destinations, wanted),
        destinations=destinations,
        days=days,
        planned=frame.kind != "met" and _is_planned(reading, index, verb, days),
        span=skeleton.span(frame.start, frame.end),
        verb=verb,
    )


def _heads(
    frame: Frame, actor: Actor, destinations: tuple[Place, ...], wanted: tuple[str, ...]
) -> tuple[PersonMention, ...]:
    """Who heads the travellers: of several neither the state's officials nor those of the place that is visited."""
    heads = tuple(person for person in frame.heads if person.side in wanted)
    if actor.kind != "region" or len(heads) < 2:
        return heads
    own = tuple(
        person
        for person in heads
        if NATIONAL.search(person.title or "") is None
        and not any(person.region is not None and inside(place, person.region) for place in destinations)
    )
    return own or heads


def _days(reading: Reading, index: int, skeleton: Skeleton, frame: Frame) -> Days:
    """The days of a frame: its sentence's, else those of the sentences in front, with a length that is told."""
    verb = skeleton.starts[frame.verb[1]]
    begun = skeleton.starts[frame.start] if frame.kind == "guest" else None
    begun = frame.heads[-1].end if frame.heads else begun
    closed = ended(reading, index, begun, verb) if begun is not None else None
    if closed is not None:
        return closed
    if begun is not None and _RUNNING.search(reading.plain, begun, verb):
        return Days(vague=True)
    days = days_of(reading, index, skeleton.starts[frame.verb[0]])
    if days.first is None and not days.vague:
        days = days_before(reading, index, across=frame.kind == "arrival")
    return still_running(reading, index, last_day(reading, index, lasting(reading.words(index), days)))


def _is_planned(reading: Reading, index: int, verb: int, days: Days) -> bool:
    sentence = reading.sentences[index]
    published = reading.anchor.published
    if days.first and published and days.first > published:
        return True
    if days.last and published and (days.last < published or (days.first is None and days.last == published)):
        return False
    return _PLANNED.search(reading.plain, max(sentence.start, verb - 14), verb + 1) is not None

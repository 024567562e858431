"""From a frame to a telling of a trip, or to the named reason why it is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import inside, regions_named, same_region
from monitor.events.reading import Reading
from monitor.events.trips_actor import Actor, find_actor
from monitor.events.trips_frames import Frame, find_frames
from monitor.events.trips_goals import (
    at_home,
    goals_of,
    is_received,
    is_sent,
    is_welcomed,
    is_wide,
    names_guests,
    receiving,
    surely_outside,
    told_from_goal,
)
from monitor.events.trips_meetings import judge_meeting
from monitor.events.trips_own import own_region
from monitor.events.trips_reasons import is_summary, near_business, no_trip
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_telling import Telling, frame_days, telling
from monitor.types import PersonMention

# Many journeys: 今年以来，某市组团赴….
_SINCE: Final = late(r"以来|年来|先后组织")
# How far behind the goal a count of journeys is told.
_BEHIND: Final = 20
# A name in Chinese characters, and how often a text must say it.
_NAME: Final = late(r"[\u4e00-\u9fff·]{2,6}")
_REPEATED: Final = 3


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
        return judge_meeting(reading, index, skeleton, frame, actor)
    if frame.kind == "guest":
        return _judge_guest(reading, index, skeleton, frame, actor)
    destinations = goals_of(reading, skeleton, frame, actor)
    if not destinations and not (frame.to_us and frame.kind != "arrival" and names_guests(skeleton, frame, actor)):
        return "no place outside"
    days = frame_days(reading, index, skeleton, frame)
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
        if not surely_outside(reading, skeleton, frame, destinations):
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
    return telling(reading, index, skeleton, frame, actor, inbound, region, destinations, days)


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
    days = frame_days(reading, index, skeleton, frame)
    actor = replace(actor, name=known.name)
    if not frame.heads:
        frame = replace(frame, heads=_unknown_head(reading, skeleton, frame))
    return telling(reading, index, skeleton, frame, actor, False, known.name, (), days)


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

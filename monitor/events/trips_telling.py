"""One sentence's word on a trip: who heads it, when, and whether it is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions import inside
from monitor.events.reading import Reading
from monitor.events.trips_actor import NATIONAL, Actor
from monitor.events.trips_days import Days, days_before, days_of, ended, last_day, lasting, still_running
from monitor.events.trips_frames import Frame
from monitor.events.trips_skeleton import Skeleton
from monitor.types import PersonMention, Place

Direction = Literal["outbound", "inbound"]

_PLANNED: Final = alternation(
    r"(?<![即必])将(?!来|军|其|为|以|与会)|拟(?!定)|计划于?|预定|即将|定于|准备|启程在即|会于|会到|将会|本月[中下]旬|下个?月|下周|下星期|明[天日晚早]|后[天日]|日内"
)
_RUNNING: Final = late(r"目前|正在|当前")
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


def telling(
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
    """What a frame tells, judged to be a trip of `actor` to `destinations`."""
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


def frame_days(reading: Reading, index: int, skeleton: Skeleton, frame: Frame) -> Days:
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

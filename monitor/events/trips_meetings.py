"""Meetings that tell a trip: one side's officials, or one of its bodies, meet a delegation that has come."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import inside
from monitor.events.reading import Reading
from monitor.events.trips_actor import NATIONAL, Actor, named_in
from monitor.events.trips_days import days_before, days_of
from monitor.events.trips_frames import Frame
from monitor.events.trips_goals import is_abroad, seat_of
from monitor.events.trips_own import own_region
from monitor.events.trips_reasons import near_business
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_telling import Telling, telling
from monitor.types import Organisation

_CAME: Final = late(r"率领的|招商[团队]|参访团|商务团|经贸团|率团|率队|来访|到访|访|一行|代表团|考察团|团组|^前?来")
# 某某与代表团参观…: his own delegation.
_OWN_TEAM: Final = late(r"(?:代表团|考察团|访问团|团组)")
# A sentence that is no heading.
_CLOSED: Final = frozenset("。！？；”")


def judge_meeting(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """An official of one side meets a delegation of the other: the delegation has come."""
    if not frame.hosts:
        return _received(reading, index, skeleton, frame, actor)
    host = frame.hosts[0]
    if any(NATIONAL.search(person.title or "") for person in frame.hosts):
        return "for the state"
    group = skeleton.words[slice(*frame.group)] if frame.group else ""
    came = _CAME.search(group) is not None and _OWN_TEAM.match(group) is None
    came = came or skeleton.words[slice(*frame.verb)].startswith("拜")
    if came and host.side in ("company", "other") and actor.kind == "region" and actor.name:
        return _called_on(reading, index, skeleton, frame, actor)
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
    if days.first is None and not days.vague and reading.plain[reading.sentences[index].end - 1] in _CLOSED:
        days = days_before(reading, index, across=True)
    region, goals = (actor.name, seat_of(host, seat)) if outbound else (seat, ())
    return telling(reading, index, skeleton, frame, actor, not outbound, region, goals, days)


def _received(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """An association or a government's body receives a delegation: told from the side of its region."""
    host = receiver(skeleton, frame)
    seat = named_in(reading, host)
    if seat is None or host.kind not in ("association", "government") or is_abroad(seat.name):
        return "a meeting only"
    if actor.kind not in ("region", "foreign", "company") or not near_business(reading, index):
        return "a meeting only"
    if actor.name is not None and (inside(actor.name, seat) or inside(seat, actor.name)):
        return "a meeting at home"
    days = days_of(reading, index, skeleton.starts[frame.verb[0]])
    return telling(reading, index, skeleton, frame, actor, True, seat.name, (seat,), days)


def receiver(skeleton: Skeleton, frame: Frame) -> Organisation:
    """The body that receives the guests, of a meeting at which no host is named."""
    return skeleton.organisations(frame.start, frame.verb[0])[0]


def _called_on(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """A company's or association's head meets a region's delegation: it has come to where they meet."""
    begun, verb = skeleton.starts[frame.start], skeleton.starts[frame.verb[0]]
    places = [place for place in reading.places(index) if begun <= place.start < verb]
    goals = tuple(place for place in places if reading.plain[place.start - 1 : place.start] in ("在", "于"))
    if not goals or any(inside(place, actor.name or "") or inside(actor.name or "", place) for place in goals):
        return "a meeting only"
    days = days_of(reading, index, verb)
    return telling(reading, index, skeleton, frame, actor, False, actor.name, goals, days)

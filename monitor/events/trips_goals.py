"""Where a trip goes: the goals of a frame, whether they lie outside, and from whose side the document tells it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import bare_name, gazetteer, inside, regions_named, same_region
from monitor.chinese.regions_seat import SEATS
from monitor.events.reading import Reading
from monitor.events.trips_actor import Actor, named_in
from monitor.events.trips_frames import Frame
from monitor.events.trips_skeleton import PLACE as L
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_skeleton import skeleton as skeleton_of
from monitor.types import PersonMention, Place

_ABROAD: Final = frozenset({"country", "foreign city", "area"})
_HEIGHT: Final = {"city": 2, "county": 1, "zone": 1, "town": 0}
# What a more exact place inside replaces; a city stays when one of its districts is named besides.
_WIDE: Final = frozenset({"area", "country", "province"})
_MUNICIPALITIES: Final = frozenset({"北京市", "天津市", "上海市", "重庆市", "香港", "澳门"})
# What 我省, 我市, 我县 can be.
_OURS: Final = {
    "省": ("province",),
    "市": ("province", "city", "county"),
    "县": ("county",),
    "区": ("province", "county", "zone"),
    "州": ("city",),
}
_COUNTED: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
# Verbs that tell a trip from the travellers' side.
_DEPARTING: Final = late(r"(?:启程|专程|先后|分别)?(?:[奔飞远赶转前分]?赴|前往)")
# 率县党政考察团: what is sent as a delegation has left.
_OFFICIAL_TEAM: Final = late(r"(?:党政|政府|经贸|招商|商务)[^，。；]{0,6}(?:考察团|代表团|招商团|访问团)")
_SENT: Final = late(r"(?:党政|政府|经贸)代表团")
_HELD: Final = late(rf"[在于]({L})[^，。；]{{0,12}}?(?:举[办行]|召开|开幕|启幕)")
_SET_OUT: Final = late(r"赴|前往")
_SOUGHT: Final = late(r"招商|对接项目|洽谈项目|项目对接|项目洽谈")
# 回乡考察: those away come to the county that the name of their association holds, or to the document's own.
_HOMEWARD: Final = ("回乡", "返乡", "回家乡", "返家乡", "回到家乡")
_AWAY: Final = late(r"商会|总商会|同乡会|联谊会|乡贤会")
_LONGEST_NAME: Final = 24
_WELCOME: Final = late(r"欢迎[^。；，]{0,4}$")
_GREETING: Final = 6
_RECEIVED: Final = late(r"[^。；，]{0,8}，获得?[^。；]{1,60}?(?:接待|迎接|款待)")
# How far behind the goal the purpose is told.
_BEHIND: Final = 30


def goals_of(reading: Reading, skeleton: Skeleton, frame: Frame, actor: Actor) -> tuple[Place, ...]:
    """The places that the frame's verb leads to; 我市, or one character of its name, is the document's own region."""
    start, end = skeleton.span(*frame.goal)
    if frame.to_us:
        us = _us(reading, actor.name, reading.plain[start:end], skeleton.starts[frame.start])
        return (replace(us, start=start, end=end, words=reading.plain[start:end], sure=False),) if us else ()
    places = frame.destinations or _venue(reading, skeleton, frame)
    if skeleton.words[frame.goal[0] : frame.goal[0] + 1] in ("上", "这"):
        return _said_before(reading, skeleton, frame)
    if not places:
        named = (named_in(reading, body) for body in skeleton.organisations(*frame.goal))
        places = tuple(place for place in named if place is not None)
    return tuple(place for place in places if place.name not in ("中国", "中华人民共和国"))


def _venue(reading: Reading, skeleton: Skeleton, frame: Frame) -> tuple[Place, ...]:
    """Where a fair is held of which a delegation takes part: told in the same sentence or the one in front."""
    if frame.fair is None or frame.goal != (0, 0):
        return ()
    index = reading.sentence_at(skeleton.starts[frame.start])
    for bones in (skeleton, *([skeleton_of(reading, index - 1)] if index else [])):
        held = _HELD.search(bones.words)
        if held is not None:
            return tuple(bones.places(*held.span(1)))
    return ()


def _said_before(reading: Reading, skeleton: Skeleton, frame: Frame) -> tuple[Place, ...]:
    """对上述三国: the last countries, or regions, named in front of the verb, as many as are counted there."""
    index = reading.sentence_at(skeleton.starts[frame.start])
    words = skeleton.words[slice(*frame.goal)]
    here = [place for place in reading.places(index) if place.end <= skeleton.starts[frame.verb[0]]]
    named = [*(reading.places(index - 1) if index else ()), *here]
    fitting = [
        place for place in named if (place.level in _ABROAD) == ("国" in words) and place.level != "foreign city"
    ]
    distinct = list({place.name: place for place in fitting}.values())
    counted = next((_COUNTED[sign] for sign in words if sign in _COUNTED), None)
    return tuple(distinct[-counted:] if counted else distinct)


def seat_of(host: PersonMention, region: str) -> tuple[Place, ...]:
    """The region of a host as the place where the guests were, told by the host's title."""
    return tuple(
        Place(
            start=host.start,
            end=host.end,
            words=region,
            name=known.name,
            code=known.code,
            level=known.level,
            parents=known.parents,
            sure=False,
        )
        for known in regions_named(region)[:1]
    )


def is_abroad(region: str) -> bool:
    """Whether a region's name is a country's, a foreign city's or an area's."""
    return any(known.level in _ABROAD for known in regions_named(region)[:1])


def at_home(actor: str, destinations: tuple[Place, ...]) -> bool:
    """Whether every goal lies inside the region that the actor governs."""
    return bool(destinations) and all(inside(place, actor) for place in destinations)


def is_wide(place: Place) -> bool:
    """Whether a place is too wide to be where somebody was: a province, a country, an area; not a municipality."""
    return place.level in _WIDE and place.name not in _MUNICIPALITIES


def is_sent(skeleton: Skeleton, frame: Frame) -> bool:
    """Whether a delegation is one that a region sends to others: 党政代表团."""
    return frame.group is not None and _SENT.search(skeleton.words, *frame.group) is not None


def surely_outside(reading: Reading, skeleton: Skeleton, frame: Frame, destinations: tuple[Place, ...]) -> bool:
    """Whether officials of an unnamed region have left it: 区委书记带队赴某市, 率队到某市开展招商."""
    if not destinations or not (frame.kind in ("led", "official") or (frame.kind == "group" and frame.heads)):
        return False
    if is_sent(skeleton, frame):
        return True
    if frame.kind == "group":
        return False
    if frame.kind == "led" and len(_provinces(destinations)) > 1:
        return True  # nobody governs in two provinces
    verb = skeleton.words[slice(*frame.verb)]
    own = {"省": 3, "市": 2}.get((frame.heads[0].title or "")[:1], 1)
    heights = [2 if place.name.endswith("市") else _HEIGHT.get(place.level, 3) for place in destinations]
    if frame.group and _OFFICIAL_TEAM.search(skeleton.words, *frame.group):
        return min(heights) >= own
    sought = frame.fair is not None or _SOUGHT.search(skeleton.words, frame.end, frame.end + _BEHIND)
    if not (_SET_OUT.search(verb) or sought or _SET_OUT.search(reading.title)):
        return False
    return min(heights) >= max(own, 2)


def _provinces(places: tuple[Place, ...]) -> set[str]:
    """The provinces in which places of China lie; places whose province nothing says are left out."""
    found: set[str] = set()
    for place in places:
        around = (place.name, *place.parents)
        found.update(name for name in around if any(known.level == "province" for known in regions_named(name)[:1]))
    return found


def told_from_goal(reading: Reading, actor: Actor, destinations: tuple[Place, ...], verb: str) -> bool:
    """Whether the document tells the trip from the side of the region that is visited.

    The verb tells (来 or 赴); else the headline's first place or the publisher does, where it lies with the goal.
    """
    if actor.kind in ("foreign", "company"):
        return True
    if any(place.level in ("country", "foreign city") for place in destinations):
        return False
    if verb.startswith("来") and verb not in ("来到", "来到了"):
        return True
    if actor.name is None or _DEPARTING.match(verb):
        return False
    home = reading.home
    title = reading.context.title[:1]
    if home is not None and same_region(actor.name, home.name):
        return False
    own = [*title, *((home,) if home is not None and bare_name(home.name) in (reading.article.source or "") else ())]
    if any(inside(place, actor.name) or inside(actor.name, place) for place in own):
        return False
    return any(inside(place, goal) or inside(goal, place) for place in own for goal in destinations)


def names_guests(skeleton: Skeleton, frame: Frame, actor: Actor) -> bool:
    """Whether it is said who came to 我市, so that a text which never names the city tells a visit all the same."""
    named = bool(skeleton.places(frame.start, frame.verb[0])) or any(person.region for person in frame.heads)
    return actor.kind == "company" or (actor.kind == "region" and named and frame.kind in ("led", "group"))


def is_welcomed(skeleton: Skeleton, frame: Frame) -> bool:
    """Whether those who are visited tell it: 欢迎某某率团来访, 到访某会，获会长接待."""
    before = _WELCOME.search(skeleton.words, max(0, frame.start - _GREETING), frame.start)
    return before is not None or _RECEIVED.match(skeleton.words, frame.end) is not None


def receiving(reading: Reading, destinations: tuple[Place, ...]) -> str:
    """The most specific region that receives: the document's own where the goal holds it, else the goal."""
    home = reading.home
    if home is not None and any(inside(home, place) for place in destinations):
        return home.name
    if home is not None and len(destinations) > 1 and all(inside(place, home) for place in destinations):
        return home.name
    return destinations[0].name


def is_received(reading: Reading, actor: Actor, destinations: tuple[Place, ...]) -> bool:
    """Guests from abroad count where they come to a region of China, companies where it is the document's own."""
    if any(place.level in _ABROAD for place in destinations):
        return False
    if actor.kind == "foreign":
        return True
    home = reading.home
    return home is not None and any(inside(home, place) or inside(place, home) for place in destinations)


def _us(reading: Reading, guest: str | None, words: str, begun: int) -> Place | None:
    """The document's own region, which the guest's is not: home, else the headline's, else the one named most.

    words: 我市, or the character that the region's name holds (来蒲考察, of 蒲城县). begun: where those who come are
    named.
    """
    context = reading.context
    if words in _HOMEWARD:
        return _homeland(reading, guest, begun)
    if words.endswith(("镇", "乡")):
        home = context.home if context.home and not (guest and inside(context.home, guest)) else None
        above = (home.name, *home.parents) if home else ()
        return Place(0, 0, words, words, "", "town", above, False)
    candidates: list[Place] = [*((context.home,) if context.home else ()), *context.title, *reading.named]
    for place in candidates:
        if len(words) == 1 and words not in bare_name(place.name):
            continue
        if place.level not in _OURS.get(words[1:], SEATS):
            continue
        if place.level in SEATS and not (guest and (inside(place, guest) or inside(guest, place))):
            return place
    return None


def _homeland(reading: Reading, guest: str | None, begun: int) -> Place | None:
    """The county of those who come home, which their association's name holds (东莞通城商会), else the document's."""
    words = reading.plain[begun : begun + _LONGEST_NAME]
    association = _AWAY.search(words)
    names = gazetteer()
    for length in (3, 2) if association else ():
        form = words[: association.start()][-length:] if association else ""
        number = names.forms.get(form)
        fitting = [known for known, _ in names.readings[number]] if number is not None else []
        if len(fitting) == 1 and fitting[0].level in SEATS and fitting[0].name != guest:
            known = fitting[0]
            return Place(begun, begun, form, known.name, known.code, known.level, known.parents, False)
    home = reading.home
    return home if home is not None and home.name != guest else None

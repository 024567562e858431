"""The places of a whole document, found once: what the rest of the room and the events' rules ask."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions_bodies import body_places, main_owner
from monitor.chinese.regions_context import presented
from monitor.chinese.regions_gazetteer import bare_name, gazetteer
from monitor.chinese.regions_match import decide, places_of, resolve
from monitor.chinese.regions_scan import scan
from monitor.chinese.regions_seat import SEATS, implied_place, seat_of, seat_told
from monitor.types.text import Place

# 新华社济南5月7日电, 中新网天津12月16日电: where the report was filed.
_DATELINE = late(r"(?:社|网|讯|报)[\u4e00-\u9fff]{0,3}?([\u4e00-\u9fff]{2,6})\d{1,2}月\d{1,2}日(?:电|讯)")
# A headline's places that one sets out for (李明访广州, 赴德国、法国招商): told from another region's side.
_SET_OUT: Final = late(
    r"(?:(?<!来)赴|前往|出访|外访|转往|飞往|[率带][团队]到|(?<![来到回客团者走])访问?|率[^，。；]{2,20}团访问?)(?:了|中国)?$"
)
# A headline that says 我市 names other regions than that one.
_OURS: Final = late(r"我[省市县区州]")
_SET_OUT_ENDS: Final = frozenset("赴往访问到了国")
_SET_OUT_REACH: Final = 28
# Where the lead ends, in characters: a region that it sets out for is not home, however often it is named.
_LEAD: Final = 120
# A place that the text only sets out for, and one to which others come, count this much for its being home.
_GOAL_WEIGHT: Final = 0.3
_COME_WEIGHT: Final = 2.0
_NOT_COMING: Final = frozenset("年未以月天期起带")
# How far in front of a body its region is said, in characters.
_SAID: Final = 30
# 澳洲河南商会, 广东客商: a place in the name of those who are away from it.
_OTHERS_NAME: Final = late(r"(?:籍|商会|总商会|同乡会|联谊会|客商|企业家)")
_AND: Final = late(r"[、和与及]|以及")
_OWN_WEIGHT: Final = {"source": 3.0, "title": 4.0, "dateline": 1.0}
# A local paper's region is home from this share of the most named region's mentions on.
_LOCAL_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPlaces:
    """The places of one document.

    plain: the text they were found in. places: in order. counts: mentions by full name, those below a region counting
    for it too. title: places of the headline from whose side it may be told: those that it sets out for are left out.
    home: the region from whose side the document is written, as far as source, headline, dateline and mentions tell;
    None where nothing does. bodies_of: of Hong Kong and Macau the one whose bodies the document means where both have
    one of that name. starts: where each place begins.
    """

    plain: str
    places: tuple[Place, ...]
    starts: Sequence[int] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    title: tuple[Place, ...] = ()
    home: Place | None = None
    bodies_of: str | None = None


def document_places(plain: str, *, title: str | None = None, source: str | None = None) -> DocumentPlaces:
    """Find all places of a body (`Text.plain`), its headline and its source's name, and the document's home region."""
    seat = seat_told(plain) or (seat_of(source) if source else None)
    found = scan(plain, 0, len(plain))
    decided = decide(found, home=seat.name if seat else None)
    places = places_of(found, decided)
    counts = _count(places)
    titled = resolve(title, 0, len(title), counts=counts, home=seat.name if seat else None) if title else ()
    away = _goals(title or "", titled)
    ours = _OURS.search(title or "")
    titled = tuple(place for place in titled if not ours and place.start not in away)
    main = main_owner(plain)
    owned = (*body_places(plain, 0, len(plain), main), *body_places(title or "", 0, len(title or ""), main))
    written = _written_there(plain, title or "", owned)
    home = _home(plain, (*places, *owned), titled, seat or written)
    if written is not None and home is not None and home.name == written.name:
        titled = tuple(place for place in titled if place.name == home.name)
    if found.open and home is not None and (seat is None or seat.name != home.name):
        again = decide(found, counts=_count(titled), home=home.name)
        if again != decided:
            places = places_of(found, again)
            counts = _count(places)
    starts = [place.start for place in places]
    return DocumentPlaces(
        plain=plain, places=places, starts=starts, counts=counts, title=titled, home=home, bodies_of=main
    )


def find_places(plain: str, start: int, end: int, context: DocumentPlaces) -> tuple[Place, ...]:
    """The places that lie in plain[start:end].

    context: of the document that the text belongs to. Where `plain` is the context's own text the places are those
    found there; any other text (a headline, a caption) is read with the document's help.
    """
    if plain is context.plain or plain == context.plain:
        low = bisect_left(context.starts, start)
        high = bisect_left(context.starts, end, lo=low)
        found = context.places[low:high]
        return found if not found or found[-1].end <= end else found[:-1]
    home = context.home.name if context.home else None
    return resolve(plain, start, end, counts=context.counts, home=home)


def _goals(plain: str, places: Sequence[Place]) -> set[int]:
    """Where the places begin that the text sets out for, with those that a list adds."""
    goals: set[int] = set()
    goal_end = -1
    for place in places:
        joined = goal_end >= 0 and _AND.fullmatch(plain, goal_end, place.start)
        if not joined and plain[place.start - 1 : place.start] not in _SET_OUT_ENDS:
            continue
        if joined or _SET_OUT.search(plain, max(0, place.start - _SET_OUT_REACH), place.start):
            goals.add(place.start)
            goal_end = place.end
    return goals


def _written_there(plain: str, title: str, owned: Sequence[Place]) -> Place | None:
    """The region in which a text is written that names a body without saying whose when it first comes up."""
    for text in (title, plain):
        first = next((place for place in owned if text.startswith(place.words, place.start)), None)
        if first is not None:
            return None if first.name in text[max(0, first.start - _SAID) : first.start] else first
    return None


def _count(places: tuple[Place, ...]) -> Mapping[str, int]:
    return Counter(chain.from_iterable((place.name, *place.parents) for place in places))


def _home(plain: str, places: tuple[Place, ...], title: tuple[Place, ...], seat: Place | None) -> Place | None:
    """The best-supported city, county, province or zone; a lower region wins with most of its parent's weight."""
    scores: defaultdict[str, float] = defaultdict(float)
    known: dict[str, Place] = {}

    def add(place: Place, weight: float) -> None:
        if place.level in SEATS and place.code != "":
            known.setdefault(place.name, place)
            scores[place.name] += weight
        elif place.level in ("zone", "town"):
            known.setdefault(place.name, place)
            scores[place.name] += weight if place.level == "zone" else 0.0
        for above in place.parents:
            scores[above] += weight

    away = _goals(plain, places)
    visited = {place.name for place in places if place.start in away and place.start < _LEAD}
    for place in places:
        before = plain[max(0, place.start - 2) : place.start]
        come = before.endswith("来") and before[0] not in _NOT_COMING
        come = come or presented(plain, place.start, place.end)
        other = place.start in away or _OTHERS_NAME.match(plain, place.end) is not None
        add(place, _COME_WEIGHT if come else _GOAL_WEIGHT if other else 1.0)
    for position, place in enumerate(title):
        add(place, _OWN_WEIGHT["title"] / (1 + position))
    if seat is not None:
        add(seat, _OWN_WEIGHT["source"])
    dateline = _DATELINE.search(plain, 0, 200)
    if dateline:
        for place in resolve(dateline[1], 0, len(dateline[1])):
            add(place, _OWN_WEIGHT["dateline"])
    _lend_parents(known)
    candidates = [name for name in scores if name in known and (name not in visited or (seat and name == seat.name))]
    if not candidates:
        return None
    total = max(scores[name] for name in candidates)
    if seat is not None and scores[seat.name] >= _LOCAL_SHARE * total:
        candidates = [name for name in candidates if seat.name in (name, *known[name].parents)]
        total = max(scores[name] for name in candidates)
    top = {name for name in candidates if scores[name] == total}
    own = [
        name for name in candidates if scores[name] >= 0.6 * total and not top.isdisjoint((name, *known[name].parents))
    ]
    return known[max(own, key=lambda name: (_depth(known[name]), scores[name], -known[name].start))]


def _depth(place: Place) -> float:
    return len(place.parents) + (0.5 if place.level == "zone" else 0)


def _lend_parents(known: dict[str, Place]) -> None:
    """Regions that the document names only through those below them can be its home too."""
    names = gazetteer()
    for place in tuple(known.values()):
        for above in place.parents:
            regions = names.by_name.get(above, ())
            if above not in known and len(regions) == 1 and regions[0].level in ("province", "city"):
                known[above] = implied_place(regions[0], place.start, place.end, bare_name(above))

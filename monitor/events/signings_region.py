"""Whose signing it is, and whether a region that the passage does not name is told of at all."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import inside, regions_named
from monitor.chinese.regions_seat import SEATS
from monitor.events.projects_region import Actor, acting_region, clause_start, held_here, others_act
from monitor.events.reading import Reading
from monitor.events.signings_pairs import meeting_host
from monitor.events.signings_sides import Sides
from monitor.types import Trip

# The sentences that say what an article is about.
_LEAD: Final = 3
_SETTLES: Final = late(r"签约(?:投资|落户|落地|入驻|进驻|落子)?(?:到|于|在)?")
# 在甲市招商签约会上，16个项目签约; 第四届中国（乙县）旅游节洽谈会举行，现场签约…: the meeting names its host.
_MEETING_OF: Final = late(
    r"(?:[^，。；]{0,12}(?:日|月|天|午)，?)?(?:在|于)?(?:\d{4}年?)?(?:第[\d一二三四五六七八九十]+届)?(?:中国（(?P<host>[^（）]{2,6})）|(?P<named>))"
    r"[^，。；]{2,40}?(?:会|仪式|活动|论坛)(?:上|期间|现场|中|举行|举办|召开|开幕)，$"
)
# 签约甲市，: the place stands for itself; in 签约甲地某公司项目 it belongs to the company.
_ALONE: Final = late(r"[，。；、！）]|$|\n")
_TWO_SIDES: Final = late(
    r"两地|双方|两市|两省|两区|两县|三地|政企|府企|市企|校地|院地|央地|政银|政府|[市县区省](?:委|领导)"
)
_NOT_A_REGIONS: Final = late(
    r"消费者|旅行社|采购商|中介|顾客|用户|业主|村民|农户|法院|律师|被告|原告|学员|考生|会员单位|双方企业|"
    r"两地企业|参展商|"
    r"展商|银行(?!与|和|同)"
)
# 粤港澳大湾区全球招商大会: the area names the meeting and does not act.
_IN_MEETING: Final = late(r"[^，。；、]{0,12}(?:大会|论坛|博览会|峰会|推介会|洽谈会|对接会)")
_MINISTRY: Final = late(
    r"(?:[\u4e00-\u9fff]{2,8}部|总台|总局|国务院[\u4e00-\u9fff]{0,8})(?:与|和|同)[\u4e00-\u9fff]{2,12}(?:总台|"
    r"总局|部|委)"
)
_SAR_OFFICE: Final = late(r"行政长官|特首|(?:司|局|署|处|厅)(?:司长|局长|署长|处长|厅长)|专员")


def signing_region(reading: Reading, index: int, form: str, sides: Sides, verb: int) -> Actor | None:
    """The region that signs: the side named, where companies settle, else who acts in the passage."""
    if sides.own:
        return sides.region
    actor = _signing_region(reading, index, form, sides, verb)
    return _who_came(reading, index, actor) if actor is not None else None


def _who_came(reading: Reading, index: int, actor: Actor) -> Actor:
    """The region whose trip the paragraph tells to where the signing was held: it signs there, not the host."""
    paragraph = reading.sentences[index].paragraph
    for event in reading.events:
        if not isinstance(event, Trip) or event.direction != "outbound" or event.region is None:
            continue
        told = (item.start for item in event.evidence if item.field == "event")
        near = any(reading.paragraph_at(start) == paragraph for start in told)
        if near and any(inside(goal, actor.name) for goal in event.destinations):
            return Actor(event.region, None, actor.start, actor.start, "sentence")
    return actor


def _signing_region(reading: Reading, index: int, form: str, sides: Sides, verb: int) -> Actor | None:
    settled = settles_in(reading, index, verb)
    if settled is not None:
        return settled
    if form == "agreement" and sides.parties and sides.region is None:
        return None
    actor = sides.region or acting_region(reading, index, verb)
    if actor is None or actor.how in {"document", "held here"}:
        actor = meeting_host(reading, index, verb) or actor
    if actor is None:
        return held_here(reading, index)
    home = reading.context.home
    if actor.place is None or home is None:
        return actor
    if actor.place.level == "area" and inside(home, actor.place) and _IN_MEETING.match(reading.plain, actor.end):
        return Actor(home.name, home, actor.start, actor.end, actor.how)
    if actor.how == "document" and actor.place.level == "province":
        here = held_here(reading, index)
        return here if here is not None and here.place is not None and inside(here.place, actor.place) else actor
    return actor


def settles_in(reading: Reading, index: int, verb: int) -> Actor | None:
    """The region in which companies sign to settle: 19家企业签约落户乙区; the document's own where that lies in it."""
    behind = _SETTLES.match(reading.plain, verb)
    if behind is None:
        return None
    for place in reading.places(index):
        named = behind[0] != "签约" or _ALONE.match(reading.plain, place.end)
        if place.start == behind.end() and named and place.level not in {"country", "foreign city"}:
            home = reading.context.home
            chosen = home if home is not None and inside(home, place) else place
            return Actor(chosen.name, chosen, place.start, place.end, "clause")
    return None


def meeting_region(reading: Reading, index: int, verb: int) -> Actor | None:
    """The region that the meeting told in the clause before a batch is named after."""
    plain = reading.plain
    clause = clause_start(plain, reading.sentences[index].start, verb)
    before = clause_start(plain, reading.sentences[index].start, clause - 1)
    met = _MEETING_OF.match(plain, before, clause)
    if met is None:
        return None
    if met["host"]:
        named = [region for region in regions_named(met["host"]) if region.level in SEATS]
        return Actor(named[0].name, None, *met.span("host"), "clause") if len(named) == 1 else None
    home = reading.context.home
    for place in reading.places(index):
        ours = home is not None and (inside(place, home) or inside(home, place))
        if ours and place.start == met.start("named") and place.level in SEATS:
            return Actor(place.name, place, place.start, place.end, "clause")
    return None


def credible(reading: Reading, index: int, form: str, actor: Actor, said: int, verb: int, *, met: bool) -> bool:
    """Whether the actor found for a signing at `verb` may stand for its region.

    said: where the words of the region's own side end. met: whether it was signed at a meeting that the paragraph tells
    of. The clause's own subject may. One taken from the sentence or the paragraph may unless a company or a village
    acts in between. The document's home may stand for a ceremony or a total where the headline or the lead names it,
    and for an agreement where officials sign or the region's trip is told.
    """
    if actor.how == "clause":
        return True
    sentence = reading.sentences[index]
    if actor.how != "sentence" and _MINISTRY.search(reading.plain, max(sentence.start, verb - 80), verb + 80):
        return False
    if others_act(reading, index, said) or _NOT_A_REGIONS.search(reading.plain, sentence.start, verb):
        return False
    if actor.how == "sentence":
        return True
    if met and actor.how == "paragraph":
        return True
    if form == "agreement":
        return (
            _officials(reading, index)
            or _travels(reading, actor)
            or (met and _about(reading, index, actor))
            or bool(_TWO_SIDES.search(reading.plain, sentence.start, verb) and _about(reading, index, actor))
        )
    return actor.how == "paragraph" or _about(reading, index, actor) or _travels(reading, actor)


def _about(reading: Reading, index: int, actor: Actor) -> bool:
    """Whether the headline, or the lead of the article or of its item, names the region."""
    if actor.place is None:
        return False
    if any(inside(place, actor.place) for place in reading.context.title):
        return True
    if actor.place.level == "province" and actor.how != "paragraph":
        return False
    first = reading.item_start(index)
    lead = range(first, min(first + _LEAD, len(reading.sentences)))
    return any(inside(place, actor.place) for index in lead for place in reading.places(index))


def _officials(reading: Reading, index: int) -> bool:
    """Whether the sentence names an official of a region; in Hong Kong and Macau also by the office alone."""
    home = reading.context.home
    if home is not None and home.name in {"香港", "澳门"} and _SAR_OFFICE.search(reading.words(index)):
        return True
    return any(person.side == "official" for person in reading.people(index))


def _travels(reading: Reading, actor: Actor) -> bool:
    return any(isinstance(event, Trip) and event.region == actor.name for event in reading.events)

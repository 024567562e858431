"""Finds chains: industrial chains, or sets of them, that a region sets, plans, builds, fills or reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import generic_regions, same_region
from monitor.events import chains_words as w
from monitor.events.chains_members import Span, recruited
from monitor.events.chains_mentions import Mention, find_mentions
from monitor.events.projects_region import Actor, acting_region, clause_start, is_wider, others_act
from monitor.events.reading import Reading
from monitor.types import Chain, Event, Place, When

_OWNER_REACH: Final = 14
_FOLLOWING: Final = 2
# How many chains back the same one is looked for, and how far back an opinion.
_LOOK_BACK: Final = 60
_PLAN_BACK: Final = 3
_OPINION_REACH: Final = 200
_ABROAD: Final = frozenset({"country", "foreign city"})
_ADVERBS: Final = late(
    r"(?:为了?|近年来|目前|如今|今年(?:以来)?|去年|同时|此外|据悉|据介绍|据了解|当前|下一步|未来|接下来|"
    r"与此同时|其中|通过|不断|持续|积极|着力|全力|大力|加快|进一步|，|。|“)*"
)
_DEADLINE: Final = late(r"(?:到|至|于)$")


@dataclass(slots=True)
class _Found:
    """A chain with its region; spans are of `Reading.plain`."""

    index: int
    mention: Mention
    offset: int
    region: Actor
    members: tuple[Span, ...]
    named: tuple[str, ...]
    told: list[Span] = field(default_factory=list)


def find(reading: Reading) -> list[Event]:
    """The chains that a reading tells, one for each region and name, in the order of the text."""
    found: list[_Found] = []
    for index in reading.gated("chain"):
        words = reading.words(index)
        if "产业链" not in words:
            continue
        offset = reading.sentences[index].start
        mentions, passing = find_mentions(words)
        for word in passing:
            reading.note("chain", offset + word.start, offset + word.end, word.reason, "chain.passing")
        for mention in mentions:
            verdict = _judge(reading, index, offset, mention)
            if isinstance(verdict, str):
                reading.note("chain", offset + mention.start, offset + mention.end, verdict, mention.rule)
                continue
            reading.note("chain", offset + mention.start, offset + mention.end, "event", mention.rule)
            if _enumerates_plan(reading, index, mention):
                mention = replace(mention, action="plan")
            members = _members(reading, index, offset, mention)
            named = tuple(reading.plain[start:end] for start, end in members)
            _add(found, _Found(index, mention, offset, verdict, members, named))
    return [_event(reading, item) for item in found]


def _enumerates_plan(reading: Reading, index: int, mention: Mention) -> bool:
    """Whether a set without a verb (六条产业链为…) spells out what the sentences before published as a plan."""
    if mention.verb != mention.start or mention.action != "build":
        return False
    before = range(max(0, index - _PLAN_BACK), index)
    return any(w.PUBLISHED_PLAN.search(reading.words(earlier)) for earlier in before)


def _judge(reading: Reading, index: int, offset: int, mention: Mention) -> Actor | str:
    """The region whose chain it is, or why it is none's."""
    plain = reading.plain
    sentence = reading.sentences[index]
    verb, owner_end = offset + mention.verb, offset + mention.owner_end
    clause = clause_start(plain, sentence.start, verb)
    if mention.count is None and w.OPINION.search(plain, max(sentence.start, verb - _OPINION_REACH), verb):
        return "an opinion or exhortation"
    actor = acting_region(reading, index, verb)
    owner = _owner(reading, index, max(clause, owner_end - _OWNER_REACH), owner_end) if mention.count else None
    if owner is not None and not owner.sure and actor is not None and actor.how == "clause" and actor.place is not None:
        owner = actor.place if owner.level == actor.place.level else owner  # 全省 of whom the clause names
    if mention.rule == "chain.titled":
        owner = _owner(reading, index, verb, owner_end)
        if owner is not None:
            return Actor(owner.name, owner, owner.start, owner.end, "clause")
    if owner is not None and (actor is None or actor.place is None or not same_region(owner, actor.place)):
        if actor is not None and actor.place is not None and is_wider(owner, actor.place):
            if w.YARDSTICK.search(plain, clause, owner.start):
                return "another region's yardstick"
        elif w.MEASURED.search(plain, clause, owner.start):
            return "another region's yardstick"
        actor = Actor(owner.name, owner, owner.start, owner.end, "clause")
    if actor is None or actor.how == "held here":
        return "no region"
    if actor.how != "clause" and w.NATION.search(plain, clause, verb):
        return "the nation's chain"
    if owner is None and others_act(reading, index, verb):
        return "a company's chain"
    if mention.count is None and actor.how == "document" and not _subjectless(reading, sentence.start, verb):
        return "no region acts in the passage"
    return actor


def _subjectless(reading: Reading, start: int, verb: int) -> bool:
    """Whether the sentence names nobody before the verb, so that the document's home may act: 近年来，着力打造…."""
    return _ADVERBS.fullmatch(reading.plain, start, verb) is not None


def _owner(reading: Reading, index: int, start: int, end: int) -> Place | None:
    """The region named right before a set's number: 对标全省58条, 乙市八大新兴产业链."""
    named = [p for p in reading.places(index) if start <= p.start and p.end <= end and p.level not in _ABROAD]
    named += generic_regions(reading.plain, start, end, reading.context)
    return max(named, key=lambda place: place.end) if named else None


def _members(reading: Reading, index: int, offset: int, mention: Mention) -> tuple[Span, ...]:
    """What the passage puts in the chain: the set's list, or the companies and projects brought into a single one."""
    if mention.members or mention.count is not None:
        return tuple((offset + start, offset + end) for start, end in mention.members)
    plain = reading.plain
    sentence = reading.sentences[index]
    start = max(sentence.start, plain.rfind("；", sentence.start, offset + mention.start) + 1)
    close = plain.find("；", offset + mention.end, sentence.end)
    found = recruited(
        plain, start if mention.action == "recruit" else offset + mention.end, close if close > 0 else sentence.end
    )
    industry = mention.name.split("产业链")[0][-2:]
    for later in range(index + 1, min(index + 1 + _FOLLOWING, len(reading.sentences))):
        following = reading.sentences[later]
        if found or following.paragraph != sentence.paragraph:
            break
        if industry in plain[following.start : following.end]:
            found = recruited(plain, following.start, following.end)
    return found


def _add(found: list[_Found], new: _Found) -> None:
    """One event a region and name: a chain told again adds what the first telling lacks."""
    for known in reversed(found[-_LOOK_BACK:]):
        if known.region.name == new.region.name and _same_chain(known, new):
            if len(_core(new.mention.name)) < len(_core(known.mention.name)) and new.mention.count is None:
                known.mention, new.mention = replace(known.mention, name=new.mention.name), known.mention
            elif known.mention.name == "产业链" and new.mention.count is not None:
                known.mention = replace(known.mention, name=new.mention.name)
            if known.mention.count is None and new.mention.count is not None:
                known.mention = replace(known.mention, count=new.mention.count)
            if not known.members:
                known.members, known.named = new.members, new.named
            known.told.append((new.offset + new.mention.start, new.offset + new.mention.end))
            return
    found.append(new)


def _same_chain(known: _Found, new: _Found) -> bool:
    one, two = known.mention, new.mention
    if one.count is not None and two.count is not None and one.count != two.count:
        return False
    if _core(one.name) == _core(two.name):
        return True
    if one.count is not None and one.count == two.count:
        first, second = sorted((_core(one.name), _core(two.name)), key=len)
        if first and first in second:
            return True
        unnamed = not first
        return unnamed and (not known.named or not new.named or set(known.named) == set(new.named))
    if one.count is None and two.count is None:
        first, second = sorted((_core(one.name), _core(two.name)), key=len)
        return len(first) >= 2 and first in second
    return False


def _core(name: str) -> str:
    return re.sub(r"(?:全)?产业链(?:条|群)?$", "", name)


def _event(reading: Reading, found: _Found) -> Chain:
    mention = found.mention
    sentence = reading.sentences[found.index]
    when = _when(reading, found)
    evidence = [
        reading.evidence("event", sentence.start, sentence.end, mention.rule),
        reading.evidence("name", found.offset + mention.start, found.offset + mention.end, mention.rule),
    ]
    if found.region.end > found.region.start:
        evidence.append(reading.evidence("region", found.region.start, found.region.end, "region." + found.region.how))
    if mention.count is not None:
        evidence.append(
            reading.evidence("count", found.offset + mention.start, found.offset + mention.end, mention.rule)
        )
    evidence += [reading.evidence("members", start, end, "chain.members") for start, end in found.members]
    evidence.append(reading.evidence("action", found.offset + mention.verb, found.offset + mention.end, "chain.verb"))
    if when is not None:
        evidence += [reading.evidence(name, when.start, when.end, "date") for name in ("start", "end")]
    return Chain(
        region=found.region.name,
        name=mention.name,
        count=mention.count,
        members=found.named,
        action=mention.action,
        start=when.first if when else None,
        end=when.last if when else None,
        date_precision=when.precision if when else None,
        evidence=tuple(evidence),
        confidence=_confidence(found),
    )


def _when(reading: Reading, found: _Found) -> When | None:
    """The stretch that the passage gives for the act; a target's deadline is none."""
    if found.mention.rule == "chain.headed":
        return None  # the day of a meeting on it is not the chain's
    verb = found.offset + found.mention.verb
    dated = [when for when in reading.dates(found.index) if when.end <= verb and when.first is not None]
    dated = [when for when in dated if not _DEADLINE.search(reading.plain, max(0, when.start - 3), when.start)]
    return dated[-1] if dated else None


def _confidence(found: _Found) -> float:
    """0..1; the meaning of its steps is measured, see docs/events.md."""
    score = {"clause": 0.8, "sentence": 0.75, "paragraph": 0.65, "document": 0.55, "held here": 0.4}[found.region.how]
    return min(0.95, score + (0.1 if found.mention.count is not None else 0.0) + (0.05 if len(found.told) > 0 else 0.0))

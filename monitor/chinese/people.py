"""People by their titles, and by name alone where the document has given the title before.

Ranks order the leaders of one delegation: 0 the state's leaders, 1 party secretaries, 2 heads of government and of
zones, 3 congress and 政协, 4 deputy secretaries, 5 standing committee, 6 deputy heads, 7 and 8 departments, 9 others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.chinese.late import late
from monitor.chinese.people_behind import BEHIND, LEARNED, POLITE, named_in_front
from monitor.chinese.people_names import edge, edges, is_word, japanese_name, name_at
from monitor.chinese.people_titles import Head, Title, heads, left_boundary, read_title
from monitor.chinese.regions_bodies import body_places
from monitor.chinese.regions_gazetteer import gazetteer
from monitor.chinese.segmenting import stands_alone
from monitor.types.text import PersonMention

# Heads that stand for a group unless a name ends sharply behind them: 市领导张三、李四 and 区级领导包联项目.
_PLURAL: Final = frozenset(
    (
        "记者",
        "主持人",
        "通讯员",
        "教授",
        "博士",
        "院士",
        "领事",
        "先生",
        "领导",
        "代表",
        "专家",
        "负责人",
        "委员",
        "研究员",
    )
)
# Whose names the surnames do not tell, and how far in front of a title's head its title may say so.
_JAPANESE: Final = late(r"日本|日台|台日|中日|日中|日商")
_TITLE_REACH: Final = 16
_LONGEST_CHAIN: Final = 8
# So many names of a document are looked for one by one.
_FEW: Final = 12
# Heads whose last character may begin a place instead: 上海市长宁区, 房山区长阳镇.
_BEFORE_LONG: Final = frozenset(("省长", "市长", "区长", "县长", "州长", "镇长", "乡长"))
# Heads that are parts of other words: 市长期, 主任务, 代表团, 领导班子.
_NOT_BEHIND: Final = {
    "长": "期远效久江度短河",
    "委": "会",
    "任": "务职意教",
    "表": "团队处作性示",
    "导": "班小干力组人",
    "记": "者本录忆号",
}


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The people of one document.

    plain: the text they were found in. mentions: all of them in order, with and without title. by_name: for each
    name its best-titled mention. bodies_of: whose bodies the document means (`regions.DocumentPlaces`).
    """

    plain: str
    mentions: tuple[PersonMention, ...]
    by_name: Mapping[str, PersonMention]
    bodies_of: str | None = None


def known_people(plain: str, bodies_of: str | None = None) -> KnownPeople:
    """Find everyone of a document in one pass: first those with a title, then the same names standing alone.

    bodies_of: of Hong Kong and Macau the one that holds the posts which need not name it (行政长官).
    """
    titled = _agreed(_owned(list(_titled(plain)), bodies_of))
    best: dict[str, PersonMention] = {}
    for mention in titled:
        known = best.get(mention.name)
        if known is None or (mention.rank, -len(mention.title or "")) < (known.rank, -len(known.title or "")):
            best[mention.name] = mention
    alone = _alone(plain, best, titled) if best else []
    mentions = tuple(sorted([*titled, *alone], key=lambda mention: (mention.start, mention.end)))
    return KnownPeople(plain, mentions, best, bodies_of)


def find_people(plain: str, start: int, end: int, known: KnownPeople) -> list[PersonMention]:
    """The people in plain[start:end], in order. A name without its title carries the title it was given elsewhere.

    known: of the document; for another text than the document's (a headline) the names are looked up in it.
    """
    if plain is known.plain or plain == known.plain:
        low = bisect_left(known.mentions, start, key=lambda mention: mention.start)
        high = bisect_left(known.mentions, end, lo=low, key=lambda mention: mention.start)
        return [mention for mention in known.mentions[low:high] if mention.end <= end]
    titled = _owned(list(_titled(plain)), known.bodies_of)
    found = [*titled, *_alone(plain, known.by_name, titled)]
    return sorted((m for m in found if start <= m.start and m.end <= end), key=lambda mention: mention.start)


def _owned(titled: list[PersonMention], main: str | None) -> list[PersonMention]:
    """The holders of posts that one region alone has speak for it: 行政长官, 投资推广署署长."""
    if main is None:
        return titled
    return [
        replace(mention, region=place.name)
        if mention.region is None
        and mention.title
        and (place := next(body_places(mention.title, 0, len(mention.title), main), None))
        else mention
        for mention in titled
    ]


def _agreed(titled: list[PersonMention]) -> list[PersonMention]:
    """One reading for one person: 李明对 is 李明 where the document has him elsewhere, too."""
    names = {mention.name for mention in titled}
    soft = edges().soft
    return [
        replace(mention, name=mention.name[:2], end=mention.end - 1)
        if len(mention.name) == 3 and mention.name[2] in soft and mention.name[:2] in names
        else mention
        for mention in titled
    ]


@cache
def _places_in_long() -> tuple[str, ...]:
    """Places whose name begins with 长, which 区长 and 省长 run into: 房山区长阳镇, 湖北省长江."""
    return ("长江", *(form for form in gazetteer().forms if form[0] == "长"))


def _titled(plain: str) -> Iterator[PersonMention]:
    automaton, known = heads()
    chain: list[Head] = []
    chain_start = chain_end = -1
    floor = 0
    for index, start, end in automaton.find_matches_as_indexes(plain):
        head = known[index]
        if start < floor or (head.word in _BEFORE_LONG and plain.startswith(_places_in_long(), end - 1)):
            continue
        if plain[end : end + 1] in _NOT_BEHIND.get(head.word[-1], ""):
            continue  # 主席、领导组组长: part of the next title
        joined = 0 < len(chain) < _LONGEST_CHAIN and _joined(plain, chain_end, start)
        if not joined:
            chain, chain_start = [], start
        chain.append(head)
        chain_end = end
        if (head.word in BEHIND) and (named := named_in_front(plain, start, floor, head)) is not None:
            yield named
            floor, chain = end, []
            continue
        name_start = _behind_bracket(plain, end)
        foreign = any(part.side in ("foreign", "company") for part in chain) or head.word in (
            "部长",
            "市长",
            "局长",
            "会长",
        )
        name_end = 0 if head.word in POLITE else name_at(plain, name_start, foreign=foreign)
        if not name_end and _JAPANESE.search(plain, max(floor, start - _TITLE_REACH), start):
            name_end = japanese_name(plain, name_start)
        if name_end and plain[name_start] == "和" and is_word(plain, name_start + 1):
            name_end = 0  # 负责人和企业代表
        if not name_end and head.word in LEARNED:
            chain = []
        if not name_end or (head.word in _PLURAL and not _single_out(plain, start, name_start, name_end)):
            continue
        title = read_title(plain, left_boundary(plain, chain_start, floor), end, chain)
        yield _mention(plain, title, title.start, name_start, name_end)
        for next_start, next_end in _listed(plain, name_end):
            yield _mention(plain, title, next_start, next_start, next_end)
            name_end = next_end
        floor, chain = name_end, []


def _behind_bracket(plain: str, end: int) -> int:
    """Where a name begins behind a title: at once, behind a space, a colon or a bracket (常任秘书长（工商）某某)."""
    if plain[end : end + 1] == "（":
        closing = plain.find("）", end, end + 10)
        return closing + 1 if closing > 0 else end
    return end + (1 if plain[end : end + 1] in (" ", "\u3000", "：") else 0)


def _single_out(plain: str, start: int, name_start: int, name_end: int) -> bool:
    """Whether a head that stands for a group has a name behind it: 市领导张三、 and not 区级领导包联项目."""
    if plain[start - 1 : start] == "级" and plain[name_end : name_end + 1] not in ("、", "，", "。"):
        return False
    return edge(plain, name_end) == 2 and not is_word(plain, name_start)


def _joined(plain: str, end: int, start: int) -> bool:
    """Whether the head at `start` continues the title that ended at `end`: 市委副书记、市长."""
    if start == end:
        return True
    if plain[end] not in "、兼" or start - end > 24:
        return False
    return left_boundary(plain, start, end) <= end + 1


def _listed(plain: str, end: int) -> Iterator[tuple[int, int]]:
    """Further names behind 、 that share the title: 副市长张三、李四."""
    while plain[end : end + 1] == "、":
        start = end + 1
        end = name_at(plain, start, strict=True)
        if not end or _is_title(plain, start):
            return
        yield start, end


def _is_title(plain: str, start: int) -> bool:
    """Whether what looks like a name begins the next title: 、常委, 、党组."""
    automaton, _ = heads()
    return any(begin == 0 for _, begin, _ in automaton.find_matches_as_indexes(plain[start : start + 6]))


def _mention(plain: str, title: Title, start: int, name_start: int, name_end: int) -> PersonMention:
    name = plain[name_start:name_end]
    if not name.isascii():
        name = name.replace(" ", "").replace("\u3000", "")
    return PersonMention(start, name_end, name, title.words, title.region, title.side, title.rank)


def _alone(plain: str, known: Mapping[str, PersonMention], titled: list[PersonMention]) -> list[PersonMention]:
    """Names given before, standing without title: 李明一行. A two-character name must be a word of its own."""
    spans = [(mention.start, mention.end) for mention in titled]
    starts = [start for start, _ in spans]
    found = []
    for start, end in _occurrences(plain, tuple(known)):
        at = bisect_left(starts, start + 1) - 1
        if at >= 0 and start < spans[at][1]:
            continue
        if end - start == 2 and not _own_word(plain, start, end):
            continue
        found.append(replace(known[plain[start:end]], start=start, end=end))
    return found


def _occurrences(plain: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where names stand, leftmost and longest; a few are looked for one by one, as an automaton costs more to make."""
    if len(names) > _FEW:
        automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
        yield from ((start, end) for _, start, end in automaton.find_matches_as_indexes(plain))
        return
    reached = 0
    for start, length in sorted((at, -len(name)) for name in names for at in _each(plain, name)):
        if start >= reached:
            reached = start - length
            yield start, reached


def _each(plain: str, name: str) -> Iterator[int]:
    at = plain.find(name)
    while at >= 0:
        yield at
        at = plain.find(name, at + 1)


def _own_word(plain: str, start: int, end: int) -> bool:
    """Whether the sentence's signs put boundaries before and behind a short name, or the segmenter does."""
    if edge(plain, end) == 2 and (start == 0 or edge(plain, start - 1) == 2):
        return True
    return stands_alone(plain, start, end)

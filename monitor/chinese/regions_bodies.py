"""Bodies and posts that belong to one region and need not name it: 行政长官, 投资推广署, 社会文化司.

Hong Kong and Macau have offices of their own, and their press and governments leave the region's name out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from monitor.chinese.late import late
from monitor.chinese.regions_gazetteer import gazetteer, rows
from monitor.types.text import Place

# 深圳经济特区政府 is no body of Hong Kong; what names its region (香港特区政府) is a place already.
_OTHER_OWNER: Final = late(r"(?:经济|深圳|珠海|厦门|汕头|海南|香港|澳门|行政)$")
_LONGEST_OWNER: Final = 2


@cache
def _forms() -> tuple[AhoCorasick, tuple[tuple[str, ...], ...]]:
    known = {word: tuple(regions.split("|")) for regions, words in rows("own_bodies.tsv") for word in words.split("|")}
    automaton = AhoCorasick(tuple(known), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, tuple(known.values())


def main_owner(plain: str) -> str | None:
    """Which of the regions that have such bodies a document speaks of: the one named most, its own bodies counting.

    None where the document names none of them.
    """
    automaton, owners = _forms()
    found = [owners[index] for index, _, _ in automaton.find_matches_as_indexes(plain)]
    if not found:
        return None
    named = Counter(regions[0] for regions in found if len(regions) == 1)
    for region in {region for regions in found for region in regions}:
        named[region] += plain.count(region)
    if not any(named.values()):  # 粤港合作, 访港: by its letter alone
        for region in named:
            named[region] = plain.count(region[-1] if region == "香港" else region[0])
    name, count = max(named.items(), key=lambda item: (item[1], item[0]))
    return name if count else None


def body_places(plain: str, start: int, end: int, main: str | None) -> Iterator[Place]:
    """A place, not `sure`, for every such body named in plain[start:end], in order.

    main: what `main_owner` says of the document: it decides where two regions have a body of that name.
    """
    if main is None:
        return
    automaton, owners = _forms()
    text = plain if start == 0 and end == len(plain) else plain[start:end]
    for index, first, last in automaton.find_matches_as_indexes(text):
        if _OTHER_OWNER.search(plain, max(0, start + first - _LONGEST_OWNER), start + first):
            continue
        regions = owners[index]
        name = regions[0] if len(regions) == 1 else main
        if name not in regions:
            continue
        region = gazetteer().by_name[name][0]
        yield Place(
            start=start + first, end=start + last, words=text[first:last], name=region.name, code=region.code,
            level=region.level, parents=region.parents, sure=False,
        )  # fmt: skip

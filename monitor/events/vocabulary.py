"""The words without which no event is told: one pass over a text finds them all, and a text without them ends there.

A word opens the door and decides nothing. `WORDS` is simplified; the pass over a body as published also knows the
traditional forms, so that nothing is converted before it is known to be worth it.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Family = Literal["trip", "signing", "chain"]

WORDS: dict[Family, tuple[str, ...]] = {
    "trip": (
        *("率队", "带队", "率团", "领队", "率领", "带领", "组团", "随团", "一行"),
        *(
            "代表团",
            "考察团",
            "访问团",
            "团组",
            "考察组",
            "招商团",
            "招商队",
            "参访团",
            "参观团",
            "商务团",
            "经贸团",
            "交流团",
        ),
        *(
            "推介会",
            "推介活动",
            "对接会",
            "洽谈会",
            "恳谈会",
            "交流会",
            "说明会",
            "招商",
            "招引",
            "双招双引",
            "经贸合作",
            "经贸活动",
            "考察",
            "拜访",
            "拜会",
            "走访",
            "参访",
        ),
        *("出访", "外访", "来访", "到访", "访问", "启程", "访华", "来华", "访港", "访澳", "访京", "访沪", "访粤"),
    ),
    "signing": (
        "签约",
        "签署",
        "签订",
        "签下",
        "签定",
        "签了",
        "签成",
        "续签",
        "缔结",
        "新签",
        "备忘录",
        "协议书",
        "意向书",
    ),
    "chain": ("产业链", "链条", "链主", "链长", "延链", "补链", "强链"),
}

# The traditional form of every character of WORDS that has one.
_TRADITIONAL = str.maketrans(
    "双华启队带团领组队访问参观商务经贸会对谈恳签约订缔结备录协议书产业链条长补强续随举",
    "雙華啟隊帶團領組隊訪問參觀商務經貿會對談懇簽約訂締結備錄協議書產業鏈條長補強續隨舉",
)

# News says in its first characters what it is about: most texts that are worth reading open there.
_LEAD: Final = 300


class Hit(NamedTuple):
    """A word of the vocabulary in a text: [start, end) in code points."""

    start: int
    end: int
    family: Family


def find_hits(plain: str) -> list[Hit]:
    """Every word of the vocabulary in a simplified text, longest first at each place, in order.

    Linear in the text (Aho-Corasick, leftmost-longest).
    """
    matcher, families = _simplified()
    return [Hit(start, end, families[index]) for index, start, end in matcher.find_matches_as_indexes(plain)]


def opens(published: str) -> bool:
    """Whether a body as published, in either script, holds any word of the vocabulary."""
    matcher = _either_script()
    return bool(matcher.find_matches_as_indexes(published[:_LEAD]) or matcher.find_matches_as_indexes(published))


@cache
def _simplified() -> tuple[AhoCorasick, tuple[Family, ...]]:
    pairs = [(word, family) for family, words in WORDS.items() for word in words]
    matcher = AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.LeftmostLongest)
    return matcher, tuple(family for _, family in pairs)


def forms() -> frozenset[str]:
    """Every word of the vocabulary in both scripts."""
    return frozenset(
        form for group in WORDS.values() for word in group for form in (word, word.translate(_TRADITIONAL))
    )


@cache
def _either_script() -> AhoCorasick:
    return AhoCorasick(sorted(forms()), implementation=Implementation.DFA)

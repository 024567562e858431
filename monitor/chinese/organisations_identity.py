"""Whether two names are one organisation's: full name, short form, abbreviation.

An abbreviation keeps, in order, whole words or first characters of words: 佛山工控 of 佛山工业投资控股.
Names of two characters are too short to tell so (海建 may be many) and are joined only as the beginning of the other.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.organisations_vocabulary import is_generic
from monitor.chinese.regions_gazetteer import bare_name, rows
from monitor.chinese.regions_match import resolve
from monitor.chinese.regions_relations import same_region
from monitor.chinese.segmenting import segmented

_LEGAL: Final = late(
    r"(?:（有限合伙）|股份有限公司|有限责任公司|(?:集团|控股|集团股份)?有限公司|集团公司|总公司|分公司|公司|株式会社|控股集团|"
    r"集团|股份|控股)+$"
)
_ONLY_LEGAL: Final = late(r"(?:股份|有限责任|有限|总|分)*公司$")
_GROUP: Final = late(r"集团$")
_COMPANY: Final = late(r"公司|集团|株式会社|股份")
# A site of a company behind its full name: …有限公司松山基地, …集团总部.
_SITE: Final = late(r"(?<=公司|集团)[^（）]{0,8}(?:总部|基地|工厂|研究所|研发中心)$")
_BRACKETS: Final = late(r"（[^（）]{1,12}）")
# Words that a short form leaves out without another company being meant.
_EMPTY: Final = late(r"(?:技术|科技|股份|控股|投资|实业|国际|产业|企业|工业|总部|中国)+")


@lru_cache(maxsize=4096)
def short_form(name: str) -> str:
    """The name without brackets and legal form (某某（济南）科技有限公司 → 某某科技); if nothing stays, the name."""
    name = _normal(name)
    bare = _LEGAL.sub("", _SITE.sub("", _BRACKETS.sub("", name)))
    return bare if len(bare) >= 2 else name


def same_organisation(one: str, other: str) -> bool:
    """Whether two names are one organisation's, as far as the names tell.

    Regional sisters (某某（济南）… and 某某（青岛）…) and names that differ in a meaningful word are two.
    """
    first, second = _normal(one), _normal(other)
    if first == second:
        return True
    if _bracket_places(first) and _bracket_places(second) and _bracket_places(first) != _bracket_places(second):
        return False
    short, long = sorted((short_form(one), short_form(other)), key=len)
    if short == long:
        return len(short) >= 2
    (near, short_core), (far, long_core) = _place_apart(short), _place_apart(long)
    if near and far and not same_region(near, far):
        return False
    if short_core == long_core and len(short_core) >= 2 and not is_generic(short_core):
        return True
    if _body(first) and _body(second):
        return long.endswith(short) and len(short) >= 3
    if _extends(short, long) or _extends(short_core, long_core):
        return True
    whole = sorted((_ONLY_LEGAL.sub("", first), _ONLY_LEGAL.sub("", second)), key=len)
    return _abbreviates(_GROUP.sub("", whole[0]), _GROUP.sub("", whole[1]))


@cache
def _body_abbreviations() -> tuple[tuple[str, str], ...]:
    return tuple((full, short) for full, short in rows("body_abbreviations.tsv"))


@lru_cache(maxsize=4096)
def _normal(name: str) -> str:
    name = unicodedata.normalize("NFKC", name).replace("(", "（").replace(")", "）").replace(" ", "").strip("“”\"'")
    for full, short in _body_abbreviations():
        name = name.replace(full, short)
    return name


def _bracket_places(name: str) -> tuple[str, ...]:
    return tuple(bare_name(found[1:-1]) for found in _BRACKETS.findall(name))


def _body(name: str) -> bool:
    return name.endswith(("厅", "局", "委", "政府", "管委会", "办", "署", "会", "中心")) and not _COMPANY.search(name)


@lru_cache(maxsize=4096)
def _place_apart(name: str) -> tuple[str | None, str]:
    """(place in front, the rest) where the rest still names someone; (None, name) otherwise."""
    places = resolve(name, 0, len(name))
    if places and places[0].start == 0 and len(name) - places[0].end >= 2:
        return places[0].name, name[places[0].end :].lstrip("省市区县")
    return None, name


def _extends(short: str, long: str) -> bool:
    """海川 and 海川技术: nothing but words that short forms leave out is added."""
    if len(short) < 2 or not long.startswith(short) or is_generic(short):
        return False
    return _EMPTY.fullmatch(long[len(short) :]) is not None


def _abbreviates(short: str, long: str) -> bool:
    """佛山工控 and 佛山工业投资控股: each character of the short name is a word's first or continues the word.

    The last word has to be reached, so that 海川高速 is not 海川高速信息.
    """
    if len(short) < 3 or len(long) < len(short) + 2 or short[:1] != long[:1] or long.startswith(short):
        return False
    starts: list[int] = []
    position = 0
    for token in segmented(long):
        starts.extend(range(position, position + len(token), 2 if len(token) == 4 else len(token)))
        position += len(token)
    reach = {-1}
    for char in short:
        reach = {
            at
            for before in reach
            for at in range(before + 1, len(long))
            if long[at] == char and (at in starts or at == before + 1)
        }
    return any(at >= starts[-1] for at in reach)

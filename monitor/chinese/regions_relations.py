"""How regions lie to one another: inside, the same, the members of an area."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from monitor.chinese.regions_gazetteer import Region, bare_name, gazetteer
from monitor.types.text import Place

# Zones' names in full and in short are one zone's.
_LONG_KINDS = (
    ("经济技术开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("自由贸易试验区", "自贸试验区"),
    ("综合保税区", "综保区"),
)


@lru_cache(maxsize=8192)
def regions_named(name: str) -> tuple[Region, ...]:
    """The regions that a full name, a short form or a code stands for, most likely first; () for an unknown one."""
    names = gazetteer()
    if name in names.by_code:
        return (names.by_code[name],)
    if name in names.by_name:
        return names.by_name[name]
    index = names.forms.get(name) if len(name) > 1 else None
    return tuple(region for region, _ in names.readings[index]) if index is not None else ()


def inside(inner: str | Place, outer: str | Place) -> bool:
    """Whether a region is another one or lies in it: 历下区 in 济南市, 济南市 in 山东省, 苏州市 in 长三角.

    Names (full or short) and 6-digit codes are understood. A name that several regions share (市中区) lies inside when
    one of them does; pass a Place to be exact.
    """
    if same_region(inner, outer):
        return True
    outer_name = outer.name if isinstance(outer, Place) else outer
    targets = {region.name for region in regions_named(outer_name)} or {outer_name}
    members = {member for target in targets for member in gazetteer().members.get(target, ())}
    return any(not targets.isdisjoint(chain) or not members.isdisjoint(chain) for chain in _chains(inner))


def same_region(one: str | Place, other: str | Place) -> bool:
    """Whether two names, codes or places are one region: 济南 and 济南市, 莱芜市 and 莱芜区 (its successor)."""
    if isinstance(one, Place) and isinstance(other, Place) and one.code and other.code:
        return one.code == other.code
    first, second = (_zone_name(x.name if isinstance(x, Place) else x) for x in (one, other))
    if first == second:
        return not (isinstance(one, Place) and isinstance(other, Place)) or one.parents == other.parents
    codes = [{x.code} if isinstance(x, Place) else {region.code for region in regions_named(x)} for x in (one, other)]
    if codes[0] - {""} and codes[1] - {""}:
        return not (codes[0] - {""}).isdisjoint(codes[1])
    known = [{region.name for region in regions_named(name)} for name in (first, second)]
    return not known[0].isdisjoint(known[1]) or (bare_name(first) == bare_name(second) and not (known[0] and known[1]))


def members(area: str) -> tuple[str, ...]:
    """The full names of an area's members (京津冀 → 北京市, 天津市, 河北省); () for one without a fixed list."""
    for region in regions_named(area):
        if region.name in gazetteer().members:
            return gazetteer().members[region.name]
    return ()


@lru_cache(maxsize=8192)
def _zone_name(name: str) -> str:
    for long, short in _LONG_KINDS:
        name = name.replace(long, short)
    return name


def _chains(inner: str | Place) -> Iterator[tuple[str, ...]]:
    """The full names above (and of) each region that `inner` may be."""
    if isinstance(inner, Place):
        yield (inner.name, *inner.parents)
        return
    known = regions_named(inner)
    for region in known:
        yield (region.name, *region.parents)
    if not known:
        yield from _unlisted(inner)


def _unlisted(name: str) -> Iterator[tuple[str, ...]]:
    """A zone that is called by its place and kind lies where the place lies: 济南高新区 in 济南市."""
    for length in range(min(len(name) - 2, 8), 1, -1):
        for region in regions_named(name[:length]):
            yield (name, region.name, *region.parents)
            return

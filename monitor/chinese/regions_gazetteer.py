"""Every name of a region that the room knows, and what it may stand for.

Loaded once from the tab-separated files in `data/` (sources and licences: docs/dependencies-data.md). Matching is by
Aho-Corasick over all forms at once, so its cost does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final, Literal

from ahocorasick_rs import AhoCorasick, MatchKind

Level = Literal["province", "city", "county", "town", "zone", "area", "country", "foreign city"]
Form = Literal["full", "short", "word", "generic", "bare"]

SUFFIXES: Final = (
    "特别行政区",
    "自治州",
    "自治县",
    "自治旗",
    "自治区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "旗",
    "州",
)

# What lies above a city or county of Taiwan.
TAIWAN: Final = ("台湾省",)

# Zones named without their place: read only as the document's own.
BARE_ZONES: Final = ("起步区", "高新区", "经开区", "综保区", "自贸试验区", "自贸区", "新区")


@dataclass(frozen=True, slots=True)
class Region:
    """A region.

    name: in full. code: 6 digits or ISO 3166, -2 in Taiwan ("" for zones and areas). parents: the full names above,
    nearest first.
    """

    name: str
    code: str
    level: Level
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All forms in one automaton.

    forms: each form's pattern number. readings[i]: what pattern i may stand for, each with the kind of form; () for a
    word that only hides the names in it. at_sight[i]: the one region that it stands for whatever the document says,
    None where the document decides. by_name: full name → regions of that name. by_code: current division by 6-digit
    code. members: an area's members by full name, where they are fixed.
    """

    automaton: AhoCorasick
    forms: Mapping[str, int]
    readings: tuple[tuple[tuple[Region, Form], ...], ...]
    at_sight: tuple[Region | None, ...]
    by_name: Mapping[str, tuple[Region, ...]]
    by_code: Mapping[str, Region]
    short_of: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a data file, comments left out."""
    text = files("monitor.chinese").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """The name without 省, 市, 区, 县 and the like, where at least two characters stay."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


class _Builder:
    """Collects forms; thrown away once the automaton stands."""

    def __init__(self) -> None:
        self.readings: dict[str, list[tuple[Region, Form]]] = {}
        self.names: dict[str, list[Region]] = {}
        self.codes: dict[str, Region] = {}
        self.shorts: dict[str, str] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        exceptions = list(rows("not_places.tsv"))
        self.masked = [form for kind, form in exceptions if kind == "masked"]
        self.ambiguous = {form for kind, form in exceptions if kind == "ambiguous"}

    def add(self, form: str, region: Region, kind: Form) -> None:
        known = self.readings.setdefault(form, [])
        if len(form) >= 2 and all(region is not other for other, _ in known):
            known.append((region, kind))

    def divisions(self) -> None:
        for code, name, short, flags in chain(rows("divisions.tsv"), rows("divisions_taiwan.tsv")):
            region = self._division(code, name)
            self.codes[code] = region
            self.shorts[name] = short
            self.names.setdefault(name, []).append(region)
            self.add(name, region, "generic" if "g" in flags else "full")
            if short != name and "g" not in flags:
                self.add(short, region, "word" if "w" in flags or short in self.ambiguous else "short")
            for form in _colloquial(name, short, region.level):
                self.add(form, region, "full")
            if name.startswith("市") and region.level == "county":
                self.add(self.shorts[region.parents[0]] + name, region, "full")
        for name, short, code, flags in chain(rows("former.tsv"), rows("former_taiwan.tsv")):
            successor = self.codes[code]
            region = Region(name, code, successor.level, successor.parents)
            self.names.setdefault(name, []).append(region)
            self.shorts.setdefault(name, short)
            self.add(name, region, "full")
            if short != name and short not in self.readings:
                self.add(short, region, "word" if "w" in flags else "short")

    def abroad(self) -> None:
        countries = {}
        for code, name, forms in rows("countries.tsv"):
            if code == "CN":
                continue
            region = countries[code] = Region(name, code, "country")
            self._plain(region, forms)
        for code, name, forms in rows("cities_foreign.tsv"):
            self._plain(Region(name, "", "foreign city", (countries[code].name,)), forms)

    def zones_and_areas(self) -> None:
        for code, name, forms in rows("zones.tsv"):
            seat = self.codes[code]
            self._plain(Region(name, "", "zone", (seat.name, *seat.parents)), forms)
        for name, forms, members in rows("areas.tsv"):
            self._plain(Region(name, "", "area"), forms)
            if members:
                self.members[name] = tuple(members.split("|"))
        for form in BARE_ZONES:
            self.add(form, Region(form, "", "zone"), "bare")
        for form in self.masked:
            self.readings.setdefault(form, [])

    def _plain(self, region: Region, forms: str) -> None:
        self.names.setdefault(region.name, []).append(region)
        for form in (region.name, *filter(None, forms.split("|"))):
            self.add(form, region, "word" if form in self.ambiguous else "full")

    def _division(self, code: str, name: str) -> Region:
        if not code.isdigit():  # of Taiwan, whose divisions have no code of the mainland's
            return Region(name, code, "city" if name.endswith("市") else "county", TAIWAN)
        return Region(name, code, _level(code), self._above(code))

    def _above(self, code: str) -> tuple[str, ...]:
        above = (self.codes.get(code[:4] + "00"), self.codes.get(code[:2] + "0000"))
        return tuple(region.name for region in above if region is not None and region.code != code)


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _colloquial(name: str, short: str, level: Level) -> Iterator[str]:
    """Forms between full and short: 恩施州, 广西自治区, 石柱县, 香港特区."""
    if name.endswith("自治州"):
        yield short + "州"
    elif name.endswith("自治县"):
        yield short + "县"
    elif name.endswith("自治区"):
        yield short + "自治区"
        if short == "内蒙古":
            yield "内蒙"
    elif name in ("香港", "澳门"):
        yield from (name + "特别行政区", name + "特区")
    elif level == "province" and name.endswith("市"):
        yield name[:-1]


def _at_sight(readings: tuple[tuple[Region, Form], ...]) -> Region | None:
    """The region of a form that has no other reading: a full name, or a short one of more than a county."""
    if len(readings) != 1:
        return None
    region, form = readings[0]
    return region if form == "full" or (form == "short" and region.level != "county") else None


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer, built at first use (about 0.05 s)."""
    builder = _Builder()
    builder.divisions()
    builder.abroad()
    builder.zones_and_areas()
    readings = tuple(tuple(known) for known in builder.readings.values())
    return Gazetteer(
        automaton=AhoCorasick(tuple(builder.readings), matchkind=MatchKind.LeftmostLongest),
        forms={form: index for index, form in enumerate(builder.readings)},
        readings=readings,
        at_sight=tuple(map(_at_sight, readings)),
        by_name={name: tuple(regions) for name, regions in builder.names.items()},
        by_code=builder.codes,
        short_of=builder.shorts,
        members=builder.members,
    )

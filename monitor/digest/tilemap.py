"""A small map in the mail itself: one cell for each province, laid out as they lie, darker the more trips led there.

Cells of a table hold in every mail client, where inline SVG does not; and a grid of cells draws no border.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from monitor.digest.places import province
from monitor.digest.view import Tile as _Total
from monitor.digest.view import TileMap, TileOfMap
from monitor.language import Tongue
from monitor.types import StoredEvent, Trip

__all__ = ["tilemap"]

# Row by row; · is a gap. The abbreviation that each province is known by.
_GRID = (
    "·······黑",
    "新···蒙··吉",
    "···宁晋京津辽",
    "·青甘陕豫冀鲁·",
    "藏·川渝鄂皖苏沪",
    "··云贵湘赣浙·",
    "···桂粤·闽台",
    "···琼澳港··",
)
_PROVINCES = {
    "京": ("北京", "BJ"), "津": ("天津", "TJ"), "冀": ("河北", "HE"), "晋": ("山西", "SX"), "蒙": ("内蒙古", "NM"),
    "辽": ("辽宁", "LN"), "吉": ("吉林", "JL"), "黑": ("黑龙江", "HL"), "沪": ("上海", "SH"), "苏": ("江苏", "JS"),
    "浙": ("浙江", "ZJ"), "皖": ("安徽", "AH"), "闽": ("福建", "FJ"), "赣": ("江西", "JX"), "鲁": ("山东", "SD"),
    "豫": ("河南", "HA"), "鄂": ("湖北", "HB"), "湘": ("湖南", "HN"), "粤": ("广东", "GD"), "桂": ("广西", "GX"),
    "琼": ("海南", "HI"), "渝": ("重庆", "CQ"), "川": ("四川", "SC"), "贵": ("贵州", "GZ"), "云": ("云南", "YN"),
    "藏": ("西藏", "XZ"), "陕": ("陕西", "SN"), "甘": ("甘肃", "GS"), "青": ("青海", "QH"), "宁": ("宁夏", "NX"),
    "新": ("新疆", "XJ"), "台": ("台湾", "TW"), "港": ("香港", "HK"), "澳": ("澳门", "MO"),
}  # fmt: skip
_NAMED = 8


def tilemap(events: Iterable[StoredEvent], tongue: Tongue) -> TileMap | None:
    """Where the trips of a digest led; None where they led to fewer than two provinces."""
    stops: Counter[str] = Counter()
    homes: set[str] = set()
    for stored in events:
        event = stored.event
        if isinstance(event, Trip):
            stops.update(set(event.destinations))
            homes.add(province(event.region or "") or "")
    visited: Counter[str] = Counter()
    for stop, trips in stops.items():
        if where := province(stop):
            visited[where] += trips
    if len(visited) < 2:
        return None
    rows = tuple(tuple(_cell(sign, visited, homes, tongue) if sign != "·" else None for sign in row) for row in _GRID)
    ranked = sorted(stops.items(), key=lambda item: (-item[1], item[0]))
    named = tuple(_Total("stop", tongue.value(stop), str(trips), "", "") for stop, trips in ranked[:_NAMED])
    return TileMap(rows=rows, stops=named, more=len(ranked) - len(named))


def _cell(sign: str, visited: Counter[str], homes: set[str], tongue: Tongue) -> TileOfMap:
    name, code = _PROVINCES[sign]
    trips = next((count for province, count in visited.items() if province.startswith(name)), 0)
    level = 0 if not trips else 1 if trips == 1 else 2 if trips < 4 else 3
    home = any(province.startswith(name) for province in homes if province)
    return TileOfMap(label=code if tongue.language == "en" else tongue.value(sign), level=level, home=home)

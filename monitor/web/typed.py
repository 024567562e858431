"""What a form says of a field, as the record has it: 2.5亿 as yuan, 甲、乙 as two names, 2025年5月7日 as a day."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from monitor.language.spoken import SpokenError

_LISTS = frozenset({"destinations", "visited", "parties", "members"})
_AMOUNT = re.compile(r"([\d,]+(?:\.\d+)?)\s*(万亿|亿|億|万|萬|)\s*元?")
_UNITS = {"": 1, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "万亿": 10**12}
_DAY = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?")


def typed(field: str, text: str) -> Any:
    """The value of a field. JSON is taken as it is; nothing is nothing. Raises SpokenError for no number or day."""
    text = text.strip()
    if not text:
        return None
    if text[0] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            pass
    if field == "leaders":
        return [
            _leader(part)
            for part in re.split(r"[;；\n]|、(?=\S+$)" if " " in text else r"[;；、,，]", text)
            if part.strip()
        ]
    if field in _LISTS:
        return [part.strip() for part in re.split(r"[;；、,，\n]", text) if part.strip()]
    if field in ("amount_yuan", "amount"):
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise SpokenError("wrong_amount", value=text)
        value = float(found[1].replace(",", "")) * _UNITS[found[2]]
        return int(value) if value == int(value) else value
    if field in ("start", "end"):
        day = _DAY.fullmatch(text)
        if not day:
            raise SpokenError("wrong_day", value=text)
        return f"{int(day[1]):04d}-{int(day[2]):02d}-{int(day[3]):02d}"
    if field in ("projects", "count"):
        if not (text.isascii() and text.isdigit()):
            raise SpokenError("wrong_number", value=text)
        return int(text)
    if field == "cumulative":
        return text.lower() in ("true", "yes", "1", "是")
    return text


def _leader(text: str) -> Mapping[str, str | None]:
    """`王某 区长`: the name, then the title."""
    name, _, title = text.strip().partition(" ")
    return {"name": name, "title": title.strip() or None}

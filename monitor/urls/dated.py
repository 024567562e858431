"""The day that an address names: news systems file articles by it."""

from __future__ import annotations

import re
from datetime import date

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_MONTH = r"(?P<m>0[1-9]|1[0-2])"
_DAY = r"(?P<d>0[1-9]|[12]\d|3[01])"
# Most telling first. A run of eight digits must stand alone or begin a time of day, for article numbers are long too.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"/{_YEAR}[/_-](?P<m>0?[1-9]|1[0-2])[/_-](?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
        rf"/{_YEAR}[-/]?{_MONTH}[-/]{_DAY}(?=[/_.-]|$)",
        rf"/{_YEAR}[-/]{_MONTH}{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}{_MONTH}{_DAY}(?:[01]\d[0-5]\d|2[0-3][0-5]\d)?(?:[0-5]\d)?(?!\d)",
        rf"(?<!\d){_YEAR}-{_MONTH}-{_DAY}(?!\d)",
    )
)


def dated(url: str) -> date | None:
    """The day in an address's path or query (/2025/05/07/, /202505/07/, t20250507_12.html, …), or None.

    A month alone (/202505/) is no day. The host is not looked at.
    """
    rest = url.split("://", 1)[-1]
    rest = rest[rest.find("/") :] if "/" in rest else ""
    for form in _FORMS:
        for match in form.finditer(rest):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:  # 30 February: digits of another meaning
                continue
    return None

"""Pages from templates: every value escaped, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.language import Tongue, long_moment, moment
from monitor.store.people import Person
from monitor.web.access import form_secret
from monitor.web.site import Site, site_of

HERE = Path(__file__).parent
LANGUAGES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
LANGUAGE = "monitor_language"
"""The cookie that holds a browser's choice."""


def tongue_of(request: Request) -> Tongue:
    """The reader's language: as chosen, else as the browser prefers, else simplified Chinese."""
    chosen = request.cookies.get(LANGUAGE)
    if chosen in LANGUAGES:
        return Tongue(chosen)  # type: ignore[arg-type]
    for part in request.headers.get("accept-language", "").split(","):
        wished = part.split(";")[0].strip().lower()
        if wished.startswith(("zh-tw", "zh-hk", "zh-hant", "zh-mo")):
            return Tongue("zh-Hant")
        if wished.startswith("zh"):
            return Tongue("zh-Hans")
        if wished.startswith("en"):
            return Tongue("en")
    return Tongue("zh-Hans")


def show(request: Request, name: str, person: Person | None, status: int = 200, /, **values: Any) -> HTMLResponse:
    """The page of a template. Times are shown in the site's zone."""
    site = site_of(request)
    tongue = tongue_of(request)
    response = HTMLResponse(status_code=status)
    text = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            say=tongue.say,
            tongue=tongue,
            person=person,
            path=request.url.path,
            form=form_secret(request, response),
            languages=LANGUAGES,
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            zone=site.zone,
            time=lambda when: _time(when, site, tongue),
            **values,
        )
    )
    response.body = text.encode()
    response.headers["content-length"] = str(len(response.body))
    response.headers["cache-control"] = "no-store"
    return response


def _time(when: datetime | None, site: Site, tongue: Tongue) -> str:
    """A time as it is shown: with its year where that is not this one."""
    if when is None:
        return "–"
    zone = ZoneInfo(site.zone)
    same = when.astimezone(zone).year == site.clock().astimezone(zone).year
    return (moment if same else long_moment)(when, site.zone, tongue)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marked": marked, "query": _query, "iso": _iso}
    return environment


def marked(passage: Mapping[str, Any]) -> Markup:
    """A snippet with its words marked; every character of it is escaped."""
    text, place, parts = passage["text"], 0, []
    for start, end in passage["marks"]:
        parts.append(Markup("{}<mark>{}</mark>").format(text[place:start], text[start:end]))
        place = end
    before, behind = passage["cut"]
    parts.append(escape(text[place:]))
    return Markup("{}{}{}").format("…" if before else "", Markup("").join(parts), "…" if behind else "")


def _query(values: Mapping[str, Any], **other: Any) -> str:
    """The values as the query of an address, some of them exchanged, empty ones left out."""
    pairs = [(name, value) for name, value in ({**values, **other}).items() if value not in (None, "", False)]
    return urlencode(pairs, doseq=True)


def _iso(when: datetime | None) -> str:
    return when.isoformat() if when else ""

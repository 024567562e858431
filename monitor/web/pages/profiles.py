"""A region, a leader, a company, a chain: what happened, and who and what stands together with it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from monitor.ask import connections
from monitor.chinese.regions import regions_named
from monitor.digest.cards import card
from monitor.search import parse_query, with_part
from monitor.store.events import events_of
from monitor.store.lists import COUNTED, kind_counts
from monitor.store.people import Person
from monitor.store.search import MOST, search_events
from monitor.types import StoredEvent, Trip
from monitor.web.access import READER
from monitor.web.drawn import names
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of
from monitor.web.told import page_of

router = APIRouter(include_in_schema=False)

_FIELD = {"regions": "region", "leaders": "leader", "companies": "company", "chains": "chain"}
PAGES = {"region": "regions", "destination": "regions", "leader": "leaders", "company": "companies", "chain": "chains"}
"""The kind of page about a name, by the facet that it stands in."""

CONNECTED = 500
"""Events that connections are counted in, the newest."""

_SHOWN = 50


@router.get("/regions/{name:path}")
@router.get("/leaders/{name:path}")
@router.get("/companies/{name:path}")
@router.get("/chains/{name:path}")
def profile(
    request: Request,
    name: Annotated[str, Path(max_length=120)],
    person: Person = READER,
    page: Annotated[int, Query(ge=1, le=100)] = 1,
) -> Response:
    """The timeline of one of them, its connections and its drawings. Each is a question, and leads to it."""
    site, tongue = site_of(request), tongue_of(request)
    what = request.url.path.split("/")[1]
    question = with_part("", _FIELD[what], name)
    query = parse_query(question)
    with site.store.read() as connection:
        hits = search_events(connection, query, limit=COUNTED)
        kinds = kind_counts(connection, hits.ids)
        found = list(events_of(connection, hits.ids[:CONNECTED], with_articles=False))
        here = list(events_of(connection, hits.ids[(page - 1) * _SHOWN : page * _SHOWN]))
        coming = []
        if what == "regions":
            visitors = search_events(connection, parse_query(with_part("", "destination", name)), limit=CONNECTED)
            coming = list(events_of(connection, visitors.ids, with_articles=False))
        drawings = names(site, connection, query, hits.ids, found)
    months = [
        (month, [card(stored, site.zone, tongue, "/events/{id}") for stored in group])
        for month, group in groupby(
            here, key=lambda stored: f"{stored.event.start:%Y-%m}" if stored.event.start else ""
        )
    ]
    known = connections(found, name, most=10)
    if what == "regions":
        known.pop("region", None)  # the districts within it, which the facets show
    return show(
        request,
        "profile",
        person,
        title=tongue.value(name),
        what=what,
        field=_FIELD[what],
        q=question,
        total=hits.total,
        more=hits.total >= MOST,
        kinds=kinds,
        months=months,
        page=page,
        following=len(hits.ids) > page * _SHOWN,
        counted=len(found),
        connections=known,
        visitors=connections([one for one in coming if one.event.region != name], name, most=10).get("region", []),
        visits=with_part("", "destination", name),
        page_of=lambda kind, value: page_of(PAGES[kind], value),
        within=_within(name) if what == "regions" else (),
        post=_post(name, found) if what == "leaders" else "",
        drawings=drawings,
    )


def _post(name: str, found: Iterable[StoredEvent]) -> str:
    """A leader's title, as the newest of these events has it."""
    leaders = (leader for stored in found if isinstance(stored.event, Trip) for leader in stored.event.leaders)
    return next((leader.title for leader in leaders if leader.name == name and leader.title), "")


def _within(name: str) -> tuple[str, ...]:
    """What a region lies in, the largest first; nothing where several have this name."""
    chains = {region.parents for region in regions_named(name)}
    return tuple(reversed(chains.pop())) if len(chains) == 1 else ()

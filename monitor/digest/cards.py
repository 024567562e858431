"""An event in the reader's language: heading, rows, quote, links."""

from __future__ import annotations

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from monitor.digest.changes import changed
from monitor.digest.escape import address, plain
from monitor.digest.view import Card, Link, Row
from monitor.language import Tongue, amount, days
from monitor.types import ArticleLink, Chain, Event, Leader, Signing, StoredEvent, Trip

NAMED = 3
"""How many leaders and destinations a heading names; with more, the card has a row for them all."""
LINKS = 20
"""How many articles a card names; the others are counted."""
QUOTE = 220
"""How many characters of the evidence a card shows; it is cut where a sentence or clause ends, and the cut is shown."""
_STOPS = re.compile(r"[。！？!?;；](?=[^。！？!?;；]*$)")


def card(stored: StoredEvent, timezone: str, tongue: Tongue, page: str | None = None) -> Card:
    """One event as its card. All text is on one line and free of control characters. page: the address of an event's
    page, with {id} in it."""
    event = stored.event
    region = tongue.value(event.region) if event.region else tongue.say("unknown_region")
    told = _told(event, region, tongue)
    rows, tags = list(told.rows), list(told.tags)
    when = days(event.start, event.end, event.date_precision, tongue)
    if when:
        rows.insert(0, (tongue.say("when"), when))
    if stored.changes:
        tags.insert(0, tongue.say("is_update"))
    links = tuple(link(article, timezone, tongue) for article in stored.articles)
    return Card(
        id=stored.id,
        kind=event.type,
        region=plain(region),
        heading=plain(told.heading),
        figure=plain(told.figure),
        rows=tuple(Row(label, plain(value)) for label, value in rows if plain(value)),
        tags=tuple(tags),
        changes=changed(stored, tongue),
        quote=quote(stored),
        links=links[:LINKS],
        told=_first_told(stored, tongue),
        more_links=tongue.say("more_links", len(links) - LINKS) if len(links) > LINKS else "",
        page=page.replace("{id}", str(stored.id)) if page else None,
    )


def heading(event: Event, tongue: Tongue) -> str:
    """An event in a line, as its card is headed."""
    region = tongue.value(event.region) if event.region else tongue.say("unknown_region")
    return plain(_told(event, region, tongue).heading)


class _Told(NamedTuple):
    """What an event's kind makes of a card. figure: the one number that stands out, or ""."""

    heading: str
    rows: list[tuple[str, str]]
    tags: list[str]
    figure: str


def _told(event: Event, region: str, tongue: Tongue) -> _Told:
    if isinstance(event, Trip):
        return _trip(event, region, tongue)
    if isinstance(event, Signing):
        return _signing(event, region, tongue)
    return _chain(event, region, tongue)


def _trip(trip: Trip, region: str, tongue: Tongue) -> _Told:
    leaders = [person(leader, None, tongue) for leader in trip.leaders]
    places = [tongue.value(place) for place in trip.destinations]
    where = tongue.some(places, NAMED)
    rows: list[tuple[str, str]] = []
    if trip.direction == "inbound":
        who = tongue.people(leaders, NAMED)
        heading = (
            tongue.say("comes", who=who, where=where or region)
            if who
            else tongue.say("comes_nobody", where=where or region)
        )
    elif trip.leaders:
        first = person(trip.leaders[0], region if trip.region else None, tongue)
        who = tongue.people([first, *leaders[1:]], NAMED)
        heading = tongue.say("goes", who=who, where=where) if where else tongue.say("goes_nowhere", who=who)
    else:
        heading = (
            tongue.say("goes_nobody", region=region, where=where) if where else tongue.say("goes_bare", region=region)
        )
    # What the heading says in full is not said again.
    if len(leaders) > NAMED:
        rows.append((tongue.say("who"), tongue.people(leaders)))
    if len(places) > NAMED:
        rows.append((tongue.say("where"), tongue.join(places)))
    rows.append((tongue.say("met"), tongue.join([tongue.value(name) for name in trip.visited])))
    tags = [tongue.say("inbound")] if trip.direction == "inbound" else []
    if trip.status == "planned":
        tags.append(tongue.say("planned"))
    return _Told(heading, rows, tags, "")


def person(leader: Leader, region: str | None, tongue: Tongue) -> str:
    """A leader with title, in Chinese with the region in front where it is given."""
    name = tongue.person(leader.name)
    title = tongue.value(leader.title) if leader.title else ""
    if tongue.language == "en":
        return ", ".join(part for part in (f"{name} ({title})" if title else name, region) if part)
    if not region or title.startswith(region):
        return title + name
    if title and region[-1] == title[0]:
        return region + title[1:] + name
    return region + title + name


def _signing(signing: Signing, region: str, tongue: Tongue) -> _Told:
    worth = amount(signing, tongue) or ""
    projects = tongue.say("n_projects", signing.projects) if signing.projects is not None else ""
    what = tongue.join([part for part in (projects, worth) if part])
    if what:
        heading = tongue.say("signs_total" if signing.cumulative else "signs", region=region, what=what)
    elif signing.name:
        others = tongue.some([tongue.value(party) for party in signing.parties], 2)
        name = tongue.value(signing.name)
        heading = (
            tongue.say("signs_with", region=region, name=name, others=others)
            if others
            else tongue.say("signs_name", region=region, name=name)
        )
    else:
        heading = tongue.say("signs_bare", region=region)
    rows = [
        (tongue.say("name"), tongue.value(signing.name or "") if what else ""),
        (tongue.say("parties"), tongue.join([tongue.value(party) for party in signing.parties])),
    ]
    return _Told(heading, rows, [tongue.say("cumulative")] if signing.cumulative else [], worth)


def _chain(chain: Chain, region: str, tongue: Tongue) -> _Told:
    count = tongue.say("n_chains", chain.count) if chain.count is not None else ""
    name = tongue.value(chain.name)
    verb = tongue.say(chain.action)
    if tongue.language == "en":
        heading = f"{region} {verb} {name}" + (f" ({count})" if count else "")
    else:
        heading = region + verb + count + name
    rows = [(tongue.say("members"), tongue.join([tongue.value(member) for member in chain.members]))]
    return _Told(heading, rows, [], count)


def quote(stored: StoredEvent) -> str:
    """The evidence that carries the event, as published, cut at the end of a sentence when it is long."""
    evidence = stored.event.evidence
    words = next((item.quote for item in evidence if item.field == "event"), evidence[0].quote if evidence else "")
    words = plain(words)
    if len(words) <= QUOTE:
        return words
    cut = words[: QUOTE - 1]
    stop = _STOPS.search(cut)
    return (cut[: stop.end()] if stop and stop.end() > QUOTE // 3 else cut) + "……"


def link(article: ArticleLink, timezone: str, tongue: Tongue) -> Link:
    """An article as it is named in a card: its title is as published, its day is the receiver's."""
    return Link(
        title=plain(article.title or "") or tongue.say("article"),
        url=address(article.url),
        source=plain(tongue.value(article.source or "")),
        date=f"{article.published.astimezone(ZoneInfo(timezone)):%Y-%m-%d}" if article.published else "",
        documents="" if address(article.url) else plain(_files(article, tongue)),
        copies=tongue.say("copies", article.copies) if article.copies else "",
    )


def _files(article: ArticleLink, tongue: Tongue) -> str:
    return tongue.some([article.document, *article.also], NAMED) if article.document else ""


def _first_told(stored: StoredEvent, tongue: Tongue) -> str:
    if len(stored.articles) < 2:
        return ""  # the one link says it
    first = stored.articles[0]
    source = plain(tongue.value(first.source or first.document or "")) or tongue.say("unknown_source")
    return tongue.say("first_told", len(stored.articles) - 1, source=source)

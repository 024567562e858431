"""What was sent: the ledger; and who is told what, with a preview of the next digest."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.config.receiver import Filter, Receiver
from monitor.digest import next_due
from monitor.language import Tongue, money
from monitor.pipeline.digests import preview
from monitor.pipeline.messages import message_for, with_images
from monitor.store.outbox import list_deliveries, put_back
from monitor.store.people import Person
from monitor.web.access import ADMIN, EDITOR, READER, our_form
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

KINDS = ("trip", "signing", "chain")

# A digest's HTML carries its own style and nothing else (see monitor.digest.style).
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; sandbox; frame-ancestors 'self'"


@router.get("/deliveries")
def deliveries(request: Request, person: Person = READER, receiver: str = "", state: str = "") -> Response:
    """The messages of late, newest first."""
    site, tongue = site_of(request), tongue_of(request)
    with site.store.read() as connection:
        rows = list_deliveries(connection, receiver=receiver or None, state=state or None, limit=200)
    return show(
        request, "deliveries", person, title=tongue.say("web_deliveries"), rows=rows, receiver=receiver, state=state
    )


@router.post("/deliveries/{delivery_id}/resend", dependencies=[Depends(our_form)])
def resend(request: Request, delivery_id: int, person: Person = EDITOR) -> Response:
    """Give a message that was laid aside another round of tries."""
    site = site_of(request)
    with site.store.write() as connection:
        if not put_back(connection, delivery_id, now=site.clock()):
            raise HTTPException(404)
    return RedirectResponse("/deliveries", 303)


@router.get("/receivers")
def receivers(request: Request, person: Person = READER) -> Response:
    """Who is told what, when and in which language; no address is shown."""
    site, tongue = site_of(request), tongue_of(request)
    now = site.clock()
    rows = [
        {"receiver": receiver, "next": next_due(receiver, now), "wants": _wants(receiver, tongue)}
        for receiver in site.config.receivers
    ]
    return show(request, "receivers", person, title=tongue.say("web_receivers"), rows=rows)


def _wants(receiver: Receiver, tongue: Tongue) -> list[str]:
    """A receiver's filter in words, a condition a line; none where it is told everything."""
    said = _filter(receiver, tongue)
    if receiver.views:
        said.append(tongue.say("web_view") + tongue.say("colon") + tongue.join(receiver.views))
    for number, watchlist in enumerate(receiver.any_of, 1):
        said.append(f"{tongue.say('web_any_of')} {number}{tongue.say('colon')}" + "; ".join(_filter(watchlist, tongue)))
    return said


def _filter(wanted: Filter, tongue: Tongue) -> list[str]:
    named = {
        "web_facet_kind": [tongue.say(kind) for kind in wanted.kinds] if len(wanted.kinds) < len(KINDS) else [],
        "web_facet_region": wanted.regions,
        "web_facet_leader": wanted.leaders,
        "web_facet_company": wanted.companies,
        "web_facet_destination": wanted.destinations,
        "web_facet_chain": wanted.chains,
        "web_over": [money(wanted.over, "CNY", None, tongue)] if wanted.over is not None else [],
        "web_keywords": wanted.keywords,
    }
    return [
        f"{tongue.say(key)}{tongue.say('colon')}{tongue.join([tongue.value(value) for value in values])}"
        for key, values in named.items()
        if values
    ]


@router.get("/receivers/{name}/preview")
def next_digest(request: Request, name: str, person: Person = ADMIN) -> Response:
    """The receiver's next digest as it would be now, for a frame."""
    site = site_of(request)
    receiver = next((item for item in site.config.receivers if item.name == name), None)
    if receiver is None:
        raise HTTPException(404)
    now = site.clock()
    digest, drawings = preview(site.store, site.config, receiver, since=now - timedelta(days=1), now=now)
    message = message_for(site.config, receiver, digest, drawings).message
    return HTMLResponse(
        with_images(message), headers={"content-security-policy": POLICY, "x-frame-options": "SAMEORIGIN"}
    )

"""What was sent: the ledger; and who is told what, with a preview of the next digest."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from monitor.pipeline.digests import preview
from monitor.pipeline.messages import message_for, with_images
from monitor.store.outbox import list_deliveries
from monitor.store.people import Person
from monitor.web.access import ADMIN, READER
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

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


@router.get("/receivers")
def receivers(request: Request, person: Person = READER) -> Response:
    """Who is told what, when and in which language; no address is shown."""
    site, tongue = site_of(request), tongue_of(request)
    return show(request, "receivers", person, title=tongue.say("web_receivers"), receivers=site.config.receivers)


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

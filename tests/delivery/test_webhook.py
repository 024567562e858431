"""The signed JSON webhook against a real HTTP server."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from monitor.delivery import Failed, Sent, send

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def test_the_body_carries_everything_and_its_signature_can_be_checked(http, message):
    sent = send(message(), f"json://127.0.0.1:{http.port}/hook?secret=s3cret&team=7", now=NOW)
    assert isinstance(sent, Sent), sent
    (request,) = http.requests
    assert request.path == "/hook?team=7"
    assert request.json["digest"] == {"new": [{"id": 1}]}
    assert request.json["subject"] == message().subject
    assert request.headers["Idempotency-Key"] == message().key
    stamp = request.headers["X-Monitor-Timestamp"]
    assert int(stamp) == NOW.timestamp()
    right = hmac.new(b"s3cret", stamp.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert request.headers["X-Monitor-Signature"] == f"sha256={right}"


def test_without_a_secret_nothing_is_signed_and_headers_of_the_url_are_sent(http, message):
    send(message(), f"json://user:word@127.0.0.1:{http.port}/hook?+X-Team=desk", now=NOW)
    (request,) = http.requests
    assert "X-Monitor-Signature" not in request.headers
    assert request.headers["X-Team"] == "desk"
    assert request.headers["Authorization"].startswith("Basic ")
    assert request.path == "/hook"


@pytest.mark.parametrize(
    ("status", "headers", "reason", "passing", "wait"),
    [
        (429, {"Retry-After": "17"}, "rate", True, 17.0),
        (429, {"Retry-After": "Mon, 09 Mar 2026 00:32:00 GMT"}, "rate", True, 120.0),
        (503, {"Retry-After": "999999999"}, "server error", True, 86400.0),
        (500, {}, "server error", True, None),
        (302, {"Location": "http://127.0.0.1:1/"}, "refused", False, None),
        (401, {}, "credentials", False, None),
        (404, {}, "refused", False, None),
        (413, {}, "too large", False, None),
    ],
)
def test_every_other_status_is_named(http, message, status, headers, reason, passing, wait):
    http.say((status, headers, {"error": "no"}))
    failed = send(message(), f"json://127.0.0.1:{http.port}/hook?secret=s3cret", now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing, failed.retry_after) == (reason, passing, wait)
    assert "s3cret" not in failed.detail
    assert len(http.requests) == 1

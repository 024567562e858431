"""Which pages are run in a browser, and what is said where there is none; no browser is needed to test it."""

from __future__ import annotations

from pathlib import Path

import pytest
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Failed, Limits, Request, browser_trouble, request_for


@pytest.mark.parametrize(
    ("render", "listing", "article"),
    [(None, False, False), (False, False, False), (True, True, False), ("articles", False, True), ("all", True, True)],
)
def test_only_the_pages_that_the_source_asks_it_for(render: object, listing: bool, article: bool) -> None:
    keys = {} if render is None else {"render": render}
    source = Source.model_validate({"name": "s", "kind": "listing", "url": "http://a.example/", "link": "li a", **keys})
    first = request_for(source, etag='"1"')
    page = request_for(source, "http://a.example/1.html", article=True)
    assert (first.render, page.render) == (listing, article)
    assert first.etag == (None if listing else '"1"')
    assert first.wait_for == ("li a" if listing else None)
    assert page.wait_for is None


def test_without_a_browser_the_failure_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, web: LocalWeb, tmp_path: Path
) -> None:
    monkeypatch.setenv("MONITOR_BROWSER", str(tmp_path / "none"))
    trouble = browser_trouble()
    assert trouble is not None
    client = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0))
    outcome = client.get(Request(url=web.route("/", Answer.html("<p>x</p>")), render=True))
    client.close()
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.detail) == ("browser", trouble)
    assert "install" in trouble

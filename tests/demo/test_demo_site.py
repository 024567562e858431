"""The demonstration site as a client meets it: real sockets, the saved pages' own bytes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import httpx
import pytest

from monitor.demo import DemoSite
from monitor.demo.catalogue import EXHIBITS

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(SEEDS) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=5) as opened:
        yield opened


def _links(client: httpx.Client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return {urljoin(address, href) for href in re.findall(r'href="([^"#]+)"', answer.text)}


def test_every_saved_page_is_in_the_catalogue() -> None:
    shown = {exhibit.file for exhibit in EXHIBITS}
    assert shown == {path.name for path in SEEDS.iterdir() if path.suffix in {".html", ".txt", ".mhtml", ".gz"}}


def test_a_saved_page_is_served_with_the_bytes_it_was_saved_with(site: DemoSite, client: httpx.Client) -> None:
    thread = client.get(site.url + "/bbs/thread-20517-1-1.html")
    packed = client.get(site.url + "/cj/2023/41960.html")
    assert thread.content == (SEEDS / "01-forum-thread.html").read_bytes()
    assert thread.headers["content-type"] == "text/html; charset=gbk"
    assert packed.content == gzip.decompress((SEEDS / "03-portal-projects.html.gz").read_bytes())


def test_a_page_saved_whole_is_served_as_its_html(site: DemoSite, client: httpx.Client) -> None:
    page = client.get(site.url + "/art/2025/2/18/art_102_5566.html")
    assert page.text.startswith("<!DOCTYPE html>")
    assert "孟沛然" in page.text


def test_every_saved_page_can_be_reached_from_a_board_a_column_or_a_feed(site: DemoSite, client: httpx.Client) -> None:
    found = set()
    for first in (site.board, site.column):
        waiting, seen = [first], set()
        while waiting:
            address = waiting.pop()
            seen.add(address)
            links = _links(client, address)
            found |= links
            waiting += [
                link for link in links if re.search(r"forum-36-\d|/cj/(index_\d+\.html)?$", link) and link not in seen
            ]
    feed = ET.fromstring(client.get(site.feed).content)
    found |= {link.text or "" for link in feed.iterfind("channel/item/link")}
    assert {site.url + exhibit.path for exhibit in EXHIBITS} <= found


def test_the_board_is_gbk_and_has_a_second_page(site: DemoSite, client: httpx.Client) -> None:
    first = client.get(site.board)
    assert "第四次出远门" in first.content.decode("gbk")
    assert site.url + "/bbs/forum-36-2.html" in _links(client, site.board)
    assert client.get(site.url + "/bbs/forum-36-3.html").status_code == 404


@pytest.mark.parametrize("path", ["/bbs/forum-36-1.html", "/cj/", "/feed.xml", "/cj/2023/41872.html"])
def test_what_the_client_has_is_not_sent_again(site: DemoSite, client: httpx.Client, path: str) -> None:
    first = client.get(site.url + path)
    again = client.get(site.url + path, headers={"If-None-Match": first.headers["etag"]})
    other = client.get(site.url + path, headers={"If-None-Match": '"something-else"'})
    assert (again.status_code, again.content) == (304, b"")
    assert other.content == first.content


def test_a_saved_page_answers_to_its_date(site: DemoSite, client: httpx.Client) -> None:
    address = site.url + "/cj/2023/41872.html"
    stamp = client.get(address).headers["last-modified"]
    assert client.get(address, headers={"If-Modified-Since": stamp}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": "Sun, 05 Feb 2023 00:00:00 GMT"}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_what_is_held_back_appears_when_it_is_published(client: httpx.Client) -> None:
    with DemoSite(SEEDS, held_back={"05-aggregator-hant", "01-forum-thread"}) as site:
        before = client.get(site.feed)
        assert client.get(site.url + "/finance/6903415.html").status_code == 404
        assert "第四次出远门" not in client.get(site.board).text
        site.publish("05-aggregator-hant")
        after = client.get(site.feed, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert "6903415" in after.text
        assert "第四次出远门" not in client.get(site.board).text
        site.publish()
        assert "第四次出远门" in client.get(site.board).text


def test_a_saved_page_that_is_unknown_cannot_be_held_back() -> None:
    with pytest.raises(ValueError, match="99-nothing"):
        DemoSite(SEEDS, held_back={"99-nothing"})


def test_the_port_is_free_again_after_closing(client: httpx.Client) -> None:
    site = DemoSite(SEEDS)
    port = int(site.url.rsplit(":", 1)[1])
    site.close()
    site.close()
    with DemoSite(SEEDS, port=port) as again:
        assert client.get(again.url + "/robots.txt").status_code == 200


def test_nothing_outside_the_catalogue_is_served(site: DemoSite) -> None:
    with httpx.Client(trust_env=False) as client:
        for path in ("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/gold/01-forum-thread.json", "/user/login"):
            assert client.get(site.url + path).status_code == 404

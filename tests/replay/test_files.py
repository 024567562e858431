"""Saved pages in every form that a backfill takes, and every way in which a file can be no page."""

from __future__ import annotations

import gzip
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.replay import LARGEST, Unreadable, pages
from monitor.types import Page

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HTML = "<html><body><p>临沂市代表团赴苏州考察。</p></body></html>".encode()


def read(path: Path) -> list[Page | Unreadable]:
    return list(pages([path], now=NOW))


def one(path: Path) -> Page:
    (page,) = read(path)
    assert isinstance(page, Page)
    return page


def refused(path: Path) -> Unreadable:
    (found,) = read(path)
    assert isinstance(found, Unreadable)
    return found


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.HTML"])
def test_a_page_comes_as_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HTML)
    page = one(tmp_path / name)
    assert (page.body, page.document, page.plain) == (HTML, name, False)


def test_a_gzipped_page_is_unpacked_and_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML))
    (tmp_path / "a.json").write_text(json.dumps({"url": "http://a.example/1"}))
    page = one(tmp_path / "a.html.gz")
    assert (page.body, page.document, page.url) == (HTML, "a.html.gz", "http://a.example/1")


def test_scraped_text_is_marked_plain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("标题\n正文")
    assert one(tmp_path / "a.txt").plain


def test_a_web_archive_gives_its_html_part_and_address(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: http://b.example/2\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n'
        b"--X\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>=C1=D9=D2=CA</p>\r\n--X\r\nContent-Type: image/png\r\n\r\nx\r\n--X--\r\n"
    )
    page = one(tmp_path / "a.mhtml")
    assert page.url == "http://b.example/2"
    assert "临沂" in page.body.decode("gbk")
    assert "gbk" in page.headers["content-type"]


def test_the_sidecar_tells_address_source_and_times(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    facts = {
        "url": "http://a.example/1",
        "source": "forum",
        "published": "2025-05-09",
        "fetched_at": "2025-05-09T20:00Z",
    }
    (tmp_path / "a.json").write_text(json.dumps(facts))
    page = one(tmp_path / "a.html")
    assert (page.url, page.source) == ("http://a.example/1", "forum")
    assert page.hint_published is not None
    assert page.hint_published.isoformat() == "2025-05-09T00:00:00+08:00"
    assert page.fetched_at == datetime(2025, 5, 9, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["{", "[1]", '{"url": 3}', '{"published": "yesterday"}'])
def test_a_bad_sidecar_is_reported_and_the_page_still_comes(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "a.json").write_text(text)
    report, page = read(tmp_path / "a.html")
    assert isinstance(report, Unreadable)
    assert report.reason == "bad sidecar"
    assert "a.json" in report.detail
    assert isinstance(page, Page)
    assert page.url is None


def test_a_folder_is_read_through_in_order_past_what_is_no_page(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "sub/c.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    for name in ("b.json", "README.md", ".hidden.html"):
        (tmp_path / name).write_text("{}")
    found = read(tmp_path)
    assert [page.document for page in found] == ["a.html", "b.html", "c.htm"]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.html", b"", "empty"),
        ("a.html", b" \n\t", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "picture"),
        ("a.htm", b"%PDF-1.7 ...", "PDF"),
        ("a.html.gz", gzip.compress(HTML, mtime=0)[:-12], "damaged"),
        ("a.html.gz", b"\x1f\x8bnot really", "damaged"),
        ("a.html.gz", gzip.compress(b"<p>" + b"0" * (LARGEST + 10), mtime=0), "too large"),
        ("a.html", b"x" * (LARGEST + 1), "too large"),
        ("a.dat", b"\0\1\2\3" * 100, "not a page"),
        ("a.mhtml", b"From: <Saved by x>\r\nContent-Type: text/plain\r\n\r\nno page", "not a page"),
    ],
)
def test_what_is_no_page_is_named_with_its_reason(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(body)
    found = refused(tmp_path / name)
    assert (found.document, found.reason) == (name, reason)
    assert name in found.detail


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.html").reason == "missing"


def test_an_unreadable_file_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to(tmp_path / "gone.html")
    (tmp_path / "b.html").mkdir()
    (tmp_path / "c.html").write_bytes(HTML)
    assert [page.document for page in read(tmp_path) if isinstance(page, Page)] == ["c.html"]


def test_standard_input_is_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML)))
    (page,) = pages(["-"], now=NOW)
    assert isinstance(page, Page)
    assert (page.document, page.fetched_at, page.plain) == ("stdin", NOW, False)

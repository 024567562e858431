"""Archives of saved pages: what stands in them comes out as pages, whatever is damaged is named, the rest goes on."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

from monitor.replay import LARGEST, Found, Unreadable, Wanted, pages, replay, write_warc
from monitor.types import Page

pytest.importorskip("fastwarc", reason="web archives need the extra `archives`")

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
AT = datetime(2025, 5, 9, 6, 1, tzinfo=UTC)
TELLS = "<html><body><p>临沂市代表团赴苏州考察。</p></body></html>"
SILENT = "<html><body><p>今天气温回升，公园里的花开了。</p></body></html>"


def page(number: int, text: str = TELLS, encoding: str = "utf-8") -> Page:
    return Page(
        url=f"http://a.example/{number}.html",
        body=f"<!-- {number} -->{text}".encode(encoding),
        fetched_at=AT.replace(day=number + 1),
        headers={"content-type": f"text/html; charset={encoding}"},
    )


def warc(path: Path, *items: Page) -> Path:
    assert len(list(write_warc(path, items))) == len(items)
    return path


def read(path: Path) -> list[Page | Unreadable]:
    return list(pages([path], now=NOW))


def record(body: bytes, head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html", **fields: str) -> bytes:
    """A record of another tool."""
    content = head.encode() + b"\r\n\r\n" + body if head else body
    kind = "application/http; msgtype=response" if head else "text/html"
    lines = {
        "WARC-Type": "response" if head else "resource",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "WARC-Date": "2025-05-09T06:01:00Z",
        "WARC-Target-URI": "http://b.example/1",
        "Content-Type": kind,
        **fields,
        "Content-Length": str(len(content)),
    }
    written = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return written.encode() + content + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_is_exported_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    further = replace(page(3), url="http://a.example/1_2.html")
    whole = replace(page(1), more=(further,), hint_title="标题", hint_published=AT, source="甲")
    scraped = Page(url=None, body="标题\n正文".encode(), fetched_at=AT, document="a.txt", plain=True)
    items = [whole, page(2, encoding="gb18030"), scraped]
    back = read(warc(tmp_path / name, *items))
    assert [replace(item, document=None) for item in back[:2] if isinstance(item, Page)] == [
        replace(whole, more=back[0].more),  # type: ignore[union-attr]
        items[1],
    ]
    assert isinstance(back[0], Page)
    assert (back[0].more[0].url, back[0].more[0].body) == (further.url, further.body)
    assert isinstance(back[2], Page)
    assert (back[2].url, back[2].body, back[2].plain, back[2].document) == (None, scraped.body, True, "a.txt")


def test_the_same_pages_give_the_same_file(tmp_path: Path) -> None:
    first, second = (warc(tmp_path / f"{name}.warc.gz", page(1), page(2)) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_a_file_that_is_not_whole_has_not_its_name(tmp_path: Path) -> None:
    for _ in write_warc(tmp_path / "a.warc.gz", [page(1), page(2)]):
        break
    assert not (tmp_path / "a.warc.gz").exists()


def test_records_of_other_tools_are_read_and_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    body = TELLS.encode()
    (tmp_path / "a.warc").write_bytes(
        record(body)
        + record(body, "HTTP/1.1 301 Moved\r\nLocation: /x")
        + record(b"\x89PNG", "HTTP/1.1 200 OK\r\nContent-Type: image/png")
        + record(gzip.compress(body), "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip")
        + record(body, "")
    )
    found = list(replay([tmp_path / "a.warc"], now=NOW))
    assert [step.reason for step in found] == ["", "status", "type", "", "", "end"]
    took = [step.item for step in found if isinstance(step.item, Page)]
    assert [(item.url, item.body, item.fetched_at) for item in took] == [("http://b.example/1", body, AT)] * 3


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_record_is_named_and_the_rest_is_read(tmp_path: Path, packed: bool) -> None:
    parts = [record(f"<p>{number}招商</p>".encode()) for number in range(6)]
    if packed:
        parts = [gzip.compress(part, mtime=0) for part in parts]
        parts[2] = parts[2][:40] + b"\xff" * 30 + parts[2][70:]
    else:
        parts[2] = parts[2].replace(b"Content-Length: ", b"Content-Length: -")
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(parts))
    found = read(path)
    bodies = [re.sub(rb"\D", b"", item.body) for item in found if isinstance(item, Page)]
    assert bodies[:2] == [b"0", b"1"]
    assert bodies[-3:] == [b"3", b"4", b"5"]
    assert any(isinstance(item, Unreadable) and item.reason == "damaged" for item in found)


def test_an_archive_that_is_cut_short_says_so(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", page(1), page(2))
    path.write_bytes(path.read_bytes()[:-150])
    first, *rest = read(path)
    assert isinstance(first, Page)
    assert {item.reason for item in rest if isinstance(item, Unreadable)} == {"damaged"}
    assert not [item for item in rest if isinstance(item, Page)]


def test_reading_goes_on_at_a_place(tmp_path: Path) -> None:
    for path in packings(tmp_path, [page(number) for number in range(1, 6)]):
        steps = [step for step in replay([path], now=NOW) if step.item]
        third = steps[2].after
        rest = [step.item for step in replay([path], now=NOW, start=lambda _, place=third: place) if step.item]  # type: ignore[misc]
        names = [item.body for item in rest if isinstance(item, Page)]
        assert names[-2:] == [page(4).body, page(5).body], path.name
        assert len(names) <= 3, path.name


def test_each_packing_gives_the_same_pages(tmp_path: Path) -> None:
    items = [page(number) for number in range(1, 4)]
    for path in packings(tmp_path, items):
        assert [item.body for item in read(path) if isinstance(item, Page)] == [item.body for item in items], path.name
        shares = [step.share for step in replay([path], now=NOW)]
        assert shares == sorted(shares), path.name


def packings(folder: Path, items: list[Page]) -> list[Path]:
    made = [warc(folder / "p.warc.gz", *items), warc(folder / "p.warc", *items)]
    with zipfile.ZipFile(folder / "p.wacz", "w") as archive:
        archive.write(made[0], "archive/data.warc.gz")
    with zipfile.ZipFile(folder / "p.zip", "w") as archive:
        for number, item in enumerate(items):
            archive.writestr(f"x/{number}.html", item.body)
    for kind in ("", "gz", "bz2", "xz"):
        with tarfile.open(folder / f"p.tar{kind and '.' + kind}", f"w:{kind}") as tar:  # type: ignore[call-overload]
            for number, item in enumerate(items):
                info = tarfile.TarInfo(f"{number}.html")
                info.size = len(item.body)
                tar.addfile(info, io.BytesIO(item.body))
    rows = "".join(json.dumps({"url": item.url, "html": item.body.decode()}) + "\n" for item in items).encode()
    (folder / "p.jsonl").write_bytes(rows)
    (folder / "p.jsonl.gz").write_bytes(gzip.compress(rows, mtime=0))
    (folder / "p.jsonl.zst").write_bytes(zstandard.compress(rows))
    return [*made, *(path for path in sorted(folder.iterdir()) if path not in made)]


def test_sidecars_count_inside_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.html", TELLS)
        archive.writestr("1.json", json.dumps({"url": "http://c.example/1", "title": "题", "published": "2025-05-07"}))
    (item,) = read(tmp_path / "a.zip")
    assert isinstance(item, Page)
    assert (item.url, item.hint_title, item.document) == ("http://c.example/1", "题", "a.zip#1.html")


def test_a_line_may_hold_bytes_in_any_encoding(tmp_path: Path) -> None:
    body = TELLS.encode("gb18030")
    line = {"url": "http://c.example/1", "body": base64.b64encode(body).decode(), "headers": {"X-A": "b"}}
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n\n" + '{"text": "标题\\n正文"}\n')
    first, second = read(tmp_path / "a.jsonl")
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.body, first.headers["x-a"], first.plain) == (body, "b", False)
    assert second.plain


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.zip", lambda: b"PK\x03\x04 nothing", "damaged"),
        ("a.tar.gz", lambda: gzip.compress(b"nothing" * 200, mtime=0), "damaged"),
        ("a.tar", lambda: b"\0" * 100 + b"x" * 900, "damaged"),
        ("a.wacz", lambda: zipped("datapackage.json", b"{}"), "not an archive"),
        ("a.zip", lambda: zipped("b.zip", b"PK\x03\x04" + b"0" * 40), "zip archive"),
        ("a.zip", lambda: zipped("a.html", b"<p>" + b"0" * (LARGEST + 10)), "too large"),
        ("a.jsonl", lambda: b"{nothing\n", "damaged"),
        ("a.jsonl", lambda: b"[1]\n", "not a page"),
        ("a.jsonl", lambda: b'{"url": "http://a.example/"}\n', "not a page"),
        ("a.jsonl", lambda: b'{"body": "***"}\n', "damaged"),
        ("a.jsonl", lambda: b'{"html": "<p>", "published": "gestern"}\n', "bad sidecar"),
        ("a.jsonl.gz", lambda: gzip.compress(b'{"html": "<p>"}\n' * 99, mtime=0)[:-20], "damaged"),
    ],
    ids=[f"{number}" for number in range(12)],
)
def test_what_is_bad_is_named_with_its_reason(
    tmp_path: Path, name: str, make: Callable[[], bytes], reason: str
) -> None:
    (tmp_path / name).write_bytes(make())
    bad = [item for item in read(tmp_path / name) if isinstance(item, Unreadable)]
    assert [item.reason for item in bad] == [reason]
    assert name in bad[0].detail or "b.zip" in bad[0].detail or "a.html" in bad[0].detail


def zipped(name: str, body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return file.getvalue()


def kept(path: Path, wanted: Wanted) -> list[str]:
    def name(step: Found) -> str:
        return step.reason or (step.item.url or "" if isinstance(step.item, Page) else "unreadable")

    return [name(step) for step in replay([path], now=NOW, wanted=wanted) if step.reason != "end"]


def test_pages_are_chosen_before_they_are_parsed(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", page(1), page(2, SILENT), page(3, "<p>Hello, this is a page.</p>"))
    one, two, three = (f"http://a.example/{number}.html" for number in (1, 2, 3))
    assert kept(path, Wanted()) == [one, two, three]
    assert kept(path, Wanted(address=re.compile(r"/[13]\."))) == [one, "address", three]
    assert kept(path, Wanted(since=AT.replace(day=3), until=AT.replace(day=4))) == ["date", two, "date"]
    assert kept(path, Wanted(chinese=True)) == [one, two, "language"]
    assert kept(path, Wanted(vocabulary=True)) == [one, "vocabulary", "vocabulary"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("text", [TELLS, "<p>天津市代表團赴港考察</p>"], ids=["simplified", "traditional"])
def test_no_encoding_hides_the_vocabulary(encoding: str, text: str) -> None:
    body = text.encode(encoding, "ignore")
    assert Wanted(chinese=True, vocabulary=True).refuses_body(body, f"text/html; charset={encoding}") is None


@pytest.mark.parametrize(
    "text",
    [
        "<p>&#32771;&#23519;</p>",
        "<p>&#x8003;&#x5BDF;</p>",
        r'<script>state = {"body": "\u8003\u5bdf"}</script>',
        "<p>考(kǎo)察(chá)</p>",
    ],
    ids=["entities", "entities in hex", "escapes", "pinyin"],
)
def test_a_page_that_cannot_be_judged_unread_is_read(text: str) -> None:
    assert Wanted(chinese=True, vocabulary=True).refuses_body(text.encode()) is None


@pytest.mark.parametrize("text", ["東京でイベントが開催されました。", "서울에서 행사가 열렸다", "Été à Paris"])
def test_other_languages_are_told_from_chinese(text: str) -> None:
    assert Wanted(chinese=True).refuses_body(text.encode()) == "language"

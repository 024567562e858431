"""Events taken away: what each format holds is read back by a reader of its own."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest

from monitor.export import COLUMNS, FeedInfo, atom, icalendar, json_feed, rss, write_table
from monitor.language import Tongue
from monitor.types import ArticleLink, Evidence, Leader, Signing, StoredEvent, Trip

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LINK = ArticleLink(title="标题", url="https://a.example/1", source="甲报", published=NOW)
TRIP = StoredEvent(
    id=7,
    event=Trip(
        direction="outbound",
        region="临沂市",
        leaders=(Leader(name="陆明远", title="市长"),),
        start=date(2026, 2, 27),
        end=date(2026, 2, 28),
        date_precision="day",
        destinations=("苏州市", "宁波市"),
        evidence=(Evidence(field="event", start=0, end=3, quote="陆明远率队赴苏州、宁波", rule="r"),),
        confidence=0.9,
    ),
    first_seen=NOW,
    updated=NOW,
    articles=(LINK,),
)
SIGNING = StoredEvent(
    id=8,
    event=Signing(
        region="临沂市",
        name='=HYPERLINK("http://x")',
        parties=("+甲公司", "乙公司"),
        amount_yuan=Decimal("1250000000.5"),
    ),
    first_seen=NOW,
    updated=NOW,
    articles=(replace(LINK, url="javascript:alert(1)", title="<script>\x07&甲"),),
)
INFO = FeedInfo(
    title="事件 & 其他",
    page="https://m.example/events",
    address="https://m.example/events.atom",
    made=NOW,
    timezone="Asia/Shanghai",
    tongue=Tongue("zh-Hans"),
    event="https://m.example/events/{id}",
)


def written(form: str) -> bytes:
    file = io.BytesIO()
    assert write_table(form, [TRIP, SIGNING], file) == 2
    return file.getvalue()


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula() -> None:
    text = written("csv").decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["leaders"], first["destinations"], first["start"], first["url"]) == (
        "市长陆明远",
        "苏州市、宁波市",
        "2026-02-27",
        "https://a.example/1",
    )
    assert (second["name"], second["parties"]) == ('\'=HYPERLINK("http://x")', "'+甲公司、乙公司")
    assert (second["amount_yuan"], second["url"]) == ("1250000000.5", "")


def test_json_lines_hold_typed_values() -> None:
    first, second = map(json.loads, written("jsonl").splitlines())
    assert list(first) == [column.name for column in COLUMNS]
    assert (first["start"], first["articles"], second["amount_yuan"]) == ("2026-02-27", 1, 1250000000.5)


def test_parquet_holds_typed_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written("parquet")))
    assert table.column_names == [column.name for column in COLUMNS]
    first, second = table.to_pylist()
    assert (first["start"], first["first_seen"]) == (date(2026, 2, 27), NOW)
    assert (second["amount_yuan"], second["start"]) == (1250000000.5, None)


def test_excel_holds_dates_numbers_and_links_and_no_formula() -> None:
    pytest.importorskip("xlsxwriter")
    with zipfile.ZipFile(io.BytesIO(written("xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        links = book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        texts = sheet + "".join(book.read(name).decode() for name in book.namelist() if "sharedStrings" in name)
    assert "<f>" not in sheet
    assert "1250000000.5" in sheet
    assert "46080" in sheet  # 27 February 2026 as Excel counts days
    assert "https://a.example/1" in links
    assert "javascript" not in links
    assert "HYPERLINK(" in texts
    assert "地区" in texts


def test_an_atom_feed_names_its_entries_once_and_for_all() -> None:
    space = "{http://www.w3.org/2005/Atom}"
    root = Xml.fromstring(atom([TRIP, SIGNING], INFO))
    entries = root.findall(f"{space}entry")
    assert [entry.findtext(f"{space}id") for entry in entries] == [
        "tag:m.example,2026:event/7",
        "tag:m.example,2026:event/8",
    ]
    link = entries[0].find(f"{space}link")
    assert link is not None
    assert link.get("href") == "https://m.example/events/7"
    assert "陆明远" in (entries[0].findtext(f"{space}summary") or "")
    changed = Xml.fromstring(atom([replace(TRIP, updated=NOW.replace(hour=9))], INFO))
    assert changed.findtext(f"{space}entry/{space}id") == entries[0].findtext(f"{space}id")
    assert changed.findtext(f"{space}updated") == "2026-03-01T09:00:00Z"


def test_an_rss_feed_without_pages_leads_to_the_articles() -> None:
    root = Xml.fromstring(rss([TRIP, SIGNING], replace(INFO, event=None)))
    assert [item.findtext("link") for item in root.iter("item")] == ["https://a.example/1", None]
    assert root.findtext("channel/title") == "事件 & 其他"


def test_a_json_feed_holds_text() -> None:
    feed = json_feed([TRIP], INFO)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["url"] == "https://m.example/events/7"
    json.dumps(feed)


def test_a_calendar_holds_whole_days_in_short_lines() -> None:
    text = icalendar([TRIP, SIGNING], INFO)
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = text.replace(b"\r\n ", b"").decode()
    assert "DTSTART;VALUE=DATE:20260227" in unfolded
    assert "DTEND;VALUE=DATE:20260301" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == 1  # a signing without a day has no place in a calendar
    assert "UID:event-7@m.example" in unfolded

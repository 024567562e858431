"""Tables of events: CSV, Excel, JSON Lines, Parquet. Rows are written as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import IO, Any

from monitor.errors import MonitorError
from monitor.export.table import COLUMNS, Column, Value, row
from monitor.types import StoredEvent

# What a spreadsheet would take for a formula (OWASP, CSV injection); an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS = 1_048_575  # that an Excel sheet holds below its heading
_BATCH = 5_000


def write_table(format_: str, events: Iterable[StoredEvent], into: IO[bytes]) -> int:
    """Write events in a format of FORMATS to a binary file; how many. Raises MonitorError where an extra is missing."""
    return FORMATS[format_](events, into)


def _csv(events: Iterable[StoredEvent], into: IO[bytes]) -> int:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for something else (RFC 4180)."""
    into.write(b"\xef\xbb\xbf")
    file = io.TextIOWrapper(into, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(file)
    writer.writerow([column.name for column in COLUMNS])
    count = 0
    for stored in events:
        values = row(stored)
        writer.writerow([_cell(values[column.name]) for column in COLUMNS])
        count += 1
    file.detach()
    return count


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    text = _iso(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _iso(value: str | date | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _jsonl(events: Iterable[StoredEvent], into: IO[bytes]) -> int:
    count = 0
    for stored in events:
        values = {name: _plain(value) for name, value in row(stored).items()}
        into.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _plain(value: Value) -> str | int | float | bool | None:
    return _iso(value) if isinstance(value, date) else value


def _excel(events: Iterable[StoredEvent], into: IO[bytes]) -> int:
    """One sheet with Chinese headings, real dates and numbers, links, filters and a heading that stays in sight."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise MonitorError("Excel files need XlsxWriter; install monitor[web].") from error
    book = xlsxwriter.Workbook(
        into, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    sheet = book.add_worksheet("事件")
    bold = book.add_format({"bold": True, "bg_color": "#f0f0ee", "bottom": 1})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "number": book.add_format({"num_format": "#,##0.##"}),
    }
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(COLUMNS):
        wide = {"quote": 60, "title": 40, "url": 30, "name": 30, "parties": 30, "visited": 30}
        sheet.set_column(place, place, wide.get(column.name, 13))
        sheet.write_string(0, place, column.heading, bold)
    count = 0
    for stored in events:
        if count == _ROWS:
            break
        count += 1
        values = row(stored)
        for place, column in enumerate(COLUMNS):
            _excel_cell(sheet, count, place, column, values[column.name], formats)
    sheet.autofilter(0, 0, max(count, 1), len(COLUMNS) - 1)
    book.close()
    return count


def _excel_cell(sheet: Any, line: int, place: int, column: Column, value: Value, formats: Mapping[str, Any]) -> None:
    if value is None:
        return
    style = formats.get(column.type)
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, place, value, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value.astimezone(UTC), style)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day, tzinfo=UTC), style)
    elif column.type == "link" and len(value) < 2000:  # Excel's own limit is 2,079
        sheet.write_url(line, place, value)
    else:
        sheet.write_string(line, place, value[:32_767])


def _parquet(events: Iterable[StoredEvent], into: IO[bytes]) -> int:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MonitorError("Parquet files need PyArrow; install monitor[web].") from error
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "day": pyarrow.date32(),
        "time": pyarrow.timestamp("us", tz="UTC"),
        "yes": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in COLUMNS])
    count = 0
    with parquet.ParquetWriter(into, schema, compression="zstd") as writer:
        batch: list[dict[str, Value]] = []
        for stored in events:
            batch.append(row(stored))
            count += 1
            if len(batch) == _BATCH:
                writer.write_table(pyarrow.Table.from_pylist(batch, schema))
                batch = []
        writer.write_table(pyarrow.Table.from_pylist(batch, schema))
    return count


FORMATS: Mapping[str, Callable[[Iterable[StoredEvent], IO[bytes]], int]] = MappingProxyType(
    {"csv": _csv, "xlsx": _excel, "jsonl": _jsonl, "parquet": _parquet}
)
"""The formats of tables, by the ending of a file's name."""

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "jsonl": "application/x-ndjson",
        "parquet": "application/vnd.apache.parquet",
    }
)
"""What each is on the web."""

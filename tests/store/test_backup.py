"""Backups: written while others write, whole or refused, and back into SQLite and PostgreSQL with every row."""

from __future__ import annotations

import json
import tarfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import func, select
from web.databases import database_at

from monitor.errors import BackupError
from monitor.pipeline.ingest import ingest
from monitor.sandbox import Pool
from monitor.search import parse_query
from monitor.store import Store, open_store
from monitor.store.backup import read_backup, write_backup
from monitor.store.meta import write_tick
from monitor.store.outbox import know_receivers, post
from monitor.store.restore import restore
from monitor.store.search import search_articles
from monitor.store.tables import articles, deliveries, events, pages
from monitor.store.transfer import count_rows
from monitor.types import Message, Page

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
TEXT = "2026年2月27日，临沂市举行重点项目集中签约仪式，现场签约12个项目，总投资35亿元，涵盖装备制造、新材料等领域。"


def page(number: int) -> Page:
    title, rest = f"临沂集中签约第{number}场", "市政府负责人介绍规划。" * 20
    body = f"<title>{title}</title><h1>{title}</h1><p>{TEXT}</p><p>{rest}{number}</p>"
    return Page(
        url=f"https://news.a.example/{number}.html", body=body.encode(), fetched_at=NOW, source="a", hint_published=NOW
    )


def fill(store: Store) -> None:
    """Three articles, their event, a message in the outbox."""
    with Pool(1) as pool:
        list(ingest(store, pool, [page(number) for number in range(3)], now=NOW, quiet=False))
    message = Message(key="desk/1", subject="日报", text="t", html="<p>t</p>", markdown="t", facts={"n": 1})
    with store.write() as connection:
        know_receivers(connection, ["desk"], now=NOW)
        post(connection, message, receiver="desk", channel="json://…", channel_id="0" * 64, listed=(), now=NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "here" / "store.sqlite"))
    fill(made)
    yield made
    made.close()


def rows(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return count_rows(connection)


def test_what_is_restored_is_what_was_there(store: Store, tmp_path: Path) -> None:
    file, there = tmp_path / "b.tar.zst", tmp_path / "there.sqlite"
    made = write_backup(store, file, now=NOW)
    assert made.rows["articles"] == 3
    assert made.rows["events"] >= 1
    found, aside = restore(file, f"sqlite:///{there}", now=NOW, replace=False)
    assert found == made
    assert aside is None
    back = open_store(f"sqlite:///{there}")
    assert rows(back) == rows(store)
    for table in (articles, events, pages, deliveries):
        query = select(table).order_by(table.c.id)
        with back.read() as one, store.read() as other:
            assert one.execute(query).all() == other.execute(query).all()
    back.close()


def test_only_its_owner_can_read_it_and_nothing_is_left_beside_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    write_backup(store, folder / "b.tar.zst", now=NOW)
    assert [path.name for path in folder.iterdir()] == ["b.tar.zst"]
    assert (folder / "b.tar.zst").stat().st_mode & 0o777 == 0o600


def test_it_is_made_while_others_write_and_holds_one_moment(store: Store, tmp_path: Path) -> None:
    """Each write stores a page and counts it: in a backup of one moment the two agree."""
    stop = threading.Event()

    def writes() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.write() as connection:
                write_tick(connection, NOW + timedelta(seconds=number))
                message = Message(key=f"k{number}", subject="s", text="", html="", markdown="", facts={})
                post(connection, message, receiver="desk", channel="c", channel_id="1" * 64, listed=(), now=NOW)

    thread = threading.Thread(target=writes)
    thread.start()
    try:
        for number in range(3):
            file = tmp_path / f"{number}.tar.zst"
            write_backup(store, file, now=NOW)
            restore(file, f"sqlite:///{tmp_path / f'{number}.sqlite'}", now=NOW, replace=False)
    finally:
        stop.set()
        thread.join()
    from monitor.store.meta import last_tick

    for number in range(3):
        back = open_store(f"sqlite:///{tmp_path / f'{number}.sqlite'}")
        with back.read() as connection:
            tick = last_tick(connection)
            counted = connection.execute(
                select(func.count()).select_from(deliveries).where(deliveries.c.channel == "c")
            ).scalar_one()
        back.close()
        assert (tick or NOW) == NOW + timedelta(seconds=counted)


def test_a_database_that_holds_data_is_replaced_only_when_told_and_kept_aside(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.zst"
    write_backup(store, file, now=NOW)
    there = f"sqlite:///{tmp_path / 'there.sqlite'}"
    other = open_store(there)
    with other.write() as connection:
        know_receivers(connection, ["someone"], now=NOW)
    other.close()
    with pytest.raises(BackupError, match="--replace"):
        restore(file, there, now=NOW, replace=False)
    _, aside = restore(file, there, now=NOW, replace=True)
    assert aside is not None
    kept = open_store(f"sqlite:///{aside}")
    assert rows(kept)["receivers"] == 1
    assert rows(kept)["articles"] == 0
    kept.close()


@pytest.mark.parametrize("harm", ["cut short", "a byte changed", "no backup", "another manifest"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(store: Store, tmp_path: Path, harm: str) -> None:
    file, there = tmp_path / "b.tar.zst", tmp_path / "there.sqlite"
    write_backup(store, file, now=NOW)
    data = bytearray(file.read_bytes())
    match harm:
        case "cut short":
            data = data[: len(data) // 2]
        case "a byte changed":
            data[len(data) // 2] ^= 0xFF
        case "no backup":
            data = bytearray(b"words, and nothing else")
        case _:
            plain = zstandard.ZstdDecompressor().decompressobj().decompress(bytes(data))
            digest = read_backup(file).sha256
            data = bytearray(zstandard.ZstdCompressor().compress(plain.replace(digest.encode(), b"0" * 64)))
    file.write_bytes(data)
    with pytest.raises(BackupError, match=r"b\.tar\.zst"):
        restore(file, f"sqlite:///{there}", now=NOW, replace=True)
    assert not there.exists()


def test_its_manifest_names_no_place(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.zst"
    write_backup(store, file, now=NOW)
    with zstandard.open(file, "rb") as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        entry = tar.next()
        assert entry is not None
        assert (entry.uname, entry.gname) == ("", "")
        data = tar.extractfile(entry)
        assert data is not None
        text = data.read().decode()
    assert str(tmp_path) not in text
    assert set(json.loads(text)) == {"format", "made", "release", "revision", "dialect", "rows", "size", "sha256"}


def test_from_either_database_to_postgresql_and_into_a_file(store: Store, postgres_url: str, tmp_path: Path) -> None:
    server = postgres_url
    file, again, there = tmp_path / "1.tar.zst", tmp_path / "2.tar.zst", tmp_path / "there.sqlite"
    write_backup(store, file, now=NOW)
    restore(file, server, now=NOW, replace=False)
    moved = open_store(server)
    assert rows(moved) == rows(store)
    with moved.read() as connection:
        assert search_articles(connection, parse_query("临沂 签约")).total == 3
    with pytest.raises(BackupError, match="--replace"):
        restore(file, server, now=NOW, replace=False)
    restore(file, server, now=NOW, replace=True)
    with moved.write() as connection:  # new rows get numbers behind those that were brought
        message = Message(key="new", subject="s", text="", html="", markdown="", facts={})
        assert post(connection, message, receiver="desk", channel="c", channel_id="2" * 64, listed=(), now=NOW)
    write_backup(moved, again, now=NOW)
    moved.close()
    restore(again, f"sqlite:///{there}", now=NOW, replace=False)
    back = open_store(f"sqlite:///{there}")
    assert rows(back) == {**rows(store), "deliveries": rows(store)["deliveries"] + 1}
    query = select(articles.c.body, articles.c.published, articles.c.facts, articles.c.sketch).order_by(articles.c.id)
    with back.read() as one, store.read() as other:
        assert one.execute(query).all() == other.execute(query).all()
    back.close()

"""What a site changed in an article is kept and shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from web import content
from web.databases import database_at

from monitor.pipeline.ingest import ingest
from monitor.pipeline.revisions import revisions
from monitor.sandbox import Pool
from monitor.store import open_store
from monitor.types import Page

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
FIRST = "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。"
STAYS = "项目涵盖石材、氢能等产业，有关部门将做好要素保障，推动项目早落地、早开工、早投产。" * 3


def test_what_changed_between_two_versions(tmp_path: Path) -> None:
    def page(title: str, *paragraphs: str, hours: int) -> Page:
        body = content.article(title, paragraphs, published="2026-03-04 18:00").encode()
        at = NOW + timedelta(hours=hours)
        return Page(
            url="http://a.example/1.html",
            body=body,
            fetched_at=at,
            headers={"content-type": "text/html; charset=utf-8"},
        )

    versions = [
        page("云浮市集中签约9个项目", FIRST, STAYS, hours=0),
        page("云浮市集中签约12个项目", FIRST.replace("9个", "12个"), STAYS, hours=1),
    ]
    store = open_store(database_at(tmp_path / "s.sqlite"))
    with Pool(1) as pool:
        made = [next(iter(ingest(store, pool, [one], now=one.fetched_at, quiet=False))) for one in versions]
        assert [one.verdict for one in made] == ["new", "revision"]
        assert made[0].article_id is not None
        (change,) = revisions(store, pool, made[0].article_id)
    store.close()
    assert change.at == NOW + timedelta(hours=1)
    assert change.title == ("云浮市集中签约9个项目", "云浮市集中签约12个项目")
    assert change.removed == (FIRST,)
    assert change.added == (FIRST.replace("9个", "12个"),)

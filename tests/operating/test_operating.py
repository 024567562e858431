"""Operating a running daemon: what it shows, how it is reloaded, and what the commands say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Installation
from web import content
from web.databases import database_at, sqlite_only
from web.server import Answer, LocalWeb

CONFIG = """
settings: {{allow_private: ["127.0.0.1"], delay: 0s}}
sources: [{{name: feed, kind: feed, url: "{url}/feed", every: 1s}}]
receivers: [{{name: desk, channels: ["json://127.0.0.1:9/hook"], times: ["08:30"]}}]
"""


@pytest.fixture
def site(web: LocalWeb) -> LocalWeb:
    paragraphs = ["阳江市投资促进局近日与企业座谈，介绍园区配套和惠企政策，听取意见建议。" * 3]
    web.route("/1.html", Answer.html(content.article("企业座谈会", paragraphs, published="2026-03-01 09:00")))
    web.route("/feed", Answer.xml(content.rss([content.Item(url=f"{web.url}/1.html", title="企业座谈会")])))
    return web


@pytest.fixture
def installed(tmp_path: Path, site: LocalWeb) -> Iterator[Installation]:
    made = Installation(tmp_path, CONFIG.format(url=site.url))
    yield made
    made.stop()


def figure(installed: Installation, name: str) -> float:
    """The value of a line of /metrics; 0 where there is none."""
    lines = installed.get("/metrics")[1].splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name + " ")), 0.0)


def test_a_running_daemon_shows_itself_and_takes_a_new_configuration(installed: Installation, site: LocalWeb) -> None:
    installed.start()
    installed.wait(lambda: figure(installed, 'monitor_polls_total{reason="ok"}') >= 1)
    installed.wait(lambda: figure(installed, "monitor_articles") == 1)
    assert installed.get("/healthz")[0] == 200
    assert installed.get("/nothing")[0] == 404
    assert figure(installed, "monitor_database_up") == 1
    assert "企业" not in installed.get("/metrics")[1]

    record = installed.json("status")
    assert [daemon["alive"] for daemon in record["daemons"]] == [True]
    assert record["articles"]["all"] == 1
    assert [item["receiver"] for item in record["next_digests"]] == ["desk"]
    assert installed.call("health")[0] == 0

    # A mistake is named and not taken; what is right is taken, and the daemon says so.
    installed.configure("sources: [{name: feed, kind: fed}]")
    code, said = installed.call("reload")
    assert code == 2
    assert "must be" in said
    installed.configure(CONFIG.format(url=site.url) + "routes: []\n")
    assert installed.json("reload") == [{"daemon": record["daemons"][0]["owner"], "reloaded": True, "problem": None}]
    assert "configuration reloaded" in installed.log()

    # A database on which a daemon works can be backed up, and not be replaced.
    assert installed.call("backup", "b.tar.zst")[0] == 0
    code, said = installed.call("restore", "b.tar.zst", "--replace")
    assert (code, "stop it first" in said) == (1, True)
    installed.stop()
    assert installed.call("restore", "b.tar.zst", "--replace")[0] == 0
    assert installed.json("status")["articles"]["all"] == 1


def test_without_a_daemon_status_says_so_and_reload_names_what_to_do(installed: Installation) -> None:
    code, said = installed.call("status")
    assert code == 1
    assert "No daemon is alive; `monitor run` starts one." in said
    code, said = installed.call("reload")
    assert code == 1
    assert "monitor run" in said


@pytest.mark.parametrize("width", [80, 120])
def test_a_status_fits_the_terminal(installed: Installation, width: int) -> None:
    from rich.cells import cell_len

    installed.environment["COLUMNS"] = str(width)
    assert all(cell_len(line) <= width for line in installed.call("status")[1].splitlines())


def test_a_doctor_names_what_is_wrong_and_its_exit_code_says_so(installed: Installation, tmp_path: Path) -> None:
    found = {item["check"]: item for item in installed.json("doctor")}
    assert found["database"]["grade"] == found["readers"]["grade"] == "ok"
    assert found["operator"]["grade"] == "warning"
    installed.configure('receivers: [{name: desk, channels: ["mailto://nobody"]}]')
    code, _ = installed.call("doctor")
    assert code == 1
    problems = [item for item in installed.json("doctor") if item["grade"] == "problem"]
    assert [item["check"] for item in problems] == ["channel"]
    assert all(item["advice"] for item in problems)


@sqlite_only
def test_a_doctor_names_a_file_that_is_no_database(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"words, and no database " * 99)
    found = {item["check"]: item for item in installed.json("doctor")}
    assert found["database"]["grade"] == "problem"


def test_a_page_that_was_laid_aside_is_tried_again_and_its_news_come_in(
    installed: Installation, tmp_path: Path
) -> None:
    from datetime import UTC, datetime

    from monitor.pipeline.placing import store_page
    from monitor.store import open_store
    from monitor.types import Page, Refusal

    paragraphs = [
        "2026年3月4日，阳江市委书记柏承远率党政代表团赴苏州市开展招商考察，走访了苏州明泽精密机械有限公司。",
        "在苏州期间，代表团详细了解企业的生产经营和投资计划，并就合金材料、风电装备等领域的合作深入交流。" * 3,
    ]
    good = content.article("阳江市党政代表团赴苏州考察", paragraphs, published="2026-03-05 09:00").encode()
    now = datetime.now(UTC)
    store = open_store(database_at(tmp_path / "store.sqlite"))
    with store.write() as connection:
        for url, body, reason in (
            ("https://a.example/1.html", good, "quarantined"),
            ("https://a.example/2.html", b"<div>" * 90_000, "too deep"),
        ):
            page = Page(url=url, body=body, fetched_at=now, source="feed")
            store_page(connection, page, Refusal(reason=reason, detail="It was so."), now=now, quiet=False)
    store.close()

    listed = {row["url"]: row for row in installed.json("quarantine")}
    assert {row["reason"] for row in listed.values()} == {"quarantined: It was so.", "too deep: It was so."}
    one, two = (str(listed[f"https://a.example/{number}.html"]["id"]) for number in (1, 2))
    assert installed.call("quarantine", "show", one, "--out", "page.html")[0] == 0
    assert (tmp_path / "page.html").read_bytes() == good

    tried = installed.json("quarantine", "retry", "--all")
    assert {str(row["id"]): row["came_in"] for row in tried} == {one: True, two: False}
    assert [len(row["events"]) for row in tried if row["came_in"]] == [1]
    assert [row["id"] for row in installed.json("quarantine")] == [int(two)]
    assert installed.call("quarantine", "drop", two)[0] == 0
    assert installed.call("quarantine")[0] == 3
    assert installed.call("quarantine", "drop", two)[0] == 3

"""Real child processes: what they understand, and that a page which ends its reader ends nothing else."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.sandbox import Pool, work
from monitor.sandbox.frames import NoValue, read_value
from monitor.sandbox.work import understand
from monitor.types import Page, Refusal

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def page(body: str, document: str = "a.html") -> Page:
    return Page(url=None, body=body.encode(), fetched_at=NOW, document=document)


def story(title: str) -> Page:
    text = "临沂市举行重点项目集中签约仪式，现场签约12个项目，总投资35亿元，涵盖装备制造、新材料等领域。"
    return page(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='content'>"
        f"<p>2026年2月27日，{text}</p><p>{'市政府有关负责人介绍了发展规划，企业代表作了发言。' * 8}</p>"
        "</div></body></html>"
    )


def test_a_page_is_understood_in_a_child() -> None:
    with Pool(1) as pool:
        result = pool.understand(story("临沂集中签约12个项目"))
    assert not isinstance(result, Refusal)
    assert result.article.title == "临沂集中签约12个项目"
    assert [event.type for event in result.events] == ["signing"]
    assert result.sketch


def test_many_pages_keep_their_order_over_two_children() -> None:
    titles = [f"临沂第{number}次集中签约活动举行" for number in range(12)]
    with Pool(2) as pool:
        results = list(pool.map(story(title) for title in titles))
    assert [result.article.title for _, result in results if not isinstance(result, Refusal)] == titles


def test_a_page_that_takes_too_long_is_quarantined_and_the_next_is_read() -> None:
    with Pool(1, seconds=0.0) as pool:
        result = pool.understand(story("慢"))
        assert isinstance(result, Refusal)
        assert result.reason == "quarantined"
    with Pool(1) as pool:
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)


def test_a_child_that_dies_is_replaced_and_its_page_named() -> None:
    with Pool(1) as pool:
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)
        child = pool._children[0]._process
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        result = pool.understand(story("临沂再次集中签约"))
        assert isinstance(result, Refusal)
        assert "status -9" in result.detail
        assert not isinstance(pool.understand(story("临沂再次集中签约")), Refusal)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("<div>" * 400_000, id="nested"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">", id="attributes"),
        pytest.param("\0" * 1_000_000, id="nulls"),
    ],
)
def test_a_hostile_page_is_refused_and_the_parent_lives(hostile: str) -> None:
    with Pool(1) as pool:
        assert isinstance(pool.understand(page(hostile)), Refusal)
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)


@pytest.mark.parametrize("strange", ["（" * 1_000_000, "<template>" * 100_000, "<p>" + "签约" * 1_000_000])
def test_a_strange_page_tells_nothing_and_the_parent_lives(strange: str) -> None:
    with Pool(1) as pool:
        result = pool.understand(page(strange))
        assert isinstance(result, Refusal) or result.events == ()
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)


def test_a_reader_knows_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "canary-73a1")
    with Pool(1) as pool:
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)
        child = pool._children[0]._process
        assert child is not None
        assert b"canary-73a1" not in Path(f"/proc/{child.pid}/environ").read_bytes()


class Harmful:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "value", [Harmful(), os.getcwd, subprocess.Popen, pickle.loads], ids=["call", "function", "class", "builtin"]
)
def test_what_a_reader_sends_is_taken_for_values_only(value: object) -> None:
    with pytest.raises(NoValue):
        read_value(pickle.dumps(value))


def test_values_come_back_as_they_were() -> None:
    value = (NOW.astimezone(ZoneInfo("Asia/Shanghai")), Decimal("3.5"), Refusal(reason="empty", detail=""), {"a": [1]})
    assert read_value(pickle.dumps(value)) == value


def test_a_reader_of_pages_loads_no_configuration() -> None:
    script = "import sys, monitor.sandbox.work; print([m for m in ('pydantic', 'yaml', 'opencc') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_that_ends_its_reader_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [f"临沂第{number}次集中签约活动举行" for number in range(6)]
    pages = [story(title) for title in titles]
    killer = page("", document="killer.html")
    ended = Pool._do

    def do(pool: Pool, name: str, *arguments: object) -> object:
        if killer in arguments or any(isinstance(some, list) and killer in some for some in arguments):
            return Refusal(reason="quarantined", detail="The page ended its reader.")
        return ended(pool, name, *arguments)

    monkeypatch.setattr(Pool, "_do", do)
    with Pool(1) as pool:
        found = list(pool.map([*pages[:3], killer, *pages[3:]], at_once=4))
    assert [one for one, _ in found] == [*pages[:3], killer, *pages[3:]]
    assert [one.document for one, result in found if isinstance(result, Refusal)] == ["killer.html"]
    assert [result.article.title for _, result in found if not isinstance(result, Refusal)] == titles


def test_what_stood_behind_a_page_that_ended_its_reader_is_read_by_the_next() -> None:
    """A child has its next pages in its pipe; when it dies, only what it had in work is to blame."""
    with Pool(1) as pool:
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)
        process = pool._children[0]._process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)  # both are given to it before it dies
        with ThreadPoolExecutor(2) as threads:
            asked = [threads.submit(pool.understand, story("临沂再次集中签约")) for _ in range(2)]
            end = time.monotonic() + 60
            while pool._given[pool._children[0]] < 2 and time.monotonic() < end:
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
            results = [one.result(timeout=120) for one in asked]
    assert sorted(isinstance(result, Refusal) for result in results) == [False, True]


def test_pages_are_read_no_further_ahead_than_asked_for() -> None:
    taken = 0

    def pages() -> Iterator[Page]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield story(f"临沂第{number}次集中签约活动举行")

    with Pool(1) as pool:
        found = pool.map(pages(), at_once=2, ahead=20)
        next(found)
        assert taken <= 22
        assert sum(1 for _ in found) == 59


def test_a_pool_that_was_closed_starts_no_child() -> None:
    pool = Pool(1)
    pool.close()
    with pytest.raises(CancelledError):
        pool.understand(story("临沂集中签约"))


def test_what_children_warm_up_with_makes_them_use_the_rules() -> None:
    result = understand(page(work._SAMPLE))
    assert not isinstance(result, Refusal)
    assert {"signing", "trip"} <= {event.type for event in result.events}
    with Pool(2) as pool:
        pool.warm_up()
        assert not isinstance(pool.understand(story("临沂集中签约")), Refusal)

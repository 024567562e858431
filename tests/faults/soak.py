"""Hours in minutes: one daemon, many sources that publish and flap, a fast clock; its memory and descriptors."""

from __future__ import annotations

import json
import re
import signal
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from faults.processes import Zygote, alive, send, until
from faults.world import body
from sqlalchemy import func, select
from web import content
from web.server import Answer, Exchange, LocalWeb
from web.smtp import Mailbox

from monitor.store import open_store
from monitor.store.tables import articles, deliveries, events, polls

_SHOWN = 10  # items in a feed
_GAP = 4 * 3600.0  # seconds of the fast clock between two articles of one source
_FLAPS = (503, 404, 429)


class Newsroom:
    """`count` feeds on one server, a new article in each every few hours; one in ten flaps: it fails for an hour, then
    works for an hour. What is asked for is made just then, so that it holds nothing."""

    def __init__(self, count: int, clock: Any) -> None:
        self.count, self._clock, self._began = count, clock, clock().timestamp()
        self.web = LocalWeb()
        self.web.otherwise(self._answer)

    def published(self) -> int:
        """Articles so far, without those that were there from the start and those of feeds that flap."""
        return sum(self._newest(feed) for feed in range(self.count) if feed % 10)

    def _newest(self, feed: int) -> int:
        return int((self._clock().timestamp() - self._began + feed / self.count * _GAP) // _GAP)

    def _answer(self, exchange: Exchange) -> None:
        with suppress(Exception):  # a test server's list of requests must not grow for hours
            self.web._seen.clear()
        feed = re.fullmatch(r"/feed/(\d+)", exchange.request.path)
        page = re.fullmatch(r"/n/(\d+)-(\d+)\.html", exchange.request.path)
        hour = int((self._clock().timestamp() - self._began) // 3600)
        if feed:
            number = int(feed[1])
            if number % 10 == 0 and hour % 2:
                exchange.answer(Answer.error(_FLAPS[number // 10 % len(_FLAPS)]))
                return
            newest = self._newest(number)
            stamps = [self._began - number / self.count * _GAP + index * _GAP for index in range(newest + 1)]
            items = [
                content.Item(
                    url=f"{self.web.url}/n/{number}-{index}.html",
                    title=f"签约快讯第{number}之{index}号",
                    published=datetime.fromtimestamp(stamps[index], UTC),
                )
                for index in range(max(0, newest - _SHOWN), newest + 1)
            ]
            exchange.answer(Answer.xml(content.rss(items[::-1])))
        elif page:
            serial = int(page[1]) + int(page[2]) * self.count
            day = datetime.fromtimestamp(self._began + int(page[2]) * _GAP, UTC)
            text = content.article(
                f"签约快讯第{page[1]}之{page[2]}号", body(serial, day), published=f"{day:%Y-%m-%d %H:%M}"
            )
            exchange.answer(Answer.html(text))
        else:
            exchange.answer(Answer.error(404))


def soak(minutes: float, rate: float, count: int, *, say: Any = print) -> dict[str, Any]:
    """Run it, and measure every five seconds. memory in MB of the daemon and, apart, of its reader process."""
    began = time.time()
    clock = lambda: datetime.fromtimestamp(began + (time.time() - began) * rate, UTC)  # noqa: E731
    zygote, mailbox, room = Zygote("cold"), Mailbox(), Newsroom(count, clock)
    samples: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = "\n".join(
            f'  - {{name: s{number}, kind: feed, url: "{room.web.url}/feed/{number}", every: 30m}}'
            for number in range(count)
        )
        (folder / "sources.yaml").write_text(
            f"""
settings: {{allow_private: ["127.0.0.1"]}}
sources:
{lines}
receivers:
  - name: desk
    channels: ["mailto://127.0.0.1:{mailbox.port}/?from=monitor@a.example&to=desk@a.example&mode=insecure"]
    times: ["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"]
    cap: 1000
""",
            encoding="utf-8",
        )
        database = f"sqlite:///{folder / 's.sqlite'}"
        pid = zygote.start(
            config=str(folder / "sources.yaml"),
            database=database,
            shift=f"rate:{began}:{rate}",
            log=str(folder / "log"),
            tick=str(15 / rate),
        )
        try:
            while time.time() - began < minutes * 60 and alive(pid):
                time.sleep(5)
                samples.append(_measure(pid))
                if len(samples) % 12 == 0:
                    say(json.dumps({"minute": round((time.time() - began) / 60, 1), **samples[-1]}), flush=True)
            survived = alive(pid)
            send(pid, signal.SIGTERM)
            until(lambda: not alive(pid), 20.0)
            log = (folder / "log").read_text()
            store = open_store(database)
            with store.read() as connection:
                counted = {
                    table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                    for table in (polls, articles, events, deliveries)
                }
            store.close()
        finally:
            send(pid, signal.SIGKILL)
            zygote.close()
            room.web.close()
            mailbox.close()
    return {
        "minutes": round(minutes, 1),
        "hours_of_the_clock": round(minutes * rate / 60, 1),
        "sources": count,
        "survived": survived,
        **counted,
        "published_by_steady_sources": room.published(),
        "mails": len(mailbox.messages),
        "defects_in_the_log": log.count("a defect"),
        "tracebacks": log.count("Traceback"),
        **{f"{key}_first_third": _middle(samples, key, 0) for key in ("memory", "reader", "descriptors", "threads")},
        **{f"{key}_last_third": _middle(samples, key, 2) for key in ("memory", "reader", "descriptors", "threads")},
        "memory_most": max(sample["memory"] for sample in samples),
        "descriptors_most": max(sample["descriptors"] for sample in samples),
    }


def _measure(pid: int) -> dict[str, float]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    readers = [int(child) for task in children.parents[1].glob("*/children") for child in task.read_text().split()]
    return {
        "memory": _resident(pid),
        "reader": sum(_resident(reader) for reader in readers),
        "descriptors": float(len(list(Path(f"/proc/{pid}/fd").iterdir()))),
        "threads": float(len(list(children.parents[1].iterdir()))),
    }


def _resident(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return round(int(found[1]) / 1024, 1) if found else 0.0


def _middle(samples: list[dict[str, float]], key: str, third: int) -> float:
    size = max(1, len(samples) // 3)
    values = sorted(sample[key] for sample in samples[third * size : third * size + size])
    return values[len(values) // 2] if values else 0.0

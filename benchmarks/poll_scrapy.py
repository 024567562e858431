"""The work of benchmarks/poll.py by Scrapy; run by a Python that has it. Prints the same figures as one JSON object.

robots.txt is obeyed and the feed's links are read; nothing is stored, no address is checked, and no states are kept.
Scrapy's own cache of pages (which would write each to the disk) is off: the spider shows the ETag itself.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from poll_server import address
from scrapy.crawler import CrawlerProcess

PORT, COUNT, THREADS = map(int, sys.argv[1:4])
WINDOW = float(sys.argv[4])


class Feeds(scrapy.Spider):
    """Three rounds over all feeds: the first, unchanged, and on a clock."""

    name = "feeds"
    handle_httpstatus_list = [304]  # noqa: RUF012 (Scrapy's own way)

    def __init__(self, **keys: Any) -> None:
        super().__init__(**keys)
        self.found: dict[str, Any] = {"who": "scrapy"}
        self.tags: dict[str, bytes] = {}
        self.entries = self.done = 0
        self.worst = 0.0
        self.waiting: asyncio.TimerHandle | None = None

    async def start(self) -> AsyncIterator[Any]:
        for request in self._round():
            yield request

    def parse(self, response: Any) -> Iterator[Any]:
        host = response.url.split("/")[2]
        self.entries += len(response.xpath("//item/link")) if response.status == 200 else 0
        self.tags[host] = response.headers["ETag"]
        self.done += 1
        if "due" in response.meta:
            self.worst = max(self.worst, time.perf_counter() - response.meta["due"])
        if self.done < COUNT:
            return
        wall, used = time.perf_counter() - self.began, time.process_time() - self.used
        each = {"CPU ms": round(used / COUNT * 1000, 2)}
        if "first poll" not in self.found:
            self.found |= {"first poll": {"polls/s": round(COUNT / wall), **each}, "entries": self.entries}
            yield from self._round()
        elif "unchanged" not in self.found:
            self.found["unchanged"] = {"polls/s": round(COUNT / wall), **each}
            self._clock()
        else:
            self.found["on a clock"] = {**each, "worst lag s": round(self.worst, 3)}
            self.held.cancel()

    def _round(self) -> Iterator[Any]:
        self._begin()
        return (self._request(number) for number in range(COUNT))

    def _begin(self) -> None:
        self.done, self.began, self.used = 0, time.perf_counter(), time.process_time()

    def _request(self, number: int, **meta: Any) -> Any:
        host = f"{address(number)}:{PORT}"
        headers = {"If-None-Match": self.tags[host]} if host in self.tags else None
        return scrapy.Request(f"http://{host}/feed.xml", headers=headers, dont_filter=True, meta=meta)

    def _clock(self) -> None:
        """Every request at its own time; the spider is kept open until the last one."""
        self._begin()
        loop = asyncio.get_running_loop()
        self.held = loop.create_task(asyncio.sleep(10 * WINDOW))
        self.crawler.signals.connect(self._not_yet, signal=scrapy.signals.spider_idle)
        for number in range(COUNT):
            wait = WINDOW * number / COUNT
            request = self._request(number, due=self.began + wait)
            loop.call_later(wait, self.crawler.engine.crawl, request)

    def _not_yet(self) -> None:
        if not self.held.done():
            raise scrapy.exceptions.DontCloseSpider


def main() -> None:
    """Runs the spider."""
    settings = {
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": THREADS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Feeds)
    process.crawl(crawler)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Feeds)
    print(json.dumps(spider.found | {"peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    main()

"""The work of benchmarks/poll.py by Scrapy; run by a Python that has it. Prints the same figures as one JSON object.

robots.txt is obeyed and the feed's links are read; nothing is stored, no address is checked, and no states are kept.
Each answer brings the next request: with 10,000 of them waiting, Scrapy's queue, which goes through all hosts for each,
takes minutes of CPU.
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
        self.entries = self.done = self.asked = 0
        self.worst = 0.0

    async def start(self) -> AsyncIterator[Any]:
        for request in self._round():
            yield request

    def _round(self) -> Iterator[Any]:
        self._begin()
        return (self._request(self.asked) for _ in range(THREADS))

    def parse(self, response: Any) -> Iterator[Any]:
        host = response.url.split("/")[2]
        self.entries += len(response.xpath("//item/link")) if response.status == 200 else 0
        self.tags[host] = response.headers["ETag"]
        self.done += 1
        if "due" not in response.meta and self.asked < COUNT:
            yield self._request(self.asked)
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

    def _begin(self) -> None:
        self.done, self.asked = 0, 0
        self.began, self.used = time.perf_counter(), time.process_time()

    def _request(self, number: int, **meta: Any) -> Any:
        self.asked = number + 1
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
            loop.call_later(wait, self._send, number, self.began + wait)

    def _send(self, number: int, due: float) -> None:
        self.crawler.engine.crawl(self._request(number, due=due))

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

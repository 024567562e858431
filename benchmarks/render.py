"""What a page costs that needs a browser: time, CPU and memory, beside the same page without one.

    python benchmarks/render.py [--pages 40]

Two sites on loopback. `light` fills its list by one request of a small script. `heavy` is built as sites by today's
frameworks are: 1.7 MB of scripts in three files, six requests that wait for each other, 3,000 elements. A page is asked
for by the client that the service uses; wall is from the call to the page. CPU is that of the browser with all its
processes, and of Playwright's driver; memory is their proportional set size (PSS), as the kernel shares it out. Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from monitor.fetch import Client, Fetched, Limits, Request, browser_trouble

_TICK = os.sysconf("SC_CLK_TCK")
_ROWS = [{"url": f"/a/{number}.html", "title": f"青岩市第{number}批重点项目集中签约"} for number in range(30)]
_LIGHT = """
fetch('/api/0').then(answer => answer.json()).then(rows => {
  document.getElementById('app').innerHTML =
    rows.map(row => `<li><a href="${row.url}">${row.title}</a></li>`).join('');
});
"""
_HEAVY = """
(async () => {
  const all = [];
  for (let number = 0; number < 6; number++) all.push(...await (await fetch('/api/' + number)).json());
  const app = document.getElementById('app');
  for (let place = 0; place < 1000; place++) {
    const row = all[place % all.length], item = document.createElement('li'), link = document.createElement('a');
    link.href = row.url; link.textContent = row.title + known(place);
    item.append(link, document.createElement('span')); app.append(item);
  }
})();
"""
# Functions as a bundle has them: parsed by the browser, most of them never called.
_BUNDLE = "".join(
    f"function part{n}(a,b){{var c=[];for(var i=0;i<a;i++)c.push({{id:i,name:'x'+b+i}});"
    "return c.map(o=>o.name).join()}\n"
    for n in range(5_000)
)
_PAGES = {
    "/light": "<script src=/light.js defer></script>",
    "/heavy": "".join(f"<script src=/bundle.js?{n} defer></script>" for n in range(3))
    + "<script src=/heavy.js defer></script>",
}
_SCRIPTS = {"/light.js": _LIGHT, "/heavy.js": _HEAVY, "/bundle.js": f"{_BUNDLE}function known(n){{return part7(3,n)}}"}


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in _PAGES:
            page = f"<!DOCTYPE html><title>青岩要闻</title>{_PAGES[path]}<ul id=app>请稍候</ul>"
            kind, body = "text/html; charset=utf-8", page.encode()
        elif path in _SCRIPTS:
            kind, body = "text/javascript", _SCRIPTS[path].encode()
        elif path.startswith("/api/"):
            kind, body = "application/json", json.dumps(_ROWS).encode()
        else:
            kind, body = "text/plain", b""
        self.send_response(200 if body else 404)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def family() -> list[Path]:
    """The processes below this one."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents.setdefault(_stat(folder)[1], []).append(int(folder.name))
        except OSError:  # it is over
            continue
    found, waiting = [], [os.getpid()]
    while waiting:
        children = parents.get(waiting.pop(), [])
        waiting += children
        found += [Path(f"/proc/{child}") for child in children]
    return found


def _stat(folder: Path) -> list[int]:
    """Of /proc/PID/stat the fields behind the name: state (as 0), parent and so on."""
    return [0, *map(int, (folder / "stat").read_text().rpartition(")")[2].split()[1:])]


def processor() -> float:
    """CPU seconds of the processes below, ended ones that were waited for included."""
    total = 0
    for folder in family():
        try:
            total += sum(_stat(folder)[11:15])
        except OSError:
            continue
    return total / _TICK


def memory() -> float:
    """Their proportional set size, MB."""
    total = 0
    for folder in family():
        try:
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


@contextmanager
def most(seconds: float = 0.25) -> Iterator[list[float]]:
    """What `memory` was at the most, looked at so often."""
    found, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(seconds):
            found[0] = max(found[0], memory())

    looking = threading.Thread(target=look)
    looking.start()
    yield found
    over.set()
    looking.join()


def measure(url: str, pages: int, *, render: bool) -> dict[str, float]:
    """One page after the other by one client. start: what the first one took more."""
    client = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0, render=60.0))
    walls: list[float] = []

    def show() -> None:
        began = time.monotonic()
        answer = client.get(Request(url=url, render=render, robots=False))
        walls.append(time.monotonic() - began)
        if not isinstance(answer, Fetched) or (b"/a/29.html" in answer.page.body) != render:
            raise TypeError(answer)

    show()
    used = processor()
    with most() as peak:
        for _ in range(pages):
            show()
    used = processor() - used
    after = memory()
    client.close()
    return {
        "wall s, median": round(statistics.median(walls[1:]), 3),
        "wall s, slowest": round(max(walls[1:]), 3),
        "start s": round(walls[0] - statistics.median(walls[1:]), 2),
        "browser CPU s a page": round(used / pages, 3),
        "peak MB": round(peak[0]),
        f"MB after {pages + 1} pages": round(after),
    }


def main() -> None:
    """Measures both sites, with a browser and without."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=40, help="of each kind")
    arguments = parser.parse_args()
    if trouble := browser_trouble():
        sys.exit(trouble)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page in _PAGES:
        for render in (True, False):
            found = measure(f"http://127.0.0.1:{server.server_port}{page}", arguments.pages, render=render)
            print(json.dumps({"page": page, "rendered": render, **found}), flush=True)
    server.shutdown()


if __name__ == "__main__":
    main()

"""The server of benchmarks/poll.py: feeds on as many addresses as asked for, which counts what it is asked."""

from __future__ import annotations

import asyncio
import gzip
import resource
from multiprocessing.connection import Connection

ITEMS = "".join(
    f"<item><title>青岩市第{n}批重点项目集中签约</title><link>http://127.1.0.1:PORT/a/{n}.html</link>"
    f"<pubDate>Wed, 07 May 2025 09:{n:02d}:00 +0800</pubDate>"
    f"<description>{'项目签约仪式举行。' * 20}</description></item>"
    for n in range(20)
)
FEED = f"<rss version='2.0'><channel><title>x</title>{ITEMS}</channel></rss>"
STORY = (
    "<html><title>{0}</title><h1>青岩市今日要闻之{0}</h1><div class=content><p>"
    + "青岩市今日消息，" * 40
    + "</p></div></html>"
)


def address(number: int) -> str:
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


async def serve(pipe: Connection) -> None:
    feed = b""
    asked = {"articles": 0, "robots": 0, "feed": 0, "unchanged": 0, "most at once": 0}
    open_now: dict[str, int] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        open_now[host] = open_now.get(host, 0) + 1
        asked["most at once"] = max(asked["most at once"], open_now[host])
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if head.startswith(b"GET /robots.txt"):
                    asked["robots"] += 1
                    body = b"User-agent: *\nDisallow: /private\n"
                    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
                elif head.startswith(b"GET /a/"):
                    asked["articles"] += 1
                    body = STORY.format(head[7:12].decode()).encode()
                    writer.write(
                        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%b"
                        % (len(body), body)
                    )
                elif b"if-none-match" in head.lower():
                    asked["unchanged"] += 1
                    writer.write(b'HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n')
                else:
                    asked["feed"] += 1
                    writer.write(
                        b'HTTP/1.1 200 OK\r\netag: "1"\r\ncontent-encoding: gzip\r\ncontent-type: text/xml\r\n'
                        b"content-length: %d\r\n\r\n%b" % (len(feed), feed)
                    )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            open_now[host] -= 1
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1000)
    port = server.sockets[0].getsockname()[1]
    feed = gzip.compress(FEED.replace("PORT", str(port)).encode())
    pipe.send(port)
    while True:
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        pipe.send(asked)


def run_server(pipe: Connection) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65_536)), hard))
    asyncio.run(serve(pipe))

"""The main job on real servers: the daemon polls a web, an article appears, its digest arrives by mail and webhook;
the process is killed and started again, and nothing is sent twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web import content
from web.chat import Chat
from web.databases import database_at
from web.server import Answer, LocalWeb
from web.smtp import Mailbox

HERE = Path(__file__).parent
DAY = 86_400

OLD = (
    "阳江市与肇庆市企业座谈",
    ["阳江市投资促进局近日与企业座谈，介绍园区配套和惠企政策，听取对营商环境的意见建议。" * 3],
)
TRIP = (
    "阳江市党政代表团赴苏州考察",
    [
        "2026年3月4日，阳江市委书记柏承远率党政代表团赴苏州市开展招商考察，走访了苏州明泽精密机械有限公司。",
        "在苏州期间，代表团详细了解企业的生产经营和投资计划，并就合金材料、风电装备等领域的合作深入交流。" * 3,
    ],
)
SIGNING = (
    "肇庆市集中签约26个项目",
    [
        "3月5日，肇庆市举行2026年第一季度重点项目集中签约仪式，现场签约26个项目，总投资118亿元。",
        "签约项目涵盖新能源汽车、电子信息、金属加工等产业，将为当地高质量发展注入新的动力和活力。" * 3,
    ],
)


class Daemon:
    """The runner in a process of its own, and the clock that it reads."""

    def __init__(self, folder: Path, config: str) -> None:
        self.folder = folder
        (folder / "sources.yaml").write_text(config, encoding="utf-8")
        (folder / "shift").write_text("0")
        self.database = database_at(folder / "store.sqlite")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        arguments = [str(self.folder / "sources.yaml"), self.database, str(self.folder / "shift")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen([sys.executable, str(HERE / "runner.py"), *arguments], stderr=log)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def ahead(self, seconds: float) -> None:
        part = self.folder / "shift.part"
        part.write_text(str(seconds))
        part.replace(self.folder / "shift")

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def wait(self, what: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert self.process
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail(f"it did not come to pass; the daemon's log:\n{self.log()}")
            time.sleep(0.05)


@pytest.fixture
def site(web: LocalWeb) -> LocalWeb:
    """A feed, a listing in two pages of which one answer is GBK, a Discuz board; each names one old article."""
    for path, (title, paragraphs) in {"/feed/1.html": OLD, "/list/1.html": OLD}.items():
        web.route(
            path, Answer.html(content.article(f"{title}{path}", [path, *paragraphs], published="2026-03-01 09:00"))
        )
    publish(web, feed=(), listed=())
    web.route(
        "/thread-5-1-1.html",
        Answer.html(content.thread(5, "招商论坛公告", "版主公告：发帖请先阅读版规。" * 8), charset="gbk"),
    )
    web.route("/forum-2-1.html", Answer.html(content.board([(5, "招商论坛公告")]), charset="gbk"))
    return web


def publish(web: LocalWeb, feed: tuple[str, ...], listed: tuple[str, ...]) -> None:
    """What the feed and the listing name now, besides what was there from the start."""
    stamp = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    items = [content.Item(url=web.url + path, title=path, published=stamp) for path in (*feed, "/feed/1.html")]
    web.route("/feed", Answer.xml(content.rss(items)))
    items = [
        content.Item(url=path, title=f"肇庆要闻报道之{path}", published=stamp) for path in (*listed, "/list/1.html")
    ]
    web.route("/list/", Answer.html(content.listing(items[:1], following="/list/2.html"), charset="gbk"))
    web.route("/list/2.html", Answer.html(content.listing(items[1:] or items)))


@pytest.fixture
def daemon(tmp_path: Path, site: LocalWeb, mailbox: Mailbox, chat: Chat) -> Iterator[Daemon]:
    hook = chat.url.removeprefix("http://")
    made = Daemon(
        tmp_path,
        f"""
settings: {{allow_private: ["127.0.0.1"]}}
sources:
  - {{name: feed, kind: feed, url: "{site.url}/feed", every: 1s}}
  - {{name: list, kind: listing, url: "{site.url}/list/", link: "ul.list a", next: "a.next", pages: 2, every: 1s}}
  - {{name: board, kind: board, url: "{site.url}/forum-2-1.html", every: 1s}}
receivers:
  - name: desk
    channels: ["mailto://127.0.0.1:{mailbox.port}/?from=monitor@a.example&to=desk@a.example&mode=insecure", "json://{hook}"]
    times: ["08:30"]
    empty: false
""",
    )
    yield made
    if made.process:
        made.kill()


def text_of(mailbox: Mailbox, number: int = 0) -> str:
    part = mailbox.messages[number].message.get_body(("plain",))
    assert part
    return str(part.get_content())


def test_news_arrives_once_by_mail_and_webhook_through_a_kill(
    daemon: Daemon, site: LocalWeb, mailbox: Mailbox, chat: Chat
) -> None:
    daemon.start()
    daemon.wait(lambda: all(f"source={name} reason=ok" in daemon.log() for name in ("feed", "list", "board")))

    # What was there at the first poll is stored and not told; what appears now is.
    for path, (title, paragraphs) in {"/feed/2.html": TRIP, "/list/9.html": SIGNING}.items():
        page = content.article(title, paragraphs, published="2026-03-05 09:00", source="岭南晨报")
        site.route(path, Answer.html(page, charset="gbk" if path.startswith("/list") else "utf-8"))
    publish(site, feed=("/feed/2.html",), listed=("/list/9.html",))
    daemon.wait(lambda: daemon.log().count("new_events=1") >= 2)
    assert not mailbox.messages
    assert not chat.messages

    daemon.ahead(DAY)
    daemon.wait(lambda: bool(mailbox.messages) and bool(chat.messages))
    text = text_of(mailbox)
    for words in ("柏承远", "苏州", "肇庆", "26", "118亿元", "岭南晨报", f"{site.url}/feed/2.html"):
        assert words in text
    assert "座谈" not in text

    # Until it is marked as sent, a message whose sender dies may go out again; tests/faults kill in between.
    daemon.wait(lambda: daemon.log().count("message sent") == 2)
    daemon.kill()
    daemon.start()
    daemon.ahead(2 * DAY)
    daemon.wait(lambda: daemon.log().count("sources=3") == 2)
    polled = site.count("/feed")
    daemon.wait(lambda: site.count("/feed") >= polled + 2)
    time.sleep(1)
    assert len(mailbox.messages) == 1
    assert len(chat.messages) == 1


def test_an_article_missed_in_an_outage_comes_in_after_it(daemon: Daemon, site: LocalWeb, mailbox: Mailbox) -> None:
    daemon.start()
    daemon.wait(lambda: "source=feed reason=ok" in daemon.log())
    title, paragraphs = TRIP
    site.route("/feed/2.html", Answer.error(503))
    publish(site, feed=("/feed/2.html",), listed=())
    daemon.wait(lambda: site.count("/feed/2.html") >= 1)
    site.route("/feed/2.html", Answer.html(content.article(title, paragraphs, published="2026-03-05 09:00")))
    daemon.ahead(2 * DAY)
    daemon.wait(lambda: "new_events=1" in daemon.log())
    daemon.ahead(4 * DAY)
    daemon.wait(lambda: bool(mailbox.messages))
    assert "柏承远" in text_of(mailbox)


def test_a_mail_server_that_puts_us_off_gets_the_message_later_with_the_same_id(
    daemon: Daemon, site: LocalWeb, mailbox: Mailbox, chat: Chat
) -> None:
    mailbox.mode = "full"
    daemon.start()
    daemon.wait(lambda: "source=feed reason=ok" in daemon.log())
    title, paragraphs = TRIP
    site.route("/feed/2.html", Answer.html(content.article(title, paragraphs, published="2026-03-05 09:00")))
    publish(site, feed=("/feed/2.html",), listed=())
    daemon.wait(lambda: "new_events=1" in daemon.log())
    daemon.ahead(DAY)
    daemon.wait(lambda: "kept for another try" in daemon.log())
    chat.wait(1)  # the other channel is not held up
    mailbox.mode = "accept"
    daemon.ahead(DAY + 7200)
    daemon.wait(lambda: bool(mailbox.messages))
    time.sleep(1)
    assert len(mailbox.messages) == len(chat.messages) == 1


def test_sigterm_ends_it_cleanly_and_soon(daemon: Daemon) -> None:
    daemon.start()
    daemon.wait(lambda: "source=feed reason=ok" in daemon.log())
    assert daemon.process
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.process.wait(timeout=60) == 0
    assert "stopped" in daemon.log()
    assert "Traceback" not in daemon.log()


def test_sigterm_ends_it_in_time_also_while_a_server_says_nothing(
    daemon: Daemon, site: LocalWeb, mailbox: Mailbox, chat: Chat
) -> None:
    chat.mode = mailbox.mode = "hang"
    daemon.start()
    daemon.wait(lambda: "source=feed reason=ok" in daemon.log())
    title, paragraphs = TRIP
    site.route("/feed/2.html", Answer.html(content.article(title, paragraphs, published="2026-03-05 09:00")))
    publish(site, feed=("/feed/2.html",), listed=())
    daemon.wait(lambda: "new_events=1" in daemon.log())
    daemon.ahead(DAY)
    daemon.wait(lambda: chat.tries > 0)
    assert daemon.process
    daemon.process.send_signal(signal.SIGTERM)
    assert daemon.process.wait(timeout=60) == 0
    assert "ended without waiting" in daemon.log()  # for servers that would have said nothing for half a minute


def test_the_command_runs_the_same_and_ends_on_sigterm(tmp_path: Path, site: LocalWeb) -> None:
    (tmp_path / "sources.yaml").write_text(
        f'settings: {{allow_private: ["127.0.0.1"], delay: 0s}}\n'
        f'sources: [{{name: feed, kind: feed, url: "{site.url}/feed"}}]\n'
    )
    environment = os.environ | {"MONITOR_DATABASE_URL": database_at(tmp_path / "s.sqlite")}
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    site.wait("/feed/1.html", seconds=120)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    assert "Traceback" not in log

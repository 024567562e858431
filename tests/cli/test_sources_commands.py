"""`monitor sources` as a user calls it: real processes, real sites."""

from __future__ import annotations

import json
import os
import pty
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from web import content, faults
from web.server import Answer, LocalWeb

HEAD = """# Ours.
settings: {allow_private: ["127.0.0.1"], delay: 0s}  # no hurry

sources:
  # what we watch
  - name: first
    kind: feed
    url: http://127.0.0.1:1/feed

# the end
"""
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
CHINA = ZoneInfo("Asia/Shanghai")
STORY = [
    "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。",
    "项目涵盖石材、氢能等产业，前景可期。" * 8,
]


class Desk:
    """A folder with a configuration, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config = folder, folder / "sources.yaml"
        self.config.write_text(HEAD, encoding="utf-8")
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "MONITOR_DATABASE_URL": f"sqlite:///{folder / 'store.sqlite'}",
            "PYTHONIOENCODING": "utf-8",
        }

    def __call__(self, *arguments: str, stdin: Any = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def json(self, *arguments: str, code: int = 0) -> Any:
        done = self(*arguments, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def typed(self, words: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command on a terminal, at which someone types."""
        ours, theirs = pty.openpty()
        os.write(ours, words.encode())
        try:
            return self(*arguments, stdin=theirs)
        finally:
            os.close(ours)
            os.close(theirs)

    def names(self) -> list[str]:
        return [row["name"] for row in self.json("sources", "list")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def publish(web: LocalWeb, folder: str = "cj", count: int = 12, *, newest: datetime = NOW) -> list[content.Item]:
    """Articles of a column, newest first, an hour apart."""
    items = []
    for number in range(count):
        when = newest - timedelta(hours=number)
        title = f"云浮市第{number}批重点项目集中签约"
        path = f"/{folder}/{when:%Y%m%d}/{1000 - number}.html"
        local = when.astimezone(CHINA)
        page = content.article(title, story(path, number), published=f"{local:%Y-%m-%d %H:%M}", source="云浮日报")
        web.route(path, Answer.html(page))
        items.append(content.Item(url=web.url + path, title=title, published=when))
    return items


def story(seed: str, number: int) -> list[str]:
    """A signing told in words that no other story shares but the usual ones."""
    draw = random.Random(seed)
    names = ["".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(16)]
    lead = f"3月4日，云浮市举行第{number}批重点项目集中签约仪式，现场签约{number + 2}个项目，总投资{number + 20}亿元。"
    return [lead, "".join(f"{one}由{other}承建，" for one, other in zip(names[:8], names[8:], strict=True))]


def column(web: LocalWeb, items: list[content.Item], *, head: str = "") -> str:
    page = content.listing(items, following="/cj/2.html").replace("<title>", f"{head}<title>", 1)
    return web.route("/cj/", Answer.html(page))


def feed_link(path: str, title: str = "") -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'


def test_a_page_that_names_a_feed_is_added_as_that_feed_with_comments_kept(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    web.route("/cj.xml", Answer.xml(content.rss(items)))
    url = column(web, items, head=feed_link("/cj.xml", "财经"))
    record = desk.json("sources", "add", url, "--yes", "--name", "cj")
    assert [(one["kind"], one["articles"]) for one in record["proposals"]] == [("feed", 12), ("listing", 12)]
    assert [one["title"] for one in record["articles"]] == [item.title for item in items[:10]]
    for one, item in zip(record["articles"], items, strict=False):
        assert item.published is not None
        assert datetime.fromisoformat(one["published"]) == item.published
        assert (one["source"], one["refused"]) == ("云浮日报", None)
        assert one["length"] > 100
        assert "signing" in one["events"]
    assert record["written"]
    text = desk.config.read_text(encoding="utf-8")
    added = f"  - name: cj\n    kind: feed\n    url: {web.url}/cj.xml\n    title: 财经\n"
    assert added in text
    assert text.replace(added, "") == HEAD
    assert desk.json("poll", "cj")[0]["new_articles"] == 12


def test_without_yes_and_a_terminal_it_shows_and_writes_nothing(desk: Desk, web: LocalWeb) -> None:
    url = column(web, publish(web))
    done = desk("sources", "add", url)
    assert done.returncode == 0
    for shown in ("listing", "12", "云浮市第0批", "云浮日报", "--yes"):
        assert shown in done.stdout
    assert desk.config.read_text(encoding="utf-8") == HEAD


def test_on_a_terminal_one_chooses_and_says_yes(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    web.route("/cj.xml", Answer.xml(content.rss(items)))
    url = column(web, items, head=feed_link("/cj.xml"))
    done = desk.typed("2\ny\n", "sources", "add", url)
    assert done.returncode == 0, done.stderr
    assert f"kind: listing\n    url: {url}\n" in desk.config.read_text(encoding="utf-8")


def test_on_a_terminal_no_is_no(desk: Desk, web: LocalWeb) -> None:
    done = desk.typed("n\n", "sources", "add", column(web, publish(web)))
    assert done.returncode == 0, done.stderr
    assert "Nothing was written" in done.stdout
    assert desk.config.read_text(encoding="utf-8") == HEAD


def test_a_board_is_offered_by_its_pages_and_its_rss(desk: Desk, web: LocalWeb) -> None:
    threads = [(number, f"云浮市第{number}批项目签约") for number in (11, 12, 13)]
    for number, subject in threads:
        web.route(f"/thread-{number}-1-1.html", Answer.html(content.thread(number, subject, "\n".join(STORY))))
    url = web.route("/forum-2-1.html", Answer.html(content.board(threads), charset="gbk"))
    items = [content.Item(url=f"{web.url}/thread-{number}-1-1.html", title=title) for number, title in threads]
    web.route("/forum.php", Answer.xml(content.rss(items)))
    offered = desk.json("sources", "add", url)["proposals"]
    assert [(one["kind"], one["articles"]) for one in offered] == [("board", 3), ("board", 3)]
    assert "mod=rss" in offered[1]["url"]
    web.route("/forum.php", Answer.error(404))
    offered = desk.json("sources", "add", url)["proposals"]
    assert [(one["articles"], (one["trouble"] or {}).get("reason")) for one in offered] == [(3, None), (0, "not found")]


def test_a_sitemap_that_robots_names_is_found_through_its_index(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    rows = "".join(f"<url><loc>{one.url}</loc><lastmod>{one.published:%Y-%m-%d}</lastmod></url>" for one in items)
    schema = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    web.route("/news-map.xml", Answer.xml(f"<urlset {schema}>{rows}</urlset>"))
    index = f"<sitemapindex {schema}><sitemap><loc>{web.url}/news-map.xml</loc></sitemap></sitemapindex>"
    web.route("/maps.xml", Answer.xml(index))
    web.route("/robots.txt", Answer(body=f"User-agent: *\nSitemap: {web.url}/maps.xml\n".encode()))
    url = web.route("/", Answer.html("<html><body><h1>云浮新闻</h1></body></html>"))
    (offered,) = desk.json("sources", "add", url)["proposals"]
    assert (offered["kind"], offered["url"], offered["articles"]) == ("sitemap", web.url + "/maps.xml", 12)


def test_a_json_list_is_taken_for_what_it_is(desk: Desk, web: LocalWeb) -> None:
    rows = [{"title": item.title, "url": item.url} for item in publish(web)]
    body = json.dumps({"data": {"list": rows}}).encode()
    url = web.route("/api/list", Answer(body=body, headers={"Content-Type": "application/json"}))
    (offered,) = desk.json("sources", "add", url)["proposals"]
    assert (offered["kind"], offered["articles"]) == ("json", 12)


def test_a_feed_that_was_left_behind_or_is_of_another_column_stands_after_the_page(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    old = publish(web, "old", newest=NOW - timedelta(days=400))
    other = publish(web, "sports")
    web.route("/old.xml", Answer.xml(content.rss(old)))
    web.route("/all.xml", Answer.xml(content.rss(other)))
    url = column(web, items, head=feed_link("/old.xml") + feed_link("/all.xml"))
    offered = [one["url"].removeprefix(web.url) for one in desk.json("sources", "add", url)["proposals"]]
    assert offered == ["/cj/", "/all.xml", "/old.xml"]


def test_articles_that_would_be_refused_are_shown_with_the_reason(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    web.route(items[0].url.removeprefix(web.url), Answer.error(403))
    first = desk.json("sources", "add", column(web, items))["articles"][0]
    assert (first["refused"]["reason"], first["unreachable"]) == ("forbidden", True)


def test_a_site_that_offers_nothing(desk: Desk, web: LocalWeb) -> None:
    url = web.route("/", Answer.html("<html><body><h1>公告</h1><p>本站正在建设。</p></body></html>"))
    done = desk("sources", "add", url, "--yes")
    assert done.returncode == 3
    assert "nothing to watch" in done.stderr
    assert desk.config.read_text(encoding="utf-8") == HEAD


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer.error(404), "not found"),
        (Answer.error(503), "server error"),
        (faults.hang_up, "connection lost"),
        (Answer.html("<p>请完成安全验证后继续访问</p>"), "captcha"),
    ],
)
def test_a_site_that_cannot_be_looked_at_is_named_with_its_reason(
    desk: Desk, web: LocalWeb, answer: Any, reason: str
) -> None:
    done = desk("sources", "add", web.route("/", answer), "--yes")
    assert done.returncode == 1
    assert reason in done.stderr


def test_addresses_that_cannot_be_asked_and_wrong_usage(desk: Desk, web: LocalWeb, tmp_path: Path) -> None:
    assert "private address" in desk("sources", "add", "http://10.1.2.3/").stderr
    assert desk("sources", "add", "ftp://news.example/").returncode == 1
    assert desk("sources", "add").returncode == 2
    url = column(web, publish(web))
    assert desk("sources", "add", url, "--choose", "9").returncode == 2
    taken = desk("sources", "add", url, "--yes", "--name", "first")
    assert (taken.returncode, "two sources are named first" in taken.stderr) == (2, True)
    desk.config.unlink()
    done = desk("sources", "add", url, "--yes")
    assert (done.returncode, "monitor init" in done.stderr) == (2, True)


def test_what_is_watched_already_is_not_added_twice(desk: Desk, web: LocalWeb) -> None:
    url = column(web, publish(web))
    assert desk("sources", "add", url, "--yes").returncode == 0
    again = desk("sources", "add", url, "--yes")
    assert again.returncode == 1
    assert "watched already" in again.stdout
    assert desk.config.read_text(encoding="utf-8").count(url) == 1


def test_a_list_is_added_in_one_go_and_what_cannot_be_is_named(desk: Desk, web: LocalWeb) -> None:
    one = column(web, publish(web))
    two = web.route("/yw.xml", Answer.xml(content.rss(publish(web, "yw"))))
    gone = web.url + "/gone/"
    (desk.folder / "list.txt").write_text(f"# ours\n{one}\n\n{two} # a feed\n{two}\n{gone}\n", encoding="utf-8")
    shown = desk.json("sources", "add", "--file", "list.txt", code=1)
    assert not shown["written"]
    done = desk("sources", "add", "--file", "list.txt", "--yes")
    assert done.returncode == 1
    assert f"{gone}: not found" in done.stdout
    text = desk.config.read_text(encoding="utf-8")
    assert text.index("name: first") < text.index(one) < text.index(two) < text.index("# the end")
    assert len(desk.names()) == 3
    assert desk.json("sources", "add", "--file", "list.txt", "--yes", code=1)["written"] is False


def test_lists_of_other_readers_come_in_and_ours_goes_out_and_back(desk: Desk) -> None:
    (desk.folder / "in.opml").write_text(
        '<opml version="1.0"><body><outline text="地方">'
        '<outline text="云浮日报" type="rss" xmlUrl="https://daily.example/rss"/>'
        '<outline text="云浮要闻" type="rss" xmlUrl="feed://www.yaowen.example/cj/rss.xml"/>'
        '<outline text="重复" type="rss" xmlUrl="http://127.0.0.1:1/feed"/>'
        '<outline text="别的" type="rss" xmlUrl="ftp://files.example/rss"/></outline></body></opml>',
        encoding="utf-8",
    )
    record = desk.json("sources", "import", "in.opml")
    assert record["added"] == ["daily-example", "yaowen-example-cj"]
    assert [item["url"] for item in record["skipped"]] == ["http://127.0.0.1:1/feed", "ftp://files.example/rss"]
    assert "title: 云浮日报" in desk.config.read_text(encoding="utf-8")
    assert desk("sources", "export", "out.opml").returncode == 0
    before = desk.json("sources", "list")
    desk.config.write_text("sources: []  # anew\n", encoding="utf-8")
    assert desk.json("sources", "import", "out.opml")["added"] == [row["name"] for row in before]
    assert desk.json("sources", "list") == before
    assert desk("sources", "export").stdout.count("<outline") == 3
    assert desk("sources", "import", "out.opml").returncode == 3


def test_a_file_that_is_no_opml_is_refused(desk: Desk) -> None:
    (desk.folder / "in.opml").write_text("<html></html>")
    done = desk("sources", "import", "in.opml")
    assert (done.returncode, "in.opml: The file is no OPML" in done.stderr) == (2, True)


def failing_page(web: LocalWeb, step: str) -> Any:
    """What the site answers for the step of a trial to fail, and the source's further keys."""
    items = publish(web, count=3)
    good = Answer.html(content.listing(items))
    match step:
        case "robots":
            web.route("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /cj/\n"))
            return good
        case "fetch":
            return Answer.error(503)
        case "decode":
            return Answer(body=b"", headers={"Content-Type": "text/html"})
        case "listing":
            return Answer.html("<p>请完成安全验证后继续访问</p>")
        case "entries":
            return Answer.html("<h1>网站改版公告</h1><p>" + "新网站即将上线。" * 100)
        case "article":
            for item in items:
                web.route(item.url.removeprefix(web.url), Answer.error(404))
            return good
        case "reading":
            for item in items:
                web.route(item.url.removeprefix(web.url), Answer.html("<html><body></body></html>"))
            return good
        case "date":
            bare = [content.Item(url=f"/show-{number}.html", title=item.title) for number, item in enumerate(items)]
            for item in bare:
                web.route(item.url, Answer.html(content.article(item.title, STORY)))
            return Answer.html(content.listing(bare))
    return good


STEPS = ["address", "robots", "fetch", "decode", "listing", "entries", "article", "reading", "date", "events"]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("robots", "robots"),
        ("fetch", "server error"),
        ("decode", "empty"),
        ("listing", "captcha"),
        ("entries", "no entries"),
        ("article", "not found"),
        ("reading", ""),
        ("date", "no date"),
    ],
)
def test_a_trial_says_which_step_fails(desk: Desk, web: LocalWeb, step: str, reason: str) -> None:
    url = web.route("/cj/", failing_page(web, step))
    entry = f'sources: [{{name: cj, kind: listing, url: "{url}"}}]\n'
    desk.config.write_text('settings: {allow_private: ["127.0.0.1"], delay: 0s}\n' + entry, encoding="utf-8")
    record = desk.json("sources", "test", "cj", code=1)
    *before, last = record["steps"]
    assert [one["step"] for one in before] == STEPS[: STEPS.index(step)]
    assert all(one["ok"] for one in before)
    assert (last["step"], last["ok"]) == (step, False)
    assert last["detail"]
    assert reason in last["reason"]
    assert record["not_reached"] == STEPS[STEPS.index(step) + 1 :]


def test_a_trial_of_an_address_that_must_not_be_asked(desk: Desk) -> None:
    desk.config.write_text("sources: [{name: a, kind: feed, url: 'http://169.254.169.254/feed'}]\n")
    done = desk("sources", "test", "a")
    assert done.returncode == 1
    assert "FAILS address" in done.stdout
    assert "not reached: robots" in done.stdout
    assert desk("sources", "test", "b").returncode == 2


def test_a_trial_that_goes_well_names_what_it_found_and_stores_nothing(desk: Desk, web: LocalWeb) -> None:
    url = column(web, publish(web))
    desk("sources", "add", url, "--yes", "--name", "cj")
    done = desk("sources", "test", "cj")
    assert done.returncode == 0, done.stdout
    assert [line.split()[1] for line in done.stdout.splitlines()] == STEPS
    assert "3 signing" in done.stdout
    assert desk("articles").returncode == 3


def test_the_list_shows_states_rhythm_and_what_comes_next(desk: Desk, web: LocalWeb) -> None:
    items = publish(web)
    url = column(web, items[4:])
    desk.config.write_text(
        f"""
settings: {{allow_private: ["127.0.0.1"], delay: 0s}}
sources:
  - {{name: good, kind: listing, url: "{url}", every: 1h}}
  - {{name: bad, kind: feed, url: "{web.url}/gone.xml"}}
  - {{name: walled, kind: feed, url: "{web.route("/wall", Answer.error(403))}"}}
  - {{name: off, kind: feed, url: "{web.url}/off.xml", enabled: false}}
"""
    )
    assert [row["state"] for row in desk.json("sources")] == ["new", "new", "new", "off"]
    desk("poll")
    column(web, items)
    desk("poll")
    rows = {row["name"]: row for row in desk.json("sources")}
    assert {name: row["state"] for name, row in rows.items()} == {
        "good": "fine",
        "bad": "redesigned",
        "walled": "walled",
        "off": "off",
    }
    good = rows["good"]
    assert (len(good["daily"]), sum(good["daily"]), good["sparkline"].count("█")) == (14, 4, 1)
    assert good["article"] == items[0].title
    assert datetime.fromisoformat(good["next_due"]) > datetime.fromisoformat(good["last_poll"])
    assert "403" in rows["walled"]["detail"]
    assert rows["walled"]["evidence"]
    table = desk("sources").stdout
    for shown in ("good", "fine", "walled", "█"):
        assert shown in table
    assert [row["name"] for row in desk.json("sources", "--state", "walled")] == ["walled"]
    assert desk("sources", "--state", "quiet").returncode == 3

"""`monitor sources` as a user calls it: real processes, real sites."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from web import content
from web.chat import Chat
from web.column import column, feed_link, publish
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.pipeline.trial import STEPS

HEAD = """# Ours.
settings: {allow_private: ["127.0.0.1"], delay: 0s}  # no hurry

sources:
  # what we watch
  - name: first
    kind: feed
    url: http://127.0.0.1:1/feed

# the end
"""


class Desk:
    """A folder with a configuration, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config = folder, folder / "sources.yaml"
        self.config.write_text(HEAD, encoding="utf-8")
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "MONITOR_DATABASE_URL": database_at(folder / "store.sqlite"),
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
    for shown in ("listing", "12", "云浮市第0批", "云浮日报", "--yes", f"url: {url}\n"):
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


def test_a_site_that_offers_nothing(desk: Desk, web: LocalWeb) -> None:
    url = web.route("/", Answer.html("<html><body><h1>公告</h1><p>本站正在建设。</p></body></html>"))
    done = desk("sources", "add", url, "--yes")
    assert done.returncode == 3
    assert "nothing to watch" in done.stderr
    assert desk.config.read_text(encoding="utf-8") == HEAD


def test_a_site_that_cannot_be_looked_at_is_named_with_its_reason(desk: Desk, web: LocalWeb) -> None:
    done = desk("sources", "add", web.route("/", Answer.error(503)), "--yes")
    assert done.returncode == 1
    assert "server error" in done.stderr


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
    assert desk.config.read_text(encoding="utf-8").count(f"url: {url}\n") == 1


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


def test_a_trial_says_which_step_fails_and_which_are_not_reached(desk: Desk, web: LocalWeb) -> None:
    desk.config.write_text("sources: [{name: a, kind: feed, url: 'http://169.254.169.254/feed'}]\n")
    done = desk("sources", "test", "a")
    assert done.returncode == 1
    assert "FAILS address" in done.stdout
    assert "not reached: robots" in done.stdout
    record = desk.json("sources", "test", "a", code=1)
    assert (record["ok"], record["steps"][-1]["reason"], record["not_reached"][0]) == (
        False,
        "private address",
        "robots",
    )
    assert desk("sources", "test", "b").returncode == 2


def test_a_trial_that_goes_well_names_what_it_found_and_stores_nothing(desk: Desk, web: LocalWeb) -> None:
    url = column(web, publish(web))
    desk("sources", "add", url, "--yes", "--name", "cj")
    done = desk("sources", "test", "cj")
    assert done.returncode == 0, done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * len(STEPS)
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
    first = desk("poll").stdout.splitlines()
    assert first[0].startswith("good: 8 entries; 8 new articles, ")
    assert first[1:] == [
        "bad: not found: the server answered 404 Not Found.",
        "walled: forbidden: the server answered 403 Forbidden.",
    ]
    column(web, items)
    desk("poll")
    assert desk("poll", "good").stdout == "good: unchanged; nothing new\n"
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
    assert desk("sources", "page", "walled").stdout == "<h1>403</h1>"
    assert desk("sources", "page", "good").returncode == 3
    table = desk("sources").stdout
    for shown in ("good", "fine", "walled", "█"):
        assert shown in table
    assert [row["name"] for row in desk.json("sources", "--state", "walled")] == ["walled"]
    assert desk("sources", "--state", "quiet").returncode == 3


def test_polling_and_digest_by_hand_tell_the_operator_too(desk: Desk, web: LocalWeb, chat: Chat) -> None:
    hook = chat.url.removeprefix("http://")
    desk.config.write_text(
        f"""
settings: {{allow_private: ["127.0.0.1"], delay: 0s, operator: ops}}
sources: [{{name: walled, title: 云浮日报, kind: feed, url: "{web.route("/wall", Answer.error(403))}"}}]
receivers: [{{name: ops, channels: ["json://{hook}"], empty: false}}]
"""
    )
    desk("poll")
    assert (desk("digest").returncode, len(chat.messages)) == (3, 0)  # once may be chance
    desk("poll")
    assert (desk("digest").returncode, len(chat.messages)) == (0, 1)
    assert "云浮日报" in str(chat.messages[0])
    assert (desk("digest").returncode, len(chat.messages)) == (3, 1)

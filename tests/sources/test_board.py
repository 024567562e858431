"""Discuz boards: X, 7, mobile, Archiver and RSS, in GBK and UTF-8, with pinned threads and behind walls."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from making import listed, read, refused

CHINA = timezone(timedelta(hours=8))
BOARD = "http://bbs.example.com/forum-2-1.html"

# Written for these tests, as the engines serve them; kept in UTF-8 and encoded as the test wants.
X3, ARCHIVER, SEVEN, MOBILE, RSS = (
    (Path(__file__).parent / "boards" / name).read_text(encoding="utf-8")
    for name in ("discuz-x3.html", "archiver.html", "discuz-7.html", "mobile.html", "rss.xml")
)

TITLES = ["青岩市代表团赴海州考察", "海州与三家企业签约"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_discuz_x(encoding: str) -> None:
    listing = listed("board", X3.replace('charset="gbk"', f'charset="{encoding}"').encode(encoding), url=BOARD)
    entries = listing.entries
    assert [entry.title for entry in entries] == [*TITLES, "本版块发帖须知请先阅读"]
    assert [entry.url for entry in entries] == [f"http://bbs.example.com/thread-{n}-1-1.html" for n in (31, 30, 11)]
    assert [entry.author for entry in entries] == ["林一", "陈二", "管理员"]
    assert [entry.published for entry in entries] == [
        datetime(2025, 5, 7, tzinfo=CHINA),
        datetime(2025, 5, 6, 8, 15, tzinfo=CHINA),
        datetime(2019, 3, 1, tzinfo=CHINA),
    ]
    assert listing.next == "http://bbs.example.com/forum-2-2.html"


@pytest.mark.parametrize(
    ("body", "url", "next_page"),
    [
        (ARCHIVER, "http://bbs.example.com/archiver/?fid-2.html", "http://bbs.example.com/archiver/?fid-2.html&page=2"),
        (
            SEVEN,
            "http://bbs.example.com/forumdisplay.php?fid=2",
            "http://bbs.example.com/forumdisplay.php?fid=2&page=2",
        ),
        (
            MOBILE,
            "http://bbs.example.com/forum.php?mod=forumdisplay&fid=2&mobile=2",
            "http://bbs.example.com/forum.php?mod=forumdisplay&fid=2&page=2&mobile=2",
        ),
        (RSS, "http://bbs.example.com/forum.php?mod=rss&fid=2", None),
    ],
    ids=["archiver", "discuz 7", "mobile", "rss"],
)
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_the_other_faces_of_a_board(body: str, url: str, next_page: str | None, encoding: str) -> None:
    listing = listed("board", body.replace("gbk", encoding).encode(encoding), url=url)
    assert [entry.title for entry in listing.entries] == TITLES
    assert all("31" in entry.url or "30" in entry.url for entry in listing.entries)
    assert listing.next == next_page


@pytest.mark.parametrize("said", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"])
@pytest.mark.parametrize(("encoding", "name"), [("gbk", "X3"), ("gbk", "ARCHIVER"), ("gbk", "SEVEN"), ("big5", "TRAD")])
def test_a_board_whose_encoding_is_named_wrongly_or_not_at_all(encoding: str, name: str, said: str) -> None:
    trad = X3.replace("代表团", "代表團").replace("与", "與").replace("签约", "簽約").replace("岩市", "岩縣")
    body = {"X3": X3, "ARCHIVER": ARCHIVER, "SEVEN": SEVEN, "TRAD": trad}[name].replace('<meta charset="gbk">', "")
    where = "http://bbs.example.com/archiver/?fid-2.html" if name == "ARCHIVER" else BOARD
    result = listed("board", body.encode(encoding, "ignore"), url=where, content_type=said)
    assert result.entries[0].title in ("青岩市代表团赴海州考察", "青岩縣代表團赴海州考察")


def test_the_time_is_that_of_the_first_post() -> None:
    entries = listed("board", SEVEN, url="http://bbs.example.com/forumdisplay.php?fid=2").entries
    assert entries[0].published == datetime(2025, 5, 7, tzinfo=CHINA)


def test_a_list_that_only_reorders_names_the_same_threads() -> None:
    one = X3[X3.index('<tbody id="normalthread_31">') : X3.index('<tbody id="normalthread_30">')]
    reordered = X3.replace(one, "").replace("</table></form>", one + "</table></form>")
    before = listed("board", X3, url=BOARD).entries
    after = listed("board", reordered, url=BOARD).entries
    assert before != after
    assert {entry.url for entry in before} == {entry.url for entry in after}


def test_next_page_behind_a_button() -> None:
    html = MOBILE.split('<div class="pg">')[0] + (
        '<a class="bm_h" href="javascript:;" rel="forum.php?mod=forumdisplay&fid=2&page=2" id="autopbn">下一页 »</a>'
    )
    listing = listed("board", html, url=BOARD)
    assert listing.next == "http://bbs.example.com/forum.php?mod=forumdisplay&fid=2&page=2"


MESSAGE = '<div id="messagetext" class="alert_error"><p>{}</p></div>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (MESSAGE.format("抱歉，您需要登录才能访问本版块"), "login wall"),
        (MESSAGE.format("抱歉，您所在的用户组(游客)无法进行此操作"), "login wall"),
        (MESSAGE.format("抱歉，指定的版块不存在"), "no entries"),
        ("<p>本版块或指定的范围内尚无主题</p>", "no entries"),
        (
            "<html><script>var arg1='A1'; document.cookie = 'acw_sc__v2=' + x; location.reload()</script></html>",
            "challenge",
        ),
        ("", "empty"),
    ],
)
def test_what_is_no_board(body: str, reason: str) -> None:
    assert refused("board", body, url=BOARD) == reason


def test_a_message_is_passed_on() -> None:
    result = read("board", MESSAGE.format("抱歉，指定的版块不存在"), url=BOARD)
    assert "指定的版块不存在" in str(result)

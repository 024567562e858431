"""Adding sources to a file that a person wrote: their text stays theirs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Source, load
from monitor.config.edit import add_sources, entry_of, name_for, with_sources
from monitor.errors import ConfigError

ENTRY = {"name": "new", "kind": "feed", "url": "https://new.example/feed?x=1#y", "title": "云岭: 要闻"}
SHIPPED = Path(__file__).parents[2] / "sources.yaml"

FORMS = {
    "a list with comments around": (
        "# top\nsources:\n  # of the city\n  - name: a  # first\n    kind: feed\n    url: http://a.example/  # here\n"
        "\n# who is told\nreceivers: []\n"
    ),
    "an entry that is commented out at the end": (
        "sources:\n  - name: a\n    kind: feed\n    url: http://a.example/\n  # - name: b\n  #   kind: feed\n"
    ),
    "dashes at the margin": "sources:\n- name: a\n  kind: feed\n  url: http://a.example/\nsettings: {delay: 2s}\n",
    "an entry that ends in a mapping": (
        "sources:\n  - name: a\n    kind: json\n    url: http://a.example/\n    fields:\n      url: href  # theirs\n"
        "# end\n"
    ),
    "an entry that ends in a block of text": (
        "sources:\n  - name: a\n    kind: feed\n    url: http://a.example/\n    note: |\n      one\n\n      two\n\n"
        "# behind\nsettings: {delay: 2s}\n"
    ),
    "an entry that ends in nothing": (
        "sources:\n  - name: a\n    kind: feed\n    url: http://a.example/\n    note:\n# end\n"
    ),
    "entries in braces": "sources:\n  - {name: a, kind: feed, url: 'http://a.example/'}  # one\n# end\n",
    "a list in brackets": "sources: [{name: a, kind: feed, url: 'http://a.example/'}]  # all\nreceivers: []\n",
    "an empty list": "sources: []  # none yet\nreceivers: []\n",
    "a key without a list": "sources:\n  # - name: example\n\nreceivers: []\n",
    "no key": "settings:\n  delay: 2s  # slowly\n",
    "no end of the last line": "sources:\n  - name: a\n    kind: feed\n    url: http://a.example/",
    "comments alone": "# nothing here\n",
    "nothing": "",
    "lines ended as Windows does": (
        "sources:\r\n  - name: a\r\n    kind: feed\r\n    url: http://a.example/\r\n# end\r\n"
    ),
    "a byte order mark": "\ufeffsources:\n  - name: a\n    kind: feed\n    url: http://a.example/\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_list_takes_an_entry_and_keeps_what_was_there(tmp_path: Path, form: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(FORMS[form].encode())
    before = load(path)
    after = add_sources(path, [ENTRY])
    assert after == load(path)
    assert [source.name for source in after.sources] == [*(source.name for source in before.sources), "new"]
    assert (after.sources[-1].url, after.sources[-1].title) == (ENTRY["url"], ENTRY["title"])
    assert after.sources[:-1] == before.sources
    text = path.read_bytes().decode()
    # What was there stands there still, in its order: taking the new words away gives the old file.
    # Only the brackets of an empty list give way.
    left = iter(text)
    kept = FORMS[form].replace("sources: []", "sources:")
    assert all(char in left for char in kept.rstrip("\n"))
    for line in FORMS[form].splitlines():
        if "#" in line:
            assert line.partition("#")[2] in text


def test_the_shipped_file_gains_one_entry_in_its_own_style_and_changes_nowhere_else() -> None:
    before = SHIPPED.read_text(encoding="utf-8")
    after = with_sources(before, [ENTRY])
    start = after.index("\n  - name: new\n")
    end = after.index("云岭: 要闻'\n", start) + len("云岭: 要闻'\n")
    assert after[:start] + after[end:] == before
    assert after[start:end].splitlines()[1:] == [
        "  - name: new",
        "    kind: feed",
        "    url: https://new.example/feed?x=1#y",
        "    title: '云岭: 要闻'",
    ]


def test_comments_over_the_next_part_stay_over_it() -> None:
    after = with_sources(FORMS["a list with comments around"], [ENTRY])
    assert after.index("name: new") < after.index("# who is told") < after.index("receivers")


def test_lines_keep_their_ends() -> None:
    after = with_sources(FORMS["lines ended as Windows does"], [ENTRY])
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"name": "a", "kind": "feed", "url": "http://b.example/"}, "two sources are named a"),
        ({"name": "b", "kind": "fed", "url": "http://b.example/"}, "kind"),
        ({"name": "b", "kind": "feed", "url": "ftp://b.example/"}, "http:// or https://"),
    ],
)
def test_an_entry_that_would_not_be_right_leaves_the_file_as_it_was(
    tmp_path: Path, entry: dict[str, str], said: str
) -> None:
    path = tmp_path / "sources.yaml"
    text = FORMS["a list with comments around"]
    path.write_text(text)
    with pytest.raises(ConfigError, match=said) as caught:
        add_sources(path, [entry])
    assert "Nothing was written" in str(caught.value)
    assert path.read_text() == text
    assert [child.name for child in tmp_path.iterdir()] == ["sources.yaml"]


def test_a_file_that_is_wrong_already_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("sources:\n  - name: a\n    kind: feed\n    ulr: http://a.example/\n")
    with pytest.raises(ConfigError, match="line 4"):
        add_sources(path, [ENTRY])


def test_the_mode_and_a_link_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "sources.yaml"
    real.write_text("sources: []\n")
    real.chmod(0o600)
    link.symlink_to(real)
    add_sources(link, [ENTRY])
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert "new" in real.read_text()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.news.example/cj/index.html", "news-example-cj"),
        ("https://news.example/a/b/c/", "news-example-b-c"),
        ("https://bbs.example/forum-36-1.html", "bbs-example-forum-36-1"),
        ("http://云岭.example/财经/", "云岭-example-财经"),
        ("http://127.0.0.1:8765/feed.xml", "127-0-0-1"),
        ("https://news.example/maps/sitemap.xml.gz", "news-example-maps"),
    ],
)
def test_a_name_is_made_of_host_and_path(url: str, name: str) -> None:
    assert name_for(url, ()) == name
    assert name_for(url, {name}) == f"{name}-2"
    Source(name=name, kind="feed", url=url)


def test_an_entry_holds_what_differs_from_the_defaults_and_no_secret() -> None:
    source = Source.model_validate(
        {
            "name": "a",
            "kind": "sitemap",
            "url": "http://a.example/",
            "every": "90m",
            "delay": "5s",
            "enabled": False,
            "cookie": "sid=hidden",
            "headers": {"X-Key": "hidden"},
            "proxy": "http://user:hidden@proxy.example",
        }
    )
    entry = entry_of(source)
    assert entry == {
        "name": "a",
        "kind": "sitemap",
        "url": "http://a.example/",
        "every": "90m",
        "delay": "5s",
        "enabled": False,
    }
    assert Source.model_validate(entry).every.least == timedelta(minutes=90)


def test_bounds_of_an_interval_are_written_as_they_were_read() -> None:
    entry = {"name": "a", "kind": "feed", "url": "http://a.example/", "every": ["10m", "6h"]}
    assert entry_of(Source.model_validate(entry)) == entry
    assert "every" not in entry_of(Source.model_validate(entry | {"every": ["15m", "2h"]}))

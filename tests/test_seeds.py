"""The saved pages of `seeds/`: whole, as served, and with gold that their own words carry."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, datetime
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
PAGES = sorted(path for path in SEEDS.iterdir() if path.suffix in {".html", ".txt", ".mhtml", ".gz"})
ENCODINGS = {"01-forum-thread.html": "gbk", "08-groundbreaking.html": "gb18030"}
FIELDS = {
    "trip": "direction region leaders start end date_precision destinations visited status quote",
    "signing": "region name start end date_precision parties projects amount_yuan amount currency amount_bound "
    "cumulative quote",
    "chain": "region name count members action start end date_precision quote",
}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def _body(page: Path) -> bytes:
    body = page.read_bytes()
    if page.suffix == ".gz":
        return gzip.decompress(body)
    if page.suffix == ".mhtml":
        (html,) = (
            p for p in message_from_bytes(body, policy=policy.default).walk() if p.get_content_type() == "text/html"
        )
        payload = html.get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload
    return body


def _text(page: Path) -> str:
    """What a reader sees of a page, without spaces."""
    source = _body(page).decode(ENCODINGS.get(page.name, "utf-8"))
    shown = re.sub(r"<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]+>", "", source, flags=re.DOTALL)
    return _close(unescape(shown))


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)


def _beside(page: Path, folder: Path) -> dict[str, Any]:
    name = page.name.split(".", 1)[0] + ".json"
    loaded = json.loads((folder / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def _gold(page: Path) -> dict[str, Any]:
    return _beside(page, SEEDS / "gold")


def test_every_page_has_a_sidecar_and_gold_and_nothing_is_left_over() -> None:
    stems = {page.name.split(".", 1)[0] for page in PAGES}
    assert stems == {path.stem for path in SEEDS.glob("*.json")}
    assert stems == {path.stem for path in (SEEDS / "gold").glob("*.json")}
    assert len(stems) == len(PAGES)


def test_every_form_of_saved_page_is_shown() -> None:
    assert {"".join(page.suffixes) for page in PAGES} == {".html", ".html.gz", ".txt", ".mhtml"}


@each_page
def test_a_page_decodes_without_loss_in_the_encoding_it_names(page: Path) -> None:
    source = _body(page).decode(ENCODINGS.get(page.name, "utf-8"))
    assert "\ufffd" not in source
    if page.suffix != ".txt":
        (label,) = re.findall(r'<meta[^>]+charset="?([\w-]+)', source, re.IGNORECASE)
        # A city daily labels GB18030 bytes gb2312, as many do; the others say what they are.
        expected = {"08-groundbreaking.html": "gb2312"}.get(page.name, ENCODINGS.get(page.name, "utf-8"))
        assert label.lower() == expected


def test_the_daily_holds_a_character_that_its_label_cannot() -> None:
    with pytest.raises(UnicodeDecodeError):
        (SEEDS / "08-groundbreaking.html").read_bytes().decode("gb2312")


@each_page
def test_a_sidecar_agrees_with_the_gold(page: Path) -> None:
    sidecar, gold = _beside(page, SEEDS), _gold(page)
    assert set(sidecar) == {"url", "source", "published", "fetched_at"}
    assert re.match(r"http://[a-z]+\.example/", sidecar["url"])
    assert gold["url"] == sidecar["url"]
    fetched = datetime.fromisoformat(sidecar["fetched_at"])
    assert fetched.tzinfo is not None
    if sidecar["published"] is None:
        assert gold["published"] is None
    else:
        published = datetime.fromisoformat(sidecar["published"])
        assert published < fetched
        assert gold["published"] == published.date().isoformat()


@each_page
def test_gold_says_where_the_body_begins_and_ends(page: Path) -> None:
    gold, text = _gold(page), _text(page)
    assert gold["document"] == page.name
    begins, ends = text.index(_close(gold["body_starts"])), text.index(_close(gold["body_ends"]))
    assert begins < ends
    body = text[begins : ends + len(_close(gold["body_ends"]))]
    for event in gold["events"]:
        assert _close(event["quote"]) in body


@each_page
def test_gold_events_have_the_fields_of_their_kind(page: Path) -> None:
    for event in _gold(page)["events"]:
        assert set(event) - {"type"} == set(FIELDS[event["type"]].split())
        if event["start"] is None:
            assert event["end"] is event["date_precision"] is None
        else:
            assert date.fromisoformat(event["start"]) <= date.fromisoformat(event["end"])


def test_three_pages_have_the_vocabulary_and_no_event() -> None:
    eventless = [page for page in PAGES if not _gold(page)["events"]]
    words = [re.findall("签约|集中开工|走访|考察", _text(page)) for page in eventless]
    assert len(eventless) == 3
    assert all(words)


def test_one_article_is_told_on_two_sites_in_two_scripts() -> None:
    thread, copy = _gold(SEEDS / "01-forum-thread.html"), _gold(SEEDS / "06-copy-hant.txt")
    quotes = [[event.pop("quote") for event in gold["events"]] for gold in (thread, copy)]
    assert thread["events"] == copy["events"]
    assert (thread["script"], copy["script"]) == ("hans", "hant")
    assert quotes[0] != quotes[1]


def test_two_articles_tell_the_same_chains() -> None:
    told = [
        {
            (event["region"], event["name"], event["count"], event["start"])
            for event in _gold(page)["events"]
            if event["type"] == "chain"
        }
        for page in (SEEDS / "01-forum-thread.html", SEEDS / "05-aggregator-hant.html")
    ]
    assert told[0] == told[1]


def test_the_damaged_spot_comes_back_by_reversing_the_damage() -> None:
    """The annotator put "(guī)" between the two bytes of 庫, so that 8E was lost and the rest is out of step."""
    text = _text(SEEDS / "04-converted-residue.html")
    spoiled = re.search(r"專家\?guī\)(.+?)F\(tuán\)", text)
    assert spoiled
    lost = "庫".encode("gbk")[:1]
    assert ("家".encode("gbk")[1:] + lost).decode("gbk") == "規"  # what the annotator took for a character: guī
    assert (lost + (spoiled[1] + "F").encode("gbk")).decode("gbk") == "庫和智囊團"

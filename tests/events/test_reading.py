"""The common reading: the gate, spans that lead back to the body, and work done once."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.events import extract, find, read, trips, unsaid
from monitor.events.vocabulary import WORDS, find_hits, opens
from monitor.types import Article

TRIP = "6月3日至5日，嘉兴市委书记周立群率党政代表团赴苏州市考察，走访了青禾医药集团。"
TRADITIONAL = "6月3日，廈門市市長沈若川率團訪問澳門，拜訪商會並洽談合作，簽署《合作備忘錄》，打造產業鏈。"
RESIDUE = "濟(jì)南市委書記(jì)周立群6月3日率隊(duì)赴蘇州市考察(chá)招商。"


def article_of(*paragraphs: str, published: datetime | None = datetime(2025, 6, 12, 20, tzinfo=UTC)) -> Article:
    return Article(
        url=None, title="嘉興新聞", paragraphs=paragraphs, layout="test/1", confidence=1.0, published=published
    )


@pytest.mark.parametrize("word", [word for words in WORDS.values() for word in words])
def test_every_word_of_the_vocabulary_opens_the_door(word: str) -> None:
    assert opens(f"今天{word}了")
    assert find_hits(f"今天{word}了")[0].start == 2


@pytest.mark.parametrize("words", ["訪問", "代表團", "率隊", "簽約", "產業鏈", "備忘錄", "領隊", "拜會", "對接會"])
def test_traditional_words_open_the_door_too(words: str) -> None:
    assert opens(f"今日{words}")


def test_a_body_without_the_vocabulary_is_not_even_converted() -> None:
    reading = read(article_of("今天天氣很好，孩子們在岸邊放風箏。"))
    assert reading.hits == ()
    assert reading.plain == ""
    assert find(reading) == ()


def test_words_broken_by_pinyin_are_found() -> None:
    reading = read(article_of(RESIDUE))
    assert "率队" in reading.plain
    assert reading.gated("trip") == (0,)


def test_the_anchor_is_the_day_in_china() -> None:
    assert read(article_of(TRIP)).anchor.published == date(2025, 6, 13)
    assert read(article_of(TRIP, published=None)).anchor.published is None


def test_mentions_are_spans_of_the_plain_text_and_found_once() -> None:
    reading = read(article_of("前一句没有事。" + TRIP))
    (place,) = [place for place in reading.places(1) if place.name == "苏州市"]
    assert reading.plain[place.start : place.end] == "苏州市"
    assert reading.places(1) is reading.places(1)
    assert reading.sentence_at(place.start) == 1


def test_find_judges_a_reading_once() -> None:
    reading = read(article_of(TRIP))
    assert find(reading) == find(reading)
    assert len(find(reading)) == 1


@pytest.mark.parametrize(
    ("sentence", "kind", "lack"),
    [
        ("招商引资是头等大事。", "trip", "no place named"),
        ("苏州的招商引资成效显著。", "trip", "nobody named who could travel"),
        ("苏州市委书记说，招商引资是头等大事。", "trip", "told in no way that the rules know"),
    ],
)
def test_a_sentence_with_the_words_and_nothing_told_says_what_it_lacks(sentence: str, kind: str, lack: str) -> None:
    reading = read(article_of(TRIP, sentence))
    find(reading)
    assert [(finding.kind, finding.verdict) for finding in unsaid(reading)] == [(kind, lack)]
    finding = next(unsaid(reading))
    assert reading.article.body[finding.start : finding.end] == sentence


SENTENCES = st.sampled_from(
    [
        TRIP,
        TRADITIONAL,
        RESIDUE,
        "（完）",
        "“好！”他說。",
        "  ",
        "記者3日獲悉，",
        "ABC 12.5亿元",
        "\u3000",
        "訪港",
        "。",
        "；",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SENTENCES, min_size=1, max_size=6).map("".join), min_size=1, max_size=4))
def test_evidence_is_always_cut_from_the_body(paragraphs: list[str]) -> None:
    article = article_of(*paragraphs)
    reading = read(article)
    for event in find(reading):
        assert event.evidence
        for item in event.evidence:
            assert article.body[item.start : item.end] == item.quote
    for finding in (*reading.findings, *unsaid(reading)):
        assert 0 <= finding.start <= finding.end <= len(article.body)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="赴率队团访港来到考察招商、，。（）《》“”12月日市委书记周立群苏州代表团签约产业链 ", max_size=200)
)
def test_no_text_breaks_the_rules(body: str) -> None:
    for event in extract(article_of(body)):
        assert 0 < event.confidence <= 1


CLAUSE = "6月3日，嘉兴市委书记周立群率队赴苏州市考察，走访青禾医药集团，"


@pytest.mark.parametrize(
    "body",
    [CLAUSE * 20 + "。", CLAUSE * 20, "代表团来访一行会见" * 60, "率团访问赴到来" * 80],
    ids=["sentences", "one line without end", "guests", "verbs"],
)
def test_the_cost_is_linear_in_the_length(body: str) -> None:
    def seconds(times: int) -> float:
        reading = read(article_of(body * times))
        begin = time.process_time()
        trips.find(reading)
        return time.process_time() - begin

    seconds(4)
    short, long = min(seconds(8) for _ in range(3)), min(seconds(64) for _ in range(3))
    assert long < 8 * 4 * short + 0.05


def test_what_a_site_calls_itself_says_whose_page_it_is_where_no_outlet_is_named() -> None:
    body = "6月3日，副市长周立群率队赴武汉市招商，拜访企业，介绍我市的营商环境。"
    page = Article(
        url=None, title=None, paragraphs=(body,), layout="test/1", confidence=1.0, site="桐乡市人民政府门户网站"
    )
    (trip,) = extract(page)
    assert trip.region == "桐乡市"
    (elsewhere,) = extract(replace(page, source="海宁日报"))
    assert elsewhere.region == "海宁市"

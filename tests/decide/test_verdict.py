"""New, copy, revision, known: with the words of invented stories."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from monitor.decide import Candidate, Known, containment, decide, index_hashes, sketch

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = "临沂苏州项目签约产业链投资园区企业代表团考察合作装备制造新能源材料医药物流港口市长书记推进落地建设服务".strip()


def story(seed: int, sentences: int = 40) -> str:
    chance = random.Random(seed)
    return "。".join("".join(chance.choices(WORDS, k=24)) for _ in range(sentences))


def verdict(body: str, known: Known | None = None, similar: tuple[Candidate, ...] = ()) -> tuple[str, tuple[int, ...]]:
    found = decide(title="t", body=body, sketch=sketch(body), fetched_at=NOW, known=known, similar=similar)
    assert found.reason
    return found.kind, found.of


def stored(body: str, *, title: str = "t", fetched_at: datetime = NOW - timedelta(days=1)) -> Known:
    return Known(id=7, sketch=sketch(body), title=title, body=body, fetched_at=fetched_at)


def test_an_article_not_seen_before_is_new() -> None:
    assert verdict(story(1)) == ("new", ())


def test_the_same_article_at_the_same_address_is_known() -> None:
    assert verdict(story(1), stored(story(1))) == ("known", (7,))


def test_a_changed_article_at_the_same_address_is_a_revision() -> None:
    assert verdict(story(1) + "。补充一句", stored(story(1))) == ("revision", (7,))


def test_an_older_page_does_not_replace_a_newer_one() -> None:
    assert verdict(story(1) + "x", stored(story(1), fetched_at=NOW + timedelta(days=1))) == ("known", (7,))


def test_the_same_text_elsewhere_is_a_copy_also_with_other_furniture() -> None:
    copy = "导航首页登录。" + story(1) + "。" + story(9, 6)
    assert verdict(copy, similar=(Candidate(id=3, sketch=sketch(story(1))),)) == ("copy", (3,))


def test_the_lead_alone_is_a_copy() -> None:
    assert verdict(story(1, 8), similar=(Candidate(id=3, sketch=sketch(story(1))),)) == ("copy", (3,))


def test_another_article_that_quotes_three_sentences_is_no_copy() -> None:
    quoting = story(2, 20) + "。" + "。".join(story(1).split("。")[:3])
    assert containment(sketch(quoting), sketch(story(1))) < 0.3
    assert verdict(quoting, similar=(Candidate(id=3, sketch=sketch(story(1))),)) == ("new", ())


def test_a_copy_shares_an_indexed_hash() -> None:
    for seed in range(30):
        whole, lead = story(seed), story(seed, 8)
        assert set(index_hashes(sketch(whole))) & set(index_hashes(sketch(lead)))


def test_punctuation_case_and_spaces_do_not_count() -> None:
    plain = story(4) + "ABC"
    marked = " ".join(plain).replace("。", "！").replace("ABC", "abc")
    assert sketch(plain)
    assert sketch(marked) == sketch(plain)


def test_a_text_too_short_to_tell_is_no_copy() -> None:
    assert containment(sketch("短文一则"), sketch("短文一则")) == 0.0

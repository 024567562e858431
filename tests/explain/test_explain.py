"""The marks cover the body without gaps, and nothing of a page can act in its explanation."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitor.explain import marks, page
from monitor.types import Article, Cut, Evidence, Finding, Leader, Refusal, Trip

BODY = "3月4日，阳江市委书记柏承远率队赴苏州考察招商。会议提出全年力争签约80个项目。"
QUOTE = BODY[: BODY.index("。") + 1]


def words(field: str, text: str) -> Evidence:
    start = BODY.index(text)
    return Evidence(field=field, start=start, end=start + len(text), quote=text, rule="trip.lead")


TRIP = Trip(
    direction="outbound",
    region="阳江市",
    leaders=(Leader(name="柏承远", title="市委书记"),),
    start=date(2026, 3, 4),
    destinations=("苏州市",),
    evidence=(words("event", QUOTE), words("leaders", "柏承远"), words("destinations", "苏州")),
)
TARGET = Finding(start=BODY.index("会议"), end=len(BODY), kind="signing", verdict="target", rule="signing.reason")


def article(title: str = "题", cuts: tuple[Cut, ...] = ()) -> Article:
    return Article(url=None, title=title, paragraphs=(BODY,), layout="t/1", confidence=1.0, cuts=cuts)


def test_what_carries_an_event_its_fields_and_what_does_not_are_marked() -> None:
    found = [(mark.text, mark.kind) for mark in marks(BODY, [TRIP], [TARGET]) if mark.kind]
    assert ("柏承远", "field") in found
    assert ("苏州", "field") in found
    assert ("会议提出全年力争签约80个项目。", "none") in found
    assert next(kind for text, kind in found if "率队" in text) == "event"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_marks_leave_no_gap_whatever_the_spans(spans: list[tuple[int, int]]) -> None:
    findings = [Finding(start=min(span), end=max(span), kind="trip", verdict="festival", rule="r") for span in spans]
    assert "".join(mark.text for mark in marks(BODY, [TRIP], findings)) == BODY


def test_the_html_names_values_words_rules_reasons_and_cuts() -> None:
    cut = Cut(text="相关阅读", reason="related")
    text = page(article(cuts=(cut,)), [TRIP], [TARGET], source="<p>原页</p>")
    for expected in ("市委书记柏承远", "trip.lead", "no signing: target", "related: 相关阅读", "苏州市"):
        assert expected in text


def test_a_page_cannot_act_in_its_explanation() -> None:
    evil = '"></iframe><script>alert(1)</script>'
    text = page(article(title=evil, cuts=(Cut(text=evil, reason=evil),)), [], [], source=evil)
    assert "<script" not in text
    assert text.count("</iframe>") == 1
    assert 'sandbox=""' in text
    assert "default-src &#39;none&#39;" in text


def test_a_refusal_is_named() -> None:
    assert "not an article: listing" in page(Refusal(reason="listing", detail="a list"), [], [], source=None)

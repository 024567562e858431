"""Channel URLs: checked before anything is sent, shown without secrets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.delivery import check, redact

SECRETS = [
    "mailtos://watch:pa55word@smtp.office.example:465/?mode=ssl&from=a@office.example&to=reader@office.example",
    "wecombot://pa55word-1234",
    "dingtalk://SECpa55word@" + "a" * 64,
    "feishu://pa55word@abcdef-1234",
    "lark://pa55word-12",
    "tgram://123456789:pa55word_abcdefghijklmnopqrst/12315544/",
    "slack://T1JJ3T3L2/A1BRTD4JD/pa55wordkdnlazkcOXrIdevi/#general",
    "jsons://user:pa55word@hooks.office.example/pa55word?secret=pa55word",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=pa55word",
    "ntfys://pa55word",
]


@pytest.mark.parametrize("url", SECRETS)
def test_a_channel_is_shown_without_its_secrets(url):
    shown = redact(url)
    assert "pa55word" not in shown
    assert "a" * 16 not in shown
    assert shown.split("://")[0] == url.split("://")[0]
    assert redact(url) == redact(f" {url}\n")
    assert redact(url) != redact(url + "x")


def test_mail_is_shown_with_host_and_reader():
    assert redact(SECRETS[0]).startswith("mailtos://smtp.office.example:465 to reader@office.example #")


@pytest.mark.parametrize("url", SECRETS)
def test_a_good_channel_has_no_problem(url):
    assert check(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "reader@office.example",
        "nonsense://pa55word",
        "wecombot://",
        "mailto://smtp.office.example",
        "tgram://pa55word",
        "https://office.example/pa55word",
        "mailto://h.example?from=a@h.example&to=b@h.example&cc=c@h.example",
    ],
)
def test_a_bad_channel_is_named_without_its_secrets(url):
    problem = check(url)
    assert problem
    assert "pa55word" not in problem


@settings(max_examples=200, deadline=None)
@given(
    schema=st.sampled_from(
        ["mailto", "mailtos", "json", "jsons", "wecombot", "dingtalk", "feishu", "lark", "https", "x"]
    ),
    rest=st.text(st.sampled_from("ab1@:/?&=%[]#;, +\\{}\x00中"), max_size=30),
)
def test_whatever_is_written_there_is_an_answer(schema, rest):
    url = f"{schema}://{rest}"
    problem = check(url)
    assert problem is None or problem.endswith(".")
    assert redact(url)

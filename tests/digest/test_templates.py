"""A receiver's own templates: they can change the look, not reach out of the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.digest import render, sample
from monitor.errors import ConfigError

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def test_one_form_is_changed_and_the_others_stay(receiver):
    digest = sample(receiver(), NOW)
    own = {"digest.md": "{% for section in view.sections %}{% for card in section.cards %}* {{ card.heading | md }}\n"}
    own["digest.md"] += "{% endfor %}{% endfor %}"
    message = render(digest, "zh-Hans", own)
    assert message.markdown.count("* ") == 6
    assert message.html == render(digest).html
    assert message.text == render(digest).text


def test_html_of_a_reader_s_own_is_escaped_too(receiver):
    own = {"digest.html": "<p>{{ '<script>' ~ view.title }}</p>"}
    assert render(sample(receiver(), NOW), "zh-Hans", own).html == "<p>&lt;script&gt;测试消息</p>"


@pytest.mark.parametrize(
    "bad",
    [
        "{% for x in view.sections %}",
        "{{ view.nothing }}",
        "{{ nothing }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ view.__class__.__init__.__globals__ }}",
        "{{ say.__globals__ }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{% include '../../config/receiver.py' %}",
        "{{ 1 / 0 }}",
        "{{ view.title | nofilter }}",
    ],
)
def test_a_template_that_cannot_be_used_is_named(receiver, bad):
    with pytest.raises(ConfigError, match=r"template digest\.txt"):
        render(sample(receiver(), NOW), "zh-Hans", {"digest.txt": bad})


def test_a_test_message_says_that_it_is_one_in_every_form_and_language(receiver):
    for language, said in (("zh-Hans", "均为虚构"), ("zh-Hant", "均為虛構"), ("en", "made up")):
        message = render(sample(receiver(), NOW), language)
        assert all(said in form for form in (message.text, message.html, message.markdown))
    assert "虚构" not in render(sample(receiver(), NOW, "digest")).html

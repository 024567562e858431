"""sources.yaml: every mistake is named with file, line, key and what to do; secrets never show."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import load
from monitor.errors import ConfigError

GOOD = """
settings:
  timezone: Asia/Shanghai
sources:
  - name: feed-a
    kind: feed
    url: https://a.example/rss
    every: 45m
receivers:
  - name: desk
    channels: ["json://127.0.0.1:9/${TOKEN}"]
    times: ["8:30", 18:00]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mistake(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), {})
    return str(caught.value)


def test_a_good_file_becomes_frozen_values(tmp_path: Path) -> None:
    config = load(write(tmp_path, GOOD), {"TOKEN": "s3cret"})
    (source,) = config.sources
    (receiver,) = config.receivers
    assert (source.name, source.every.least, source.every.fixed) == ("feed-a", timedelta(minutes=45), True)
    assert receiver.times == ("08:30", "18:00")
    assert receiver.channels[0].get_secret_value() == "json://127.0.0.1:9/s3cret"
    with pytest.raises(ValueError, match="frozen"):
        config.sources = ()  # type: ignore[misc]


def test_an_empty_file_is_an_empty_configuration(tmp_path: Path) -> None:
    assert load(write(tmp_path, "# nothing yet\n"), {}).sources == ()


def test_a_secret_may_come_from_a_file_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")
    config = load(write(tmp_path, GOOD), {"TOKEN_FILE": str(tmp_path / "token")})
    assert config.receivers[0].channels[0].get_secret_value().endswith("/from-file")


def test_secrets_do_not_show_in_the_configuration(tmp_path: Path) -> None:
    config = load(write(tmp_path, GOOD), {"TOKEN": "s3cret"})
    assert "s3cret" not in repr(config)
    assert "s3cret" not in str(config.model_dump())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("sources:\n  - name: a\n    kind: feed\n    url: http://a\n    evry: 5m\n", 5, "did you mean 'every'"),
        ("sources:\n  - name: a\n    kind: fed\n    url: http://a\n", 3, "must be"),
        ("sources:\n  - name: a\n    kind: feed\n", 2, "is missing"),
        ("sources:\n  - name: a\n    kind: feed\n    url: ftp://a\n", 4, "http://"),
        ("sources:\n  - name: a\n    kind: feed\n    url: http://a\n    every: soon\n", 5, "30m"),
        ("settings:\n  timezone: Asia/Nowhere\n", 2, "time zone"),
        ("receivers:\n  - name: a\n    channels: [json://x]\n    times: ['25:00']\n", 4, "08:30"),
        ("settings:\n  timezone: UTC\nsettings:\n  timezone: UTC\n", 3, "stands twice"),
        ("a: &x 1\nb: *x\n", 1, "aliases"),
        ("sources: [\n", 2, "not YAML"),
        ("- a\n", 1, "expected the keys"),
        (
            "receivers:\n  - name: a\n    channels: ['json://${NOPE}']\n",
            3,
            "NOPE is not set".replace("NOPE", "${NOPE}"),
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    message = mistake(tmp_path, text)
    assert f"sources.yaml, line {line}:" in message
    assert words in message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    message = mistake(tmp_path, "settings:\n  tz: UTC\nsources:\n  - name: a b\n    kind: feed\n    url: http://a\n")
    assert len(message.splitlines()) == 2


def test_a_name_stands_once(tmp_path: Path) -> None:
    entry = "  - {name: a, kind: feed, url: 'http://a'}\n"
    assert "two sources are named a" in mistake(tmp_path, "sources:\n" + entry * 2)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="monitor init"):
        load(tmp_path / "none.yaml", {})


def test_a_wrong_secret_is_not_shown_in_the_mistake(tmp_path: Path) -> None:
    text = "sources:\n  - name: a\n    kind: feed\n    url: ${ADDRESS}\n"
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), {"ADDRESS": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_words_of_yaml_1_1_are_only_words(tmp_path: Path) -> None:
    config = load(write(tmp_path, "sources:\n  - {name: no, kind: feed, url: 'http://a', every: 1h}\n"), {})
    assert config.sources[0].name == "no"

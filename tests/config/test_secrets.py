"""Where secrets come from, and that every one of them is known to what must not show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load
from monitor.config.secrets import open_to_others
from monitor.errors import ConfigError

FILE = """
settings: {{database: "postgresql://me:{0}@db.a.example/m", heartbeat: "https://hc.a.example/{0}"}}
sources:
  - {{name: a, kind: feed, url: "https://a.example/feed/{0}/rss", cookie: "sid={0}", headers: {{X-Key: "{0}"}}}}
receivers:
  - {{name: desk, channels: ["tgram://123:{0}/456"]}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_environment_a_file_and_a_keyring_fill_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring", reason="needs the extra keyring")
    monkeypatch.setattr(keyring, "get_password", _password)
    secret = tmp_path / "two"
    secret.write_text("two-secret\n")
    secret.chmod(0o600)
    path = written(
        tmp_path,
        'receivers: [{name: a, channels: ["json://a/${ONE}", "json://a/${TWO}", "json://a/${keyring:mail/desk}"]}]',
    )
    config = load(path, {"ONE": "one-secret", "TWO_FILE": str(secret)})
    said = [channel.get_secret_value() for channel in config.receivers[0].channels]
    assert said == ["json://a/one-secret", "json://a/two-secret", "json://a/three-secret"]
    assert [(one.name, one.file) for one in config.filled] == [
        ("ONE", None),
        ("TWO", secret),
        ("keyring:mail/desk", None),
    ]
    assert {"one-secret", "two-secret", "three-secret"} <= config.secrets()


def _password(service: str, user: str) -> str | None:
    return "three-secret" if (service, user) == ("mail", "desk") else None


def test_what_a_keyring_does_not_hold_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring", reason="needs the extra keyring")
    monkeypatch.setattr(keyring, "get_password", _password)
    path = written(tmp_path, 'receivers: [{name: a, channels: ["json://a/${keyring:mail/other}"]}]')
    with pytest.raises(ConfigError, match="line 1: the keyring holds nothing for mail/other"):
        load(path, {})


@pytest.mark.parametrize("how", ["filled", "written out"])
def test_every_secret_of_the_file_is_known(tmp_path: Path, how: str) -> None:
    value = "canary-90ab12"
    path = written(tmp_path, FILE.format("${CANARY}" if how == "filled" else value))
    config = load(path, {"CANARY": value})
    assert value in config.secrets()
    assert value not in repr(config)


def test_a_source_shows_itself_without_its_secrets(tmp_path: Path) -> None:
    config = load(written(tmp_path, FILE.format("${CANARY}")), {"CANARY": "canary-90ab12"})
    assert config.sources[0].shown(config.sources[0].url) == "https://a.example/feed/…/rss"


def test_a_mistake_beside_a_secret_does_not_show_it(tmp_path: Path) -> None:
    path = written(tmp_path, 'sources: [{name: a, kind: feed, url: "${CANARY}"}]')
    with pytest.raises(ConfigError) as caught:
        load(path, {"CANARY": "canary-90ab12"})
    error: BaseException | None = caught.value
    while error:
        assert "canary-90ab12" not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_file_that_everybody_can_read_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    assert open_to_others(secret) is None
    secret.chmod(0o644)
    assert "read by every user; chmod 600" in (open_to_others(secret) or "")
    secret.chmod(0o666)
    assert "written by every user" in (open_to_others(secret) or "")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("status: nowhere", "127.0.0.1:9900"),
        ("status: 127.0.0.1:99999", "127.0.0.1:9900"),
        ("heartbeat: http://hc.a.example/x", "https://"),
        ("keep: 1d", "at least 7d"),
        ("log_level: loud", "must be"),
    ],
)
def test_settings_of_the_service_are_checked(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong):
        load(written(tmp_path, f"settings: {{{text}}}"), {})

"""The shipped sources.yaml reads without a mistake and does nothing until someone switches something on."""

from __future__ import annotations

import re
from pathlib import Path

from monitor import sources
from monitor.config import load

SHIPPED = Path(__file__).parents[2] / "sources.yaml"


def test_it_reads_and_is_switched_off() -> None:
    config = load(SHIPPED, {})
    assert len(config.sources) >= 8
    assert not any(source.enabled for source in config.sources)
    assert {source.kind for source in config.sources} >= {"feed", "listing", "board"}
    for source in config.sources:
        assert sources.first(source).startswith("http")


def test_what_stands_in_comments_reads_too(tmp_path: Path) -> None:
    """An example that cannot be switched on is worse than none."""
    key = r"(?:contact|database|delay|allow_private|receivers|cookie|match):|  - |    "
    commented = re.compile(rf"^( *)# ({key})", re.M)
    text = commented.sub(r"\1\2", SHIPPED.read_text(encoding="utf-8"))
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    config = load(path, {"MAIL_PASSWORD": "p", "PINGGU_COOKIE": "a=1"})
    assert config.settings.contact == "you@example.com"
    assert config.settings.allow_private
    assert [receiver.name for receiver in config.receivers] == ["investment-desk"]
    assert any(source.cookie for source in config.sources)
    assert any(source.match for source in config.sources)


def test_the_demonstration_is_on_this_machine() -> None:
    demo = [source for source in load(SHIPPED, {}).sources if source.name.startswith("demo-")]
    assert {source.kind for source in demo} == {"feed", "listing", "board"}
    assert all(source.url.startswith("http://127.0.0.1:8765/") for source in demo)

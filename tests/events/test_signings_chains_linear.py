"""Signings and chains take time in proportion to the text, also where a hostile text has no marks."""

from __future__ import annotations

import time

import pytest

from monitor.events import chains, signings
from monitor.events.reading import read
from monitor.types import Article

# Twice four times the text may take four times as long; far more would be a square.
_TIMES = 4
_ALLOWED = 10


def seconds(body: str) -> float:
    article = Article(url=None, title="嘉兴市新闻", paragraphs=(body,), layout="test/1", confidence=1.0)
    reading = read(article)
    for index in range(len(reading.sentences)):  # what the rooms share is found beforehand and not measured here
        reading.dates(index), reading.money(index), reading.places(index)
        reading.organisations(index), reading.people(index)
    start = time.process_time()
    signings.find(reading)
    chains.find(reading)
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece",
    [
        "签约",
        "嘉兴市签约3个项目，",
        "嘉兴市与松涛集团签署合作协议。",
        "截至5月底嘉兴市累计签约9个项目；",
        "打造氢能产业链",
        "嘉兴市打造氢能产业链，",
        "嘉兴市确定5条重点产业链。",
        "《《签署（（产业链",
        "举行“签约仪式",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    unit = piece * (6000 // len(piece))
    seconds(unit)
    once = min(seconds(unit) for _ in range(3))
    assert min(seconds(unit * _TIMES) for _ in range(3)) < _ALLOWED * once + 0.05

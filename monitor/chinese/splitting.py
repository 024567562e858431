"""Paragraphs, sentences and clauses, by their marks."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.types import Sentence

# A full stop, question or exclamation mark with its closing quotation marks and brackets; …… before a new start.
# A semicolon only joins clauses: 签约项目23个；总投资166亿元 is one sentence.
_MARK: Final = late(r"[。！？!…?]")
_END: Final = late(r"(?:[。！？!]+|…{1,2}(?=[“”’）]|\s|$)|\?+(?![\w/=&]))[”’）)》】\"']*")
# What goes on behind a closing quotation mark belongs to the quoting sentence: “好！”他说。
_GOES_ON: Final = late(r"[，、；：,;]|的|是|等|之|这|为|表示|说|道|指出|强调|介绍")
_CLAUSE: Final = late(r"[，；：;]+|——+|…+|,(?!\d{3}(?!\d))|:(?!\d|//)|[。！？!?]+[”’）》]*")


def sentences(plain: str) -> list[Sentence]:
    """The sentences of a normalised text, in order, without the spaces around them.

    A mark inside a quotation that the sentence only passes through (…“项目为王”的…, “好！”他说) does not end it.
    Paragraphs are lines, counted from 0 with empty ones included.
    """
    found: list[Sentence] = []
    number = -1
    at = 0
    for number, line in enumerate(plain.split("\n")):
        _split_line(line, at, number, found)
        at += len(line) + 1
    return found


def _split_line(line: str, offset: int, number: int, found: list[Sentence]) -> None:
    start = at = 0
    for mark in _MARK.finditer(line):
        match = _END.match(line, mark.start()) if mark.start() >= at else None
        if match is None:
            continue
        at = match.end()
        if line[at - 1] in "”’" and _GOES_ON.match(line, at):
            continue
        _add(line, start, at, offset, number, found)
        start = at
    _add(line, start, len(line), offset, number, found)


def _add(line: str, start: int, end: int, offset: int, number: int, found: list[Sentence]) -> None:
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Sentence(offset + start, offset + end, number))


def clauses(plain: str, sentence: Sentence) -> list[tuple[int, int]]:
    """The spans of a sentence between commas, semicolons, colons and dashes, without their marks."""
    spans: list[tuple[int, int]] = []
    start = sentence.start
    for mark in _CLAUSE.finditer(plain, sentence.start, sentence.end):
        if mark.start() > start:
            spans.append((start, mark.start()))
        start = mark.end()
    if start < sentence.end:
        spans.append((start, sentence.end))
    return spans

"""Pinyin that a converter left in the text, undone.

Some sites turn their pages into traditional characters with a tool that writes the reading behind each character it
changed: 企業(yè)發(fā)展. A toned syllable in parentheses behind a Han character is dropped; (café) and (VC) stay.

The tool works on GBK bytes and does not look where characters begin. Where the second byte of one character and the
first of the next happen to spell a third one, it writes that one's reading in between:

    家  庫  和  ...      BC D2   8E EC   BA CD    D2 8E is 規, read guī
    家 ?guī) 旌 推 ...    BC D2   8E ( guī )  EC BA   CD C6 ...

The lost byte (8E, which swallowed the parenthesis and became a question mark) is the one that makes a character
with that reading; the bytes behind it, put together again, give the text back. The shift ends where a second byte is
an ASCII letter or sign (區 is 85 5E, and 5E is ^), or at another such annotation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.offsets import Edit
from monitor.chinese.script import convert

_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTERS: Final = f"a-zü\u0300\u0301\u0304\u0308\u030c{_TONED}"
# Cheap first look: a toned letter (or a combining tone) closely before a closing parenthesis.
_ANY: Final = late(f"[{_TONED}\u0300\u0301\u0304\u030c][a-z]{{0,3}}[)）]")
_NOTE: Final = late(f"(?P<lost>[?\ufffd\u20ac\x80]?)(?P<open>[(（]?)(?P<reading>[{_LETTERS}]{{1,9}})[)）]")
_GLOSS: Final = late(f"(?<=[\u3400-\u9fff])[(（][{_LETTERS}]{{1,9}}(?:[ ’'][{_LETTERS}]{{1,9}}){{1,3}}[)）]")
_TONES: Final = {0x300, 0x301, 0x304, 0x30C}
_LONGEST_SHIFT: Final = 200  # characters; real ones end within a line, mostly within ten
_LONGEST_UNSEEN: Final = 30
_MOST_FAILURES: Final = 50  # a text made to look like residue must not cost a long look at each of its notes


@cache
def _readings() -> tuple[frozenset[str], dict[str, str]]:
    """Mandarin syllables without tones, and for each toned reading the traditional characters that have it."""
    lines = (resources.files("monitor.chinese") / "data" / "readings.txt").read_text(encoding="utf-8").splitlines()
    syllables = frozenset(lines[0].removeprefix("= ").split())
    return syllables, dict(line.split() for line in lines[1:])


def _syllable(letters: str) -> str | None:
    """A toned Mandarin syllable in NFC, or None."""
    split = unicodedata.normalize("NFD", letters)
    bare = "".join(c for c in split if ord(c) not in _TONES)
    if len(split) - len(bare) != 1:
        return None
    known = unicodedata.normalize("NFC", bare) in _readings()[0]
    return unicodedata.normalize("NFC", letters) if known else None


def _pair(first: int, second: int) -> str | None:
    try:
        return bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None


def _bytes(character: str) -> bytes | None:
    """The two bytes of a character in GBK."""
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded) == 2 else None


def _lost_bytes(before: str, reading: str) -> list[int]:
    """The bytes that make, behind the second byte of `before`, a character with that reading."""
    tail = _bytes(before)
    if tail is None:
        return []
    spelled = (character.encode("gbk") for character in _readings()[1].get(reading, ""))
    return [spelling[1] for spelling in spelled if spelling[0] == tail[1]]


def _plausible(text: str) -> bool:
    """Whether most characters are everyday ones: punctuation or the first level of GB 2312."""
    common = 0
    for character in convert(text):
        try:
            common += character.isascii() or character.encode("gb2312")[0] <= 0xD7
        except UnicodeEncodeError:
            continue
    return common * 10 >= len(text) * 8


def _shifted(text: str, note: re.Match[str], first: int) -> Edit | None:
    """Read on from a note whose lost byte was `first`, pairing each second byte with the next character's first."""
    pending, began = first, note.start()
    found: list[str] = []
    starts: list[int] = []
    at = note.end()
    last = ""  # the broken character before `at`
    limit = min(len(text), at + _LONGEST_SHIFT)
    while at < limit:
        character = text[at]
        inner = _NOTE.match(text, at)
        reading = _syllable(inner["reading"]) if inner else None
        if inner and reading and last:
            if inner["open"] and not inner["lost"] and last in _readings()[1].get(reading, ""):
                at = inner.end()  # the note of a character that only the shift spells: no byte is lost
                continue
            lost = _lost_bytes(last, reading) if inner["lost"] else [0x80]
            closing = next((c for c in (_pair(pending, b) for b in lost) if c and _has(c, reading)), None)
            if closing is None:
                return None
            return _edit(text, note, inner.end(), [*found, closing], [*starts, began])
        encoded = character.encode() if character.isascii() else _bytes(character)
        if encoded is None:
            return None
        whole = _pair(pending, encoded[0])
        if whole is None and len(encoded) == 1:  # the last character's second byte is lost for good
            return _edit(text, note, at + (character == "?"), found, starts) if found else None
        if whole is None:
            return None
        found.append(whole)
        starts.append(began)
        if len(encoded) == 1:
            return _edit(text, note, at + 1, found, starts)
        pending, began, last = encoded[1], at, character
        at += 1
    return None


def _has(character: str, reading: str) -> bool:
    return character in _readings()[1].get(reading, "")


def _edit(text: str, note: re.Match[str], end: int, found: list[str], starts: list[int]) -> Edit | None:
    replacement = "".join(found)
    return Edit(note.start(), end, replacement, tuple(starts)) if _plausible(replacement) else None


def _restore(text: str, note: re.Match[str], reading: str) -> Edit | None:
    """The shift that begins at this note, put right; None where no lost byte gives everyday text."""
    for first in _lost_bytes(text[note.start() - 1], reading):
        edit = _shifted(text, note, first) if first > 0x80 else None
        if edit is not None:
            return edit
    return None


def _begun_unseen(text: str, note: re.Match[str], reading: str, done: int) -> Edit | None:
    """A shift that ends at this note and began at a question mark without one: all but its first character.

    Some sites also put other signs between bytes; the byte they swallowed is lost, and its question mark stays.
    """
    start = note.start()
    mark = max(text.rfind(sign, max(done, start - _LONGEST_UNSEEN), start) for sign in "?\ufffd")
    if mark < 0 or mark + 1 == start:
        return None
    spelled = [_bytes(character) for character in text[mark + 1 : start]]
    pairs = [_pair(a[1], b[0]) if a and b else None for a, b in pairwise(spelled)]
    last = spelled[-1]
    closing = next((c for b in _lost_bytes(text[start - 1], reading) if last and (c := _pair(last[1], b))), None)
    if closing is None or not all(pairs):
        return None
    replacement = "".join(pair or "" for pair in pairs) + closing
    return Edit(mark + 1, note.end(), replacement, tuple(range(mark + 1, start))) if _plausible(replacement) else None


def find_residue(text: str) -> Sequence[Edit]:
    """The edits that undo pinyin residue, in order and apart; nothing for a text without any. Linear time."""
    if not _ANY.search(text):
        return ()
    edits = [Edit(m.start(), m.end()) for m in _GLOSS.finditer(text) if all(map(_syllable, _split(m[0])))]
    done = failures = 0
    for note in _NOTE.finditer(text):
        start = note.start()
        if start == 0 or start < done:
            continue
        reading = _syllable(note["reading"])
        if reading is None:
            continue
        edit: Edit | None = None
        if note["lost"]:
            if failures < _MOST_FAILURES:
                edit = _restore(text, note, reading) or _begun_unseen(text, note, reading, done)
            failures += edit is None
        elif note["open"] and (start == done or "\u3400" <= text[start - 1] <= "\u9fff"):
            edit = Edit(start, note.end())
        if edit is not None:
            edits.append(edit)
            done = edit.end
    return sorted(edits, key=lambda e: e.start)


def _split(gloss: str) -> list[str]:
    return re.split("[ ’']", gloss[1:-1])

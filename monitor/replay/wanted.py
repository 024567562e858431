"""Which saved pages are worth reading, judged before anything is parsed: address, day, language, vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from monitor.events.vocabulary import forms

_HEAD = 4096
# UTF-8: Han stands behind the lead bytes e4–e9, Hangul behind ea–ed, kana behind e3 81–83. Among the encodings with two
# bytes a character only the label tells Chinese from others.
_NO_LEAD = bytes(byte for byte in range(256) if not 0xE4 <= byte <= 0xED)
_HANGUL = bytes(range(0xEA, 0xEE))
_KANA = re.compile(rb"\xe3[\x81-\x83]")
_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*(?:gb|big5|hz)", re.IGNORECASE)
# Ways to write a character that a search for its bytes does not see: entities and escapes of Han (U+4E00–U+9FFF), and
# pinyin behind each character, of which every text of some length holds a vowel of the third tone (ǎ ǐ ǒ ǔ ǚ). Each
# pattern begins with a literal, so that a page is passed at the speed of memory.
_HIDDEN = (
    re.compile(rb"&#(?:[xX][4-9][0-9a-fA-F]{3}|[2-4][0-9]{4});"),
    re.compile(rb"\\u[4-9][0-9a-fA-F]{3}"),
    re.compile(rb"\xc7[\x8e\x90\x92\x94\x9a][a-z]{0,3}(?:\)|\xef\xbc\x89)"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8", "gb18030", "big5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a replay is to take.

    address: a pattern that the address must hold. since, until: bounds of the capture's time, aware, the end excluded.
    chinese: only pages in Chinese. vocabulary: only pages with a word that events are told with.
    """

    address: re.Pattern[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    chinese: bool = False
    vocabulary: bool = False

    @property
    def key(self) -> str:
        """The same for the same choice: an archive that was read for another choice is read again."""
        address = self.address.pattern if self.address else ""
        return f"{address}|{self.since}|{self.until}|{self.chinese:d}{self.vocabulary:d}"

    def refuses_capture(self, url: str | None, at: datetime | None) -> str | None:
        """Why a capture is passed over by what is known before its bytes: "address" or "date"; None where it is not."""
        if self.address and not (url and self.address.search(url)):
            return "address"
        if at and ((self.since and at < self.since) or (self.until and at >= self.until)):
            return "date"
        return None

    def refuses_body(self, body: bytes, content_type: str = "") -> str | None:
        """Why a page is passed over by its bytes: "language" or "vocabulary"; None where it is not.

        Errs to the side of reading: a page whose bytes cannot be judged unread is never passed over.
        """
        if self.chinese and not _chinese(body, content_type):
            return "language"
        if self.vocabulary and not _speaks(body):
            return "vocabulary"
        return None


def _chinese(body: bytes, content_type: str) -> bool:
    if body.startswith(_UTF_16) or _LABEL.search(content_type.encode()) or _LABEL.search(body, 0, _HEAD):
        return True
    leads = body.translate(None, _NO_LEAD)
    hangul = len(leads) - len(leads.translate(None, _HANGUL))
    if len(leads) - hangul > 2 * (hangul + len(_KANA.findall(body))):
        return True
    # Few Han as such: written in entities or escapes, or in an encoding that only the decoder can judge.
    return _hidden(body) or not (body.isascii() or _is_utf8(body))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _speaks(body: bytes) -> bool:
    found = next(iter(_matcher().find_matches_as_indexes(body)), None)
    return found is not None or body.startswith(_UTF_16) or _hidden(body)


def _hidden(body: bytes) -> bool:
    return any(pattern.search(body) for pattern in _HIDDEN)


@cache
def _matcher() -> BytesAhoCorasick:
    written = set()
    for word in forms():
        for encoding in _ENCODINGS:
            try:
                written.add(word.encode(encoding))
            except UnicodeEncodeError:
                continue  # a simplified character that Big5 does not have
    return BytesAhoCorasick(sorted(written), implementation=Implementation.DFA)

"""Bytes to text: byte order mark, then content that proves itself, then labels, then what reads most like language.

Labels are believed last because they lie most: a strict UTF-8 decoding of more than a few non-ASCII bytes does not
happen by chance, whatever the header says (RFC 3629, section 3). Running text is known by the words that it cannot do
without; a title or a list of titles has few of them, and is known by its bytes: in GB 2312 the 3,755 common characters
(level 1) begin with B0 to D7, in Big5 the 5,401 common ones with A4 to C6.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_META: Final = re.compile(rb"""\s*=\s*["']?\s*([a-z][a-z0-9_:.-]{1,30})""")
_HEADER: Final = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9_:.-]{1,30})""", re.IGNORECASE)
# WHATWG Encoding Standard, "Names and labels": gb2312 and gbk mean GB18030, big5 means Big5-HKSCS, and so on.
_ALIASES: Final = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
}
# Encodings in which any bytes decode, so that the label of such a one proves nothing.
_CREDULOUS: Final = re.compile(r"cp125\d|iso-?8859|koi8|mac|utf-16|utf-32", re.IGNORECASE)
SEVEN_BIT: Final = ("hz", "iso-2022-jp", "iso-2022-kr", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3")
_MULTIBYTE: Final = ("gb18030", "big5hkscs", "cp950", "euc_jp", "cp932", "cp949")
# The characters that running text of each writing system cannot do without.
_FREQUENT: Final = re.compile(
    "[的一是不了在有人我他这中大来上国个到说们为你時這個來國說們為會對發後過進关会对发后过进和年月日，。、のはにをたがでてと이는을의에가고다]"
)
# The pairs of bytes of an encoding's common characters and of its punctuation.
_COMMON: Final = {
    "gb18030": re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]"),
    "big5hkscs": re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\x7e\xa1-\xfe]"),
}
_PAIRS: Final = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_FEWEST: Final = 5  # pairs, to judge by
_SHARE: Final = 0.7  # of the pairs are common characters where the encoding is the right one
_WESTERN: Final = ("cp125", "iso-8859", "iso8859", "latin", "mac")
_BROKEN: Final = re.compile("[\ufffd\ue000-\uf8ff]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_WIDE: Final = re.compile(r"[\u2e80-\uffee]+")
# Eight Han characters on end in UTF-8: what is GBK or Big5 does not look so by chance, its lead bytes differ.
_UTF8_RUN: Final = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){8}")
_SAMPLE: Final = 40_000
_MOJIBAKE: Final = "锛鐨勶"  # rare characters that ， and 的 become when UTF-8 is read as GBK
_WINDOW: Final = 4_000
_GLANCE: Final = 1_000
_ASCII: Final = bytes(range(128))
_LEAST: Final = 0.02  # menus of Chinese pages have more frequent characters than this, mojibake has fewer
_LIKELY: Final = 0.1  # running Chinese has 0.2 to 0.35
_TOLERATED: Final = 0.01  # of a page's non-ASCII bytes may be broken before a decoding is given up


def decode(body: bytes, headers: Mapping[str, str] | None = None, *, head: bytes | None = None) -> tuple[str, str]:
    """The text of a document and the name of the encoding that it was read in.

    headers: lower-case names; only content-type is read. head: where the document names its encoding, if that is not
    the beginning of `body`. Undecodable bytes become U+FFFD only where no encoding that
    fits the rest of the page reads them.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    if body[:1] == b"<" and body[1:2] == b"\0":
        return body.decode("utf-16-le", "replace"), "utf-16-le"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, _labels(body if head is None else head, headers or {}))
    if text.isascii() and ("\x1b" in text or "~{" in text):
        # ISO-2022-JP and HZ are seven-bit: valid UTF-8 that says nothing.
        for label in _labels(body if head is None else head, headers or {}):
            if label in SEVEN_BIT:
                return body.decode(label, "replace"), label
    return text, "utf-8"


def _labels(body: bytes, headers: Mapping[str, str]) -> list[str]:
    """The encodings that header and page name, as Python knows them, without those it does not know."""
    found = _HEADER.findall(headers.get("content-type", ""))
    # Named charset by HTML, encoding by XML; split at, as that is found faster than a pattern.
    for part in body[:4096].lower().replace(b"encoding", b"charset").split(b"charset")[1:]:
        if name := _META.match(part):
            found.append(name[1].decode("ascii"))
    labels: list[str] = []
    for name in found:
        name = _ALIASES.get(name.lower(), name.lower())
        try:
            codecs.lookup(name)
        except LookupError:
            continue
        if name not in labels:
            labels.append(name)
    return labels


def _decode_other(body: bytes, labels: list[str]) -> tuple[str, str]:
    """A page that is not clean UTF-8: the best of its labels and of the encodings that East Asian pages use."""
    for label in labels:
        if label == "utf-8" or _CREDULOUS.match(label):
            continue
        try:
            text = body.decode(label)
        except UnicodeDecodeError:
            text = body.decode(label, "replace")
            if text.count("\ufffd") > max(3, (len(body) - len(text)) * _TOLERATED):
                continue
            text = _mend(body, label, "utf-8")
        if not _is_mojibake(text) and (_plausible(text) or _commonness(body, label) >= _SHARE):
            return text, label
    if _UTF8_RUN.search(body):
        # Broken UTF-8, or a page put together from two: line by line and tag by tag.
        parts = (part for line in body.splitlines() for part in line.split(b"<"))
        rest = b"".join([part for part in parts if not _UTF8_RUN.search(part) and not part.isascii()])
        other = max(("gb18030", "big5hkscs"), key=lambda name: _likeness(rest[:_SAMPLE], name))
        return _mend(body, "utf-8", other), "utf-8"
    sample = body[:_SAMPLE]
    dense = sample[len(sample) - len(sample.lstrip(_ASCII)) :][:_WINDOW]
    best = max(("gb18030", "big5hkscs"), key=lambda name: _likeness(dense, name))
    if _likeness(dense, best) < _LIKELY:
        best = max(_candidates(labels), key=lambda name: _likeness(sample, name))
        if best.startswith(_WESTERN):
            likely = max(_COMMON, key=lambda name: _commonness(body, name))
            best = likely if _commonness(body, likely) >= _SHARE else best
    return _mend(body, best, "utf-8"), best


def _is_mojibake(text: str) -> bool:
    return any(mark in text for mark in _MOJIBAKE) and sum(map(text.count, _MOJIBAKE)) >= 3


def _candidates(labels: list[str]) -> list[str]:
    return [*labels, *(name for name in _MULTIBYTE if name not in labels), "utf-8", "cp1252"]


def _plausible(text: str) -> bool:
    """Whether a strict decoding is language: mojibake holds rare characters and no frequent ones.

    Looks at the first wide characters, and where those are the names in a menu, at the middle of the page.
    """
    first = _WIDE.search(text)
    if first is None:
        return True
    for start in (first.start(), (first.start() + len(text)) // 2):
        wide = "".join(_WIDE.findall(text, start, start + _GLANCE))
        if len(wide) >= 40 and len(_FREQUENT.findall(wide)) >= len(wide) * _LIKELY:
            return True
        wide = "".join(_WIDE.findall(text, start, start + _WINDOW))
        if len(wide) < 40 or len(_FREQUENT.findall(wide)) >= len(wide) * _LEAST:
            return True
    return False


def _commonness(body: bytes, name: str) -> float:
    """The share of common characters among the pairs of bytes that are not ASCII, each run read from its start; 0 for
    an encoding of which that is not known, and where there are too few to judge by."""
    common = _COMMON.get(name)
    if common is None:
        return 0.0
    pairs = found = 0
    for run in _PAIRS.finditer(body, 0, _SAMPLE):
        for at in range(run.start(), run.end(), 2):
            pairs += 1
            found += common.match(body, at) is not None
    return found / pairs if pairs >= _FEWEST else 0.0


def _likeness(sample: bytes, name: str) -> float:
    """How much a sample reads like language in an encoding: frequent characters by all, less what is broken."""
    wide = "".join(_BEYOND_ASCII.findall(sample.decode(name, "replace")))
    if not wide:
        return 0.0
    score = len(_FREQUENT.findall(wide)) - 4 * len(_BROKEN.findall(wide))
    if name.startswith("cp125"):
        return score / len(wide) + 0.05
    return score / len(wide)


def _mend(body: bytes, first: str, second: str) -> str:
    """Decode in one encoding and, line by line and tag by tag, in another where the first fails."""
    try:
        return body.decode(first)
    except UnicodeDecodeError:
        pass
    out: list[str] = []
    for line in body.splitlines(keepends=True):
        try:
            out.append(line.decode(first))
        except UnicodeDecodeError:
            # No part of a character looks like "<" in the encodings of pages.
            out.append("<".join([_either(part, first, second) for part in line.split(b"<")]))
    return "".join(out)


def _either(part: bytes, first: str, second: str) -> str:
    """A part of a line in the first encoding, or in the second where it is broken in the first."""
    try:
        return part.decode(first)
    except UnicodeDecodeError:
        text = part.decode(first, "replace")
    # A stray byte in much text is a broken character, not another encoding.
    if text.count("\ufffd") <= max(1, len(text) // 60):
        return text
    try:
        return part.decode(second)
    except UnicodeDecodeError:
        other = part.decode(second, "replace")
        return min(text, other, key=lambda candidate: candidate.count("\ufffd"))

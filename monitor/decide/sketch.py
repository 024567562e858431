"""A text's sketch: sampled hashes of its 8-grams, for finding copies by containment.

Containment of body-only shingles separates copies (other furniture or script, cut to the lead: .60 to 1.0) from other
articles on the same event (.06 to .33); Jaccard, MinHash and simhash do not. How it is used: docs/architecture.md.
"""

from __future__ import annotations

import re
from array import array
from functools import cache, lru_cache
from zlib import crc32

GRAM = 8
SAMPLE = 8  # of 8 characters one begins grams that are kept …
INDEX = 2  # … and of 2 kept grams one is indexed, of short texts all
COPY = 0.5
"""Texts whose sketches overlap by this share of the smaller one are copies."""

_FEWEST = 4  # sketches smaller than this say nothing
_SHORT = 32  # hashes of a sketch; a lead of 250 characters has so many
_KEPT = re.compile(r"[0-9a-z\u3400-\u9fff]+")


@cache
def _sampled() -> re.Pattern[str]:
    """The characters that kept grams begin with. Sampling by the first character keeps the hashing of seven grams in
    eight away; a character's checksum decides, so that no part of the alphabet is preferred."""
    alphabet = "0123456789abcdefghijklmnopqrstuvwxyz" + "".join(map(chr, range(0x3400, 0xA000)))
    return re.compile(f"[{''.join(char for char in alphabet if crc32(char.encode('utf-16-le')) % SAMPLE == 0)}]")


def sketch(plain: str) -> bytes:
    """The sorted 32-bit hashes of a simplified, folded text, as bytes. Punctuation, case and spaces do not count."""
    bare = "".join(_KEPT.findall(plain.lower()))
    written = bare.encode("utf-16-le")  # of the characters that are kept each takes two bytes
    begins = [2 * found.start() for found in _sampled().finditer(bare, 0, max(0, len(bare) - GRAM + 1))]
    return array("I", sorted({crc32(written[begin : begin + 2 * GRAM]) for begin in begins})).tobytes()


@lru_cache(maxsize=256)
def index_hashes(sketched: bytes) -> tuple[int, ...]:
    """The hashes under which a text is indexed and by which its copies are looked up.

    The same set serves both, so that finding does not depend on which of two copies came first. Of a long text every
    second hash is enough; a lead shares too few of those with its whole, so that a short text gives all of its sketch.
    """
    hashes = array("I", sketched)
    return tuple(hashes) if len(hashes) <= _SHORT else tuple([value for value in hashes if value % INDEX == 0])


def containment(one: bytes, other: bytes) -> float:
    """The share, 0 to 1, of the smaller sketch that the larger one holds; 0 where one is too small to tell."""
    first, second = _hashes(one), array("I", other)
    smaller = min(len(first), len(second))
    return len(first.intersection(second)) / smaller if smaller >= _FEWEST else 0.0


@lru_cache(maxsize=4)
def _hashes(sketched: bytes) -> frozenset[int]:
    """One sketch is held against many others in a row."""
    return frozenset(array("I", sketched))

"""A text's sketch: sampled hashes of its 8-grams, for finding copies by containment.

Containment of body-only shingles separates copies (other furniture or script, cut to the lead: .60 to 1.0) from other
articles on the same event (.06 to .33); Jaccard, MinHash and simhash do not (measured, see docs/dedupe.md).
"""

from __future__ import annotations

import re
from array import array
from zlib import crc32

GRAM = 8
SAMPLE = 8  # of 8 hashes one is kept …
INDEX = 16  # … and of 16 one is indexed, of short texts all that are kept
COPY = 0.5
"""Texts whose sketches overlap by this share of the smaller one are copies."""

_FEWEST = 4  # sketches smaller than this say nothing
_SHORT = 32  # hashes of a sketch; a lead of 250 characters has so many
_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")


def sketch(plain: str) -> bytes:
    """The sorted 32-bit hashes of a simplified, folded text, as bytes. Punctuation, case and spaces do not count."""
    bare = _NOISE.sub("", plain.lower()).encode("utf-16-le")
    width = GRAM * 2
    hashes = {crc32(bare[at : at + width]) for at in range(0, len(bare) - width + 1, 2)}
    return array("I", sorted(value for value in hashes if value % SAMPLE == 0)).tobytes()


def index_hashes(sketched: bytes) -> list[int]:
    """The hashes under which a text is indexed and by which its copies are looked up.

    The same set serves both, so that finding does not depend on which of two copies came first. Of a long text every
    second hash is enough; a lead shares too few of those with its whole, so that a short text gives all of its sketch.
    """
    hashes = array("I", sketched)
    return list(hashes) if len(hashes) <= _SHORT else [value for value in hashes if value % INDEX == 0]


def containment(one: bytes, other: bytes) -> float:
    """The share, 0 to 1, of the smaller sketch that the larger one holds; 0 where one is too small to tell."""
    first, second = set(array("I", one)), set(array("I", other))
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= _FEWEST else 0.0

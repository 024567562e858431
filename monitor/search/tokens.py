"""Chinese cut for an index without a dictionary: every two neighbours, so that a word of any length is found.

A run of Han 招商引资 becomes 招商 商引 引资 资: two characters are one term, more are a phrase of neighbouring terms,
and one character is the beginning of a term. Words in Latin letters and figures are terms as they are. Text is folded
first (simplified, one width, small letters), so that a query in one script finds text in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from monitor.chinese import normalise

_RUN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)|([0-9A-Za-z\u00c0-\u024f]+(?:\.[0-9]+)*)")


def folded(text: str) -> str:
    """Text as the index sees it; not always of the same length."""
    return normalise(text).plain.casefold()


def tokens(plain: str) -> str:
    """The terms of a text that `normalise` made plain, parted by spaces. Linear time."""
    found: list[str] = []
    for run, word in _RUN.findall(plain.casefold()):
        if run:
            found += map("".join, pairwise(run))
            found.append(run[-1])
        else:
            found.append(word)
    return " ".join(found)


def article_terms(title: str | None, plain: str) -> str:
    """The terms that an article is found by: its title's, and those of its body, which `normalise` made plain."""
    return tokens(f"{folded(title or '')}\n{plain}")


def terms(words: str) -> tuple[tuple[str, ...], ...]:
    """What a reader wrote, as phrases: each a row of neighbouring terms. A term of one Han is the beginning of one."""
    return tuple(_phrases(folded(words)))


def _phrases(words: str) -> Iterator[tuple[str, ...]]:
    for run, word in _RUN.findall(words):
        if word or len(run) < 2:
            yield (word or run,)
        else:
            yield tuple(map("".join, pairwise(run)))


def is_beginning(term: str) -> bool:
    """Whether a term is one Han, which stands for every term that begins with it."""
    return len(term) == 1 and not term.isascii()

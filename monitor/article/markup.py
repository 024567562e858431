"""HTML to lines: one pass over the source, no tree.

A line is a run of inline text between two boundaries (a block's edge, `<br>`, a cell). It knows how much of it is
linked, which block it stands in and which element made it a line. Blocks (div, section, td, ...) know their
parent and their stretch of lines, so that "what is inside" is a slice. That is all that finding an article needs;
a tree costs as much again as the parse (docs/articles.md, "Where the time goes").

Tags are recognised as the HTML Standard's tokeniser does it (section 13.2.5) as far as it matters to text: quoted
attributes may hold ">", raw text elements are skipped, an end tag without a start tag is ignored, td closes td.
Every step is linear in the length of the page, whatever is on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any, Final

from monitor.article.document import Document
from monitor.article.lines import Line, worth
from monitor.article.reach import reach
from monitor.article.tags import BLOCK, BLOCK_END, BOUNDARY, BOUNDARY_END, CELL, INLINE, KINDS, LINK, LINK_END, SKIP

# A tag, with the whole of the link that follows it.
_TAG: Final = re.compile(r"<(/?[a-zA-Z][^\s/>]*+)([^>]*+)>(?>(?:(\s*+<a\s[^>]*+)>([^<]*+)</a>)?)")
_QUOTED: Final = re.compile(r"""\"[^"]*+\"|'[^']*+'""")
_REST: Final = 2_000  # characters; less is read with the rest
MAX_DEPTH: Final = 512  # blocks; deeper ones count as their ancestor


class Block:
    """A container: its name, its attributes as written, the index of its parent (-1: none) and lines[first:last].

    Without a constructor, which costs more than all else that is done to a block.
    """

    __slots__ = ("attributes", "first", "last", "parent", "tag")
    tag: str
    attributes: str
    parent: int
    first: int
    last: int


@dataclass(slots=True)
class Markup:
    """A page as lines and blocks. page: what it was read from. blocks[0] is the whole. too_deep: how many blocks were
    deeper than MAX_DEPTH. widest: the length of the longest attributes of a block, in characters. unread: whether
    there is more below the running text. reached: how many characters of the page's lean text were read."""

    page: Document
    lines: list[Line]
    blocks: list[Block]
    too_deep: int = 0
    widest: int = 0
    unread: bool = False
    reached: int = 0
    _attributes: str = ""

    def attributes(self) -> str:
        """Those of all blocks and the names of unusual elements, each once, to look for words in."""
        if not self._attributes:
            told = {block.attributes for block in self.blocks}
            told |= {block.tag for block in self.blocks if block.tag not in KINDS}
            self._attributes = "\n".join(told)
        return self._attributes

    def longest_attributes(self) -> int:
        """How many words the attributes of one block have at most, those within quotes not counted."""
        return max(len(_QUOTED.sub("", block.attributes).split()) for block in self.blocks if block.attributes)

    def find(self, pattern: re.Pattern[str], word: str) -> list[int]:
        """The blocks whose attributes match, in document order. word: what must stand in those attributes, as a
        substring is found much faster than a pattern."""
        return [
            index
            for index, block in enumerate(self.blocks)
            if word in block.attributes and pattern.search(block.attributes)
        ]


def read(page: Document, *, whole: bool = True) -> Markup:
    """The lines and blocks of a page; if not `whole`, as far as it has running text (see `reach`)."""
    text = page.lean if whole else page.near
    end = len(text) if whole else reach(text)
    if end == len(text) and page.cut and not whole:
        text = page.lean
        end = reach(text)
    unread = end < len(text)
    if len(text) - end < _REST and not (page.cut and text is page.near):
        end, unread = len(text), False
    reached, text = end, text[:end]
    # What follows the last ">" holds no tag; without it every "<" has its ">" and the pattern cannot look in vain.
    loose = text.find("<", text.rfind(">") + 1)
    if loose >= 0:
        text = text[:loose]
    pieces: list[str | None] = ["br", "", None, None, *_TAG.split(text), "br", "", None, None, ""]
    kinds = KINDS
    while True:
        marked = _read(page, pieces, kinds)
        if isinstance(marked, Markup):
            marked.unread = unread
            marked.reached = reached
            return marked
        if unread:
            return read(page)
        # An element that is to be skipped is never closed: the page is read again without skipping it.
        kinds = {**kinds, marked: INLINE}


def _read(page: Document, pieces: Sequence[Any], kinds: dict[str, int]) -> Markup | str:
    """Lines and blocks from a list of tag, attributes, a link's attributes and text (None without a link), text, tag,
    ...; or the name of a skipped element without end."""
    lines: list[Line] = []
    whole = Block()
    whole.tag = whole.attributes = ""
    whole.parent, whole.first = -1, 0
    blocks = [whole]
    stack = [0]
    here = 0
    run: list[str] = []  # the line that is being gathered
    linked = 0
    in_link = 0  # depth of the stack at which a link was opened, 0 outside links
    tag = attributes = ""
    too_deep = widest = 0
    new = tuple.__new__
    tokens = iter(pieces)
    fives = zip(tokens, tokens, tokens, tokens, tokens, strict=True)
    for name, rest, address, label, text in fives:
        kind = kinds.get(name)
        if kind is None:
            kind = kinds.get(name.lower())
            if kind is None:
                kind = BLOCK_END if name[0] == "/" else BLOCK
        if kind > SKIP:
            if run:
                line = run[0] if len(run) == 1 else "".join(run)
                run.clear()
                if "&" in line:
                    line = _decoded(line)
                line = " ".join(line.split())
                if line:
                    size = len(line)
                    if linked > size:
                        linked = size
                    value = worth(line, linked) if size >= 8 else 0.0
                    lines.append(new(Line, (line, value, linked, here, tag, attributes)))
                linked = 0
            if kind >= BLOCK:
                if "<" in rest and (quote := _open_quote(rest)):
                    text, label = _past(quote, text, fives), None
                tag, attributes = "", rest
                if kind == CELL and blocks[here].tag in _CELLS:
                    blocks[stack.pop()].last = len(lines)
                    here = stack[-1]
                if len(rest) > widest:
                    widest = len(rest)
                if len(stack) < MAX_DEPTH:
                    block = Block()
                    block.tag, block.attributes, block.parent, block.first = name, rest, here, len(lines)
                    here = len(blocks)
                    blocks.append(block)
                    stack.append(here)
                else:
                    too_deep += 1
            elif kind == BLOCK_END:
                tag = attributes = ""
                if blocks[here].tag == name[1:]:
                    blocks[stack.pop()].last = len(lines)
                    here = stack[-1]
                    if in_link > len(stack):
                        in_link = 0
                elif depth := _opened(name[1:], stack, blocks):
                    for index in stack[depth:]:
                        blocks[index].last = len(lines)
                    del stack[depth:]
                    here = stack[-1]
                    if in_link > depth:
                        in_link = 0
            elif kind == BOUNDARY:
                tag, attributes = name, rest
            elif kind == BOUNDARY_END:
                tag = attributes = ""
        elif kind == LINK:
            in_link = len(stack) if "ref" in rest or "REF" in rest else 0
        elif kind == LINK_END:
            in_link = 0
        elif kind == SKIP and rest[-1:] != "/":
            closing = "/" + name.lower()
            for skipped, _, address, label, text in fives:  # noqa: B007
                if skipped == closing or skipped.lower() == closing:
                    break
            else:
                return str(name)
        if label:
            if ">" in label:
                label = _after_quote(address, label)
            run.append(label if address[0] == "<" else " " + label)
            if "ref" in address or "REF" in address:
                linked += len(label)
        if text and (run or not text.isspace()):
            if ">" in text:
                text = _after_quote(rest, text)
            run.append(text)
            if in_link:
                linked += len(text)
    for index in stack:
        blocks[index].last = len(lines)
    return Markup(page, lines, blocks, too_deep=too_deep, widest=widest)


# As html.unescape finds them (HTML Standard 13.2.5.72).
_REFERENCE: Final = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_character = lru_cache(maxsize=4_096)(unescape)


def _decoded(line: str) -> str:
    """A line without character references, spaces for those of them that are spaces: it is folded later."""
    if "&nbsp;" in line:
        line = line.replace("&nbsp;", " ")
        if "&" not in line:
            return line
    return _REFERENCE.sub(lambda found: _character(found[0]), line)


def _after_quote(attributes: str, text: str) -> str:
    """Text behind a tag whose quoted attribute holds a ">", so that the tag seemed to end there."""
    for quote in "\"'":
        if attributes.count(quote) & 1:
            end = text.find(">", text.find(quote))
            return text[end + 1 :] if end >= 0 and quote in text else text
    return text


def _open_quote(attributes: str) -> str:
    """The quote of the value in which a tag's attributes seem to end, as it holds a tag itself; "" where none does."""
    before, _, held = attributes.partition("<")
    return next((quote for quote in "\"'" if before.count(quote) & 1 and quote not in held), "")


def _past(quote: str, text: str, following: Iterator[Any]) -> str:
    """Text behind the tag whose attribute's value goes on in `text` up to a quote."""
    while quote not in text:
        token = next(following, None)
        if token is None:
            return ""
        text = token[4]
        if quote in token[1]:
            return str(text)
    return text.partition(quote)[2].partition(">")[2]


_REACH: Final = 64  # blocks that one end tag can close
_CELLS: Final = frozenset({"td", "th", "TD", "TH"})
_TABLES: Final = frozenset({"table", "TABLE"})


def _opened(name: str, stack: list[int], blocks: list[Block]) -> int:
    """Where on the stack the block that an end tag closes stands, 0 where none is open in its scope.

    A cell or table is a scope of its own (HTML Standard 13.2.4.2): </div> in a cell closes no div around the table.
    """
    name = name.lower()
    table = name in ("table", "td", "th")
    for depth in range(len(stack) - 1, max(0, len(stack) - _REACH), -1):
        opened = blocks[stack[depth]].tag
        if opened == name or opened.lower() == name:
            return depth
        if opened in _TABLES or (opened in _CELLS and not table):
            return 0
    return 0

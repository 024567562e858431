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
from dataclasses import dataclass
from html import unescape
from typing import Final

# Comments, declarations, scripts and style sheets, to the end of the page where they are not closed, as in a browser.
# Spelled out and possessive: the one thing that is fast in Python's engine, and linear.
_RAW: Final = re.compile(
    r"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)|[!?][^>]*+(?:>|\Z)"
    r"|[sS](?:[cC][rR][iI][pP][tT]\b[^<]*+(?:<(?!/[sS][cC][rR][iI])[^<]*+)*+(?:</[^>]*+>|\Z)"
    r"|[tT][yY][lL][eE]\b[^<]*+(?:<(?!/[sS][tT][yY][lL])[^<]*+)*+(?:</[^>]*+>|\Z)))"
)
# What Discuz strews into posts against copying, hidden from readers.
_JAMMED: Final = re.compile(
    r"""<(font|span)\b[^<>]{0,200}(?:jammer|display:\s?none)[^<>]{0,200}>[^<]*</\1>""", re.IGNORECASE
)
_TAG: Final = re.compile(r"<(/?[a-zA-Z][^\s/>]*+)([^>]*+)>")

# What a tag does: nothing, a link, a new line, a new paragraph, a new block, a new block that closes its like, a part
# of the page that is no text.
_INLINE, _LINK, _BREAK, _BOUNDARY, _BLOCK, _CELL, _SKIP = range(7)
_END: Final = 10
_LINK_END, _BOUNDARY_END = _LINK + _END, _BOUNDARY + _END
_INLINE_NAMES: Final = (
    "abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label link map mark meta meter nobr "
    "output param picture progress q rb rp ruby s samp small source span strike strong sub sup time track tt u var wbr "
    "area embed base html head o:p col colgroup st1:chsdate st1:personname"
)
_SKIP_NAMES: Final = "noscript textarea select svg iframe object template button audio video title"
_BOUNDARY_NAMES: Final = "p hr h1 h2 h3 h4 h5 h6 li dt dd tr thead tbody tfoot caption figcaption legend option rt"


def _kinds() -> dict[str, int]:
    kinds: dict[str, int] = {"a": _LINK, "br": _BREAK, "td": _CELL, "th": _CELL}
    kinds |= dict.fromkeys(_INLINE_NAMES.split(), _INLINE)
    kinds |= dict.fromkeys(_BOUNDARY_NAMES.split(), _BOUNDARY)
    kinds |= dict.fromkeys(_SKIP_NAMES.split(), _SKIP)
    kinds |= dict.fromkeys(
        [
            "div",
            "section",
            "article",
            "main",
            "body",
            "table",
            "ul",
            "ol",
            "dl",
            "form",
            "aside",
            "nav",
            "header",
            "footer",
            "center",
            "blockquote",
            "pre",
        ],
        _BLOCK,
    )
    for name, kind in list(kinds.items()):
        kinds[name.upper()] = kind
    for name, kind in list(kinds.items()):
        kinds["/" + name] = _INLINE if kind in (_INLINE, _SKIP) else kind + _END
    return kinds


_KINDS: Final = _kinds()
MAX_DEPTH: Final = 512  # blocks; deeper ones count as their ancestor


class Line:
    """A run of text: `text` with its spaces folded, `linked` of its characters inside links, the index of its block,
    and what opened it: `attributes` as written, and `tag` where that is a paragraph, heading or item, no block."""

    __slots__ = ("attributes", "block", "linked", "tag", "text")

    def __init__(self, text: str, linked: int = 0, block: int = 0, tag: str = "", attributes: str = "") -> None:
        self.text = text
        self.linked = linked
        self.block = block
        self.tag = tag
        self.attributes = attributes


class Block:
    """A container: its name, its attributes as written, the index of its parent (-1: none) and lines[first:last]."""

    __slots__ = ("attributes", "first", "last", "parent", "tag")

    def __init__(self, tag: str, attributes: str, parent: int, first: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.first = first
        self.last = first


@dataclass(slots=True)
class Markup:
    """A page as lines and blocks. source: the decoded page. blocks[0] is the whole. attributes: those of all blocks and
    the names of unusual elements, one a line, to look for evidence in. too_deep: how many blocks were deeper than
    MAX_DEPTH. widest: the length of the longest attributes of a block, in characters."""

    source: str
    lines: list[Line]
    blocks: list[Block]
    attributes: str
    too_deep: int = 0
    widest: int = 0

    def longest_attributes(self) -> int:
        """How many words the attributes of one block have at most."""
        return max(len(block.attributes.split()) for block in self.blocks)

    def find(self, pattern: re.Pattern[str], word: str) -> list[int]:
        """The blocks whose attributes match, in document order. word: what must stand in those attributes, as a
        substring is found much faster than a pattern."""
        return [
            index
            for index, block in enumerate(self.blocks)
            if word in block.attributes and pattern.search(block.attributes)
        ]


def read(html: str) -> Markup:
    """The lines and blocks of a decoded page."""
    text = _RAW.sub(" ", html).replace("&nbsp;", " ")
    if "jammer" in text:
        text = _JAMMED.sub("", text)
    # What follows the last ">" holds no tag; without it every "<" has its ">" and the pattern cannot look in vain.
    loose = text.find("<", text.rfind(">") + 1)
    if loose >= 0:
        text = text[:loose]
    pieces = ["br", "", *_TAG.split(text), "br", "", ""]
    kinds = _KINDS
    while True:
        marked = _read(html, pieces, kinds)
        if isinstance(marked, Markup):
            return marked
        # An element that is to be skipped is never closed: the page is read again without skipping it.
        kinds = {**kinds, marked: _INLINE}


def _read(html: str, pieces: list[str], kinds: dict[str, int]) -> Markup | str:
    """Lines and blocks from a list of tag, attributes, text, tag, ...; or the name of a skipped element without end."""
    lines: list[Line] = []
    blocks = [Block("", "", -1, 0)]
    stack = [0]
    here = 0
    run: list[str] = []  # the line that is being gathered
    linked = 0
    in_link = 0  # depth of the stack at which a link was opened, 0 outside links
    tag = attributes = ""
    odd: set[str] = set()
    too_deep = widest = 0
    tokens = iter(pieces)
    triples = zip(tokens, tokens, tokens, strict=True)
    for name, rest, text in triples:
        kind = kinds.get(name)
        if kind is None:
            kind = kinds.get(name.lower())
            if kind is None:
                kind = _BLOCK + _END if name[0] == "/" else _BLOCK
                odd.add(name)
        if kind:
            if kind == _LINK:
                in_link = len(stack) if "ref" in rest or "REF" in rest else 0
            elif kind == _LINK_END:
                in_link = 0
            elif kind == _SKIP:
                if rest[-1:] != "/":
                    closing = "/" + name.lower()
                    for skipped, _, text in triples:  # noqa: B007
                        if skipped == closing or skipped.lower() == closing:
                            break
                    else:
                        return name
            else:
                if run:
                    line = " ".join(run[0].split() if len(run) == 1 else "".join(run).split())
                    run.clear()
                    if "&" in line:
                        line = " ".join(unescape(line).split())
                    if line:
                        lines.append(Line(line, linked if linked < len(line) else len(line), here, tag, attributes))
                    linked = 0
                if kind == _BOUNDARY:
                    tag, attributes = name, rest
                elif kind == _BOUNDARY_END:
                    tag = attributes = ""
                elif kind in (_BLOCK, _CELL):
                    tag, attributes = "", rest
                    if kind == _CELL and blocks[here].tag in _CELLS:
                        blocks[stack.pop()].last = len(lines)
                        here = stack[-1]
                    if len(rest) > widest:
                        widest = len(rest)
                    if len(stack) < MAX_DEPTH:
                        blocks.append(Block(name, rest, here, len(lines)))
                        here = len(blocks) - 1
                        stack.append(here)
                    else:
                        too_deep += 1
                elif kind > _BLOCK:
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
        if text and (run or not text.isspace()):
            if ">" in text:
                text = _after_quote(rest, text)
            run.append(text)
            if in_link:
                linked += len(text)
    for index in stack:
        blocks[index].last = len(lines)
    told = "\n".join([*odd, *[block.attributes for block in blocks if block.attributes]])
    return Markup(html, lines, blocks, told, too_deep=too_deep, widest=widest)


def _after_quote(attributes: str, text: str) -> str:
    """Text behind a tag whose quoted attribute holds a ">", so that the tag seemed to end there."""
    for quote in "\"'":
        if attributes.count(quote) & 1:
            end = text.find(">", text.find(quote))
            return text[end + 1 :] if end >= 0 and quote in text else text
    return text


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

"""The generic extractor: which block holds the story.

Each line is worth its unlinked characters and its punctuation, linked lines cost; a line's worth goes to its block and,
fading, to the blocks around it. The best block is then widened while a parent holds clearly more text. Blocks that
call themselves comments, related or footer count little, but are not deleted: some sites name their story so.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.article.markup import Block, Line, Markup

# Tuned on the development pages; leave-one-site-out figures for each are in docs/articles.md.
FADE: Final = 0.72
REACH: Final = 4
SUSPECT: Final = 0.15
WIDEN: Final = 1.35
WRAPPER: Final = 0.85  # share of the page's lines

_SUSPECT: Final = re.compile(
    r"comment|cmt|reply|recommend|relate|hotnews|hot-|side-?bar|side-|footer|copyright|crumb|share|toolbar|login|popup"
    r"|tuijian|pinglun|rank|advert|statement|disclaimer|post_next|tie-|feedback|signature|qrcode|navbar|menu|player"
    r"|display:\s?none"
)
_NAMES: Final = re.compile(r"""\b(?:id|class|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ASIDE: Final = frozenset({"nav", "footer", "aside"})


def punctuation(text: str) -> int:
    """Marks that running text has and labels lack."""
    count = text.count
    return (
        count("，")
        + count("。")
        + count("、")
        + count("！")
        + count("？")
        + count("；")
        + count("：")
        + count(",")
        + count("”")
    )


def worth(line: Line) -> float:
    """What a line says for the block that it stands in, in characters."""
    size = len(line.text)
    if size < 8:
        return 0.0
    linked = line.linked
    if linked > size * 0.5:
        return -0.3 * min(linked, 40)
    marks = punctuation(line.text)
    free = size - linked
    if not marks:
        return free * (0.15 if size < 24 else 0.35)
    return free + 4.0 * marks


class Suspicion:
    """Which blocks call themselves, or stand in one that calls itself, something other than a story."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._most = blocks[0].last * WRAPPER
        self._known: dict[int, bool] = {0: False}
        self._named: dict[str, bool] = {"": False}

    def __getitem__(self, index: int) -> bool:
        known = self._known.get(index)
        if known is None:
            block = self._blocks[index]
            # The walk up is bounded by the depth that the reader keeps.
            known = self._known[index] = self._own(block) or self[block.parent]
        return known

    def _own(self, block: Block) -> bool:
        if block.last - block.first > self._most:
            return False  # a wrapper of the page, whatever its name
        if block.tag.lower() in _ASIDE:
            return True
        named = self._named.get(block.attributes)
        if named is None:
            named = any(_SUSPECT.search("".join(found).lower()) for found in _NAMES.findall(block.attributes))
            self._named[block.attributes] = named
        return named


def story(markup: Markup) -> tuple[int, list[Line], list[Line]]:
    """The block that holds the story, its lines, and the lines in suspect blocks within it."""
    lines, blocks = markup.lines, markup.blocks
    suspect = Suspicion(blocks)
    scores = [0.0] * len(blocks)
    running = [0.0]
    total = 0.0
    for line in lines:
        value = worth(line)
        if value > 0:
            if suspect[line.block]:
                value *= SUSPECT
            total += value
        running.append(total)
        if value:
            at, share = line.block, value
            for _ in range(REACH):
                scores[at] += share
                share *= FADE
                at = blocks[at].parent
                if at < 0:
                    break
    best = max(range(len(blocks)), key=scores.__getitem__)
    held = running[blocks[best].last] - running[blocks[best].first]
    at = best
    for _ in range(3):
        at = blocks[at].parent
        if at <= 0 or blocks[at].tag.lower() == "body":
            break
        value = running[blocks[at].last] - running[blocks[at].first]
        if value > held * WIDEN:
            best, held = at, value
        else:
            break
    block = blocks[best]
    inside = lines[block.first : block.last]
    if suspect[best]:
        return best, inside, []
    return best, [line for line in inside if not suspect[line.block]], [line for line in inside if suspect[line.block]]

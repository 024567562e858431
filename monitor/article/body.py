"""The generic extractor: which block holds the story.

Each line is worth its unlinked characters and its punctuation, linked lines cost; a line's worth goes to its block and,
fading, to the blocks around it. The best block is then widened while a parent holds clearly more text. Blocks that
call themselves comments, related or footer count little, but are not deleted: some sites name their story so.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.article.lines import Line
from monitor.article.markup import Block, Markup

# Tuned on the development pages; leave-one-site-out figures for each are in docs/articles.md.
FADE: Final = 0.72
REACH: Final = 4
SUSPECT: Final = 0.15
WIDEN: Final = 1.35
CLIMB: Final = 3  # levels
LEAD: Final = 16  # lines between headline and story
RIVAL: Final = 0.45  # of the best score; what has less is no rival
TEASER: Final = 0.2
_PARAGRAPH: Final = 60.0  # worth of a line that is one
WRAPPER: Final = 0.85  # share of the page's lines

# What a block calls itself that is no story. Words with the same first letters stand together: each is tried once.
_SUSPECT: Final = re.compile(
    r"c(?:o(?:mment|pyright|okie|nsent)|mt|rumb|aption)|re(?:ply|commend|late)|rank|hot(?:news|-)"
    r"|s(?:ide(?:-?bar|-)|hare|tatement|ignature)|f(?:ooter|eedback)|t(?:oolbar|uijian|ie-)|login|advert|qrcode|navbar|unfold"
    r"|p(?:opup|inglun|ost_next|layer|ic[-_]?info|hoto[-_]?desc)|di(?:sclaimer|alog|splay:\s?none)|m(?:enu|odal)|img[-_]?desc"
)
# Of these, what stands in a story's block but never around a story.
_BESIDES: Final = re.compile(
    r"c(?:omment|mt|opyright)|re(?:ply|commend|late)|rank|hot|side(?:-?bar|-)|statement|f(?:ooter|eedback)|t(?:uijian|ie-)"
    r"|p(?:inglun|ost_next)|advert|di(?:sclaimer|splay:\s?none)"
)
_NAMES: Final = re.compile(r"""\b(?:id|class|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ASIDE: Final = frozenset({"nav", "footer", "aside"})


class Suspicion:
    """Which blocks call themselves, or stand in one that calls itself, something other than a story."""

    def __init__(self, blocks: list[Block], words: re.Pattern[str] = _SUSPECT) -> None:
        self._blocks = blocks
        self._words = words
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
        named = self._named.get(block.attributes)
        if named is None:
            named = self._named[block.attributes] = self._suspect(block.attributes.lower())
        return named or block.tag.lower() in _ASIDE

    def _suspect(self, attributes: str) -> bool:
        # Most attributes hold no such word, so that it need not be asked whether it stands in a name.
        search = self._words.search
        return bool(search(attributes)) and any(search("".join(found)) for found in _NAMES.findall(attributes))


def story(markup: Markup, title: str = "") -> tuple[int, list[Line], list[Line]]:
    """The block that holds the story, its lines, and the lines in suspect blocks within it.

    title: what the page's head calls the story; between blocks of like worth the one that speaks of it wins.
    """
    lines, blocks = markup.lines, markup.blocks
    suspect = Suspicion(blocks)
    scores = [0.0] * len(blocks)
    running = [0.0]
    total = 0.0
    direct = [0.0] * len(blocks)
    headed = -1  # the block of a line that is a link as a whole: what follows in it is the teaser of another story
    for line in lines:
        value = line.worth
        if value:
            if value > 0:
                if headed == line.block:
                    value *= TEASER
                if suspect[line.block]:
                    value *= SUSPECT
                total += value
            direct[line.block] += value
            headed = line.block if value < 0 and line.linked >= len(line.text) - 2 else -1
        running.append(total)
    for index, value in enumerate(direct):
        if value:
            at = index
            for _ in range(REACH):
                scores[at] += value
                value *= FADE
                at = blocks[at].parent
                if at < 0:
                    break
    best = _best(markup, scores, title)
    held = running[blocks[best].last] - running[blocks[best].first]
    at = best
    for _ in range(CLIMB):
        at = blocks[at].parent
        if at <= 0 or blocks[at].tag.lower() == "body":
            break
        value = running[blocks[at].last] - running[blocks[at].first]
        if value > held * WIDEN:
            best, held = at, value
    block = blocks[best]
    inside = lines[block.first : block.last]
    if suspect[best]:
        return best, inside, []
    aside = [line for line in inside if suspect[line.block]]
    if sum(line.worth for line in aside if line.worth > _PARAGRAPH) > 2 * _telling(inside) - 2 * _telling(aside):
        # A player, a dialogue or a caption that is never closed takes the story in: only what is none stays aside.
        suspect = Suspicion(blocks, _BESIDES)
        aside = [line for line in inside if suspect[line.block]]
    return best, [line for line in inside if not suspect[line.block]], aside


def _telling(lines: list[Line]) -> float:
    return sum(line.worth for line in lines if line.worth > 0)


def without_asides(markup: Markup, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Lines of a marked container, and those in blocks within it that call themselves something else."""
    suspect = Suspicion(markup.blocks)
    story = [line for line in lines if not suspect[line.block]]
    if len(story) * 2 < len(lines):
        return lines, []  # the container itself has such a name
    return story, [line for line in lines if suspect[line.block]]


def lead(markup: Markup, first: int, last: int) -> list[Line]:
    """Paragraphs between the headline and the story's block: a lead that is set apart."""
    if last - first > LEAD:
        return []
    suspect = Suspicion(markup.blocks)
    return [
        line
        for line in markup.lines[first:last]
        if not line.linked
        and not line.text.isascii()
        and line.worth >= 60
        and line.text.endswith(("。", "！", "？", "."))
        and not suspect[line.block]
    ]


def _best(markup: Markup, scores: list[float], title: str) -> int:
    """The block with the highest score, or a rival that stands apart from it and fits the title better."""
    blocks = markup.blocks
    best = max(range(len(blocks)), key=scores.__getitem__)
    if not title or title.isascii():
        return best
    least = scores[best] * RIVAL
    chosen, chosen_score = best, 0.0
    taken: list[Block] = []
    for index in sorted((i for i, score in enumerate(scores) if score >= least), key=scores.__getitem__, reverse=True):
        block = blocks[index]
        if any(block.first < other.last and other.first < block.last for other in taken):
            continue
        taken.append(block)
        text = "".join([line.text for line in markup.lines[block.first : block.last]])[:2000]
        score = scores[index] * (0.5 + fit(title, text))
        if score > chosen_score:
            chosen, chosen_score = index, score
        if len(taken) == 4:
            break
    return chosen


def fit(title: str, text: str) -> float:
    """The share of a title's pairs of characters that a text uses as well."""
    keys = {pair for at in range(len(title) - 1) if (pair := title[at : at + 2]).isalnum()}
    return sum(key in text for key in keys) / len(keys) if keys else 0.0

"""How a sentence names chains: sets with their number, single chains with their name, and what is put in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from monitor.chinese.late import late
from monitor.events import chains_words as w
from monitor.events.chains_members import Span, items, items_after, items_before, joined_stages
from monitor.events.projects import numeral

Action = Literal["define", "plan", "build", "recruit", "report"]

_CLAUSE_MARK: Final = late(r"[，。；：？！…\n]")
_QUOTED: Final = late(r"“([^“”]{2,40})”的?(?:全|特色|完整|现代|优势)*$")
_LEADING: Final = late(
    r"^(?:[了起出成以好]|一批|一条|一个|若干|多条|整条|(?:全国|全省|全市|全球|国内|中国|世界)?(?:首个|首条|"
    r"第一条|唯一)|本(?:地|省|市|区|县)|全(?:省|市|区|县|镇|域)|“|”)*"
)
_BOOK: Final = late(r"《([^《》]{2,60})》")
# 甲自由贸易试验区油气, 甲地金融支持新能源汽车: the industry stands behind the zone and the verb.
_TITLE_LEAD: Final = late(rf"^.*(?:试验区|自贸区|开发区|合作区|示范区|新区|片区|{w.VERBS.pattern})(?=[一-龥]{{2}})")
_MEASURES: Final = late(r"措施|意见|办法")
# 同邻县一道做新能源汽车产业链招商: who recruits need not set up the chain.
_DOES: Final = late(r"(?:做|搞|抓|开展)(?:好|了)?")
_INDUSTRY: Final = late(r"[^《》+]*[\u4e00-\u9fff][^《》+]*")
_CHINESE: Final = late(r"[\u4e00-\u9fff]+")
# How far in front of 产业链 its industry begins at most, in characters.
_LONGEST_HEADED: Final = 16
_BRINGS_IN: Final = late(r"^[^，。；]{0,12}(?:引进|招引|引入)")
# 八大产业链的链长: each gets a head. 《…行动方案》，聚焦…: the plan's own words.
_HAS_HEADS: Final = late(r"[的”“]{0,2}链长(?!会)")
_PUBLISHED: Final = late(r"(?:方案|规划|计划)(?:（[^（）]{4,16}）)?》，$")
_PLANNED_BEHIND: Final = late(r".{0,4}(?:图谱|规划|行动)")
# 质量基础设施助力产业链, 解决产业链问题: what is done for chains names none.
_HELPS: Final = late(r"(?:助力|赋能|解决|服务|支撑|保障|带动|畅通|上下游)$")
_LISTED: Final = late(r"(?:将|把)([^，。；：]{2,40}?)(?:产业|等)?(?:列入|纳入|列为|作为)")
_EFFORT: Final = late(r"(?:着力|全力|大力|聚力|奋力|加快|重点|积极)[^，。；]{0,4}$")
_REACH: Final = 42  # how far a verb governs
_LONGEST_CLAUSE: Final = 240
_LONGEST_TITLE: Final = 62
_MOST: Final = 40  # a sentence that names more chains is a list
_REGION_PREFIX: Final = late(r"^[一-龥]{2,8}?(?:省|市|区|县|州|盟|旗)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A chain or a set as a sentence names it; spans are in the sentence.

    name: without region and number, "产业链" for an unnamed set. count: of a set, else None. verb: where the governing
    verb begins, or where the mention does. owner_end: where words that may name the owner end (just before the number
    or the name).
    """

    start: int
    end: int
    name: str
    count: int | None
    members: tuple[tuple[int, int], ...]
    action: Action
    verb: int
    owner_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Passing:
    """The word without a chain, and why."""

    start: int
    end: int
    reason: str


def find_mentions(words: str) -> tuple[list[Mention], list[Passing]]:
    """The chains that a sentence names and the words in passing, in order."""
    if w.CRIMINAL.search(words):
        return [], [Passing(m.start(), m.end(), "criminal trade") for m in w.CHAIN.finditer(words)]
    mentions, passing = _sets(words)
    taken = {at for known in mentions for at in range(known.start, known.end)}
    taken |= {at for known in passing for at in range(known.start, known.end)}
    for match in islice(w.CHAIN.finditer(words), _MOST):
        if match.start() in taken:
            continue
        found = _titled(words, match) or _headed(words, match) or _named(words, match)
        if isinstance(found, Mention):
            mentions.append(found)
        else:
            passing.append(found)
    return sorted(mentions, key=lambda m: m.start), passing


def _sets(words: str) -> tuple[list[Mention], list[Passing]]:
    mentions: list[Mention] = []
    passing: list[Passing] = []
    for match in islice(w.SET.finditer(words), _MOST):
        number = numeral(match["number"]) or 0
        if (number < 2 and match["unit"] != "大") or match["kind"] in {"分", "子"}:
            continue
        if w.NOT_CHAINS.match(words, match.end()):
            passing.append(Passing(match.start(), match.end(), "projects or stands, not chains"))
            continue
        mentions.append(_set(words, match, number, match["kind"], match.start(), "chain.set"))
    for pattern, rule in ((w.SET_BEHIND, "chain.set-behind"), (w.SET_FORMULA, "chain.set-formula")):
        taken = {at for known in mentions for at in range(known.start, known.end)}
        for match in islice(pattern.finditer(words), _MOST):
            if match.start("tail") in taken:
                continue
            if rule == "chain.set-formula":
                parts = [part for part in match["formula"].split("+") if part.isdigit()]
                number = sum(map(int, parts))
            else:
                number = numeral(match["number"]) or 0
            kind = _behind_verb(match["kind"])
            mentions.append(_set(words, match, number, kind, match.start("tail") - len(kind), rule))
    return mentions, passing


def _behind_verb(kind: str) -> str:
    """What a verb in the words before 产业链 governs: 重点 of 力争打造重点产业链18条."""
    verbs = list(w.VERBS.finditer(kind))
    return kind[verbs[-1].end() :] if verbs else kind


def _set(words: str, match: re.Match[str], number: int, kind: str, start: int, rule: str) -> Mention:
    left = _clause_start(words, match.start())
    verb = _verb(words, match.start(), left)
    name = _kind(kind) + "产业链"
    listed = (
        _listed_into(words, left, match.start())
        or items_before(words, match.start())
        or items_after(words, match.end())
    )
    return Mention(
        start=start,
        end=match.end(),
        name=name,
        count=number,
        members=listed,
        action=_action(words, verb.start() if verb else match.start(), match.start(), match.end()),
        verb=_first_of_run(words, verb, left) if verb else match.start(),
        owner_end=match.start(),
        rule=rule,
    )


def _listed_into(words: str, left: int, stop: int) -> tuple[Span, ...]:
    """What is put into a set: 将时尚皮革产业列入12条重点产业链."""
    listed = list(_LISTED.finditer(words, left, stop))
    return items(words, *listed[-1].span(1)) if listed else ()


def _kind(kind: str) -> str:
    """The set's own name out of what stands between number and 产业链: 具有国际竞争力的 names nothing."""
    kind = kind.strip("“”" if kind.count("（") == kind.count("）") == 1 else "“”（）")
    if "的" in kind:
        kind = kind.rsplit("的", 1)[1]
    for verb in w.VERBS.finditer(kind):
        kind = kind[verb.end() :] if verb.start() == 0 else kind
    return kind.removesuffix("全")


def _titled(words: str, match: re.Match[str]) -> Mention | None:
    """A plan that bears the chain's name: 《乙省氢能产业链三年行动方案》."""
    for book in _BOOK.finditer(words, max(0, match.start() - _LONGEST_TITLE), match.end() + _LONGEST_TITLE):
        if not book.start() < match.start() < book.end():
            continue
        if not re.search(r"规划|方案|计划|意见|措施|办法|目录|图谱", words[match.end() : book.end()]):
            return None
        core = _REGION_PREFIX.sub("", words[book.start(1) : match.start()]).removeprefix("关于")
        core = _TITLE_LEAD.sub("", core)
        if w.PLAIN_NAME.fullmatch(core) or len(core) > 14 or _HELPS.search(core):
            return None
        return Mention(
            start=book.start(), end=book.end(), name=core.removesuffix("全") + "产业链", count=None, members=(),
            action="build" if _MEASURES.search(words, match.end(), book.end()) else "plan",
            verb=book.start(), owner_end=match.start(), rule="chain.titled",
        )  # fmt: skip
    return None


def _headed(words: str, match: re.Match[str]) -> Mention | None:
    """A single chain that has a head or a staff of its own: 某某产业链链长, 某某产业链工作专班."""
    start, end = match.span()
    if w.HEADED.match(words, end) is None or w.COMPANY_HEAD.search(words, max(0, start - _REACH), end):
        return None
    left = max(0, start - _LONGEST_HEADED)
    begin = max((mark.end() for mark in w.HEADED_LEFT.finditer(words, left, start)), default=left)
    core = _REGION_PREFIX.sub("", words[begin:start])
    if w.PLAIN_NAME.fullmatch(core) or not 2 <= len(core) <= 10 or not _CHINESE.fullmatch(core):
        return None
    return Mention(
        start=start - len(core), end=end, name=core.removesuffix("全") + "产业链", count=None, members=(),
        action="build", verb=start - len(core), owner_end=start - len(core), rule="chain.headed",
    )  # fmt: skip


def _named(words: str, match: re.Match[str]) -> Mention | Passing:
    """A single chain behind a verb that acts on it: 打造氢能产业链."""
    start, end = match.span()
    recruiting = words.startswith("招商", end)
    if not recruiting and w.PASSING_BEHIND.match(words, end):
        return Passing(start, end, "the word in passing")
    left = _clause_start(words, start)
    verb = _verb(words, start, left)
    if verb is None and recruiting:
        verb = next(reversed(list(_DOES.finditer(words, left, start))), None)
    if verb is None or start - verb.end() > _REACH or words[verb.start() - 1 : verb.start()] == "被":
        return Passing(start, end, "the word in passing")
    core_start, core, stages = _core(words, verb.end(), start)
    if not core:
        return Passing(start, end, "no industry named")
    recruiting = recruiting or bool(_BRINGS_IN.search(words, end, min(len(words), end + 24)))
    if verb[0] in w.WEAK_VERBS and not recruiting and not _EFFORT.search(words, left, verb.start()):
        return Passing(start, end, "the word in passing")
    several = "、" in core or core.endswith("等")
    return Mention(
        start=core_start,
        end=end,
        name="产业链" if several else core + words[start:end].removesuffix("条"),
        count=None,
        members=items_before(words, start - words.endswith("全", 0, start)) if several else stages,
        action="recruit" if recruiting else _action(words, verb.start(), start, end),
        verb=_first_of_run(words, verb, left),
        owner_end=core_start,
        rule="chain.named",
    )


def _core(words: str, start: int, end: int) -> tuple[int, str, tuple[Span, ...]]:
    """The industry between verb and 产业链: where it begins, its words, and its stages where it is named by them.

    "" where the words name none (完整, 国内, 千亿级).
    """
    quoted = _QUOTED.search(words, start, end)
    if quoted and (stages := joined_stages(words, *quoted.span(1))):
        return quoted.start(1), quoted[1], stages
    leading = _LEADING.match(words[start:end])
    begin = start + (leading.end() if leading else 0)
    last = words.rfind("的", begin, end)
    if last >= 0:
        begin = last + 1
    if "”“" in words[begin:end] or "链" in words[begin:end]:
        return begin, "", ()
    core = words[begin:end].replace("“", "").replace("”", "").strip("‘’ ").removesuffix("全")
    core = _REGION_PREFIX.sub("", core) if len(core) > 6 else core
    if (
        not core
        or w.PLAIN_NAME.fullmatch(core)
        or _HELPS.search(core)
        or not 2 <= len(core.split("、")[0]) <= 16
        or not _INDUSTRY.fullmatch(core)
    ):
        return begin, "", ()
    return begin, core, ()


def _clause_start(words: str, position: int) -> int:
    """Where the clause of a position begins, within reach."""
    reach = max(0, position - _LONGEST_CLAUSE)
    return max((mark.end() for mark in _CLAUSE_MARK.finditer(words, reach, position)), default=reach)


def _verb(words: str, stop: int, left: int) -> re.Match[str] | None:
    """The last verb before `stop` in the clause."""
    verbs = list(w.VERBS.finditer(words, left, stop))
    return verbs[-1] if verbs else None


def _first_of_run(words: str, verb: re.Match[str], left: int) -> int:
    """Where a run of verbs begins: 聚焦打造, 加快构建."""
    first = verb.start()
    for earlier in reversed(list(w.VERBS.finditer(words, left, first))):
        if earlier.end() < first - 2:
            break
        first = earlier.start()
    return first


def _action(words: str, verb: int, start: int, end: int) -> Action:
    """What is done to the chain, by the verbs before the name and the words to the ends of its clause."""
    close = _CLAUSE_MARK.search(words, end)
    behind = words[end : close.start() if close else len(words)]
    before = words[verb:start]
    if _HAS_HEADS.match(behind) or behind.startswith("之一"):
        return "define"
    if _PUBLISHED.search(words, max(0, verb - _LONGEST_TITLE), verb):
        return "plan"
    if w.DEFINE.search(before):
        return "define"
    if w.PLAN.search(before) or _PLANNED_BEHIND.match(behind) or w.PLAN.search(words, max(0, verb - 12), verb):
        return "plan"
    if w.RECRUIT.search(before) or w.RECRUIT.search(behind[:16]):
        return "recruit"
    if w.REPORT.search(behind) or w.REPORT.search(before):
        return "report"
    return "build"

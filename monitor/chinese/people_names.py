"""Where a name begins is known (right behind a title); where it ends is not: Chinese writes no spaces.

A name is two or three characters behind a surname of one, three or four behind a surname of two; transliterated names
run until a character that transliteration does not use. What follows decides: punctuation and verbs of two characters
(率队, 表示) end a name for sure, single characters (在, 对, 率) may as well be part of it; the segmenter breaks ties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.segmenting import first_word, segmented

_HAN: Final = "\u4e00-\u9fff"
# Characters that transliteration of foreign and ethnic names draws on.
_SOUNDS: Final = (
    "阿埃艾爱安昂奥澳巴芭白拜班邦保鲍贝本比彼毕别宾波伯勃博布采策查察昌彻茨茈次达大代戴丹当岛道得德登邓迪第蒂丁东杜敦顿多厄恩尔"
    "法凡范方菲费芬丰冯佛弗夫福富盖甘冈刚高哥戈格葛根贡古瓜圭郭哈海汉豪赫黑亨洪侯胡华怀惠霍基吉季加嘉贾简姜杰捷金津京居喀卡开凯坎"
    "康考柯科克肯孔库夸昆拉腊莱赖兰朗劳勒雷蕾黎里理李丽利莉立连廉良列烈林琳隆龙卢鲁路吕伦罗洛马玛迈麦曼芒毛梅门蒙孟米密敏明莫摩墨默"
    "姆木穆拿娜纳乃奈南内尼妮涅宁纽农努诺欧帕派潘庞佩彭蓬皮匹平泼珀普齐奇恰强乔切钦琴青丘琼屈让热仁日荣儒若撒萨赛桑瑟森沙莎山珊尚"
    "绍舍申森圣什施史舒朔斯丝松苏孙索塔泰坦汤唐陶特提铁廷通图吐托瓦万旺威韦维魏温翁沃乌武西希锡夏香肖谢辛欣雪逊雅亚延扬耶叶伊依以易"
    "因英尤于约泽扎詹占张者珍治朱兹子佐图尤吾买提江木娅孜肉孜热合曼艾力热依汗别克坚赞措姆卓玛次仁扎西旦增罗布平措才让尼玛巴桑塞滕顿尤吕昂谟迭祖穗荻"
)  # fmt: skip
_FOREIGN: Final = late(
    rf"(?:[{_HAN}]{{1,6}}|[A-Z][a-z]{{0,14}}\.?)(?:[·•・‧．][ ]?(?:[{_SOUNDS}]{{1,7}}|[A-Z][A-Za-z]{{0,14}})){{1,4}}"
)
_SOUNDING: Final = late(rf"[{_SOUNDS}]{{2,6}}")
_LATIN: Final = late(r"[A-Z][A-Za-z.'\-]{1,20}(?: [A-Z][A-Za-z.'\-]{0,20}){1,3}")
_SPACED: Final = late(rf"([{_HAN}])[ \u3000]{{1,2}}([{_HAN}])(?=$|[^{_HAN}])")
_CHINESE: Final = late(rf"[{_HAN}]{{2,4}}")
# Characters that no given name holds.
_NEVER: Final = frozenset(
    "的了是与及这我你他她们很没吗呢吧啊被给让说等但就也或且所此从各该每请您什么哪总谢率昨赴抵陪访携偕便又皆"
)
# Characters that a given name holds where a sure edge follows: 陈其远率团, and not 书记其后.
_RARELY: Final = frozenset("其")
# Surnames that are more often words behind a title: 市长和, 局长由, 主任时任.
_WORDLIKE: Final = frozenset(
    "和由时代后但随全相信展年才强权满位计初况闻利居幸奉国边平及有来为关公干包商金管门车查支安常项应单经向于何方明文成通会共同党政民工"
    "农学科高新开第主中大小老年双多各在与对农资产企宣党村组诸习贡洪牧籍撒贝巢"
)
# 李明于1月, 李明在3日: prepositions in front of a date.
_BEFORE_DATE: Final = frozenset("于在自从到至")
# 李明李总, 王宁王女士: the surname again with a form of address.
_ADDRESS: Final = ("总，", "总。", "总、", "总的", "女士", "先生", "老师")
_JAPANESE: Final = 4  # characters that most Japanese names have
_PUNCTUATION: Final = frozenset(" \u3000\n\t，。、；：！？（）“”‘’《》〈〉【】—…·/／|-,.;:!?()\"'")


@dataclass(frozen=True, slots=True)
class Edges:
    """What may follow a name. hard: by first character, words that end it; soft: characters that may."""

    hard: Mapping[str, tuple[str, ...]]
    soft: frozenset[str]


@cache
def surnames() -> frozenset[str]:
    """Surnames of one and of two characters."""
    lines = _lines("surnames.txt")
    return frozenset(lines[0]) | frozenset(lines[1].split())


@cache
def edges() -> Edges:
    """The words of data/name_edges.txt."""
    words = [word for line in _lines("name_edges.txt") for word in line.split()]
    hard: dict[str, list[str]] = {}
    for word in words:
        if len(word) > 1:
            hard.setdefault(word[0], []).append(word)
    return Edges({first: tuple(found) for first, found in hard.items()}, frozenset(w for w in words if len(w) == 1))


def edge(plain: str, position: int) -> int:
    """How sure a name ends at the position: 2 punctuation or a verb of two characters, 1 a particle, 0 no sign."""
    if position >= len(plain) or plain[position] in _PUNCTUATION:
        return 2
    if not "\u4e00" <= plain[position] <= "\u9fff":
        return 1
    known = edges()
    if plain.startswith(known.hard.get(plain[position], ()), position):
        return 2
    return 1 if plain[position] in known.soft else 0


def name_at(plain: str, start: int, *, strict: bool = False, foreign: bool = False) -> int:
    """The end of the name that begins at `start`, or 0 where none does.

    strict: demand a sure end (items of a list, names without a title in front). foreign: a name without surname may
    be a transliterated one (the title says whose).
    """
    if start >= len(plain):
        return 0
    found = _FOREIGN.match(plain, start)
    if found is not None and "·" in found[0].replace("•", "·").replace("・", "·").replace("‧", "·").replace("．", "·"):
        return found.end()
    if foreign and plain[start].isascii() and (latin := _LATIN.match(plain, start)) is not None:
        return latin.end()
    spaced = _SPACED.match(plain, start) if plain[start + 1 : start + 2] in (" ", "\u3000") else None
    if spaced is not None and spaced[1] in surnames():
        return spaced.end()
    if not _CHINESE.match(plain, start):
        return 0
    end = _chinese(plain, start, strict)
    if foreign and (not end or edge(plain, end) < 2):
        sounding = _SOUNDING.match(plain, start)
        if sounding is not None and (edge(plain, sounding.end()) == 2 or (not end and len(sounding[0]) > 2)):
            return sounding.end()
    return end


def _chinese(plain: str, start: int, strict: bool) -> int:
    known = surnames()
    compound = plain[start : start + 2] in known
    if not compound and plain[start] not in known:
        return 0
    lengths: tuple[int, ...] = (4, 3) if compound else (3, 2)
    married = plain[start + 1 : start + 2] in known and edge(plain, start + 3) == 0 and edge(plain, start + 4) == 2
    if not compound and married:
        lengths = (4, 3, 2)  # 陈林美华: the husband's surname in front of one's own
    if edge(plain, start + 1) == 2:
        return 0
    options: list[tuple[int, int]] = []
    for length in lengths:
        given = plain[start + (2 if compound else 1) : start + length]
        dated = given[-1:] in _BEFORE_DATE and plain[start + length : start + length + 1].isdigit()
        rare = not _RARELY.isdisjoint(given) and edge(plain, start + length) < 2
        if len(given) == length - (2 if compound else 1) and is_given(given) and not dated and not rare:
            addressed = plain.startswith(plain[start], start + length) and plain.startswith(
                _ADDRESS, start + length + 1
            )
            options.append((2 if addressed else edge(plain, start + length), length))
    if compound and edge(plain, start + 2) == 2 and edge(plain, start + 3) < 2:
        return start + 2
    if not options:
        return 0
    best = max(strength for strength, _ in options)
    if strict and best < 2:
        return 0
    chosen = [length for strength, length in options if strength == best]
    if plain[start] in _WORDLIKE and not compound and (best == 0 or is_word(plain, start)):
        return 0
    if best == 2 and len(chosen) == 1:
        return start + chosen[0]
    segmented = _segmented(plain, start, [length for _, length in options])
    if best == 0:
        return segmented
    return segmented if segmented - start in chosen else start + max(chosen)


def japanese_name(plain: str, start: int) -> int:
    """The end of a Japanese name that begins at `start`: three to five characters up to a sure edge; 0 for none."""
    for length in (4, 3, 5):
        name = plain[start : start + length]
        ended = len(name) == length and edge(plain, start + length) == 2 and edge(plain, start) < 2
        if ended and is_given(name) and (length == _JAPANESE or not is_word(plain, start)):
            return start + length
    return 0


def is_given(given: str) -> bool:
    """Whether all characters can stand in a name."""
    return all("\u4e00" <= char <= "\u9fff" and char not in _NEVER for char in given)


def is_word(plain: str, start: int) -> bool:
    """Whether the segmenter knows what begins at `start` as a word that is no name: 关于, 公寓, 金融."""
    token, tag = first_word(plain[start : start + 6])
    return len(token) > 1 and not tag.startswith("nr")


def _segmented(plain: str, start: int, lengths: list[int]) -> int:
    """The end that the segmenter sees, where it sees one of the lengths as a word; else 0.

    A single character left over behind a short name is its last one (李远|军|公开表示): three characters are the rule.
    """
    position = start
    found = 0
    for token in segmented(plain[start : start + 12]):
        if found:
            longer = position - start + 1
            return position + 1 if len(token) == 1 and longer in lengths and token not in edges().soft else found
        position += len(token)
        if position - start in lengths:
            found = position
        elif position - start > max(lengths):
            break
    return found


def _lines(name: str) -> list[str]:
    text = files("monitor.chinese").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

"""Why a sentence with the vocabulary tells of no signing."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.late import late
from monitor.events import signings_words as w
from monitor.events.projects_region import clause_start
from monitor.types import Sentence

_CLAUSE_END: Final = late(r"[，；。！？\n]")
_NUMBERED: Final = late(
    r"签约[^，。；]{0,16}?[\d一二三四五六七八九十两]+(?:余|多)?(?:个|项|宗|份)|签约(?:总)?(?:金额|额|引资|"
    r"合同|总投资)"
)
_AFTERWARDS: Final = late(
    r"签(?:订|署|约)(?:[^，。；《》]|《[^》]*》){0,20}(?:(?:后|时|之前|前|之后)(?:$|的)|以来|[一二两三四五六七八九十\d]+(?:周?年|"
    r"个月)来)|根据(?:双方|各方)?(?:已|所)?签署|(?:以|通过)签[订署](?:[^，。；《》]|《[^》]*》){2,30}(?:方式|形式|途径|手段)|(?:按照|依据|落实)[^，。；]{0,8}签(?:署|订)"
)
_WILL: Final = late(
    r"将(?:进一步|继续|持续|优化|加强|深化|推动|加快|积极|大力|着力|不断|围绕|以|通过|充分|努力|重点|全面|全力"
    r"|转[往赴]|前往|赴|拜[会访]|会[见晤]|出席)"
)
# 发表讲话和签署: the last of several things that somebody will do.
_AND: Final = late(r"[和并及]$")
# 同意就签署备忘录展开讨论: talks about it.
_TALKS: Final = late(
    r"就(?:[^，。；]{0,8})签[署订约](?:[^，。；《》]|《[^》]*》){0,40}?(?:讨论|谈判|磋商|协商|商讨|探讨|研究|洽谈|商谈|沟通|交换意见)"
)
_OPINION: Final = late(r"认为|建议|我们?觉得|呼吁|倡议(?=[^，。；]{0,10}(?:双方|各方|共同))")
# 签约、开工项目18个: the whole of another set.
_SUMMED: Final = late(r"签约(?:、|和|及|并|或)(?:集中)?(?:开工|投产|竣工|入驻|落地)(?!仪式|活动|暨)")
_SUMMED_BEFORE: Final = late(r"(?:开工|投产|竣工)(?:、|和|及|并|或)?$")
_MEETS: Final = late(r"仪式|活动|大会|暨")
# 甲地与乙国已经签订自由贸易协定: what stands, not what happened.
# 乙国是第二个与甲地签署…的国家, 他任局长期间与某会签订…: a remark, not the event.
_STATESMEN: Final = late(
    r"(?:主席|总统|(?<!副)总理|首相)[^。；]{0,40}见证(?:了|下)?[^，。；]{0,6}签[署订约]$|(?:副总理|国务委员|政治局[^。；]{0,16})[^。；]{0,30}和[^。；]{0,20}签[署订]$"
)
_RANKED: Final = late(r"(?:首个|唯一|第[一二三四五六七八九十\d]+个)[与和同][^，。；]{1,14}签(?:署|订|约)")
_IN_OFFICE: Final = late(r"(?:担任|出任|任职|在任)[^。；]{0,30}期间|任内")
_LONG_SINCE: Final = late(r"(?:已经?|早已|曾|此前|再度|先后)(?:与[^，。；]{1,12})?签(?:署|订)$")
_DATED: Final = late(r"[年月日天]|昨|今|会上|仪式|现场|目前|截[至止]|期间|累计")
_GOES_ON: Final = late(r"(?:同时|此外|期间|其间|并|还)")
_SETS_OUT: Final = late(r"将(?:先后|前往|赴|分别|率|到|访问|考察|拜访)")
# 签约项目力争超过60个: the aim stands behind the verb.
_AIMED_AT: Final = late(
    r"签约[^，。；]{0,14}?(?:预计(?:将|可|能)?|有望|将)(?:可|能)?(?:超|达|突破|逾)|"
    r"签约(?:项目|总?(?:金额|额)|引资|投资)*(?:数|总额)?(?:要|将)?(?:力争|争取|确保|目标|达到(?=[^，。；]{0,12}目标))"
)
_QUOTED: Final = late(r"“[^“”]*”")
# How far from the verb words still belong to it.
_LONGEST: Final = 240
_DONE: Final = late(r"成功签约|已(?:经)?签|签(?:约|署|订)了|现场签约")


def reason_for_none(plain: str, sentence: Sentence, clause: int, trigger: re.Match[str]) -> str | None:
    """The named reason, or None where the verb may tell of a signing. clause: where the verb's clause begins."""
    close = _CLAUSE_END.search(plain, trigger.end(), sentence.end)
    end = close.start() if close else sentence.end
    end = min(end, trigger.end() + _LONGEST)
    words = plain[clause:end]
    before = _QUOTED.sub("", plain[clause : trigger.start()])
    reach = plain[trigger.start() : min(sentence.end, trigger.end() + 40)]
    if w.PRIVATE.search(words):
        return "a person's or private contract"
    if w.DECREE.match(reach) or w.DECREE.search(words):
        return "a decree or declaration"
    if _SUMMED.match(plain, trigger.start()) or (
        _SUMMED_BEFORE.search(before) and not _MEETS.match(plain, trigger.end())
    ):
        return "counted together with what was begun"
    if w.ATTRIBUTE.match(plain, trigger.start()) and not _NUMBERED.match(plain, trigger.start()):
        return "mentioned in passing"
    if _AFTERWARDS.search(words) or _RANKED.search(words):
        return "mentioned in passing"
    if _IN_OFFICE.search(plain, max(sentence.start, clause - _LONGEST), trigger.start()):
        return "mentioned in passing"
    if _LONG_SINCE.search(upto := before + trigger[0]) and not _DATED.search(plain, sentence.start, trigger.start()):
        return "mentioned in passing"
    if w.INTENTION.search(words) and not w.SIGNED_INTENTION.search(words):
        return "intention"
    if re.match(r"签约意向|签约[^，。；]{0,4}意向", reach):
        return "intention"
    if _TALKS.search(words):
        return "still to come"
    if _OPINION.search(plain, max(sentence.start, clause - _LONGEST), trigger.start()):
        return "an opinion"
    if (coming := w.TO_COME.search(upto)) and coming.start() < len(before):
        return "still to come"
    if before.startswith("并") and w.TO_COME.search(plain, clause_start(plain, sentence.start, clause - 1), clause):
        return "still to come"
    ahead = _sentence_before(plain, sentence.start)
    if _GOES_ON.match(plain, sentence.start) and _SETS_OUT.search(plain, ahead, sentence.start):
        return "still to come"
    whole = plain[max(sentence.start, clause - _LONGEST) : clause]
    goes_on = before.startswith(("与", "并", "和")) or _AND.search(before)
    if goes_on and _WILL.search(whole) and not _DONE.search(words):
        return "still to come"
    if before.endswith("洽谈") and not _NUMBERED.match(reach):
        return "still to come"
    if _AIMED_AT.match(reach):
        return "target"
    if (aimed := w.TARGET.search(upto)) and aimed.start() < len(before) and not _DONE.search(words):
        return "target"
    if re.search(r"力争|目标任务|工作目标|年度目标|预期目标", whole) and not _DONE.search(words):
        return "target"
    if _STATESMEN.search(plain, max(sentence.start, clause - _LONGEST), trigger.end()):
        return "between states"
    if w.STATES.search(words) or (w.TREATIES.search(words) and not w.CONCLUDES.search(words)):
        return "between states"
    return None


def _sentence_before(plain: str, start: int) -> int:
    """Where the sentence in front of the one at `start` begins, in its paragraph."""
    reach = max(0, start - _LONGEST, plain.rfind("\n", 0, start) + 1)
    return max(reach, plain.rfind("。", reach, max(reach, start - 1)) + 1)

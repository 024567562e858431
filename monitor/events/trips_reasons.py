"""Why what looks like a trip is none: the purpose, the post, the words around it. Each reason has a name."""

from __future__ import annotations

from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions import inside
from monitor.events.reading import Reading
from monitor.events.trips_actor import Actor, merges
from monitor.events.trips_frames import Frame
from monitor.events.trips_skeleton import ORGANISATION as O
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_words import is_festive
from monitor.types import PersonMention

# Words of business; a document without any tells no trip of ours.
_BUSINESS: Final = late(
    r"招商|招引|投资|考察|合作|洽谈|推介|经贸|商贸|产业|企业|对接|签约|商机|商会|园区|科技园|科创|创科|拜访|走访|"
    r"贸易|业务|营商|拜会|协作|帮扶|进行[^，。；]{0,8}交流|博览会|交易会|投洽会|进博会|高交会|广交会"
)
# The same without words of mere visiting, for guests whose purpose nothing else tells.
_TRADE: Final = late(
    r"招商|招引|投资|合作|洽谈|推介|经贸|商贸|产业|企业|对接|签约|商机|商会|园区|科技|贸易|业务|营商|项目|座谈|协作|帮扶|双招双引|产销|客商|台商"
)
# What officials travel for besides.
_ELSEWHERE: Final = late(
    r"两会(?!精神|后)|全会(?!精神|部署)|党代会(?!精神)|培训|进修|研修|吊唁|悼念|祭[扫拜奠]|比赛|参赛|运动会|全运|亚运|亚冬|亚残|奥运|冬残|"
    r"演出|阅兵|巡视|督导|督查|救援|抢险|援建|典礼|就职|述职|访贫|撤侨|体检|军演|奥委|亚奥|全运会|援[鄂疆藏]|审议|听取|开庭|受审|押解|党员|违规|"
    r"违纪|残疾人|罪案|惩教|扑灭罪行|警务|维和|学生|师生|授旗|啦啦队|考察队|检察长|营救|求助|禁锢|被困|宗亲|祭祖|寻根|探亲|视察|疫情|抗疫|医疗队"
)
# What is done on the way as well: it tells against business only where nothing speaks for it.
_BESIDES: Final = late(r"慰问|看望|村民")
_PURPOSE: Final = late(rf"招商|招引|投资|洽谈|推介|经贸|商贸|签约|{O}[、和与及]{O}")
# A visit by wire; 生产线上 and an outlet's name (云上某县) are none.
_MERELY: Final = alternation(
    r"驻点招商|云招商|(?<![产一专热前阵战路])线上|视频连线|视[像频](?:致辞|发言|讲话|会议|形式|方式|会[见晤谈])|(?:网上|云上)(?=招商|推介|签约|对接|洽谈|会[见议谈]|举[办行])"
)
_OFTEN: Final = alternation(
    r"多次|近年|历年|频频|频繁|每年|年年|密集|[两三四五六七八九十\d]+[余多]?(?:次|批次?|趟)(?![会全常代集])|屡次|常态化|经常|"
    r"不断|接连|纷纷|陆续|轮番|第[一二三四五六七八九十\d]+次外出"
)
_COUNTED: Final = late(r"[频次]数|频繁|频频|频密")
# 今年以来，某区赴…: of a region as a whole that is a report of many.
_SINCE: Final = late(r"以来|近年|年来|每到|曾")
_SAYS: Final = alternation(
    r"[说称：“]|[会是能可]否|要求|鼓励|支持|安排|派|邀请|推动|促进|欢迎|表示|认为|介绍|指出|强调|记得|透露|回忆|致辞|总书记|迎接"
)
# 让更多客商来某地考察: what somebody wishes for.
_LETS: Final = late(r"让|请|期待|吸引|更多")
# 联系某某等客商来考察: they are asked to come.
_CONTACTED: Final = late(r"(?:联系|争取)[^，。；]{0,24}$")
_CONTACT: Final = 16
# Posts that speak for a region abroad, and posts that speak for none.
_GOVERNS: Final = late(r"州长|省长|市长|知事|主席|总理|大臣|部长|区长|县长")
_MINOR: Final = late(r"村|支部|总支|调研员|科员|学院|大学|学校|医院|法院|中院|检察|警|秘书$")
# Delegations in general: 组织更多访问团.
_ANY_TEAM: Final = late(r"更多|各类|若干|多个|一批批")
_LOWEST_RANK: Final = 8
# 邀请客商到某地考察: asked, and not yet come.
_ASKED: Final = late(r"(?<![应受])邀请[^。；]{0,60}$")
_INVITED: Final = late(r"[应受](?!用|益|到|众)[^。；]{0,20}邀请")
# 时任某市市长: what he did in a post of earlier years is no news.
_FORMERLY: Final = late(r"时任|曾任")
_TITLE: Final = 4
_STATE_POST: Final = late(r"(?:国家副?主席|总书记|总理|国务委员|委员长|[时曾]任[^，。；]{2,14})$")
_POST: Final = 16
# What a fair's name says when it seeks investment; tourism and goods alone do not.
_FAIR: Final = late(r"招商|投资|经贸|产业|合作|营商|项目|城市推介|自贸|经济|产融|招引")
# What an office does at its region's fair, behind the region's name: 某市投促局介绍.
_OFFICE: Final = late(
    r"[^，。；、]{0,8}(?:局|厅|委|办|管委会|贸促会|代表团)[^，。；]{0,12}"
    r"(?:介绍|推介|表示|展示|致辞|说|聚焦|负责人|出席|宣讲)|(?:[和、与]?[\u4e00-\u9fff]{2,4}[市区县])?(?:分别|还)?(?:发布|推介|介绍)了"
)
# How far behind the goal the purpose is told, and how many sentences a fair's story goes on.
_BEHIND: Final = 30
_URGED: Final = 16
_STORY: Final = 12


def no_trip(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> str | None:
    """The named reason why a frame tells no trip, whatever its goal; None where none speaks against it."""
    words = reading.words(index)
    team = skeleton.words[slice(*frame.group)] if frame.group else ""
    if actor.kind == "nation":
        return "for the state"
    if _FORMERLY.search(skeleton.words, max(0, frame.start - _TITLE), frame.verb[0]):
        return "long past"
    if frame.heads and _of_the_state(reading, frame.heads[0]):
        return "for the state"
    if is_festive(team) or _elsewhere(skeleton, frame):
        return "not for business"
    if _MERELY.search(words):
        return "nobody travelled"
    if frame.kind == "fair":
        if not _FAIR.search(team):
            return "not for business"
        return None if _shown(reading, index, actor) else "nobody of the region shown"
    if frame.kind in ("region", "host"):
        return _of_a_region(reading, index, skeleton, frame, actor)
    if frame.kind in ("official", "stay", "journey", "guest"):
        return _alone(skeleton, frame, actor)
    if _ANY_TEAM.search(team):
        return "nobody named"
    if frame.kind == "led" and actor.kind == "region" and _MINOR.search(frame.heads[0].title or ""):
        return "nobody who speaks for a region"
    before = skeleton.words[: frame.verb[0]]
    if frame.kind in ("led", "group", "body") and _ASKED.search(before) and not _INVITED.search(before):
        return "said, not done"
    before_verb = (max(0, frame.start - _TITLE), frame.verb[0])
    if frame.kind == "body" and (
        _SAYS.search(skeleton.words, *before_verb)
        or _LETS.search(skeleton.words, *before_verb)
        or _CONTACTED.search(skeleton.words, max(0, frame.start - _CONTACT), frame.verb[0])
    ):
        return "said, not done"
    if frame.kind == "group" and not frame.heads and actor.kind == "company" and actor.name is None:
        return "nobody named"
    return None


def _of_the_state(reading: Reading, person: PersonMention) -> bool:
    """Whether a bare name follows a post of the state or of earlier years: 国家副主席李明, 时任某市市长李明."""
    bare = person.end - person.start == len(person.name)
    return bare and _STATE_POST.search(reading.plain, max(0, person.start - _POST), person.start) is not None


def is_summary(words: str, behind: str = "") -> bool:
    """Whether the words before the goal speak of many trips at once (多次赴, 频频), or those behind it count them."""
    return _OFTEN.search(words) is not None or _COUNTED.search(behind) is not None


def near_business(reading: Reading, index: int, *, strict: bool = False) -> bool:
    """Whether business is spoken of: in the document, or (strict, of guests) in the sentences around."""
    if not strict:
        return any(_BUSINESS.search(words) for words in (reading.plain, reading.article.title or ""))
    first = reading.sentences[max(0, index - 1)].start
    last = reading.sentences[min(len(reading.sentences) - 1, index + 2)].end
    return _TRADE.search(reading.plain, first, last) is not None


def _elsewhere(skeleton: Skeleton, frame: Frame) -> bool:
    if _ELSEWHERE.search(skeleton.words, frame.verb[0], frame.end + _BEHIND):
        return True
    besides = _BESIDES.search(skeleton.words, frame.verb[0], frame.end + _BEHIND)
    return besides is not None and _PURPOSE.search(skeleton.words, frame.verb[0]) is None


def _of_a_region(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> str | None:
    """Why a region that goes, or holds a fair, with nobody named does not: it is urged to, or a report of many."""
    if actor.kind != "region":
        return "nobody who speaks for a region"
    verb = skeleton.starts[frame.verb[0]]
    if _SINCE.search(reading.plain, reading.sentences[index].start, verb):
        return "summary of many trips"
    if _SAYS.search(skeleton.words, max(0, frame.start - _URGED), frame.verb[0]):
        return "said, not done"
    if not frame.fair and _TRADE.search(reading.words(index)) is None:
        return "not for business"
    if frame.fair and not _FAIR.search(skeleton.words, *frame.fair):
        return "not for business"
    return None


def _alone(skeleton: Skeleton, frame: Frame, actor: Actor) -> str | None:
    """Why one person's journey is none of a region's: without a delegation it takes a post that speaks for one."""
    if not frame.heads:  # a governor whose name is not known as one
        return None
    person = frame.heads[0]
    title = person.title or ""
    if _SAYS.search(skeleton.words, skeleton.at(frame.heads[-1].start), frame.verb[0]):
        return "said, not done"
    if actor.kind == "company":
        return "company's own"
    if actor.kind == "foreign" and _GOVERNS.search(title) is None:
        return "foreign affair"
    if actor.kind == "region" and (person.rank > _LOWEST_RANK or _MINOR.search(title)):
        return "nobody who speaks for a region"
    return None


def _shown(reading: Reading, index: int, actor: Actor) -> bool:
    """Whether officials of the region that holds a fair elsewhere appear in the story."""
    if actor.kind != "region" or actor.name is None:
        return False
    for later in range(index, min(len(reading.sentences), index + _STORY)):
        for person in reading.people(later):
            if person.side == "official" and person.region and merges(person.region, actor.name):
                return True
        for place in reading.places(later):
            if inside(place, actor.name) and _OFFICE.match(reading.plain, place.end) is not None:
                return True
    return False

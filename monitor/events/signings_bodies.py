"""Which signatories are a region or a body of it: its government, a bureau, a zone's committee, a town."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import generic_regions, regions_named
from monitor.events.projects_region import Actor, acting_region, home_region, is_domestic
from monitor.events.reading import Reading
from monitor.types import Place

Span = tuple[int, int]

# 本局, 我局: the office that writes.
_OWN_OFFICE: Final = late(r"[本我][局署处厅委办](?![\u4e00-\u9fff]{0,2}[市省县区])")
# How Hong Kong's and Taiwan's papers call the government that they write about.
BARE_BODIES: Final = frozenset({"政府", "市府", "县府", "港府", "特区政府"})
_COMPANY: Final = late(
    r"公司|集团|银行|大学|学院|研究院|研究所|商会|协会|联盟|医院|基金|股份|科技$|控股|证券|保险|中学|书院|"
    r"法院|检察院|仲裁"
)
_BODY: Final = late(
    r"(?:（[^（）]{0,12}）)?(?:人民政府|市?政府|各级政府|特区政府|党工委|管委会|管理委员会|[省市区县州]?委|行署|管委|"
    r"[^公司集团银行大学、，]{0,18}?(?:局|厅|管委会|委员会|管理委员会|办公室|办|署|司|处|贸促会|促进会|"
    r"贸促委|投促中心|园区|开发区|工业园|产业园|高新区|经开区|新区|自贸区|片区|合作区|示范区|试验区|实验区|"
    r"指挥部|妇联|工商联|兵团|第[一二三四五六七八九十]+师|(?:服务|促进|投促|招商)中心))?(?:有关方面|方面|"
    r"方|代表|三级)?"
)
_RANKED_BODY: Final = late(
    r"(?:本|我)?[省市区县州](?:政府|人民政府|委|[^，。、公司]{0,10}(?:局|厅|办|贸促会|管委会|委员会|工商联|"
    r"中心))|(?:该|我|全|本)[省市区县州]|管委会|特区政府|当地政府|区管委会"
)
# A company that runs a region's park or brings in its investment is a body of the region.
_PARK_COMPANY: Final = late(
    r"(?:科技园|科学园|产业园|工业园|园区|开发区|新区|高新区|经开区|招商|投促|投资促进|数码港)"
    r"(?:投资|开发|建设|发展|管理|运营|控股|集团|服务)*(?:有限)?(?:责任)?公司"
)
# The levels that the first letter of 县住建局, 市商务局 says.
_RANKS: Final = {
    "县": ("county",), "区": ("county", "zone"), "省": ("province",), "市": ("city", "county", "province"),
}  # fmt: skip
# A town behind its county, or alone, signs by its government: 甲县乙镇政府, 丙街道办事处.
_TOWN_BODY: Final = late(r"(?P<town>(?![的了与和在])[一-龥]{2,4}(?:镇|乡|街道))(?:人民政府|政府|党委|党工委|办事处)")
# A park that no list holds signs by its committee: 甲产业集中区管委会.
_PARK_BODY: Final = late(r"(?P<park>[一-龥（）]{2,16}(?:区|园|城|港))(?:管委会|管理委员会|党工委)")
_FOREIGN_BODY: Final = late(r"[州省市府]?(?:政府|当局|议会)")
_SAR_BODY: Final = late(
    r"(?!中央|国家|中国|国务院|海关总署|人民银行)[^，。、公司]{1,12}(?:局|办|署|处|促进署|贸发局|管理局|科技园|"
    r"数码港|投资推广署|贸促局|总署|警务处|专员公署)"
)


def region_body(reading: Reading, index: int, piece: Span) -> Actor | None:
    """The region that a signatory is, or is a body of: 济南市人民政府, 乙市经开区管委会, 省贸促会; None for others."""
    plain = reading.plain
    start, end = piece
    words = plain[start:end]
    if _OWN_OFFICE.match(words) or words in BARE_BODIES:
        own = home_region(reading)
        return Actor(own.name, own.place, start, start + 2, "clause") if own else None
    if _COMPANY.search(words) and not _PARK_COMPANY.search(words):
        return None
    run: Place | None = None
    for place in reading.places(index):
        if place.start < start or place.end > end:
            continue
        if run is None and plain[start : place.start] not in {"", "中国", "中国（"}:
            break
        if run is not None and (place.start - run.end > 1 or not (run.name in place.parents or place.level == "zone")):
            break
        run = place
    if run is not None:
        if not is_domestic(run):
            return _foreign_body(plain, run, end)
        town = _TOWN_BODY.fullmatch(plain, run.end, end)
        if town:
            return _unlisted(reading, town["town"], piece)
        told = _BODY.fullmatch(plain, run.end, end) or _PARK_COMPANY.fullmatch(plain, run.end, end)
        return Actor(run.name, run, run.start, run.end, "clause") if told else None
    known = regions_named(words)
    if run is None and known and known[0].level in {"province", "city", "county"}:
        return Actor(known[0].name, None, start, end, "clause")
    for meant in generic_regions(plain, start, end, reading.context):
        if meant.start == start and _BODY.fullmatch(plain, meant.end, end):
            return Actor(meant.name, meant, start, meant.end, "clause")
        break
    if _RANKED_BODY.fullmatch(words):
        for meant in generic_regions(plain, start, end, reading.context):
            return Actor(meant.name, meant, start, end, "clause")
        meant_by = acting_region(reading, index, start)
        ranks = _RANKS.get(words[0], ())
        if meant_by and meant_by.place and ranks and meant_by.place.level not in ranks:
            fitting = next((place for place in reading.named if place.level in ranks), None)
            return Actor(fitting.name, fitting, start, end, "clause") if fitting else None
        return Actor(meant_by.name, meant_by.place, start, end, "clause") if meant_by else None
    unlisted = _TOWN_BODY.fullmatch(words) or _PARK_BODY.fullmatch(words)
    if unlisted:
        return _unlisted(reading, unlisted[1], piece)
    home = home_region(reading)
    if home is not None and home.name.startswith(("香港", "澳门")) and _SAR_BODY.fullmatch(words):
        return Actor(home.name, home.place, start, end, "clause")
    return None


def _unlisted(reading: Reading, name: str, piece: Span) -> Actor:
    """A town or park that no list holds; the document may name it elsewhere with its county in front."""
    place = next((known for known in reading.named if known.name == name), None)
    return Actor(name, place, *piece, "clause")


def _foreign_body(plain: str, place: Place, end: int) -> Actor | None:
    """A region of another country, not a city that only lends a company its name: 丙州, 丙州政府."""
    rest = plain[place.end : end]
    named = place.name.endswith(("州", "省", "邦", "府")) and not rest
    if place.level == "foreign city" and (named or _FOREIGN_BODY.fullmatch(rest)):
        return Actor(place.name, place, place.start, place.end, "clause")
    return None

"""Whether a page is an article at all, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from monitor.article.body import fit
from monitor.article.clean import Verdict
from monitor.article.dates import DATE
from monitor.article.lines import Line
from monitor.article.titles import is_site
from monitor.types import Refusal

_SHORT: Final = 200  # characters; a page that says more than this is not just an error or a wall
_WALLS: Final = (
    (
        "error page",
        "The page says that it does not exist or that the site failed.",
        re.compile(
            r"\b(?:404|403|500|502|503)\b|(?:页面|頁面|网页|網頁|内容|內容|文章|帖子|主题|主題|新闻|信息|资源)\S{0,6}(?:不存在|已?[被经]?删除|已?被?刪除|找不到|无法访问|已下线|失效)"
            r"|(?:不存在|找不到|无法找到|無法找到)\S{0,8}(?:页|頁|文章|内容|主题|帖子|信息)|"
            r"指定的主题不存在|Not Found|Forbidden|Bad Gateway|服务器(?:错误|繁忙)|系统(?:错误|繁忙|"
            r"维护)",
            re.IGNORECASE,
        ),
    ),
    (
        "login wall",
        "The page asks the reader to log in or to subscribe.",
        re.compile(
            r"(?:请|請|您?(?:需要|必须|尚未|还未|还没有))(?:先|您先)?(?:登[录錄入陆]|注册|註冊)|登[录錄入](?:后|後|之后)(?:才|方|即)?(?:可|能)|无权(?:访问|查看)|没有权限"
            r"|(?:用户组|用戶組)\S{0,20}(?:无法|無法|不能)|(?:订阅|訂閱|付费|付費|会员|會員)(?:后|後|"
            r"专享|專享|才能|可)|log ?in to (?:continue|read)",
            re.IGNORECASE,
        ),
    ),
    (
        "challenge",
        "The page checks whether the reader is a person or a browser.",
        re.compile(
            r"安全验证|安全驗證|人机验证|人機驗證|滑动(?:验证|完成)|请输入验证码|請輸入驗證碼|验证您是|访问(?:过于|太)频繁|(?:请|需要)?(?:开启|启用|打开|啟用)\s?JavaScript"
            r"|enable JavaScript|Just a moment|Checking your browser|unusual traffic|Access Denied|are you a robot",
            re.IGNORECASE,
        ),
    ),
    (
        "consent page",
        "The page asks for consent to cookies before it shows anything.",
        re.compile(
            r"(?:接受|同意|使用|允许).{0,12}cookies?|cookies?.{0,12}(?:政策|同意|接受)|consent|we use cookies",
            re.IGNORECASE,
        ),
    ),
)
_LINKS: Final = 15  # link lines of a length that titles have
_DOUBTFUL: Final = 0.34  # confidence below which a few words without a date are no story
_FEW: Final = 120.0  # worth of an undated story with less than which a page tells none; with a headline over it
_FLASH: Final = 60.0  # this suffices
_HEADLINE: Final = 7  # characters
_LONGEST_NAME: Final = 14  # characters of a site's name
_COLUMN: Final = 10  # columns of type, in which a Han character takes two: a column's name
_NARROW: Final = "\u2e7f"
_ARTICLE: Final = 1_000.0  # worth of a story that no shop tells
_SILENT: Final = 0.15  # of a title's pairs of characters stand in what is no story of it
_GOODS: Final = re.compile(
    r"加入[购購][物车車]{1,2}|立即[购購][买買]|(?:商品|[宝寶][贝貝])[详詳]情|[产產]品[参參][数數]|累[计計][评評][价價论論]|[价價]格[说說]明"
    r"|[买買]家[评評][价價]|月[销銷]量?|[库庫]存"
)
_GOODS_LEAST: Final = 2  # of these words
# A site's footer and an address stand on pages of all kinds.
_IMPRINT: Final = re.compile(
    r"ICP[备備证證]|公[网網]安[备備]|[经經][营營]许可[证證]|文[网網]文|版[权權]所有|[Aa]ll [Rr]ights [Rr]eserved"
    r"|[Cc]opyright|©|^(?:公\s*司|[电電]\s*[话話]|地\s*址|[邮郵]\s*[编編箱]|[传傳]\s*真|[联聯]系人|Tel|TEL|Phone|Fax|FAX)\s?[：:]"
    r"|[电電][话話][总總]?[机機]?\s?[：:]\s?[\d(+]"
)
_STORY: Final = 400.0  # worth of a story that a page has when it is no listing
_LABELS: Final = 40.0  # worth of what is left of a page of labels
_TEASERS: Final = 8
_BRIEF: Final = 45  # characters; lines of a list are shorter on average
_MOMENT: Final = 24  # characters
_EVERY: Final = 0.12  # of the lines are times
_TIME_ALONE: Final = re.compile(
    r"(?:\d{1,3}|半)\s?(?:个|個)?(?:秒|分|小|天|日|周|週)\S{0,2}前|(?:[今昨前][天日])?\s?\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
)
_TITLE_LENGTH: Final = 9
_ENTRIES: Final = 5  # paragraphs, each under a title, make a list
_ENTERED: Final = 0.7  # of the paragraphs stand under a title
_ENTRY_TITLE: Final = 6  # characters; less is a label
_LONGEST_TITLE: Final = 40
_SPEAKS: Final = 0.3  # of a title's pairs of characters stand in its story
_LABELS_ALIKE: Final = 3  # lines that every entry has: questions and answers have two
_LABELLED: Final = 8  # lines that are titles make a list
_LEAD: Final = 30  # characters of an entry's first words
_OWN: Final = frozenset({None, "links", "list", "date line", "byline", "tools"})
_STOPS: Final = ("。", "！", "？", "”", "；", "：", ".", "!", "?")
_ENDS: Final = ("。", "！", "？", "”", "…", "；", "]", "】")


def of_wall(title: str | None, paragraphs: Sequence[str]) -> Refusal | None:
    """Refuse a page whose few words are those of an error, a login, a challenge or a consent page."""
    text = "\n".join(paragraphs)
    if len(text) > _SHORT:
        return None
    for reason, detail, pattern in _WALLS:
        if pattern.search(text) or (title and len(text) < 80 and pattern.search(title)):
            return Refusal(reason=reason, detail=detail)
    return None


def of_few_words(
    title: str | None, lines: Sequence[Line], verdicts: Sequence[Verdict], sure: float, *, shown: bool, dated: bool
) -> Refusal | None:
    """Refuse a page whose few words are a site's footer or address; an undated one also if they are goods or nothing
    of its title.

    lines: all of the page. sure: see `confidence`. shown: the title is a line of the page. dated: see `of_listing`.
    """
    kept = [line for line, reason in verdicts if reason is None]
    told = sum(max(line.worth, 0.0) for line in kept)
    if not dated and told < _ARTICLE:
        goods = {word for line in lines for word in _GOODS.findall(line.text)}
        if len(goods) >= (_GOODS_LEAST if told < _STORY else 2 * _GOODS_LEAST):
            return Refusal(reason="goods", detail="The page offers goods for sale.")
    column = not dated and _is_column(title)
    if told >= (_ARTICLE if column else _STORY):
        return None
    own = sum(max(line.worth, 0.0) for line in kept if not _IMPRINT.search(line.text))
    if dated:
        few = own < min(told, _FLASH)
    else:
        fitting = fit(title, "".join([line.text for line in kept])) if title else _SILENT
        headline = shown and title is not None and len(title) >= _HEADLINE
        headed = headline and fitting >= _SPEAKS
        few = sure < _DOUBTFUL or own < (_FLASH if headed else _FEW) or (fitting < _SILENT and not headline)
        few = few or column
    return Refusal(reason="empty", detail="The few words on the page tell no story of its title.") if few else None


def _is_column(title: str | None) -> bool:
    """Whether a title is the name of a site or a column."""
    if title is None:
        return False
    width = sum(2 if character > _NARROW else 1 for character in title)
    return width <= _COLUMN or (len(title) <= _LONGEST_NAME and is_site(title))


def of_listing(
    title: str | None, lines: Sequence[Line], verdicts: Sequence[Verdict], *, shown: bool, dated: bool
) -> Refusal | None:
    """Refuse a page whose text is the links to other pages.

    lines: all of the page. shown: the title is a line of the page. dated: a date of the page's own stands beside it.
    A page that lists others has many links of a title's length, and what is left of it does not speak of its title:
    that is a column's or site's name.
    """
    if not dated and not (shown and not _is_column(title)) and _are_moments(verdicts):
        return Refusal(reason="listing", detail="The page is a list of entries, each with its time.")
    if of_entries(title, verdicts, dated=dated) or (not dated and of_bare_entries(title, verdicts)):
        return Refusal(reason="listing", detail="The page is a list of entries, each a title with its first words.")
    kept = [line for line, reason in verdicts if reason is None]
    told = sum(max(line.worth, 0.0) for line in kept)
    if told < _LABELS and kept and sum(line.linked for line in kept) * 2 > sum(len(line.text) for line in kept):
        return Refusal(reason="listing", detail="What is left of the page are the labels of its links.")
    teasers = sum(reason in ("links", "date line") for _, reason in verdicts)
    if told >= _STORY and teasers < _TEASERS:
        return None
    links = sum(len(line.text) >= _TITLE_LENGTH and line.linked * 2 > len(line.text) for line in lines)
    if links < _LINKS:
        return None
    column = _is_column(title)
    fitting = fit(title, "".join([line.text for line in kept])[:3000]) if title and (dated or not column) else 0.0
    longest = max((len(line.text) for line in kept), default=0)
    refused = (
        (told < (_LABELS if shown and dated else 120) and fitting <= (0.3 if dated else 0.4))
        or (told < _STORY and fitting < 0.25 and longest < 120 and not dated)
        or (teasers >= _TEASERS and teasers >= 0.6 * len(kept) and fitting < 0.25 and longest < 300)
    )
    refused = refused or (
        not dated and teasers >= _TEASERS and sum(len(line.text) for line in kept) < _BRIEF * len(kept)
    )
    if not refused:
        return None
    return Refusal(reason="listing", detail=f"The page is a list of {links} links with no story of its own.")


def _are_moments(verdicts: Sequence[Verdict]) -> bool:
    """Whether a page without a date of its own is a feed: every few lines one is a time alone, such as 16分钟前."""
    own = [line.text for line, reason in verdicts if reason not in ("aside", "related")]
    moments = sum(len(text) < _MOMENT and bool(_TIME_ALONE.fullmatch(text)) for text in own)
    return moments >= _ENTRIES and moments >= _EVERY * len(own)


def of_entries(title: str | None, verdicts: Sequence[Verdict], *, dated: bool) -> bool:
    """Whether a story is entries instead: a title that is a link, or has a date of its own, over each paragraph.

    A round-up of news has such titles too, but one date for all, beside a headline.
    """
    own = [(line, reason) for line, reason in verdicts if reason in _OWN]
    if sum(reason is not None or line.linked * 2 > len(line.text) for line, reason in own) < _ENTRIES:
        return False
    entries = linked = paragraphs = lengths = 0
    above: Line | None = None
    dates = sum(len(line.text) < 60 and bool(DATE.search(line.text)) for line, _ in own)
    for line, reason in own:
        size = len(line.text)
        if reason in ("date line", "byline", "tools") or size < _ENTRY_TITLE:
            continue
        whole = line.linked * 2 > size
        if whole or (size <= _LONGEST_TITLE and not line.text.endswith(_ENDS)):
            above = line
        elif size >= _LEAD:
            paragraphs += 1
            if above is not None:
                entries += 1
                linked += above.linked * 2 > len(above.text)
                lengths += len(above.text)
            above = None
    if entries < _ENTRIES or entries < _ENTERED * paragraphs or lengths < _TITLE_LENGTH * entries:
        return False
    if dates >= 0.8 * entries:
        return True
    if linked < _ENTERED * entries or dated:
        return False
    return not title or _is_column(title) or fit(title, "".join([line.text for line, _ in own])[:3000]) < 0.5


def of_bare_entries(title: str | None, verdicts: Sequence[Verdict]) -> bool:
    """Whether an undated page is a list whose entries have neither links nor dates, as where a script leads on.

    Entries are titles alone; or each a title over one paragraph, and these stand in blocks of their own or are cut
    short; or all have the same labels. An article's subheadings stand in one block, and it speaks of its title.
    """
    kept = [line for line, reason in verdicts if reason is None]
    alike = [times for times in Counter([line.text for line in kept]).values() if times >= _ENTRIES]
    if len(alike) >= _LABELS_ALIKE and sum(alike) >= (1 - _ENTERED) * len(kept):
        return True
    if title and fit(title, "".join([line.text for line in kept])[:3000]) >= _SPEAKS:
        return False
    named = [_ENTRY_TITLE <= len(line.text) <= _LONGEST_TITLE and not line.text.endswith(_STOPS) for line in kept]
    entries = [
        (kept[at], kept[at + 1])
        for at in range(len(kept) - 1)
        if named[at] and not named[at + 1] and len(kept[at + 1].text) >= _LEAD
    ]
    leads = sum(not name and len(line.text) >= _LEAD for name, line in zip(named, kept, strict=True))
    if len(entries) >= max(_ENTRIES, _ENTERED * leads):
        apart = len({over.block for over, _ in entries})
        short = sum(not lead.text.endswith(_STOPS) for _, lead in entries)
        return max(apart, short) >= _ENTERED * len(entries)
    told = sum("，" in line.text or line.text.endswith(_STOPS) for line in kept)
    return len(kept) >= _LABELLED and sum(named) >= _ENTERED * len(kept) and told <= (1 - _ENTERED) * len(kept)


def confidence(title: str | None, paragraphs: Sequence[str], *, shown: bool, dated: bool, marked: bool) -> float:
    """How sure it is, 0 to 1, that title and body are the article's.

    shown: the title is a line of the page. marked: a layout named the story's container.
    """
    size = sum(map(len, paragraphs))
    sure = 0.25 + 0.25 * min(size, 400) / 400
    sure += 0.15 * shown + 0.15 * dated + 0.1 * marked
    if title:
        sure += 0.15 * min(fit(title, "".join(paragraphs)[:3000]) * 2, 1.0)
    return round(min(sure, 0.99), 2)

"""The forms that dates take in Chinese text: one pattern, whose outermost named group says which form it is.

Every alternative begins with a literal or a set, so that the engine can pass over the rest of a text quickly; what
must not stand before a date is checked by `monitor.chinese.dates` on the few places that are left.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.late import late

_CN: Final = "一二三四五六七八九"
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_MONTH: Final = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_CN}])"
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|(?:二十|廿|十)[{_CN}]?|初?[{_CN}])"
_TO: Final = r"(?:[-－—–―~～]{1,2}|至|到|一(?=\d))"
_AND: Final = r"[、和与及]"
# 3日元, 5日本, 20日内 and 10日游 are no days, 5号楼 and 2号线 no dates.
_DAY_SIGN: Final = (
    r"(?:日(?![元本语报均产内游龄志式圆]|[之以]内)|号(?![楼线院馆店门厅机车令文井桥台炉地园]|公路|文件|公告))"
)
_WEEKDAY: Final = r"(?:周|星期|礼拜)[一二三四五六日天]"
# Behind a day: （星期三）, and in front of another day also 上午.
_NOTE: Final = rf"(?:（{_WEEKDAY}）)?(?:(?:[上下]午|晚上?|凌晨|早上|中午|傍晚)(?=[-－—–~～至到]))?"
_PART: Final = r"(?:[上中下]旬|初(?!步|级|创|心)|底|末)"
_NEXT_YEAR: Final = r"次年|翌年|明年|今年|当年"
# 5月球, 3月薪, 5个月 and 一月一链 (one a month) are no months.
_MONTH_SIGN: Final = r"月(?![球光薪嫂均租供活刊票台亮饼嫁息报费度]|一[^日号])份?"


def _days(tag: str) -> str:
    """7日, 7日至8日, 7-8日, 7日至6月2日, 7日、8日: what follows a month."""
    return rf"""
        (?P<day{tag}>{_DAY})(?:{_DAY_SIGN}{_NOTE}|(?=(?:{_TO}|{_AND}){_DAY}[日号]))
        (?:(?P<join{tag}>{_TO}|{_AND})
           (?:(?:(?P<year2{tag}>{_YEAR})年|(?P<shift2{tag}>{_NEXT_YEAR}))?(?P<month2{tag}>{_MONTH})月)?
           (?P<day2{tag}>{_DAY}){_DAY_SIGN}{_NOTE})?"""


def _months(tag: str) -> str:
    """5月, 5月7日 with all its ranges, 5月上旬, 9月至11月, 1—10月."""
    return rf"""
        (?P<month{tag}>{_MONTH})(?:{_MONTH_SIGN}|(?={_TO}{_MONTH}月))
        (?: {_days(tag)}
          | {_PART}?{_TO}(?:(?P<yearb{tag}>{_YEAR})年|(?P<shiftb{tag}>{_NEXT_YEAR}))?
            (?P<monthb{tag}>{_MONTH}){_MONTH_SIGN}(?!{_DAY}日){_PART}?
          | {_PART}
        )?"""


_PERIOD: Final = (
    r"(?:第?[一二三四1-4]季度|前[一二两三1-3]个?季度|首季度?|[上下前后]半年"
    rf"|前(?:1[01]|[2-9]|[{_CN}两]|十一?)个?月(?!前|内))(?:末|底)?"
)
_RELATIVE_YEAR: Final = r"(?:[今去前明后上]年|本年度?|当年|同年|次年|翌年)"
_YEAR_TAIL: Final = r"年?(?:初(?!步)|底|末)|中(?=[，。以])|以来|来(?=[，、])"

_FORMS: Final = rf"""
  (?P<iso>(?P<isoy>(?:19|20)\d\d)(?P<isos>[-./])(?P<isom>1[0-2]|0?[1-9])(?P=isos)(?P<isod>3[01]|[12]\d|0?[1-9])(?!\d)
      (?:[-—–~～至到]{{1,2}}(?:(?:(?P<isoy2>20\d\d)(?P=isos))?(?P<isom2>1[0-2]|0?[1-9])(?P=isos))?
         (?P<isod2>3[01]|[12]\d|0?[1-9])(?![\d.:]|(?P=isos)))?)
| (?P<years>(?P<yearsa>{_YEAR})年?{_TO}(?P<yearsb>{_YEAR})年(?!代|{_MONTH}月))
| (?P<dated>(?:(?P<year>{_YEAR})|(?P<short>\d\d)(?=年(?:1[0-2]|0?[1-9])月))年(?!代)度?
      (?:{_months("_y")}|(?P<period_y>{_PERIOD})|(?P<tail_y>{_YEAR_TAIL}))?)
| (?P<related>(?P<ryear>{_RELATIVE_YEAR})(?!同期|级|轻|龄|度假|均|产)
      (?:{_months("_r")}|(?P<period_r>{_PERIOD})|(?P<tail_r>{_YEAR_TAIL}))?)
| (?P<dayed>{_days("_d")})
| (?P<monthed>{_months("_m")})
| (?P<periodic>(?P<period_p>{_PERIOD}))
| (?P<rmonthed>(?P<rmonth>[本上下当同]月|[上下]个月)(?![均薪球])
      (?:(?P<rday>{_DAY})日(?:{_TO}(?P<rday2>{_DAY})日)?|(?P<rpart>[上中下]旬|初|底|末))?)
| (?P<ofmonth>(?<![\d一二三四五六七八九十本上下当同个每次])月(?:[上中下]旬|初|底(?![之以]?前)))
| (?P<word>今[天晨早晚]|今日(?!头条|说法|关注|之|[益趋渐均本])|昨[天晚日]|明[天晚早晨]|明日(?!之|香港)|前[天日](?!本)
      |后天|(?<![会此今其之以战课饭随然最先])后日(?![本均渐益常前])
      |[今昨明前]（(?P<inner>{_DAY})日?）[日晚早晨]|当[天晚]|同天|[当同]日(?!本)|次日|翌日|第二天)
| (?P<weekly>(?P<week>[本这上下每]个?)?(?P<wday>{_WEEKDAY})(?![福庄村]))
| (?P<asofnow>截[至止]到?(?:目前|当前|现在|发稿|记者发稿|今[天日]|日前|昨[天日])
      |[至到]目前|目前为止|[至迄]今(?![年天日晨早晚])(?:为止)?)
| (?P<lunar>(?:农历|阴历|旧历)
       (?:[^，。；：！？\s]{{0,3}}年)?(?:[正腊冬闰]?[{_CN}十]{{0,2}}月)?(?:[初十廿三][{_CN}十]{{0,2}})?
      |[正腊]月(?:[初十廿三二][{_CN}十]{{0,2}})?|大年初[{_CN}])
| (?P<vague>近[日期来]|日前(?!夕)|连日来|前不久|不久前|前几[天日]|这几天|近几?年来|年[初底末](?!期))
"""

PATTERN: Final = late(_FORMS, re.VERBOSE)

# Where a date can begin: a numeral close to a sign of time, or one of the words. Both are quick to search for.
NUMERAL_START: Final = late(
    rf"[0-9{_CN}十廿][0-9〇零○{_CN}十]{{0,7}}(?:[年月日号]|季度|个月|[-－—–―~～至到、和与及./])"
)
_WORD_STARTS: Final = (
    *(f"{day}年" for day in "今去前明后上本当同次翌"),
    *(f"{day}天" for day in "今昨明前后当同"),
    *(f"{day}日" for day in "今昨明前后当同次翌近"),
    *(f"{day}（" for day in "今昨明前"),
    *(f"{month}月" for month in "本上下当同正腊"),
    *(f"{half}半年" for half in "上下前后"),
    *(f"{week}{day}" for week in "周期拜" for day in "一二三四五六日天"),
    *(f"年{part}" for part in "初底末"),
    *(f"月{part}" for part in ("初", "底", "上旬", "中旬", "下旬")),
    *(
        "今晨",
        "今早",
        "今晚",
        "昨晚",
        "当晚",
        "明晚",
        "明早",
        "明晨",
        "第二天",
        "上个月",
        "下个月",
        "首季",
        "前两",
        "前二",
    ),
    *("截至", "截止", "至今", "迄今", "至目前", "到目前", "目前为止", "农历", "阴历", "旧历", "大年初"),
    *("近期", "近来", "日前", "连日来", "前不久", "不久前", "前几", "这几天", "近年来", "近几年来"),
)
WORD_START: Final = late("|".join(_WORD_STARTS))

"""The words of a digest: simplified Chinese and English catalogues; traditional Chinese is made by OpenCC."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.config.receiver import Language

CHINESE: dict[str, str] = {
    "product": "招商监测",
    "digest": "招商动态",
    "weekly": "招商周报",
    "monthly": "招商月报",
    "alert": "招商快讯",
    "trip": "招商行程",
    "signing": "项目签约",
    "chain": "产业链",
    "short_trip": "行程",
    "short_signing": "签约",
    "short_chain": "产业链",
    "updated": "已报事件的新进展",
    "n_trip": "{n}次招商行程",
    "n_signing": "{n}项签约",
    "n_chain": "{n}项产业链动态",
    "n_updated": "{n}件更新",
    "n_projects": "{n}个项目",
    "n_chains": "{n}条",
    "comma": "、",
    "person": "，",
    "and": "和",
    "stop": "。",
    "clause": "；",
    "colon": "：",
    "open": "（",
    "close": "）",
    "quote_open": "“",
    "quote_close": "”",
    "headline_new": "新增{counts}",
    "headline_updates": "已报事件有{counts}",
    "headline_amount": "签约额合计{amount}",
    "headline_regions": "涉及{n}个地区",
    "headline_biggest": "最大一笔是{region}的{amount}",
    "headline_nothing": "没有新的招商行程、签约和产业链动态",
    "subject_nothing": "无新增",
    "others": "等",
    "region": "地区",
    "unknown_region": "地区未详",
    "who": "带队",
    "when": "时间",
    "where": "目的地",
    "met": "走访对接",
    "amount": "金额",
    "projects": "项目数",
    "parties": "签约方",
    "name": "名称",
    "members": "涵盖",
    "count": "条数",
    "state": "状态",
    "starts": "开始",
    "ends": "结束",
    "done": "已成行",
    "planned": "计划中",
    "cumulative": "累计数",
    "is_update": "更新",
    "inbound": "来访",
    "goes": "{who}带队赴{where}",
    "goes_nowhere": "{who}带队外出招商",
    "goes_nobody": "{region}赴{where}招商",
    "goes_bare": "{region}外出招商",
    "comes": "{who}一行到访{where}",
    "comes_nobody": "客商到访{where}",
    "signs": "{region}签约{what}",
    "signs_bare": "{region}签约",
    "signs_name": "{region}签署{name}",
    "signs_with": "{region}与{others}签署{name}",
    "signs_total": "{region}累计签约{what}",
    "define": "确定",
    "plan": "规划",
    "build": "打造",
    "recruit": "招引",
    "report": "通报",
    "changes": "变化",
    "nothing": "无",
    "unknown_source": "未署名来源",
    "first_told": "最早见于{source}，另有{n}篇报道",
    "copies": "另有{n}处转载",
    "more_links": "另有{n}篇报道",
    "article": "无标题",
    "sources": "来源",
    "quote": "原文",
    "also": "其余事件",
    "more": "还有{n}件未列出",
    "see_all": "查看全部",
    "before": "上期 {n}",
    "period": "{since}至{until}",
    "late": "本期补发：原定时间未能发出。",
    "held": "{n}件事件因静默规则暂未列出。",
    "alive": "本期查看{n}个来源，{ok}个正常",
    "alive_failed": "{n}个异常",
    "newest": "最新一篇文章发布于{when}",
    "broken": "异常来源",
    "state_broken": "无法读取",
    "state_failing": "连续出错",
    "state_walled": "被拒绝访问",
    "state_redesigned": "页面改版",
    "state_quiet": "久无更新",
    "footer": "引文均摘自报道原文；以报道为准。",
}

ENGLISH: dict[str, str] = {
    "product": "Investment monitor",
    "digest": "Investment news",
    "weekly": "Investment news of the week",
    "monthly": "Investment news of the month",
    "alert": "Investment alert",
    "trip": "Trips",
    "signing": "Signings",
    "chain": "Industrial chains",
    "short_trip": "Trips",
    "short_signing": "Signings",
    "short_chain": "Chains",
    "updated": "News of events already reported",
    "n_trip": "{n} trip|{n} trips",
    "n_signing": "{n} signing|{n} signings",
    "n_chain": "{n} chain event|{n} chain events",
    "n_updated": "{n} update|{n} updates",
    "n_projects": "{n} project|{n} projects",
    "n_chains": "{n} chain|{n} chains",
    "comma": ", ",
    "person": "; ",
    "and": " and ",
    "stop": ".",
    "clause": "; ",
    "colon": ": ",
    "open": " (",
    "close": ")",
    "quote_open": "“",
    "quote_close": "”",
    "headline_new": "New: {counts}",
    "headline_updates": "{counts} of events already reported",
    "headline_amount": "{amount} signed in all",
    "headline_regions": "{n} region|{n} regions",
    "headline_biggest": "the largest is {region} with {amount}",
    "headline_nothing": "No new trips, signings or chains",
    "subject_nothing": "nothing new",
    "others": " and more",
    "region": "Region",
    "unknown_region": "region unknown",
    "who": "Led by",
    "when": "When",
    "where": "Where",
    "met": "Met",
    "amount": "Amount",
    "projects": "Projects",
    "parties": "Parties",
    "name": "Name",
    "members": "Covers",
    "count": "Chains",
    "state": "State",
    "starts": "Begins",
    "ends": "Ends",
    "done": "done",
    "planned": "planned",
    "cumulative": "running total",
    "is_update": "update",
    "inbound": "inbound",
    "goes": "{who} → {where}",
    "goes_nowhere": "{who}, trip for investment",
    "goes_nobody": "{region} → {where}",
    "goes_bare": "{region}, trip for investment",
    "comes": "{who}, visit to {where}",
    "comes_nobody": "Visit to {where}",
    "signs": "{region} signs {what}",
    "signs_bare": "{region} signs",
    "signs_name": "{region} signs {name}",
    "signs_with": "{region} and {others} sign {name}",
    "signs_total": "{region} has signed {what} so far",
    "define": "sets",
    "plan": "plans",
    "build": "builds",
    "recruit": "recruits for",
    "report": "reports on",
    "changes": "Changed",
    "nothing": "none",
    "unknown_source": "an unnamed source",
    "first_told": "First told by {source} and {n} other|First told by {source} and {n} others",
    "copies": "copied {n} time|copied {n} times",
    "more_links": "{n} more report|{n} more reports",
    "article": "untitled",
    "sources": "Sources",
    "quote": "Quote",
    "also": "Further events",
    "more": "{n} more event not shown|{n} more events not shown",
    "see_all": "see all",
    "before": "before {n}",
    "period": "{since} to {until}",
    "late": "This digest is late: its time was missed.",
    "held": "{n} event held back by a silence.|{n} events held back by a silence.",
    "alive": "{n} source checked, {ok} well|{n} sources checked, {ok} well",
    "alive_failed": "{n} not",
    "newest": "newest article published {when}",
    "broken": "Sources with trouble",
    "state_broken": "cannot be read",
    "state_failing": "keeps failing",
    "state_walled": "refuses access",
    "state_redesigned": "page redesigned",
    "state_quiet": "long without news",
    "footer": "Quotations are taken from the articles as published.",
}

# Surnames that OpenCC's character table would change into another word (于→於, 范→範, 姜→薑 …): they stay.
_SURNAMES_THAT_STAY = frozenset("于范姜岳谷涂沈余曲云丑卜郁朴松里後合升台向游种仇尸折")


@cache
def _traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of labels. say() gives a label; value() and person() give a value of an event as it is shown."""

    language: Language

    def say(self, key: str, n: int | None = None, **values: Any) -> str:
        """The label `key` with its values filled in. n: the number that a plural form depends on.

        Values are inserted as they are: convert them with value() or person() first.
        """
        pattern = (ENGLISH if self.language == "en" else CHINESE)[key]
        if "|" in pattern:
            one, many = pattern.split("|")
            pattern = one if n == 1 else many
        if self.language == "zh-Hant":
            pattern = _traditional()(pattern)
            if pattern in ("“", "”"):
                pattern = "「" if pattern == "“" else "」"
        return pattern.format(n=n, **values) if "{" in pattern else pattern

    def join(self, items: tuple[str, ...] | list[str]) -> str:
        """An enumeration."""
        return self.say("comma").join(items)

    def some(self, items: list[str], most: int) -> str:
        """An enumeration of at most `most` items; what is left out is hinted at."""
        return self.join(items[:most]) + (self.say("others") if len(items) > most else "")

    def people(self, items: list[str], most: int | None = None) -> str:
        """Persons with their titles: a title may hold 、 itself (区委副书记、区长), then a comma parts the persons."""
        shown = items[:most]
        mark = self.say("person" if any("、" in item for item in shown) else "comma")
        return mark.join(shown) + (self.say("others") if len(items) > len(shown) else "")

    def phrase(self, items: list[str]) -> str:
        """An enumeration inside a sentence: a、b和c, or "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.join(items[:-1]) + self.say("and") + items[-1]

    def value(self, text: str) -> str:
        """A simplified value (a place, a company, a title) in the reader's script."""
        return _traditional()(text) if self.language == "zh-Hant" else text

    def person(self, name: str) -> str:
        """A person's name in the reader's script; a surname that is written alike in both scripts stays."""
        if self.language != "zh-Hant" or not name:
            return name
        if name[0] in _SURNAMES_THAT_STAY:
            return name[0] + _traditional()(name[1:])
        return _traditional()(name)


_SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Text from a page on one line: every run of white space is one space."""
    return _SPACE.sub(" ", text).strip()

"""What looks like a trip and is none, each with the reason that `explain` shows; the texts are invented."""

from __future__ import annotations

import pytest
from events.paper import Paper

from monitor.types import Trip

judged = Paper(Trip, "嘉兴新闻").judged

CASES = [
    ("inspection at home", "6月3日，嘉兴市委书记周立群带队赴海宁市、桐乡市考察重点产业项目。"),
    ("inspection at home", "6月3日，浙江省省长韩立舟率队到绍兴市考察调研企业。"),
    ("not for business", "6月3日，嘉兴市市长沈若川率队赴北京参加全国两会，讨论产业合作。"),
    ("not for business", "6月3日，嘉兴市体育代表团赴南京市参加比赛，当地企业到场助威。"),
    ("for the state", "6月3日，商务部部长顾长风率团访问上海市，考察企业。"),
    ("summary of many trips", "今年以来，嘉兴市委书记周立群多次率队赴上海、深圳招商。"),
    ("company's own", "6月3日，远岭电池股份有限公司董事长顾长风前往上海市考察，洽谈业务。"),
    ("nobody of the region shown", "6月6日，“投资绍兴”产业招商推介会在深圳举行，多家企业参会。"),
    ("not for business", "6月6日，“诗画绍兴”冬季旅游推介会在深圳举行。绍兴市文旅局局长陆启明推介了景点。"),
    ("nobody who speaks for a region", "6月3日，绍兴市商务局四级调研员陆启明赴山东省考察养殖产业。"),
    ("foreign affair", "6月3日，法国商务代表团访问东京，洽谈合作。"),
    ("nobody travelled", "嘉兴市长沈若川率队赴上海市、深圳市开展驻点招商。"),
    ("for the state", "6月3日，市委书记周立群在嘉兴市同来华访问的荷兰外交大臣顾长风举行会谈，讨论投资合作。"),
    ("for the state", "嘉兴市市长沈若川当年修路。\n2012年，时任国家副主席沈若川访问法国，考察企业，洽谈合作。"),
    ("said, not done", "绍兴市市长沈若川说，赴上海市招商的企业已经回来。"),
]


@pytest.mark.parametrize(("reason", "body"), CASES)
def test_it_is_no_trip_and_says_why(reason: str, body: str) -> None:
    found, verdicts = judged(body)
    assert found == []
    assert reason in verdicts


@pytest.mark.parametrize(
    "body",
    [
        "6月3日，嘉兴市召开招商大会，邀请远岭电池股份有限公司等企业参加。",
        "招商引资是推动发展的抓手，要走出去、请进来。",
        "嘉兴市市长沈若川说，诚挚邀请企业家到嘉兴、海宁考察投资。",
        "产业链招商的经验，来自多次考察。",
    ],
)
def test_the_words_alone_tell_nothing(body: str) -> None:
    found, _ = judged(body)
    assert found == []

"""Chains: sets and single ones, whose they are, what is put in them, and the word in passing."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.events import find
from monitor.types import Chain

PAPER = Paper(Chain, "嘉兴市产业新闻")
reading_of, chains, only = PAPER.reading, PAPER.events, PAPER.only


def test_two_sets_in_one_sentence_and_a_yardstick() -> None:
    found = chains("今年，嘉兴市对标全省58条重点产业链，遴选确定了9条标志性产业链和21条重点产业链。")
    assert [(chain.region, chain.name, chain.count, chain.action) for chain in found] == [
        ("嘉兴市", "标志性产业链", 9, "define"),
        ("嘉兴市", "重点产业链", 21, "define"),
    ]
    assert {(chain.start, chain.end, chain.date_precision) for chain in found} == {
        (date(2025, 1, 1), date(2025, 12, 31), "year")
    }


def test_the_list_in_front_is_the_sets_members() -> None:
    chain = only("近年来，嘉兴市持续培育智能传感、时尚皮革、光伏储能等8条重点产业链，集群效应显现。")
    assert chain.members == ("智能传感", "时尚皮革", "光伏储能")
    assert (chain.count, chain.action) == (8, "build")


def test_the_list_behind_is_the_sets_members() -> None:
    chain = only("嘉兴市重点培育三条产业链，三条产业链为低空装备、氢能和智能传感。")
    assert chain.count == 3
    assert chain.name == "产业链"
    assert chain.members == ("低空装备", "氢能", "智能传感")


def test_brackets_in_the_list_stay_whole() -> None:
    chain = only("嘉兴市调整后的3条产业链是：白酒、装备制造（含机器人、军民融合）、数字经济。")
    assert chain.members == ("白酒", "装备制造（含机器人、军民融合）", "数字经济")


def test_adjectives_in_front_of_a_set_are_no_members() -> None:
    chain = only("嘉兴市将产业链优化调整为带动作用强、成长空间大的九大重点产业链——智能传感、绿色食品、现代物流。")
    assert (chain.count, chain.members) == (9, ("智能传感", "绿色食品", "现代物流"))


def test_what_is_listed_into_a_set_is_its_member() -> None:
    chain = only("嘉兴市把时尚皮革产业纳入12条重点产业链。")
    assert (chain.name, chain.count, chain.action) == ("重点产业链", 12, "define")
    assert chain.members == ("时尚皮革",)


def test_examples_behind_the_set_are_no_members() -> None:
    assert only("嘉兴市遴选确定了9条标志性产业链，针对氢能、光伏等重点产业建立工作专班。").members == ()


def test_a_single_chain_behind_a_verb() -> None:
    chain = only("嘉兴市着力打造新能源汽车产业链，推动产业集聚发展。")
    assert (chain.region, chain.name, chain.count, chain.action) == ("嘉兴市", "新能源汽车产业链", None, "build")


def test_the_whole_chain_bears_the_same_name() -> None:
    chain = only("为打造茭白全产业链，嘉兴市委、市政府成立了工作专班。\n嘉兴市加快构建茭白产业链。")
    assert chain.name == "茭白产业链"


def test_a_chain_named_by_its_stages() -> None:
    chain = only("嘉兴市发挥水网优势，打造“水产育种—健康养殖—预制加工”的特色产业链条。")
    assert chain.members == ("水产育种", "健康养殖", "预制加工")
    assert chain.name.endswith("产业链")


def test_recruiting_into_a_chain_names_who_came() -> None:
    chain = only("海盐县围绕紧固件产业链引进高强螺栓制造企业松涛精锻项目。", title="海盐县招商")
    assert (chain.region, chain.action) == ("海盐县", "recruit")
    assert any("松涛精锻" in member for member in chain.members)


def test_leaders_that_have_settled_are_the_chains_members() -> None:
    chain = only("嘉兴市正在打造氢能产业链，云杉重工、松涛精锻两家龙头都已落子。")
    assert chain.members == ("云杉重工", "松涛精锻")


def test_a_project_that_was_brought_in_is_the_chains_member() -> None:
    chain = only("海盐县围绕紧固件产业链补链，把做高强材料的松涛精锻项目引进了家门。", title="海盐县招商")
    assert (chain.region, chain.action, chain.members) == ("海盐县", "recruit", ("松涛精锻",))


@pytest.mark.parametrize("verb", ["敲定", "定下", "选定", "圈定"])
def test_settling_on_a_set_defines_it(verb: str) -> None:
    chain = only(f"今年，嘉兴市{verb}了9条标志性产业链。")
    assert (chain.name, chain.count, chain.action) == ("标志性产业链", 9, "define")


def test_measures_for_a_zones_chain_are_the_zones() -> None:
    chain = only(
        "国务院日前批复同意《支持中国（福建）自由贸易试验区生物医药全产业链开放的若干办法》。", "自贸试验区新闻"
    )
    assert (chain.region, chain.name, chain.action) == ("福建自贸试验区", "生物医药产业链", "build")


def test_recruiting_for_a_chain_together() -> None:
    chain = only("海盐县同邻县一道做紧固件产业链招商。", title="海盐县招商")
    assert (chain.name, chain.action) == ("紧固件产业链", "recruit")


def test_a_body_that_was_set_up_does_not_act() -> None:
    chain = only(
        "海盐县全员上阵招商。一是领导带头，组成投资促进工作委员会；二是跨县联手，着力打造紧固件产业链。",
        title="海盐县招商",
    )
    assert chain.region == "海盐县"


def test_a_party_cell_for_recruiting_is_no_chain() -> None:
    assert chains("嘉兴市成立了氢能、光伏两条产业链招商临时党支部。") == []


def test_a_target_is_a_plan_and_its_deadline_no_date() -> None:
    chain = only("嘉兴市提出，到2027年打造10条百亿级产业链。")
    assert (chain.count, chain.action) == (10, "plan")
    assert chain.start is None


def test_spelling_out_a_published_plan_is_a_plan() -> None:
    chain = only("会上发布了嘉兴市产业协同发展规划。\n三条产业链为低空装备、氢能、智能传感。")
    assert (chain.count, chain.action) == (3, "plan")


def test_one_event_a_region_and_name() -> None:
    chain = only("嘉兴市围绕12条重点产业链开展招商。\n嘉兴市12条重点产业链规上工业增加值同比增长6.5%。")
    assert chain.count == 12


def test_each_region_has_its_own() -> None:
    found = chains("嘉兴市确定8条重点产业链。湖州市确定6条重点产业链。")
    assert [(chain.region, chain.count) for chain in found] == [("嘉兴市", 8), ("湖州市", 6)]


def test_traditional_script_is_quoted_as_published() -> None:
    reading = reading_of("今年，嘉興市遴選確定了9條標誌性產業鏈，並逐鏈制定規劃。", "嘉興市產業新聞")
    (chain,) = [event for event in find(reading) if isinstance(event, Chain)]
    assert chain.name == "标志性产业链"
    published = reading.text.published
    assert all(published[item.start : item.end] == item.quote for item in chain.evidence)
    assert any(item.field == "name" and "標誌性產業鏈" in item.quote for item in chain.evidence)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("嘉兴市引导产业链上下游企业加强合作。", "the word in passing"),
        ("嘉兴市积极构建产业链供应链协同体系。", "the word in passing"),
        ("嘉兴警方斩断一条制售假药的黑色产业链。", "criminal trade"),
        ("嘉兴市打造完整产业链。", "no industry named"),
        ("嘉兴市围绕风电装备引进9个配套产业链项目。", "projects or stands, not chains"),
        ("嘉兴市对标全省58条重点产业链查找差距。", "another region's yardstick"),
        ("云杉重工集团有限公司着力打造氢能产业链。", "a company's chain"),
        ("专家建议，嘉兴市应打造氢能产业链。", "an opinion or exhortation"),
    ],
)
def test_no_event_and_why(body: str, reason: str) -> None:
    reading = reading_of(body)
    assert [event for event in find(reading) if isinstance(event, Chain)] == []
    assert reason in {finding.verdict for finding in reading.findings if finding.kind == "chain"}


def test_the_nations_chain_is_no_regions() -> None:
    assert chains("我国新能源汽车产业链供应链韧性不断增强。", "产业观察") == []


@pytest.mark.parametrize(
    "body",
    [
        "6月10日，桐乡市化纤新材料产业链“链长制”工作推进会召开，县干招商组成员参加。",
        "6月10日，桐乡市政协主席、化纤新材料产业链链长林志远出席会议并讲话。",
        "6月10日，桐乡市召开化纤新材料产业链工作专班会议，研究下一步工作。",
    ],
)
def test_a_chain_is_told_by_its_head_and_its_staff(body: str) -> None:
    chain = only(body, "桐乡新闻")
    assert (chain.region, chain.name, chain.action, chain.start) == ("桐乡市", "化纤新材料产业链", "build", None)


@pytest.mark.parametrize(
    "body",
    [
        "6月10日，桐乡市召开重点产业链链长制工作会议。",
        "6月10日，我市产业链链长制开始在各镇推行。",
        "近年来，桐乡市大力推动产业链“链长制”，推行产业链链长制。",
        "桐乡市争当现代产业链链长。",
        "海川集团作为移动信息产业链链长，联合桐乡市企业开展攻关。",
    ],
)
def test_heads_of_no_industry_and_of_a_company_s_chain_tell_none(body: str) -> None:
    assert chains(body, "桐乡新闻") == []


def test_a_province_that_the_clause_names_is_meant_by_the_whole_province() -> None:
    chain = only("“十四五”以来，四川把低空经济列入全省17条重点产业链，推动产业集聚。", "浙江产业新闻")
    assert (chain.region, chain.count, chain.members) == ("四川省", 17, ("低空经济",))


def test_the_place_acts_in_which_the_sentence_plays() -> None:
    body = "河南、河北等省份便利企业流动。在浙江桐乡，图谱刚刚更新，当地围绕智能视觉产业链规划了九个领域。"
    assert only(body, "各地新闻").region == "桐乡市"


def test_a_set_told_by_its_aim_is_named_without_the_verb() -> None:
    assert only("嘉兴市力争打造百亿级产业链18条以上。").name == "百亿级产业链"


def test_what_a_set_holds_is_listed_without_the_words_around() -> None:
    chain = only("今年，嘉兴市梳理出24条重点产业链，涵盖了数控机床、航空、重卡等产业。")
    assert chain.members == ("数控机床", "航空", "重卡")


def test_uses_for_a_chain_are_counted_and_no_chains() -> None:
    assert chains("嘉兴市打造的数据平台已集成20余个产业链协同应用。") == []


def test_chains_that_get_heads_are_set() -> None:
    chain = only("近日，嘉兴市由市级领导兼任六大特色（新兴）产业链的链长。")
    assert (chain.name, chain.count, chain.action) == ("特色（新兴）产业链", 6, "define")


def test_what_a_plan_of_action_names_is_planned() -> None:
    chain = only("嘉兴市出台《制造业三年行动方案（2024—2026年）》，聚焦纺织、光伏、氢能3条重点产业链。")
    assert (chain.action, chain.members) == ("plan", ("纺织", "光伏", "氢能"))


def test_a_quoted_way_of_working_is_no_set() -> None:
    assert chains("目前，嘉兴市正以‘四个一’工作模式推进产业链招商。") == []

"""Sentences with the vocabulary of signings that tell none, each with its named reason; the texts are invented."""

from __future__ import annotations

import pytest
from events.paper import Paper

from monitor.types import Signing

told = Paper(Signing, "嘉兴市新闻").judged


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("嘉兴市明确，力争全年新签约项目85个以上、签约额420亿元以上。", "target"),
        ("下一步，嘉兴市争取签约一批重大项目，总投资100亿元。", "target"),
        ("本次洽谈会达成意向签约项目64个，意向投资额超八百亿元。", "intention"),
        ("活动现场，嘉兴市达成签约意向12项，金额3.7亿元。", "intention"),
        ("大会期间，嘉兴市将与云杉重工集团签署合作协议。", "still to come"),
        ("嘉兴市即将举行重点项目签约仪式。", "still to come"),
        ("市长下午将拜会湖州市领导，出席合作会议，发表讲话和签署合作备忘录。", "still to come"),
        ("随后市长将转往湖州市考察，与湖州市签署友好合作备忘录，并参观展览。", "still to come"),
        ("6月10日，云杉重工集团有限公司与松涛实业集团有限公司签署战略合作协议。", "no region takes part"),
        ("嘉兴市政府与外方商会同意就签署绿色金融合作备忘录展开讨论。", "still to come"),
        ("两国总理会谈后共同见证签署多项双边合作文件。", "between states"),
        ("国家总统签署行政令，要求加强审查。", "a decree or declaration"),
        ("目前嘉兴市家庭医生签约居民超过30万人，签约服务不断完善。", "a person's or private contract"),
        ("嘉兴一名前锋与球队签约，合同为期三年。", "a person's or private contract"),
        ("消费者陈某与健身会所签订了储值会员协议。", "a person's or private contract"),
        ("年会由产品展示、签约仪式及圆桌讨论等环节构成，由嘉兴市政府主办。", "mentioned in passing"),
        ("6月10日，嘉兴市政府召开招商推进会暨博览会签约项目交办会。", "mentioned in passing"),
        ("嘉兴市落地的产业基金规模达10亿元，陆续签约规模将达百亿元以上。", "target"),
        ("嘉兴市政府将继续扩展网络，以签订自由投资协议等方式联系各地。", "mentioned in passing"),
        ("明天，嘉兴市举行重点项目签约仪式，总投资30亿元。", "still to come"),
        ("签约企业代表在会上介绍了各自的产品。", "mentioned in passing"),
        ("今年以来，嘉兴市签订了一系列高质量协议，取得了丰硕成果。", "told in general"),
        ("他认为，嘉兴市可以与周边城市签署自由投资协议。", "an opinion"),
    ],
)
def test_no_event_and_why(body: str, reason: str) -> None:
    events, reasons = told(body)
    assert events == []
    assert reason in reasons


@pytest.mark.parametrize(
    "body",
    [
        "2月6日，嘉兴市2025年首批重大项目集中开工，共有26个项目动工，总投资143亿元。",
        "嘉兴市政府采购中心发布公告，某设备采购项目由松涛实业集团有限公司中标，中标金额1200万元。",
        "采购人应当自中标通知书发出之日起30日内与中标人签订书面合同，合同金额560万元。",
        "村集体将大棚承包给种植户，与种植户签订合作协议，每年收取承包费10万元。",
        "嘉兴旅游公司与游客签订合同，约定行程与费用。",
    ],
)
def test_no_event_at_all(body: str) -> None:
    assert told(body)[0] == []


def test_a_signed_letter_of_intent_is_a_signing() -> None:
    events, _ = told("6月10日，嘉兴市住建局与苏州市住建局签署《建筑人才合作意向书》。")
    assert [event.name for event in events] == ["建筑人才合作意向书"]


def test_another_regions_signing_is_not_the_documents_own() -> None:
    events, _ = told("6月10日，苏州市人民政府与云杉重工集团有限公司签署战略合作协议。")
    assert [event.region for event in events] == ["苏州市"]


def test_the_number_of_an_item_belongs_to_no_name() -> None:
    body = "香港出席论坛，成果如下：\n（二十九）中国国家云杉局与新加坡云杉部签署合作备忘录。"
    assert Paper(Signing, "香港新闻").events(body) == []

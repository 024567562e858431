"""Invented news pages for benchmarks: each tells something else, in the words and the furniture that such pages have.

A trip, a signing or a chain in two pages of three, filler around it; navigation, related lists and scripts bring a page
to the size of a real one (about 60 kB). Seeded: the same number gives the same page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from monitor.types import Page

REGIONS = (
    "临沂市",
    "潍坊市",
    "徐州市",
    "赣州市",
    "岳阳市",
    "柳州市",
    "襄阳市",
    "宜宾市",
    "绵阳市",
    "漳州市",
    "湖州市",
    "阜阳市",
)
PLACES = (
    "深圳市",
    "苏州市",
    "上海市",
    "杭州市",
    "广州市",
    "东莞市",
    "宁波市",
    "厦门市",
    "成都市",
    "合肥市",
    "无锡市",
    "佛山市",
)
SURNAMES, GIVEN = "林周何沈顾陆江白韩许", "远舟启明静安若川知行嘉禾文博思齐"
STEMS = (
    "云帆",
    "启明",
    "南岭",
    "北辰",
    "泉能",
    "海岱",
    "齐风",
    "星河",
    "远山",
    "长风",
    "白鹭",
    "青松",
    "博远",
    "锐芯",
    "天工",
)
TRADES = ("医疗科技", "机器人", "半导体", "氢能装备", "储能", "冷链物流", "新材料", "生物制药", "航空", "精密仪器")
CHAINS = ("新能源汽车", "集成电路", "生物医药", "低空经济", "高端装备", "新型储能", "绿色食品", "电子信息")
SUBJECTS = ("全市", "有关部门", "各县区", "园区", "项目专班", "企业", "工作组", "与会人员", "当地", "街道")
VERBS = ("推进", "落实", "完善", "研究", "部署", "梳理", "优化", "跟进", "协调", "总结")
OBJECTS = (
    "营商环境",
    "要素保障",
    "政策清单",
    "项目进度",
    "服务机制",
    "用地指标",
    "人才公寓",
    "数字平台",
    "物流通道",
    "融资需求",
)
BEGAN = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)

_SCRIPT = "<script>" + "window._q=window._q||[];function track(a,b){_q.push([a,b,+new Date()]);}\n" * 150 + "</script>"


def pages(count: int, *, start: int = 0, vocabulary: bool = True) -> Iterator[Page]:
    """`count` pages from number `start` on; without the vocabulary they are of weather and roads only."""
    for number in range(start, start + count):
        yield page(number, vocabulary=vocabulary)


def page(number: int, *, vocabulary: bool = True) -> Page:
    """One page."""
    draw = random.Random(number)
    day = BEGAN + timedelta(minutes=37 * number % 525_600)
    title, told = _news(draw, day) if vocabulary else ("明日多云转晴", [])
    paragraphs = [*told, *(_filler(draw, vocabulary) for _ in range(draw.randint(5, 12)))]
    body = "".join(f"<p>　　{text}</p>\n" for text in paragraphs)
    links = "".join(
        f'<li><a href="/n/{draw.randrange(10**7)}.html">{_filler(draw, False)[:22]}</a><span>{day:%m-%d}</span></li>\n'
        for _ in range(160)
    )
    when, paper = f"{day + timedelta(hours=8):%Y-%m-%d %H:%M}", f"{draw.choice(REGIONS)}日报"
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{paper}</title>{_SCRIPT}</head><body>'
        f'<div class="nav"><ul>{links[:6000]}</ul></div><div class="main"><h1>{title}</h1>'
        f'<div class="info"><span>{when}</span><span>来源：{paper}</span></div><div class="content">{body}</div></div>'
        f'<div class="related"><h3>相关阅读</h3><ul>{links}</ul></div>'
        f'<div class="foot">版权所有</div>{_SCRIPT}</body></html>'
    )
    return Page(
        url=f"http://news{number % 50}.example/{day:%Y/%m%d}/{number}.html",
        body=html.encode(),
        fetched_at=day + timedelta(hours=1),
        headers={"content-type": "text/html; charset=utf-8"},
    )


def _news(draw: random.Random, day: datetime) -> tuple[str, list[str]]:
    region, place = draw.choice(REGIONS), draw.choice(PLACES)
    name = draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))
    firms = [f"{draw.choice(STEMS)}{draw.choice(STEMS)}{draw.choice(TRADES)}有限公司" for _ in range(3)]
    when = f"{day.month}月{day.day}日"
    kind = draw.randrange(3)
    if kind == 0:
        return (
            f"{name}率队赴{place}开展招商考察",
            [
                f"{when}，{region}市长{name}率队赴{place}开展招商考察，先后走访了{firms[0]}、{firms[1]}、{firms[2]}。",
                f"{name}介绍了{region}的区位和产业基础，希望双方在{draw.choice(CHAINS)}领域加强合作。",
            ],
        )
    if kind == 1:
        count, worth = draw.randint(3, 60), draw.randint(10, 900)
        return (
            f"{region}举行重点项目集中签约仪式",
            [
                f"{when}，{region}举行重点项目集中签约仪式，现场签约项目{count}个，总投资{worth}.{draw.randrange(10)}亿元。",
                f"其中，{firms[0]}投资建设的{draw.choice(CHAINS)}项目投资额{draw.randint(2, 60)}亿元。",
            ],
        )
    return f"{region}部署下一阶段工作", [f"{when}，{region}召开工作会议，{name}出席并讲话。"]


def _filler(draw: random.Random, vocabulary: bool) -> str:
    parts = [f"{draw.choice(SUBJECTS)}{draw.choice(VERBS)}{draw.choice(OBJECTS)}" for _ in range(draw.randint(4, 9))]
    if vocabulary and draw.random() < 0.2:
        parts.append(f"围绕{draw.choice(CHAINS)}做好服务")
    return "，".join(parts) + f"，比上月{draw.choice(('提高', '减少'))}{draw.randint(1, 40)}个。"

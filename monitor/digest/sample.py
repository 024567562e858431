"""An invented digest: what `monitor test-channel` sends, and what the pictures in the documentation show.

The places are real, every person, company, project and article is made up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from monitor.config.receiver import Receiver
from monitor.digest.compose import compose
from monitor.types import (
    ArticleLink,
    Chain,
    Change,
    Digest,
    Event,
    Evidence,
    Leader,
    Occasion,
    Signing,
    SourceNote,
    StoredEvent,
    Totals,
    Trip,
)


def sample(receiver: Receiver, now: datetime, occasion: Occasion = "test") -> Digest:
    """A digest of the day before `now` with every kind of event, an update, a planned trip and a source in trouble.
    The receiver's filter is left out: the sample is to arrive whatever it asks for. As a "test" it says that it is
    made up."""
    everything = Receiver(
        name=receiver.name, channels=receiver.channels, timezone=receiver.timezone, language=receiver.language
    )
    return compose(
        everything,
        _events(now),
        since=now - timedelta(days=1),
        until=now,
        sources=_sources(now),
        previous_totals=Totals(trips=2, signings=4, chains=1),
        occasion=occasion,
    )


def _events(now: datetime) -> tuple[StoredEvent, ...]:
    today = now.date()

    def told(
        number: int, event: Event, *articles: tuple[str, str, str | None, int], changes: tuple[Change, ...] = ()
    ) -> StoredEvent:
        links = tuple(
            ArticleLink(
                title=title,
                source=source,
                url=path and f"https://news.example.com/{path}",
                document=None if path else "thread-2081.html",
                published=now - timedelta(hours=20 - 5 * position),
                copies=copies,
            )
            for position, (title, source, path, copies) in enumerate(articles)
        )
        return StoredEvent(
            id=number, event=event, first_seen=now - timedelta(hours=12), updated=now, articles=links, changes=changes
        )

    def said(words: str) -> tuple[Evidence, ...]:
        return (Evidence(field="event", start=0, end=len(words), quote=words, rule="sample"),)

    first, last, coming = today - timedelta(days=4), today - timedelta(days=2), today + timedelta(days=1)
    return (
        told(
            1,
            Trip(
                direction="outbound",
                region="槐荫区",
                leaders=(Leader(name="林远舟", title="区委书记"),),
                start=first,
                end=last,
                date_precision="day",
                destinations=("上海市", "杭州市", "苏州市"),
                visited=("云帆医疗科技有限公司", "启明机器人研究院", "长三角医养产业联盟"),
                evidence=said(
                    "日前，槐荫区委书记林远舟率党政代表团赴上海、杭州、苏州，三天走访云帆医疗、启明机器人研究院等"
                    "7家企业和机构，围绕医养健康、智能制造洽谈项目。"
                ),
            ),
            ("槐荫区党政代表团赴长三角考察招商", "滨城日报", "huaiyin/1.html", 2),
            ("三天三城：槐荫区的一次“敲门”", "泉城产业观察", "a/77821.html", 0),
            ("槐蔭區考察團訪滬杭蘇", "两岸商讯", None, 0),
        ),
        told(
            2,
            Trip(
                direction="outbound",
                region="历城区",
                leaders=(Leader(name="周启明", title="区委副书记、区长"),),
                start=coming,
                end=coming + timedelta(days=2),
                date_precision="day",
                destinations=("深圳市",),
                visited=("南岭半导体股份有限公司",),
                status="planned",
                evidence=said("历城区区长周启明将带队赴深圳，拜访南岭半导体等企业，为期三天。"),
            ),
            ("历城区将赴深圳开展招商对接", "滨城日报", "licheng/8.html", 0),
        ),
        told(
            3,
            Signing(
                region="平阴县",
                name="一季度项目集中签约仪式",
                start=last,
                end=last,
                date_precision="day",
                projects=18,
                amount_yuan=Decimal(12_650_000_000),
                amount_bound="exact",
                evidence=said("平阴县举行一季度项目集中签约仪式，18个项目现场签约，总投资126.5亿元。"),
            ),
            ("平阴县一季度18个项目集中签约", "滨城日报", "pingyin/3.html", 4),
            ("126.5亿元！平阴开年签约", "泉城产业观察", "a/77834.html", 0),
        ),
        told(
            4,
            Signing(
                region="天桥区",
                name="春季重点项目签约仪式",
                start=last,
                end=last,
                date_precision="day",
                parties=("泉能储能科技有限公司", "海岱冷链集团", "齐风影视"),
                projects=31,
                amount_yuan=Decimal(8_800_000_000),
                amount_bound="over",
                evidence=said("天桥区31个项目集中签约，总投资超过88亿元，涵盖新能源、冷链物流与数字文创。"),
            ),
            ("31个项目落户天桥", "滨城日报", "tianqiao/9.html", 0),
        ),
        told(
            5,
            Chain(
                region="济南市",
                name="重点产业链",
                action="define",
                count=11,
                members=("空天信息", "新能源汽车", "高端数控机床"),
                evidence=said("济南市确定11条重点产业链，空天信息、新能源汽车、高端数控机床在列。"),
            ),
            ("济南确定11条重点产业链", "泉城产业观察", "a/77840.html", 1),
        ),
        told(
            6,
            Signing(
                region="章丘区",
                name="合作框架协议",
                start=first,
                end=first,
                date_precision="day",
                parties=("北辰氢能装备有限公司",),
                amount_yuan=Decimal(3_200_000_000),
                amount_bound="exact",
                evidence=said("章丘区与北辰氢能装备有限公司签署合作框架协议，总投资32亿元。"),
            ),
            ("北辰氢能落户章丘", "泉城产业观察", "a/77790.html", 0),
            changes=(Change(field="amount_yuan", before=None, after="3200000000"),),
        ),
    )


def _sources(now: datetime) -> tuple[SourceNote, ...]:
    well = tuple(
        SourceNote(name=name, state="fine", newest=now - timedelta(hours=hours))
        for name, hours in (("滨城日报", 2), ("泉城产业观察", 5), ("两岸商讯", 9))
    )
    trouble = SourceNote(name="滨城论坛", state="walled", detail="连续3次返回412", newest=now - timedelta(days=2))
    return (*well, trouble)

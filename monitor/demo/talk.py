"""Small talk of the demonstration forum: threads that hold no news, so that its board looks like a board."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread of the board. posted: as Discuz writes it, without leading zeros. pinned: stays on top."""

    tid: int
    subject: str
    author: str
    posted: str
    replies: int
    views: int
    text: str
    pinned: bool = False

    @property
    def path(self) -> str:
        """Its address on the site."""
        return f"/bbs/thread-{self.tid}-1-1.html"


THREADS = (
    Thread(
        tid=1201,
        subject="【版规】发帖前请先看这里",
        author="泉边管理员",
        posted="2024-3-2",
        replies=0,
        views=5510,
        text="标题写清楚，转帖注明出处，不要重复发帖。交易信息请到跳蚤市场。",
        pinned=True,
    ),
    Thread(
        tid=20512,
        subject="周末带孩子爬山，哪条路人少一点",
        author="半截烟斗",
        posted="2025-5-9",
        replies=6,
        views=143,
        text="孩子五岁，体力一般。南门上去人太多了，有没有缓一点、能歇脚的路？最好山脚下能停车。",
    ),
    Thread(
        tid=20498,
        subject="求推荐会修老式机械表的师傅",
        author="沉香屑",
        posted="2025-5-8",
        replies=3,
        views=77,
        text="家里老人的一块表停了，问了两家都说没有配件。有知道老师傅的麻烦留个地址，谢谢。",
    ),
    Thread(
        tid=20471,
        subject="小区充电桩晚上总是排队，大家怎么办",
        author="柳絮不飞",
        posted="2025-5-7",
        replies=12,
        views=304,
        text="十二个桩，油车占了三个位子。物业说管不了。你们小区是怎么解决的？",
    ),
    Thread(
        tid=20433,
        subject="大明湖的荷花今年开得早吗",
        author="趵突老王",
        posted="2025-5-5",
        replies=2,
        views=58,
        text="打算月底去拍照，不知道来不来得及。去年是六月中旬才像样。",
    ),
)

"""How fast the room `chinese` reads: characters a second of each reader on one thread.

    python benchmarks/chinese.py [FILE ...]

Files are plain UTF-8 texts; without any, an invented article is read. Times are processor time, best of five.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import opencc

from monitor.chinese import (
    body_year,
    clauses,
    detect_script,
    find_counts,
    find_dates,
    find_money,
    normalise,
    sentences,
)
from monitor.types import Anchor

ARTICLE = """本报讯 5月7日至8日，某市代表团赴广州市、深圳市开展考察招商活动，走访了两地的15家企业。
当天下午，双方签署战略合作框架协议，签约项目23个，总投资166亿元，其中超10亿元项目6个。
据介绍，今年以来，该市聚焦新能源汽车、集成电路等12条重点产业链，已有超过40家龙头企业落户，投资额突破三百亿元。
截至4月底，全市新签约项目累计达202个。下一步，该市将围绕产业链招商，优化营商环境，推动更多项目落地见效。
“我们看好这里的发展前景。”参会的企业负责人表示，项目计划于6月开工，投产后年产值约20亿元。
这里山清水秀，人文荟萃，古城墙下的老街每到傍晚便热闹起来，游客三三两两，走走停停，听老人讲过去的故事。
"""
LENGTH = 2_000_000


def rate(work: Callable[[], object], characters: int) -> float:
    """Millions of characters a second, best of five."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return characters / best / 1e6


def main(files: list[str]) -> None:
    text = "\n".join(Path(name).read_text(encoding="utf-8") for name in files) or ARTICLE
    text = text * (LENGTH // len(text) + 1)
    plain = normalise(text).plain
    in_step = normalise(plain).plain
    traditional = opencc.OpenCC("s2t").convert(plain)
    anchor = Anchor(published=date(2025, 5, 9))
    whole = len(plain)
    cases: list[tuple[str, Callable[[], object]]] = [
        ("detect_script", lambda: detect_script(plain)),
        ("normalise, simplified", lambda: normalise(in_step)),
        ("normalise, traditional", lambda: normalise(traditional)),
        ("sentences", lambda: sentences(plain)),
        ("clauses", lambda: [clauses(plain, sentence) for sentence in sentences(plain)]),
        ("find_dates", lambda: find_dates(plain, 0, whole, anchor)),
        ("find_money", lambda: find_money(plain, 0, whole)),
        ("find_counts", lambda: find_counts(plain, 0, whole)),
        ("body_year", lambda: body_year(plain)),
    ]
    print(f"{whole:,} characters, {len(find_dates(plain, 0, whole, anchor)):,} dates,", end=" ")
    print(f"{len(find_money(plain, 0, whole)):,} amounts, {len(find_counts(plain, 0, whole)):,} counts")
    for name, work in cases:
        print(f"{name:24} {rate(work, whole):10.1f} M characters/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])

"""How well and how fast the room `chinese` reads regions, people and organisations.

    python benchmarks/names.py [--cluener train.json] [--texts FOLDER]

Without options: load time, memory and characters a second (processor time, best of three) on an invented article.
--cluener: a file of CLUENER2020 (hemingkx/CLUENER2020, one JSON object a line); scores names of two and three
characters right behind the title of an official or of a company's head, and the precision of all people found.
--texts: a folder of UTF-8 .txt files to time instead of the article.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from monitor.chinese.organisations import find_organisations, signing_parties, visit_list
from monitor.chinese.people import known_people
from monitor.chinese.people_titles import heads
from monitor.chinese.regions import document_places, find_places, gazetteer

ARTICLE = """本报讯 5月7日至8日，济南市历城区委书记李明远率队赴广州市、深圳市开展考察招商活动，副区长王海参加。
李明远一行先后走访了海川医药、东江投资控股集团有限公司、启明科技（深圳）有限公司等6家企业，与企业负责人深入交流。
当天下午，历城区与东江投资控股集团有限公司签署战略合作框架协议，济南高新区、起步区有关负责同志见证签约。
据介绍，今年以来，该区对接长三角、粤港澳大湾区，已有超过40家龙头企业落户，投资额突破三百亿元。
这里山清水秀，人文荟萃，古城墙下的老街每到傍晚便热闹起来，游客三三两两，走走停停，听老人讲过去的故事。
"""
LENGTH = 1_000_000
FOLD = str.maketrans({",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cluener", type=Path)
    options.add_argument("--texts", type=Path)
    given = options.parse_args()
    load()
    texts = [p.read_text(encoding="utf-8") for p in sorted(given.texts.glob("*.txt"))] if given.texts else []
    speed(texts or [ARTICLE] * (LENGTH // len(ARTICLE)))
    if given.cluener:
        cluener(given.cluener)
    print(f"resident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def load() -> None:
    """Time from nothing to the first document read: gazetteer, titles, last words."""
    start = time.process_time()
    gazetteer()
    places = time.process_time() - start
    document_places(ARTICLE)
    known_people(ARTICLE)
    visit_list(ARTICLE, 0, len(ARTICLE))
    print(f"gazetteer loaded in {places:.3f} s, {len(gazetteer().forms)} forms")
    print(f"everything loaded in {time.process_time() - start:.3f} s")


def speed(texts: list[str]) -> None:
    """Characters a second of each reader."""
    size = sum(map(len, texts))
    contexts = [document_places(text) for text in texts]
    known = dict(zip(texts, contexts, strict=True))
    readers: dict[str, Callable[[str], object]] = {
        "document_places": document_places,
        "find_places": lambda text: find_places(text, 0, len(text), known[text]),
        "known_people": known_people,
        "find_organisations": lambda text: find_organisations(text, 0, len(text)),
        "visit_list": lambda text: visit_list(text, 0, len(text)),
        "signing_parties": lambda text: signing_parties(text, 0, len(text)),
    }
    for name, reader in readers.items():
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            for text in texts:
                reader(text)
            best = min(best, time.process_time() - start)
        print(f"{name:20} {size / best / 1e6:8.1f} million characters/s")


def cluener(path: Path) -> None:
    """Names behind titles found, and how many of all people found are people in the annotation."""
    words = tuple(head.word for head in heads()[1] if head.side in ("official", "company", "foreign"))
    wanted = hit = found = right = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text, label = record["text"].translate(FOLD), record["label"]
        names = {(first, last + 1) for spans in label.get("name", {}).values() for first, last in spans}
        titles = {last + 1: text[first : last + 1] for s in label.get("position", {}).values() for first, last in s}
        spans = {(mention.end - len(mention.name), mention.end) for mention in known_people(text).mentions}
        behind = {span for span in names if span[1] - span[0] in (2, 3) and titles.get(span[0], "").endswith(words)}
        wanted += len(behind)
        hit += len(behind & spans)
        found += len(spans)
        right += sum(any(first <= start and end <= last for first, last in names) for start, end in spans)
    print(f"CLUENER: {hit} of {wanted} names behind a title; {right} of {found} people found are names")


if __name__ == "__main__":
    main()

"""Measures the events' rules: quality against the gold annotations, and characters a second.

    python benchmarks/events.py [--gold dev|seeds|FOLDER] [--texts FOLDER] [--kind KIND] [--parsed] [--show] [--speed]

Prints the scorer's table (detection and every field), the figures with each source left out, and with --speed how
fast the same texts are read, and in how much memory, against the targets (`events_speed.py`). The gold and its texts
are measuring material beside the checkout (MONITOR_SHARED overrides where); nothing of them is in the product.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

from monitor import events
from monitor.article import parse
from monitor.types import Article, Page

SHARED = Path(os.environ.get("MONITOR_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TEXTS = {"dev": SHARED / "corpus" / "news", "seeds": SHARED / "seeds"}
CHINA = timezone(timedelta(hours=8))


def main() -> int:
    """Score the rules on a gold set; exit code 1 where the gold is absent."""
    arguments = _arguments()
    gold_folder = SHARED / "gold" / arguments.gold if arguments.gold in TEXTS else Path(arguments.gold)
    texts = Path(arguments.texts) if arguments.texts else TEXTS.get(arguments.gold, gold_folder)
    if not gold_folder.is_dir():
        print(f"no gold at {gold_folder}: nothing measured", file=sys.stderr)
        return 1
    golds = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(gold_folder.glob("*.json"))]
    make = parsed if arguments.parsed else article_of
    articles = {_key(gold["document"]): make(gold, texts) for gold in golds}
    kinds = [kind for kind in events.KINDS if not arguments.kind or kind.__module__.endswith(arguments.kind + "s")]
    predicted = {name: [events.as_record(e) for e in _extract(article, kinds)] for name, article in articles.items()}
    _report(golds, predicted, arguments.show, arguments.kind)
    if arguments.speed:
        from events_speed import report

        report(list(articles.values()))
    return 0


def _extract(article: Article, kinds: list[Any]) -> list[Any]:
    reading = events.read(article)
    for kind in kinds:
        reading.events.extend(kind(reading))
    return reading.events


def article_of(gold: dict[str, Any], texts: Path) -> Article:
    """The document's article, its body cut at the gold's marks so that only the events' rules are measured."""
    text = (texts / gold["document"]).read_text(encoding="utf-8")
    start = text.find(gold["body_starts"])
    end = text.find(gold["body_ends"], start)
    body = text[max(0, start) : end + len(gold["body_ends"]) if end >= 0 else len(text)]
    published = gold.get("published")
    return Article(
        url=gold.get("url"),
        title=gold.get("title"),
        paragraphs=tuple(line for line in (part.strip() for part in body.split("\n")) if line),
        layout="gold",
        confidence=1.0,
        published=datetime.combine(date.fromisoformat(published), datetime.min.time(), CHINA) if published else None,
        published_precision="day" if published else None,
        source=gold.get("source"),
        script=gold.get("script"),
    )


def parsed(gold: dict[str, Any], texts: Path) -> Article:
    """The document as the product reads it: text as scraped, its furniture, title and day found by the article room."""
    body = (texts / gold["document"]).read_bytes()
    page = Page(url=gold.get("url"), body=body, fetched_at=datetime.now(UTC), document=gold["document"], plain=True)
    found = parse(page)
    if isinstance(found, Article):
        return found
    return Article(url=None, title=None, paragraphs=(), layout=found.reason, confidence=0.0)


def _report(
    golds: list[dict[str, Any]], predicted: dict[str, list[dict[str, Any]]], show: bool, only: str | None
) -> None:
    scorer = _scorer()
    gold = {_key(entry["document"]): entry["events"] for entry in golds}
    optional_file = SHARED / "gold" / "optional.json"
    optional = json.loads(optional_file.read_text(encoding="utf-8")) if optional_file.exists() else {}
    result = scorer.score(gold, predicted, optional)
    if only:
        result["detection"] = {only: result["detection"][only]}
        result["fields"] = {name: f for name, f in result["fields"].items() if name.startswith(only)}
    _table(result)
    if show:
        for label in ("missed", "false_alarms"):
            print(f"\n{label}")
            for name, kind, event in result[label]:
                if only and kind != only:
                    continue
                print(f"  {name} {kind}: {scorer.brief(event)}")
        _wrong_fields(scorer, gold, predicted)
    _calibration(predicted, result["false_alarms"], only)
    sources: dict[str, list[str]] = defaultdict(list)
    for entry in golds:
        sources[entry.get("source") or "unknown"].append(_key(entry["document"]))
    print("\nwith one source left out: F1 (lowest first)")
    figures = []
    for source, left in sources.items():
        rest = [name for name in gold if name not in left]
        if rest:
            detection = scorer.score(gold, predicted, optional, documents=rest)["detection"]
            figures.append((detection[only or "all"]["f1"], source))
    for figure, source in sorted(figures)[:8]:
        print(f"  {figure:.3f}  without {source}")


def _calibration(
    predicted: dict[str, list[dict[str, Any]]], wrong: list[tuple[str, str, dict[str, Any]]], only: str | None
) -> None:
    """How often events of a confidence are right: the meaning of the number."""
    print("\nconfidence: events given, and the share of them that the gold has")
    given: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for event in (event for found in predicted.values() for event in found):
        if not only or event["type"] == only:
            given[f"{event['confidence']:.1f}"][0] += 1
    for _, kind, event in wrong:
        if not only or kind == only:
            given[f"{event['confidence']:.1f}"][1] += 1
    for step, (number, false) in sorted(given.items()):
        print(f"  {step}  {number:4}  {1 - false / number:.2f}")


def _table(result: dict[str, Any]) -> None:
    empty = result["eventless"]
    print(f"{result['documents']} documents; without events {empty['documents']}, left empty {empty['left_empty']}")
    print(f"{'':12}{'gold':>6}{'pred':>6}{'hit':>6}{'P':>8}{'R':>8}{'F1':>8}")
    for kind, d in result["detection"].items():
        numbers = f"{d['gold']:6}{d['predicted']:6}{d['hit']:6}{d['precision']:8.3f}{d['recall']:8.3f}{d['f1']:8.3f}"
        print(f"{kind:12}{numbers}")
    print(f"\n{'field':24}{'n':>5}{'score':>8}{'stated':>8}{'score':>8}{'guessed':>9}")
    for name, f in result["fields"].items():
        stated = f"{f['stated']:8}{f['score_where_stated']:8.3f}{f['guessed']:9}"
        print(f"{name:24}{f['events']:5}{f['score']:8.3f}{stated}")


def _wrong_fields(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    print("\nfields that differ")
    for name, wanted in gold.items():
        for kind in scorer.TYPES:
            right = [event for event in wanted if event["type"] == kind]
            given = [event for event in predicted[name] if event["type"] == kind]
            table = [[scorer.agreement(one, other) for other in given] for one in right]
            for row, column in scorer.assign([[w if w >= 0.4 else 0.0 for w in line] for line in table]):
                if table[row][column] < 0.4:
                    continue
                for field, (score, *_) in scorer.fields(right[row], given[column]).items():
                    if score < 1:
                        print(f"  {name} {kind}.{field} {score:.2f}")
                        print(f"      gold {right[row].get(field)}")
                        print(f"      got  {given[column].get(field)}")


def _scorer() -> ModuleType:
    file = SHARED / "gold" / "score.py"
    spec = importlib.util.spec_from_file_location("gold_score", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _key(document: str) -> str:
    return Path(document).name.rsplit(".", 1)[0]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the events' rules against gold.")
    parser.add_argument("--gold", default="dev")
    parser.add_argument("--texts", help="the folder of the texts, where it is not the gold set's own")
    parser.add_argument("--show", action="store_true", help="list what was missed, invented and read differently")
    parser.add_argument("--kind", choices=("trip", "signing", "chain"), help="measure one kind alone")
    parser.add_argument(
        "--parsed", action="store_true", help="let the article room find the body, not the gold's marks"
    )
    parser.add_argument("--speed", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

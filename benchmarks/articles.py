"""How well and how fast articles are extracted, beside the peers that are installed.

    python benchmarks/articles.py [FOLDER] [--peers [NAME ...]] [--leave-one-out] [--worst N]

FOLDER holds pages/NAME.html.gz and truth/NAME.json ({url, title, title_alt, published, body, lang, kind, site,
encoding}); by default the shared corpus beside the checkout (MONITOR_SHARED names another place).

Body: F1 of 4-gram shingles, mean over pages (article-extraction-benchmark's metric; every Han character is a token).
Title: equal without punctuation. Date: the same day in Shanghai. Time: process time, per page the least of several
interleaved passes, from bytes for us; the peers get text that was decoded rightly. × is the multiple of decoding and a
bare Lexbor parse of the same pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.article import body as story
from monitor.article import parse
from monitor.types import Page, Refusal

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_CJK = "\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])[^\W_])+")
# The constants of the generic extractor and the values beside those that are set.
TUNED: dict[str, tuple[float, ...]] = {
    "FADE": (0.6, 0.85),
    "REACH": (3, 5),
    "SUSPECT": (0.05, 0.3),
    "WIDEN": (1.2, 1.6),
    "CLIMB": (2, 4),
    "RIVAL": (0.3, 0.6),
    "WRAPPER": (0.75, 0.95),
}


@dataclass(frozen=True)
class Case:
    """A saved page with its truth."""

    name: str
    truth: dict[str, Any]
    body: bytes
    text: str

    @property
    def url(self) -> str:
        return self.truth["url"] or "http://example.com/"


def shingles(text: str | None) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text or "").lower())
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def f1(truth: str, found: str | None) -> float:
    expected, got = shingles(truth), shingles(found)
    shared = sum((expected & got).values())
    return 2 * shared / (sum(expected.values()) + sum(got.values())) if shared else float(not expected and not got)


def bare(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


def day(value: object) -> str | None:
    if isinstance(value, datetime):
        return (value.astimezone(SHANGHAI) if value.tzinfo else value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = re.search(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})", str(value or ""))
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else None


def load(folder: Path) -> list[Case]:
    cases = []
    for path in sorted((folder / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        body = gzip.decompress((folder / "pages" / f"{path.stem}.html.gz").read_bytes())
        cases.append(Case(path.stem, truth, body, body.decode(truth["encoding"], "replace")))
    return cases


def ours(case: Case) -> dict[str, Any]:
    found = parse(Page(url=case.truth["url"], body=case.body, fetched_at=NOW))
    if isinstance(found, Refusal):
        return {"title": None, "published": None, "body": ""}
    return {"title": found.title, "published": found.published, "body": found.body}


def score(case: Case, found: dict[str, Any]) -> dict[str, Any]:
    truth = case.truth
    titles = [bare(text) for text in [truth["title"], *truth["title_alt"]] if text]
    return {
        "f1": f1(truth["body"], found.get("body")),
        "title": bare(found.get("title")) in titles if titles else None,
        "date": day(found["published"]) == truth["published"][:10]
        if truth["published"] and "published" in found
        else None,
        "error": found.get("error"),
    }


def mean(values: list[Any]) -> str:
    kept = [float(value) for value in values if value is not None]
    return f"{statistics.mean(kept):.3f}" if kept else "  -  "


def attempt(extract: Callable[[Case], dict[str, Any]], case: Case) -> dict[str, Any]:
    try:
        return extract(case) or {}
    except Exception as error:
        return {"error": type(error).__name__}


def timed(calls: list[Callable[[Case], object]], cases: list[Case], passes: int) -> list[list[float]]:
    """Milliseconds of each call for each case: the least of interleaved passes, so that load strikes all alike."""
    times: list[list[float]] = [[] for _ in calls]
    for case in cases:
        best = [float("inf")] * len(calls)
        for _ in range(passes):
            for index, call in enumerate(calls):
                began = time.process_time()
                call(case)
                best[index] = min(best[index], time.process_time() - began)
        for index, value in enumerate(best):
            times[index].append(value * 1000)
    return times


def table(
    cases: list[Case],
    extractors: dict[str, Callable[[Case], dict[str, Any]]],
    passes: int,
    worst: int,
    *,
    heading: bool,
) -> None:
    chinese = [case for case in cases if case.truth["lang"] == "zh"]
    if heading:
        print(f"{'':18}{'zh F1':>7}{'<.5':>5}{'posts':>7}{'others':>7}{'title':>7}{'date':>7}{'ms':>8}{'×':>7}")
    for name, extract in extractors.items():
        rows = {case.name: score(case, attempt(extract, case)) for case in cases}
        zh = [rows[case.name] for case in chinese]
        base, own = timed(
            [
                lambda case: LexborHTMLParser(case.body.decode(case.truth["encoding"], "replace")),
                lambda case, extract=extract: attempt(extract, case),
            ],
            chinese,
            passes,
        )
        print(
            f"{name:18}{mean([row['f1'] for row in zh]):>7}{sum(row['f1'] < 0.5 for row in zh):>5}"
            f"{mean([rows[case.name]['f1'] for case in chinese if case.truth['kind'] == 'forum']):>7}"
            f"{mean([rows[case.name]['f1'] for case in cases if case not in chinese]):>7}"
            f"{mean([row['title'] for row in zh]):>7}{mean([row['date'] for row in zh]):>7}"
            f"{statistics.mean(own):>8.2f}{statistics.mean(own) / statistics.mean(base):>7.1f}",
            flush=True,
        )
        errors = Counter(row["error"] for row in rows.values() if row["error"])
        if errors:
            print(f"    failed: {dict(errors)}")
        if name == "monitor" and worst:
            for key, row in sorted(rows.items(), key=lambda pair: pair[1]["f1"])[:worst]:
                print(f"    {row['f1']:.3f} {key}")


def leave_one_out(cases: list[Case]) -> None:
    """Choose the constants on all sites but one and score that one, beside the constants as set."""
    cases = [case for case in cases if case.truth["lang"] == "zh"]

    def run() -> dict[str, float]:
        return {case.name: f1(case.truth["body"], ours(case).get("body")) for case in cases}

    settings = {"as set": run()}
    for name, values in TUNED.items():
        kept = getattr(story, name)
        for value in values:
            setattr(story, name, value)
            settings[f"{name} {value}"] = run()
        setattr(story, name, kept)
    for name, scores in settings.items():
        print(f"{name:14}{statistics.mean(scores.values()):.4f}")
    chosen: Counter[str] = Counter()
    left_out: list[float] = []
    for site in {case.truth["site"] for case in cases}:
        rest = [case.name for case in cases if case.truth["site"] != site]
        best = max(settings, key=lambda name: sum(settings[name][key] for key in rest))
        chosen[best] += 1
        left_out += [settings[best][case.name] for case in cases if case.truth["site"] == site]
    print(f"leave one site out: {statistics.mean(left_out):.4f}; chosen: {dict(chosen)}")


def main() -> None:
    shared = Path(os.environ.get("MONITOR_SHARED", Path(__file__).parents[1] / ".." / "shared"))
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=shared / "corpus")
    arguments.add_argument("--peers", nargs="*", metavar="NAME", help="also the peers that are installed, or these")
    arguments.add_argument("--leave-one-out", action="store_true", help="leave-one-site-out figures of the constants")
    arguments.add_argument("--passes", type=int, default=7)
    arguments.add_argument("--worst", type=int, default=0, metavar="N", help="name our N worst pages")
    options = arguments.parse_args()
    if not (options.folder / "truth").is_dir():
        sys.exit(f"{options.folder} holds no truth/ folder; name a folder laid out as described in --help.")
    cases = load(options.folder)
    if options.leave_one_out:
        leave_one_out(cases)
        return
    extractors: dict[str, Callable[[Case], dict[str, Any]]] = {"monitor": ours}
    table(cases, extractors, options.passes, options.worst, heading=True)
    if options.peers is not None:
        from peers.adapters import PEERS

        for name, build in PEERS.items():
            if options.peers and name not in options.peers:
                continue
            try:
                peer = build()
            except ImportError:
                print(f"{name:18}not installed")
                continue
            table(cases, {name: lambda case, peer=peer: peer(case.text, case.url)}, 1, 0, heading=False)


if __name__ == "__main__":
    main()

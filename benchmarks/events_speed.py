"""How fast text becomes events and what that holds in memory, beside what bounds it and what else one would take.

`report` is what `python benchmarks/events.py --speed` prints; all in one run, on one thread, in CPU time. Beside it
stand one bare Aho-Corasick pass over the same texts (nothing that looks at every character is faster), and what a user
would build on instead: words with their classes (names of persons, places and bodies among them) by rjieba, and by
jieba where that is installed. Those give no events; they are the first step towards some.

Load time and memory are a fresh process's, which reads every text once, then all of them again.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __name__ != "__main__":  # the fresh process imports only what it measures
    from ahocorasick_rs import AhoCorasick

    from monitor import events
    from monitor.chinese.regions import gazetteer
    from monitor.types import Article

# M characters a second, seconds, MB.
TARGETS = {"dense": 1.0, "plain": 4.0, "load": 0.2, "resident": 80.0}
_ROUNDS = 5
_PLAIN = "山上的雪化了，溪水流过石桥，孩子们在岸边放风筝，老人坐在树下说起从前。" * 60_000


def report(articles: Sequence[Article]) -> None:
    """Print the figures, each beside its target or as a ratio to ours."""
    fresh = _in_a_fresh_process(articles)
    bodies = [article.body for article in articles]
    bare = AhoCorasick(tuple(gazetteer().forms))
    ours, limit, words, theirs = _interleaved(
        [
            lambda: [events.extract(article) for article in articles],
            lambda: [bare.find_matches_as_indexes(body) for body in bodies],
            lambda: [_rjieba(body) for body in bodies],
            _jieba(bodies),
        ]
    )
    characters = sum(map(len, bodies))
    quiet = Article(
        url=None, title=None, paragraphs=(_PLAIN,), layout="none", confidence=1.0, published=datetime.now(UTC)
    )
    plain = min(_cpu(lambda: events.extract(quiet)) for _ in range(_ROUNDS))
    print(f"\n{'one thread, CPU time':44}{'figure':>12}{'target':>12}{'ratio':>8}")
    _row("text → events, these texts again and again", characters / ours / 1e6, "M/s", TARGETS["dense"])
    _row("  each text for the first time", fresh["first"] / 1e6, "M/s", TARGETS["dense"])
    _row("text without the vocabulary", len(_PLAIN) / plain / 1e6, "M/s", TARGETS["plain"])
    _row("gazetteers loaded", fresh["gazetteers"], "s", TARGETS["load"], less=True)
    _row("rules imported", fresh["import"], "s")
    _row("  and the gazetteers loaded", fresh["import"] + fresh["gazetteers"], "s", TARGETS["load"], less=True)
    _row("the first text, which compiles its patterns", fresh["first text"], "s")
    _row("resident, all texts read", fresh["resident"], "MB", TARGETS["resident"], less=True)
    print("    of it, in MB: " + ", ".join(f"{name} {size:.0f}" for name, size in fresh["held"].items()))
    print(f"\n{'the same texts, with nothing read':44}{'figure':>12}{'× ours':>12}")
    others = {
        "one bare Aho-Corasick pass": limit,
        "rjieba: words and their classes": words,
        "jieba: words and their classes": theirs,
    }
    for name, seconds in others.items():
        if seconds:
            print(f"  {name:42}{characters / seconds / 1e6:8.2f} M/s{ours / seconds:12.2f}")


def _row(name: str, figure: float, unit: str, target: float | None = None, *, less: bool = False) -> None:
    """A figure, its target and how many times it is reached."""
    print(f"  {name:42}{figure:8.2f} {unit:3}", end="")
    print(f"{target:8.2f} {unit:3}{target / figure if less else figure / target:8.2f}" if target else "")


def _interleaved(ways: Sequence[Callable[[], object] | None]) -> list[float]:
    """The least CPU time of each way, taken in turns so that what else the machine does meets all alike; 0 for None."""
    least = [float("inf") if way else 0.0 for way in ways]
    for _ in range(_ROUNDS):
        for index, way in enumerate(ways):
            if way:
                least[index] = min(least[index], _cpu(way))
    return least


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _rjieba(body: str) -> object:
    import rjieba

    return rjieba.tag(body)


def _jieba(bodies: Sequence[str]) -> Callable[[], object] | None:
    try:
        from jieba import posseg
    except ImportError:
        return None
    list(posseg.cut("预热"))
    return lambda: [list(posseg.cut(body)) for body in bodies]


def _in_a_fresh_process(articles: Sequence[Article]) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        file.write(pickle.dumps(list(articles)))
        file.flush()
        root = str(Path(__file__).resolve().parents[1])
        command = [sys.executable, __file__, file.name]
        told = subprocess.run(command, capture_output=True, check=True, text=True, cwd=root, env={"PYTHONPATH": root})
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def _fresh(file: Path) -> dict[str, Any]:
    """Load, read every text once and then again; sizes are resident MB."""
    held = {"Python": _resident()}
    begin = time.process_time()
    from monitor.events import extract

    imported = time.process_time() - begin
    held["rules"] = _resident()
    from monitor.chinese.regions import gazetteer

    gazetteers = _cpu(gazetteer)
    held["gazetteers"] = _resident()
    import rjieba

    rjieba.cut("分词")
    held["segmenter"] = _resident()
    articles = pickle.loads(file.read_bytes())
    half = len(articles) // 2
    first_text = _cpu(lambda: extract(articles[0]))
    for article in articles[1:half]:
        extract(article)
    seconds = _cpu(lambda: [extract(article) for article in articles[half:]])
    for article in articles:
        extract(article)
    held["texts and what was read"] = _resident()
    sizes = {name: size - before for (name, size), before in zip(held.items(), (0.0, *held.values()), strict=False)}
    first = sum(len(article.body) for article in articles[half:]) / seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    loaded = {"import": imported, "gazetteers": gazetteers, "first text": first_text}
    return {**loaded, "first": first, "resident": peak, "held": sizes}


def _resident() -> float:
    """MB of this process in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    print(json.dumps(_fresh(Path(sys.argv[1]))))

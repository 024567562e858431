"""Write monitor/chinese/data/readings.txt: the readings of the characters that t2s changes and GBK can spell.

Run it from the checkout, with the development dependencies installed, when opencc or pypinyin gains characters:

    python benchmarks/make_readings.py

Format and use are described in monitor/chinese/data/readings.md.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import opencc
import pypinyin
import pypinyin.contrib.tone_convert
from pypinyin.constants import PINYIN_DICT

TARGET = Path(__file__).parents[1] / "monitor" / "chinese" / "data" / "readings.txt"


def in_gbk(character: str) -> bool:
    try:
        return len(character.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


def main() -> None:
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    by_reading: dict[str, list[str]] = defaultdict(list)
    for character, plain in zip(characters, simplified, strict=True):
        if character == plain or not in_gbk(character):
            continue
        for reading in pypinyin.pinyin(character, heteronym=True)[0]:
            by_reading[reading].append(character)
    syllables = {
        pypinyin.contrib.tone_convert.to_normal(reading, v_to_u=True)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    plain_syllables = sorted(s for s in syllables if (s.isalpha() and len(s) > 1) or s in {"a", "e", "o"})
    lines = ["= " + " ".join(plain_syllables)]
    lines += [f"{reading} {''.join(found)}" for reading, found in sorted(by_reading.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(plain_syllables)} syllables, {len(by_reading)} readings")


if __name__ == "__main__":
    main()

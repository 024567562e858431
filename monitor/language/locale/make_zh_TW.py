"""Writes the traditional catalogues from the simplified ones, with OpenCC: python monitor/language/locale/make_zh_TW.py

A message whose comment in the simplified catalogue is "traditional: …" gets what stands there instead.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po
from opencc import OpenCC

HERE = Path(__file__).parent
SIMPLIFIED = HERE / "zh_CN" / "LC_MESSAGES"
TRADITIONAL = HERE / "zh_TW" / "LC_MESSAGES"


def made(name: str = "monitor.po") -> str:
    """A traditional catalogue as it should be."""
    text = (SIMPLIFIED / name).read_text(encoding="utf-8")
    with (SIMPLIFIED / name).open("rb") as file:
        by_hand = {
            message.id if isinstance(message.id, str) else message.id[0]: comment.removeprefix("traditional: ")
            for message in read_po(file)
            for comment in message.auto_comments
            if comment.startswith("traditional: ")
        }
    convert = OpenCC("s2tw").convert
    lines, key = [], ""
    for line in text.splitlines():
        if line.startswith("msgid "):
            key = line.split('"')[1]
        if line.startswith("msgstr") and key:
            before = line.split('"', 1)[0]
            line = f'{before}"{by_hand[key]}"' if key in by_hand else before + convert(line[len(before) :])
        if not line.startswith("#."):
            lines.append(line.replace("Language: zh_CN", "Language: zh_TW"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TRADITIONAL.mkdir(parents=True, exist_ok=True)
    for catalogue in SIMPLIFIED.glob("*.po"):
        (TRADITIONAL / catalogue.name).write_text(made(catalogue.name), encoding="utf-8")

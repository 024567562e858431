"""From a Vega-Lite specification to PNG or SVG, in this process, by vl-convert (a static library, no browser)."""

from __future__ import annotations

import re
import struct
import zlib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from monitor.errors import MonitorError

_DIGITS = re.compile(r"(?<![\w#])(-?\d+\.\d\d)\d+")
"""Numbers with more than two decimals: hundredths of a pixel are finer than any screen, and half of the bytes."""

SCALE = 2
"""Pixels of the PNG for each CSS pixel: sharp on today's screens."""


def missing() -> str | None:
    """Why nothing can be drawn here, in words for the operator, or None."""
    if find_spec("vl_convert") is None or find_spec("altair") is None:
        return "Drawings need the extra `plots`: pip install 'monitor[plots]'."
    if not has_chinese():
        return (
            "No font on this machine has Chinese characters; install one, such as fonts-noto-cjk or fonts-wqy-microhei."
        )
    return None


def png(spec: dict[str, Any]) -> bytes:
    """The drawing at SCALE pixels a CSS pixel. Raises MonitorError where it cannot be painted here."""
    try:
        return _packed(_converter().vegalite_to_png(spec, scale=SCALE))
    except ValueError as error:  # what the converter says when it cannot
        raise MonitorError(f"The drawing could not be painted: {error}") from error


def svg(spec: dict[str, Any]) -> str:
    """The drawing as SVG with its text as text, for pages whose reader has the fonts."""
    text: str = _converter().vegalite_to_svg(spec)
    return _DIGITS.sub(r"\1", text)


@cache
def has_chinese() -> bool:
    """Whether some font here has Chinese characters: without one, two of them are painted alike (not at all, or as
    two empty boxes)."""
    one, other = (_glyph(character) for character in "国鑫")
    return one != other


def _glyph(character: str) -> bytes:
    text = f'<text x="2" y="30" font-size="28" font-family="sans-serif">{character}</text>'
    image = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'
    data: bytes = _converter().svg_to_png(image)
    return data


def _packed(data: bytes) -> bytes:
    """The same PNG with its pixels compressed as far as zlib can: half to a third of what the converter makes."""
    pieces, pixels, at = [data[:8]], b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IDAT":
            pixels += chunk[8:-4]
            continue
        if kind == b"IEND":
            body = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
            pieces.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        pieces.append(chunk)
    return b"".join(pieces)


def _converter() -> Any:
    return _extra("vl_convert")


def altair() -> Any:
    """The altair package, loaded when something is first drawn (it takes half a second)."""
    return _extra("altair")


@cache
def _extra(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MonitorError("Drawings need the extra `plots`: pip install 'monitor[plots]'.") from error

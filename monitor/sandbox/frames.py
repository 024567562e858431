"""How parent and child talk: a length (4 bytes, big-endian) and a pickle. The stream is private to the two."""

from __future__ import annotations

import io
import pickle
import struct
from typing import IO, Any
from zoneinfo import ZoneInfo

LENGTH = struct.Struct(">I")


def frame(value: Any) -> bytes:
    """One value as it goes over."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """One frame, flushed."""
    stream.write(data)
    stream.flush()


class NoValue(Exception):
    """What came is no value of ours."""


def read_value(data: bytes) -> Any:
    """A value that a child sent. Raises NoValue for anything else: a page may have got hold of its child, and a
    stranger's pickle can run anything."""
    try:
        return _Values(io.BytesIO(data)).load()
    except Exception as error:
        raise NoValue(f"{type(error).__name__} in what the child sent") from error


class _Values(pickle.Unpickler):
    """Makes nothing but objects of our own classes and of dates and numbers."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _zone_maker
        if module.partition(".")[0] not in _ROOTS or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name} is no value")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no class")
        return found


def _zone_maker(owner: object, name: str) -> Any:
    """How a ZoneInfo is pickled: as getattr(ZoneInfo, "_unpickle")."""
    if owner is not ZoneInfo or name != "_unpickle":
        raise pickle.UnpicklingError("getattr is not for this")
    return ZoneInfo._unpickle  # type: ignore[attr-defined]


_ROOTS = frozenset({"monitor", "datetime", "decimal", "zoneinfo"})

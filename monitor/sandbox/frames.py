"""How parent and child talk: a length (4 bytes, big-endian) and a pickle. The stream is private to the two."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

LENGTH = struct.Struct(">I")


def write_frame(stream: IO[bytes], value: Any) -> None:
    """One value, flushed."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()

"""Bodies unpacked with a bound.

httpx hands a 1.6 kB bomb over as one chunk of 1 GB, whatever cap stands behind it; so the raw bytes are read, and
unpacked here a bounded piece at a time. Only gzip and deflate are asked for and taken, once, never stacked.
"""

from __future__ import annotations

import zlib

from monitor.errors import FetchError

_PLAIN = frozenset({"", "identity", "none", "utf-8"})  # the last is a common mistake of Chinese servers
_GZIP = 16 + zlib.MAX_WBITS
# Real pages shrink to a tenth, lists of one kind of line to a fiftieth.
_BOMB_RATIO = 100


class Body:
    """A body as it grows: feed raw chunks, then take the whole.

    encoding: the Content-Encoding. size: the most bytes, sent or unpacked.
    """

    def __init__(self, encoding: str, size: int) -> None:
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in _PLAIN and self._encoding not in ("gzip", "deflate"):
            raise FetchError(
                f"the body is compressed with {encoding[:40]!r}; only gzip and deflate were asked for.",
                reason="encoding",
                retry=False,
            )
        self._size = size
        self._unpacker: zlib._Decompress | None = None
        self._chunks: list[bytes] = []
        self.wire = 0
        self._used = 0
        self._length = 0

    def feed(self, chunk: bytes) -> None:
        """Takes the next raw bytes. Raises FetchError: too large, decompression bomb, encoding."""
        self.wire += len(chunk)
        if self.wire > self._size:
            raise self._too_large()
        if self._encoding in _PLAIN:
            self._keep(chunk)
            return
        while chunk:
            if self._unpacker is None or self._unpacker.eof:
                if self._unpacker is not None and not chunk.startswith(b"\x1f\x8b"):
                    return  # padding after the end, which browsers overlook as well
                self._unpacker = self._start(chunk)
            chunk = self._unpack(self._unpacker, chunk)

    def whole(self) -> bytes:
        """All of it. Raises FetchError: truncated, where the compressed stream has no end."""
        if self._unpacker is not None and not self._unpacker.eof:
            raise FetchError("the compressed body ends too early.", reason="truncated", retry=True)
        return b"".join(self._chunks)

    def _start(self, chunk: bytes) -> zlib._Decompress:
        if self._encoding == "gzip" and chunk[:1] == b"\x1f":
            return zlib.decompressobj(_GZIP)
        # "deflate" is zlib by the standard and raw deflate by many servers; some call either of them gzip.
        is_zlib = chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)
        if self._encoding == "gzip" and not is_zlib:
            raise FetchError("the body is no gzip, though it says so.", reason="encoding", retry=False)
        return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)

    def _unpack(self, unpacker: zlib._Decompress, chunk: bytes) -> bytes:
        """Unpacks within the bound; what stands behind the end of the stream is given back."""
        try:
            piece = unpacker.decompress(chunk, self._size - self._length + 1)
        except zlib.error as error:
            raise FetchError(f"the compressed body is damaged: {error}.", reason="encoding", retry=False) from error
        self._used += len(chunk) - len(unpacker.unconsumed_tail)
        self._keep(piece)
        return unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail

    def _keep(self, piece: bytes) -> None:
        self._length += len(piece)
        if self._length > self._size:
            raise self._too_large()
        self._chunks.append(piece)

    def _too_large(self) -> FetchError:
        if self._used and self._length > _BOMB_RATIO * self._used:
            return FetchError(
                f"{self._used} bytes unpack to more than {self._size}.", reason="decompression bomb", retry=False
            )
        return FetchError(f"the answer is over {self._size} bytes.", reason="too large", retry=False)

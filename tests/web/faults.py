"""What goes wrong on the web, as behaviours of a route of `LocalWeb`. Each is told by what the client meets."""

from __future__ import annotations

import gzip
import itertools
import socket
import zlib
from base64 import b64decode
from functools import cache

from web.server import Answer, Behaviour, Exchange, drop

_HTML = "Content-Type: text/html; charset=utf-8\r\n"


def _head(*lines: str) -> bytes:
    return ("HTTP/1.1 200 OK\r\n" + _HTML + "".join(f"{line}\r\n" for line in lines) + "\r\n").encode("latin-1")


def in_turn(*answers: Answer | Behaviour) -> Behaviour:
    """Flapping: one answer after another, and from the start again."""
    following = itertools.cycle(answers)
    return lambda exchange: _give(exchange, next(following))


def once(first: Answer | Behaviour, then: Answer | Behaviour) -> Behaviour:
    """One answer to the first request, another to all that follow."""
    following = itertools.chain([first], itertools.repeat(then))
    return lambda exchange: _give(exchange, next(following))


def _give(exchange: Exchange, chosen: Answer | Behaviour) -> None:
    if isinstance(chosen, Answer):
        exchange.answer(chosen)
    else:
        chosen(exchange)


def hang(exchange: Exchange) -> None:
    """Take the request and never say a word."""
    exchange.sleep(3600)


def reset(exchange: Exchange) -> None:
    """Take the request and reset the connection."""
    drop(exchange.connection)


def hang_up(exchange: Exchange) -> None:
    """Take the request and close the connection in order, without a word."""
    exchange.connection.shutdown(socket.SHUT_RDWR)


def garbage(exchange: Exchange) -> None:
    """Answer with bytes that are not HTTP."""
    exchange.send(b"\x00\x01\x02 SSH-2.0-OpenSSH_9.6\r\n\r\n")


def slow_headers(interval: float = 0.05) -> Behaviour:
    """Slow-loris: header lines without end, each soon enough for a read timeout of more than `interval` seconds."""

    def behave(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\n")
        for number in itertools.count():
            exchange.sleep(interval)
            exchange.send(f"X-Wait-{number}: please\r\n".encode())

    return behave


def slow_body(body: bytes, interval: float = 0.05) -> Behaviour:
    """Slow-loris: the body one byte at a time, `interval` seconds apart."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_head(f"Content-Length: {len(body)}"))
        for index in range(len(body)):
            exchange.sleep(interval)
            exchange.send(body[index : index + 1])

    return behave


def endless(piece: bytes = b"<p>" + b"a" * 65000 + b"</p>") -> Behaviour:
    """A chunked body that never ends, as fast as the client takes it."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_head("Transfer-Encoding: chunked"))
        chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
        while True:
            exchange.sleep(0)
            exchange.send(chunk)

    return behave


def declared(length: int) -> Behaviour:
    """A Content-Length of `length` bytes, and then one byte and silence."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_head(f"Content-Length: {length}") + b"<")
        exchange.sleep(3600)

    return behave


def truncated(body: bytes, missing: int = 100) -> Behaviour:
    """A body that ends `missing` bytes before its Content-Length."""
    return lambda exchange: exchange.send(_head(f"Content-Length: {len(body) + missing}", "Connection: close") + body)


def truncated_chunks(body: bytes) -> Behaviour:
    """A chunked body whose last chunk never comes."""
    chunk = f"{len(body):x}\r\n".encode() + body + b"\r\n"
    return lambda exchange: exchange.send(_head("Transfer-Encoding: chunked", "Connection: close") + chunk)


def reset_in_body(body: bytes) -> Behaviour:
    """Half of the body, then a reset."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_head(f"Content-Length: {len(body)}") + body[: len(body) // 2])
        exchange.sleep(0.05)  # so that the half is delivered: a reset throws away what is still under way
        drop(exchange.connection)

    return behave


def huge_header(size: int = 1 << 20) -> Behaviour:
    """One header line of `size` bytes."""

    def behave(exchange: Exchange) -> None:
        exchange.send(_head(f"X-Long: {'a' * size}", "Content-Length: 0"))

    return behave


def many_headers(count: int = 20_000) -> Behaviour:
    """More header lines than anyone means."""
    return lambda exchange: exchange.send(_head(*(f"X-{n}: {n}" for n in range(count)), "Content-Length: 0"))


def gzip_bomb(size: int = 1 << 30, *, layers: int = 1) -> Behaviour:
    """A small body that unpacks to `size` zeros; with two layers to a body that does so again. Packed once, when it is
    first asked for: a client's deadline is for the answer, not for the making of it."""

    @cache
    def packed_body() -> bytes:
        packed = _gzip_zeros(size)
        for _ in range(layers - 1):
            packed = gzip.compress(packed, 9, mtime=0)
        return packed

    def behave(exchange: Exchange) -> None:
        packed = packed_body()
        coding = ", ".join(["gzip"] * layers)
        exchange.send(_head(f"Content-Encoding: {coding}", f"Content-Length: {len(packed)}") + packed)

    return behave


def brotli_bomb(exchange: Exchange) -> None:
    """64 MiB of zeros in 54 bytes of brotli, sent whether the client asked for brotli or not."""
    exchange.send(_head("Content-Encoding: br", f"Content-Length: {len(BROTLI_64_MIB)}") + BROTLI_64_MIB)


def broken_gzip(exchange: Exchange) -> None:
    """A body that says that it is gzip and is not."""
    body = "<p>这不是压缩过的</p>".encode()
    exchange.send(_head("Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)


def chain(length: int, path: str = "/hop") -> Behaviour:
    """A chain of redirects: `path` leads to `path`?1 and so on, `length` times, then to a page."""

    def behave(exchange: Exchange) -> None:
        at = int(exchange.request.query or 0)
        exchange.answer(Answer.redirect(f"{path}?{at + 1}") if at < length else Answer.html("<p>到了</p>"))

    return behave


def _gzip_zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    whole, rest = divmod(size, len(piece))
    return b"".join([*(packer.compress(piece) for _ in range(whole)), packer.compress(bytes(rest)), packer.flush()])


BROTLI_64_MIB = b64decode("z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69/8D")

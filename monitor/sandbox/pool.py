"""The parent's side: a few child processes that read pages under limits. A page that kills its child is named."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from monitor.sandbox.frames import LENGTH, NoValue, read_value, write_frame
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source
    from monitor.sandbox.work import Understood
    from monitor.sources import Listing

SECONDS = 60.0
"""Wall-clock time for one page. What a page may cost is limited by processor time in the child (CPU_SECONDS there): by
the clock alone, a machine that is busy would lay innocent pages aside."""

_START_SECONDS = 60.0
_MOST_BYTES = 1 << 20  # of pages that a child is given together

_ENDS = {77: "ran out of memory", -signal.SIGXCPU: "took too much time of the processor"}

_TOLD = ("PATH", "PYTHON", "VIRTUAL_ENV", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_")
"""Beginnings of the names in the environment that a child gets: where Python is, and nothing that holds a secret."""


class Pool:
    """`size` children, started when first needed, replaced when they die. Use it as a context manager.

    Results are what the functions of `work` return; a page that runs out of time or memory, or meets a defect, comes
    back as a Refusal with reason "quarantined", so that it is kept and not tried blindly again.
    """

    def __init__(self, size: int = 1, seconds: float = SECONDS) -> None:
        self._free: SimpleQueue[_Child] = SimpleQueue()
        self._children = [_Child(seconds) for _ in range(size)]
        for child in self._children:
            self._free.put(child)
        self._threads = ThreadPoolExecutor(max_workers=size, thread_name_prefix="sandbox")
        self._window = size * 4

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children; a page in work is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.stop()

    def understand(self, page: Page) -> Understood | Refusal:
        """One article's page, in a child that is free."""
        result: Understood | Refusal = self._do("understand", page)
        return result

    def read(self, source: Source, page: Page) -> Listing | Refusal:
        """What a page of a source names, read in a child that is free. Secrets of the source stay here."""
        bare = source.model_copy(update={"cookie": None, "proxy": None, "password": None, "headers": {}})
        result: Listing | Refusal = self._do("read", bare, page)
        return result

    def _do(self, name: str, *arguments: Any) -> Any:
        child = self._free.get()
        try:
            return child.do(name, arguments)
        finally:
            self._free.put(child)

    def map(self, pages: Iterable[Page], *, at_once: int = 1) -> Iterator[tuple[Page, Understood | Refusal]]:
        """Many pages, in their order, a few in work at once; `pages` is read no further ahead than that.

        at_once: pages that a child is given together, which costs handing over once for all of them. The findings,
        which say why, stay with the child.
        """
        waiting: deque[tuple[list[Page], Future[list[Understood | Refusal]]]] = deque()
        for some in portions(pages, at_once, _MOST_BYTES):
            waiting.append((some, self._threads.submit(self._understand_all, some)))
            if len(waiting) >= self._window:
                first, results = waiting.popleft()
                yield from zip(first, results.result(), strict=True)
        while waiting:
            first, results = waiting.popleft()
            yield from zip(first, results.result(), strict=True)

    def _understand_all(self, pages: list[Page]) -> list[Understood | Refusal]:
        results: list[Understood | Refusal] | Refusal = self._do("understand_all", pages)
        if not isinstance(results, Refusal):
            return results
        # One of them ended the child, or took too long with the others: which one is found out by itself.
        return [results] if len(pages) == 1 else [self._understand_all([page])[0] for page in pages]


def portions(pages: Iterable[Page], most: int, size: int) -> Iterator[list[Page]]:
    """Up to `most` pages at a time; fewer where they make `size` bytes together."""
    portion: list[Page] = []
    held = 0
    for page in pages:
        portion.append(page)
        held += len(page.body)
        if len(portion) >= most or held >= size:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion


class _Child:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def do(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """The answer of a function of `work`, or a Refusal where it took too much or met a defect."""
        with self._lock:
            process = self._process or self._start()
            answer: Any = None
            try:
                assert process.stdin is not None  # noqa: S101 (for the type checker)
                write_frame(process.stdin, (name, arguments))
                answer = _read_frame(process, self._seconds)
            except (BrokenPipeError, EOFError):
                code = process.wait()
                self._process = None
                what = _ENDS.get(code, f"ended its reader (status {code})")
                return Refusal(reason="quarantined", detail=f"The page {what}; it is kept for a later try.")
            except NoValue as error:
                self.stop()
                return Refusal(reason="quarantined", detail=f"Its reader sent no value ({error}); the page is kept.")
            except TimeoutError:
                self.stop()
                return Refusal(
                    reason="quarantined", detail=f"Reading the page took over {self._seconds:g} s; it is kept."
                )
            if isinstance(answer, tuple):
                return Refusal(reason="quarantined", detail=f"A defect of monitor: {answer[1]}; the page is kept.")
            return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "monitor.sandbox.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name.startswith(_TOLD)},
        )
        try:
            _read_frame(process, _START_SECONDS)
        except (EOFError, TimeoutError, NoValue) as error:
            self.stop()
            raise RuntimeError("the reader process does not start; see the message above") from error
        return process

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was still to be written to a dead child


def _read_frame(process: subprocess.Popen[bytes], seconds: float) -> Any:
    """The next value. Raises EOFError when the child has died, TimeoutError when it takes too long."""
    assert process.stdout is not None  # noqa: S101 (for the type checker)
    fd = process.stdout.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(fd, selectors.EVENT_READ)

        def read(size: int) -> bytes:
            parts = bytearray()
            while len(parts) < size:
                if not selector.select(seconds):
                    raise TimeoutError
                part = os.read(fd, size - len(parts))
                if not part:
                    raise EOFError
                parts += part
            return bytes(parts)

        return read_value(read(LENGTH.unpack(read(LENGTH.size))[0]))

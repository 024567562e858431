"""The parent's side: a few child processes that read pages under limits. A page that kills its child is named."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from monitor.sandbox.frames import LENGTH, NoValue, frame, read_value, write_frame
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source
    from monitor.sandbox.work import Understood
    from monitor.sources import Listing

SECONDS = 60.0
"""Wall-clock time for one page. What a page may cost is limited by processor time in the child (CPU_SECONDS there): by
the clock alone, a machine that is busy would lay innocent pages aside."""

_START_SECONDS = 120.0
_MOST_BYTES = 1 << 20  # of pages that a child is given together, and of what stands in a pipe
_GIVEN = 2  # what a child has been given: something in work, and something that follows

_ENDS = {77: "ran out of memory", -signal.SIGXCPU: "took too much time of the processor"}

_TOLD = ("PATH", "PYTHON", "VIRTUAL_ENV", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_")
"""Beginnings of the names in the environment that a child gets: where Python is, and nothing that holds a secret."""


class Pool:
    """`size` children, started when first needed, replaced when they die. Use it as a context manager.

    Results are what the functions of `work` return; a page that runs out of time or memory, or meets a defect, comes
    back as a Refusal with reason "quarantined", so that it is kept and not tried blindly again.
    """

    def __init__(self, size: int = 1, seconds: float = SECONDS) -> None:
        self._children = [_Child(seconds) for _ in range(size)]
        self._given = Counter[_Child]()
        self._changed = threading.Condition()
        self._threads = ThreadPoolExecutor(max_workers=size * _GIVEN, thread_name_prefix="sandbox")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self) -> None:
        """Let the children start, and load what they need, while the caller does something else."""
        for child in self._children:
            self._threads.submit(child.do, "warm_up", ())

    def close(self) -> None:
        """End the children; a page in work is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.close()

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
        with self._changed:
            self._changed.wait_for(lambda: any(self._given[child] < _GIVEN for child in self._children))
            child = min(self._children, key=self._given.__getitem__)
            self._given[child] += 1
        try:
            return child.do(name, arguments)
        finally:
            with self._changed:
                self._given[child] -= 1
                self._changed.notify()

    def map(
        self, pages: Iterable[Page], *, at_once: int = 1, ahead: int = 0
    ) -> Iterator[tuple[Page, Understood | Refusal]]:
        """Many pages, in their order, a few in work at once; `pages` is read no further ahead than that.

        at_once: pages that a child is given together, which costs handing over once for all of them. The findings,
        which say why, stay with the child. ahead: pages that are to be in work at least, so that the children have
        some while the caller is busy with what they gave.
        """
        waiting: deque[tuple[list[Page], Future[list[Understood | Refusal]]]] = deque()
        window = max(4 * len(self._children), ahead // at_once)
        for some in portions(pages, at_once, _MOST_BYTES):
            waiting.append((some, self._threads.submit(self._understand_all, some)))
            if len(waiting) >= window:
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
    """A child and who waits for it. It takes one thing after the other; what it is given meanwhile stands in its pipe,
    so that it need not wait until a thread of a busy parent comes to hand it the next."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._giving = threading.Lock()
        self._last = threading.Lock()  # held until what was given last is answered
        self._closed = False

    def do(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """The answer of a function of `work`, or a Refusal where it took too much or met a defect. Raises
        CancelledError where the child was closed meanwhile."""
        task = frame((name, arguments))
        while True:
            with self._giving:
                if self._closed:
                    raise CancelledError
                process = self._process or self._start()
                before, mine = self._last, threading.Lock()
                mine.acquire()
                self._last = mine
                with suppress(OSError):  # it has died, as is found below
                    write_frame(_pipe(process.stdin), task)
            with before:
                try:
                    # Otherwise what was given before ended the process, and this was not looked at.
                    if self._process is process:
                        return self._answer(process)
                finally:
                    mine.release()

    def _answer(self, process: subprocess.Popen[bytes]) -> Any:
        try:
            answer = _read_frame(process, self._seconds)
        except EOFError:
            code = process.wait()
            self.stop()
            what = _ENDS.get(code, f"ended its reader (status {code})")
            return Refusal(reason="quarantined", detail=f"The page {what}; it is kept for a later try.")
        except NoValue as error:
            self.stop()
            return Refusal(reason="quarantined", detail=f"Its reader sent no value ({error}); the page is kept.")
        except TimeoutError:
            self.stop()
            return Refusal(reason="quarantined", detail=f"Reading the page took over {self._seconds:g} s; it is kept.")
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
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError, AttributeError):  # smaller ones do it too
                fcntl.fcntl(_pipe(pipe), fcntl.F_SETPIPE_SZ, _MOST_BYTES)
        try:
            _read_frame(process, _START_SECONDS)
        except (EOFError, TimeoutError, NoValue) as error:
            self._end(process)
            raise RuntimeError("the reader process does not start; see the message above") from error
        return process

    def close(self) -> None:
        """End the process, and start no other."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        """End the process; whoever still hands it something finds it dead."""
        process = self._process
        if process is not None:
            process.kill()
            with self._giving:
                if self._process is process:
                    self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._process = None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):  # what was still to be written to a dead child
                _pipe(pipe).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 (for the type checker)
    return pipe


def _read_frame(process: subprocess.Popen[bytes], seconds: float) -> Any:
    """The next value. Raises EOFError when the child has died, TimeoutError when it takes too long."""
    fd = _pipe(process.stdout).fileno()
    ready = select.poll()
    ready.register(fd, select.POLLIN)

    def read(size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            if not ready.poll(seconds * 1000):
                raise TimeoutError
            part = os.read(fd, size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    return read_value(read(LENGTH.unpack(read(LENGTH.size))[0]))

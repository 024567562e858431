"""The log: one line a record with its fields, for people and as JSON; nothing forged, nothing secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from monitor.logs import Log
from monitor.logs.pipe import Format, Level, configure

LOG = Log("monitor.test")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards logging is as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("monitor").level
    yield io.StringIO()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.getLogger("monitor").setLevel(before[2])
    logging.getLogger("apprise").handlers[:] = []
    logging.captureWarnings(False)


def test_json_has_every_field(stream: io.StringIO) -> None:
    configure(format="json", stream=stream)
    LOG.info("polled", source="feed", reason="ok", new=3, nothing=None)
    record = json.loads(stream.getvalue())
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "level": "info",
        "event": "polled",
        "logger": "monitor.test",
        "source": "feed",
        "reason": "ok",
        "new": 3,
    }


def test_people_get_a_line(stream: io.StringIO) -> None:
    configure(format="human", stream=stream)
    LOG.warning("polled", source="feed", detail="no answer in time")
    assert stream.getvalue()[19:] == ' warning polled source=feed detail="no answer in time"\n'


def test_auto_is_json_where_there_is_no_terminal(stream: io.StringIO) -> None:
    configure(stream=stream)
    LOG.info("polled")
    assert json.loads(stream.getvalue())["event"] == "polled"


@pytest.mark.parametrize("shape", ["human", "json"])
def test_a_page_cannot_forge_a_line_or_move_the_cursor(stream: io.StringIO, shape: Format) -> None:
    configure(format=shape, stream=stream)
    LOG.info(
        "event found", title="第一\n2026-01-01 00:00:00 error forged\r\x1b[2J\u202e\x00", url="https://a.example/\n"
    )
    said = stream.getvalue()
    assert said.count("\n") == 1
    assert not {"\r", "\x1b", "\u202e", "\x00"} & set(said)
    assert "第一" in said


@pytest.mark.parametrize("shape", ["human", "json"])
def test_no_secret_in_fields_tracebacks_and_names(stream: io.StringIO, shape: Format) -> None:
    configure(format=shape, stream=stream, secrets=["canary-5501"])
    try:
        raise ValueError("it said canary-5501\nand forged a line")
    except ValueError:
        LOG.exception("failed", row={"inner": ["canary-5501"], "password": "a1"}, cookie="sid=1")
    logging.getLogger("apscheduler.scheduler").error("job canary-5501 failed")
    said = stream.getvalue()
    assert "canary-5501" not in said
    assert "a1" not in said
    assert "sid=1" not in said
    assert "ValueError" in said
    assert "test_pipe.py" in said
    # A line that an exception's words began is indented like all of a traceback.
    assert not any(line.startswith("and forged") for line in said.splitlines())


@pytest.mark.parametrize("level", ["info", "debug"])
def test_libraries_come_by_the_same_pipe_and_apprise_says_nothing_at_debug(stream: io.StringIO, level: Level) -> None:
    configure(level=level, format="json", stream=stream)
    logging.getLogger("httpx").warning("retrying %s", "https://u:pw99@a.example/")
    logging.getLogger("apprise").debug("POST with key 12345678")
    logging.getLogger("apprise").info("sent with key 12345678")
    logging.getLogger("apprise").warning("Could not load tgram://12345678/1")
    logging.getLogger("urllib3.connectionpool").debug("https://a.example/?key=12345678")
    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [record["logger"] for record in records] == ["httpx", "apprise"]
    assert "12345678" not in stream.getvalue()
    assert "pw99" not in stream.getvalue()


def test_the_level_is_that_of_our_own_records(stream: io.StringIO) -> None:
    configure(level="warning", format="json", stream=stream)
    LOG.info("polled")
    LOG.error("broken")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["broken"]


def test_a_log_that_cannot_be_written_stops_nothing(stream: io.StringIO) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

    configure(stream=Full())
    LOG.error("broken")


def test_configured_again_it_says_each_thing_once(stream: io.StringIO) -> None:
    for _ in range(3):
        configure(format="json", stream=stream)
    LOG.info("polled")
    logging.getLogger("apprise").warning("once")
    assert stream.getvalue().count("\n") == 2

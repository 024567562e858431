"""Saved pages come in here and take the same way as polled ones."""

from monitor.replay.archives import files, pages, reader_of, replay
from monitor.replay.export import write_warc
from monitor.replay.record import LARGEST, Found, Unreadable
from monitor.replay.wanted import Wanted

__all__ = ["LARGEST", "Found", "Unreadable", "Wanted", "files", "pages", "reader_of", "replay", "write_warc"]

"""Saved pages come in here and take the same way as polled ones."""

from monitor.replay.files import LARGEST, Unreadable, files, pages

__all__ = ["LARGEST", "Unreadable", "files", "pages"]

"""A small web on this machine to try the monitor on: a forum board, a column with pages, a feed, and the saved pages.

It serves `seeds/` on 127.0.0.1 with the standard library alone and imports no other room.
"""

from monitor.demo.site import PORT, DemoSite, start

__all__ = ["PORT", "DemoSite", "start"]

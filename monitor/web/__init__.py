"""The pages, the API and the feeds: what is stored, for people's browsers and for programs. Needs the extra `web`."""

from monitor.web.app import create_app
from monitor.web.server import Server, open_site
from monitor.web.site import Site

__all__ = ["Server", "Site", "create_app", "open_site"]

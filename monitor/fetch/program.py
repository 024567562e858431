"""Which Chromium renders pages, and how it is started: without sound, updates, sync, or a way to the network."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_NO_PROXY_THERE = "socks5://127.0.0.1:1"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=256",
    f"--proxy-server={_NO_PROXY_THERE}",
    "--proxy-bypass-list=<-loopback>",  # or loopback would be asked past the proxy
)


def browser_trouble() -> str | None:
    """Why pages cannot be rendered here, and what to do; None where they can be, as far as can be told without starting
    a browser."""
    if importlib.util.find_spec("playwright") is None:
        return "render needs Playwright: install monitor[render]."
    if program() is None:
        return (
            "render needs a Chromium: install the system's (Debian: chromium), or name one in MONITOR_BROWSER, "
            "or run `playwright install chromium`."
        )
    return None


def program() -> str | None:
    """The browser: MONITOR_BROWSER, the system's, or "" for the one that Playwright brought; None without any."""
    named = os.environ.get("MONITOR_BROWSER")
    if named:
        return named if Path(named).is_file() else None
    found = next((path for program in _PROGRAMS if (path := shutil.which(program))), None)
    if found:
        return found
    base = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(Path.home() / ".cache" / "ms-playwright")
    return "" if any(Path(base).glob("chromium*")) else None

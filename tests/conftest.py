"""Fixtures that every room's tests share; `web` is the folder beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))  # tests are imported by path, so the folder is not there by itself

pytest_plugins = ["web.fixtures"]

"""`python run.py PEER FILE`, in the peers' environment: the least CPU seconds that it takes for the pages of a file.

FILE holds a JSON list [html, address] a line.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import time
from pathlib import Path

from adapters import PEERS


def main() -> None:
    """Two passes; the first one also warms up."""
    logging.disable()
    extract = PEERS[sys.argv[1]]()
    with Path(sys.argv[2]).open(encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    passes = []
    for _ in range(2):
        began = time.process_time()
        for html, url in pages:
            with contextlib.suppress(Exception):  # a page that a peer fails on costs what it cost
                extract(html, url)
        passes.append(time.process_time() - began)
    print(min(passes))


if __name__ == "__main__":
    main()

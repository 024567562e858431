"""The page beside its explanation in a real Chromium: what its own scripts would uncover is seen without them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from web.browser import PATIENCE

from monitor.explain import page
from monitor.types import Article

TEXT = "云川市市长率队赴宁波考察招商。"
HIDDEN = {
    "invisible": f'<div id="js_content" style="visibility: hidden; opacity: 0"><p>{TEXT}</p></div>',
    "body": f'<body style="display:none;opacity:0"><p>{TEXT}</p></body>',
    "style sheet": f"<style>html{{visibility:hidden}} .later{{opacity:0}}</style><div class=later><p>{TEXT}</p></div>",
    "curtain": '<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:#fff;z-index:9"></div>'
    f"<p>{TEXT}</p>",
    "fold": f"<style>.more{{max-height:0;overflow:hidden}}</style><div class=more><p>{TEXT}</p></div>",
    "drawing": f'<svg viewBox="0 0 1 1"><rect width="1" height="1"/></svg><p>{TEXT}</p>',
}
# Whether a reader sees the paragraph: near the top, with its own colour, and nothing over it.
SEEN = """() => {
  const p = document.querySelector('p'), box = p.getBoundingClientRect(), style = getComputedStyle(p);
  const top = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
  let opacity = 1;
  for (let e = p; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
  return style.visibility === 'visible' && opacity === 1 && box.top < 200 && top === p;
}"""


@pytest.fixture(scope="module")
def tab(browser: Any) -> Any:
    opened = browser.new_page(viewport={"width": 1200, "height": 800})
    opened.set_default_timeout(PATIENCE)
    return opened


@pytest.mark.parametrize("how", HIDDEN)
def test_what_scripts_would_uncover_is_seen(how: str, tab: Any, tmp_path: Path) -> None:
    article = Article(url=None, title="题", paragraphs=(TEXT,), layout="t/1", confidence=1.0)
    file = tmp_path / "explained.html"
    file.write_text(page(article, [], [], source=f"<html>{HIDDEN[how]}</html>"), encoding="utf-8")
    tab.goto(file.as_uri(), timeout=PATIENCE)
    tab.frame_locator("iframe").locator("p").wait_for(state="attached", timeout=PATIENCE)
    shown = tab.main_frame.child_frames[0]
    shown.wait_for_load_state("load", timeout=PATIENCE)
    assert shown.evaluate(SEEN)

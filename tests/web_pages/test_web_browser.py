"""The pages in a real Chromium: what an analyst does with them, on a wide screen, on a phone, and without a mouse."""

from __future__ import annotations

import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from web_pages.made import NOW, PASSWORD

from monitor.pipeline.digests import preview
from monitor.web import create_app

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
uvicorn = pytest.importorskip("uvicorn")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
PAGES = (
    "/",
    "/events",
    "/events?q=region:济南市+kind:trip+2025..",
    "/events/1",
    "/regions/济南市",
    "/leaders/王试名",
    "/companies/试例光电股份有限公司",
    "/pictures",
    "/ask",
    "/ask?q=ask:signings+by=month+days=2000",
    "/ask?q=ask:unsigned+days=900",
    "/views",
    "/search?q=招商",
    "/articles",
    "/articles/1",
    "/sources",
    "/deliveries",
    "/receivers",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def address(site) -> Iterator[str]:
    """The site on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(site), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def opened(browser: Any, address: str, name: str = "editor", **options: Any) -> Any:
    """A page that is logged in."""
    context = browser.new_context(base_url=address, **{"locale": "zh-CN", **options})
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/login")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(address + "/")
    return page


def test_an_event_is_found_corrected_and_told_as_corrected(browser, address, site, store):
    page = opened(browser, address)
    page.goto("/events")
    page.get_by_label("条件", exact=True).fill("kind:signing amount>1亿")
    page.get_by_role("main").get_by_role("button", name="显示").first.click()
    page.locator(".card h3 a").first.click()
    page.locator("summary", has_text="更正一项内容").click()
    form = page.locator("details form")
    form.get_by_label("项目").select_option(label="金额")
    form.get_by_label("正确的内容").fill("88.25亿")
    form.get_by_role("button").click()
    assert "88.25亿元" in page.locator("table.fields").inner_text()
    assert "已更正" in page.locator("table.fields").inner_text()
    number = int(urlsplit(page.url).path.rsplit("/", 1)[1])
    receiver = site.config.receivers[1]
    digest, _ = preview(store, site.config, receiver, since=NOW.replace(year=2020), now=NOW.replace(year=2027))
    (told,) = [stored for stored in digest.new if stored.id == number]
    assert told.event.amount_yuan == 8_825_000_000
    page.context.close()


def test_a_view_is_saved_and_its_feed_and_its_table_are_taken_away(browser, address, tmp_path):
    page = opened(browser, address)
    page.goto("/events?q=kind:signing")
    total = int(re.search(r"(\d+)个事件", page.get_by_role("main").inner_text())[1])
    page.get_by_text("存为视图").click()
    page.get_by_label("视图名称").fill("签约")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name="签约").wait_for()
    feed = page.context.request.get(page.get_by_role("link", name="Atom").get_attribute("href"))
    assert feed.text().count("<entry>") == total
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    file = tmp_path / "events.xlsx"
    waiting.value.save_as(file)
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == total + 1
    assert "济南市" in sheet
    page.get_by_role("button", name="删除").click()
    assert page.locator("article.card").count() == 0
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_can_be_read_by_everybody(browser, address, scheme):
    page = opened(browser, address, "admin", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    titles, wrong = {}, []
    for path in PAGES:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{path}: {wide} pixels too wide"] if wide > 0 else []
        wrong += [f"{path}: {what}" for what in page.evaluate(f"({CHECKS})()")]
        titles.setdefault(page.title(), []).append(path)
    page.context.close()
    assert not wrong, "\n".join(wrong)
    assert [paths for paths in titles.values() if len({urlsplit(path).path for path in paths}) > 1] == []


def test_everything_can_be_done_with_keys_alone(browser, address):
    page = opened(browser, address)
    page.goto("/events")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    box = page.evaluate("document.activeElement.getBoundingClientRect().left")
    assert box >= 0  # it is seen while it has the focus
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("kind:chain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?q=kind%3Achain")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(at => `${at.tagName} ${at.getAttribute('href') || ''}`)(document.activeElement)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if any(re.fullmatch(r"A /events/\d+", one) for one in reached):
            break
    assert {"A /", "A /events", "SUMMARY "} <= reached
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/events/\d+$"))
    page.context.close()


def test_the_first_page_is_small_quiet_and_asks_nobody_else(browser, address):
    page = opened(browser, address)
    seen: list[tuple[str, int]] = []
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("response", lambda answer: seen.append((answer.url, len(answer.body()) if answer.status == 200 else 0)))
    page.goto("/", wait_until="networkidle")
    assert trouble == []
    assert {urlsplit(url).netloc for url, _ in seen if not url.startswith("data:")} == {urlsplit(address).netloc}
    assert sum(size for _, size in seen) < 100_000
    page.context.close()


def test_nothing_of_a_hostile_page_runs(browser, address):
    page = opened(browser, address, "admin")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto("/leaders/王试名")
    page.locator(".card h3 a").first.click()
    page.locator("ol.told a").first.click()
    page.get_by_text("保存的网页").click()
    frame = page.frame_locator("iframe")
    frame.get_by_text("试例光电").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert "taken" not in page.title()
    page.context.close()


def test_drawings_follow_the_reader_s_theme(browser, address):
    from monitor.plots import missing

    if why := missing():
        pytest.skip(why)
    shown = {}
    for scheme in ("light", "dark"):
        page = opened(browser, address, color_scheme=scheme)
        page.goto("/pictures", wait_until="networkidle")
        page.wait_for_function("[...document.images].slice(0, 1).every((image) => image.naturalWidth > 300)")
        shown[scheme] = page.evaluate("document.images[0].currentSrc")
        page.context.close()
    assert "scheme=light" in shown["light"]
    assert "scheme=dark" in shown["dark"]

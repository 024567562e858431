"""The pages in a real Chromium: what an analyst does with them, on a wide screen, on a phone, and without a mouse."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from web.browser import PATIENCE
from web_pages.made import NOW, PASSWORD

from monitor.web import Server

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


@pytest.fixture
def address(site) -> Iterator[str]:
    """The site on a free port of this machine, an hour after the events came in."""
    server = Server(replace(site, clock=lambda: NOW + timedelta(hours=1)), "127.0.0.1", 0)
    server.start()
    yield server.address.rstrip("/")
    server.close()


def opened(browser: Any, address: str, name: str = "editor", **options: Any) -> Any:
    """A page that is logged in."""
    context = browser.new_context(base_url=address, **{"locale": "zh-CN", **options})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_default_navigation_timeout(PATIENCE)
    page.goto("/login")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(address + "/")
    return page


def test_an_event_is_found_corrected_and_told_as_corrected(browser, address):
    page = opened(browser, address, "admin")
    page.goto("/events")
    page.get_by_label("条件", exact=True).fill("kind:signing amount>1亿")
    page.get_by_role("main").get_by_role("button", name="显示").first.click()
    page.wait_for_url("**/events?q=kind*")
    page.locator(".card h3 a").first.click()
    page.wait_for_url(re.compile(r"/events/\d+$"))
    page.locator("summary", has_text="更正一项内容").click()
    form = page.locator("details form")
    form.get_by_label("项目").select_option(label="金额")
    form.get_by_label("正确的内容").fill("88.25亿")
    form.get_by_role("button").click()
    page.locator("table.fields tr", has_text="已更正").get_by_text("88.25亿元").wait_for()
    page.goto("/receivers")
    card = page.locator("article.card", has_text="1亿元")
    card.get_by_text("预览").first.click()
    card.frame_locator("iframe").get_by_text("88.25亿元").first.wait_for()
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
    page.locator("article.card").wait_for(state="detached")
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
    answers: list[Any] = []
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright wraps no built-in)
    page.goto("/", wait_until="networkidle")
    assert trouble == []
    ours = [answer for answer in answers if not answer.url.startswith("data:")]
    assert {urlsplit(answer.url).netloc for answer in ours} == {urlsplit(address).netloc}
    assert any(answer.url.endswith(".css") for answer in ours)
    assert sum(len(answer.body()) for answer in ours if answer.status == 200) < 100_000
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

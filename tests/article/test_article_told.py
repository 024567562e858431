"""What a page tells beside its story: metadata, its own address, further pages, a story in script state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import parse
from monitor.types import Article, Page

TITLE = "云川市长率队赴宁波招商，签约三个轴承项目"


def article(page: Page) -> Article:
    found = parse(page)
    assert isinstance(found, Article), found
    return found


def test_metadata(html_page: Callable[..., Page], paragraphs: str) -> None:
    head = (
        f'<html lang="zh-CN"><head><title>{TITLE}_云川新闻网</title><meta property="og:image" content="/img/1.jpg">'
        '<meta property="article:section" content="招商"><link rel="canonical" href="https://www.yc.example/a/1.html">'
        '<meta name="author" content="周小满"><meta property="article:published_time" content="2025-06-04T00:15:00Z">'
        '<meta property="article:modified_time" content="2025-06-05T08:00:00+08:00"></head>'
    )
    found = article(
        html_page(
            f"{head}<body><h1>{TITLE}</h1><h3>三天走访四家企业</h3><p>分享</p><div>{paragraphs}</div>",
            url="https://m.yc.example/a/1.html",
        )
    )
    assert found.url == "https://www.yc.example/a/1.html"
    assert found.image == "https://m.yc.example/img/1.jpg" or found.image == "https://www.yc.example/img/1.jpg"
    assert (found.section, found.author, found.language) == ("招商", "周小满", "zh-CN")
    assert found.subtitle == "三天走访四家企业"
    assert found.published is not None
    assert found.published.isoformat() == "2025-06-04T00:15:00+00:00"
    assert found.modified is not None
    assert found.modified.isoformat() == "2025-06-05T08:00:00+08:00"


@pytest.mark.parametrize("name", ['name="SiteName"', 'property="og:site_name"'])
def test_what_the_site_calls_itself(name: str, html_page: Callable[..., Page], paragraphs: str) -> None:
    head = f"<html><head><title>{TITLE}</title><meta {name} content='云川市人民政府'></head>"
    assert article(html_page(f"{head}<body><h1>{TITLE}</h1><div>{paragraphs}</div>")).site == "云川市人民政府"


def test_a_canonical_address_on_another_site_or_the_front_page_is_not_believed(
    html_page: Callable[..., Page], paragraphs: str
) -> None:
    for told in ("https://elsewhere.example.org/a/1.html", "https://www.yc.example/"):
        page = f'<head><link rel="canonical" href="{told}"></head><h1>{TITLE}</h1><div>{paragraphs}</div>'
        assert article(html_page(page, url="https://www.yc.example/a/1.html")).url == "https://www.yc.example/a/1.html"


@pytest.mark.parametrize(
    ("url", "links", "further"),
    [
        ("https://yc.example/a/1.html", ["1_2.html", "1_3.html", "1_2.html"], ["1_2.html", "1_3.html"]),
        ("https://yc.example/a/1_2.html", ["1.html", "1_3.html"], ["1_3.html"]),
        ("https://yc.example/a/1?id=5", ["1?id=5&page=2"], ["1?id=5&page=2"]),
        ("https://yc.example/a/1.html", ["2.html", "/b/1_2.html"], []),
    ],
)
def test_further_pages(
    url: str, links: list[str], further: list[str], html_page: Callable[..., Page], paragraphs: str
) -> None:
    pager = (
        "".join(f'<a href="{link}">{n}</a> ' for n, link in enumerate(links, 2)) + f'<a href="{links[0]}">下一页</a>'
    )
    found = article(html_page(f"<h1>{TITLE}</h1><div>{paragraphs}</div><div class=pager>{pager}</div>", url=url))
    assert [page.removeprefix("https://yc.example/a/") for page in found.next_pages] == further


@pytest.mark.parametrize("holder", ["__NEXT_DATA__", "__INITIAL_STATE__", "ld+json"])
def test_a_story_in_script_state(holder: str, html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    import json

    text = "".join(f"<p>{text}</p>" for text in story)
    data = {"props": {"detail": {"title": TITLE, "publishTime": "2025-06-04 08:15:00", "content": text}}}
    scripts = {
        "__NEXT_DATA__": f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>',
        "__INITIAL_STATE__": (
            f"<script>window.__INITIAL_STATE__={json.dumps(data).replace('</', '<' + chr(92) + '/')};</script>"
        ),
        "ld+json": '<script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": "2025-06-04T08:15:00+08:00",
                "articleBody": "\n".join(story),
            }
        )
        + "</script>",
    }
    found = article(
        html_page(f"<html><head><title>{TITLE}</title></head><body><div id=root></div>{scripts[holder]}</body></html>")
    )
    assert found.layout == "script-state/1"
    assert found.paragraphs == story
    assert found.title == TITLE
    assert found.published is not None
    assert found.published.isoformat() == "2025-06-04T08:15:00+08:00"

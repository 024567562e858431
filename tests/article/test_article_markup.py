"""Lines and blocks out of mark-up as it is met: unclosed, mixed case, quoted, hidden."""

from __future__ import annotations

import pytest

from monitor.article import document, markup


def read(html: str) -> markup.Markup:
    return markup.read(document.of_text(html))


def texts(html: str) -> list[str]:
    return [line.text for line in read(html).lines]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>一<p>二<p>三", ["一", "二", "三"]),
        ("<div>一<br>二<BR/>三</div>", ["一", "二", "三"]),
        ("<table><tr><td>一<td>二<tr><td>三</table>", ["一", "二", "三"]),
        ("<p>签<b>约</b><span>项</span>目</p>", ["签约项目"]),
        ("<p>&nbsp;&nbsp;云川&#26032;城 &amp; 港</p>", ["云川新城 & 港"]),
        ("<p>a&lt;b&gt;c</p>", ["a<b>c"]),
        ("<p>一</p><!-- <p>注</p> --><p>二</p>", ["一", "二"]),
        ("<p>一</p><!--[if IE]><p>旧</p><![endif]--><p>二</p>", ["一", "二"]),
        ("<p>一</p><SCRIPT>var a='<p>假</p>';</script><style>p{}</style><p>二</p>", ["一", "二"]),
        ("<script>if(a<b){}</Script><p>二</p>", ["二"]),
        ("<p>一</p><script>var a=1;<p>二</p>", ["一"]),  # as in a browser, an unclosed script swallows the rest
        ("<p>一</p><!-- 没有结尾 <p>二</p>", ["一"]),
        ("<p>一</p><select><option>甲</select><textarea><p>乙</p></textarea><p>二</p>", ["一", "二"]),
        ("<p>一</p><button>甲<p>二</p>", ["一", "甲", "二"]),  # never closed: the page is not lost
        ('<p title="a>b">一</p><p>二</p>', ["一", "二"]),
        ("<p title='<b>\"'>一</p>", ["一"]),
        ("一 < 二，三 > 二", ["一 < 二，三 > 二"]),
        ("<p>一</p><div", ["一"]),
        ("", []),
    ],
)
def test_lines(html: str, lines: list[str]) -> None:
    assert texts(html) == lines


def test_linked_characters_are_counted() -> None:
    lines = read('<p>见<a href="/x">全部名单</a>。</p><p><a name="here">无址</a></p>').lines
    assert [(line.text, line.linked) for line in lines] == [("见全部名单。", 4), ("无址", 0)]


def test_an_unclosed_link_ends_with_its_block() -> None:
    lines = read('<div><div><a href="/x">标题</div><p>正文。</p></div>').lines
    assert [line.linked for line in lines] == [2, 0]


def test_blocks_hold_their_stretch_of_lines() -> None:
    page = read('<div id="a"><p>一</p><div id="b"><p>二</p><p>三</p></div></div><div id="c"><p>四</p></div>')
    stretches = {block.attributes.strip(): (block.first, block.last) for block in page.blocks[1:]}
    assert stretches == {'id="a"': (0, 3), 'id="b"': (1, 3), 'id="c"': (3, 4)}
    assert page.blocks[0].last == 4


def test_an_end_tag_in_a_cell_closes_nothing_outside_its_table() -> None:
    page = read('<div id="a"><table><tr><td>一</div>二</td></tr></table>三</div><p>四</p>')
    outer = page.blocks[1]
    assert (outer.first, outer.last) == (0, 3)


def test_a_stray_end_tag_is_ignored() -> None:
    page = read("</div></section><div>一</div></div><p>二</p>")
    assert [line.text for line in page.lines] == ["一", "二"]

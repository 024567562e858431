"""People by their titles: where names end, what titles say, who is known by name alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese.people import find_people, known_people
from monitor.chinese.regions_bodies import main_owner
from monitor.types.text import PersonMention


def first(text: str) -> PersonMention:
    return known_people(text, main_owner(text)).mentions[0]


def people(text: str) -> list[str]:
    return [mention.name for mention in known_people(text).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市委书记李明远率队赴广州考察", "李明远"),
        ("市委书记李明率队赴广州考察", "李明"),
        ("市长王振中率代表团到上海", "王振中"),
        ("区长续远再次带队赴长沙", "续远"),
        ("县委书记欧阳志峰表示", "欧阳志峰"),
        ("县长司马亮介绍", "司马亮"),
        ("市长 李明远 一行", "李明远"),
        ("市长李 明，副市长", "李明"),
        ("副市长赵向东在会上说", "赵向东"),
        ("市委书记孙建国和企业家座谈", "孙建国"),
        ("自治区主席艾力·买买提指出", "艾力·买买提"),
        ("总统特别顾问罗贝托·桑切斯率团来访", "罗贝托·桑切斯"),
        ("美国总统奥马尔最初表示", "奥马尔"),
        ("商会驻华首席代表罗曼诺，双方", "罗曼诺"),
        ("局长于大海在推介会上致辞", "于大海"),
        ("局长陈林美华表示", "陈林美华"),
        ("常任秘书长（工商）李明远出席", "李明远"),
    ],
)
def test_where_a_name_ends(text: str, name: str) -> None:
    assert first(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "市长热线接到来电",
        "主任务是招商",
        "湖北省长江沿线",
        "房山区长阳镇举行",
        "局长办公会研究",
        "市长和市委班子",
        "记者解释了政策",
        "专家认为此举有利",
        "区级领导包联重点项目",
        "代表团和企业家",
        "总书记关于发展的论述",
        "书记员记录",
        "相关负责人和企业代表参加",
        "主持人：谢谢大家",
    ],
)
def test_words_behind_a_title_that_are_no_names(text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "title", "region"),
    [
        ("济南市委书记李明远出席", "市委书记", "济南市"),
        ("官山镇党委书记李明远带队", "官山镇党委书记", "官山镇"),
        ("各乡镇党委书记李明远出席", "各乡镇党委书记", None),
        ("济南市市长李明远出席", "市长", "济南市"),
        ("山东省副省长李明远出席", "副省长", "山东省"),
        ("山东省济南市历下区委副书记、区长李明远出席", "区委副书记、区长", "历下区"),
        ("市委副书记、市长李明远出席", "市委副书记、市长", None),
        ("辽宁省贸促会党组书记、会长李明远出席", "辽宁省贸促会党组书记、会长", "辽宁省"),
        ("潍坊市发展和改革委员会副主任李明远表示", "潍坊市发展和改革委员会副主任", "潍坊市"),
        ("创新科技及工业局局长李明远率团", "创新科技及工业局局长", "香港"),
        ("青岛市政协主席李明远参加", "市政协主席", "青岛市"),
        ("会见海川科技公司副董事长、总裁李明远一行", "海川科技公司副董事长、总裁", None),
        ("海川（集团）股份有限公司总裁李明远一行", "海川（集团）股份有限公司总裁", None),
        ("12月华川技术公司副董事长、轮值董事长李明远一行", "华川技术公司副董事长、轮值董事长", None),
    ],
)
def test_a_title_is_told_as_written_and_its_region_apart(text: str, title: str, region: str | None) -> None:
    mention = first(text)
    assert (mention.title, mention.region) == (title, region)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("济南市委书记李明远", "official"),
        ("省贸促会会长李明远", "official"),
        ("政务司司长李明远", "official"),
        ("中国驻巴西大使李明远", "official"),
        ("海川集团董事长李明远", "company"),
        ("东江银行行长李明远", "company"),
        ("德国汉堡市长施密特，", "foreign"),
        ("浙江商会会长李明远", "other"),
        ("本报记者李明远，", "other"),
    ],
)
def test_sides(text: str, side: str) -> None:
    assert first(text).side == side


def test_ranks_order_a_delegation() -> None:
    titles = [
        "济南市委书记", "济南市委副书记、市长", "市人大常委会主任", "市委副书记", "市委常委、常务副市长",
        "副市长", "市商务局局长", "市商务局副局长", "海川集团董事长",
    ]  # fmt: skip
    ranks = [first(f"{title}李明远，").rank for title in titles]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_names_of_a_list_share_the_title() -> None:
    found = known_people("市领导李明远、王海、赵晓峰参加活动，副市长陈立、周文陪同。").mentions
    assert [(m.name, m.title) for m in found] == [
        ("李明远", "市领导"), ("王海", "市领导"), ("赵晓峰", "市领导"), ("陈立", "副市长"), ("周文", "副市长"),
    ]  # fmt: skip


def test_a_next_title_is_no_name_of_the_list() -> None:
    found = known_people("市委书记李明远、市长王海率队").mentions
    assert [(m.name, m.title) for m in found] == [("李明远", "市委书记"), ("王海", "市长")]


def test_a_title_behind_the_name() -> None:
    (mention,) = known_people("会上，李明远市长作了介绍。").mentions
    assert (mention.name, mention.title) == ("李明远", "市长")


def test_known_names_are_found_without_their_title_and_carry_it() -> None:
    text = "济南市委书记李明远率队。李明远一行走访企业。\n会上，李明远表示感谢。"
    found = known_people(text).mentions
    assert [(m.name, m.title, m.region) for m in found] == [("李明远", "市委书记", "济南市")] * 3
    assert [text[m.start : m.end] for m in found] == ["济南市委书记李明远", "李明远", "李明远"]


def test_a_short_known_name_must_be_a_word_of_its_own() -> None:
    text = "市长高峰表示。用电高峰期到来。高峰一行抵达。"
    assert [m.start for m in known_people(text).mentions] == [0, text.rindex("高峰")]


def test_one_person_is_read_alike_throughout() -> None:
    assert set(people("市委书记刘江对13条产业链作了解读。市委书记刘江，出席会议。")) == {"刘江"}


def test_find_people_gives_those_in_the_span_and_looks_names_up_in_other_texts() -> None:
    text = "市委书记李明远，市长王海率队。"
    known = known_people(text)
    assert [m.name for m in find_people(text, 8, len(text), known)] == ["王海"]
    assert [m.title for m in find_people("李明远再赴上海", 0, 7, known)] == ["市委书记"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="市委书记副长李王张明远和、，在率队表示局主任·阿 （）", max_size=100))
def test_any_text_gives_mentions_that_hold_their_name(text: str) -> None:
    for mention in known_people(text).mentions:
        assert mention.name in text[mention.start : mention.end].replace(" ", "")
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize("unit", ["市长", "书记、", "市长张三、", "·阿", "和", "李明远"])
def test_cost_is_linear(unit: str) -> None:
    def cost(size: int) -> float:
        return seconds(known_people, unit * (size // len(unit)))

    cost(2000)
    assert cost(64000) / max(cost(16000), 1e-3) < 10


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市长林川率代表团赴德国考察招商", "林川"),
        ("市长欧阳军率经贸代表团出访", "欧阳军"),
        ("市长林川昨率团启程", "林川"),
        ("市长刘建军赴上海", "刘建军"),
    ],
)
def test_verbs_of_leading_and_going_are_no_part_of_a_name(text: str, name: str) -> None:
    assert first(text).name == name


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("行政长官李明远率团，香港代表团一行", "香港"),
        ("行政长官李明远率团，澳门代表团一行", "澳门"),
        ("投资推广署署长李明远出席", "香港"),
        ("社会文化司司长李明远出席", "澳门"),
        ("行政长官李明远出席", None),
    ],
)
def test_posts_that_one_region_alone_has_carry_its_name(text: str, region: str | None) -> None:
    assert first(text).region == region


@pytest.mark.parametrize(
    ("text", "title", "side"),
    [
        ("海川市工商协会李孝明会长12日率团拜会", "海川市工商协会会长", "other"),
        ("海川示范园区管理委员会李孝明主任赴韩国", "海川示范园区管理委员会主任", "official"),
        ("海川集团李孝明董事长介绍", "海川集团董事长", "company"),
        ("市商务局李孝明局长率队", "市商务局局长", "official"),
    ],
)
def test_a_title_behind_the_name_is_read_with_the_body_in_front(text: str, title: str, side: str) -> None:
    mention = first(text)
    assert (mention.name, mention.title, mention.side) == ("李孝明", title, side)


@pytest.mark.parametrize("text", ["海川集团党群部主任表示", "海川大学高新会长发言", "市商务局全体处长参加"])
def test_words_between_a_body_and_a_title_are_no_names(text: str) -> None:
    assert not known_people(text).mentions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("投资促进处处长李明于1月11日率团", "李明"),
        ("市委书记洪大海和市长王明率团", "洪大海"),
        ("县委书记赖小明，县长王海", "赖小明"),
    ],
)
def test_a_name_ends_in_front_of_a_date_and_begins_with_any_surname(text: str, name: str) -> None:
    assert first(text).name == name


@pytest.mark.parametrize("text", ["市长柏承远便带队到苏州招商", "市长柏承远又带队去长沙招商"])
def test_an_adverb_behind_a_name_is_no_part_of_it(text: str) -> None:
    assert [person.name for person in find_people(text, 0, len(text), known_people(text))] == ["柏承远"]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("县政协主席、招商领导组组长林志远率队", "林志远", "县政协主席、招商领导组组长"),
        ("省委书记、省人大常委会主任林志远说", "林志远", "省委书记、省人大常委会主任"),
        ("市商务局总经济师林志远会见客商", "林志远", "市商务局总经济师"),
        ("德国在台协会处长林志远到访", "林志远", "德国在台协会处长"),
        ("海川协会公孙远主任表示", "公孙远", "海川协会主任"),
        ("黑森州贸易与投资局局长Anna Lindner一行", "Anna Lindner", "黑森州贸易与投资局局长"),
    ],
)
def test_titles_whose_words_hold_others(text: str, name: str, title: str) -> None:
    (mention,) = known_people(text).mentions
    assert (mention.name, mention.title) == (name, title)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("嘉兴市长陈其远率团访问", ["陈其远"]),
        ("市委书记其后表示", []),
        ("区工委书记、管委主任刘远，副主任", ["刘远"]),
        ("日本海川商务促进会会长青木花子一行", ["青木花子"]),
        ("刚从外地回来的林志远市长说", ["林志远"]),
        ("市长林志远三日率团", ["林志远"]),
    ],
)
def test_names_that_hold_words(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "name", "title", "region"),
    [
        ("桐乡市周立群市长上任后首次前往武汉。", "周立群", "市长", "桐乡市"),
        ("会见了由江西省兴国县林川县长率领的招商团。", "林川", "县长", "兴国县"),
        ("会后，杨立副县长介绍了情况。", "杨立", "副县长", None),
    ],
)
def test_a_post_behind_a_name_that_its_region_opens(text: str, name: str, title: str, region: str | None) -> None:
    person = first(text)
    assert (person.name, person.title, person.region) == (name, title, region)

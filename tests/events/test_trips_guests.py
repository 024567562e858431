"""Who calls on whom, on invented texts: bodies visited, investors led by an official, towns, regions not named."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.types import Trip

PAPER = Paper(Trip)
trips, only = PAPER.events, PAPER.only


def test_a_call_on_an_association_is_a_trip_to_where_it_sits() -> None:
    trip = only("桐乡市委书记林志远一行六人于六月十日下午到访澳门浙江商会，双方座谈交流，共商合作。")
    assert (trip.region, trip.destinations, trip.visited) == ("桐乡市", ("澳门",), ("澳门浙江商会",))
    assert trip.start == date(2025, 6, 10)


def test_an_official_does_not_travel_to_the_associations_at_home() -> None:
    assert trips("桐乡市委书记林志远一行拜访桐乡市纺织商会，座谈产业发展。") == []


@pytest.mark.parametrize("led", ["港商", "侨商、华侨", "企业家"])
def test_investors_whom_a_higher_official_brings_are_guests_of_the_county(led: str) -> None:
    trip = only(f"6月10日，嘉兴市侨联主席林志远率领{led}考察团到桐乡市考察投资环境，实地参观工业园区。")
    assert (trip.direction, trip.region) == ("inbound", "桐乡市")
    assert [leader.name for leader in trip.leaders] == ["林志远"]


def test_an_official_without_investors_inspects_at_home() -> None:
    assert trips("6月10日，嘉兴市侨联主席林志远率领调研组到桐乡市考察侨务工作，参观工业园区。") == []


def test_a_seat_beside_a_business_makes_nobody_an_official_of_the_state() -> None:
    trip = only(
        "5月8日，全国政协委员、海川集团董事长周文涛率领考察团赴嘉兴、湖州考察，寻找投资商机。浙江省领导会见了考察团。"
    )
    assert (trip.direction, [leader.name for leader in trip.leaders]) == ("inbound", ["周文涛"])


def test_businesspeople_come_without_a_delegation_s_name() -> None:
    trip = only("来自日本、韩国的闽籍侨商于6月2日来黔考察，参观了贵州的产业园区，与贵州省商务厅座谈。")
    assert (trip.direction, trip.region, trip.start) == ("inbound", "贵州省", date(2025, 6, 2))
    assert trips("他表示，贵州产业齐全，热忱欢迎各位企业家来黔考察投资。贵州省商务厅参加。") == []
    assert trips("他说，博览会能让更多外国企业家来黔考察投资。贵州省商务厅参加。") == []


def test_a_town_travels_by_its_secretary_s_title() -> None:
    trip = only("6月10日，官山镇党委书记张明远带队赴桐乡市考察水果产业，参观了海川果业有限公司。")
    assert (trip.region, trip.destinations) == ("官山镇", ("桐乡市",))


def test_a_region_unnamed_is_the_one_that_its_official_presents() -> None:
    trip = only(
        "近日，市政府副市长林志远带队赴内蒙古考察招商。\n林志远一行参观了包头、鄂尔多斯的产业项目。"
        "座谈会上，林志远介绍了嘉兴市人文历史、资源禀赋，邀请企业到访。"
    )
    assert (trip.region, trip.destinations) == ("嘉兴市", ("内蒙古自治区",))


def test_a_region_unnamed_is_the_headline_s() -> None:
    trip = only(
        "6月9日至10日，省长周文涛在银川与宁夏回族自治区主席会谈。期间，周文涛一行还考察了宁夏的产业园区和企业。",
        title="青海代表团在宁夏考察",
    )
    assert (trip.region, trip.direction) == ("青海省", "outbound")


def test_a_delegation_is_asked_for_and_has_not_come() -> None:
    assert trips("座谈会上，林志远邀请周文涛会长带领商会企业家组团到桐乡考察，寻求商机。桐乡市领导参加。") == []


def test_a_mayor_goes_on_from_home_to_several_cities() -> None:
    trip = only("高雄市长陈文彬今年首次访问大陆，将拜访香港、澳门、深圳、厦门4个城市，洽谈农产品合作。")
    assert (trip.region, trip.destinations) == ("高雄市", ("香港", "澳门", "深圳市", "厦门市"))


def test_hosts_tell_a_visit_by_their_welcome_and_their_reception() -> None:
    welcomed = only("行政长官何文彬欢迎林志远书记率团访港。浙江省委书记林志远介绍了浙江的产业，双方就合作会谈。")
    assert (welcomed.direction, welcomed.region) == ("inbound", "香港")
    received = only("桐乡市委书记林志远昨日带领桐乡经贸交流团一行访澳门海川同乡总会，获会长周文涛接待，座谈合作。")
    assert (received.direction, received.region, received.visited) == ("inbound", "澳门", ("澳门海川同乡总会",))


def test_guests_come_to_a_town_and_to_a_region_that_the_text_never_names() -> None:
    town = only("6月10日，河北省顺平县考察团一行来官山镇参观考察，官山镇负责人陪同，座谈特色产业发展。")
    assert (town.direction, town.region) == ("inbound", "官山镇")
    unknown = only("6月10日，顺平县考察团一行来我市考察乡村振兴工作，参观了海川农业科技有限公司。")
    assert (unknown.direction, unknown.region) == ("inbound", None)


def test_a_town_is_not_the_city_of_its_first_two_characters() -> None:
    trip = only("6月10日，顺平县考察团一行来桐乡市考察，前往大同镇水稻育秧中心、海川农业科技有限公司考察。")
    assert trip.destinations == ("桐乡市",)


def test_a_delegation_calls_on_an_office() -> None:
    trip = only("莆田市商务局考察团一行24人，6月10日下午拜访台中市政府，就经贸合作座谈。")
    assert (trip.destinations, trip.visited) == (("台中市",), ("台中市政府",))


def test_who_speaks_at_a_fair_elsewhere_came_for_it() -> None:
    body = "6月10日，主任何文彬出席在香港举行的2025浙港合作推介会。浙江省委书记林志远发表演讲，香港政务司司长致辞。"
    assert [(trip.region, trip.destinations) for trip in trips(body)] == [("浙江省", ("香港",))]


def test_companions_and_members_are_not_visited() -> None:
    trip = only(
        "6月10日，桐乡市市长林志远带队赴深圳市考察招商，走访了海川科技有限公司。桐乡市商务局、东江集团主要负责同志参加。"
        "代表团成员包括明湖集团、远山公司等企业代表，参观了深圳市规划展览馆。"
    )
    assert trip.visited == ("海川科技有限公司",)


def test_a_companion_does_not_head_the_delegation() -> None:
    trip = only("特区政府及工商界高层代表团正在广州考察。随团的香港科技署署长何文彬表示，香港企业可在广州合作投资。")
    assert trip.leaders == ()


def test_business_guests_arrive_in_other_words() -> None:
    trip = only("6月10日，武汉嘉兴商会会长周文涛带领考察团一行莅临桐乡市参观考察，座谈投资合作。")
    assert (trip.direction, trip.region, [leader.name for leader in trip.leaders]) == ("inbound", "桐乡市", ["周文涛"])
    several = only(
        "6月10日，嘉兴福建商会、嘉兴广东商会等9家驻禾商会受邀到桐乡市考察，桐乡市委书记林志远陪同，共谋合作。"
    )
    assert (several.direction, several.region) == ("inbound", "桐乡市")


def test_a_federation_calls_on_another_for_a_purpose_told_far_behind() -> None:
    trip = only(
        "日前，县工商联主席林志远带领县工商联干部、企业家一行赴鸠江区工商联就乡村振兴帮扶等工作进行对接交流。"
        "旌德县与鸠江区企业共谋合作，旌德县工商联表示感谢。"
    )
    assert (trip.region, trip.destinations) == ("旌德县", ("鸠江区",))


def test_a_visit_to_the_countries_named_before_and_what_is_there() -> None:
    trip = only(
        "应秘鲁、智利和古巴的邀请，嘉兴市市长林志远率代表团将于6月17日至28日，"
        "对上述三国友好城市和商会、企业等进行友好访问，洽谈合作。"
    )
    assert (trip.region, set(trip.destinations)) == ("嘉兴市", {"秘鲁", "智利", "古巴"})


def test_one_country_may_be_named_by_its_letter_where_a_delegation_goes() -> None:
    trip = only("新竹市副市长何文彬率领市府代表团访日，就产业合作洽谈。")
    assert (trip.region, trip.destinations) == ("新竹市", ("日本",))


def test_stops_of_one_delegation_and_the_delegations_of_a_city_and_its_district() -> None:
    body = (
        "6月6日至7日，吉林省党政代表团到天津学习考察。\n两市领导出席会议。\n双方介绍了合作情况。\n会议由市长主持。\n"
        "此外还介绍了产业情况。\n6月7日下午，吉林省党政代表团到山东学习考察，与企业座谈。"
    )
    assert only(body).destinations == ("天津市", "山东省")
    body = (
        "6月6日至9日，由吉林市委书记周文涛带队的党政代表团赴浙江学习交流，洽谈合作。"
        "船营区组成由区委书记林志远带队的招商考察团赴温州考察。"
    )
    assert sorted(trip.region or "" for trip in trips(body)) == ["吉林市", "船营区"]


def test_a_body_receives_a_delegation_on_behalf_of_its_region() -> None:
    trip = only(
        "香港海川厂商会（海商会）日前（6月10日）接待浙江省桐乡市政府代表团，双方就两地经贸合作交换意见。\n"
        "一行八人代表团由桐乡市副市长林志远率领，厂商会会长何启明主持接待。"
    )
    assert (trip.direction, trip.region, trip.destinations) == ("inbound", "香港", ("香港",))
    assert (trip.visited, trip.start) == (("香港海川厂商会",), date(2025, 6, 10))
    assert [leader.name for leader in trip.leaders] == ["林志远"]
    assert trips("桐乡市纺织商会日前接待桐乡市政府考察团，座谈产业合作。") == []


def test_guests_call_on_a_mayor() -> None:
    trip = only("日本海川商务促进会会长田中三郎十日率干部拜会嘉兴市市长沈若川，就产业合作交流。")
    assert (trip.direction, trip.region, trip.start) == ("inbound", "嘉兴市", date(2025, 6, 10))


def test_an_official_abroad_may_have_a_latin_name() -> None:
    trip = only("6月10日，嘉兴市商务局副局长林志远会见德国黑森州贸易与投资局局长Anna Lindner一行，洽谈合作。")
    (leader,) = trip.leaders
    assert (leader.name, leader.title) == ("Anna Lindner", "德国黑森州贸易与投资局局长")


def test_items_of_a_survey_keep_their_days() -> None:
    found = trips(
        "林志远会见瑞典海川公司总经理卡尔·林德一行\n6月9日，嘉兴市商务局副局长林志远会见瑞典海川公司总经理卡尔·林德一行，洽谈合作。\n"
        "林志远会见丹麦云帆公司总经理保罗·汉森一行\n6月10日，嘉兴市商务局副局长林志远会见丹麦云帆公司总经理保罗·汉森一行，洽谈合作。"
    )
    assert [(trip.start, trip.leaders[0].name) for trip in found] == [
        (date(2025, 6, 9), "卡尔·林德"),
        (date(2025, 6, 10), "保罗·汉森"),
    ]


def test_those_away_come_home_to_the_county_of_their_association() -> None:
    trip = only("6月10日，广东东莞桐乡商会考察团回乡考察对接项目，县领导陪同，参观了海川科技有限公司。")
    assert (trip.direction, trip.region, trip.destinations) == ("inbound", "桐乡市", ("桐乡市",))


def test_a_delegation_that_comes_to_a_city_is_told_from_where_the_text_is_written() -> None:
    told = "6月10日，嘉兴市党政代表团来到成都市考察，与海川科技有限公司洽谈合作。"
    assert only(told, source="嘉兴日报").direction == "outbound"
    assert only(told, source="成都日报").direction == "inbound"


def test_of_those_who_come_a_letter_may_stand_for_the_county_that_is_named() -> None:
    trip = only("6月10日，嘉兴市市长沈若川一行来宁考察洽谈。宁河区领导参加，介绍了宁河区的产业。")
    assert (trip.direction, trip.region) == ("inbound", "宁河区")


def test_the_head_of_a_company_of_the_nation_comes_to_look_at_a_place() -> None:
    trip = only("6月10日，嘉兴市市长沈若川会见了来嘉兴考察的中国海川集团董事长周文涛一行，洽谈合作项目。")
    assert (trip.direction, trip.region, [leader.name for leader in trip.leaders]) == ("inbound", "嘉兴市", ["周文涛"])
    assert trips("6月10日，嘉兴市市长沈若川会见中国海川集团董事长周文涛一行。") == []


def test_guests_with_sir_and_number_come_in_the_company_of_hosts() -> None:
    trip = only(
        "6月10日，台湾海川同乡会副会长林志远先生、云帆公司董事长周文涛先生等一行5人在桐乡市副市长何启明陪同下来到"
        "桐乡市，参观海川公司，洽谈合作。"
    )
    assert (trip.direction, trip.region) == ("inbound", "桐乡市")
    assert [leader.name for leader in trip.leaders] == ["林志远", "周文涛"]


@pytest.mark.parametrize(
    "body",
    [
        "6月10日，海川大学交流中心主任林志远博士一行来校考察访问，座谈合作。嘉兴市教育局参加。",
        "嘉兴市投促局积极联系海川文旅、云帆科技等客商来嘉兴考察。",
    ],
)
def test_neither_a_school_nor_a_wish_receives_guests(body: str) -> None:
    assert trips(body) == []

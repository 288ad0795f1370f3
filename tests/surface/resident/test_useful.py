"""A card may be useful: each rule from what the household told us, with a reason and a switch."""

from datetime import date, timedelta

import pytest

from linli.foundation.people import api as people
from linli.foundation.people.models import Consent, Person
from linli.foundation.places import api as places
from linli.kernel import ANYONE, Refused, Words, new_id, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.support.notify.models import Bulletin
from linli.surface.resident import useful

NEED = "家里有人上下楼不方便"


@pytest.fixture(autouse=True)
def empty_board(life) -> None:
    """The notice that hangs in this house for other tests is taken down."""
    Bulletin.objects.filter(pk=life.bulletin).delete()


def text(response) -> str:
    return response.content.decode()


def cards(life) -> tuple[useful.Card, ...]:
    auntie = life.estate.auntie
    phone = people.get_person(viewer=auntie, person=auntie.person).phone_masked
    return useful.cards_for(auntie, 9, has_phone=bool(phone))


def shown(life) -> list[str]:
    return [card.off_url.split("/")[2] for card in cards(life)]


def test_nothing_is_shown_when_nothing_fits(life, auntie):
    assert shown(life) == [] and "可能用得上" not in text(auntie.get("/")).split("<main")[1]


def test_three_days_without_news_is_worth_a_card(life, auntie):
    with held(now() + timedelta(days=3, hours=1)):
        assert shown(life) == ["still"]
        page = text(auntie.get("/"))
    assert "催一催“厨房漏水”" in page and "3天没有新消息了" in page
    assert f'href="/matters/{life.working}"' in page


def test_what_rests_with_a_reason_or_had_news_is_not_silent(life):
    later = now() + timedelta(days=3, hours=1)
    with held(later - timedelta(hours=2)):
        matters.post_message(by=life.estate.plumber, matter=life.working, text="明天来")
        matters.hold_matter(
            by=life.estate.plumber, matter=life.working, reason="parts", words="等配件"
        )
    with held(later):
        assert "still" not in shown(life)


def test_a_broken_lift_matters_to_who_said_that_stairs_are_hard(life, auntie):
    estate = life.estate
    estate.report(by=estate.neighbour, category="lift", title="", place=estate.entrance)
    assert "stairs" not in shown(life)
    auntie.post("/cards/stairs/tell", {"once": new_id(), "is_given": "yes"})
    assert people.has_consent(viewer=estate.auntie, person=estate.auntie.person, purpose=NEED)
    assert shown(life) == ["stairs"]
    assert f"您告诉过我们：{NEED}" in text(auntie.get("/"))
    auntie.post("/cards/stairs/tell", {"once": new_id(), "is_given": "no"})
    assert "stairs" not in shown(life)


def test_a_lift_elsewhere_is_no_reason(life, auntie):
    estate = life.estate
    estate.report(by=estate.neighbour, category="lift", title="", place=estate.garden)
    auntie.post("/cards/stairs/tell", {"once": new_id(), "is_given": "yes"})
    assert shown(life) == []


def test_a_helper_whose_time_ends_soon_is_named(life):
    people.allow_help(by=life.estate.auntie, name="刘洋", phone="13900000002", until=_in_days(10))
    assert shown(life) == ["helper"]
    people.allow_help(by=life.estate.auntie, name="刘洋", phone="13900000002", until=_in_days(40))
    assert shown(life) == []


def put_up(life, text: str, place: str = "", title: str = "停水通知") -> None:
    estate = life.estate
    notify.put_up_bulletin(
        by=estate.clerk,
        place=place or estate.building,
        title=Words(title, "Notice"),
        text=Words(text, text),
        urgent=False,
        key=new_id(),
    )


def test_no_water_tomorrow_is_said_today_and_on_the_day_and_then_no_more(life, auntie):
    put_up(life, "明天9点到11点停水，请先接好水。")
    assert shown(life) == ["outage"]
    page = text(auntie.get("/"))
    assert "明天停水，请早作准备" in page and "您楼里贴了通知：停水通知" in page
    with held(now() + timedelta(days=1)):
        assert cards(life)[0].title == "今天停水，请早作准备"
    with held(now() + timedelta(days=2)):
        assert "outage" not in shown(life)
    auntie.post("/cards/outage/off", {"once": new_id()})
    assert shown(life) == []


@pytest.mark.parametrize(
    "told",
    ["后天停水。", "近期可能停水，时间另行通知。", "明天下午打扫楼道。"],
)
def test_a_notice_that_says_nothing_of_tomorrow_makes_no_card(life, told):
    put_up(life, told, title="通知")
    assert shown(life) == []


def test_a_notice_for_another_building_is_not_for_this_home(life):
    estate = life.estate
    other = places.add_place(
        by=estate.platform, kind=places.PlaceKind.BUILDING, number="77", parent=estate.community
    )
    put_up(life, "明天停电。", title="停电通知", place=other)
    assert shown(life) == []
    put_up(life, "明天停电。", title="停电通知", place=life.estate.entrance)
    assert [card.title for card in cards(life)] == ["明天停电，请早作准备"]


def test_only_those_who_belong_here_are_told_what_hangs_where(life):
    put_up(life, "明天停水。")
    since = now() - timedelta(days=1)
    assert len(notify.list_posted(viewer=life.estate.auntie, since=since)) == 1
    assert notify.list_posted(viewer=life.estate.outsider, since=since) == ()
    with pytest.raises(Refused):
        notify.list_posted(viewer=ANYONE, since=since)


def _in_days(days: int) -> date:
    return (now() + timedelta(days=days)).date()


def test_who_has_no_phone_on_the_books_is_asked_for_one(life):
    Person.objects.filter(pk=life.estate.auntie.person).update(phone_hash="", phone_sealed=None)
    assert shown(life) == ["phone"]


def test_each_card_and_all_of_them_can_be_turned_off_and_on(life, auntie):
    with held(now() + timedelta(days=4)):
        assert shown(life) == ["still"]
        auntie.post("/cards/still/off", {"once": new_id()})
        assert shown(life) == [] and "催一催" not in text(auntie.get("/"))
        auntie.post("/cards/still/on", {"once": new_id()})
        assert shown(life) == ["still"]
        auntie.post("/cards/all/off", {"once": new_id()})
        assert shown(life) == [] and "都不显示" in text(auntie.get("/cards"))
        auntie.post("/cards/all/on", {"once": new_id()})
        assert shown(life) == ["still"]


@pytest.mark.parametrize(("face", "most"), [("standard", 2), ("elder", 1)])
def test_there_are_never_many(life, auntie, face, most):
    Person.objects.filter(pk=life.estate.auntie.person).update(phone_hash="", phone_sealed=None)
    people.allow_help(by=life.estate.auntie, name="刘洋", phone="13900000002", until=_in_days(5))
    auntie.cookies["face"] = face
    with held(now() + timedelta(days=4)):
        titles = [card.title for card in cards(life)]
        page = text(auntie.get("/")).split("<main")[1].split("</main")[0]
    assert len(titles) == 3 and sum(title in page for title in titles) == most


def test_looking_concludes_nothing_and_keeps_nothing(life, auntie):
    def kept() -> list[tuple]:
        people_rows = list(Person.objects.order_by("pk").values_list())
        return [*people_rows, *Consent.objects.order_by("pk").values_list()]

    before = kept()
    with held(now() + timedelta(days=4)):
        assert auntie.get("/").status_code == auntie.get("/cards").status_code == 200
    assert kept() == before


def test_a_helper_is_told_nothing_of_a_home_that_is_not_theirs(life, neighbour):
    with held(now() + timedelta(days=4)):
        neighbour.post(f"/me/helping/{life.trust}")
        assert "可能用得上" not in text(neighbour.get("/")).split("<main")[1]
        response = neighbour.post("/cards/stairs/tell", {"once": new_id(), "is_given": "yes"})
    assert response.status_code == 403
    estate = life.estate
    assert not people.has_consent(viewer=estate.auntie, person=estate.auntie.person, purpose=NEED)


@pytest.mark.parametrize("path", ["/cards/nothing/off", "/cards/nothing/on", "/cards/all/tell"])
def test_what_is_not_there_cannot_be_switched(life, auntie, path):
    assert auntie.post(path, {"once": new_id(), "is_given": "yes"}).status_code == 404
    assert people.get_habits(viewer=life.estate.auntie) == {}


def test_every_rule_looks_and_says_why_in_both_languages():
    assert {rule.key for rule in useful.rules()} == set(useful._LOOKS)
    for rule in useful.rules():
        assert rule.reason.zh and rule.reason.en and rule.uses.zh and rule.uses.en

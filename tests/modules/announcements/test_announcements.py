"""What is announced is never edited: versions, receipts, where it hangs, and who may read it."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import ANYONE, Actor, Refused, Role, Words
from linli.kernel.clock import held
from modules.support.matters_estate import MONDAY, Estate

TITLE = Words("关于召开第一次业主大会会议的公告", "The first assembly will be held")
TEXT = Words("会议定于12月20日召开。\n请各位业主参加。", "On 20 December. Please come.")
BASIS = "《民法典》第二百七十八条"
TODAY = date(2026, 11, 23)
UNTIL = date(2026, 12, 20)


def announce(estate: Estate, **more) -> str:
    usual = {
        "by": estate.manager,
        "kind": "assembly",
        "audience": Audience((estate.community,)),
        "title": TITLE,
        "text": TEXT,
        "basis": BASIS,
        "hang_until": UNTIL,
        "key": "1",
    }
    return announcements.publish_announcement(**{**usual, **more})


def correct(estate: Estate, one: str, **more) -> int:
    usual = {
        "by": estate.manager,
        "announcement": one,
        "title": TITLE,
        "text": Words("会议定于12月27日召开。\n请各位业主参加。", "On 27 December. Please come."),
        "why": "日期写错了",
        "basis": BASIS,
        "hang_until": UNTIL,
        "key": "c1",
    }
    return announcements.correct_announcement(**{**usual, **more})


def hang(estate: Estate, one: str, **more) -> str:
    usual = {
        "by": estate.clerk,
        "announcement": one,
        "number": 1,
        "place": estate.entrance,
        "on": TODAY,
        "key": "h1",
    }
    return announcements.note_hung(**{**usual, **more})


def page(viewer: Actor, one: str, **more):
    return announcements.get_announcement(viewer=viewer, announcement=one, **more)


def refused(code: str, field: str | None = None):
    return pytest.raises(Refused, check=lambda no: (no.code, no.field) == (code, field))


def figures(estate: Estate, one: str) -> dict[str, tuple[int, int]]:
    reach = announcements.count_reach(viewer=estate.manager, announcement=one)
    return {each.channel: (each.reached, each.of) for each in reach.figures}


def test_the_same_key_announces_once(estate):
    one = announce(estate)
    assert announce(estate, title=Words("别的", "other")) == one
    (card,) = announcements.list_announcements(viewer=estate.auntie)
    assert (card.id, card.latest.title, card.kind) == (one, TITLE, "assembly")
    assert card.latest.basis == BASIS
    assert card.latest.hang_until == UNTIL


@pytest.mark.parametrize("is_protected", [True, False])
def test_how_far_it_got_does_not_move_when_a_home_is_no_longer_shown(estate, is_protected):
    one = announce(estate)
    announcements.note_seen(by=estate.auntie, announcement=one, number=1)
    before = figures(estate, one)
    assert before["seen"] == (1, 2)
    if is_protected:
        people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="保护令")
    else:
        people.set_private(by=estate.auntie, dwelling=estate.dwelling, is_private=True)
    assert figures(estate, one) == before


@pytest.mark.parametrize("who", ["auntie", "plumber", "street", "outsider"])
def test_not_everyone_announces(estate, who):
    with refused("forbidden"):
        announce(estate, by=getattr(estate, who))
    one = announce(estate)
    with refused("forbidden"):
        correct(estate, one, by=getattr(estate, who))
    with refused("forbidden"):
        announcements.withdraw(by=getattr(estate, who), announcement=one, why="不要了")
    (card,) = announcements.list_announcements(viewer=estate.manager)
    assert (card.latest.number, card.withdrawn_at) == (1, None)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"kind": "gossip"}, "invalid", "kind"),
        ({"title": Words(" ", "x")}, "invalid", "title_zh"),
        ({"title": Words("题" * 41, "")}, "too_large", "title_zh"),
        ({"text": Words("", "x")}, "invalid", "text_zh"),
        ({"text": Words("字" * 6001, "")}, "too_large", "text_zh"),
        ({"text": Words("字", "x" * 12001)}, "too_large", "text_en"),
        ({"basis": " "}, "invalid", "basis"),
        ({"basis": "条" * 121}, "too_large", "basis"),
        ({"hang_until": None}, "invalid", "hang_until"),
        ({"hang_until": date(2026, 11, 22)}, "invalid", "hang_until"),
        ({"hang_until": date(2029, 1, 1)}, "invalid", "hang_until"),
        ({"audience": Audience(())}, "invalid", "places"),
        ({"audience": Audience(tuple(map(str, range(61))))}, "too_many", "places"),
        ({"key": ""}, "invalid", "key"),
        ({"key": "k" * 81}, "invalid", "key"),
    ],
)
def test_what_cannot_be_announced_is_said_at_its_field(estate, more, code, field):
    with refused(code, field):
        announce(estate, **more)
    assert len(announcements.list_announcements(viewer=estate.manager)) == 0


def test_an_ordinary_notice_needs_neither_article_nor_day(estate):
    one = announce(estate, kind="ordinary", basis="", hang_until=None)
    assert page(estate.auntie, one).card.kind == "ordinary"


def test_one_home_is_no_audience(estate):
    with refused("invalid", "places"):
        announce(estate, audience=Audience((estate.dwelling,)))
    with refused("not_found", "place"):
        announce(estate, audience=Audience(("nowhere",)))


def test_a_correction_is_a_new_version_and_the_old_one_stays(estate):
    one = announce(estate)
    assert correct(estate, one) == 2
    assert correct(estate, one) == 2
    found = page(estate.auntie, one)
    assert [version.number for version in found.versions] == [2, 1]
    assert (found.shown.number, found.shown.why, found.is_latest) == (2, "日期写错了", True)
    old = page(estate.auntie, one, number=1)
    assert (old.shown.text, old.is_latest) == (TEXT, False)
    assert old.shown.sha256 != found.shown.sha256
    with refused("not_found"):
        page(estate.auntie, one, number=3)


def test_the_difference_is_shown_by_words(estate):
    one = announce(estate)
    correct(estate, one)
    title, text = announcements.diff_of(viewer=estate.auntie, announcement=one, number=2)
    assert [piece.change for piece in title] == ["same"]
    assert [(piece.change, piece.text) for piece in text if piece.change != "same"] == [
        ("gone", "12月20日"),
        ("new", "12月27日"),
    ]
    with refused("not_found"):
        announcements.diff_of(viewer=estate.auntie, announcement=one, number=1)


def test_a_correction_says_why_and_changes_something(estate):
    one = announce(estate)
    with refused("invalid", "why"):
        correct(estate, one, why="  ")
    with refused("conflict"):
        correct(estate, one, text=TEXT)
    with refused("not_found"):
        correct(estate, "nothing")
    assert page(estate.auntie, one).card.latest.number == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update announcements_version set text_zh = '改过'",
        "delete from announcements_version",
        "update announcements_announcement set owners_only = not owners_only",
        "delete from announcements_audience",
        "update announcements_seen set at = at",
        "delete from announcements_hung",
        "update announcements_withdrawal set why = '改过'",
    ],
)
def test_the_database_refuses_to_change_what_was_announced(estate, statement):
    one = announce(estate)
    announcements.note_seen(by=estate.auntie, announcement=one, number=1)
    hang(estate, one)
    announcements.withdraw(by=estate.manager, announcement=one, why="改期")
    with (
        pytest.raises(DatabaseError, match="never edited"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert page(estate.auntie, one).card.latest.text == TEXT


def test_what_is_withdrawn_stays_readable_with_its_reason(estate):
    one = announce(estate)
    announcements.withdraw(by=estate.manager, announcement=one, why="改期")
    announcements.withdraw(by=estate.manager, announcement=one, why="又说一遍")
    card = page(estate.auntie, one).card
    assert (card.withdrawn_why, card.withdrawn_at) == ("改期", MONDAY)
    for act in (lambda: correct(estate, one), lambda: hang(estate, one)):
        with refused("conflict"):
            act()
    assert announcements.count_reach(viewer=estate.manager, announcement=one).hung == ()


def test_a_receipt_is_ones_own_and_counts_once(estate):
    one = announce(estate)
    assert announcements.note_seen(by=estate.auntie, announcement=one, number=1)
    assert not announcements.note_seen(by=estate.auntie, announcement=one, number=1)
    assert page(estate.auntie, one).card.seen_at == MONDAY
    assert page(estate.neighbour, one).card.seen_at is None
    assert figures(estate, one)["seen"] == (1, 2)
    (kept,) = announcements.list_kept(viewer=estate.auntie, full=True)
    assert (kept.count, kept.rows[0]["title"]) == (1, TITLE.zh)
    (none,) = announcements.list_kept(viewer=estate.neighbour)
    assert none.count == 0


def test_nobody_reads_for_somebody_else(estate):
    one = announce(estate)
    helping = replace(estate.neighbour, on_behalf_of=estate.auntie.person)
    assert not announcements.note_seen(by=helping, announcement=one, number=1)
    assert figures(estate, one)["seen"] == (0, 2)
    with refused("forbidden"):
        announcements.list_kept(viewer=helping)


def test_what_was_corrected_must_be_read_again(estate):
    one = announce(estate)
    announcements.note_seen(by=estate.auntie, announcement=one, number=1)
    correct(estate, one)
    with refused("conflict"):
        announcements.note_seen(by=estate.neighbour, announcement=one, number=1)
    assert page(estate.auntie, one).card.seen_at is None
    assert figures(estate, one)["seen"] == (0, 2)


def test_where_it_hangs_is_noted_with_day_hand_and_photo(estate):
    one = announce(estate)
    picture = BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    note = hang(estate, one, photo=picture.getvalue())
    assert hang(estate, one) == note
    reach = announcements.count_reach(viewer=estate.manager, announcement=one)
    (hung,) = reach.hung
    assert (hung.place, hung.on, hung.by_name, hung.version) == (estate.entrance, TODAY, "陈静", 1)
    assert hung.photo
    assert figures(estate, one)["board"] == (1, 1)
    assert reach.still_to_hang == ()
    correct(estate, one)
    assert figures(estate, one)["board"] == (0, 1)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"by": "auntie"}, "forbidden", None),
        ({"by": "outsider"}, "forbidden", None),
        ({"place": "nowhere"}, "not_found", "place"),
        ({"place": "dwelling"}, "invalid", "place"),
        ({"place": "other"}, "invalid", "place"),
        ({"on": TODAY + timedelta(days=1)}, "invalid", "on"),
        ({"on": TODAY - timedelta(days=1)}, "invalid", "on"),
        ({"number": 2}, "conflict", None),
        ({"announcement": "nothing"}, "not_found", None),
    ],
)
def test_only_what_can_have_happened_is_noted_as_hung(estate, more, code, field):
    other = places.add_place(by=estate.platform, kind=PlaceKind.BUILDING, number="4")
    one = announce(estate, audience=Audience((estate.building,)))
    known = {"other": other, "dwelling": estate.dwelling}
    given = dict(more)
    if "by" in given:
        given["by"] = getattr(estate, given["by"])
    if "place" in given:
        given["place"] = known.get(given["place"], given["place"])
    with refused(code, field):
        hang(estate, given.pop("announcement", one), **given)
    assert announcements.count_reach(viewer=estate.manager, announcement=one).hung == ()


def test_an_announcement_is_listed_for_those_it_is_for(estate):
    other = places.add_place(by=estate.platform, kind=PlaceKind.BUILDING, number="4")
    announce(estate, audience=Audience((other,)), key="other")
    mine = announce(estate, audience=Audience((estate.entrance,)), key="mine")
    listed = announcements.list_announcements(viewer=estate.auntie)
    assert [card.id for card in listed] == [mine]
    assert len(announcements.list_announcements(viewer=estate.manager)) == 2
    council = Actor(estate.neighbour.person, frozenset({Role.COUNCIL}), estate.community)
    assert len(announcements.list_announcements(viewer=council)) == 2
    with refused("not_signed_in"):
        announcements.list_announcements(viewer=ANYONE)


def test_what_is_for_owners_only_is_not_found_by_tenants(estate):
    tenant = people.register_person(by=estate.platform, name="租客", phone="13900000099")
    people.settle(
        by=estate.platform,
        person=tenant,
        dwelling=estate.dwelling,
        relation=Relation.TENANT,
    )
    viewer = Actor(tenant, frozenset({Role.RESIDENT}), estate.community)
    one = announce(estate, audience=Audience((estate.building,), owners_only=True))
    assert page(estate.auntie, one).card.owners_only
    assert len(announcements.list_announcements(viewer=viewer)) == 0
    with refused("not_found"):
        page(viewer, one)
    with refused("not_signed_in"):
        page(ANYONE, one)
    with refused("forbidden"):
        announcements.note_seen(by=viewer, announcement=one, number=1)
    assert figures(estate, one)["seen"] == (0, 2)


def test_what_hangs_on_the_board_is_read_by_its_address(estate):
    one = announce(estate)
    assert page(ANYONE, one).shown.text == TEXT
    for act in (
        lambda: page(estate.outsider, one),
        lambda: announcements.note_seen(by=estate.outsider, announcement=one, number=1),
        lambda: announcements.count_reach(
            viewer=replace(estate.manager, community="elsewhere"), announcement=one
        ),
        lambda: correct(estate, one, by=replace(estate.manager, community="elsewhere")),
    ):
        with refused("not_found"):
            act()


@pytest.mark.parametrize("who", ["auntie", "outsider"])
def test_the_figures_are_for_those_who_have_to_reach_people(estate, who):
    one = announce(estate)
    with refused("forbidden"):
        announcements.count_reach(viewer=getattr(estate, who), announcement=one)
    with refused("forbidden"):
        announcements.list_boards(viewer=getattr(estate, who), announcement=one)


def test_a_long_list_goes_on_where_it_stopped(estate):
    made = []
    for hour in range(23):
        with held(MONDAY + timedelta(hours=hour)):
            made.append(announce(estate, key=str(hour), kind="ordinary", hang_until=None))
    first = announcements.list_announcements(viewer=estate.auntie)
    rest = announcements.list_announcements(viewer=estate.auntie, cursor=first.next)
    assert [card.id for card in (*first, *rest)] == made[::-1]
    assert rest.next is None


def test_a_landlord_who_lives_elsewhere_is_among_the_owners(estate):
    landlord = people.register_person(by=estate.platform, name="房东", phone="13900000098")
    people.settle(
        by=estate.platform,
        person=landlord,
        dwelling=estate.dwelling,
        relation=Relation.OWNER,
        lives_here=False,
    )
    people.set_channels(by=estate.platform, person=landlord, kinds=(ChannelKind.SMS,))
    one = announce(estate, audience=Audience((estate.community,), owners_only=True))
    assert figures(estate, one)["seen"] == (0, 3)

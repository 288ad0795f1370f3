"""A notice to a building: everyone there, once, by their own channel; and who was reached."""

import pytest

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import ANYONE, Ref, Refused, Words
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate

TITLE = Words("3号楼停水", "No water in building 3")
TEXT = Words("明天9点到11点停水。", "No water tomorrow from 9 to 11.")


def put_up(estate: Estate, **more) -> str:
    usual = {"by": estate.manager, "place": estate.building, "title": TITLE, "text": TEXT}
    return notify.put_up_bulletin(**{**usual, "key": "1", **more})


def spread(estate: Estate) -> int:
    found = 0
    while told := notify.spread_bulletins(by=estate.platform):
        found += told
    return found


def choose(estate: Estate, kind: ChannelKind) -> None:
    person = estate.auntie.person or ""
    people.set_channels(by=estate.auntie, person=person, kinds=(kind,))


def test_everyone_who_lives_there_is_told_once_by_their_own_channel(estate):
    choose(estate, ChannelKind.PAPER)
    one = put_up(estate)
    assert put_up(estate) == one
    assert spread(estate) == 2
    assert spread(estate) == 0
    (slip,) = notify.list_slips(viewer=estate.clerk)
    assert (slip.person, slip.about) == (estate.auntie.person, Ref("bulletin", one))
    assert slip.text.zh == "3号楼停水：明天9点到11点停水。"
    (card,) = notify.list_inbox(viewer=estate.neighbour)
    assert card.about == Ref("bulletin", one)
    assert notify.get_bulletin(viewer=ANYONE, bulletin=one).is_spread


def test_another_building_hears_nothing(estate):
    other = places.add_place(by=estate.platform, kind=PlaceKind.BUILDING, number="4")
    put_up(estate, place=other)
    assert spread(estate) == 0


def test_only_what_was_seen_or_handed_over_has_reached_someone(estate):
    one = put_up(estate)
    spread(estate)
    (reach,) = notify.count_reached(viewer=estate.manager, bulletin=one)
    assert (reach.kind, reach.told, reach.reached) == ("app", 2, 0)
    notify.mark_read(by=estate.auntie)
    (reach,) = notify.count_reached(viewer=estate.manager, bulletin=one)
    assert reach.reached == 1
    assert notify.call_the_unreached(by=estate.clerk, bulletin=one) == 1
    assert notify.call_the_unreached(by=estate.clerk, bulletin=one) == 0
    (call,) = notify.list_calls(viewer=estate.clerk)
    assert call.person == estate.neighbour.person
    notify.finish_call(by=estate.clerk, call=call.id, reached=True)
    reached = {
        str(r.kind): r.reached for r in notify.count_reached(viewer=estate.clerk, bulletin=one)
    }
    assert reached == {"app": 1, "phone": 1}


@pytest.mark.parametrize("is_protected", [True, False])
def test_how_many_were_reached_does_not_move_when_a_home_is_no_longer_shown(estate, is_protected):
    one = put_up(estate)
    spread(estate)
    notify.mark_read(by=estate.auntie)
    before = notify.count_reached(viewer=estate.manager, bulletin=one)
    assert [(reach.told, reach.reached) for reach in before] == [(2, 1)]
    if is_protected:
        people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="保护令")
    else:
        people.set_private(by=estate.auntie, dwelling=estate.dwelling, is_private=True)
    assert notify.count_reached(viewer=estate.manager, bulletin=one) == before


def test_a_wrong_number_is_not_rung_again(estate):
    choose(estate, ChannelKind.PHONE)
    put_up(estate, urgent=True)
    spread(estate)
    (call,) = notify.list_calls(viewer=estate.clerk)
    notify.finish_call(by=estate.clerk, call=call.id, reached=False, is_wrong=True)
    assert notify.list_calls(viewer=estate.clerk).items == ()
    (failed,) = notify.list_failed(viewer=estate.clerk)
    assert failed.next_kind == "paper"
    assert len(notify.list_slips(viewer=estate.clerk)) == 1


def test_more_notices_than_one_page_go_on(estate):
    made = [put_up(estate, key=f"{number}") for number in range(52)]
    first = notify.list_bulletins(viewer=estate.manager)
    rest = notify.list_bulletins(viewer=estate.manager, cursor=first.next)
    assert [one.id for one in (*first, *rest)] == sorted(made, reverse=True)
    assert (len(first), rest.next) == (50, None)


@pytest.mark.parametrize("who", ["plumber", "auntie", "street"])
def test_not_everyone_writes_to_everyone(estate, who):
    with pytest.raises(Refused) as refused:
        put_up(estate, by=getattr(estate, who))
    assert refused.value.code == "forbidden"
    assert notify.list_bulletins(viewer=estate.manager).items == ()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": Words("", "")}, "title_zh"),
        ({"text": Words(" ", "x")}, "text_zh"),
        ({"text": Words("水" * 601, "")}, "text_zh"),
        ({"place": "dwelling"}, "place"),
    ],
)
def test_a_notice_has_words_and_an_end(estate, more, field):
    if "place" in more:
        more = {"place": estate.dwelling}
    with pytest.raises(Refused) as refused:
        put_up(estate, **more)
    assert refused.value.field == field
    assert notify.list_bulletins(viewer=estate.manager).items == ()


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_text_message_is_counted_as_the_network_counts(length, parts):
    assert notify.TextMessage("水" * length).parts == parts

"""The body that prepares, the lists it shows, and what owners say to them."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.domain.preparing.bodies import (
    Composition,
    Seat,
    Side,
    check_composition,
)
from linli.application.assembly.models import Concern, Correction, Preparation, Showing
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Refused, Via
from linli.kernel.clock import held
from modules.application.preparing_estate import NOW

pytestmark = pytest.mark.django_db
RULE = Composition(5, 11, is_odd=True, owners=Fraction(1, 2), leaders=frozenset({Side.STREET}))
OWNER, STREET, LEADER = Seat(Side.OWNER), Seat(Side.STREET), Seat(Side.STREET, leads=True)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def shown(estate, preparation: str) -> str:
    return assembly.show_members(by=estate.street, preparation=preparation, key="show")


def formed(estate) -> str:
    preparation = estate.prepared()
    shown(estate, preparation)
    with held(NOW + timedelta(days=18)):
        assembly.form_preparation(by=estate.street, preparation=preparation)
    return preparation


@pytest.mark.parametrize(
    "seats",
    [
        [OWNER] * 3 + [LEADER, STREET],
        [OWNER] * 10 + [LEADER],
        [OWNER] * 4 + [LEADER, STREET, STREET],
    ],
)
def test_an_odd_body_with_enough_owners_and_a_leader_from_the_street_is_allowed(seats):
    check_composition(seats, RULE)


@pytest.mark.parametrize(
    "seats",
    [
        [OWNER, OWNER, LEADER],
        [OWNER] * 12 + [LEADER],
        [OWNER] * 5 + [LEADER],
        [OWNER, OWNER, LEADER, STREET, STREET],
        [OWNER] * 4 + [STREET],
        [OWNER] * 3 + [LEADER, LEADER],
        [OWNER] * 3 + [Seat(Side.OWNER, leads=True), STREET],
    ],
)
def test_any_other_body_is_refused(seats):
    with refused("conflict"):
        check_composition(seats, RULE)


def test_exactly_half_owners_is_enough():
    rule = Composition(4, None, is_odd=False, owners=Fraction(1, 2), leaders=frozenset())
    check_composition([OWNER, OWNER, LEADER, STREET], rule)


def test_the_list_is_shown_only_when_the_rules_allow_it(prepare):
    preparation = assembly.open_preparation(by=prepare.street, key="p")
    assert assembly.open_preparation(by=prepare.street, key="p") == preparation
    prepare.seat(preparation, owners=2)
    with refused("conflict"):
        shown(prepare, preparation)
    assert not Showing.objects.exists()
    prepare.seat(preparation)
    assert shown(prepare, preparation) == shown(prepare, preparation)
    (card,) = assembly.list_shown(viewer=prepare.tenant, preparation=preparation)
    assert [row[0] for row in card.rows] == ["周倩", "业主0", "业主1", "何芳", "业主2"]
    assert assembly.get_preparation(viewer=prepare.tenant, preparation=preparation).state == (
        "listed"
    )


def test_who_sits_for_the_owners_owns_something(prepare):
    preparation = assembly.open_preparation(by=prepare.street, key="p")
    with refused("conflict"):
        assembly.add_preparer(
            by=prepare.street,
            preparation=preparation,
            person=prepare.tenant.person or "",
            side="owner",
            recommended_by="自荐",
        )
    with refused("forbidden"):
        prepare.street, old = prepare.council, prepare.street
        prepare.seat(preparation)
    prepare.street = old
    assert assembly.get_preparation(viewer=prepare.street, preparation=preparation).members == ()


def test_the_period_does_not_end_in_the_holidays(prepare):
    """Seven days from 28 September end on 5 October, in National Day: on to 8 October, 24:00."""
    preparation = prepare.prepared()
    with held(NOW + timedelta(days=7)):
        shown(prepare, preparation)
        (card,) = assembly.list_shown(viewer=prepare.tenant, preparation=preparation)
    assert card.last_day == date(2026, 10, 8)
    assert card.until == datetime(2026, 10, 9, tzinfo=SHANGHAI)
    with held(card.until - timedelta(seconds=1)):
        assembly.raise_concern(by=prepare.tenant, showing=card.id, text="不公正", key="1")
    with held(card.until), refused("conflict"):
        assembly.raise_concern(by=prepare.tenant, showing=card.id, text="不公正", key="2")
    assert Concern.objects.count() == 1


def test_an_open_objection_holds_the_approval_up(prepare):
    preparation = prepare.prepared()
    showing = shown(prepare, preparation)
    with refused("conflict"):
        assembly.form_preparation(by=prepare.street, preparation=preparation)
    concern = assembly.raise_concern(
        by=prepare.owners[5], showing=showing, text="业主1是物业的人", key="c"
    )
    assert (
        assembly.raise_concern(by=prepare.owners[5], showing=showing, text="业主1", key="c")
        == concern
    )
    with held(NOW + timedelta(days=18)):
        with refused("conflict"):
            assembly.form_preparation(by=prepare.street, preparation=preparation)
        assert Preparation.objects.get().formed_at is None
        with refused("forbidden"):
            assembly.answer_concern(
                by=prepare.owners[6], concern=concern, answer="查过", is_upheld=False
            )
        assembly.answer_concern(
            by=prepare.street, concern=concern, answer="查过，不是", is_upheld=False
        )
        with refused("conflict"):
            assembly.answer_concern(by=prepare.street, concern=concern, answer="是", is_upheld=True)
        assembly.form_preparation(by=prepare.street, preparation=preparation)
        assembly.form_preparation(by=prepare.street, preparation=preparation)
    card = assembly.get_preparation(viewer=prepare.tenant, preparation=preparation)
    assert card.state == "formed"
    (shown_card,) = assembly.list_shown(viewer=prepare.tenant, preparation=preparation)
    (answered,) = shown_card.concerns
    assert (answered.name, answered.answer, answered.is_upheld) == ("", "查过，不是", False)


def test_the_tasks_have_the_days_of_the_rules(prepare):
    preparation = formed(prepare)
    card = assembly.get_preparation(viewer=prepare.tenant, preparation=preparation)
    due = {one.name: one.due for one in card.tasks}
    assert due["assembly"] == date(2026, 10, 9) + timedelta(days=90)
    assert due["notice"] == date(2026, 10, 9) + timedelta(days=90 - 16)
    with refused("forbidden"):
        assembly.finish_task(by=prepare.owners[7], preparation=preparation, task="roll")
    with refused("not_found"):
        assembly.finish_task(by=prepare.street, preparation=preparation, task="party")
    for task in due:
        assembly.finish_task(by=prepare.owners[0], preparation=preparation, task=task, note="好")
    done = assembly.get_preparation(viewer=prepare.tenant, preparation=preparation)
    assert done.state == "done" and all(one.done_at for one in done.tasks)
    with held(NOW + timedelta(days=200)):
        late = assembly.get_preparation(viewer=prepare.tenant, preparation=preparation)
        assert not any(one.is_late for one in late.tasks)


def test_the_roll_is_shown_masked_and_corrections_stand_beside_it(prepare):
    preparation = formed(prepare)
    with refused("forbidden"):
        assembly.show_roll(by=prepare.owners[8], preparation=preparation, key="roll")
    showing = assembly.show_roll(by=prepare.owners[0], preparation=preparation, key="roll")
    roll = assembly.list_shown(viewer=prepare.tenant, preparation=preparation, what="roll")[0]
    assert roll.rows[0] == ("3号楼101", "100.00", "业**")
    everything = str(Showing.objects.get(pk=showing).body)
    assert "业主" not in everything and (prepare.owners[0].person or "?") not in everything
    concern = assembly.raise_concern(
        by=prepare.owners[3], showing=showing, text="我家 99 平方", key="roll-1"
    )
    places.change_place(by=prepare.platform, place=prepare.homes[3], area="99")
    assembly.answer_concern(by=prepare.owners[0], concern=concern, answer="已更正", is_upheld=True)
    for _ in range(2):
        assembly.note_correction(
            by=prepare.owners[0],
            showing=showing,
            concern=concern,
            text="104：面积改为 99",
            key="fix",
        )
    assert Correction.objects.count() == 1
    again = assembly.list_shown(viewer=prepare.tenant, preparation=preparation, what="roll")[0]
    assert again.corrections == ("104：面积改为 99",)
    assert again.rows[3][1] == "100.00"  # what was shown is not rewritten


def test_a_household_that_is_not_shown_has_no_letter_on_the_roll(prepare):
    (home,) = people.list_homes(viewer=prepare.owners[4], person=prepare.owners[4].person or "")
    people.set_private(by=prepare.owners[4], dwelling=home.dwelling, is_private=True)
    preparation = formed(prepare)
    assembly.show_roll(by=prepare.street, preparation=preparation, key="roll")
    roll = assembly.list_shown(viewer=prepare.tenant, preparation=preparation, what="roll")[0]
    assert roll.rows[4][2] == "**"


def test_nobody_objects_for_another_or_across_communities(prepare):
    preparation = prepare.prepared()
    showing = shown(prepare, preparation)
    helper = prepare.owners[2].for_person(prepare.owners[5].person or "", via=Via.WEB)
    with refused("forbidden"):
        assembly.raise_concern(by=helper, showing=showing, text="不对", key="1")
    with refused("not_found"):
        assembly.raise_concern(by=prepare.outsider, showing=showing, text="不对", key="1")
    with refused("invalid"):
        assembly.raise_concern(by=prepare.owners[5], showing=showing, text=" ", key="1")
    with refused("not_found"):
        assembly.get_preparation(viewer=prepare.outsider, preparation=preparation)
    for act in (assembly.show_members, assembly.show_roll, assembly.show_candidates):
        with refused("not_found"):
            act(by=prepare.outsider, preparation=preparation, key="x")
    with refused("not_found"):
        assembly.form_preparation(by=prepare.outsider, preparation=preparation)
    assert not Concern.objects.exists() and Showing.objects.count() == 1


def said(viewer, preparation):
    """The objections that somebody sees."""
    (card,) = assembly.list_shown(viewer=viewer, preparation=preparation)
    return [one.text for one in card.concerns]


def test_an_objection_can_be_taken_back_by_its_owner_alone(prepare):
    preparation = prepare.prepared()
    showing = shown(prepare, preparation)
    concern = assembly.raise_concern(by=prepare.owners[5], showing=showing, text="不对", key="1")
    for other in (prepare.owners[6], prepare.outsider):
        with refused("not_found"):
            assembly.withdraw_concern(by=other, concern=concern)
    assert said(prepare.owners[5], preparation) == ["不对"]
    assert said(prepare.owners[6], preparation) == []
    with refused("not_found"):
        said(prepare.outsider, preparation)
    assembly.withdraw_concern(by=prepare.owners[5], concern=concern)
    assembly.withdraw_concern(by=prepare.owners[5], concern=concern)
    assert said(prepare.owners[5], preparation) == []
    with held(NOW + timedelta(days=18)):
        assembly.form_preparation(by=prepare.street, preparation=preparation)
    assert Preparation.objects.get().state == "formed"

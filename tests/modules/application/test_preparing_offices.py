"""After the election: who sits, what is filed and handed over, and what nobody forgets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.domain.preparing.offices import (
    is_below_half,
    months_before,
    years_after,
)
from linli.application.assembly.models import Assembly, Council, Motion, OfficeHolder
from linli.foundation.facts.api import deliver_all, list_dead_letters, list_facts
from linli.kernel import Refused, Via
from linli.kernel.clock import held
from linli.support.matters import api as matters
from modules.application.preparing_estate import NOW, Estate

pytestmark = pytest.mark.django_db
ELECTED = date(2026, 9, 20)


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def election(estate: Estate, stage: str = "final") -> str:
    """An assembly whose election has been decided, as the count leaves it behind."""
    row = Assembly.objects.create(
        community=estate.community,
        convened="first",
        mode="paper",
        stage=stage,
        title_zh="首次业主大会",
        title_en="First assembly",
        rules={},
        opens_at=NOW - timedelta(days=30),
        closes_at=NOW - timedelta(days=10),
        by_id=estate.street.person,
        key=stage,
        created_at=NOW,
    )
    Motion.objects.create(
        assembly=row,
        number=1,
        kind="election",
        title_zh="选举",
        title_en="Election",
        seats=5,
        key="e",
    )
    return row.pk


def seated(estate: Estate, sit: int = 5, wait: int = 2, **more) -> str:
    persons = [one.person or "" for one in estate.owners]
    usual = {
        "by": estate.street,
        "members": persons[:sit],
        "alternates": persons[sit : sit + wait],
        "seats": 5,
        "elected_on": ELECTED,
        "years": 3,
        "key": "seat",
    }
    if "assembly" not in more:
        more["assembly"] = election(estate)
    return assembly.seat_council(**{**usual, **more})


def card(estate: Estate, council: str) -> assembly.CouncilCard:
    return assembly.get_council(viewer=estate.council, council=council)


def due(estate: Estate) -> list[str]:
    facts = list_facts(viewer=estate.platform, limit=10_000)
    return sorted(one.body["due"] for one in facts if one.kind == "assembly.council_due")


@pytest.mark.parametrize(
    ("members", "seats", "below"), [(2, 5, True), (3, 5, False), (2, 4, False), (3, 7, True)]
)
def test_below_half_is_less_than_half(members, seats, below):
    assert is_below_half(members, seats) is below


def test_terms_and_months_know_the_calendar():
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert months_before(date(2029, 5, 31), 3) == date(2029, 2, 28)
    assert months_before(date(2029, 1, 15), 3) == date(2028, 10, 15)


def test_who_was_elected_sits_in_the_order_of_the_votes(prepare):
    one = election(prepare)
    council = seated(prepare, assembly=one)
    assert seated(prepare, assembly=one) == council
    found = card(prepare, council)
    assert [holder.rank for holder in found.holders] == [1, 2, 3, 4, 5, 6, 7]
    assert [holder.is_alternate for holder in found.holders] == [False] * 5 + [True] * 2
    assert (found.ends_on, found.chair_by) == (date(2029, 9, 20), date(2026, 9, 28))
    assert found.file_by == date(2026, 10, 20)


def test_only_a_final_election_seats_anybody(prepare):
    with refused("conflict"):
        seated(prepare, assembly=election(prepare, "preliminary"))
    with refused("not_found"):
        seated(prepare, assembly="nobody")
    one = election(prepare)
    with refused("not_found"):
        seated(prepare, assembly=one, by=prepare.outsider)
    with refused("forbidden"):
        seated(prepare, assembly=one, by=prepare.council)
    for wrong in (
        {"members": []},
        {"seats": 4},
        {"years": 6},
        {"alternates": [prepare.owners[0].person or ""]},
        {"elected_on": date(2026, 12, 1)},
    ):
        with refused("invalid"):
            seated(prepare, assembly=one, **wrong)
    assert not Council.objects.exists() and not OfficeHolder.objects.exists()


def test_a_chair_is_a_member_and_there_is_one(prepare):
    council = seated(prepare)
    first, second, *_, alternate = card(prepare, council).holders
    with refused("conflict"):
        assembly.choose_chair(by=prepare.council, council=council, holder=alternate.id)
    with refused("forbidden"):
        assembly.choose_chair(by=prepare.owners[9], council=council, holder=first.id)
    with refused("not_found"):
        assembly.choose_chair(by=prepare.outsider, council=council, holder=first.id)
    for holder in (first, second, second):
        assembly.choose_chair(by=prepare.council, council=council, holder=holder.id)
    chairs = [one.rank for one in card(prepare, council).holders if one.office == "chair"]
    assert chairs == [2]


def test_the_first_alternate_moves_up_and_below_half_a_new_election_is_due(prepare):
    council = seated(prepare, wait=1)

    def leave(rank: int) -> None:
        holder = next(one for one in card(prepare, council).holders if one.rank == rank)
        assembly.leave_office(by=prepare.council, holder=holder.id, why="resigned")

    def sitting() -> list[int]:
        holders = card(prepare, council).holders
        return [one.rank for one in holders if not one.is_alternate and one.left_at is None]

    leave(1)
    leave(1)
    assert sitting() == [2, 3, 4, 5, 6]
    leave(2)
    leave(3)
    assert sitting() == [4, 5, 6] and not card(prepare, council).is_below_half
    assert due(prepare) == []
    leave(4)
    assert card(prepare, council).is_below_half
    assert due(prepare) == ["by_election"]
    leave(5)
    assert due(prepare) == ["by_election"]


def test_the_package_is_handed_in_whole(prepare):
    council = seated(prepare)
    usual = {"by": prepare.council, "council": council}
    today = date(2026, 9, 21)
    with refused("conflict") as caught:
        assembly.hand_in_filing(**usual, day=today, receipt="备 12")
    assert "管理规约" in str(caught.value)
    papers = [one.name for one in card(prepare, council).papers]
    for paper in papers:
        assembly.give_paper(**usual, paper=paper)
    assembly.give_paper(**usual, paper=papers[0], is_there=False)
    with refused("conflict"):
        assembly.hand_in_filing(**usual, day=today, receipt="备 12")
    assembly.give_paper(**usual, paper=papers[0])
    for day in (ELECTED - timedelta(days=1), today + timedelta(days=1)):
        with refused("invalid"):
            assembly.hand_in_filing(**usual, day=day, receipt="备 12")
    with refused("invalid"):
        assembly.hand_in_filing(**usual, day=today, receipt="")
    with refused("not_found"):
        assembly.give_paper(**usual, paper="poem")
    with refused("forbidden"):
        assembly.give_paper(by=prepare.clerk, council=council, paper=papers[0])
    assert card(prepare, council).filed_on is None
    assembly.hand_in_filing(**usual, day=today, receipt="备 12")
    assembly.hand_in_filing(**usual, day=today, receipt="备 13")
    assert (card(prepare, council).filed_on, card(prepare, council).receipt) == (today, "备 12")
    with refused("conflict"):
        assembly.give_paper(**usual, paper=papers[0], is_there=False)
    public = assembly.get_council(viewer=prepare.tenant, council=council)
    assert public.papers == () and public.receipt == "" and public.holders


def test_both_sign_what_is_handed_over(prepare):
    council = seated(prepare)
    old, new = prepare.owners[8], prepare.owners[0]
    usual = {"by": prepare.council, "council": council, "what": "公章"}
    parties = {"giver": old.person or "", "taker": new.person or ""}
    item = assembly.add_handover_item(**usual, **parties, key="1")
    assert assembly.add_handover_item(**usual, **parties, key="1") == item
    with refused("invalid"):
        assembly.add_handover_item(**usual, giver=old.person or "", taker=old.person or "", key="2")
    with refused("invalid"):
        assembly.add_handover_item(**{**usual, "what": " "}, **parties, key="2")
    for other, code in (
        (prepare.owners[5], "forbidden"),
        (prepare.outsider, "not_found"),
        (prepare.owners[5].for_person(old.person or "", via=Via.WEB), "forbidden"),
    ):
        with refused(code):
            assembly.sign_handover(by=other, item=item)
    assembly.sign_handover(by=old, item=item)
    (half,) = card(prepare, council).items
    assert half.given_at and half.taken_at is None and half.due == date(2026, 9, 30)
    assembly.sign_handover(by=new, item=item)
    (whole,) = assembly.get_council(viewer=old, council=council).items
    assert whole.given_at and whole.taken_at
    assert assembly.get_council(viewer=prepare.owners[5], council=council).items == ()


def test_what_is_due_becomes_a_matter_once(prepare):
    council = seated(prepare)
    assert assembly.remind_councils(by=prepare.platform) == 1
    assert assembly.remind_councils(by=prepare.platform) == 0
    assert due(prepare) == ["chair"]
    with held(datetime(2026, 10, 14, 1, tzinfo=UTC)):
        assert assembly.remind_councils(by=prepare.platform) == 2
    with held(datetime(2029, 6, 19, 1, tzinfo=UTC)):
        assert assembly.remind_councils(by=prepare.platform) == 0
    with held(datetime(2029, 6, 20, 1, tzinfo=UTC)):
        assert assembly.remind_councils(by=prepare.platform) == 1
        deliver_all()
    assert due(prepare) == ["chair", "filing", "handover", "re_election"]
    assert list_dead_letters(viewer=prepare.platform).items == ()
    for what in due(prepare):
        ref = f"council-due:{council}:{what}"
        assert len(matters.list_for_ref(viewer=prepare.committee, ref=ref)) == 1
    with refused("forbidden"):
        assembly.remind_councils(by=prepare.street)


def test_what_is_done_is_not_reminded_of(prepare):
    council = seated(prepare)
    first = card(prepare, council).holders[0]
    assembly.choose_chair(by=prepare.council, council=council, holder=first.id)
    assert assembly.remind_councils(by=prepare.platform) == 0


def test_a_new_committee_ends_the_one_before(prepare):
    old = seated(prepare)
    new = seated(prepare, assembly=election(prepare, "archived"), key="again")
    assert card(prepare, old).is_over and not card(prepare, new).is_over
    assert [one.id for one in assembly.list_councils(viewer=prepare.tenant)] == [new, old]


def test_a_recall_names_those_who_hold_office(prepare):
    council = seated(prepare)
    accused = card(prepare, council).holders[0].id
    request = prepare.ask("recall", accused=[accused], motions=())
    assembly.sign_request(by=prepare.owners[1], request=request)
    with refused("forbidden"):  # nobody judges a request about themselves
        assembly.answer_request(by=prepare.council, request=request, is_accepted=False, answer="不")
    made = assembly.answer_request(
        by=prepare.street, request=request, is_accepted=True, answer="同意"
    )
    assert Assembly.objects.get(pk=made).title_zh == "临时业主大会（罢免委员）"

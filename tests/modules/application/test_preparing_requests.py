"""Owners ask for an assembly: who counts, how often, how many are enough, and what follows."""

from fractions import Fraction

import pytest
from django.db.models import Count

from linli.application.assembly import api as assembly
from linli.application.assembly.domain.measures import Weight
from linli.application.assembly.domain.preparing.requests import Needs, Threshold
from linli.application.assembly.models import Assembly, Request, Signature
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Refused, Role, Via
from linli.kernel.clock import held
from modules.application.preparing_estate import ITEM, NOW, RULES, Estate, build, scan

pytestmark = pytest.mark.django_db
FIFTH = Threshold(Fraction(1, 5), Fraction(1, 5))


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def names(request: str) -> int:
    return Signature.objects.filter(request=request, withdrawn_at=None).count()


def paper(estate: Estate, request: str, person: str, key: str = "p1") -> str:
    return assembly.sign_on_paper(
        by=estate.clerk,
        request=request,
        person=person,
        known_by="id_card",
        name="签名.png",
        scan=scan(),
        key=key,
    )


@pytest.mark.parametrize(
    ("heads", "area", "reached"),
    [
        (20, "2000", True),
        (19, "2000", False),
        (20, "1999.99", False),
        (100, "1999.99", False),
        (19, "10000", False),
    ],
)
def test_exactly_a_fifth_of_heads_and_area_is_enough(heads, area, reached):
    got, whole = Weight(heads, Fraction(area)), Weight(100, Fraction(10_000))
    assert FIFTH.is_reached(got, whole) is reached


def test_a_fifth_of_eleven_heads_is_three():
    missing = FIFTH.missing(Weight(2, Fraction(200)), Weight(11, Fraction("1000.10")))
    assert missing == Weight(1, Fraction("0.02"))
    assert not FIFTH.is_reached(Weight(2, Fraction(900)), Weight(11, Fraction(1000)))


def test_either_count_is_enough_where_the_rules_say_so():
    either = Threshold(Fraction(1, 20), Fraction(1, 20), Needs.EITHER)
    assert either.is_reached(Weight(1, Fraction(500)), Weight(100, Fraction(10_000)))
    assert not either.is_reached(Weight(4, Fraction(499)), Weight(100, Fraction(10_000)))
    assert not either.is_reached(Weight(0, Fraction(0)), Weight(0, Fraction(0)))


def test_two_of_ten_owners_with_a_fifth_of_the_area_are_heard(prepare):
    request = prepare.ask()
    card = assembly.get_request(viewer=prepare.tenant, request=request)
    assert (card.support.heads, card.support.all_heads) == (1, 10)
    assert (card.support.area, card.support.all_area) == ("100", "1000")
    assert (card.support.missing_heads, card.support.missing_area) == (1, "100")
    assert card.state == "collecting" and not card.may_sign
    assembly.sign_request(by=prepare.owners[1], request=request)
    card = assembly.get_request(viewer=prepare.tenant, request=request)
    assert (card.state, card.support.heads, card.support.area) == ("reached", 2, "200")
    assert Request.objects.get().reached_at == NOW


def test_what_is_missing_of_a_third_is_said_in_two_places_and_is_enough(db):
    with held(NOW):
        estate = build(rules=False)
        estate.confirm(**{**RULES, "first_request_share": "1/3"})
        request = estate.ask("first", motions=[])
        assert estate.support(request).missing_area == "233.34"


def test_one_hundredth_of_a_square_metre_decides(prepare):
    places.change_place(by=prepare.platform, place=prepare.homes[9], area="100.01")
    request = prepare.ask()
    assembly.sign_request(by=prepare.owners[1], request=request)
    assert prepare.support(request).missing_area == "0.002"
    assert Request.objects.get().state == "collecting"
    assembly.sign_request(by=prepare.owners[9], request=request)
    assert Request.objects.get().state == "reached"


def test_signing_twice_is_signing_once(prepare):
    request = prepare.ask()
    assert prepare.ask() == request
    first = assembly.sign_request(by=prepare.owners[0], request=request)
    assert assembly.sign_request(by=prepare.owners[0], request=request) == first
    assert names(request) == 1 and prepare.support(request).heads == 1


def test_joint_owners_are_one_head_and_several_units_too(prepare):
    wife = prepare.owner("妻子", prepare.homes[0])
    people.settle(
        by=prepare.platform,
        person=prepare.owners[5].person or "",
        dwelling=prepare.homes[6],
        relation=Relation.OWNER,
    )
    people.move_out(
        by=prepare.platform, person=prepare.owners[6].person or "", dwelling=prepare.homes[6]
    )
    request = prepare.ask()
    assert prepare.support(request).all_heads == 9
    assembly.sign_request(by=wife, request=request)
    support = prepare.support(request)
    assert (support.heads, support.area, names(request)) == (1, "100", 2)
    assembly.sign_request(by=prepare.owners[5], request=request)
    support = prepare.support(request)
    assert (support.heads, support.area) == (2, "300")


def test_paper_and_platform_of_the_same_owner_count_once(prepare):
    request = prepare.ask()
    people_first = prepare.owners[0].person or ""
    paper(prepare, request, people_first)
    assert names(request) == 1 and prepare.support(request).heads == 1
    assert people.list_desk_entries(viewer=prepare.owners[0], person=people_first)


def test_a_signature_on_paper_counts_once_and_can_be_read_by_its_owner(prepare):
    request = prepare.ask()
    second = prepare.owners[1].person or ""
    made = paper(prepare, request, second)
    assert paper(prepare, request, second) == made
    assert names(request) == 2 and prepare.support(request).heads == 2
    (entry,) = people.list_desk_entries(viewer=prepare.owners[1], person=second)
    assert (entry.service, str(entry.about)) == ("sign_request", f"request:{request}")
    kept = assembly.list_kept(viewer=prepare.owners[1], full=True)[-1]
    assert kept.rows[0]["via"] == Via.PAPER


def test_paper_needs_a_scan_and_the_desk(prepare):
    request = prepare.ask()
    second = prepare.owners[1].person or ""
    usual = {"request": request, "person": second, "known_by": "id_card", "name": "a.png"}
    with refused("invalid"):
        assembly.sign_on_paper(by=prepare.clerk, scan=b"", key="a", **usual)
    with refused("forbidden"):
        assembly.sign_on_paper(by=prepare.owners[2], scan=scan(), key="a", **usual)
    assert names(request) == 1
    assert people.list_desk_entries(viewer=prepare.owners[1], person=second).items == ()


def test_who_owns_nothing_does_not_sign(prepare):
    request = prepare.ask()
    with refused("forbidden"):
        assembly.sign_request(by=prepare.tenant, request=request)
    with refused("forbidden"):
        prepare.ask(by=prepare.tenant, key="t")
    with refused("forbidden"):
        paper(prepare, request, prepare.tenant.person or "")
    assert names(request) == 1 and Request.objects.count() == 1


def test_a_helper_signs_for_nobody(prepare):
    request = prepare.ask()
    helper = prepare.owners[2].for_person(prepare.owners[1].person or "", via=Via.WEB)
    with refused("forbidden"):
        assembly.sign_request(by=helper, request=request)
    assert names(request) == 1


def test_another_community_knows_nothing_of_it(prepare):
    request = prepare.ask()
    for act in (assembly.sign_request, assembly.withdraw_signature, assembly.withdraw_request):
        with refused("not_found"):
            act(by=prepare.outsider, request=request)
    with refused("not_found"):
        assembly.get_request(viewer=prepare.outsider, request=request)
    with refused("not_found"):
        assembly.answer_request(by=prepare.outsider, request=request, is_accepted=True, answer="好")
    assert names(request) == 1 and Request.objects.get().state == "collecting"
    assert assembly.list_requests(viewer=prepare.outsider).items == ()


def test_a_name_can_be_taken_back_until_enough_have_signed(prepare):
    request = prepare.ask()
    assembly.withdraw_signature(by=prepare.owners[0], request=request)
    assembly.withdraw_signature(by=prepare.owners[0], request=request)
    assert prepare.support(request).heads == 0
    for number in (0, 1):
        assembly.sign_request(by=prepare.owners[number], request=request)
    with refused("conflict"):
        assembly.withdraw_signature(by=prepare.owners[0], request=request)
    assert names(request) == 2 and Request.objects.get().state == "reached"
    with refused("conflict"):
        assembly.sign_request(by=prepare.owners[3], request=request)


def test_who_sold_no_longer_counts(prepare):
    places.change_place(by=prepare.platform, place=prepare.homes[9], area="1000")
    request = prepare.ask()
    assembly.sign_request(by=prepare.owners[1], request=request)
    people.move_out(
        by=prepare.platform, person=prepare.owners[1].person or "", dwelling=prepare.homes[1]
    )
    assert prepare.support(request).heads == 1


def test_a_dwelling_nobody_is_recorded_for_makes_it_harder_not_easier(prepare):
    prepare.home("100")
    request = prepare.ask()
    assembly.sign_request(by=prepare.owners[1], request=request)
    support = prepare.support(request)
    assert (support.all_heads, support.missing_heads, support.missing_area) == (11, 1, "20")


def test_nothing_is_reached_while_an_area_is_unknown(prepare):
    prepare.home(None)
    request = prepare.ask()
    for one in prepare.owners:
        assembly.sign_request(by=one, request=request)
    support = prepare.support(request)
    assert (support.unmeasured, support.is_reached) == (1, False)
    assert Request.objects.get().state == "collecting"


def test_heads_alone_are_enough_for_the_first_assembly_whatever_the_areas(prepare):
    prepare.home(None)
    request = prepare.ask("first", motions=())
    assembly.sign_request(by=prepare.owners[1], request=request)
    assert Request.objects.get().state == "collecting"  # 2 of 11 heads
    assembly.sign_request(by=prepare.owners[2], request=request)
    assert Request.objects.get().state == "reached"


def test_a_rule_nobody_confirmed_stops_it(db):
    with held(NOW):
        estate = build(rules=False)
        with refused("conflict"):
            estate.ask()
        assert not Request.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"reason": "  "},
        {"motions": []},
        {"motions": [assembly.ProposedMotion("278.77", "x")]},
        {"motions": [assembly.ProposedMotion("ordinary", "")]},
        {"kind": "party"},
        {"kind": "recall", "accused": []},
        {"kind": "recall", "accused": ["nobody"]},
        {"key": ""},
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(prepare, wrong):
    with refused("invalid") as caught:
        prepare.ask(**{"kind": "extraordinary", **wrong})
    assert caught.value.field
    assert not Request.objects.exists() and not Signature.objects.exists()


def test_words_and_lists_have_an_end(prepare):
    with refused("too_large"):
        prepare.ask(reason="很" * 4001)
    with refused("too_large"):
        prepare.ask(motions=[ITEM] * 21)
    for number in range(3):
        prepare.ask(key=str(number))
    with refused("too_many"):
        prepare.ask(key="4")
    assert Request.objects.count() == 3


def test_an_answer_has_a_reason_and_leads_to_a_draft(prepare):
    request = prepare.ask()
    with refused("conflict"):
        assembly.answer_request(by=prepare.council, request=request, is_accepted=True, answer="好")
    assembly.sign_request(by=prepare.owners[1], request=request)
    with refused("invalid"):
        assembly.answer_request(by=prepare.council, request=request, is_accepted=True, answer="")
    with refused("forbidden"):
        assembly.answer_request(by=prepare.clerk, request=request, is_accepted=False, answer="不")
    assert not Assembly.objects.exists()
    made = assembly.answer_request(
        by=prepare.council, request=request, is_accepted=True, answer="同意"
    )
    again = assembly.answer_request(
        by=prepare.council, request=request, is_accepted=True, answer="同意"
    )
    assert made == again
    draft = Assembly.objects.annotate(items=Count("motions")).get()
    assert (draft.pk, draft.stage, draft.convened, draft.items) == (
        made,
        "draft",
        "extraordinary",
        1,
    )
    assert draft.request == request


def test_a_refusal_is_said_with_its_reason(prepare):
    request = prepare.ask("first", motions=())
    assembly.sign_request(by=prepare.owners[1], request=request)
    card = assembly.get_request(viewer=prepare.tenant, request=request)
    assert card.answer_by is not None and card.answer_by.isoformat() == "2026-11-20"
    with refused("forbidden"):  # the first assembly is for the street and the committee
        assembly.answer_request(by=prepare.council, request=request, is_accepted=False, answer="不")
    assembly.answer_request(by=prepare.street, request=request, is_accepted=False, answer="未交付")
    card = assembly.get_request(viewer=prepare.tenant, request=request)
    assert (card.state, card.answer, card.assembly) == ("refused", "未交付", None)


def test_only_those_who_check_see_who_signed(prepare):
    request = prepare.ask()
    (one,) = assembly.list_signatures(viewer=prepare.street, request=request)
    assert one.name == "业主0"
    for viewer in (prepare.owners[0], prepare.clerk, prepare.council):
        with refused("forbidden"):
            assembly.list_signatures(viewer=viewer, request=request)


def test_who_began_it_can_take_it_back(prepare):
    request = prepare.ask()
    with refused("forbidden"):
        assembly.withdraw_request(by=prepare.owners[1], request=request)
    assembly.withdraw_request(by=prepare.owners[0], request=request)
    assembly.withdraw_request(by=prepare.owners[0], request=request)
    with refused("gone"):
        assembly.sign_request(by=prepare.owners[1], request=request)
    assert names(request) == 1


def test_the_developer_is_one_head(prepare):
    company = people.register_person(
        by=prepare.platform, name="开发商", kind=people.PersonKind.DEVELOPER
    )
    for _ in range(3):
        people.settle(
            by=prepare.platform,
            person=company,
            dwelling=prepare.home(),
            relation=Relation.OWNER,
            lives_here=False,
        )
    places.add_place(by=prepare.platform, kind=PlaceKind.FACILITY, number="花园", area="5000")
    request = prepare.ask()
    support = prepare.support(request)
    assert (support.all_heads, support.all_area) == (11, "1300")
    assert Role.OWNER in prepare.owners[0].roles

"""An assembly that is being prepared in an estate: something of everything its pages show."""

from dataclasses import dataclass
from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.application.assembly.api import ProposedMotion
from linli.application.assembly.models import Assembly, Motion
from linli.foundation.people import api as people
from linli.kernel import Actor, Role, now
from linli.kernel.clock import held
from modules.support.matters_estate import Estate

RULES = {
    "first_request_share": "1/20",
    "extraordinary_by": "heads_and_area",
    "preparation_body": "preparation_group",
    "preparation_min_members": 3,
    "preparation_odd": True,
    "preparation_owners_share": "1/2",
    "list_shown_days": 7,
    "candidates_shown_days": 7,
    "first_assembly_within_days": 90,
}
QUESTIONS = {"owner": True, "capacity": True, "company_ties": False, "unpaid_fees": False}


@dataclass
class Prepared:
    """Ids of what there is, and the member of the residents' committee."""

    committee: Actor
    request: str
    preparation: str
    candidacy: str
    draft: str
    roll: str
    concern: str
    council: str
    item: str
    assembly: str


def prepared(estate: Estate) -> Prepared:
    """Rules, a request that is collecting, a body at work, a candidate, a roll and a council."""
    committee = _committee(estate)
    with held(now() - timedelta(days=60)):
        _confirm(estate, committee)
        asked = assembly.open_request(
            by=estate.auntie, kind="first", title="成立业主大会", reason="还没有", key="life-1"
        )
        if assembly.get_request(viewer=estate.auntie, request=asked).state == "collecting":
            assembly.sign_request(by=estate.neighbour, request=asked)
        assembly.answer_request(
            by=estate.street, request=asked, is_accepted=True, answer="同意筹备"
        )
        body = _body(estate, asked)
    with held(now() - timedelta(days=30)):
        assembly.form_preparation(by=estate.street, preparation=body)
    request = assembly.open_request(
        by=estate.auntie,
        kind="extraordinary",
        title="换电梯",
        reason="太旧了",
        motions=[ProposedMotion("ordinary", "换电梯", "用维修资金")],
        key="life-2",
    )
    candidacy = assembly.nominate(by=estate.auntie, preparation=body, statement="我愿意出力")
    draft = assembly.write_draft(
        by=estate.street, preparation=body, kind="rules", text="第一条\n第二条", key="d1"
    )
    assembly.comment_on_draft(by=estate.neighbour, draft=draft, text="第二条太长", key="c1")
    draft = assembly.write_draft(
        by=estate.street, preparation=body, kind="rules", text="第一条\n第二条（短）", key="d2"
    )
    assembly.comment_on_draft(by=estate.auntie, draft=draft, text="好多了", key="c2")
    roll = assembly.show_roll(by=estate.street, preparation=body, key="roll")
    concern = assembly.raise_concern(by=estate.auntie, showing=roll, text="面积没有写", key="o1")
    council, item, decided = _council(estate)
    return Prepared(
        committee, request, body, candidacy, draft, roll, concern, council, item, decided
    )


def _committee(estate: Estate) -> Actor:
    one = people.register_person(by=estate.platform, name="何芳", phone="13900000301")
    people.grant_role(by=estate.platform, person=one, role=Role.COMMITTEE)
    return Actor(one, frozenset({Role.COMMITTEE}), estate.community)


def _confirm(estate: Estate, committee: Actor) -> None:
    begun = assembly.get_draft(viewer=committee)
    rules = begun.id if begun else assembly.draft_rules(by=committee, pack="cn-base", key="life")
    for name, value in RULES.items():
        assembly.set_rule(by=committee, rules=rules, name=name, value=value, clause="第三条")
        for by in (committee, estate.street):
            assembly.confirm_rule(by=by, rules=rules, name=name, value=value)


def _body(estate: Estate, request: str) -> str:
    body = assembly.open_preparation(by=estate.street, request=request, key="body")
    for one, side in (
        (estate.street, "street"),
        (estate.auntie, "owner"),
        (estate.neighbour, "owner"),
    ):
        assembly.add_preparer(
            by=estate.street,
            preparation=body,
            person=one.person or "",
            side=side,
            recommended_by="街道办事处",
            leads=one is estate.street,
        )
    assembly.show_members(by=estate.street, preparation=body, key="members")
    return body


def _council(estate: Estate) -> tuple[str, str, str]:
    row = Assembly.objects.create(
        community=estate.community,
        convened="first",
        mode="paper",
        stage="final",
        title_zh="首次业主大会",
        title_en="First assembly",
        rules={},
        opens_at=now() - timedelta(days=30),
        closes_at=now() - timedelta(days=10),
        by_id=estate.street.person or "",
        key="life",
        created_at=now(),
    )
    Motion.objects.create(
        assembly=row, number=1, key="e", kind="election", title_zh="选举", title_en="E", seats=1
    )
    council = assembly.seat_council(
        by=estate.street,
        assembly=row.pk,
        members=[estate.neighbour.person or ""],
        seats=1,
        elected_on=now().date() - timedelta(days=2),
        years=3,
        key="seat",
    )
    item = assembly.add_handover_item(
        by=estate.street,
        council=council,
        what="公章",
        giver=estate.auntie.person or "",
        taker=estate.neighbour.person or "",
        key="item",
    )
    return council, item, row.pk

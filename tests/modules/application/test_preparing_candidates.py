"""Who stands for the committee: asked, checked, shown, then on the ballot; and the texts."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.domain.preparing.texts import Change, compare
from linli.application.assembly.models import Candidacy, Comment, DraftText, Motion
from linli.kernel import Refused, Via
from linli.kernel.clock import held
from modules.application.preparing_estate import NOW, Estate

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=18)
MUST = {"owner": True, "capacity": True, "company_ties": False, "unpaid_fees": False}


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


@pytest.fixture
def body(prepare) -> str:
    """A preparing body that was approved."""
    preparation = prepare.prepared()
    assembly.show_members(by=prepare.street, preparation=preparation, key="show")
    with held(LATER):
        assembly.form_preparation(by=prepare.street, preparation=preparation)
    return preparation


def check(estate: Estate, candidacy: str, **wrong: bool) -> None:
    for question, answer in {**MUST, **wrong}.items():
        assembly.answer_question(
            by=estate.street,
            candidacy=candidacy,
            question=question,
            is_so=answer,
            evidence="查了登记簿",
            key=f"{candidacy}{question}{answer}",
        )


def stand(estate: Estate, body: str, number: int) -> str:
    return assembly.nominate(by=estate.owners[number], preparation=body, statement="我愿意出力")


def state(candidacy: str) -> str:
    return Candidacy.objects.get(pk=candidacy).state


def seen(estate: Estate, viewer, body: str) -> list[str]:
    return [one.name for one in assembly.list_candidates(viewer=viewer, preparation=body)]


def test_who_proposes_themselves_has_said_yes(prepare, body):
    one = stand(prepare, body, 4)
    assert stand(prepare, body, 4) == one
    assert state(one) == "consented"
    with refused("forbidden"):
        assembly.nominate(by=prepare.tenant, preparation=body)
    with refused("not_found"):
        assembly.nominate(by=prepare.outsider, preparation=body)
    assert Candidacy.objects.count() == 1


def test_who_is_proposed_by_others_stands_only_after_their_own_yes(prepare, body):
    five = prepare.owners[5].person or ""
    backers = [prepare.owners[6].person or ""]
    one = assembly.nominate(by=prepare.owners[4], preparation=body, person=five, backers=backers)
    assembly.nominate(by=prepare.owners[7], preparation=body, person=five)
    check(prepare, one)
    assert state(one) == "nominated"
    assert Candidacy.objects.get().backers == [
        prepare.owners[4].person,
        backers[0],
        prepare.owners[7].person,
    ]
    for other in (prepare.owners[4], prepare.street):
        with refused("forbidden"):
            assembly.consent_to_stand(by=other, candidacy=one)
    helper = prepare.owners[4].for_person(five, via=Via.WEB)
    with refused("forbidden"):
        assembly.consent_to_stand(by=helper, candidacy=one)
    with refused("not_found"):
        assembly.consent_to_stand(by=prepare.outsider, candidacy=one)
    assert state(one) == "nominated"
    assembly.consent_to_stand(by=prepare.owners[5], candidacy=one, statement="好")
    assert state(one) == "eligible"


def test_everybody_who_proposes_is_an_owner(prepare, body):
    with refused("invalid"):
        assembly.nominate(
            by=prepare.owners[4],
            preparation=body,
            person=prepare.owners[5].person or "",
            backers=[prepare.tenant.person or ""],
        )
    with refused("forbidden"):
        assembly.nominate(
            by=prepare.owners[9],
            preparation=body,
            person=prepare.owners[5].person or "",
            proposer="党支部",
        )
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize("question", list(MUST))
def test_one_wrong_answer_is_enough_to_be_off_the_list(prepare, body, question):
    one = stand(prepare, body, 4)
    check(prepare, one, **{question: not MUST[question]})
    assert state(one) == "ineligible"
    check(prepare, one)
    assert state(one) == "eligible"  # a later answer replaces the earlier one, which is kept


def test_every_question_needs_its_answer_and_its_evidence(prepare, body):
    one = stand(prepare, body, 4)
    usual = {"by": prepare.street, "candidacy": one, "question": "owner", "is_so": True}
    with refused("invalid"):
        assembly.answer_question(**usual, evidence="", key="1")
    with refused("invalid"):
        assembly.answer_question(**{**usual, "question": "height"}, evidence="尺", key="1")
    with refused("forbidden"):
        assembly.answer_question(**{**usual, "by": prepare.owners[8]}, evidence="看", key="1")
    assembly.answer_question(**usual, evidence="登记簿", key="1")
    assert state(one) == "consented"
    with refused("conflict"):
        assembly.show_candidates(by=prepare.street, preparation=body, key="c")
    (card,) = assembly.list_candidates(viewer=prepare.street, preparation=body)
    answers = {found.question.key: found.is_so for found in card.answers}
    assert answers == {"owner": True, "capacity": None, "company_ties": None, "unpaid_fees": None}


def test_nobody_checks_themselves(prepare, body):
    one = stand(prepare, body, 0)  # owner 0 sits in the body
    with refused("forbidden"):
        assembly.answer_question(
            by=prepare.owners[0],
            candidacy=one,
            question="owner",
            is_so=True,
            evidence="我说的",
            key="1",
        )
    assert state(one) == "consented"


def test_neighbours_see_candidates_once_the_list_is_shown(prepare, body):
    one = stand(prepare, body, 4)
    assert seen(prepare, prepare.tenant, body) == []
    assert seen(prepare, prepare.owners[4], body) == ["业主4"]
    check(prepare, one)
    with held(LATER):
        assembly.show_candidates(by=prepare.street, preparation=body, key="c")
    (card,) = assembly.list_candidates(viewer=prepare.tenant, preparation=body)
    assert (card.name, card.statement, card.answers) == ("业主4", "我愿意出力", ())
    with refused("conflict"):
        stand(prepare, body, 6)


def test_an_upheld_objection_takes_a_candidate_off_before_the_list_is_final(prepare, body):
    first, second = stand(prepare, body, 4), stand(prepare, body, 5)
    check(prepare, first)
    check(prepare, second)
    with held(LATER):
        showing = assembly.show_candidates(by=prepare.street, preparation=body, key="c")
        with refused("not_found"):
            assembly.raise_concern(
                by=prepare.owners[7], showing=showing, text="x", about="nobody", key="o"
            )
        concern = assembly.raise_concern(
            by=prepare.owners[7], showing=showing, text="在物业上班", about=first, key="o"
        )
        with refused("conflict"):
            assembly.strike_candidate(by=prepare.street, candidacy=first, why="随便")
        assembly.answer_concern(by=prepare.street, concern=concern, answer="属实", is_upheld=True)
    over = assembly.list_shown(viewer=prepare.tenant, preparation=body, what="candidates")[0].until
    with held(over - timedelta(seconds=1)), refused("conflict"):
        assembly.settle_candidates(by=prepare.street, preparation=body, seats=5)
    with held(over):
        with refused("conflict"):
            assembly.settle_candidates(by=prepare.street, preparation=body, seats=5)
        assert not Motion.objects.filter(kind="election").exists()
        assembly.strike_candidate(by=prepare.street, candidacy=first, why="在物业公司任职")
        motion = assembly.settle_candidates(by=prepare.street, preparation=body, seats=5)
        assert assembly.settle_candidates(by=prepare.street, preparation=body, seats=5) == motion
    row = Motion.objects.get(kind="election")
    assert (row.candidates, row.seats) == (["业主5"], 5)
    assert (state(first), state(second)) == ("struck", "final")
    with held(over), refused("conflict"):
        assembly.withdraw_candidacy(by=prepare.owners[5], candidacy=second)


def test_who_withdraws_is_off_the_list_and_can_come_back_while_it_is_open(prepare, body):
    one = stand(prepare, body, 4)
    with refused("forbidden"):
        assembly.withdraw_candidacy(by=prepare.owners[5], candidacy=one)
    assembly.withdraw_candidacy(by=prepare.owners[4], candidacy=one)
    assembly.withdraw_candidacy(by=prepare.owners[4], candidacy=one)
    assert state(one) == "withdrawn"
    assert stand(prepare, body, 4) == one
    assert state(one) == "consented"


def test_a_comparison_says_what_went_and_what_came():
    lines = compare("一\n二\n三", "一\n二改\n三\n四")
    assert [(line.change, line.words) for line in lines] == [
        (Change.SAME, "一"),
        (Change.REMOVED, "二"),
        (Change.ADDED, "二改"),
        (Change.SAME, "三"),
        (Change.ADDED, "四"),
    ]


def test_a_text_has_versions_comments_and_becomes_an_item(prepare, body):
    usual = {"by": prepare.street, "preparation": body, "kind": "rules"}
    with refused("conflict"):
        assembly.propose_text(**usual)
    first = assembly.write_draft(**usual, text="第一条\n第二条", key="1")
    assert assembly.write_draft(**usual, text="第一条\n第二条", key="2") == first
    comment = assembly.comment_on_draft(
        by=prepare.owners[8], draft=first, text="第二条太长", key="c"
    )
    with refused("forbidden"):
        assembly.comment_on_draft(by=prepare.tenant, draft=first, text="好", key="c")
    with refused("not_found"):
        assembly.comment_on_draft(by=prepare.outsider, draft=first, text="好", key="c")
    with refused("not_found"):
        assembly.withdraw_comment(by=prepare.owners[7], comment=comment)
    with refused("forbidden"):
        assembly.answer_comment(by=prepare.owners[7], comment=comment, answer="改了")
    assembly.answer_comment(by=prepare.street, comment=comment, answer="改了")
    with refused("conflict"):
        assembly.withdraw_comment(by=prepare.owners[8], comment=comment)
    second = assembly.write_draft(**usual, text="第一条\n第二条（短）", note="按意见改", key="3")
    card = assembly.get_text(viewer=prepare.tenant, draft=second)
    assert (card.number, card.note) == (2, "按意见改")
    assert [line.change for line in card.changes] == ["same", "removed", "added"]
    assert [one.answer for one in assembly.get_text(viewer=prepare.tenant, draft=first).comments]
    motion = assembly.propose_text(**usual)
    assert assembly.propose_text(**usual) == motion
    covenant = {**usual, "kind": "covenant"}
    assembly.write_draft(**covenant, text="约" * 8001, key="4")
    assembly.propose_text(**covenant)
    kinds = dict(Motion.objects.order_by("number").values_list("kind", "text_zh"))
    assert list(kinds) == ["ordinary", "278.1", "278.2"]
    assert kinds["278.1"] == "第一条\n第二条（短）"
    assert "SHA-256" in kinds["278.2"] and "8001" in kinds["278.2"]


def test_a_text_has_an_end_and_belongs_to_its_body(prepare, body):
    usual = {"by": prepare.street, "preparation": body, "kind": "rules"}
    with refused("too_large"):
        assembly.write_draft(**usual, text="长" * 60_001, key="1")
    with refused("invalid"):
        assembly.write_draft(**{**usual, "kind": "song"}, text="x", key="1")
    with refused("invalid"):
        assembly.write_draft(**usual, text=" ", key="1")
    with refused("forbidden"):
        assembly.write_draft(**{**usual, "by": prepare.owners[8]}, text="x", key="1")
    with refused("not_found"):
        assembly.write_draft(**{**usual, "by": prepare.outsider}, text="x", key="1")
    assert not DraftText.objects.exists() and not Comment.objects.exists()

"""Voting on the pages: one item a page, read back, handed in once, and what stands in its way."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from linli.application.assembly import api as assembly
from linli.application.assembly.models import Sheet
from linli.foundation.drafts import api as drafts
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.kernel import new_id, now
from linli.kernel.clock import held
from surface.resident.assembly_estate import cast, convened, head_of, prepare, proxy, tenant
from surface.resident.community import session_of


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def client_of(actor) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(actor)
    return client


@pytest.fixture
def council(life):
    return prepare(life.estate)


@pytest.fixture
def vote(life, council):
    return convened(life.estate, council, "open")


def fill(client: Client, base: str) -> None:
    for number, choice in ((1, ["for"]), (2, ["follow_majority"]), (3, ["1", "3"])):
        assert client.post(f"{base}/{number}", {"choice": choice}).status_code == 302


def draft_of(client: Client, base: str) -> str:
    fields = client.get(base).context["fields"]
    return fields[0].text


@pytest.fixture
def base(life, vote):
    return f"/assembly/{vote}/vote/{head_of(life.estate.auntie, vote).head}"


def test_a_ballot_is_filled_in_item_by_item_read_back_and_handed_in(life, auntie, vote, base):
    assert "现在投票" in page(auntie, "/")
    begin = page(auntie, f"/assembly/{vote}/vote")
    assert "89.50 平方米" in begin and f'href="{base}/1"' in begin
    first = page(auntie, f"{base}/1")
    assert "每户约 1 万元" in first and "过半数" in first
    steps = [auntie.post(f"{base}/1", {"choice": "for"})["Location"]]
    steps.append(auntie.post(f"{base}/2", {"choice": "follow_majority"})["Location"])
    steps.append(auntie.post(f"{base}/3", {"choice": ["1", "3"]})["Location"])
    assert steps == [f"{base}/2", f"{base}/3", base]
    back = page(auntie, base)
    assert "随多数" in back and "陈大明、吴建平" in back and f"{base}/2?change=1" in back
    assert not Sheet.objects.exists()
    done = auntie.post(base, {"draft": draft_of(auntie, base)})
    assert done["Location"] == f"/assembly/{vote}/receipt"
    (ballot,) = head_of(life.estate.auntie, vote).ballots
    items = assembly.get_assembly(viewer=life.estate.auntie, assembly=vote).motions
    assert [ballot.choices[one.id] for one in items] == [
        "for", "follow_majority", ["陈大明", "吴建平"],
    ]  # fmt: skip
    assert "现在投票" not in page(auntie, "/")


def test_one_answer_is_changed_without_the_others(auntie, base):
    fill(auntie, base)
    assert auntie.post(f"{base}/2?change=1", {"choice": "against"})["Location"] == base
    back = page(auntie, base)
    assert "反对" in back and "随多数" not in back and "陈大明、吴建平" in back


def test_the_same_page_sent_again_hands_in_once(auntie, vote, base):
    fill(auntie, base)
    form = {"draft": draft_of(auntie, base), "once": "same"}
    answers = [
        auntie.post(base, form),
        auntie.post(base, form),
        auntie.post(base, {**form, "once": "other"}),
    ]
    assert {one["Location"] for one in answers} == {f"/assembly/{vote}/receipt"}
    assert Sheet.objects.count() == 1


def test_what_was_chosen_waits_for_who_stops_half_way(life, auntie, vote, base):
    auntie.post(f"{base}/1", {"choice": "against"})
    assert "开始投票" in page(auntie, "/drafts")
    other = client_of(life.estate.auntie)
    assert f'href="{base}/2"' in page(other, f"/assembly/{vote}/vote")
    assert 'value="against" id="f-choice-2" checked' in page(other, f"{base}/1")


@pytest.mark.parametrize(
    ("item", "choice", "words"),
    [
        (1, [], ""),
        (1, ["maybe"], ""),
        (3, [], "弃权"),
        (3, ["1", "2", "3"], "最多选 2"),
        (3, ["1", "against"], "二选一"),
        (3, ["99"], ""),
    ],
)
def test_what_cannot_be_said_is_asked_again(life, auntie, base, item, choice, words):
    answer = auntie.post(f"{base}/{item}", {"choice": choice})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert drafts.list_drafts(viewer=life.estate.auntie) == ()


def test_an_open_item_keeps_a_ballot_from_being_handed_in(auntie, base):
    auntie.post(f"{base}/1", {"choice": "for"})
    answer = auntie.post(base, {"draft": draft_of(auntie, base)})
    assert answer.status_code == 422 and "每一项都要选" in answer.content.decode()
    assert not Sheet.objects.exists()


def test_majority_is_offered_only_where_the_rules_offer_it(life, council, auntie):
    made = convened(life.estate, council, "plain", follow_choice=False)
    head = head_of(life.estate.auntie, made).head
    assert "随多数" not in page(auntie, f"/assembly/{made}/vote/{head}/1")
    path = f"/assembly/{made}/vote/{head}/1"
    assert auntie.post(path, {"choice": "follow_majority"}).status_code == 422


def test_who_has_voted_sees_that_and_cannot_begin_again(life, auntie, vote, base):
    cast(life.estate.auntie, vote)
    found = page(auntie, f"/assembly/{vote}/vote")
    assert "您已经投过票" in found and f"/assembly/{vote}/receipt" in found
    for answer in (auntie.get(f"{base}/1"), auntie.post(f"{base}/1", {"choice": "for"})):
        assert answer["Location"] == f"/assembly/{vote}/vote"
    assert drafts.list_drafts(viewer=life.estate.auntie) == ()


def test_a_vote_received_in_time_counts_though_it_waited_past_the_close(life, auntie, vote, base):
    fill(auntie, base)
    form = {"draft": draft_of(auntie, base), "once": new_id()}
    closes = assembly.get_assembly(viewer=life.estate.auntie, assembly=vote).card.closes_at
    with held(closes - timedelta(seconds=1)), ExitStack() as later:

        def waited(execute, sql, *more):
            if sql.startswith("INSERT"):  # the first thing written is the key of the form
                later.enter_context(held(closes + timedelta(seconds=5)))
            return execute(sql, *more)

        with connection.execute_wrapper(waited):
            assert auntie.post(base, form).status_code == 302
        assert now() > closes
    assert Sheet.objects.get().at < closes < Sheet.objects.get().received_at


def test_after_the_close_a_plain_page_says_so_and_nothing_is_counted(life, auntie, vote, base):
    fill(auntie, base)
    draft = draft_of(auntie, base)
    closes = assembly.get_assembly(viewer=life.estate.auntie, assembly=vote).card.closes_at
    with held(closes):
        late = auntie.post(base, {"draft": draft})
        assert late.status_code == 410 and "不能计入" in late.content.decode()
        assert "投票已经结束" in page(auntie, f"/assembly/{vote}/vote")
    assert not Sheet.objects.exists()


def test_before_it_opens_the_page_says_when(life, council, auntie):
    made = convened(life.estate, council, "early")
    with held(now() - timedelta(days=2)):
        assert "投票还没有开始" in page(auntie, f"/assembly/{made}/vote")


def test_a_vote_on_paper_only_leads_to_paper(life, council, auntie):
    made = convened(life.estate, council, "paper", mode="paper")
    found = page(auntie, f"/assembly/{made}/vote")
    assert "不在网上投" in found and f"/assembly/{made}/paper" in found


def test_joint_owners_in_dispute_are_told_what_to_do(life, council, auntie):
    estate = life.estate
    people.settle(
        by=estate.platform,
        person=estate.neighbour.person,
        dwelling=estate.dwelling,
        relation=Relation.OWNER,
    )
    made = convened(estate, council, "joint")
    heads = {one.head: one for one in assembly.my_ballots(viewer=estate.auntie, assembly=made)}
    (head,) = heads
    cast(estate.auntie, made, head=head)
    theirs = client_of(estate.neighbour)
    base = f"/assembly/{made}/vote/{head}"
    assert "共有" in page(theirs, f"/assembly/{made}/vote")
    for number, choice in ((1, "against"), (2, "against"), (3, "abstain")):
        theirs.post(f"{base}/{number}", {"choice": choice})
    theirs.post(base, {"draft": draft_of(theirs, base)})
    assert "意见不一样" in page(auntie, f"/assembly/{made}")
    assert "意见不一样" in page(theirs, f"/assembly/{made}")


def test_who_carries_a_proxy_votes_for_both_homes_one_by_one(life, auntie, vote):
    estate = life.estate
    theirs = proxy(estate, vote, estate.neighbour, estate.auntie)
    own = next(
        one.head
        for one in assembly.my_ballots(viewer=estate.auntie, assembly=vote)
        if not one.is_proxy
    )
    begin = page(auntie, f"/assembly/{vote}/vote")
    assert f"/vote/{own}/1" in begin and f"/vote/{theirs}/1" in begin and "业主写下" in begin
    for head in (own, theirs):
        base = f"/assembly/{vote}/vote/{head}"
        fill(auntie, base)
        auntie.post(base, {"draft": draft_of(auntie, base)})
    assert (
        Sheet.objects.filter(proxy=None).count() == Sheet.objects.exclude(proxy=None).count() == 1
    )


def test_after_the_owner_voted_the_proxy_is_over(life, auntie, vote):
    estate = life.estate
    head = proxy(estate, vote, estate.neighbour, estate.auntie)
    cast(estate.neighbour, vote)
    path = f"/assembly/{vote}/vote/{head}/1"
    assert auntie.post(path, {"choice": "for"}).status_code == 404
    assert Sheet.objects.count() == 1


def test_a_helper_never_votes_with_the_log_in_of_another(life, vote, base):
    people.accept_help(by=life.estate.neighbour, help_id=life.trust)
    helper = client_of(life.estate.neighbour)
    helper.post(f"/me/helping/{life.trust}")
    begin = helper.get(f"/assembly/{vote}/vote")
    assert begin.status_code == 403 and "委托书" in begin.content.decode()
    for path in (f"{base}/1", base, f"/assembly/{vote}/mine", f"/assembly/{vote}/receipt"):
        assert helper.get(path).status_code == 403, path
        if "receipt" not in path:
            assert helper.post(path, {"choice": "for"}).status_code == 403, path
    assert not Sheet.objects.exists()


def test_the_heads_and_items_of_others_are_not_there(life, auntie, neighbour, vote, base):
    assert neighbour.get(base).status_code == 404
    assert neighbour.post(f"{base}/1", {"choice": "for"}).status_code == 404
    assert auntie.get(f"{base}/9").status_code == 404
    assert auntie.get("/assembly/nothing/vote").status_code == 404
    assert not Sheet.objects.exists() and drafts.list_drafts(viewer=life.estate.neighbour) == ()


def test_who_owns_nothing_is_led_to_an_objection(life, vote):
    found = page(client_of(tenant(life.estate)), f"/assembly/{vote}/vote")
    assert "名册上没有您" in found and f"/assembly/{vote}/object" in found

"""An assembly is prepared on the desk's pages by those whose office it is, and by nobody else."""

from datetime import timedelta

from linli.application.assembly.models import (
    Assembly,
    Motion,
    PaperBallot,
)
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Role, system
from modules.application.assembly_estate import (
    CLOSES,
    OPENS,
    START,
    decide,
)
from surface.desk.meeting_walk import MEETINGS, do, local, one, press, read, refused, sit_down


def test_the_council_convenes_writes_the_agenda_and_announces(estate):
    desk = sit_down(estate.council)
    where = press(
        desk, "/desk/assembly/convene", convened="regular", mode="own", title="2026年业主大会"
    )
    estate.assembly = where.rsplit("/", 1)[1]
    press(desk, do(estate, "add"), kind="278.5", title="修电梯", text="要 24 万元")
    press(
        desk, do(estate, "add"), kind="election", title="选举", candidates="张三\n李四", seats="1"
    )
    shown = read(desk, one(estate))
    assert "修电梯" in shown and "张三" in shown and "278.1(5)" in shown
    first, second = Motion.objects.order_by("number")
    press(desk, one(estate, f"/up/{second.pk}"))
    press(desk, do(estate, "change", first.pk), kind="278.6", title="补交维修资金")
    assert list(Motion.objects.order_by("number").values_list("title_zh", flat=True)) == [
        "选举", "补交维修资金",
    ]  # fmt: skip
    press(desk, do(estate, "drop", second.pk))
    undecided = desk.get(one(estate, "/dates")).content.decode()
    assert "不能开业主大会" in undecided and 'href="/desk/assembly/rules"' in undecided
    decide(estate.council, estate.committee)
    assert "10 套" in (calm := read(desk, one(estate, "/dates"))) and "民法典201" in calm
    given = {"opens": local(OPENS), "closes": local(CLOSES), "warned": "no"}
    shown = desk.post(one(estate, "/announce"), given).content.decode()
    assert "829.0" in shown
    assert Assembly.objects.get().stage == "draft"  # read back, not announced yet
    press(desk, one(estate, "/announce"), **given, send="1")
    assert Assembly.objects.get().stage == "announced"


def test_a_draft_on_paper_alone_can_still_be_voted_on_the_screen(estate):
    estate.convene(mode="paper")
    desk = sit_down(estate.council)
    assert do(estate, "frame") in desk.get(one(estate)).content.decode()
    shown = desk.get(do(estate, "frame")).content.decode()
    assert "2026年业主大会" in shown and 'value="paper" id="f-mode-3" checked' in shown
    refused(desk, do(estate, "frame"), 422, mode="own", title="")
    press(desk, do(estate, "frame"), mode="own", title="临时业主大会")
    row = Assembly.objects.get()
    assert (row.mode, row.title_zh, row.scope) == ("own", "临时业主大会", [estate.community])


def test_dates_that_were_tried_out_need_not_be_typed_again(estate):
    estate.convene()
    estate.add()
    desk = sit_down(estate.council)
    page = desk.get(one(estate, "/dates"), {"opens": "12-21 8:00", "closes": "12-31 8:00"})
    where = one(estate, "/announce") + "?opens=12-21+8%3A00&amp;closes=12-31+8%3A00"
    assert where in page.content.decode()
    asked = desk.get(where.replace("&amp;", "&")).content.decode()
    assert "12-21 8:00" in asked and "12-31 8:00" in asked


def test_only_those_who_may_publish_are_led_to_it(voting):
    asked = do(voting, "publish")
    for who, is_led in ((voting.clerk, True), (voting.council, True), (voting.third, False)):
        desk = sit_down(who)
        assert (asked in desk.get(one(voting, "/documents")).content.decode()) is is_led
        assert desk.get(asked).status_code == (200 if is_led else 403)


def test_a_bad_date_is_asked_again_and_announces_nothing(estate):
    estate.convene()
    estate.add()
    decide(estate.council, estate.committee)
    desk = sit_down(estate.council)
    early = {"opens": local(START + timedelta(days=1)), "closes": local(CLOSES), "send": "1"}
    refused(desk, one(estate, "/announce"), 422, **early)
    refused(desk, one(estate, "/announce"), 422, opens="", closes="", send="1")
    assert Assembly.objects.get().stage == "draft"


def test_every_form_acts_once(estate):
    desk = sit_down(estate.council)
    data = {"convened": "regular", "mode": "own", "title": "会", "once": "k" * 20}
    first, again = (desk.post("/desk/assembly/convene", data) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Assembly.objects.count() == 1
    where = first["Location"] + "/do/add/-"
    item = {"kind": "278.5", "title": "修电梯", "once": "m" * 20}
    for _ in range(2):
        assert desk.post(where, item).status_code == 302
    assert Motion.objects.count() == 1


def test_what_is_wrong_is_asked_again_with_all_that_was_typed(estate):
    estate.convene()
    desk = sit_down(estate.council)
    refused(desk, "/desk/assembly/convene", 422, convened="regular", mode="own", title="")
    shown = desk.post(do(estate, "add"), {"kind": "election", "title": "选举委员", "seats": "x"})
    assert shown.status_code == 422 and "选举委员" in shown.content.decode()
    refused(desk, do(estate, "add"), 422, title="没有种类")
    assert not Motion.objects.exists()


PAGES = ("", "/dates", "/board", "/doors", "/papers", "/result", "/documents")


def test_those_who_run_the_vote_open_every_page(voting):
    for who in (voting.council, voting.committee, voting.clerk):
        desk = sit_down(who)
        assert "2026年业主大会" in read(desk, MEETINGS)
        for page in PAGES:
            read(desk, one(voting, page))


def test_nobody_else_opens_any(voting):
    for who in (voting.owners["a"], voting.tenant, voting.manager, voting.keeper):
        desk = sit_down(who)
        for page in ("", *PAGES, "/announce", "/papers/ballots.pdf", "/documents/notice.pdf"):
            read(desk, one(voting, page), 403)
        read(desk, MEETINGS, 403)
        read(desk, "/desk/assembly/convene", 403)
        for act in ("add", "deliver", "print", "phone", "count", "extend"):
            refused(desk, do(voting, act), 403, why="x")
    assert Assembly.objects.count() == 1
    assert not PaperBallot.objects.exists()


def test_who_takes_ballots_does_not_run_the_vote(voting):
    desk = sit_down(voting.clerk)
    read(desk, "/desk/assembly/convene", 403)
    for act in ("extend", "cancel", "add", "count", "scrutineer"):
        refused(desk, do(voting, act), 403, why="x")
    assert Assembly.objects.get().stage == "voting"


def test_another_communitys_assembly_is_not_there(voting):
    for role in (Role.COUNCIL, Role.CLERK):
        desk = sit_down(elsewhere(role))
        for page in (*PAGES, "/papers/ballots.pdf", "/scrutiny", "/documents/notice.pdf"):
            read(desk, one(voting, page), 404)
        for act in ("extend", "deliver", "print", "phone", "cancel"):
            refused(desk, do(voting, act), 404, why="x")
    assert Assembly.objects.get().stage == "voting"


def elsewhere(role):
    community = places.create_community(
        by=system(""), name=f"别处 {role}", phone="021-5550-0001", is_invented=True
    )
    person = people.register_person(by=system(community), name="别处的人")
    people.grant_role(by=system(community), person=person, role=role)
    return Actor(person, frozenset({role}), community)

"""Who sees what: the queue, the neutral form, protected households, figures, chains."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.kernel import ANYONE, Actor, Ref, Refused, Role, Words
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Counter, Matter
from modules.support.matters_estate import MONDAY


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


def ids(page) -> list[str]:
    return [card.id for card in page]


def test_a_private_report_is_seen_by_its_reporter_and_those_who_work_on_it(estate):
    matter = estate.report()
    for viewer in (estate.auntie, estate.clerk, estate.manager, estate.plumber, estate.keeper):
        assert estate.sheet(matter, viewer).card.id == matter
    for viewer in (estate.neighbour, estate.electrician, estate.street, estate.outsider, ANYONE):
        with pytest.raises(Refused) as refused:
            matters.get_matter(viewer=viewer, matter=matter)
        assert refused.value.code in {"not_found", "not_signed_in"}
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.electrician.person)
    assert estate.sheet(matter, estate.electrician)
    with pytest.raises(Refused):
        estate.sheet(matter, estate.plumber)  # no longer free


def test_lists_show_exactly_what_may_be_opened(estate):
    estate.report()
    estate.report(by=estate.neighbour, category="lighting", place=estate.entrance)
    estate.alarm()
    for viewer in (estate.auntie, estate.clerk, estate.plumber, estate.electrician, estate.street):
        listed = set(ids(matters.list_matters(viewer=viewer)))
        openable = set()
        for matter in Matter.objects.values_list("pk", flat=True):
            try:
                openable.add(matters.get_matter(viewer=viewer, matter=matter).card.id)
            except Refused:
                continue
        assert listed == openable


def test_a_worker_for_one_building_sees_only_what_is_free_there(estate):
    one = people.register_person(by=estate.platform, name="孙师傅", phone="13900000099")
    people.grant_role(
        by=estate.platform,
        person=one,
        role=Role.WORKER,
        skills=("水暖",),
        place=estate.building,
    )
    worker = Actor(one, frozenset({Role.WORKER}), estate.community)
    inside = estate.report()
    outside = estate.report(by=estate.neighbour, place=estate.garden)
    assert ids(matters.list_matters(viewer=worker)) == [inside]
    with pytest.raises(Refused):
        estate.sheet(outside, worker)


def test_lanes_sort_the_late_first(estate):
    slow = estate.report(category="suggestion", title="想要个长椅")
    quick = estate.report(category="flood", title="爆管了")
    assert ids(matters.list_matters(viewer=estate.clerk)) == [quick, slow]
    assert ids(matters.list_matters(viewer=estate.clerk, lane="new")) == [quick, slow]
    assert ids(matters.list_matters(viewer=estate.clerk, lane="due_today")) == [quick]
    with held(MONDAY + timedelta(hours=1)):
        assert ids(matters.list_matters(viewer=estate.clerk, lane="overdue")) == [quick]
        counts = {one.lane: one.count for one in matters.count_lanes(viewer=estate.clerk)}
    assert {lane for lane, count in counts.items() if count} == {"new", "overdue"}
    assert (counts["new"], counts["overdue"]) == (2, 1)
    done = estate.resolved(title="别的")
    assert ids(matters.list_matters(viewer=estate.clerk, lane="waiting_resident")) == [done]
    assert ids(matters.list_matters(viewer=estate.plumber, lane="mine")) == [done]
    matters.give_verdict(by=estate.auntie, matter=done, solved=True)
    assert ids(matters.list_matters(viewer=estate.clerk, lane="done")) == [done]
    with pytest.raises(Refused):
        matters.list_matters(viewer=estate.clerk, lane="nonsense")


def test_danger_to_life_stands_before_what_is_merely_late(estate):
    late = estate.report(category="flood", title="爆管了")
    with held(MONDAY + timedelta(hours=2)):
        fire = estate.alarm()
        assert ids(matters.list_matters(viewer=estate.clerk, lane="overdue")) == [late]
        assert ids(matters.list_matters(viewer=estate.clerk)) == [fire, late]


def test_a_long_list_is_read_in_slices_without_gaps_or_twins(estate):
    opened = [estate.report(title=f"第{number}件") for number in range(7)]
    seen, cursor = [], None
    while True:
        page = matters.list_matters(viewer=estate.clerk, cursor=cursor, limit=3)
        seen += ids(page)
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(opened) and len(seen) == 7
    with pytest.raises(Refused):
        matters.list_matters(viewer=estate.clerk, cursor="zzz")


def test_search_finds_a_number_as_it_is_read_out_and_words(estate):
    one, two = estate.report(), estate.report(title="门坏了", category="door")
    assert ids(matters.list_matters(viewer=estate.clerk, search="2026 1123 02")) == [two]
    assert ids(matters.list_matters(viewer=estate.clerk, search="漏水")) == [one]
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.building)) == [one, two]
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.cell)) == [one, two]
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.garden)) == []


@pytest.mark.parametrize("count", [2, 12])
def test_a_list_asks_the_same_number_of_questions_whatever_its_length(
    estate, count, django_assert_max_num_queries
):
    for number in range(count):
        estate.report(title=f"第{number}件")
    with django_assert_max_num_queries(12):
        assert len(matters.list_matters(viewer=estate.clerk)) == count
    with django_assert_max_num_queries(12):
        matters.list_my_matters(viewer=estate.auntie)


def test_neighbours_see_public_matters_without_names_and_words(estate):
    public = estate.report(category="lighting", place=estate.entrance, title="王秀英家门口灯坏了")
    estate.report()
    (card,) = matters.list_around(viewer=estate.neighbour)
    assert card.id == public and card.category_name.zh == "楼道、路灯不亮"
    assert "王秀英" not in repr(card) and not hasattr(card, "title")
    assert matters.get_around(viewer=estate.neighbour, matter=public) == card
    assert matters.list_around(viewer=estate.outsider).items == ()


def test_more_public_matters_than_one_page_go_on(estate):
    lamps = [
        estate.report(category="lighting", place=estate.entrance, title=f"第{number}盏灯")
        for number in range(3)
    ]
    first = matters.list_around(viewer=estate.neighbour, limit=2)
    rest = matters.list_around(viewer=estate.neighbour, limit=2, cursor=first.next)
    assert [card.id for card in (*first, *rest)] == lamps[::-1]
    assert (len(first), rest.next) == (2, None)
    with pytest.raises(Refused):
        matters.list_around(viewer=estate.neighbour, cursor="nowhere")


def test_all_that_is_open_is_listed_and_of_the_finished_how_many_are_not(estate):
    waits = estate.report(title="最早的一件，还没办完")
    over = estate.report(title="办完的一件")
    matters.withdraw_matter(by=estate.auntie, matter=over)
    row = Matter.objects.get(pk=over)
    Matter.objects.bulk_create(
        Matter(**{**_fields(row), "id": f"{number:020}", "number": f"2026-0101-{number:03}"})
        for number in range(203)
    )
    found = matters.list_my_matters(viewer=estate.auntie)
    assert [card.id for card in found.waiting_for_staff] == [waits]
    assert (len(found.finished), found.older) == (200, 4)


def _fields(row: Matter) -> dict[str, object]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


@pytest.mark.parametrize("category", ["complaint", "neighbours", "wellbeing", "call_back"])
def test_what_is_about_people_stays_private_even_in_a_shared_place(estate, category):
    lamp = estate.report(category="lighting", place=estate.entrance, title="灯不亮")
    private = estate.report(category=category, place=estate.entrance, title="想私下说")
    assert [card.id for card in matters.list_around(viewer=estate.neighbour)] == [lamp]
    with pytest.raises(Refused) as e:
        matters.get_around(viewer=estate.neighbour, matter=private)
    assert e.value.code == "not_found"
    matters.reclassify_matter(by=estate.clerk, matter=lamp, category=category)
    matters.reclassify_matter(by=estate.clerk, matter=private, category="lighting")
    assert [card.id for card in matters.list_around(viewer=estate.neighbour)] == [private]


def test_a_state_says_you_only_to_the_one_who_is_asked(estate):
    matter = estate.resolved(category="lighting", place=estate.entrance, title="灯不亮")
    said = matters.get_matter(viewer=estate.auntie, matter=matter).card.state_name.zh
    assert said == "办好了，等您点头"
    (beside,) = matters.list_around(viewer=estate.neighbour)
    assert beside.state_name.zh == estate.sheet(matter).card.state_name.zh == "办好了，等住户点头"
    alarm = estate.alarm()
    matters.assign_matter(by=estate.clerk, matter=alarm, person=estate.plumber.person)
    matters.resolve_matter(by=estate.plumber, matter=alarm, judgement="real")
    assert "同事检查" in matters.get_around(viewer=estate.auntie, matter=alarm).state_name.zh
    matters.check_matter(by=estate.manager, matter=alarm, passed=True)
    assert estate.sheet(alarm).card.state_name.zh == "检查过，办好了"


def test_what_looks_the_same_is_offered_before_it_is_reported_twice(estate):
    public = estate.report(category="lift", place=estate.entrance, title="电梯按了没反应")
    estate.report(title="厨房电梯旁漏水")  # private, hers alone
    (found,) = matters.list_similar(
        viewer=estate.neighbour, category="lift", place=estate.entrance, text="电梯没反应"
    )
    assert found.matter == public and found.likeness > 50


def test_my_matters_are_sorted_by_whose_turn_it_is(estate):
    waiting, done = estate.report(), estate.resolved(title="别的")
    mine = matters.list_my_matters(viewer=estate.auntie)
    assert [card.id for card in mine.waiting_for_staff] == [waiting]
    assert [card.id for card in mine.waiting_for_me] == [done]
    helper = Actor(
        "h", frozenset({Role.HELPER}), estate.community, on_behalf_of=estate.auntie.person
    )
    assert matters.list_my_matters(viewer=helper) == mine


@pytest.fixture
def protected(estate):
    people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="本人申请")
    return estate.report(title="401厨房漏水", description="我是王秀英，3号楼2单元401")


def test_a_protected_household_is_masked_to_the_building_for_all_but_the_keeper(estate, protected):
    matters.assign_matter(by=estate.manager, matter=protected, person=estate.plumber.person)
    for viewer in (estate.manager, estate.clerk, estate.plumber):
        sheet = estate.sheet(protected, viewer)
        shown = repr(sheet)
        assert sheet.card.is_masked and sheet.card.reporter is None
        assert sheet.card.place == estate.building
        assert sheet.card.place_label == Words("3号楼", "Building 3")
        assert "401" not in sheet.description and "王秀英" not in shown
        assert estate.auntie.person not in shown and estate.dwelling not in shown
        with pytest.raises(Refused) as refused:
            matters.get_contact(viewer=viewer, matter=protected, reason="上门")
        assert refused.value.code == "forbidden"
    kept = estate.sheet(protected, estate.keeper)
    assert kept.card.reporter_name == "王秀英" and kept.card.place == estate.dwelling
    assert "13900000001" in matters.get_contact(
        viewer=estate.keeper, matter=protected, reason="上门"
    ).contact.replace(" ", "")
    own = estate.sheet(protected, estate.auntie)
    assert own.card.reporter_name == "王秀英" and not own.card.is_masked


def test_a_protected_household_cannot_be_found_by_its_door_or_its_words(estate, protected):
    listed = matters.list_matters(viewer=estate.clerk)
    assert ids(listed) == [protected] and listed.items[0].title == ""
    for search in ("401", "王秀英", "3号楼2单元"):
        assert ids(matters.list_matters(viewer=estate.clerk, search=search)) == []
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.dwelling)) == []
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.building)) == [protected]
    assert ids(matters.list_matters(viewer=estate.keeper, search="401")) == [protected]


def test_a_lamp_a_protected_person_reports_can_still_be_found_by_the_worker(estate, protected):
    lamp = estate.report(category="lighting", place=estate.garden, title="路灯不亮")
    card = estate.sheet(lamp, estate.clerk).card
    assert card.place == estate.garden and card.reporter is None and card.is_masked
    assert ids(matters.list_matters(viewer=estate.clerk, place=estate.garden)) == [lamp]


def test_a_protected_home_is_in_no_figure_and_the_map_says_what_the_figures_say(estate, protected):
    def told():
        numbers = {one.key: one.value for one in matters.figures(viewer=estate.manager)}
        on_map = matters.count_open_by_place(viewer=estate.manager)
        assert numbers["open"] == numbers["via_web"] == sum(one.open for one in on_map)
        return {one.place: one.open for one in on_map}

    assert told() == {}
    estate.report(category="lighting", place=estate.garden)  # hers too, and everyone's
    assert told() == {estate.garden: 1}
    estate.report(by=in_a_counted_home(estate), category="lighting", place=estate.garden)
    assert told() == {estate.garden: 2}


def test_contact_is_kept_as_it_was_and_every_look_is_recorded(estate):
    matter = estate.report()
    people.change_person(by=estate.platform, person=estate.auntie.person, phone="13811112222")
    with pytest.raises(Refused):
        matters.get_contact(viewer=estate.auntie, matter=matter, reason="")
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    found = matters.get_contact(viewer=estate.plumber, matter=matter, reason="上门")
    assert "13900000001" in found.contact.replace(" ", "") and found.address.endswith("401")
    looks = people.list_looks(viewer=estate.auntie)
    assert [(look.looker, look.about) for look in looks] == [
        (estate.plumber.person, f"matter:{matter}")
    ]
    row = Matter.objects.get(pk=matter)
    assert b"13900000001" not in bytes(row.contact)


def test_messages_and_photos_go_straight_and_notes_stay_among_staff(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    said = matters.post_message(
        by=estate.auntie, matter=matter, text="下午在家", photos=[("a.jpg", picture())], key="m1"
    )
    again = matters.post_message(by=estate.auntie, matter=matter, text="下午在家", key="m1")
    assert again == said
    matters.post_message(by=estate.plumber, matter=matter, text="带备件", is_note=True)
    matters.post_message(by=estate.plumber, matter=matter, text="三点到")
    hers = estate.sheet(matter, estate.auntie)
    assert [one.text for one in hers.messages] == ["下午在家", "三点到"]
    assert len(estate.sheet(matter).messages) == 3
    (photo,) = hers.photos
    content = matters.read_photo(viewer=estate.plumber, matter=matter, file=photo)
    assert content.content.startswith(b"\xff\xd8")
    with pytest.raises(Refused):
        matters.read_photo(viewer=estate.neighbour, matter=matter, file=photo)
    with held(MONDAY + timedelta(minutes=1)):
        matters.mark_read(by=estate.auntie, matter=matter)
        shown = estate.sheet(matter, estate.plumber).messages
        assert [one.is_read for one in shown if one.text == "三点到"] == [True]
    with pytest.raises(Refused):
        matters.post_message(by=estate.auntie, matter=matter, text=" ")
    with pytest.raises(Refused):
        matters.post_message(by=estate.neighbour, matter=matter, text="我也说")


def test_words_are_taken_back_within_half_an_hour(estate):
    matter = estate.report()
    said = matters.post_message(
        by=estate.auntie, matter=matter, text="说错了", photos=[("a.jpg", picture())]
    )
    with held(MONDAY + timedelta(minutes=31)), pytest.raises(Refused):
        matters.take_back_message(by=estate.auntie, message=said)
    with pytest.raises(Refused):
        matters.take_back_message(by=estate.clerk, message=said)
    matters.take_back_message(by=estate.auntie, message=said)
    (shown,) = estate.sheet(matter).messages
    assert shown.is_taken_back and shown.text == "" and shown.photos == ()


def test_the_first_words_of_staff_are_the_first_answer_and_are_measured(estate):
    matter = estate.report()
    with held(MONDAY + timedelta(minutes=20)):
        matters.post_message(by=estate.auntie, matter=matter, text="在吗")
        clocks = {one.kind: one.state for one in estate.sheet(matter).clocks}
        assert clocks["answer"] == "running"
    with held(MONDAY + timedelta(minutes=30)):
        matters.post_message(by=estate.clerk, matter=matter, text="马上派人")
        sheet = estate.sheet(matter)
    assert {one.kind: one.state for one in sheet.clocks}["answer"] == "met"
    assert (sheet.usual_answer.minutes, sheet.usual_answer.n) == (30, 1)


def in_a_counted_home(estate) -> Actor:
    counted = people.countable_dwellings(viewer=estate.platform, under=estate.community)
    one = people.register_person(by=estate.platform, name="何芳", phone="13900000077")
    home = sorted(counted - {estate.dwelling, estate.other_dwelling})[0]
    people.settle(by=estate.platform, person=one, dwelling=home, relation=Relation.OWNER)
    return Actor(one, frozenset({Role.OWNER, Role.RESIDENT}), estate.community)


def test_figures_count_only_what_residents_confirmed(estate):
    resident = in_a_counted_home(estate)
    done = [estate.resolved(title=f"第{n}件", by=resident, place=estate.entrance) for n in range(4)]
    matters.give_verdict(by=resident, matter=done[0], solved=True)
    matters.give_verdict(by=resident, matter=done[1], solved=False)
    matters.check_matter(by=estate.manager, matter=done[2], passed=True)
    alarm = estate.alarm()
    matters.judge_alarm(by=estate.manager, matter=alarm, judgement="false_alarm")
    found = {one.key: one for one in matters.figures(viewer=estate.manager)}
    shares = {key: found[key].value for key in ("resident_confirmed", "reopened", "false_alarms")}
    assert shares == {"resident_confirmed": 25.0, "reopened": 25.0, "false_alarms": 100.0}
    assert found["resident_confirmed"].n == 4 and found["waiting_resident"].value == 2
    for one in found.values():
        assert one.definition.zh and one.definition.en and one.source.zh and one.at == MONDAY
    with pytest.raises(Refused):
        matters.figures(viewer=estate.auntie)


def test_figures_of_an_empty_community_say_nothing_rather_than_nought_percent(estate):
    found = {one.key: one for one in matters.figures(viewer=estate.manager)}
    assert found["resident_confirmed"].value is None and found["open"].value == 0


def test_a_chain_leads_back_to_the_readings_and_on_to_what_changed(estate):
    cause = matters.Cause(
        ref=Ref("series", "42"),
        words=Words("烟雾读数", "Smoke readings"),
        since=MONDAY - timedelta(minutes=5),
        until=MONDAY,
    )
    alarm = estate.alarm(cause=[cause])
    later = matters.open_matter(
        by=estate.manager,
        nature="task",
        category="rounds",
        place=estate.entrance,
        cause=[matters.Cause(Ref("matter", alarm), Words("由告警引起", "After the alarm"))],
    )
    for _ in range(2):
        matters.link_effect(
            by=estate.manager,
            matter=alarm,
            effect=Ref("rule", "r1"),
            words=Words("改阈值", "Raised"),
        )
    chain = matters.chain_of(viewer=estate.manager, matter=alarm)
    assert chain.back[0].ref.kind == "entry"
    assert [(one.ref, one.since) for one in chain.back[1:]] == [
        (Ref("series", "42"), MONDAY - timedelta(minutes=5))
    ]
    assert [one.ref for one in chain.forward] == [Ref("rule", "r1"), Ref("matter", later)]
    back = [one.ref for one in matters.chain_of(viewer=estate.manager, matter=later).back]
    assert Ref("matter", alarm) in back and Ref("series", "42") in back
    assert [one.id for one in matters.list_for_ref(viewer=estate.manager, ref="series:42")] == [
        alarm
    ]


def test_a_chain_never_names_a_matter_the_viewer_may_not_see(estate):
    private = estate.report(by=estate.neighbour)
    hers = estate.report(title="另一件")
    matters.link_effect(
        by=estate.manager,
        matter=hers,
        effect=Ref("matter", private),
        words=Words("有关", "Related"),
    )
    chain = matters.chain_of(viewer=estate.auntie, matter=hers)
    assert private not in repr(chain)
    assert private in repr(matters.chain_of(viewer=estate.manager, matter=hers))


def test_suggestions_come_with_their_reasons(estate):
    matter = estate.report()
    best = matters.suggest_assignees(viewer=estate.clerk, matter=matter)
    assert [one.person for one in best] == [estate.plumber.person]
    assert "负责水暖" in [words.zh for words in best[0].reasons]
    assert best == matters.suggest_assignees(viewer=estate.clerk, matter=matter)
    with pytest.raises(Refused):
        matters.suggest_assignees(viewer=estate.auntie, matter=matter)


def test_a_sheet_offers_exactly_the_acts_that_work(estate):
    matter = estate.report()
    hers = estate.sheet(matter, estate.auntie)
    assert set(hers.acts) == {"withdraw", "message", "urge"}
    assert [one.kind for one in hers.undoable] == ["report"]
    assert set(estate.sheet(matter, estate.plumber).acts) >= {"accept", "take", "message", "note"}
    assert "assign" not in estate.sheet(matter, estate.plumber).acts
    done = estate.resolved(title="别的")
    assert {"confirm", "reopen"} <= set(estate.sheet(done, estate.auntie).acts)
    assert "confirm" not in estate.sheet(done, estate.manager).acts
    assert "check" in estate.sheet(done, estate.manager).acts
    assert "check" not in estate.sheet(done, estate.plumber).acts


def test_what_belongs_to_another_community_does_not_exist(estate):
    matter = estate.report()
    elsewhere = Actor("m", frozenset({Role.MANAGER}), "elsewhere")
    for ask in (
        lambda: matters.get_matter(viewer=elsewhere, matter=matter),
        lambda: matters.accept_matter(by=elsewhere, matter=matter),
        lambda: matters.chain_of(viewer=elsewhere, matter=matter),
        lambda: matters.post_message(by=elsewhere, matter=matter, text="x"),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.code == "not_found"
    assert estate.state(matter) == "reported"


def test_running_numbers_are_counted_once_each(estate):
    for number in range(5):
        estate.report(title=f"第{number}件")
    assert Counter.objects.get().last == 5
    assert len(set(Matter.objects.values_list("number", flat=True))) == 5


def test_residents_choose_from_what_people_report(estate):
    shown = matters.list_categories(viewer=estate.auntie)
    assert not any(card.is_machine for card in shown) and shown[-1].key == "other"
    assert len(matters.list_categories(viewer=estate.clerk)) > len(shown)


def test_the_places_add_up_to_the_figure_of_what_is_open(estate):
    resident = in_a_counted_home(estate)
    home = people.list_homes(viewer=estate.platform, person=resident.person)[0].dwelling
    for place in (home, estate.entrance, estate.garden, estate.community):
        estate.report(by=resident, category="lighting", place=place, title=place)
    estate.resolved(by=resident, place=home)
    found = {one.key: one.value for one in matters.figures(viewer=estate.manager)}
    by_place = matters.count_open_by_place(viewer=estate.manager)
    assert found["open"] == sum(one.open for one in by_place) == 4
    lanes = {one.lane: one.count for one in matters.count_lanes(viewer=estate.manager)}
    assert lanes["waiting_resident"] == found["waiting_resident"] == 1


def test_who_waits_longest_comes_first_and_what_is_done_waits_no_more(estate):
    done = estate.resolved(title="修好了的")
    late, early = estate.report(), None
    with held(MONDAY - timedelta(days=3)):
        early = estate.report(title="三天前的")
    waiting = ids(matters.list_waiting(viewer=estate.manager))
    assert waiting == [early, late] and done not in waiting
    assert ids(matters.list_waiting(viewer=estate.manager, limit=1)) == [early]


def test_a_machines_title_is_read_in_either_language_and_a_persons_as_written(estate):
    cause = matters.Cause(Ref("alarm", "a1"), Words("烟感报警", "Smoke alarm"))
    alarm, report = estate.alarm(cause=[cause]), estate.report()
    for card in (estate.sheet(alarm).card, matters.list_matters(viewer=estate.manager).items[0]):
        assert (card.heading.zh, card.heading.en) == ("烟感报警", "Smoke alarm")
    heading = estate.sheet(report).card.heading
    assert heading.en == heading.zh == "厨房漏水"


def test_a_kind_of_matter_is_found_by_its_name_in_either_language(estate):
    found = estate.report(title="", description="")
    for words in ("Water", "water", "水"):
        assert found in ids(matters.list_matters(viewer=estate.manager, search=words)), words

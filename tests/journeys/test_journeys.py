"""What happens after what: alarms become matters, verdicts teach rules, people are told."""

from datetime import timedelta

import pytest

from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Actor, Ref, Role, Words
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.support.notify.models import Message
from linli.support.rules import api as rules
from modules.support.matters_estate import build as matters_estate
from rules_estate import NOW, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate():
    with held(NOW):
        made = build()
        yield made


def staff(estate, role: Role, name: str) -> Actor:
    person = people.register_person(by=estate.platform, name=name)
    people.grant_role(by=estate.platform, person=person, role=role)
    return estate.actor(role, person=person)


def raised(estate, **more) -> matters.MatterCard:
    rule = estate.rule_on(**more)
    turns = [estate.turn(rule, "raised", 10)]
    rules.record_transitions(by=estate.platform, transitions=turns)
    nothing_is_stuck(estate)
    return matters.list_matters(viewer=estate.manager, nature="alarm").items[0]


def nothing_is_stuck(estate) -> None:
    deliver_all()
    manager = Actor(person="m", roles=frozenset({Role.MANAGER}), community=estate.community)
    assert list_dead_letters(viewer=manager).items == ()


def waiting_deliveries() -> int:
    from linli.foundation.facts.models import Delivery

    return Delivery.objects.filter(state="waiting").count()


def test_an_alarm_becomes_one_matter_with_its_readings_as_cause(estate):
    card = raised(estate)
    chain = matters.chain_of(viewer=estate.manager, matter=card.id)
    kinds = {link.ref.kind for link in chain.back}
    assert {"alarm", "series"} <= kinds
    assert card.category == "fire" and card.severity == "danger"
    alarm = next(link.ref.id for link in chain.back if link.ref.kind == "alarm")
    assert rules.get_alarm(viewer=estate.manager, alarm=alarm).alarm.matter == Ref(
        "matter", card.id
    )
    nothing_is_stuck(estate)
    assert len(matters.list_matters(viewer=estate.manager, nature="alarm")) == 1
    assert waiting_deliveries() == 0


def test_an_alarm_that_passes_is_written_on_the_matter(estate):
    rule = estate.rule_on()
    turns = [estate.turn(rule, "raised", 10), estate.turn(rule, "cleared", 60)]
    rules.record_transitions(by=estate.platform, transitions=turns)
    nothing_is_stuck(estate)
    card = matters.list_matters(viewer=estate.manager, nature="alarm").items[0]
    chain = matters.chain_of(viewer=estate.manager, matter=card.id)
    assert any("恢复正常" in link.words.zh for link in chain.forward)
    assert card.state not in ("confirmed", "resolved")
    assert waiting_deliveries() == 0


def test_an_alarm_a_person_ended_is_written_on_the_matter(estate):
    card = raised(estate)
    (alarm,) = rules.list_alarms(viewer=estate.manager).items
    rules.clear_alarm(by=staff(estate, Role.MANAGER, "王敏"), alarm=alarm.id, reason="探头已拆除")
    nothing_is_stuck(estate)
    chain = matters.chain_of(viewer=estate.manager, matter=card.id)
    assert any("由工作人员解除" in link.words.zh for link in chain.forward)
    assert waiting_deliveries() == 0


def test_who_takes_the_matter_has_seen_the_alarm(estate):
    card = raised(estate)
    worker = staff(estate, Role.MANAGER, "王敏")
    matters.assign_matter(by=worker, matter=card.id, person=worker.person)
    nothing_is_stuck(estate)
    (alarm,) = rules.list_alarms(viewer=estate.manager).items
    assert alarm.is_acknowledged and alarm.acknowledged_by == worker.person
    assert waiting_deliveries() == 0


def test_a_verdict_on_the_matter_teaches_the_rule(estate):
    card = raised(estate)
    worker = staff(estate, Role.MANAGER, "王敏")
    matters.assign_matter(by=worker, matter=card.id, person=worker.person)
    matters.judge_alarm(by=worker, matter=card.id, judgement="false_alarm")
    nothing_is_stuck(estate)
    (alarm,) = rules.list_alarms(viewer=estate.manager).items
    assert alarm.verdict == "false_alarm"
    chain = matters.chain_of(viewer=estate.manager, matter=card.id)
    assert Ref("rule", alarm.rule) in [link.ref for link in chain.forward]
    found = rules.precision_of(viewer=estate.manager, rule=alarm.rule)
    assert (found.real, found.judged) == (0, 1)
    assert waiting_deliveries() == 0


def test_a_rule_that_errs_too_often_becomes_a_task_and_the_decision_is_its_effect(estate):
    rule = estate.rule_on()
    judge = staff(estate, Role.MANAGER, "王敏")
    for number in range(4):
        turns = [
            estate.turn(rule, "raised", 100 * number + 10),
            estate.turn(rule, "cleared", 100 * number + 50),
        ]
        rules.record_transitions(by=estate.platform, transitions=turns)
        (alarm,) = rules.list_alarms(viewer=estate.manager, is_acknowledged=False).items
        rules.acknowledge_alarm(by=judge, alarm=alarm.id)
        rules.give_verdict(by=judge, alarm=alarm.id, verdict="false_alarm")
    nothing_is_stuck(estate)
    (task,) = matters.list_matters(viewer=estate.manager, category="review").items
    goes_on = rules.get_rule(viewer=estate.manager, rule=rule).rule.version_on
    assert goes_on  # a person decides, not the rule
    (review,) = rules.list_reviews(viewer=estate.manager)
    rules.decide_review(by=judge, review=review.id, decision="kept", reason="探头已经换过")
    nothing_is_stuck(estate)
    chain = matters.chain_of(viewer=estate.manager, matter=task.id)
    assert any("保留" in link.words.zh for link in chain.forward)
    alarms = rules.list_alarms(viewer=estate.manager, rule=rule).items
    judged = [one.matter for one in alarms if one.matter]
    assert judged and set(judged) <= {link.ref for link in chain.back}
    forward = matters.chain_of(viewer=estate.manager, matter=judged[0].id).forward
    assert Ref("matter", task.id) in [link.ref for link in forward]
    assert any("保留" in link.words.zh for link in forward)
    assert waiting_deliveries() == 0


def test_an_alarm_nobody_sees_reaches_the_manager_and_then_the_street(estate):
    manager, street = staff(estate, Role.MANAGER, "王敏"), staff(estate, Role.STREET, "周主任")
    raised(estate, escalate_after=(60, 180))
    with held(NOW + timedelta(minutes=2)):
        rules.escalate_due(by=estate.platform)
        nothing_is_stuck(estate)
        assert "没有人处理" in inbox(manager) and "没有人处理" not in inbox(street)
    with held(NOW + timedelta(minutes=4)):
        rules.escalate_due(by=estate.platform)
        nothing_is_stuck(estate)
        assert "没有人处理" in inbox(street)
    assert waiting_deliveries() == 0


def inbox(actor: Actor) -> str:
    return "\n".join(one.text.zh for one in notify.list_inbox(viewer=actor).items)


def told(actor: Actor, matter: str, step: str) -> list[Message]:
    found = Message.objects.filter(person=actor.person, key__startswith=f"matter:{matter}:{step}")
    return list(found)


def test_reporter_and_worker_are_told_of_each_step(estate):
    home = matters_estate()
    matter = home.report()
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    nothing_is_stuck(home)
    assert "派给您" in inbox(home.plumber) and "负责到底" in inbox(home.auntie)
    matters.start_work(by=home.plumber, matter=matter)
    matters.post_message(by=home.plumber, matter=matter, text="十点到")
    matters.post_message(by=home.plumber, matter=matter, text="备注：带配件", is_note=True)
    nothing_is_stuck(home)
    assert inbox(home.auntie).count("新留言") == 1 and "新留言" not in inbox(home.plumber)
    matters.resolve_matter(by=home.plumber, matter=matter, words="换了水管")
    matters.give_verdict(by=home.auntie, matter=matter, solved=False, words="还在滴")
    nothing_is_stuck(home)
    assert "还没好" in inbox(home.plumber)
    assert waiting_deliveries() == 0


def test_an_urgent_matter_is_told_to_those_it_falls_to(estate):
    home = matters_estate()
    home.report(category="gas", title="闻到煤气味", description="楼道里")
    nothing_is_stuck(home)
    assert "紧急" in inbox(home.manager)
    assert waiting_deliveries() == 0


def test_lateness_goes_up_to_the_manager(estate):
    home = matters_estate()
    home.report()
    with held(NOW.replace(year=2027)):
        matters.run_clocks(by=home.platform)
        nothing_is_stuck(home)
    assert "超时督办" in inbox(home.manager)
    assert waiting_deliveries() == 0


def test_the_one_who_answers_hears_that_a_rest_is_over(estate):
    home = matters_estate()
    matter = home.report()
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    matters.hold_matter(by=home.plumber, matter=matter, reason="parts", days=1)
    with held(NOW + timedelta(days=1)):
        matters.run_clocks(by=home.platform)
        nothing_is_stuck(home)
        assert "时钟又走了" in inbox(home.plumber) and "时钟又走了" not in inbox(home.auntie)
    assert waiting_deliveries() == 0


def test_words_from_the_desk_reach_resident_and_worker(estate):
    home = matters_estate()
    matter = home.report()
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    matters.post_message(by=home.clerk, matter=matter, text="明天上午来")
    nothing_is_stuck(home)
    assert "新留言" in inbox(home.auntie) and "新留言" in inbox(home.plumber)


def test_what_happens_again_is_told_again(estate):
    home = matters_estate()
    matter, others = home.report(), (home.electrician, home.plumber) * 2
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    nothing_is_stuck(home)
    for worker in others:
        person = worker.person
        matters.transfer_matter(by=home.clerk, matter=matter, person=person, reason="换个人")
        nothing_is_stuck(home)
    for _ in range(2):
        matters.hold_matter(by=home.clerk, matter=matter, reason="parts")
        matters.resume_matter(by=home.clerk, matter=matter)
    nothing_is_stuck(home)
    assert inbox(home.electrician).count("派给您") == 2
    assert inbox(home.plumber).count("派给您") == 3
    assert inbox(home.auntie).count("先等一等") == 2


def test_every_manager_hears_what_was_declined_and_contested(estate):
    home = matters_estate()
    second = people.register_person(by=home.platform, name="林经理")
    people.grant_role(by=home.platform, person=second, role=Role.MANAGER)
    matter = home.report()
    matters.decline_matter(by=home.clerk, matter=matter, reason="不归我们管")
    matters.contest_decline(by=home.auntie, matter=matter, words="就在公共管道上")
    nothing_is_stuck(home)
    for person in (home.manager.person, second):
        reader = people.actor_for(person=person, community=home.community, strong=True)
        assert "还没好" in inbox(reader)


def test_lateness_in_danger_does_not_wait_for_the_morning(estate):
    home = matters_estate()
    people.set_channels(by=home.platform, person=home.manager.person, kinds=(ChannelKind.SMS,))
    with held(NOW.replace(hour=15)):  # eleven at night
        matter = home.alarm()
        usual = home.report()
    night = NOW.replace(hour=15, minute=30)
    with held(night):
        matters.run_clocks(by=home.platform)
        matters.run_clocks(by=home.platform)
        nothing_is_stuck(home)
        late = told(home.manager, matter, "overdue")
        assert late and all(one.due_at <= night for one in late)
        assert told(home.manager, usual, "overdue") == []


def test_a_warning_nobody_at_the_desk_could_read_goes_to_the_manager(estate):
    home = matters_estate()
    for one in people.list_staff(viewer=home.platform, role=Role.CLERK):
        people.revoke_role(by=home.platform, grant=one.grant)
    matter = home.report()
    due = matters.get_matter(viewer=home.manager, matter=matter).card.due_at
    with held(due - timedelta(minutes=5)):
        matters.run_clocks(by=home.platform)
        nothing_is_stuck(home)
    assert "快到时间了" in inbox(home.manager)


def test_who_joined_in_is_told_when_it_is_done(estate):
    home = matters_estate()
    matter = home.report(category="lighting", place=home.entrance, title="王家门口灯不亮")
    matters.support_matter(by=home.neighbour, matter=matter)
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    for solved in (False, True):
        matters.resolve_matter(by=home.plumber, matter=matter)
        matters.give_verdict(by=home.auntie, matter=matter, solved=solved)
        nothing_is_stuck(home)
    said = inbox(home.neighbour)
    assert (said.count("说是办好了"), said.count("重新办"), said.count("办完了")) == (2, 1, 1)
    assert "王家" not in said and "您跟进的" not in inbox(home.auntie)


def test_words_of_notices_exist_in_both_languages(estate):
    home = matters_estate()
    matters.assign_matter(by=home.clerk, matter=home.report(), person=home.plumber.person)
    nothing_is_stuck(home)
    for one in notify.list_inbox(viewer=home.plumber).items:
        assert isinstance(one.text, Words) and one.text.zh and one.text.en


def test_what_staff_are_told_of_a_protected_home_names_neither_its_door_nor_its_words(estate):
    home = matters_estate()
    people.mark_confidential(by=home.keeper, dwelling=home.dwelling, reason="本人申请")
    matter = home.report(category="flood", title="404的王秀英家爆管了", severity="urgent")
    nothing_is_stuck(home)
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    nothing_is_stuck(home)
    with held(NOW.replace(year=2027)):
        matters.run_clocks(by=home.platform)
        matters.run_clocks(by=home.platform)
        nothing_is_stuck(home)
    building = matters.get_matter(viewer=home.clerk, matter=matter).card.place_label.zh
    for reader in (home.manager, home.plumber, home.street):
        told = notify.list_inbox(viewer=reader).items
        shown = "".join(f"{one.text.zh} {one.text.en}" for one in told)
        assert building in shown
        assert "404" not in shown and "王秀英" not in shown and "单元" not in shown
    assert "紧急" in inbox(home.manager) and "派给您" in inbox(home.plumber)
    assert "404的王秀英家爆管了" in inbox(home.auntie)  # her own words, to herself


def test_who_may_no_longer_see_a_matter_is_told_nothing_of_it(estate):
    home = matters_estate()
    matter = home.report()
    matters.assign_matter(by=home.clerk, matter=matter, person=home.plumber.person)
    other = home.electrician.person
    matters.transfer_matter(by=home.clerk, matter=matter, person=other, reason="要电工")
    nothing_is_stuck(home)
    assert "派给您" in inbox(home.electrician) and "厨房漏水" not in inbox(home.plumber)

"""What a person does with machines at the desk, and what is refused and changes nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.foundation.devices import api as devices
from linli.foundation.mandates.api import get_mandate, list_mandates
from linli.kernel import now
from linli.support.rules import api as rules


def card(machines, device):
    return devices.get_device(viewer=machines.estate.manager, device=device)


def test_a_secret_is_shown_once(machines, manager):
    address = f"/desk/devices/one/{machines.device}/secret"
    first = manager.post(address, {"once": "k1"})
    secret = first.context["secret"]
    assert secret and secret in first.content.decode()
    again = manager.post(address, {"once": "k1"}, follow=True)
    assert secret not in again.content.decode()
    page = manager.get(f"/desk/devices/one/{machines.device}").content.decode()
    assert secret not in page


def test_a_secret_is_made_worthless(machines, manager):
    made = devices.issue_secret(by=machines.estate.manager, device=machines.device)
    manager.post(f"/desk/devices/one/{machines.device}/revoke", {"slot": made.slot})
    kept = devices.list_secrets(viewer=machines.estate.manager, device=machines.device)
    assert all(one.revoked_at for one in kept)


def test_a_device_is_switched_on_only_under_a_decision(machines, manager):
    address = f"/desk/devices/one/{machines.waiting}/activate"
    said = manager.post(address, {"place": "3-2", "mandate": ""}, follow=True).content.decode()
    assert "请选它依据的授权" in said
    assert card(machines, machines.waiting).state == "registered"
    manager.post(address, {"place": "3-2", "mandate": machines.mandate})
    assert card(machines, machines.waiting).state == "active"


def test_a_written_place_of_a_device_is_said_back(machines, manager):
    moved = manager.post(
        f"/desk/devices/one/{machines.device}/move", {"place": "三号楼二单元"}, follow=True
    )
    assert "我们理解为：3号楼2单元" in moved.content.decode()
    on = {"place": "３－２", "mandate": machines.mandate}
    address = f"/desk/devices/one/{machines.waiting}/activate"
    assert "我们理解为：3号楼2单元" in manager.post(address, on, follow=True).content.decode()
    new = {"model": "smoke-detector", "name": "烟感", "place": "三号楼二单元"}
    known = manager.post("/desk/devices/new", new, follow=True)
    assert "我们理解为：3号楼2单元" in known.content.decode()


def test_a_device_is_not_hung_where_nothing_is(machines, manager):
    before = card(machines, machines.device)
    manager.post(f"/desk/devices/one/{machines.device}/move", {"place": "火星"})
    assert card(machines, machines.device) == before


def test_a_device_is_retired_with_a_reason_only(machines, manager):
    address = f"/desk/devices/one/{machines.device}/retire"
    manager.post(address, {"why": ""})
    assert card(machines, machines.device).state == "active"
    manager.post(address, {"why": "坏了"})
    assert card(machines, machines.device).state == "retired"


def test_clerks_read_and_change_nothing(machines, clerk):
    page = clerk.get(f"/desk/devices/one/{machines.device}")
    assert page.status_code == 200 and "retire" not in page.content.decode()
    for act in ("secret", "activate", "retire", "move"):
        assert clerk.post(f"/desk/devices/one/{machines.device}/{act}").status_code == 403
    assert card(machines, machines.device).state == "active"
    assert clerk.get("/desk/devices/quarantine").status_code == 403
    assert clerk.post(f"/desk/rules/one/{machines.rule}/switch").status_code == 403


def test_residents_find_no_desk(machines, auntie):
    for path in ("/desk/overview", "/desk/devices", "/desk/rules", "/desk/alarms"):
        assert auntie.get(path).status_code == 403


def test_the_bytes_of_a_refused_message_are_shown_with_the_reason(machines, keeper):
    answer = keeper.get(f"/desk/devices/quarantine/{machines.rejected}")
    page = answer.content.decode()
    assert "5b 7b 22 6e" in page and "读不懂" in page
    assert "very hot" in "".join(text for _at, _hex, text in answer.context["dump"])


def test_the_readings_refused_for_want_of_a_decision_are_counted(machines, clerk):
    page = clerk.get(f"/desk/devices/one/{machines.device}").content.decode()
    assert "没有授权可以采集" in page


def test_a_delivery_is_tried_first_and_a_bad_row_loses_no_good_one(machines, manager):
    rows = "编号,型号,名称\nnew-1,smoke-detector,新烟感\nnew-2,no-such-model,坏\n"
    address = "/desk/devices/batch"
    tried = manager.post(address, {"rows": rows})
    assert tried.status_code == 200 and tried.context["report"].added == 1
    known = devices.get_devices(viewer=machines.estate.manager, devices=["new-1"])
    assert not known
    manager.post(address, {"rows": rows, "really": "yes"})
    known = devices.get_devices(viewer=machines.estate.manager, devices=["new-1", "new-2"])
    assert set(known) == {"new-1"}


def test_one_device_is_made_known_and_twice_is_once(machines, manager):
    given = {"once": "k2", "model": "smoke-detector", "name": "新的", "device": "one-more"}
    for _ in range(2):
        assert manager.post("/desk/devices/new", given).status_code == 302
    assert card(machines, "one-more").state == "registered"


def test_a_decision_is_recorded_and_taken_back(machines, manager):
    given = {
        "purpose": "看管水泵",
        "series": ["smoke-detector.*"],
        "basis_kind": "contract",
        "basis_text": "维保合同",
        "basis_date": "2026-01-02",
        "retention_days": "30",
        "recipients": "manager",
        "valid_from": "2026-01-03",
    }
    open_end = manager.post("/desk/mandates/new", given)
    assert open_end.status_code == 422
    assert len(list_mandates(viewer=machines.estate.manager)) == 1
    made = manager.post("/desk/mandates/new", {**given, "valid_until": "2027-12-31"})
    mandate = made["Location"].rsplit("/", 1)[1]
    manager.post(f"/desk/mandates/{mandate}/revoke", {"why": "换了合同"})
    kept = get_mandate(viewer=machines.estate.manager, mandate=mandate)
    assert kept.revoked_why == "换了合同"


def test_a_vendor_is_blocked_with_a_reason_and_let_in_again(machines, manager):
    manager.post("/desk/devices/vendors/block", {"vendor": "青石传感", "why": ""})
    assert not devices.list_blocked_vendors(viewer=machines.estate.manager)
    manager.post("/desk/devices/vendors/block", {"vendor": "青石传感", "why": "漏洞"})
    assert devices.list_blocked_vendors(viewer=machines.estate.manager)
    manager.post("/desk/devices/vendors/unblock", {"vendor": "青石传感"})
    assert not devices.list_blocked_vendors(viewer=machines.estate.manager)


QUESTIONS = {
    "name": "太热",
    "reason": "设备会坏",
    "severity": "high",
    "measure": "smoke-detector.temperature",
    "alarm": "plant-temperature",
    "side": "above",
    "limit": "40",
    "clear": "37",
    "minutes": "10",
    "take": "mean",
    "measure_2": "smoke-detector.smoke",
    "side_2": "above",
    "limit_2": "0.1",
    "calls": "45",
    "calls_2": "0.2",
    "calls_at": "23:00",
    "quiet": "39",
    "quiet_2": "0.05",
    "quiet_at": "12:00",
    "inside": "inside",
    "from": "22:00",
    "until": "06:00",
}
PATIENT = {**QUESTIONS, "calls": "10", "quiet": "5"}
KINDS = {
    "threshold": QUESTIONS,
    "rate": QUESTIONS,
    "window": QUESTIONS,
    "silence": PATIENT,
    "both": QUESTIONS,
    "hours": QUESTIONS,
}


def test_every_kind_of_question_makes_a_rule_that_can_be_switched_on(machines, manager):
    for kind, answers in KINDS.items():
        made = manager.post(f"/desk/rules/new/{kind}", answers)
        assert made.status_code == 302, (kind, made.context["problems"])
        rule = made["Location"].rsplit("/", 1)[1]
        manager.post(f"/desk/rules/one/{rule}/switch", {"to": "on", "version": "1"})
        detail = rules.get_rule(viewer=machines.estate.manager, rule=rule)
        assert detail.rule.version_on == 1, kind


def test_hours_and_place_of_a_rule_are_said_back_as_they_were_understood(machines, manager):
    said = {**QUESTIONS, "from": "晚上十点", "until": "早上6点", "calls_at": "夜里11点"}
    made = manager.post("/desk/rules/new/hours", {**said, "place": "三号楼"}, follow=True)
    page = made.content.decode()
    assert "我们理解为：3号楼；22:00–06:00；23:00；12:00" in page
    address = made.redirect_chain[-1][0]
    changed = manager.post(f"{address}/change", {**said, "until": "早上七点"}, follow=True)
    assert "22:00–07:00" in changed.content.decode()


def test_a_rule_is_written_only_if_what_its_author_knows_holds(machines, manager):
    viewer = machines.estate.manager
    before = len(rules.list_rules(viewer=viewer))
    for kind, field, wrong in (
        ("threshold", "calls", "39"),
        ("threshold", "calls", ""),
        ("threshold", "quiet", "41"),
        ("rate", "calls", "30"),
        ("rate", "quiet", "44"),
        ("window", "calls", "30"),
        ("window", "quiet", "50"),
        ("silence", "calls", "9"),
        ("silence", "quiet", "12"),
        ("both", "calls", "39"),
        ("both", "quiet", "45"),
        ("both", "quiet_2", "0.3"),
        ("hours", "calls", "39"),
        ("hours", "quiet", "45"),
        ("hours", "quiet_at", "22:30"),
        ("hours", "quiet_at", "teatime"),
    ):
        refused = manager.post(f"/desk/rules/new/{kind}", {**KINDS[kind], field: wrong})
        assert refused.status_code == 422, (kind, field)
        assert [one.name for one in refused.context["fields"] if one.why] == [field], kind
    assert (
        manager.post("/desk/rules/new/hours", {**QUESTIONS, "calls_at": "12:00"}).status_code == 422
    )
    assert len(rules.list_rules(viewer=viewer)) == before


def test_every_kind_of_question_is_asked_again_with_what_was_said(machines, manager):
    viewer = machines.estate.manager
    for kind, answers in KINDS.items():
        more = {"measure": "*.temperature"} if kind == "both" else {"days": "workdays"}
        given = {**answers, **more}
        made = manager.post(f"/desk/rules/new/{kind}", given)["Location"]
        again = manager.get(f"{made}/change").context["fields"]
        said = {one.name: one.value[0] for one in again if one.value}
        assert {key: said[key] for key in said if key in given} == {
            key: given[key] for key in said if key in given
        }
        assert manager.post(f"{made}/change", said)["Location"] == made
        first, second = rules.get_rule(viewer=viewer, rule=made.rsplit("/", 1)[1]).versions
        assert (first.definition, first.test) == (second.definition, second.test), kind


def test_a_proven_rule_is_changed_by_plain_questions_and_keeps_its_example(machines, manager):
    viewer = machines.estate.manager
    made = manager.post("/desk/rules/take/light-outside-hours")["Location"]
    fields = manager.get(f"{made}/change").context["fields"]
    said = {one.name: one.value[0] for one in fields if one.value}
    assert (said["inside"], said["days"], said["measure"]) == ("outside", "workdays", "*.light")
    contradicts = {**said, "limit": "900", "clear": "800"}
    assert manager.post(f"{made}/change", contradicts).status_code == 422
    assert manager.post(f"{made}/change", {**said, "clear": "60"})["Location"] == made
    new, old = rules.get_rule(viewer=viewer, rule=made.rsplit("/", 1)[1]).versions
    assert (new.test, new.definition["condition"]["when"]["clear_at"]) == (old.test, 60)


def test_two_kinds_of_device_call_together_for_a_place_only(machines, manager):
    model = {
        "key": "counter",
        "name": {"zh": "人数", "en": "Counter"},
        "vendor": "青石传感",
        "properties": [{"key": "people", "name": "people", "unit": "", "sensitivity": "open"}],
    }
    devices.define_model(by=machines.estate.platform, model=model)
    answers = {**QUESTIONS, "measure_2": "counter.people", "limit_2": "0.1"}
    assert manager.post("/desk/rules/new/both", answers).status_code == 422
    made = manager.post("/desk/rules/new/both", {**answers, "per": "building"})["Location"]
    manager.post(f"{made}/switch", {"to": "on", "version": "1"})
    viewer = machines.estate.manager
    assert rules.get_rule(viewer=viewer, rule=made.rsplit("/", 1)[1]).rule.version_on == 1


def test_a_rule_written_at_the_desk_tells_more_people_when_nobody_answers(machines, manager):
    viewer, estate = machines.estate.manager, machines.estate
    address = "/desk/rules/new/threshold"

    def written(**more):
        rule = manager.post(address, {**QUESTIONS, **more})["Location"].rsplit("/", 1)[1]
        return rules.get_rule(viewer=viewer, rule=rule).rule

    usual = written(severity="critical", is_safety="yes", owner=estate.clerk.person)
    assert (usual.escalate_after, usual.owner) == ((60, 180, 600), estate.clerk.person)
    chosen = written(escalate="2, 20", floor_percent="70", floor_verdicts="5")
    assert (chosen.escalate_after, chosen.owner) == ((120, 1200), viewer.person)
    assert (chosen.floor_percent, chosen.floor_verdicts) == (70, 5)
    assert "2 分钟" in manager.get(f"/desk/rules/one/{chosen.id}").content.decode()
    assert written(escalate="0").escalate_after == ()
    before = len(rules.list_rules(viewer=viewer))
    for wrong in (
        {"escalate": "0", "is_safety": "yes"},
        {"escalate": "soon"},
        {"escalate": "nan"},
        {"owner": estate.auntie.person},
        {"floor_percent": "101"},
    ):
        assert manager.post(address, {**QUESTIONS, **wrong}).status_code == 422, wrong
    assert len(rules.list_rules(viewer=viewer)) == before


def test_a_rule_with_a_bad_answer_is_not_written_and_the_answers_stay(machines, manager):
    before = len(rules.list_rules(viewer=machines.estate.manager))
    refused = manager.post("/desk/rules/new/threshold", {**QUESTIONS, "limit": "hot"})
    assert refused.status_code == 422
    assert "太热" in refused.content.decode()
    assert len(rules.list_rules(viewer=machines.estate.manager)) == before


def test_a_changed_rule_goes_on_as_it_was_until_it_is_switched_on(machines, manager):
    manager.post(f"/desk/rules/one/{machines.rule}/change", {**QUESTIONS, "clear": ""})
    kept = rules.get_rule(viewer=machines.estate.manager, rule=machines.rule).rule
    assert (kept.version, kept.version_on) == (2, 1)


def test_a_rule_is_switched_off_with_a_reason_only(machines, manager):
    address = f"/desk/rules/one/{machines.rule}/switch"
    manager.post(address, {"to": "off", "reason": ""})
    viewer = machines.estate.manager
    assert rules.get_rule(viewer=viewer, rule=machines.rule).rule.version_on == 1
    manager.post(address, {"to": "off", "reason": "换新的"})
    assert rules.get_rule(viewer=viewer, rule=machines.rule).rule.version_on is None


def test_a_proven_rule_is_taken_over_switched_off(machines, manager):
    made = manager.post("/desk/rules/take/stuffy-room")
    rule = made["Location"].rsplit("/", 1)[1]
    assert rules.get_rule(viewer=machines.estate.manager, rule=rule).rule.version_on is None


def test_history_says_what_a_rule_would_have_raised(machines, manager):
    page = manager.get(f"/desk/rules/one/{machines.rule}/history?period=7d")
    assert len(page.context["table"].rows) == 2
    assert "会报 2 次" in page.content.decode()
    typed = manager.get(
        f"/desk/rules/one/{machines.rule}/history", {"since": "前天", "until": "今天"}
    )
    assert "我们理解为：" in typed.content.decode()
    assert typed.context["heard"].count("星期") == 2
    wrong = manager.get(f"/desk/rules/one/{machines.rule}/history?since=x&until=y")
    assert wrong.status_code == 422


def test_an_alarm_says_why_and_is_acknowledged(machines, clerk):
    page = clerk.get(f"/desk/alarms/{machines.alarm}").content.decode()
    assert "烟雾 0.3，高于 0.1" in page
    clerk.post(f"/desk/alarms/{machines.alarm}/seen")
    kept = rules.get_alarm(viewer=machines.estate.manager, alarm=machines.alarm).alarm
    assert kept.is_acknowledged


def test_a_stuck_alarm_is_ended_with_a_reason_by_who_may(machines, manager, clerk):
    address = f"/desk/alarms/{machines.alarm}"
    assert "end" not in {one.rsplit("/", 1)[1] for one in actions(clerk.get(address))}
    assert clerk.post(f"{address}/end", {"reason": "太吵"}).status_code == 403
    manager.post(f"{address}/end", {"reason": ""})
    viewer = machines.estate.manager
    assert rules.get_alarm(viewer=viewer, alarm=machines.alarm).alarm.is_active
    page = manager.post(f"{address}/end", {"reason": "探头拆了"}, follow=True).content.decode()
    assert "探头拆了" in page and "解除人" in page
    kept = rules.get_alarm(viewer=viewer, alarm=machines.alarm).alarm
    assert (kept.is_active, kept.is_acknowledged) == (False, True)
    assert kept.cleared_by == viewer.person


def actions(page) -> list[str]:
    return re.findall(r'action="([^"]+)"', page.content.decode())


def test_why_it_did_not_fire_is_told_for_a_device_and_refused_for_nothing(machines, manager):
    asked = {"rule": machines.rule, "device": machines.silent, "hours": "24"}
    page = manager.get("/desk/rules/why-not", asked)
    assert "因此没有报警" in page.content.decode()
    wrong = manager.get("/desk/rules/why-not", {**asked, "device": "nothing-here"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("device", "name"), [("smoke-garden", "花园烟感"), ("三号楼", "3号楼"), ("3-2", "3号楼2单元")]
)
def test_why_it_did_not_fire_says_what_was_understood(machines, manager, device, name):
    asked = {"rule": machines.rule, "device": device, "hours": "24"}
    at = timezone.localdate(now()) - timedelta(days=1)
    week = "一二三四五六日"[at.weekday()]
    heard = f"我们理解为：{name}；{at.year}年{at.month}月{at.day}日 星期{week} 15:05。"
    for typed in (f"{at} 15:05", "昨天下午3点05分", f"{at.month}月{at.day}日15：05"):
        page = manager.get("/desk/rules/why-not", {**asked, "at": typed})
        assert page.status_code == 200
        assert page.context["heard"] == heard and heard in page.content.decode()
    silent = manager.get("/desk/rules/why-not", {**asked, "at": ""})
    assert silent.context["heard"] == f"我们理解为：{name}。"


@pytest.mark.parametrize(
    ("device", "at"), [("nothing-here", ""), ("", ""), ("三号楼", "25点"), ("三号楼", "明天")]
)
def test_what_was_not_understood_is_asked_back_and_explains_nothing(machines, manager, device, at):
    asked = {"rule": machines.rule, "device": device, "at": at}
    page = manager.get("/desk/rules/why-not", asked)
    assert page.status_code == 422
    assert page.context["steps"] == [] and page.context["heard"] == ""
    assert "我们理解为" not in page.content.decode()


def test_the_chain_shows_the_readings_and_the_alarm(machines, clerk):
    page = clerk.get(f"/desk/matters/{machines.matter}/chain")
    steps = page.context["backward"]
    assert any(step.chart and step.chart.points for step in steps)
    assert any(step.why for step in steps)


def test_work_is_announced_and_done(machines, manager):
    given = {"place": "3-2", "reason": "换烟感", "until": ""}
    refused = manager.post("/desk/rules/maintenance/announce", {**given, "reason": ""})
    assert refused.status_code == 422
    assert len(rules.list_maintenance(viewer=machines.estate.manager)) == 1
    manager.post("/desk/rules/maintenance/announce", given)
    kept = rules.list_maintenance(viewer=machines.estate.manager).items[0]
    manager.post(f"/desk/rules/maintenance/{kept.id}/done")
    assert rules.list_maintenance(viewer=machines.estate.manager).items[0].closed_by


def test_alarms_that_protect_lives_are_held_back_by_a_manager_for_one_building(
    machines, manager, clerk
):
    address = "/desk/rules/maintenance/announce"
    given = {"place": "3-2", "reason": "换烟感", "holds_safety": "yes"}
    assert clerk.post(address, given).status_code == 403
    assert "holds_safety" not in clerk.get("/desk/rules/maintenance").content.decode()
    assert manager.post(address, {**given, "until": "2099-01-01 08:00"}).status_code == 422
    viewer = machines.estate.manager
    assert [one.id for one in rules.list_maintenance(viewer=viewer)] == [machines.work]
    manager.post(address, given)
    assert rules.list_maintenance(viewer=viewer).items[0].holds_safety


def test_what_work_held_back_can_be_read(machines, manager, auntie):
    address = f"/desk/rules/maintenance/{machines.work}"
    assert address in manager.get("/desk/rules/maintenance").content.decode()
    page = manager.get(address).content.decode()
    assert "因维护暂不报警" in page and "烟雾报警" in page and "花园烟感" in page
    assert auntie.get(address).status_code == 403
    assert manager.get("/desk/rules/maintenance/nothing").status_code == 404


def test_a_review_is_decided_by_a_person(machines, manager):
    rules.give_verdict(by=machines.estate.manager, alarm=machines.alarm, verdict="false_alarm")
    review = rules.list_reviews(viewer=machines.estate.manager, is_open=True).items[0]
    assert "要复查" in manager.get(f"/desk/rules/one/{machines.rule}").content.decode()
    address = f"/desk/rules/reviews/{review.id}"
    manager.post(address, {"decision": "kept", "reason": ""})
    assert rules.list_reviews(viewer=machines.estate.manager, is_open=True).items
    manager.post(address, {"decision": "kept", "reason": "照旧"})
    assert not rules.list_reviews(viewer=machines.estate.manager, is_open=True).items


def test_the_map_says_the_same_as_its_table(machines, manager):
    context = manager.get("/desk/overview").context
    drawn = {one.label: (str(one.open), str(one.silent)) for one in context["drawing"].buildings}
    rows = [[one.cell.words for one in row] for row in context["table"].placed()]
    listed = {row[0]: (row[1], row[4]) for row in rows}
    assert {name: listed[name] for name in drawn} == drawn
    assert drawn["花园"] == ("1", "1")


def test_the_longest_waiting_resident_stands_first(machines, manager):
    rows = manager.get("/desk/overview").context["waiting"].rows
    assert len(rows) == 2 and "3号楼2单元401" in rows[0][0].words

"""A community writes its own rules down; two people confirm each value; the owners adopt them."""

from datetime import UTC, date, datetime

import pytest

from linli.application.assembly.api import (
    Standing,
    adopt_rules,
    check_runnable,
    confirm_rule,
    draft_rules,
    drop_rule,
    effective_rules,
    get_draft,
    list_versions,
    plan_assembly,
    set_rule,
)
from linli.application.assembly.domain.rules import NonResponse, Void
from linli.foundation.people.api import grant_role, register_person
from linli.foundation.places.api import create_community
from linli.kernel import ANYONE, Actor, Refused, Role, Via, system
from linli.kernel.clock import held

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
OPEN = {
    "extraordinary_by": "heads_and_area",
    "window_min_days": 5,
    "window_max_days": 60,
    "result_published_days": 3,
    "objection_days": 7,
    "retention_years": 5,
}
"""What the national pack leaves open, or knows at second hand, of an assembly that is asked for."""


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


class House:
    """A community with two members of the council, a street office, a manager and an owner."""

    def __init__(self, name: str) -> None:
        self.id = create_community(by=system(""), name=name)
        names = {
            "chair": Role.COUNCIL,
            "deputy": Role.COUNCIL,
            "street": Role.STREET,
            "committee": Role.COMMITTEE,
            "manager": Role.MANAGER,
            "owner": Role.OWNER,
        }
        self.people = {name: self._person(name, role) for name, role in names.items()}

    def _person(self, name: str, role: Role) -> Actor:
        person = register_person(by=system(self.id), name=name)
        if role is not Role.OWNER:
            grant_role(by=system(self.id), person=person, role=role)
        return Actor(person=person, roles=frozenset({role}), community=self.id)

    def __getattr__(self, name: str) -> Actor:
        return self.people[name]

    def written(self, values=None, *, pack="cn-base", key="1", confirmed=True) -> str:
        """A draft with these values, each confirmed by chair and deputy."""
        rules = draft_rules(by=self.chair, pack=pack, key=key)
        for name, value in (OPEN if values is None else values).items():
            set_rule(by=self.chair, rules=rules, name=name, value=value, clause="第三条", page="2")
            for by in (self.chair, self.deputy) if confirmed else ():
                confirm_rule(by=by, rules=rules, name=name, value=value)
        return rules

    def adopted(self, rules: str, motion: str = "m1") -> None:
        adopt_rules(by=self.chair, rules=rules, motion=motion, has_passed=lambda *_: True)


@pytest.fixture
def house():
    return House("测试苑")


def refused(code, verb, **given):
    with pytest.raises(Refused) as found:
        verb(**given)
    assert found.value.code == code
    return found.value


def test_without_own_rules_the_pack_holds_and_says_what_is_open(house):
    found = effective_rules(viewer=ANYONE, community=house.id)
    assert (found.standing, found.pack, found.version) == (Standing.PACK, "cn-base", 0)
    notice = found.get("notice_days_regular")
    assert (notice.value, notice.is_confirmed, notice.article) == (15, True, "14")
    assert "15 天" in notice.meaning.zh
    silent = found.get("void")
    assert (silent.value, silent.is_confirmed, silent.layer) == (None, False, "")
    why = refused("conflict", check_runnable, viewer=house.owner, convened="extraordinary")
    assert {"投票最少几天", "资料保存几年"} <= set(why.params["names"].zh.split("、"))
    assert "临时大会提前通知" not in why.params["names"].zh


def test_an_assembly_runs_on_what_two_people_have_confirmed(house):
    rules = house.written()
    found = check_runnable(viewer=house.owner, convened="extraordinary")
    assert found.standing is Standing.DRAFT, "before a first version its draft is what there is"
    assert found.plain() | OPEN == found.plain()
    set_rule(by=house.chair, rules=rules, name="objection_days", value=8, clause="第三条", page="2")
    why = refused("conflict", check_runnable, viewer=house.owner, convened="extraordinary")
    assert why.params["names"].zh == "对结果提异议几天"
    for _ in range(2):
        confirm_rule(by=house.chair, rules=rules, name="objection_days", value=8)
    refused("conflict", check_runnable, viewer=house.owner, convened="extraordinary")
    confirm_rule(by=house.deputy, rules=rules, name="objection_days", value="8")
    assert (
        check_runnable(viewer=house.owner, convened="extraordinary").plain()["objection_days"] == 8
    )


def test_an_election_needs_more_and_the_first_assembly_something_else(house):
    house.written()
    why = refused("conflict", check_runnable, viewer=house.owner, convened="first")
    assert "谁来筹备" in why.params["names"].zh
    why = refused(
        "conflict", check_runnable, viewer=house.owner, convened="extraordinary", is_election=True
    )
    assert "候选人公示几天" in why.params["names"].zh


def test_only_an_adopted_version_holds_once_there_is_one_and_the_earlier_stay(house):
    house.adopted(house.written())
    assert effective_rules(viewer=house.owner).standing is Standing.ADOPTED
    later = house.written({"objection_days": 10}, key="2")
    assert effective_rules(viewer=house.owner).get("objection_days").value == 7
    carried = {one.key: one for one in get_draft(viewer=house.chair).values}
    assert carried["retention_years"].is_confirmed, "what has not changed stays confirmed"
    house.adopted(later, "m2")
    assert effective_rules(viewer=house.owner).get("objection_days").value == 10
    versions = list_versions(viewer=ANYONE, community=house.id)
    assert [(one.version, one.motion) for one in versions] == [(2, "m2"), (1, "m1")]
    first = {one.key: one.value for one in versions[1].values}
    assert first["objection_days"] == 7


def test_rules_are_adopted_by_a_motion_that_has_passed(house):
    rules = house.written()
    asked = []

    def has_passed(by, motion):
        asked.append((by, motion))
        return motion == "passed"

    given = {"by": house.chair, "rules": rules, "has_passed": has_passed}
    refused("conflict", adopt_rules, motion="failed", **given)
    refused("invalid", adopt_rules, motion="", **given)
    assert list_versions(viewer=house.owner) == ()
    adopt_rules(motion="passed", **given)
    adopt_rules(motion="passed", **given)
    assert asked == [(house.chair, "failed"), (house.chair, "passed")]
    (version,) = list_versions(viewer=house.owner)
    assert (version.motion, version.adopted_at) == ("passed", NOW)
    refused("conflict", adopt_rules, motion="another", **given)


def test_a_value_nobody_has_confirmed_is_not_adopted(house):
    rules = house.written(confirmed=False)
    given = {"rules": rules, "motion": "m1", "has_passed": lambda *_: True}
    why = refused("conflict", adopt_rules, by=house.chair, **given)
    assert "资料保存几年" in why.params["names"].zh
    assert effective_rules(viewer=house.owner).standing is Standing.DRAFT


def test_adopted_rules_are_not_written_in(house):
    rules = house.written()
    house.adopted(rules)
    before = list_versions(viewer=house.owner)
    given = {"by": house.chair, "rules": rules, "name": "objection_days"}
    refused("conflict", set_rule, value=9, clause="第四条", **given)
    refused("conflict", drop_rule, **given)
    refused("conflict", confirm_rule, value=7, **given)
    assert list_versions(viewer=house.owner) == before


def test_the_law_is_a_floor_for_own_rules(house):
    rules = house.written({}, pack="hangzhou")
    given = {"by": house.chair, "rules": rules, "clause": "第三条"}
    why = refused("invalid", set_rule, name="notice_days_regular", value=14, **given)
    assert "杭州市物业管理条例 19" in str(why)
    refused("invalid", set_rule, name="window_max_days", value=61, **given)
    refused("invalid", set_rule, name="challenge_years", value=2, **given)
    refused("invalid", set_rule, name="extraordinary_share", value="1/4", **given)
    assert get_draft(viewer=house.chair).values == ()
    set_rule(name="notice_days_regular", value=20, **given)
    set_rule(name="extraordinary_share", value="1/10", **given)
    set_rule(name="modes", value=["paper"], **given)


def test_in_beijing_only_the_citys_own_system_counts_electronically(house):
    rules = house.written({}, pack="beijing")
    given = {"by": house.chair, "rules": rules, "clause": "第三条", "name": "modes"}
    refused("invalid", set_rule, value=["own", "paper"], **given)
    set_rule(value=["official", "paper"], **given)
    assert effective_rules(viewer=house.owner).get("modes").value == ["official", "paper"]


def test_what_somebody_saw_is_what_they_confirm(house):
    rules = house.written({"objection_days": 7}, confirmed=False)
    set_rule(by=house.deputy, rules=rules, name="objection_days", value=3, clause="第三条")
    given = {"by": house.chair, "rules": rules}
    refused("conflict", confirm_rule, name="objection_days", value=7, **given)
    refused("not_found", confirm_rule, name="void", value="participates", **given)
    refused("not_found", confirm_rule, name="colour", value="red", **given)
    (value,) = get_draft(viewer=house.chair).values
    assert value.confirmed_by == ()


def test_writing_the_same_again_changes_nothing_and_dropping_leaves_it_to_the_law(house):
    rules = house.written({"notice_days_regular": 20})
    set_rule(
        by=house.deputy,
        rules=rules,
        name="notice_days_regular",
        value="20",
        clause="第三条",
        page="2",
    )
    assert effective_rules(viewer=house.owner).get("notice_days_regular").is_confirmed
    for _ in range(2):
        drop_rule(by=house.chair, rules=rules, name="notice_days_regular")
    assert effective_rules(viewer=house.owner).get("notice_days_regular").value == 15


def test_one_version_is_written_at_a_time_and_a_key_begins_it_once(house):
    first = draft_rules(by=house.chair, pack="cn-base", key="a")
    assert draft_rules(by=house.chair, pack="cn-base", key="a") == first
    refused("conflict", draft_rules, by=house.deputy, pack="cn-base", key="b")
    refused("not_found", draft_rules, by=house.chair, pack="atlantis", key="c")
    refused("invalid", draft_rules, by=house.chair, pack="cn-base", key="")


@pytest.mark.parametrize("who", ["manager", "owner"])
def test_who_holds_no_office_of_the_owners_writes_nothing(house, who):
    rules = house.written({"objection_days": 7}, confirmed=False)
    by = house.people[who]
    refused("forbidden", draft_rules, by=by, pack="cn-base", key="x")
    refused(
        "forbidden", set_rule, by=by, rules=rules, name="void", value="participates", clause="3"
    )
    refused("forbidden", confirm_rule, by=by, rules=rules, name="objection_days", value=7)
    refused("forbidden", adopt_rules, by=by, rules=rules, motion="m", has_passed=lambda *_: True)
    refused("forbidden", get_draft, viewer=by)
    (value,) = get_draft(viewer=house.chair).values
    assert (value.value, value.confirmed_by) == (7, ())


def test_the_street_prepares_the_first_rules_and_the_council_alone_the_later_ones(house):
    rules = house.written({"objection_days": 7}, confirmed=False)
    confirm_rule(by=house.street, rules=rules, name="objection_days", value=7)
    confirm_rule(by=house.committee, rules=rules, name="objection_days", value=7)
    house.adopted(rules)
    later = house.written({"objection_days": 9}, key="2", confirmed=False)
    given = {"rules": later, "name": "objection_days", "value": 9}
    refused("forbidden", confirm_rule, by=house.street, **given)
    for_another = house.chair.for_person("p2", via=Via.COUNTER)
    refused("forbidden", confirm_rule, by=for_another, **given)


def test_the_rules_of_another_community_are_not_there(house):
    rules = house.written({"objection_days": 7}, confirmed=False)
    stranger = House("邻苑").chair
    given = {"by": stranger, "rules": rules}
    refused("not_found", set_rule, name="void", value="participates", clause="3", **given)
    refused("not_found", drop_rule, name="objection_days", **given)
    refused("not_found", confirm_rule, name="objection_days", value=7, **given)
    refused("not_found", adopt_rules, motion="m", has_passed=lambda *_: True, **given)
    refused("not_found", effective_rules, viewer=ANYONE, community="nowhere")
    assert get_draft(viewer=stranger) is None
    assert len(get_draft(viewer=house.chair).values) == 1


@pytest.mark.parametrize("clause", ["", " ", "x" * 81])
def test_a_value_names_its_clause(house, clause):
    rules = draft_rules(by=house.chair, pack="cn-base", key="1")
    given = {"by": house.chair, "rules": rules, "name": "objection_days", "value": 7}
    assert refused("invalid", set_rule, clause=clause, **given).field == "clause"


def test_the_count_gets_its_switches_with_the_clause_that_lets_silence_speak(house):
    values = {"void": "participates", "non_response": "follow_majority", "proxy_cap": 3}
    house.adopted(house.written(values))
    rules = effective_rules(viewer=house.owner).counting(is_warned=True)
    assert (rules.void, rules.proxy_cap) == (Void.PARTICIPATES, 3)
    assert (rules.non_response, rules.clause) == (NonResponse.FOLLOW_MAJORITY, "第三条")
    assert rules.is_warned
    assert rules.blank is None


def test_the_calendar_joins_the_rules_with_the_announced_holidays(house):
    house.adopted(house.written())
    plan = plan_assembly(
        viewer=house.owner, convened="regular", opens=date(2026, 3, 17), closes=date(2026, 3, 27)
    )
    assert plan.day("publish_by") == date(2026, 3, 1)
    assert plan.day("objections_until") == date(2026, 4, 7), "not in the Qingming holidays"
    assert not plan.is_certain, "next year's holidays are not announced"

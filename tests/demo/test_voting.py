"""Who starts the demo finds an open vote, and an earlier one with its result."""

from linli.application.announcements import api as announcements
from linli.application.assembly import api as assembly
from linli.application.assembly.api import Stage
from linli.demo import voting


def test_one_vote_is_open_and_one_has_its_result(estate):
    platform = estate.platform
    opened, past = assembly.list_assemblies(viewer=platform).items
    assert (opened.stage, past.stage) == (Stage.VOTING, Stage.FINAL)
    for one in (opened, past):
        found = assembly.reconcile(viewer=platform, assembly=one.id)
        came = {each.channel for each in found.channels if each.returned}
        assert {"web", "phone", "doorstep"} <= came
        assert found.difference == 0
    body = assembly.result_of(viewer=platform, assembly=past.id).body
    assert body["ballots"]["difference"] == 0
    assert len(assembly.list_leaves(viewer=platform, assembly=past.id)) > 5


def test_nobody_has_voted_whom_one_can_log_in_as(estate):
    opened = assembly.list_assemblies(viewer=estate.platform).items[0]
    for person in estate.played:
        actor = voting.people.actor_for(person=person, community=estate.community)
        heads = assembly.my_ballots(viewer=actor, assembly=opened.id)
        assert all(not one.ballots for one in heads)


def test_the_open_vote_was_announced_to_all_of_them(estate):
    (notice,) = announcements.list_announcements(viewer=estate.platform).items
    assert "2026年业主大会" in notice.latest.title.zh
    assert "选举业主委员会" in notice.latest.text.zh


def test_again_it_changes_nothing(estate):
    before = assembly.list_assemblies(viewer=estate.platform).items
    voting.hold(estate.platform, lambda line: None)
    assert assembly.list_assemblies(viewer=estate.platform).items == before

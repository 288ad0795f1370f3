"""An assembly from its draft to its archive: what may follow what, and what then stands."""

from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, Stage
from linli.application.assembly.models import (
    Sheet,
)
from linli.kernel import Words
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, CLOSES, DURING, OPENS, stage
from modules.application.voting.asking import refused


def test_from_a_draft_to_the_archive(estate):
    estate.convene()
    estate.add()
    estate.announce()
    assert stage(estate) is Stage.ANNOUNCED
    with held(OPENS):
        assert estate.tick() == 1
        assert stage(estate) is Stage.VOTING
    with held(DURING):
        for name in "adefgh":
            estate.cast(name)
    with held(CLOSES - timedelta(seconds=1)):
        assert estate.tick() == 0
    with held(CLOSES):
        assert estate.tick() == 1
        assert stage(estate) is Stage.CLOSED
        refused(
            lambda: assembly.make_preliminary(by=estate.council, assembly=estate.assembly),
            "conflict",
        )
    with held(AFTER):
        estate.close()
        found = estate.result()
        assert found["strict"]["outcome"] == found["deemed"]["outcome"] == "passed"
        assert found["participation"]["heads"] == [6, 8]
        assert found["articles"] and found["strict"]["would_change"]
        refused(
            lambda: assembly.make_final(by=estate.council, assembly=estate.assembly), "conflict"
        )
    with held(AFTER + timedelta(days=9)):
        assert assembly.make_final(by=estate.council, assembly=estate.assembly) == 2
        card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
        assert card.keep_until > card.challenge_until > AFTER + timedelta(days=365)
        assert estate.result() == found  # the very same, not counted again
        assembly.archive(by=estate.council, assembly=estate.assembly)
        assembly.archive(by=estate.council, assembly=estate.assembly)
    assert stage(estate) is Stage.ARCHIVED
    assert estate.facts(
        "assembly_announced", "voting_opened", "voting_closed", "result_published",
        "assembly_archived",
    ) == [
        "assembly_announced", "voting_opened", "voting_closed", "result_published",
        "result_published", "assembly_archived",
    ]  # fmt: skip


def test_a_draft_is_known_to_those_who_prepare_it_alone(estate):
    estate.convene()
    for viewer in (estate.owners["a"], estate.tenant, estate.clerk):
        refused(
            lambda viewer=viewer: assembly.get_assembly(viewer=viewer, assembly=estate.assembly),
            "not_found",
        )
        assert not assembly.list_assemblies(viewer=viewer).items
    assert assembly.list_assemblies(viewer=estate.committee).items


def test_another_communitys_assembly_is_not_there(estate):
    estate.announced()
    stranger, one = estate.stranger, estate.assembly
    for ask in (
        lambda: assembly.get_assembly(viewer=stranger, assembly=one),
        lambda: assembly.board(viewer=stranger, assembly=one),
        lambda: assembly.canvass(viewer=stranger, assembly=one),
        lambda: assembly.reconcile(viewer=stranger, assembly=one),
        lambda: assembly.my_ballots(viewer=stranger, assembly=one),
        lambda: assembly.roll_for_publication(viewer=stranger, assembly=one),
        lambda: assembly.papers_for_print(viewer=stranger, assembly=one),
        lambda: assembly.scrutiny(viewer=stranger, assembly=one, reason="x"),
        lambda: assembly.result_of(viewer=stranger, assembly=one),
        lambda: assembly.cancel(by=stranger, assembly=one, why="x"),
        lambda: assembly.print_papers(by=stranger, assembly=one, key="k"),
        lambda: assembly.make_preliminary(by=stranger, assembly=one),
    ):
        refused(ask, "not_found")


def test_only_those_who_may_convene_do(estate):
    estate.convene()
    for by in (estate.owners["a"], estate.manager, estate.tenant):
        refused(
            lambda by=by: assembly.convene(
                by=by, convened="regular", mode="own", title=Words("会", "m"), key="k"
            ),
            "forbidden",
        )
    refused(
        lambda: assembly.convene(
            by=estate.council, convened="first", mode="own", title=Words("会", "m"), key="k"
        ),
        "forbidden",
    )
    assert len(assembly.list_assemblies(viewer=estate.council).items) == 1


def test_a_double_click_convenes_and_adds_once(estate):
    first = estate.convene()
    assert estate.convene() == first
    assert estate.add() == estate.add()
    sheet = assembly.get_assembly(viewer=estate.council, assembly=first)
    assert [one.number for one in sheet.motions] == [1]


def test_an_agenda_is_changed_ordered_and_shortened_only_as_a_draft(estate):
    estate.convene()
    one, two, three = estate.add(title="一"), estate.add(title="二"), estate.add(title="三")
    by, name = estate.council, estate.assembly
    assembly.order_motions(by=by, assembly=name, motions=[three, one, two])
    assembly.drop_motion(by=by, assembly=name, motion=one)
    new = MotionDraft(kind="278.6", title=Words("补交", "top up"))
    assembly.change_motion(by=by, assembly=name, motion=two, to=new)
    sheet = assembly.get_assembly(viewer=by, assembly=name)
    assert [(card.id, card.number, card.kind) for card in sheet.motions] == [
        (three, 1, "278.5"), (two, 2, "278.6"),
    ]  # fmt: skip
    refused(lambda: assembly.order_motions(by=by, assembly=name, motions=[two, two]), "invalid")
    estate.announce()
    for change in (
        lambda: estate.add(title="四"),
        lambda: assembly.drop_motion(by=by, assembly=name, motion=two),
        lambda: assembly.change_motion(by=by, assembly=name, motion=two, to=new),
        lambda: assembly.order_motions(by=by, assembly=name, motions=[two, three]),
    ):
        refused(change, "conflict")
    assert assembly.get_assembly(viewer=by, assembly=name).motions == sheet.motions


def test_what_a_draft_is_called_and_how_its_owners_vote_can_change_until_it_is_announced(estate):
    estate.convene(mode="paper")
    estate.add()
    new = {"mode": "own", "title": Words("临时大会", "Extra"), "scope": [estate.buildings[0]]}

    def change(**other) -> None:
        given = {"by": estate.council, "assembly": estate.assembly, **new, **other}
        assembly.change_assembly(**given)

    for wrong, code in (
        ({"mode": "by pigeon"}, "invalid"),
        ({"title": Words("", "")}, "invalid"),
        ({"scope": ["nowhere"]}, "invalid"),
        ({"by": estate.clerk}, "not_found"),
        ({"by": estate.stranger}, "not_found"),
    ):
        refused(lambda wrong=wrong: change(**wrong), code)
    before = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (before.mode, before.title.zh) == ("paper", "2026年业主大会")
    change()
    card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (card.mode, card.title, card.scope) == ("own", new["title"], (estate.buildings[0],))
    change(scope=())
    estate.announce()
    refused(change, "conflict")
    card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (card.title, card.scope) == (new["title"], (estate.community,))


def test_what_is_not_on_the_agenda_cannot_be_voted_on(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        refused(
            lambda: estate.cast("d", {**dict.fromkeys(estate.motions, "for"), "other": "for"}),
            "invalid",
        )
    assert not Sheet.objects.exists()


def test_a_vote_is_extended_once_before_its_end_and_within_the_rules(estate):
    estate.announced()
    by, name = estate.council, estate.assembly

    def extend(days):
        assembly.extend_voting(by=by, assembly=name, closes_at=CLOSES + timedelta(days=days))

    with held(DURING):
        estate.tick()
        refused(lambda: extend(6), "conflict")
        refused(lambda: extend(-1), "invalid")
        extend(5)
        extend(5)  # a double click
        refused(lambda: extend(6), "conflict")
    with held(CLOSES + timedelta(days=1)):
        assert estate.tick() == 0
        estate.cast("d")
    with held(CLOSES + timedelta(days=5)):
        refused(lambda: extend(7), "conflict")
        assert estate.tick() == 1
    assert estate.facts("voting_extended") == ["voting_extended"]


def test_a_cancelled_assembly_takes_no_vote(estate):
    estate.announced()
    assembly.cancel(by=estate.council, assembly=estate.assembly, why="名册有误")
    with held(DURING):
        assert estate.tick() == 0
        refused(lambda: estate.cast("d"), "gone")
    assert stage(estate) is Stage.CANCELLED
    assert not Sheet.objects.exists()

"""Pages of an assembly ask a fixed number of questions, however many homes there are."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.application.assembly import api as assembly
from linli.application.assembly.api import UnitNote
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel.clock import held
from modules.application.assembly_estate import DURING


def grow(estate, flats):
    """More homes of as many owners, before the roll is frozen."""
    by = estate.platform
    made = []
    for flat in range(flats):
        home = places.add_place(
            by=by,
            kind=PlaceKind.DWELLING,
            number=str(201 + flat),
            parent=estate.buildings[flat % 2],
            area="90",
        )
        person = people.register_person(by=by, name=f"赵{flat}")
        people.settle(by=by, person=person, dwelling=home, relation=Relation.OWNER)
        made.append(home)
    assembly.note_figures(by=estate.clerk, units=[UnitNote(home, "survey") for home in made])


def questions(ask):
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def counted(estate, flats):
    grow(estate, flats)
    estate.announced()
    with held(DURING):
        estate.tick()
        assembly.print_papers(by=estate.clerk, assembly=estate.assembly, key="p")
        for name in "def"[: 1 + flats]:
            estate.cast(name)
        return [
            questions(lambda ask=ask: ask(viewer=estate.clerk, assembly=estate.assembly))
            for ask in (
                assembly.board,
                assembly.canvass,
                assembly.papers_for_print,
                assembly.reconcile,
                assembly.roll_for_publication,
            )
        ]


def test_more_homes_ask_no_more_questions(estate):
    with transaction.atomic():
        few = counted(estate, 0)
        transaction.set_rollback(True)
    estate.motions.clear()
    assert counted(estate, 20) == few
    assert max(few) < 20

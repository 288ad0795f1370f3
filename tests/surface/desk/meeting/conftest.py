"""An assembly in each of its states, as those who run it find it."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.kernel.clock import held
from modules.application.assembly_estate import (
    AFTER,
    DURING,
    START,
    build,
)


@pytest.fixture
def estate(db):
    with held(START):
        yield build()


@pytest.fixture
def voting(estate):
    estate.convene()
    estate.add()
    estate.add("278.8", "出租外墙")
    estate.add("election", "选举", candidates=("王d", "王e"), seats=1)
    estate.announce(partial_success="stands_over_half", committee_min=1)
    with held(DURING):
        estate.tick()
        yield estate


@pytest.fixture
def elected(voting):
    """The estate some days after its final result, in which 王d won the one seat."""
    for name in "adefgh":
        voting.cast(name, {voting.motions[0]: "for", voting.motions[1]: "against",
                           voting.motions[2]: ["王d"]}, key=name)  # fmt: skip
    with held(AFTER):
        voting.close()
    with held(AFTER + timedelta(days=9)):
        assembly.make_final(by=voting.council, assembly=voting.assembly)
        yield voting

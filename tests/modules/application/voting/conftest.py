"""A vote that is open, and one whose papers are printed."""

import pytest

from linli.application.assembly import api as assembly
from linli.kernel.clock import held
from modules.application.assembly_estate import DURING


@pytest.fixture
def voting(estate):
    """An open vote on one item; the clock stands in its second day."""
    estate.announced()
    with held(DURING):
        estate.tick()
        yield estate


@pytest.fixture
def papers(voting):
    assert assembly.print_papers(by=voting.clerk, assembly=voting.assembly, key="p") == 8
    assert assembly.print_papers(by=voting.clerk, assembly=voting.assembly, key="q") == 0
    return voting

"""`linli witnesses` says who vouches, and changes it."""

import argparse

import pytest

from linli.foundation.places import api as places
from linli.kernel import ANYONE, Refused, system
from linli.kernel.tlog.notes import Signer, Verifier
from linli.support.ledger import api as ledger
from linli.surface.cli import vouching

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> str:
    return places.create_community(by=system(""), name="梧桐里", phone="021-5550-0000")


def run(*words: str) -> int:
    """The word itself; tables are there already."""
    parser = argparse.ArgumentParser()
    vouching.describe(parser)
    return vouching.run(parser.parse_args(words))


def test_it_prints_the_key_takes_a_witness_in_and_lets_it_go(community, capsys):
    assert run() == 0
    key = capsys.readouterr().out.splitlines()[0].removeprefix("ledger ")
    assert str(Verifier.parse(key)) == key
    vkey = str(Signer.make("juwei.example/1", 4).verifier)
    added = ("--add", vkey, "--name", "居委会", "--url", "http://127.0.0.1:1")
    assert run(*added, "--needed", "1") == run(*added) == 0
    assert "1 witnesses needed" in capsys.readouterr().out
    (card,) = ledger.list_witnesses(viewer=ANYONE, community=community)
    assert run("--needed", "0", "--retire", card.id) == 0
    assert card.id in capsys.readouterr().out
    (card,) = ledger.list_witnesses(viewer=ANYONE, community=community)
    assert card.retired_at is not None


def test_what_cannot_be_is_refused_and_changes_nothing(community):
    for words in (("--add", "nonsense"), ("--needed", "3"), ("--retire", "x")):
        with pytest.raises(Refused):
            run(*words)
    assert ledger.list_witnesses(viewer=ANYONE, community=community) == ()

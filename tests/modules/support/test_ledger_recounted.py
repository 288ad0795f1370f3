"""What the ledger publishes is taken by recount, which was written apart from it."""

import json
from datetime import datetime

import pytest

from linli.kernel import ANYONE, Actor, Role
from linli.support.ledger import api as ledger
from linli.support.ledger.api import NewLeaf
from recount.__main__ import main
from recount_bundles import ASSEMBLY, sample

OWN = {"type", "assembly", "seq", "at", "commitment"}
pytestmark = pytest.mark.django_db


def published(estate, **more):
    """The sample assembly, appended to a community's own ledger and signed."""
    made = sample(**more)
    records = {each["seq"]: each["record"] for each in made.opened}
    leaves = [
        NewLeaf(
            type=leaf["type"],
            assembly=ASSEMBLY,
            body={name: value for name, value in leaf.items() if name not in OWN},
            key=f"leaf {leaf['seq']}",
            record=records.get(leaf["seq"]),
            at=datetime.fromisoformat(leaf["at"]),
        )
        for leaf in (each["leaf"] for each in made.entries)
    ]
    first, rest = leaves[:10], leaves[10:]
    for part in (first, rest):
        ledger.append_leaves(by=estate.platform, community=estate.community, leaves=part)
        ledger.sign_checkpoint(by=estate.platform, community=estate.community)


def recounted(estate, path, capsys, *, opened):
    council = Actor("c", frozenset({Role.COUNCIL}), estate.community)
    viewer = council if opened else ANYONE
    ledger.write_bundle(
        viewer=viewer, community=estate.community, assembly=ASSEMBLY, opened=opened, path=path
    )
    code = main([str(path), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["holds"] == (code == 0)
    return said


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
@pytest.mark.parametrize("opened", [True, False])
def test_a_bundle_of_the_ledger_holds(estate, tmp_path, capsys, name, opened):
    published(estate)
    said = recounted(estate, tmp_path / name, capsys, opened=opened)
    assert said["holds"], said
    assert [each["strict"] for each in said["motions"]] == ["passed", "failed", "passed"]


def test_a_tally_that_does_not_follow_is_found_in_what_the_ledger_publishes(
    estate, tmp_path, capsys
):
    published(estate, m2={"strict": {"outcome": "passed"}})
    said = recounted(estate, tmp_path / "bundle", capsys, opened=False)
    assert said["file"] == "entries.jsonl" and "“failed” follows" in said["en"]


def test_a_receipt_of_the_ledger_is_found_in_its_bundle(estate, tmp_path, capsys):
    published(estate)
    recounted(estate, tmp_path / "bundle", capsys, opened=False)
    card = ledger.get_receipt(viewer=ANYONE, community=estate.community, index=12)
    (tmp_path / "receipt").write_text(card.proof, encoding="utf-8")
    words = ["--receipt", str(tmp_path / "receipt"), "--bundle", str(tmp_path / "bundle")]
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["seq"], said["code"]) == (13, card.code)

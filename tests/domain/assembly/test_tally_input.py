"""A file of an assembly: every mistake is named with its place, and a remark harms nothing."""

import pytest

from domain.assembly.figures import assembly
from linli.application.assembly.domain.tallying import tally
from linli.kernel import Refused


def test_a_remark_may_stand_anywhere_and_counts_for_nothing():
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    before = tally(given)
    for row in (given["owners"][0], given["motions"][0], given["ballots"][0]):
        row.update(name="王秀英", note="电话里说的")
    assert tally(given) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda g: g["owners"][0]["units"][0].update(area="8o"), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].update(area="0"), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].update(area=80.5), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].pop("area"), "owners[0].units[0].area"),
        (lambda g: g["owners"][1].update(id=g["owners"][0]["id"]), "owners[1].id"),
        (lambda g: g["owners"][1].update(units=g["owners"][0]["units"]), "owners[1].units[0].id"),
        (lambda g: g["motions"][0].update(kind="278.10"), "motions[0].kind"),
        (lambda g: g["ballots"][1].update(motion="n"), "ballots[1].motion"),
        (lambda g: g["ballots"][1].update(choice="maybe"), "ballots[1].choice"),
        (lambda g: g["ballots"][1].update(at="yesterday"), "ballots[1].at"),
        (lambda g: g["ballots"][1].update(channel="papre"), "ballots[1].channel"),
        (lambda g: g["ballots"][1].update(channell="paper"), "ballots[1]"),
        (lambda g: g["owners"][1].update(develloper=True), "owners[1]"),
        (lambda g: g["owners"][1]["units"][0].update(bulding="1"), "owners[1].units[0]"),
        (lambda g: g["motions"][0].update(knid="special"), "motions[0]"),
        (lambda g: g.update(deliveries=[{"unit": "nowhere"}]), "deliveries[0].unit"),
        (lambda g: g.update(deliveries=[{"owner": "nobody"}]), "deliveries[0].owner"),
        (lambda g: g.update(deliveries=[{"evidence": "signed"}]), "deliveries[0].unit"),
        (lambda g: g.update(deliveries=[{"unit": "u-for-0", "eviddence": "x"}]), "deliveries[0]"),
        (
            lambda g: g.update(deliveries=[{"unit": "u-for-0", "evidence": True}]),
            "deliveries[0].evidence",
        ),
        (lambda g: g["ballots"].append(3), "ballots[2]"),
        (lambda g: g.update(rules={"viod": "participates"}), "rules"),
        (lambda g: g.update(rules={"void": "maybe"}), "rules.void"),
        (lambda g: g.update(pack="atlantis"), "pack"),
        (lambda g: g.update(scope={"buildings": ["nowhere"]}), "m"),
        (lambda g: g.update(owners={}), "owners"),
    ],
)
def test_a_mistake_is_named_with_its_place(change, field):
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    change(given)
    with pytest.raises(Refused) as refused:
        tally(given)
    assert refused.value.field == field
    assert str(refused.value).startswith((field, "pack"))

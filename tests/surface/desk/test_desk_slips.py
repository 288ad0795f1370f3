"""The desk prints receipts for those who did not vote on a screen."""

import pypdfium2
import pytest
import zxingcpp

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Spoken
from linli.foundation.facts.api import deliver_all
from linli.support.ledger import api as ledger
from surface.resident.assembly_estate import cast, convened, head_of, prepare
from surface.resident.community import picture


@pytest.fixture
def vote(office):
    return convened(office, prepare(office), "open")


def spoken(office, vote: str, key: str = "call") -> str:
    """王秀英's vote by telephone."""
    items = assembly.get_assembly(viewer=office.clerk, assembly=vote).motions
    said = dict(zip([one.id for one in items], ("for", "against", ["陈大明"]), strict=True))
    evidence = assembly.keep_evidence(
        by=office.clerk, assembly=vote, name="call.png", content=picture(), key=key
    )
    return assembly.record_phone(
        by=office.clerk,
        assembly=vote,
        head=head_of(office.auntie, vote).head,
        said=Spoken(choices=said, known_by="回拨", evidence=evidence),
        key=key,
    )


def test_a_ballot_taken_by_hand_gets_a_slip_that_tells_no_choice(office, vote, at_work):
    ballot, client = spoken(office, vote), at_work(office.clerk)
    cast(office.neighbour, vote)
    page = f"/desk/assembly/slips/{vote}"
    assert f'href="{page}"' in client.get("/desk/assembly").content.decode()
    listed = client.get(page).content.decode()
    assert "第 1 张票" in listed and "第 2 张票" not in listed and "电话" in listed
    assert client.get(f"{page}/file?ballot={ballot}").status_code == 503
    deliver_all()
    ledger.sign_checkpoint(by=office.platform, community=office.community)
    file = client.get(f"{page}/file?ballot={ballot}")
    assert file["Content-Type"] == "application/pdf"
    paper = pypdfium2.PdfDocument(file.content)
    words = paper[0].get_textpage().get_text_bounded()
    key = assembly.list_slips(viewer=office.clerk, assembly=vote).items[0].leaf
    leaf = ledger.get_leaf(viewer=office.clerk, community=office.community, key=key)
    codes = [one.text for one in zxingcpp.read_barcodes(paper[0].render(scale=2).to_pil())]
    assert codes == [f"linli/{office.community} {leaf.index} {leaf.hash}"]
    assert "电话投票" in words and f"/ledger/{office.community}" in words
    assert "同意" not in words and "反对" not in words and "陈大明" not in words


def test_slips_are_found_by_day_and_only_there(office, vote, at_work):
    spoken(office, vote)
    client, page = at_work(office.clerk), f"/desk/assembly/slips/{vote}"
    ((day, count),) = assembly.list_slip_days(viewer=office.clerk, assembly=vote)
    assert count == 1
    assert "第 1 张票" in client.get(f"{page}?day={day}").content.decode()
    assert "第 1 张票" not in client.get(f"{page}?day=2001-01-01").content.decode()
    assert client.get(f"{page}/file?day=2001-01-01").status_code == 404
    assert client.get(f"{page}?day=soon").status_code == 422
    assert client.get(f"{page}?ballot=nothing").status_code == 404
    assert client.get("/desk/assembly/slips/nothing").status_code == 404


def test_only_who_takes_ballots_prints_slips(office, vote, at_work):
    page = f"/desk/assembly/slips/{vote}"
    for actor in (office.manager, office.plumber):
        client = at_work(actor)
        assert {client.get(one).status_code for one in (page, f"{page}/file")} == {403}

"""Assemblies as those who run them find them: a draft, a ballot read twice, an official vote."""

from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.foundation.people import api as people
from linli.kernel import Actor, Role, Words, now
from linli.kernel.clock import held
from modules.application.assembly_estate import picture
from modules.support.matters_estate import Estate
from surface.resident.assembly_estate import motions


def running(estate: Estate, made: str) -> None:
    """Beside an open vote: a draft, an official vote, and a paper ballot two read differently."""
    one = people.register_person(by=estate.platform, name="何委员", phone="13900000079")
    people.grant_role(by=estate.platform, person=one, role=Role.COUNCIL)
    council = Actor(one, frozenset({Role.COUNCIL}), estate.community)
    _convened(council, "extraordinary", "own", "临时业主大会")
    start, opens = now() - timedelta(days=20), now() - timedelta(hours=1)
    with held(start):
        official = _convened(council, "regular", "official", "电子投票系统上的大会")
        assembly.announce(
            by=council, assembly=official, opens_at=opens, closes_at=opens + timedelta(days=10)
        )
    assembly.run_votes(by=estate.platform)
    _read_differently(estate, council, made)


def _convened(council: Actor, kind: str, mode: str, title: str) -> str:
    made = assembly.convene(
        by=council, convened=kind, mode=mode, title=Words(title, title), key=title
    )
    for motion in motions():
        assembly.add_motion(by=council, assembly=made, motion=motion, key=motion.title.zh)
    return made


def _read_differently(estate: Estate, council: Actor, made: str) -> None:
    assembly.print_papers(by=estate.clerk, assembly=made, key="print")
    paper = assembly.papers_for_print(viewer=estate.clerk, assembly=made)[-1]
    scan = assembly.keep_evidence(
        by=estate.clerk, assembly=made, name="scan.png", content=picture(9), key="scan"
    )
    for by, said in ((estate.clerk, "for"), (council, "against")):
        assembly.enter_paper(
            by=by,
            assembly=made,
            serial=paper.serial,
            choices={paper.motions[0]: said},
            scan=scan,
        )

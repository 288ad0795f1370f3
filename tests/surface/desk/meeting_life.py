"""Assemblies as those who run them find them: a draft, a ballot read twice, an official vote."""

from linli.application.assembly import api as assembly
from linli.kernel import Actor, Words
from modules.application.assembly_estate import picture
from modules.support.matters_estate import Estate
from surface.resident.assembly_estate import motions


def running(estate: Estate, council: Actor, made: str) -> None:
    """A draft with an agenda, and a paper ballot of an open vote that two read differently."""
    draft = assembly.convene(
        by=council,
        convened="extraordinary",
        mode="own",
        title=Words("临时业主大会", "Extraordinary assembly"),
        key="draft",
    )
    for motion in motions():
        assembly.add_motion(by=council, assembly=draft, motion=motion, key=motion.title.zh)
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

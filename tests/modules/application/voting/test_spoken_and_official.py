"""Votes by telephone and at the door have their evidence; an official file is taken row by row."""

from dataclasses import replace

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Spoken
from linli.application.assembly.models import (
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import CLOSES, DURING
from modules.application.voting.asking import refused


@pytest.mark.parametrize("verb", [assembly.record_phone, assembly.record_doorstep])
def test_a_spoken_vote_needs_its_evidence_and_where_the_rules_say_so_two_officials(estate, verb):
    estate.announced(two_officials=True)
    with held(DURING):
        estate.tick()
        file = estate.scan()
        said = Spoken(dict.fromkeys(estate.motions, "for"), "身份证", file)

        def record(said, by=estate.clerk):
            return verb(by=by, assembly=estate.assembly, head=estate.head("d"), said=said, key="k")

        second = estate.second.person
        for wrong in (
            said,
            replace(said, second=estate.clerk.person),
            replace(said, second=estate.owners["e"].person),
            replace(said, second=second, evidence="none"),
            replace(said, second=second, known_by=""),
            replace(said, second=second, at=CLOSES),
        ):
            refused(lambda wrong=wrong: record(wrong))
        refused(lambda: record(replace(said, second=second), by=estate.owners["e"]), "forbidden")
        assert not Sheet.objects.exists()
        one = record(replace(said, second=second))
        assert one == record(replace(said, second=second))
    sheet = Sheet.objects.get()
    assert (sheet.evidence, sheet.known_by, sheet.witnessed_by_id) == (file, "身份证", second)


def test_an_official_file_is_taken_row_by_row_and_twice_changes_nothing(estate):
    estate.announced(mode="official")
    with held(DURING):
        estate.tick()
        refused(lambda: estate.cast("d"), "forbidden")
        rows = [
            "业主,房号,议题,意见,时间",
            "王a,1-101,1,同意,2026-11-22 10:00:00",
            "王a,2-101,1,同意,2026-11-22 10:00:00",
            "王d,1-104,修电梯,反对,2026-11-22 10:00:00",
            "王x,1-105,1,同意,2026-11-22 10:00:00",
            ",1-106,1,也许,2026-11-22 10:00:00",
            ",9-999,1,同意,2026-11-22 10:00:00",
            ",1-107,7,同意,2026-11-22 10:00:00",
            ",2-103,1,弃权,2026-01-01 10:00:00",
            ",2-103,1,弃权,昨天",
        ]
        content = "\n".join(rows).encode()

        def bring(**more):
            return assembly.import_official(
                by=estate.clerk,
                assembly=estate.assembly,
                content=content,
                filename="结果.csv",
                **more,
            )

        tried = bring(is_dry_run=True)
        assert not Sheet.objects.exists()
        report = bring()
        assert (tried.rows, tried.ballots) == (report.rows, 2)
        outcomes = {one.row: (one.outcome, one.column) for one in report.rows}
        assert outcomes == {
            2: ("taken", ""), 3: ("taken", ""), 4: ("taken", ""),
            5: ("refused", "owner"), 6: ("refused", "choice"), 7: ("refused", "unit"),
            8: ("refused", "motion"), 9: ("refused", "at"), 10: ("refused", "time"),
        }  # fmt: skip
        assert all(one.words for one in report.rows if one.outcome == "refused")
        again = bring()
        assert again.count("unchanged") == 3
        assert again.ballots == 0
    assert Sheet.objects.count() == 2

"""An assembly and what belongs to it, found for one actor and locked in one order."""

from collections.abc import Collection
from typing import Any

from linli.application.assembly import policy
from linli.application.assembly.domain.stages import NEXT, Stage
from linli.application.assembly.facts import LeafWritten
from linli.application.assembly.models import Assembly, Leaf, RollHead
from linli.foundation.facts.api import publish
from linli.foundation.files import api as files
from linli.kernel import Actor, Ref, Refused, now

LONGEST_KEY = 50


def find(by: Actor, assembly: str) -> Assembly:
    """The assembly, if this actor may know of it."""
    return _checked(by, Assembly.objects.filter(pk=assembly, community=by.community).first())


def lock(by: Actor, assembly: str) -> Assembly:
    """The same, held for the rest of the transaction: everything about one assembly waits here."""
    rows = Assembly.objects.select_for_update()
    return _checked(by, rows.filter(pk=assembly, community=by.community).first())


def _checked(by: Actor, row: Assembly | None) -> Assembly:
    policy.check_belongs(by)
    if row is None or not policy.sees(by, Stage(row.stage)):
        raise Refused("not_found", "There is no such assembly.")
    return row


def find_head(row: Assembly, head: int) -> RollHead:
    """A head of this assembly's roll."""
    found = RollHead.objects.filter(pk=head, roll=row.pk).first()
    if found is None:
        raise Refused("not_found", "There is no such owner on the roll.", field="head")
    return found


def check_stage(row: Assembly, stages: Collection[Stage]) -> None:
    """Refuse what cannot be done where the assembly stands."""
    if row.stage not in stages:
        raise Refused("conflict", "The assembly has gone on; this cannot be done any more, or yet.")


def move(row: Assembly, stage: Stage) -> None:
    """To a stage that may follow."""
    if stage not in NEXT[Stage(row.stage)]:
        raise Refused("conflict", "The assembly has gone on; this cannot be done any more, or yet.")
    row.stage = stage


def check_key(key: str) -> str:
    """The key under which an act is done once."""
    if not (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY):
        raise Refused("invalid", "Please send it once more.", field="key")
    return key


def clean(text: str, *, field: str, most: int, may_lack: bool = False) -> str:
    """Words that somebody wrote, within bounds."""
    plain = text.replace("\0", "").strip()
    if (not plain and not may_lack) or len(plain) > most:
        raise Refused("invalid", "Please write 1 to %(most)s letters.", field=field, most=most)
    return plain


def evidence_of(by: Actor, row: Assembly, file: str, field: str = "evidence") -> str:
    """A file that was kept as evidence of this assembly; refused when it is not there."""
    try:
        return files.get_file(viewer=by, file=file, about=Ref("assembly-evidence", row.pk)).id
    except Refused as refusal:
        raise Refused("invalid", "The scan or recording is missing.", field=field) from refusal


def write_leaf(row: Assembly, type_: str, subject: str = "", **data: Any) -> int:
    """Have something put on the public ledger; its place there is settled here and now.

    The row of the assembly must be locked; saves its counter.
    """
    row.last_seq += 1
    row.save(update_fields=["last_seq"])
    Leaf.objects.create(
        assembly=row, seq=row.last_seq, type=type_, subject=subject, data=data, at=now()
    )
    publish(LeafWritten(community=row.community, assembly=row.pk, seq=row.last_seq))
    return row.last_seq

"""Print ballots: each with a serial and a token of its own, one that is good per head."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from linli.application.assembly import policy
from linli.application.assembly.domain.papers import new_serial, new_token
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.models import Assembly, PaperBallot, PaperEntry, RollHead, Sheet
from linli.application.assembly.services.finding import check_key, check_stage, find, lock
from linli.foundation.files import api as files
from linli.kernel import Actor, Ref, Refused, now

_PRINTING = frozenset({Stage.ANNOUNCED, Stage.VOTING})


def print_papers(*, by: Actor, assembly: str, key: str, heads: Sequence[int] = ()) -> int:
    """Make ballots for the heads that have none (`heads` empty: for all); returns how many."""
    policy.check_may_take(by)
    check_key(key)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, _PRINTING)
        wanted = _heads(row, heads).exclude(papers__isnull=False)
        made = [_paper(row, head, key) for head in wanted]
        PaperBallot.objects.bulk_create(made)
        return len(made)


def reprint_paper(*, by: Actor, assembly: str, head: int, key: str) -> str:
    """Make a new ballot for a head and return its serial; the earlier one is good no more.

    Raises:
        Refused: the earlier one has come back already.
    """
    policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, _PRINTING)
        one = next(iter(_heads(row, (head,))))
        known = PaperBallot.objects.filter(head=one, key=check_key(key)).first()
        if known is not None:
            return known.serial
        before = PaperBallot.objects.filter(head=one, replaced_by=None).first()
        made = _paper(row, one, key)
        if before is not None:
            _check_not_returned(before)
            before.replaced_by_id = made.serial  # first, since two good ones are never there
            before.save(update_fields=["replaced_by"])
        made.save(force_insert=True)
        return made.serial


def _check_not_returned(paper: PaperBallot) -> None:
    entries = PaperEntry.objects.filter(paper=paper, withdrawn_at=None)
    if entries.exists() or Sheet.objects.filter(paper=paper).exists():
        raise Refused("conflict", "The ballot of this owner has come back already.", field="head")


def _heads(row: Assembly, heads: Sequence[int]) -> QuerySet[RollHead]:
    rows = RollHead.objects.filter(roll=row.pk).order_by("number")
    if not heads:
        return rows
    rows = rows.filter(pk__in=list(heads))
    if rows.count() != len(set(heads)):
        raise Refused("not_found", "There is no such owner on the roll.", field="head")
    return rows


def _paper(row: Assembly, head: RollHead, key: str) -> PaperBallot:
    return PaperBallot(
        serial=new_serial(), assembly=row, head=head, token=new_token(), printed_at=now(), key=key
    )


def keep_evidence(*, by: Actor, assembly: str, name: str, content: bytes, key: str) -> str:
    """Keep a scan, a recording or a signed paper of an assembly and return the file's id."""
    policy.check_may_take(by)
    row = find(by, assembly)
    about = Ref("assembly-evidence", row.pk)
    kept = files.keep_file(
        by=by, name=name, content=content, about=about, key=f"{row.pk}:{check_key(key)}"
    )
    return kept.id

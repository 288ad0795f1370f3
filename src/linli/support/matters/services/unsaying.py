"""Taking back what was said against a refusal, or against a line written on one's behalf."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.support.matters.domain.catalogue import ClockKind, spans
from linli.support.matters.domain.states import Act, State
from linli.support.matters.facts import ContestWithdrawn, DisputeWithdrawn
from linli.support.matters.models import Entry, Matter, Message, Verdict
from linli.support.matters.services import running
from linli.support.matters.services.closing import confirm, reopen
from linli.support.matters.services.steps import check_fits, move, write
from linli.support.matters.services.voicing import for_reporter, is_disputed


def take_back_contest(*, by: Actor, matter: str) -> None:
    """No longer disagree with a refusal, within half an hour and before anyone acted on it."""
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.UNDO_CONTEST), now()
        last = row.entries.order_by("-pk").first()
        if last is None or last.kind != "contested" or _is_late(last.at, at):
            raise Refused("conflict", "There is nothing here that could be taken back.")
        check_fits(row, Act.UNDO_CONTEST)
        move(row, Act.UNDO_CONTEST)
        declined = row.entries.filter(kind="declined").order_by("-pk").first()
        row.reopened, row.closed_at = row.reopened - 1, declined.at if declined else at
        row.save()
        running.stop(row, at, ClockKind.RESOLVE, void=True)
        _unsay(last, at)
        write(row, by, at, "contest_undone")
        publish(ContestWithdrawn(community=row.community, matter=row.pk))


def take_back_dispute(*, by: Actor, matter: str, entry: int) -> None:
    """A line one called not one's own is one's own after all, within a day; twice changes nothing.

    An answer that no longer counted counts again, unless the matter has moved on since.
    """
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.DISPUTE), now()
        if not is_disputed(row, entry):
            return
        line = row.entries.filter(kind="disputed", params__entry=entry).order_by("-pk")[0]
        if at > line.at + timedelta(hours=spans().change_hours):
            raise Refused("conflict", "The day to take this back is over.")
        _unsay(line, at)
        write(row, by, at, "undisputed", entry=entry)
        _count_again(row, entry, line.at, at)
        publish(DisputeWithdrawn(community=row.community, matter=row.pk, entry=entry))


def _is_late(since: datetime, at: datetime) -> bool:
    return at > since + timedelta(minutes=spans().undo_minutes)


def _unsay(line: Entry, at: datetime) -> None:
    """The words that explained it are taken back as well."""
    Message.objects.filter(pk=line.params.get("message", "")).update(taken_back_at=at, text="")


def _count_again(row: Matter, entry: int, disputed_at: datetime, at: datetime) -> None:
    said = Verdict.objects.filter(matter=row, entry=entry, withdrawn_at=disputed_at).first()
    if said is None or row.state != State.RESOLVED:
        return
    said.withdrawn_at = None
    said.save(update_fields=["withdrawn_at"])
    if said.solved:
        confirm(row, at, "resident", entry=entry)
    else:
        reopen(row, at, entry=entry)

"""Keep what is being written, throw it away, bring it back, and forget it when its time is up."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum

from linli.foundation.drafts import policy
from linli.foundation.drafts.domain import (
    ENDED_KEPT,
    KEPT,
    LONGEST,
    LONGEST_FORM,
    MOST_DRAFTS,
    MOST_PARKED_BYTES,
    PARKED_KEPT,
    DraftCard,
    ParkedFile,
    check_length,
    check_slot,
    fitting,
)
from linli.foundation.drafts.models import Draft, Parked, ParkedBytes
from linli.foundation.drafts.models.sealing import seal_content, seal_values
from linli.foundation.drafts.selectors import card
from linli.foundation.files.api import drop_file, list_files
from linli.kernel import Actor, Refused, new_id, now, system


def keep_draft(*, by: Actor, slot: str, values: Mapping[str, Any]) -> DraftCard:
    """Keep the answers given so far to one thing; they wait for 30 days after the last of them.

    Answers not named stay as they were. At most 50 drafts a person.
    """
    check_slot(slot)
    owner = policy.owner_of(by)
    with transaction.atomic():
        row = _open(owner, slot)
        answers = {**row.values, **values}
        check_length(str(answers), LONGEST)
        row.values, row.kept_at = answers, now()
        row.save(update_fields=["sealed", "kept_at"])
        return card(row)


def throw_away_draft(*, by: Actor, draft: str, became: str = "") -> None:
    """End a draft: thrown away, or handed in as `became`; again changes nothing.

    For a day `bring_back_draft` undoes it.
    """
    with transaction.atomic():
        row = _find(by, draft)
        if row.ended_at is None:
            row.ended_at, row.became = now(), became
            row.save(update_fields=["ended_at", "became"])


def bring_back_draft(*, by: Actor, draft: str) -> DraftCard:
    """Go on with a draft that was ended within a day; one begun meanwhile takes its place aside."""
    with transaction.atomic():
        row = _find(by, draft)
        if row.ended_at is None:
            return card(row)
        if row.ended_at <= now() - ENDED_KEPT:
            raise Refused("gone", "This was thrown away more than a day ago.")
        same = Draft.objects.filter(**policy.owner_of(by), slot=row.slot, ended_at=None)
        same.update(ended_at=now())
        row.ended_at, row.became, row.kept_at = None, "", now()
        row.turn += 1
        row.save(update_fields=["ended_at", "became", "kept_at", "turn"])
        return card(row)


def park_form(
    *,
    by: Actor,
    page: str,
    form: str,
    values: Mapping[str, list[str]],
    files: Sequence[ParkedFile] = (),
) -> str:
    """Keep a form that was sent after its session had ended, for a day; the same form once.

    Too many or too large files are left out. Returns the id under which it waits.
    """
    check_length(str(values), LONGEST_FORM)
    with transaction.atomic():
        Parked.objects.filter(form=form).delete()
        row = Parked(id=new_id(), form=form, at=now())
        body = {"page": page, "values": dict(values)}
        row.sealed = seal_values(body, f"parked:{row.pk}")
        row.save(force_insert=True)
        parked = ParkedBytes.objects.aggregate(size=Sum("size"))["size"] or 0
        for file in fitting(tuple(files)) if parked < MOST_PARKED_BYTES else ():
            ParkedBytes.objects.create(
                parked=row,
                sealed_name=seal_values([file.field, file.name, file.media_type], f"name:{row.pk}"),
                sealed=seal_content(file.content, f"file:{row.pk}"),
                size=len(file.content),
            )
        return row.pk


def forget_parked(*, by: Actor, parked: str) -> None:
    """The form was taken after all; **the caller has checked that it is theirs**."""
    Parked.objects.filter(pk=parked).delete()


def sweep_drafts(*, by: Actor) -> int:
    """Erase what has waited long enough, with its photos; returns how many drafts and forms."""
    policy.check_is_system(by)
    old = Q(ended_at=None, kept_at__lte=now() - KEPT) | Q(ended_at__lte=now() - ENDED_KEPT)
    gone = 0
    for row in Draft.objects.filter(old):
        platform, about = system(row.community), card(row).about
        with transaction.atomic():
            for file in list_files(viewer=platform, about=about):
                drop_file(by=platform, file=file.id, about=about)
            gone += Draft.objects.filter(old, pk=row.pk).delete()[0]
    forms = Parked.objects.filter(at__lte=now() - PARKED_KEPT)
    gone += forms.count()
    forms.delete()
    return gone


def _open(owner: Mapping[str, str], slot: str) -> Draft:
    """The open draft of a slot, locked; begun now when there is none."""
    rows = Draft.objects.select_for_update().filter(**owner, slot=slot, ended_at=None)
    row = rows.first()
    if row is not None:
        return row
    if Draft.objects.filter(**owner, ended_at=None).count() >= MOST_DRAFTS:
        raise Refused("too_many", "You have begun many things. Please finish one of them first.")
    row = Draft(id=new_id(), **owner, slot=slot, kept_at=now())
    row.values = {}
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # begun at the same moment
        return rows.get()
    return row


def _find(by: Actor, draft: str) -> Draft:
    rows = Draft.objects.select_for_update().filter(**policy.owner_of(by))
    row = rows.filter(pk=draft).first()
    if row is None:
        raise Refused("not_found", "There is no such draft.")
    return row

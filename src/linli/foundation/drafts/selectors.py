"""What somebody has begun, and forms that wait for their writer to come back."""

from linli.foundation.drafts import policy
from linli.foundation.drafts.domain import (
    ENDED_KEPT,
    KEPT,
    PARKED_KEPT,
    DraftCard,
    ParkedFile,
    ParkedForm,
)
from linli.foundation.drafts.models import Draft, Parked
from linli.foundation.drafts.models.sealing import open_content, open_values
from linli.kernel import Actor, Kept, Refused, Words, now


def get_draft(*, viewer: Actor, slot: str) -> DraftCard | None:
    """The viewer's open draft for a slot, if there is one."""
    rows = Draft.objects.filter(**policy.owner_of(viewer), slot=slot, ended_at=None)
    row = rows.filter(kept_at__gt=now() - KEPT).first()
    return card(row) if row else None


def find_draft(*, viewer: Actor, draft: str) -> DraftCard:
    """One draft of the viewer's own, open or ended less than a day ago."""
    row = Draft.objects.filter(**policy.owner_of(viewer), pk=draft).first()
    if row is None or card(row).until <= now():
        raise Refused("not_found", "There is no such draft.")
    return card(row)


def draft_that_became(*, viewer: Actor, became: str) -> DraftCard | None:
    """The draft that was handed in as this, while it can still be brought back."""
    rows = Draft.objects.filter(**policy.owner_of(viewer), became=became)
    row = rows.filter(ended_at__gt=now() - ENDED_KEPT).order_by("-ended_at").first()
    return card(row) if row else None


def list_drafts(*, viewer: Actor, thrown_away: bool = False) -> tuple[DraftCard, ...]:
    """What the viewer has begun, newest first; or what they threw away within a day."""
    rows = Draft.objects.filter(**policy.owner_of(viewer))
    if thrown_away:
        rows = rows.filter(ended_at__gt=now() - ENDED_KEPT, became="")
    else:
        rows = rows.filter(ended_at=None, kept_at__gt=now() - KEPT)
    return tuple(card(row) for row in rows.order_by("-kept_at"))


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """What the viewer has begun to write, for them alone; with `full` the words themselves."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can see what they began.")
    begun = list_drafts(viewer=viewer)
    rows = tuple({"values": one.values, "kept_at": one.kept_at} for one in begun)
    return (
        Kept(
            key="drafts",
            what=Words("您写了一半、还没交的", "what you began to write and have not sent"),
            source=Words("您自己写的", "written by you"),
            seen_by=Words("只有您自己", "only you"),
            time=Words("30 天", "30 days"),
            basis=Words("为了您不用重写", "so that you need not write it again"),
            way=Words("随时可以不要了", "throw it away at any time"),
            count=len(begun),
            rows=rows if full else (),
        ),
    )


def find_parked(*, viewer: Actor, parked: str) -> ParkedForm | None:
    """A parked form; **the caller has checked that this browser and this person sent it**."""
    row = Parked.objects.filter(pk=parked, at__gt=now() - PARKED_KEPT).first()
    if row is None:
        return None
    body = open_values(row.sealed, f"parked:{row.pk}")
    names = tuple(
        open_values(file.sealed_name, f"name:{row.pk}")[1]
        for file in row.files.defer("sealed").order_by("pk")
    )
    return ParkedForm(row.pk, body["page"], row.form, body["values"], names)


def read_parked_files(*, viewer: Actor, parked: str) -> tuple[ParkedFile, ...]:
    """The files of a parked form, on the same condition."""
    row = Parked.objects.filter(pk=parked, at__gt=now() - PARKED_KEPT).first()
    if row is None:
        return ()
    found = []
    for file in row.files.order_by("pk"):
        field, name, media_type = open_values(file.sealed_name, f"name:{row.pk}")
        content = open_content(file.sealed, f"file:{row.pk}")
        found.append(ParkedFile(field, name, media_type, content))
    return tuple(found)


def card(row: Draft) -> DraftCard:
    """A row as its writer sees it."""
    return DraftCard(
        id=row.pk,
        slot=row.slot,
        values=row.values,
        kept_at=row.kept_at,
        ended_at=row.ended_at,
        became=row.became,
        turn=row.turn,
    )

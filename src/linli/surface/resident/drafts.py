"""A report that is not handed in yet: kept on the server, so that nothing typed is ever lost."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from linli.foundation.files.api import drop_file, keep_file
from linli.kernel import Actor, Ref, Refused, new_id
from linli.support.matters.api import get_matter, read_photo
from linli.surface.shell.api import Request

_SLOT = "report"
_HANDED = "handed-in"
_REMEMBERED = 5
MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far; `subject` is the one it is reported for, `spot` "lift" or nothing."""

    id: str = field(default_factory=new_id)
    subject: str = ""
    category: str = ""
    place: str = ""
    spot: str = ""
    words: str = ""
    photos: tuple[str, ...] = ()
    reach: str = ""
    phone: str = ""

    @property
    def about(self) -> Ref:
        """What the photos of this draft hang on."""
        return Ref("draft", self.id)


def draft_of(request: Request) -> Draft:
    """The report this person has begun, or a fresh one."""
    kept = request.session.get(_SLOT)
    subject = request.actor.subject or ""
    if kept and kept.get("subject") == subject:
        return Draft(**{**kept, "photos": tuple(kept["photos"])})
    return Draft(subject=subject)


def has_draft(request: Request) -> bool:
    """Whether there is a report somebody has begun and not handed in."""
    return bool(draft_of(request).category)


def keep(request: Request, draft: Draft, **answers: Any) -> Draft:
    """Keep an answer; error pages may now say that what was written is still there."""
    changed = replace(draft, **answers)
    request.session[_SLOT] = asdict(changed)
    request.kept = True
    return changed


def add_photo(request: Request, draft: Draft, name: str, content: bytes) -> Draft:
    """Keep a photo with the draft; the same photo again is kept once."""
    if len(draft.photos) >= MOST_PHOTOS:
        raise Refused(
            "too_large", "At most %(most)s photos at a time.", field="photos", most=MOST_PHOTOS
        )
    card = keep_file(by=request.actor, name=name, content=content, about=draft.about)
    return keep(request, draft, photos=(*draft.photos, card.id))


def remove_photo(request: Request, draft: Draft, file: str) -> Draft:
    """Take a photo out again."""
    if file not in draft.photos:
        raise Refused("not_found", "There is no such photo.")
    drop_file(by=request.actor, file=file, about=draft.about)
    return keep(request, draft, photos=tuple(one for one in draft.photos if one != file))


def forget(request: Request) -> None:
    """Begin with nothing."""
    draft = draft_of(request)
    for file in draft.photos:
        drop_file(by=request.actor, file=file, about=draft.about)
    request.session.pop(_SLOT, None)


def close(request: Request, draft: Draft, matter: str) -> None:
    """The draft has become a matter; its answers are remembered in case it is taken back."""
    handed = [row for row in request.session.get(_HANDED, []) if row[0] != draft.id]
    request.session[_HANDED] = [*handed, [draft.id, matter, asdict(draft)]][-_REMEMBERED:]
    request.session.pop(_SLOT, None)


def matter_of(request: Request, draft_id: str) -> str | None:
    """What a draft became, when the same page is sent once more."""
    rows = request.session.get(_HANDED, [])
    return next((row[1] for row in rows if row[0] == draft_id), None)


def reopen(request: Request, matter: str) -> bool:
    """Bring the answers back after a report was taken back: nobody has to write it again."""
    rows = request.session.get(_HANDED, [])
    kept = next((row[2] for row in rows if row[1] == matter), None)
    if kept is None or kept["subject"] != (request.actor.subject or ""):
        return False
    draft = Draft(**{**kept, "id": new_id(), "photos": ()})
    photos = tuple(_copy_photos(request.actor, draft, matter))
    keep(request, draft, photos=photos)
    return True


def _copy_photos(by: Actor, draft: Draft, matter: str) -> list[str]:
    found = []
    for file in get_matter(viewer=by, matter=matter).photos[:MOST_PHOTOS]:
        read = read_photo(viewer=by, matter=matter, file=file)
        card = keep_file(by=by, name=read.name, content=read.content, about=draft.about)
        found.append(card.id)
    return found

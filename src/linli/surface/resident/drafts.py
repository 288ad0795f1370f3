"""What a resident has begun and not sent: the report, and words to the one who answers.

Kept by `foundation.drafts` for 30 days: it survives log-out, another device and a restart.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from linli.foundation.drafts import api as store
from linli.foundation.drafts.api import DraftCard
from linli.foundation.files.api import keep_file, list_files_of, read_file
from linli.kernel import Ref, Refused
from linli.surface.shell.api import Request

REPORT = "report"
MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far; `subject` is the one it is reported for, `spot` "lift" or nothing."""

    id: str = ""
    turn: int = 0
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

    @property
    def key(self) -> str:
        """Told apart from the same draft handed in before and taken back."""
        return f"{self.id}_{self.turn}" if self.turn else self.id


_ANSWERS = ("category", "place", "spot", "words", "reach", "phone")


def draft_of(request: Request) -> Draft:
    """The report this person has begun, or a fresh one."""
    card = store.get_draft(viewer=request.actor, slot=REPORT)
    return (
        _report(card, request.actor.subject or "")
        if card
        else Draft(subject=request.actor.subject or "")
    )


def _report(card: DraftCard, subject: str) -> Draft:
    answers = {name: str(card.values.get(name, "")) for name in _ANSWERS}
    return Draft(card.id, card.turn, subject, **answers, photos=photos_of(card.values))


def photos_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The photos that belong to a draft."""
    return tuple(values.get("photos", ()))


def keep(request: Request, draft: Draft, **answers: Any) -> Draft:
    """Keep an answer; error pages may now say that what was written is still there."""
    changed = asdict(replace(draft, **answers))
    values = {name: changed[name] for name in (*_ANSWERS, "photos")}
    card = store.keep_draft(by=request.actor, slot=REPORT, values=values)
    request.kept = True
    return _report(card, draft.subject)


def card_of(request: Request, slot: str) -> DraftCard | None:
    """What is kept of one of the things a resident writes."""
    return store.get_draft(viewer=request.actor, slot=slot)


def read_photos(request: Request, slot: str) -> list[tuple[str, bytes]]:
    """The names and bytes of the photos kept with a draft."""
    card = store.get_draft(viewer=request.actor, slot=slot)
    if card is None:
        return []
    found = []
    for file in photos_of(card.values):
        kept = read_file(viewer=request.actor, file=file, about=card.about)
        found.append((kept.name, kept.content))
    return found


def add_files(request: Request, slot: str) -> list[Refused]:
    """Keep every photo and voice note just sent with a draft, so that none is chosen twice."""
    refusals = []
    for asked in ("photos", "voice"):
        for file in request.FILES.getlist(asked):
            try:
                add_photo(request, slot, file.name or asked, file.read())
            except Refused as no:
                refusals.append(Refused(no.code, no.message, field=asked, **no.params))
    return refusals


def add_photo(request: Request, slot: str, name: str, content: bytes) -> tuple[str, ...]:
    """Keep a photo with a draft; returns all of them."""
    card = store.keep_draft(by=request.actor, slot=slot, values={})
    before = photos_of(card.values)
    if len(before) >= MOST_PHOTOS:
        raise Refused(
            "too_large", "At most %(most)s photos at a time.", field="photos", most=MOST_PHOTOS
        )
    file = keep_file(by=request.actor, name=name, content=content, about=card.about)
    return _set_photos(request, card, (*before, file.id))


def remove_photo(request: Request, file: str) -> DraftCard:
    """Take a photo out of the draft it is in; it stays near until the draft is forgotten."""
    card = of_photo(request, file)
    _set_photos(request, card, tuple(one for one in photos_of(card.values) if one != file))
    return card


def put_photo_back(request: Request, file: str) -> DraftCard:
    """Put a photo that was taken out back into its draft."""
    cards = {card.about: card for card in store.list_drafts(viewer=request.actor)}
    for about, files in list_files_of(viewer=request.actor, abouts=cards).items():
        if file in {one.id for one in files}:
            kept = photos_of(cards[about].values)
            _set_photos(request, cards[about], tuple(dict.fromkeys((*kept, file))))
            return cards[about]
    raise Refused("not_found", "There is no such photo.")


def of_photo(request: Request, file: str) -> DraftCard:
    """The draft of one's own that a photo is in."""
    for card in store.list_drafts(viewer=request.actor):
        if file in photos_of(card.values):
            return card
    raise Refused("not_found", "There is no such photo.")


def _set_photos(request: Request, card: DraftCard, photos: tuple[str, ...]) -> tuple[str, ...]:
    values = {"photos": list(photos)}
    store.keep_draft(by=request.actor, slot=card.slot, values=values)
    request.kept = True
    return photos


def throw_away(request: Request) -> str:
    """Begin the report with nothing; returns the draft that can be brought back, if there was."""
    card = store.get_draft(viewer=request.actor, slot=REPORT)
    if card is None:
        return ""
    store.throw_away_draft(by=request.actor, draft=card.id)
    return card.id


def close(request: Request, draft: Draft, matter: str) -> None:
    """The draft has become a matter; its answers are remembered in case it is taken back."""
    store.throw_away_draft(by=request.actor, draft=draft.id, became=matter)


def matter_of(request: Request, key: str) -> str | None:
    """What a draft became, when the same page is sent once more."""
    try:
        card = store.find_draft(viewer=request.actor, draft=key.partition("_")[0])
    except Refused:
        return None
    is_same = _report(card, "").key == key
    return card.became if is_same and card.became else None


def reopen(request: Request, became: str) -> bool:
    """Bring back what was written after it was taken back: nobody has to write it again."""
    card = store.draft_that_became(viewer=request.actor, became=became)
    if card is None:
        return False
    store.bring_back_draft(by=request.actor, draft=card.id)
    return True

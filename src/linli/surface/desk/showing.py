"""One matter as those who work on it read it: facts, the whole line, the talk with its notes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.support.matters.api import (
    CategoryCard,
    ClockCard,
    EntryCard,
    MatterCard,
    MatterSheet,
    MessageCard,
    State,
)
from linli.surface.desk.wording import channel
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import moment, since

_TALK = {"photo", "voice"}
"""Lines that only point to the talk."""
_OVER = {State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.MERGED}


def photos_of(matter: str, files: tuple[str, ...]) -> tuple[shell.Photo, ...]:
    """Photos of a matter as small pictures."""
    return shell.photos_at(_addresses(matter, files))


def sounds_of(matter: str, files: tuple[str, ...]) -> tuple[shell.Sound, ...]:
    """Voice notes of a matter."""
    return shell.sounds_at(_addresses(matter, files))


def _addresses(matter: str, files: tuple[str, ...]) -> list[str]:
    return [reverse("desk:photo", args=[matter, file]) for file in files]


def lines_of(sheet: MatterSheet) -> tuple[shell.Line, ...]:
    """What happened, oldest first, with the words and photos that belong to each step."""
    texts = {one.id: one for one in sheet.messages}
    is_over = sheet.card.state in _OVER
    return tuple(_line(sheet, entry, texts, is_over) for entry in sheet.timeline)


def _line(
    sheet: MatterSheet, entry: EntryCard, texts: dict[str, MessageCard], is_over: bool
) -> shell.Line:
    message = texts.get(entry.message or "")
    words = message.text if message and entry.kind not in _TALK else ""
    if entry.kind == "reported":
        words = sheet.description
    if entry.is_disputed:
        words = "\n".join(part for part in (words, _("The resident says: not mine.")) if part)
    return shell.Line(
        said=entry.sentence,
        at=entry.at,
        who=_whom(entry),
        via=channel(entry.via),
        words=words,
        photos=photos_of(sheet.card.id, message.photos) if message else (),
        sounds=sounds_of(sheet.card.id, message.sounds) if message else (),
        is_over=is_over,
    )


def _whom(entry: EntryCard) -> str:
    """Who wrote a line, and for whom when it was not their own affair."""
    if not entry.on_behalf_of or entry.on_behalf_of == entry.person:
        return "" if entry.person_name in entry.sentence.zh else entry.person_name
    names = {"who": entry.person_name, "whom": entry.on_behalf_name}
    return _("%(who)s for %(whom)s") % names


def talk_of(sheet: MatterSheet) -> tuple[shell.Message, ...]:
    """What people wrote to each other, internal notes marked as such."""
    explained = {entry.message for entry in sheet.timeline if entry.kind not in _TALK}
    return tuple(
        shell.Message(
            who=_author(one),
            words=_("Taken back.") if one.is_taken_back else one.text,
            at=one.at,
            is_mine=one.is_mine,
            via=channel(one.via),
            photos=photos_of(sheet.card.id, one.photos),
            sounds=sounds_of(sheet.card.id, one.sounds),
        )
        for one in sheet.messages
        if one.id not in explained
    )


def _author(one: MessageCard) -> str:
    name = _("You") if one.is_mine else one.person_name or _("The platform")
    return _("%(name)s · internal note") % {"name": name} if one.is_note else name


def facts_of(sheet: MatterSheet, category: CategoryCard) -> tuple[tuple[str, str], ...]:
    """What one needs to know at a glance, in the order one asks for it."""
    card = sheet.card
    rows = (
        (_("Where"), read(card.place_label)),
        (_("What"), f"{read(card.category_name)} · {read(card.severity_name)}"),
        (_("Who reported it"), card.reporter_name),
        (_("Reported"), joined((moment(card.opened_at), channel(card.via)))),
        (_("Promised"), _promise(card)),
        (_("Who answers for it"), sheet.responsible_name or _("Nobody yet")),
        (_("Works on it"), _hands(sheet, "executor")),
        (_("Follow it"), _hands(sheet, "watcher")),
        (_("The same at"), str(card.supports) if card.supports else ""),
        (_("Opened again"), str(card.reopened) if card.reopened else ""),
        (_("On hold"), _hold(sheet)),
        (_("In public service lists"), _codes(category)),
    )
    return tuple((name, value) for name, value in rows if value)


def _promise(card: MatterCard) -> str:
    """By when, and how long someone has waited, while it is still to be done."""
    if card.whose_turn != "staff" or card.promised_at is None:
        return ""
    by = _("by %(when)s") % {"when": moment(card.promised_at)}
    waits = _("waits %(span)s") % {"span": since(card.opened_at)} if card.reporter else ""
    return joined((by, waits))


def _codes(category: CategoryCard) -> str:
    lgsl = f"LGSL {category.lgsl}" if category.lgsl else ""
    return joined((f"12345 {category.hotline}" if category.hotline else "", lgsl))


def _hold(sheet: MatterSheet) -> str:
    if sheet.hold_reason is None:
        return ""
    until = _("until %(when)s") % {"when": moment(sheet.hold_until)} if sheet.hold_until else ""
    return joined((read(sheet.hold_reason), until))


def _hands(sheet: MatterSheet, part: str) -> str:
    return joined(hand.name for hand in sheet.hands if hand.part == part)


def clocks_of(sheet: MatterSheet) -> tuple[tuple[str, str], ...]:
    """Every clock in words: until when, or how it ended."""
    return tuple((read(clock.name), _clock(clock)) for clock in sheet.clocks)


def _clock(clock: ClockCard) -> str:
    if clock.state == "running":
        said = _("by %(when)s") % {"when": moment(clock.due_at)} if clock.due_at else _("waits")
    elif clock.state == "held":
        said = _("rests")
    elif clock.state == "void":
        said = _("no longer counted")
    else:
        word = _("in time") if clock.state == "met" else _("too late")
        said = f"{moment(clock.stopped_at)} · {word}"
    return joined((said, read(clock.note) if clock.note else ""))

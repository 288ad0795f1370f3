"""A matter as a resident reads it: rows of a list, the line of what happened, the talk."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import now
from linli.support.matters.api import (
    EntryCard,
    MatterCard,
    MatterSheet,
    MessageCard,
    NeighbourCard,
    State,
    UsualAnswer,
)
from linli.surface.resident.pictures import matter_photos, matter_sounds
from linli.surface.resident.wording import channel
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment, span

_TALK = {"photo", "voice"}
"""Lines that only point to the talk."""
_OVER = {State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.MERGED}


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in a list."""

    href: str
    title: str
    line: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Answerer:
    """The person card: who answers for it, their trade, their promise and how fast they are."""

    name: str
    trade: str
    promise: str
    usual: str


def row_of(card: MatterCard) -> Row:
    """A matter in a list, with whose turn it is."""
    return Row(
        href=reverse("resident:matter", args=[card.id]),
        title=read(card.heading),
        line=_line(card),
        state=_state(card),
        tone=_tone(card),
    )


def _line(card: MatterCard) -> str:
    return " · ".join(part for part in (read(card.place_label), promise_of(card)) if part)


def promise_of(card: MatterCard) -> str:
    """When it should be done, in words; how late it is when it is late."""
    if card.whose_turn == "resident" and card.resolved_at:
        return _("reported as done %(when)s") % {"when": moment(card.resolved_at)}
    if card.whose_turn != "staff":
        at = card.closed_at or card.opened_at
        return moment(at)
    if card.state == State.ON_HOLD:
        return ""
    if card.promised_at and card.promised_at < now():
        return _("%(span)s later than promised") % {"span": span(now() - card.promised_at)}
    return _("done by %(when)s") % {"when": moment(card.promised_at)} if card.promised_at else ""


def _state(card: MatterCard) -> str:
    if card.whose_turn == "resident":
        return _("Waits for you")
    if card.whose_turn == "staff" and card.assignee_name:
        return _("With %(name)s") % {"name": card.assignee_name}
    return _("With the service desk") if card.whose_turn == "staff" else read(card.state_name)


def _tone(card: MatterCard) -> str:
    if card.whose_turn == "resident":
        return "wait"
    if card.whose_turn == "staff":
        return "late" if card.is_overdue else ""
    return "ok" if card.state == State.CONFIRMED else "plain"


def neighbour_row(card: NeighbourCard) -> Row:
    """A neighbour's matter in a list: what and where, not who."""
    where = read(card.place_label)
    joined_in = _("%(count)s households joined in") % {"count": card.supports}
    return Row(
        href=reverse("resident:matter", args=[card.id]),
        title=read(card.category_name),
        line=f"{where} · {joined_in}" if card.supports else where,
        state=read(card.state_name),
        tone="plain",
    )


def lines_of(sheet: MatterSheet) -> tuple[shell.Line, ...]:
    """What happened, oldest first, with the words and photos that belong to each step."""
    texts = {one.id: one for one in sheet.messages}
    is_over = sheet.card.state in _OVER
    return tuple(_line_of(sheet, entry, texts, is_over) for entry in sheet.timeline)


def _line_of(
    sheet: MatterSheet, entry: EntryCard, texts: dict[str, MessageCard], is_over: bool
) -> shell.Line:
    message = texts.get(entry.message or "")
    href, link = _link(sheet, entry)
    words = message.text if message and entry.kind not in _TALK else ""
    if entry.kind == "reported":
        words = sheet.description
    if entry.is_disputed:
        words = "\n".join(part for part in (words, _("You said: this is not mine.")) if part)
    return shell.Line(
        said=entry.sentence,
        at=entry.at,
        via=channel(entry.via) if entry.kind not in {"reported", "raised"} else "",
        words=words,
        href=href,
        link=link,
        photos=matter_photos(sheet.card.id, message.photos) if words and message else (),
        sounds=matter_sounds(sheet.card.id, message.sounds) if words and message else (),
        is_over=is_over,
    )


def _link(sheet: MatterSheet, entry: EntryCard) -> tuple[str, str]:
    matter = sheet.card.id
    if entry.may_dispute:
        return reverse("resident:dispute", args=[matter, entry.number]), _("I did not say this")
    if entry.kind == "raised":
        return reverse("resident:chain", args=[matter]), _("See the readings")
    return "", ""


def talk_of(sheet: MatterSheet) -> tuple[shell.Message, ...]:
    """What people wrote to each other; words that explain a step stand on the line instead."""
    explained = {entry.message for entry in sheet.timeline if entry.kind not in _TALK}
    return tuple(
        shell.Message(
            who=_("You") if one.is_mine else one.person_name or _("The platform"),
            words=_("Taken back.") if one.is_taken_back else one.text,
            at=one.at,
            is_mine=one.is_mine,
            via=channel(one.via),
            photos=matter_photos(sheet.card.id, one.photos),
            sounds=matter_sounds(sheet.card.id, one.sounds),
        )
        for one in sheet.messages
        if one.id not in explained
    )


def answerer_of(sheet: MatterSheet) -> Answerer:
    """Who answers for a matter: a person with a promise, or the desk until there is one."""
    name = sheet.responsible_name
    if name:
        promise = _("Sees it through to the end.")
    else:
        name = _("The service desk")
        promise = _("Finds the right person for it.")
    trade = read(sheet.responsible_duty)
    return Answerer(name, trade if trade != name else "", promise, _usual(sheet.usual_answer))


def _usual(usual: UsualAnswer) -> str:
    if usual.minutes is None:
        return ""
    said = span(timedelta(minutes=max(usual.minutes, 1)))
    return _(
        "First answers usually take %(span)s: the middle of %(count)s in the last 90 days."
    ) % {"span": said, "count": usual.n}


def stars() -> tuple[tuple[str, str], ...]:
    """Five words for how content someone is, worst last."""
    said = (_("Very good"), _("Good"), _("All right"), _("Not good"), _("Very bad"))
    return tuple((str(5 - place), word) for place, word in enumerate(said))

"""What may be done with a matter as small forms: one act each, its questions, its button."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role
from linli.support.matters import api as matters
from linli.support.matters.api import Act, MatterSheet
from linli.surface.desk.wording import joined, read, role
from linli.surface.shell import api as shell

MOST_WORDS = 2000
MOST_OFFERED = 5
REST_DAYS = (1, 3, 7, 14, 30)
JUDGEMENTS = {
    "real": gettext_noop("It was real"),
    "false_alarm": gettext_noop("It was a false alarm"),
    "unclear": gettext_noop("It cannot be said"),
}
_CALLED = ("manager", "worker", "grid_worker", "committee", "street", "council")


@dataclass(frozen=True, slots=True)
class Form:
    """One act: its heading, what it asks, the words on its button, and what became wrong."""

    act: str
    title: str
    button: str
    fields: tuple[shell.Field, ...] = ()
    intro: str = ""
    tone: str = ""
    is_open: bool = False
    has_files: bool = False
    problems: tuple[shell.Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What the forms of one matter are made from: who looks, and the whole of it."""

    viewer: Actor
    sheet: MatterSheet


def named(act: str, field: str) -> str:
    """The name of an input: one page has many forms, and no two inputs are called the same."""
    return f"{act}-{field}"


def forms_of(viewer: Actor, sheet: MatterSheet) -> tuple[Form, ...]:
    """The acts open to this viewer, the likeliest next one first."""
    room = Room(viewer, sheet)
    made = [_MAKERS[act](room) for act in _ORDER if act in sheet.acts and act in _MAKERS]
    found = [form for form in made if form is not None]
    if any(form.act == "take" for form in found) and not _is_desk(sheet):
        found.sort(key=lambda form: form.act != "take")
    rest = [replace(form, tone="" if form.tone == "main" else form.tone) for form in found[1:]]
    return (*found[:1], *rest)


def refused_form(
    forms: Iterable[Form], act: str, data: QueryDict, refused: Refused
) -> tuple[Form, ...]:
    """The same forms, the one that was sent open, with everything typed and what to change."""
    at_field = Refused(
        refused.code,
        refused.message,
        field=named(act, refused.field) if refused.field else None,
        **refused.params,
    )
    shown = []
    for form in forms:
        if form.act != act:
            shown.append(form)
            continue
        fields, problems = shell.refill(form.fields, data, [at_field])
        shown.append(replace(form, fields=fields, problems=problems, is_open=True))
    return tuple(shown)


def _is_desk(sheet: MatterSheet) -> bool:
    return Act.ASSIGN in sheet.acts


def _words(act: str, field: str, label: str, hint: str = "") -> shell.Field:
    return shell.Field(
        name=named(act, field), label=label, hint=hint, kind="textarea", maxlength=MOST_WORDS
    )


def _photos(act: str) -> shell.Field:
    return shell.Field(
        name=named(act, "photos"),
        label=_("Photos"),
        kind="file",
        hint=_("Up to 6. Place and camera data are taken out."),
        accept="image/*",
        multiple=True,
    )


def _select(act: str, field: str, label: str, choices: Iterable[shell.Choice]) -> shell.Field:
    return shell.Field(name=named(act, field), label=label, kind="select", choices=tuple(choices))


def _radio(
    act: str, field: str, label: str, choices: Iterable[shell.Choice], value: str = ""
) -> shell.Field:
    return shell.Field(
        name=named(act, field),
        label=label,
        kind="radio",
        choices=tuple(choices),
        value=(value,) if value else (),
    )


def _staff(viewer: Actor, empty: str) -> tuple[shell.Choice, ...]:
    """Everyone who works here, once each, with what they do."""
    roles: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for card in people.list_staff(viewer=viewer):
        names[card.person.id] = card.person.name
        roles.setdefault(card.person.id, []).append(joined(card.skills) or role(card.role))
    rows = (
        shell.Choice(person, f"{name} · {joined(dict.fromkeys(roles[person]))}")
        for person, name in names.items()
    )
    return (shell.Choice("", empty), *rows)


def _suggested(room: Room) -> tuple[shell.Choice, ...]:
    found = matters.suggest_assignees(viewer=room.viewer, matter=room.sheet.card.id)
    found = tuple(one for one in found if one.person != room.sheet.card.assignee)[:MOST_OFFERED]
    cards = people.get_people(
        viewer=room.viewer, people=[one.person for one in found], in_office=True
    )
    return tuple(
        shell.Choice(one.person, cards[one.person].name, joined(map(read, one.reasons)))
        for one in found
    )


def _accept(room: Room) -> Form:
    intro = _("The resident is told that someone has read it. Assigning accepts it as well.")
    return Form("accept", _("Accept it"), _("Accept it"), intro=intro, tone="main")


def _take(room: Room) -> Form:
    return Form("take", _("I will do it myself"), _("I will do it myself"), tone="main")


def _assign(room: Room) -> Form:
    suggested = _suggested(room)
    fields = (
        _radio(
            "assign",
            "person",
            _("Who sees to it?"),
            suggested,
            suggested[0].value if suggested else "",
        ),
        _select("assign", "other", _("Or someone else"), _staff(room.viewer, _("Nobody else"))),
    )
    return Form("assign", _("Give it to someone"), _("Give it to them"), fields, tone="main")


def _set_out(room: Room) -> Form:
    return Form("set_out", _("I am on my way"), _("I am on my way"), tone="main")


def _start(room: Room) -> Form:
    words = _("I am there, start work")
    return Form("start", words, words, tone="main")


def _resolve(room: Room) -> Form:
    fields = [_words("resolve", "words", _("What was done?")), _photos("resolve")]
    if room.sheet.card.nature == "alarm" and not room.sheet.judgement:
        fields.insert(0, _judgement("resolve"))
    title = _("It is repaired, ask the resident")
    if not room.sheet.card.reporter and not room.sheet.has_contact:
        title = _("It is done, a colleague checks it")
    intro = _("Only the resident's word makes it solved.")
    return Form("resolve", title, title, tuple(fields), intro=intro, tone="main", has_files=True)


def _judgement(act: str) -> shell.Field:
    choices = (shell.Choice(key, _(words)) for key, words in JUDGEMENTS.items())
    return _radio(act, "judgement", _("What was the alarm?"), choices)


def _judge(room: Room) -> Form:
    intro = _("Your answer teaches the rule that raised it.")
    return Form("judge", _("What the alarm was"), _("Keep it"), (_judgement("judge"),), intro)


def _hold(room: Room) -> Form:
    reasons = matters.list_hold_reasons(viewer=room.viewer)
    choices = (shell.Choice(key, capfirst(read(words))) for key, words in reasons.items())
    fields = (
        _select("hold", "reason", _("Why does it have to wait?"), choices),
        _words("hold", "words", _("In your own words"), _("The resident reads this.")),
        replace(_select("hold", "days", _("For how long?"), _rests()), value=("7",)),
    )
    intro = _("When the days are over, the clock runs again by itself.")
    return Form("hold", _("Put it on hold"), _("Put it on hold"), fields, intro)


def _rests() -> Iterable[shell.Choice]:
    for days in REST_DAYS:
        said = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
        yield shell.Choice(str(days), said)


def _resume(room: Room) -> Form:
    return Form("resume", _("Go on with it"), _("Go on with it"), tone="main")


def _transfer(room: Room) -> Form:
    fields = (
        _select("transfer", "person", _("To whom?"), _staff(room.viewer, _("Choose a person"))),
        _words("transfer", "reason", _("Why?"), _("Both of them and the resident read this.")),
    )
    return Form("transfer", _("Pass it on"), _("Pass it on"), fields)


def _call_in(room: Room) -> Form:
    known = (shell.Choice(key, role(Role(key))) for key in _CALLED)
    fields = (
        _select(
            "call_in",
            "role",
            _("Who should come?"),
            (shell.Choice("", _("An organisation from outside")), *known),
        ),
        shell.Field(
            name=named("call_in", "organisation"),
            label=_("Which organisation?"),
            hint=_("Only if it is one from outside."),
            maxlength=120,
        ),
        _words("call_in", "task", _("What should they do?")),
    )
    return Form("call_in", _("Call someone in"), _("Call them in"), fields)


def _add_hand(room: Room) -> Form:
    parts = (
        shell.Choice("executor", _("Works on it")),
        shell.Choice("watcher", _("Follows it")),
    )
    fields = (
        _select("add_hand", "person", _("Who?"), _staff(room.viewer, _("Choose a person"))),
        _radio("add_hand", "part", _("What do they do?"), parts, "executor"),
    )
    return Form("add_hand", _("Add a colleague"), _("Add them"), fields)


def _merge(room: Room) -> Form:
    card = room.sheet.card
    found = matters.list_similar(
        viewer=room.viewer, category=card.category, place=card.place, text=card.title
    )
    choices = tuple(
        shell.Choice(one.matter, f"{read(one.category_name)} · {one.place_label}", one.number)
        for one in found
        if one.matter != card.id
    )
    number = shell.Field(
        name=named("merge", "number"), label=_("Or its number"), maxlength=40, size="mid"
    )
    fields = (
        *((_radio("merge", "into", _("Which one is the same?"), choices),) if choices else ()),
        number,
    )
    intro = _("It can be taken apart again for half an hour.")
    return Form("merge", _("It is the same as another one"), _("Put them together"), fields, intro)


def _check(room: Room) -> Form:
    choices = (shell.Choice("yes", _("It passes")), shell.Choice("no", _("It does not pass")))
    fields = (
        _radio("check", "passed", _("Is the work good?"), choices),
        _words("check", "words", _("What did you see?")),
    )
    intro = _("A colleague's check is not the resident's word.")
    return Form("check", _("Check the quality"), _("Keep the check"), fields, intro)


def _reclassify(room: Room) -> Form:
    card = room.sheet.card
    kinds = matters.list_categories(viewer=room.viewer)
    levels = matters.list_severities(viewer=room.viewer)
    fields = (
        replace(
            _select(
                "reclassify",
                "category",
                _("What is it about?"),
                (shell.Choice(one.key, read(one.name)) for one in kinds),
            ),
            value=(card.category,),
        ),
        replace(
            _select(
                "reclassify",
                "severity",
                _("How pressing is it?"),
                (shell.Choice(str(key), read(words)) for key, words in levels.items()),
            ),
            value=(str(card.severity),),
        ),
    )
    return Form("reclassify", _("It is something else"), _("Change it"), fields)


def _decline(room: Room) -> Form:
    hint = _("In plain words. The resident can disagree.")
    fields = (_words("decline", "reason", _("Why will it not be done?"), hint),)
    return Form("decline", _("Decline it"), _("Decline it"), fields, tone="danger")


def _message(room: Room) -> Form:
    both = (
        shell.Choice("all", _("The resident and all who work on it")),
        shell.Choice("staff", _("Only those who work here")),
    )
    fields = (
        _words("message", "text", _("Your words")),
        _photos("message"),
        _radio("message", "readers", _("Who reads it?"), both, "all"),
    )
    return Form("message", _("Write something"), _("Send"), fields, has_files=True)


def _note(room: Room) -> Form | None:
    if Act.MESSAGE in room.sheet.acts:
        return None
    fields = (_words("note", "text", _("For those who work here only")), _photos("note"))
    return Form("note", _("Write an internal note"), _("Keep the note"), fields, has_files=True)


def _watch(room: Room) -> Form:
    return Form("watch", _("Follow it"), _("Follow it"))


def _unmerge(room: Room) -> Form:
    return Form("unmerge", _("Take them apart again"), _("Take them apart again"))


_ORDER = (
    *(Act.SET_OUT, Act.START, Act.RESUME, Act.RESOLVE, Act.ASSIGN, Act.ACCEPT, Act.TAKE),
    *(Act.JUDGE, Act.CHECK),
    *(Act.MESSAGE, Act.NOTE, Act.HOLD, Act.TRANSFER, Act.CALL_IN, Act.ADD_HAND, Act.MERGE),
    *(Act.UNMERGE, Act.RECLASSIFY, Act.WATCH, Act.DECLINE),
)
_MAKERS: dict[Act, Callable[[Room], Form | None]] = {
    Act.ACCEPT: _accept,
    Act.TAKE: _take,
    Act.ASSIGN: _assign,
    Act.SET_OUT: _set_out,
    Act.START: _start,
    Act.RESOLVE: _resolve,
    Act.JUDGE: _judge,
    Act.HOLD: _hold,
    Act.RESUME: _resume,
    Act.TRANSFER: _transfer,
    Act.CALL_IN: _call_in,
    Act.ADD_HAND: _add_hand,
    Act.MERGE: _merge,
    Act.UNMERGE: _unmerge,
    Act.CHECK: _check,
    Act.RECLASSIFY: _reclassify,
    Act.DECLINE: _decline,
    Act.MESSAGE: _message,
    Act.NOTE: _note,
    Act.WATCH: _watch,
}

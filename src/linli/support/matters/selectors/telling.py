"""The timeline of a matter in whole sentences for one viewer."""

from linli.support.matters.domain.cards import EntryCard
from linli.support.matters.domain.sentences import sentence
from linli.support.matters.models import Entry, Matter, Party
from linli.support.matters.selectors.seeing import Lens, name_on

_DISPUTES = ("disputed", "undisputed")


def entry_cards(row: Matter, lines: list[Entry], lens: Lens) -> tuple[EntryCard, ...]:
    """Every line in order; who wrote it, for whom, and whether that person disputes it.

    That an alarm is over is told beside a masked matter neither way: of a protected home it is not
    announced, so the line, or its absence, would tell it from a private one.
    """
    if row.pk in lens.masked:
        lines = [line for line in lines if not _says_it_is_over(line)]
    last = {line.params.get("entry"): line.kind for line in lines if line.kind in _DISPUTES}
    disputed = {entry for entry, kind in last.items() if kind == "disputed"}
    parties = dict(Party.objects.filter(matter=row).values_list("pk", "organisation"))
    return tuple(_entry(row, line, lens, parties, line.pk in disputed) for line in lines)


def _says_it_is_over(line: Entry) -> bool:
    return line.kind == "effect" and str(line.params.get("effect", "")).startswith("alarm:")


def _entry(
    row: Matter, line: Entry, lens: Lens, parties: dict[str, str], is_disputed: bool
) -> EntryCard:
    masked = {row.reporter_id} if row.pk in lens.masked else set()
    by_other = line.on_behalf_of_id is not None and line.on_behalf_of_id != line.person_id
    is_own = lens.viewer.subject is not None and line.on_behalf_of_id == lens.viewer.subject
    return EntryCard(
        number=line.pk,
        at=line.at,
        kind=line.kind,
        via=line.via,
        person=None if line.person_id in masked else line.person_id,
        person_name=name_on(lens, row, line.person_id),
        on_behalf_of=None if line.on_behalf_of_id in masked else line.on_behalf_of_id,
        on_behalf_name=name_on(lens, row, line.on_behalf_of_id),
        sentence=sentence(
            line.kind,
            line.params,
            who=name_on(lens, row, line.person_id) if line.person_id else None,
            principal=name_on(lens, row, line.on_behalf_of_id) if by_other else None,
            other=name_on(lens, row, line.params.get("other")),
            party=parties.get(str(line.params.get("party", "")), ""),
            via=line.via,
        ),
        message=line.params.get("message"),
        is_disputed=is_disputed,
        may_dispute=by_other and is_own and not is_disputed,
    )

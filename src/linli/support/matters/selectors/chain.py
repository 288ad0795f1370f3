"""From a matter back to the readings or the voice that caused it, forward to what changed."""

from linli.kernel import Actor, Ref, Words
from linli.support.matters import policy
from linli.support.matters.domain.cards import Chain, EntryCard, Link
from linli.support.matters.domain.catalogue import categories
from linli.support.matters.models import CauseRow, Effect, Entry, Matter
from linli.support.matters.selectors.seeing import card_of, find_seen, lens_for
from linli.support.matters.selectors.telling import entry_cards

_MOST_STEPS = 10
_VOICE = ("reported", "raised")
_LEADS_HOME = frozenset({"series", "alarm", "device"})
_OUTCOMES = frozenset(
    {
        "resolved",
        "resolved_checkable",
        "judged",
        "confirmed",
        "confirmed_by_silence",
        "confirmed_by_check",
        "not_solved",
        "declined",
    }
)


def chain_of(*, viewer: Actor, matter: str) -> Chain:
    """The chain of one matter, nearest first on both sides; other matters only if visible."""
    row, _ = find_seen(viewer, matter)
    lines = list(Entry.objects.filter(matter=row).order_by("pk"))
    people = {person for line in lines for person in (line.person_id, line.on_behalf_of_id)}
    lens = lens_for(viewer, [row], people)
    told = entry_cards(row, lines, lens)
    back = (*_voices(told), *_causes(viewer, row, lens.masked), *_merged(viewer, row))
    effects = _effects(viewer, row, is_masked=row.pk in lens.masked)
    forward = (*_outcomes(told), *effects, *_later(viewer, row))
    return Chain(card_of(row, lens), back, forward)


def _voices(told: tuple[EntryCard, ...]) -> tuple[Link, ...]:
    return tuple(_said(one) for one in told if one.kind in _VOICE)


def _outcomes(told: tuple[EntryCard, ...]) -> tuple[Link, ...]:
    return tuple(_said(one) for one in told if one.kind in _OUTCOMES)


def _said(line: EntryCard) -> Link:
    return Link(Ref("entry", str(line.number)), line.sentence, line.at)


def _causes(viewer: Actor, row: Matter, masked: frozenset[str]) -> tuple[Link, ...]:
    """Causes of the matter, of the matter that caused it, and so on back."""
    found: list[Link] = []
    seen, edge = {row.pk}, [row]
    for _ in range(_MOST_STEPS):
        earlier: list[Matter] = []
        for one in edge:
            for cause in CauseRow.objects.filter(matter=one).order_by("pk"):
                ref = Ref.parse(cause.ref)
                behind = _seen_matter(viewer, ref)
                if _may_be_named(ref, behind, is_masked=one.pk in masked):
                    found.append(_caused(one, cause, ref))
                if behind is not None and behind.pk not in seen:
                    seen.add(behind.pk)
                    earlier.append(behind)
        if not earlier:
            break
        edge, masked = earlier, lens_for(viewer, earlier).masked
    return tuple(found)


def _caused(row: Matter, cause: CauseRow, ref: Ref) -> Link:
    words = Words(cause.words_zh, cause.words_en)
    return Link(ref, words, cause.since or row.opened_at, cause.since, cause.until)


def _merged(viewer: Actor, row: Matter) -> tuple[Link, ...]:
    joined = Matter.objects.filter(policy.visible(viewer), survivor=row).order_by("opened_at", "id")
    return tuple(_other(one, Words("一起报的", "Reported together")) for one in joined)


def _later(viewer: Actor, row: Matter) -> tuple[Link, ...]:
    """The matters this one led to, each with what changed because of it."""
    caused = CauseRow.objects.filter(ref=str(Ref("matter", row.pk))).values("matter")
    rows = Matter.objects.filter(policy.visible(viewer), pk__in=caused).order_by("opened_at", "id")
    why = Words("由此而来", "Followed from this")
    later = list(rows)
    masked = lens_for(viewer, later).masked if later else frozenset()
    return tuple(
        link
        for one in later
        for link in (_other(one, why), *_effects(viewer, one, is_masked=one.pk in masked))
    )


def _effects(viewer: Actor, row: Matter, *, is_masked: bool) -> tuple[Link, ...]:
    links = []
    for effect in Effect.objects.filter(matter=row).order_by("pk"):
        ref = Ref.parse(effect.ref)
        if _may_be_named(ref, _seen_matter(viewer, ref), is_masked=is_masked):
            links.append(Link(ref, Words(effect.words_zh, effect.words_en), effect.at))
    return tuple(links)


def _may_be_named(ref: Ref, behind: Matter | None, *, is_masked: bool) -> bool:
    """A matter if the viewer sees it; beside a masked one nothing that leads to its door."""
    if ref.kind == "matter":
        return behind is not None
    return not (is_masked and ref.kind in _LEADS_HOME)


def _other(row: Matter, why: Words) -> Link:
    name = categories()[row.category].name
    words = Words(f"{why.zh}:{row.number} {name.zh}", f"{why.en}: {row.number} {name.en}")
    return Link(Ref("matter", row.pk), words, row.opened_at)


def _seen_matter(viewer: Actor, ref: Ref) -> Matter | None:
    if ref.kind != "matter":
        return None
    return Matter.objects.filter(policy.visible(viewer), pk=ref.id).first()

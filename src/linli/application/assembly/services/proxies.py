"""Written proxies 授权委托书, and who of joint owners speaks for all."""

from collections.abc import Mapping

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.ballots import Choice
from linli.application.assembly.domain.choosing import ON_SCREEN, Said, read_choices
from linli.application.assembly.domain.frozen import Frozen, read_frozen
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.facts import ProxyGiven
from linli.application.assembly.models import (
    Assembly,
    HeadStanding,
    Proxy,
    RollHead,
    RollVoter,
    Sheet,
)
from linli.application.assembly.models.sealing import seal_choices
from linli.application.assembly.services.finding import (
    check_key,
    check_stage,
    evidence_of,
    find_head,
    lock,
    write_leaf,
)
from linli.application.assembly.services.taking import end_proxy, items_of, settle
from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind
from linli.kernel import Actor, Refused, Role, new_id, now, system

_OPEN = frozenset({Stage.ANNOUNCED, Stage.VOTING})
_PROPERTY_STAFF = frozenset({Role.MANAGER, Role.CLERK, Role.WORKER})


def give_proxy(
    *,
    by: Actor,
    assembly: str,
    head: int,
    holder: str,
    evidence: str,
    key: str,
    instruction: Mapping[str, Said] | None = None,
) -> str:
    """Write a signed proxy down at the desk and return its id; the paper is its `evidence`.

    `instruction` names choices by motion that bind the holder. A later proxy of the same head
    ends the earlier one.

    Raises:
        Refused: no paper, a holder the rules exclude, one who holds as many as the rules allow.
    """
    taker = policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, _OPEN)
        known = Proxy.objects.filter(assembly=row, by=by.person, key=check_key(key)).first()
        if known is not None:
            return known.pk
        one = find_head(row, head)
        _check_has_not_voted(row, one)
        rules = read_frozen(row.rules or {})
        _check_holder(by, row, one, holder, rules)
        bound = _instruction(row, one, instruction or {}, rules)
        paper = evidence_of(by, row, evidence)
        end_proxy(row, one)
        return _give(taker, row, one, holder, paper, bound, key)


def _check_has_not_voted(row: Assembly, head: RollHead) -> None:
    if Sheet.objects.filter(assembly=row, head=head, proxy=None).exists():
        raise Refused("conflict", "This owner has voted already, so no proxy can.", field="head")


def _check_holder(by: Actor, row: Assembly, head: RollHead, holder: str, rules: Frozen) -> None:
    card = people.get_person(viewer=system(row.community), person=holder)
    if head.voters.filter(person=holder).exists():
        raise Refused("invalid", "An owner needs no proxy for their own home.", field="holder")
    if rules.has("proxy_excluded", "property_company") and not _PROPERTY_STAFF.isdisjoint(
        card.roles
    ):
        raise Refused(
            "forbidden", "Staff of the property company cannot carry a proxy.", field="holder"
        )
    if rules.has("proxy_excluded", "developer") and _is_developer(row, holder, card.kind):
        raise Refused("forbidden", "The developer cannot carry a proxy.", field="holder")
    if rules.has("proxy_excluded", "candidate") and _stands(row, card.name):
        raise Refused("forbidden", "A candidate cannot carry a proxy.", field="holder")
    cap = rules.rules.proxy_cap
    if cap is not None and len(_carried(row, holder) - {head.pk}) >= cap:
        raise Refused(
            "too_many",
            "One person can carry at most %(most)s proxies here.",
            field="holder",
            most=cap,
        )


def _carried(row: Assembly, holder: str) -> set[int]:
    """The heads somebody votes for or has voted for by proxy."""
    live = Proxy.objects.filter(assembly=row, holder=holder, revoked_at=None)
    voted = Sheet.objects.filter(assembly=row, proxy__holder=holder)
    return {*live.values_list("principal_id", flat=True), *voted.values_list("head_id", flat=True)}


def _is_developer(row: Assembly, holder: str, kind: PersonKind) -> bool:
    own = RollVoter.objects.filter(head__roll=row.pk, head__is_developer=True, person=holder)
    return kind is PersonKind.DEVELOPER or own.exists()


def _stands(row: Assembly, name: str) -> bool:
    return any(name in motion.candidates for motion in row.motions.all())


def _instruction(
    row: Assembly, head: RollHead, given: Mapping[str, Said], rules: Frozen
) -> dict[str, Said]:
    items = items_of(row, head)
    if rules.says("proxy_instruction") and {item.id for item in items} != set(given):
        raise Refused(
            "invalid", "The proxy must say what the owner wants on every item.", field="instruction"
        )
    named = [item for item in items if item.id in given]
    left = set(given) - {item.id for item in named}
    if left:
        read_choices(given, named, allowed=(*ON_SCREEN, Choice.BLANK))  # names the stranger
    return read_choices(given, named, allowed=ON_SCREEN)


def _give(  # noqa: PLR0917  all that a proxy is
    by: str,
    row: Assembly,
    head: RollHead,
    holder: str,
    evidence: str,
    bound: Mapping[str, Said],
    key: str,
) -> str:
    name = new_id()
    Proxy.objects.create(
        id=name,
        assembly=row,
        principal=head,
        holder_id=holder,
        sealed=seal_choices(bound, f"proxy:{name}"),
        evidence=evidence,
        by_id=by,
        at=now(),
        key=key,
    )
    write_leaf(row, "proxy", name)
    publish(ProxyGiven(community=row.community, assembly=row.pk, proxy=name, holder=holder))
    return name


def revoke_proxy(*, by: Actor, assembly: str, proxy: str) -> None:
    """End a proxy, by its owner or at the desk; a ballot it gave stands until the owner votes."""
    with transaction.atomic():
        row = lock(by, assembly)
        found = Proxy.objects.filter(assembly=row, pk=proxy).select_related("principal").first()
        if found is None or not _may_end(by, found):
            raise Refused("not_found", "There is no such proxy.")
        if found.revoked_at is not None:
            return
        check_stage(row, _OPEN)
        end_proxy(row, found.principal)


def _may_end(by: Actor, proxy: Proxy) -> bool:
    is_own = proxy.principal.voters.filter(person=by.person or "").exists()
    return policy.may_take(by) or (is_own and not by.on_behalf_of)


def name_representative(*, by: Actor, assembly: str, head: int, person: str, evidence: str) -> None:
    """Write down whom joint owners named to vote for them, on their signed paper; before the close.

    What the others said is kept and does not count.
    """
    policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, _OPEN)
        if row.closes_at is not None and now() >= row.closes_at:
            raise Refused("gone", "The vote has ended, so nobody can be named any more.")
        one = find_head(row, head)
        if not one.is_joint:
            raise Refused("invalid", "This home has one owner only.", field="head")
        if not one.voters.filter(person=person).exists():
            raise Refused("not_found", "This person does not own that home.", field="person")
        paper = evidence_of(by, row, evidence)
        known = HeadStanding.objects.filter(head=one, representative=person, evidence=paper)
        if known.exists():
            return
        HeadStanding.objects.update_or_create(
            head=one,
            defaults={
                "representative_id": person,
                "evidence": paper,
                "named_by_id": by.person,
                "named_at": now(),
            },
        )
        write_leaf(row, "representative", str(one.pk), person=person, evidence=paper)
        settle(row, one)

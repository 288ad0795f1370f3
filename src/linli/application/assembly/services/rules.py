"""A community writes its own rules down, value by value, and the owners adopt them."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from linli.application.assembly.domain.effective import (
    OwnRules,
    check_lawful,
    check_may_adopt,
    check_may_confirm,
    check_may_draft,
)
from linli.application.assembly.domain.packs import load_pack
from linli.application.assembly.domain.parameters import PARAMETERS, parameter_of
from linli.application.assembly.facts import RulesAdopted
from linli.application.assembly.models.rules import CommunityRules, OwnValue, ValueConfirmation
from linli.application.assembly.selectors.resolutions import has_passed
from linli.application.assembly.selectors.rules import card
from linli.foundation.facts.api import publish
from linli.foundation.files import api as files
from linli.kernel import Actor, Ref, Refused, Words, now

HasPassed = Callable[[Actor, str], bool]
"""Whether the owners have passed a motion of the kind 278.1, given who asks and the motion's id."""


def draft_rules(*, by: Actor, pack: str, key: str) -> str:
    """Begin the next version of the community's own rules over a pack; returns its id.

    It begins with the values of the version that holds now, and with who confirmed them.
    """
    check_may_draft(by)
    _check_key(key)
    load_pack(pack)
    known = CommunityRules.objects.filter(by=by.person, key=key).first()
    if known is not None:
        return known.pk
    try:
        with transaction.atomic():
            return _begun(by, pack, key)
    except IntegrityError:
        known = CommunityRules.objects.filter(by=by.person, key=key).first()
        if known is not None:  # the same request came twice at the same moment
            return known.pk
        raise Refused(
            "conflict", "A version of the rules is being written already; go on with that one."
        ) from None


def _begun(by: Actor, pack: str, key: str) -> str:
    rows = CommunityRules.objects.select_for_update().filter(community=by.community)
    last = rows.order_by("-version").first()
    row = CommunityRules.objects.create(
        community=by.community,
        version=last.version + 1 if last else 1,
        pack=pack,
        by_id=by.person or "",
        key=key,
        created_at=now(),
    )
    before = rows.filter(state="adopted").first()
    for value in before.values.order_by("pk") if before else ():
        _carry_over(value, row)
    return row.pk


def _carry_over(value: OwnValue, row: CommunityRules) -> None:
    confirmations = list(value.confirmations.all())
    value.pk, value.rules = None, row
    value._state.adding = True
    value.save()
    for one in confirmations:
        one.pk, one.value = None, value
        one._state.adding = True
        one.save()


def set_rule(
    *, by: Actor, rules: str, name: str, value: object, clause: str, page: str = ""
) -> None:
    """Write one value down as it stands in the clause; what it says anew is confirmed anew.

    Raises:
        Refused: the rules are adopted already, or the law is stricter.
    """
    check_may_draft(by)
    parameter = parameter_of(name, "name")
    read = parameter.read(value)
    where = _text(clause, "clause", 80), _text(page, "page", 20, may_lack=True)
    with transaction.atomic():
        row = _open(by, rules)
        check_lawful(parameter, read, row.pack)
        known = row.values.filter(name=name).first()
        if known and (known.value, known.clause, known.page) == (read, *where):
            return
        if known:
            known.confirmations.all().delete()
        row.values.update_or_create(
            name=name,
            defaults={
                "value": read,
                "clause": where[0],
                "page": where[1],
                "by_id": by.person or "",
                "at": now(),
            },
        )


def drop_rule(*, by: Actor, rules: str, name: str) -> None:
    """Leave a value to the law again; twice changes nothing."""
    check_may_draft(by)
    with transaction.atomic():
        _open(by, rules).values.filter(name=name).delete()


def confirm_rule(*, by: Actor, rules: str, name: str, value: object) -> None:
    """Say that a value stands so in the text; `value` is what one has seen.

    Two different people must. Who confirms twice has confirmed once.

    Raises:
        Refused: conflict when it says something else by now.
    """
    parameter = parameter_of(name, "name")
    with transaction.atomic():
        row = _open(by, rules)
        check_may_confirm(by, is_first=_is_first(row))
        known = row.values.filter(name=name).first()
        if known is None:
            raise Refused("not_found", "These rules say nothing about it.", field="name")
        if known.value != parameter.read(value):
            raise Refused(
                "conflict", "Somebody has changed this value meanwhile; please look again."
            )
        ValueConfirmation.objects.get_or_create(
            value=known, by_id=by.person, defaults={"via": by.via, "at": now()}
        )


def keep_rule_scan(*, by: Actor, rules: str, name: str, content: bytes, key: str) -> str:
    """Keep a scan of the signed text of a version, draft or adopted; returns the file's id."""
    check_may_draft(by)
    _check_key(key)
    with transaction.atomic():
        about = Ref("assembly-rules", _of(by, rules).pk)
        kept = files.keep_file(
            by=by, name=name, content=content, about=about, key=f"{about.id}:{key}"
        )
    return kept.id


def adopt_rules(*, by: Actor, rules: str, motion: str, has_passed: HasPassed = has_passed) -> None:
    """The owners have adopted these rules by a motion; the version before is kept beside them.

    `has_passed` is asked whether that motion of kind 278.1 has passed: in a final result here. The
    same motion again changes nothing.

    Raises:
        Refused: the motion has not passed, or a value waits for its second confirmation.
    """
    check_may_adopt(by)
    if not 1 <= len(motion) <= 20:
        raise Refused("invalid", "Please name the motion that adopted the rules.", field="motion")
    with transaction.atomic():
        row = _of(by, rules)
        if row.state == "adopted" and row.motion == motion:
            return
        _check_open(row)
        _check_confirmed(card(row))
        if not has_passed(by, motion):
            raise Refused(
                "conflict", "The owners have not passed this motion, so these rules do not hold."
            )
        CommunityRules.objects.filter(community=row.community, state="adopted").update(
            state="superseded"
        )
        row.state, row.motion = "adopted", motion
        row.adopted_by_id, row.adopted_at = by.person, now()
        row.save()
        publish(
            RulesAdopted(community=row.community, rules=row.pk, number=row.version, motion=motion)
        )


def _check_confirmed(rules: OwnRules) -> None:
    names = [PARAMETERS[one.key].name for one in rules.values if not one.is_confirmed]
    if names:
        raise Refused(
            "conflict",
            "Two people have not confirmed these values yet: %(names)s.",
            field="rules",
            names=Words("、".join(one.zh for one in names), ", ".join(one.en for one in names)),
        )


def _is_first(row: CommunityRules) -> bool:
    others = CommunityRules.objects.filter(community=row.community).exclude(pk=row.pk)
    return not others.exclude(state="draft").exists()


def _open(by: Actor, rules: str) -> CommunityRules:
    row = _of(by, rules)
    _check_open(row)
    return row


def _of(by: Actor, rules: str) -> CommunityRules:
    rows = CommunityRules.objects.select_for_update().filter(community=by.community)
    row = rows.filter(pk=rules).first()
    if row is None or not by.community:
        raise Refused("not_found", "There are no such rules.")
    return row


def _check_open(row: CommunityRules) -> None:
    if row.state != "draft":
        raise Refused(
            "conflict", "The owners have adopted these rules; begin a new version to change them."
        )


def _text(given: str, field: str, most: int, *, may_lack: bool = False) -> str:
    text = given.strip()
    if (text or may_lack) and len(text) <= most:
        return text
    raise Refused(
        "invalid",
        "Please write in which clause of the rules it stands, in 1 to %(most)s letters.",
        field=field,
        most=most,
    )


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")

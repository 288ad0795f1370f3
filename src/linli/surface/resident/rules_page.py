"""The rules of the owners' assembly in plain words: what holds, and from where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.application.assembly.api import (
    EffectiveRules,
    EffectiveValue,
    OwnRules,
    Standing,
    effective_rules,
    list_versions,
)
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import day


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its name, a sentence, where it is from, and whether it may be relied on."""

    name: str
    meaning: str
    source: str
    note: str
    state: str
    tone: str
    seen_to: str


def rules(request: shell.Request) -> HttpResponse:
    """Every rule that holds here, under headings; open to everyone."""
    if request.community is None:
        return HttpResponseRedirect(reverse("resident:home"))
    community = request.community.id
    found = effective_rules(viewer=request.actor, community=community)
    context = {
        "title": _("The rules of the owners' assembly"),
        "stands": _stands(found),
        "open": _open(found),
        "parts": [(read(name), [_line(one) for one in values]) for name, values in found.groups()],
        "versions": _versions(list_versions(viewer=request.actor, community=community)),
    }
    return render(request, "resident/rules.html", context)


def _stands(found: EffectiveRules) -> str:
    """What the values rest on."""
    pack = read(found.pack_name)
    if found.standing is Standing.ADOPTED and found.adopted_at:
        return _(
            "The owners adopted these rules on %(day)s."
            " Where they say nothing, the law holds (%(pack)s)."
        ) % {
            "day": day(found.adopted_at),
            "pack": pack,
        }
    if found.standing is Standing.DRAFT:
        return _(
            "The first rules are being written. Where they say nothing, the law holds (%(pack)s)."
        ) % {"pack": pack}
    return _("The owners have no rules of their own here yet. The law holds (%(pack)s).") % {
        "pack": pack
    }


def _open(found: EffectiveRules) -> str:
    """How many are decided or confirmed by nobody."""
    count = sum(not one.is_confirmed for one in found.values)
    return ngettext(
        "%(count)s rule is not confirmed. No assembly runs on it.",
        "%(count)s rules are not confirmed. No assembly runs on them.",
        count,
    ) % {"count": count}


def _line(one: EffectiveValue) -> Line:
    state, tone = _("Confirmed"), "ok"
    if one.value is None:
        state, tone = _("Not decided"), "plain"
    elif not one.is_confirmed:
        state, tone = _("Not confirmed"), "wait"
    return Line(
        name=_begun(read(one.name)),
        meaning=read(one.meaning) if one.value is not None else _("Nobody has decided it yet."),
        source=" · ".join(_sources(one)),
        note=_begun(read(one.note)),
        state=state,
        tone=tone,
        seen_to="" if one.is_checked else _("The platform does not check this; people see to it."),
    )


def _begun(words: str) -> str:
    """As it stands at the head of a line: names in data begin small, to be used in sentences."""
    return words[:1].upper() + words[1:]


def _sources(one: EffectiveValue) -> Iterable[str]:
    """The text it stands in: its article or clause, its page, the day since when it reads so."""
    if one.value is None:
        return
    yield read(one.source)
    if one.layer == "own":
        yield one.article
        if one.page:
            yield _("page %(page)s") % {"page": one.page}
        return
    if one.article:
        yield _("Article %(number)s") % {"number": one.article}
    if one.date:
        yield _("as of %(day)s") % {"day": one.date}


def _versions(versions: Iterable[OwnRules]) -> list[str]:
    return [
        _("Version %(number)s, adopted on %(day)s")
        % {"number": one.version, "day": day(one.adopted_at)}
        for one in versions
    ]

"""The money an item decides on, as it is asked for, read and said back."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.application.assembly.api import Fund, Money, MotionCard
from linli.kernel import Refused
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_LONGEST = 100


def fields_of(motion: MotionCard | None) -> tuple[shell.Field, ...]:
    """A sum, its fund and its purpose: all three, or none."""
    old = motion.money if motion else None
    funds = tuple(shell.Choice(str(one), read(one.words)) for one in Fund)
    return (
        shell.Field(
            name="amount",
            label=_("Does it decide on money? How much, in yuan?"),
            hint=_(
                "Leave it empty where none is decided on. For example 240000, 24万 or 1,234.50."
            ),
            maxlength=60,
            value=(str(old.yuan) if old else "",),
        ),
        shell.Field(
            name="fund",
            label=_("Out of which fund, or into which?"),
            hint=_("Only where money is decided on."),
            kind="radio",
            value=(str(old.fund) if old else "",),
            choices=(shell.Choice("", _("No money is decided on")), *funds),
        ),
        shell.Field(
            name="purpose",
            label=_("What is it for, or who is paid?"),
            hint=_("Everybody can read it: name a firm or a work, no private person."),
            maxlength=_LONGEST,
            value=(old.purpose if old else "",),
        ),
    )


def typed(given: QueryDict) -> Money | None:
    """What was typed; None when all of it was left empty.

    Raises:
        Refused: only a part of it is there, or the sum cannot be read.
    """
    amount, fund, purpose = (given.get(name, "").strip() for name in ("amount", "fund", "purpose"))
    if not (amount or fund or purpose):
        return None
    if not amount:
        raise Refused(
            "invalid", "Please write the sum, or leave fund and purpose empty too.", field="amount"
        )
    if not fund:
        raise Refused("invalid", "Please choose the fund of this sum.", field="fund")
    yuan = shell.money_typed(amount, "amount").value
    return Money.of(yuan, fund, purpose)

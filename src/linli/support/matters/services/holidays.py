"""Taking in the public holidays of a year that has been announced."""

from django.db import transaction
from django.db.models import QuerySet

from linli.kernel import Actor, Refused
from linli.support.matters.domain.holidays import HolidayYear, joined, read_years, write_years
from linli.support.matters.models import Clock, Matter
from linli.support.matters.selectors.calendars import calendar_for, file_of_years, own_years
from linli.support.matters.services import running

_LARGEST = 256 * 1024


def take_in_holidays(*, by: Actor, source: bytes) -> tuple[HolidayYear, ...]:
    """Take in the years of a holiday file, for everyone here; a year that is known is replaced.

    Clocks of working time that run are planned anew. The same file again changes nothing.
    """
    if not by.is_system:
        raise Refused("forbidden", "Only whoever runs this installation can take in holidays.")
    if len(source) > _LARGEST:
        raise Refused("too_large", "A list of holidays is smaller than 256 kB.", field="files")
    years = read_years(source.decode("utf-8-sig", "replace"))
    _keep(write_years(joined(own_years(), years)))
    for number in _counting().values_list("id", flat=True):
        _replan(number)
    return years


def _keep(text: str) -> None:
    path = file_of_years()
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)  # whoever reads meanwhile reads the old list or the new one


def _counting() -> QuerySet[Clock]:
    return Clock.objects.filter(state="running", working=True)


def _replan(number: int) -> None:
    with transaction.atomic():
        matter = Clock.objects.filter(pk=number).values_list("matter", flat=True).first()
        # the matter first, as every verb locks it
        row = Matter.objects.select_for_update().filter(pk=matter).first()
        clock = _counting().filter(pk=number).first()
        if row is None or clock is None:  # it stopped meanwhile
            return
        running.plan(clock, calendar_for(row.community))
        clock.save(update_fields=["due_at", "is_certain", "next_at"])
        running.refresh(row)

"""What can be asked about matters."""

from linli.support.matters.selectors.acts import list_undoable
from linli.support.matters.selectors.calendars import get_working_hours, list_holidays
from linli.support.matters.selectors.catalogue import (
    get_category,
    list_categories,
    list_clocks,
    list_hold_reasons,
    list_severities,
    suggest_assignees,
)
from linli.support.matters.selectors.chain import chain_of
from linli.support.matters.selectors.channels import figures_by_channel
from linli.support.matters.selectors.figures import count_open_by_place, figures
from linli.support.matters.selectors.kept import list_kept
from linli.support.matters.selectors.lists import (
    count_lanes,
    get_around,
    list_around,
    list_chosen,
    list_followers,
    list_for_ref,
    list_matters,
    list_my_matters,
    list_similar,
    list_still,
    list_waiting,
)
from linli.support.matters.selectors.scales import count_open_by_cell, count_open_in_building
from linli.support.matters.selectors.sheet import get_contact, get_matter, read_photo
from linli.support.matters.selectors.shifts import list_shift_lines, shift_began_at
from linli.support.matters.selectors.trends import list_trends

__all__ = [
    "chain_of",
    "count_lanes",
    "count_open_by_cell",
    "count_open_by_place",
    "count_open_in_building",
    "figures",
    "figures_by_channel",
    "get_around",
    "get_category",
    "get_contact",
    "get_matter",
    "get_working_hours",
    "list_around",
    "list_categories",
    "list_chosen",
    "list_clocks",
    "list_followers",
    "list_for_ref",
    "list_hold_reasons",
    "list_holidays",
    "list_kept",
    "list_matters",
    "list_my_matters",
    "list_severities",
    "list_shift_lines",
    "list_similar",
    "list_still",
    "list_trends",
    "list_waiting",
    "list_undoable",
    "read_photo",
    "shift_began_at",
    "suggest_assignees",
]

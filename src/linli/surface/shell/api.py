"""The shell as the other surfaces use it: requests, guards, forms, notices, tables, charts."""

from linli.surface.shell.arriving import help_person, stop_helping
from linli.surface.shell.behalf import note
from linli.surface.shell.drawing import Point
from linli.surface.shell.errors import page as error_page
from linli.surface.shell.form import (
    Answer,
    Choice,
    Field,
    Problem,
    check,
    question,
    receipt,
    refill,
    said,
)
from linli.surface.shell.guard import (
    key_of,
    post_only,
    safe_next,
    signed_in,
    staff_only,
    submit_once,
)
from linli.surface.shell.notices import say
from linli.surface.shell.outages import is_outage
from linli.surface.shell.request import Request
from linli.surface.shell.table import Cell, Column, Photo, Table, Way
from linli.surface.shell.templatetags.charts import Bar

__all__ = [
    "Answer",
    "Bar",
    "Cell",
    "Choice",
    "Column",
    "Field",
    "Photo",
    "Point",
    "Problem",
    "Request",
    "Table",
    "Way",
    "check",
    "error_page",
    "help_person",
    "is_outage",
    "key_of",
    "note",
    "post_only",
    "question",
    "receipt",
    "refill",
    "safe_next",
    "said",
    "say",
    "signed_in",
    "staff_only",
    "stop_helping",
    "submit_once",
]

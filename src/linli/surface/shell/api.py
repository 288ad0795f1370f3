"""The shell as the other surfaces use it: requests, guards, forms, notices, tables, charts."""

from linli.surface.shell.arriving import help_person, stop_helping
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
from linli.surface.shell.returning import page_of, returned
from linli.surface.shell.table import Cell, Column, Photo, Table, Way
from linli.surface.shell.templatetags.charts import Bar
from linli.surface.shell.unsent import keep as keep_unsent
from linli.surface.shell.unsent import put_aside, sent

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
    "keep_unsent",
    "key_of",
    "page_of",
    "post_only",
    "put_aside",
    "question",
    "receipt",
    "refill",
    "returned",
    "safe_next",
    "said",
    "say",
    "sent",
    "signed_in",
    "staff_only",
    "stop_helping",
    "submit_once",
]

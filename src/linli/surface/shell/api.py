"""The shell as the other surfaces use it: requests, guards, forms, notices, tables, charts."""

from linli.surface.shell.arriving import help_person, stop_helping
from linli.surface.shell.drawing import Point
from linli.surface.shell.equal_ways import sentence as channel_sentence
from linli.surface.shell.equal_ways import table as channel_table
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
from linli.surface.shell.offered import SERVICES, Ask, Service, service_of
from linli.surface.shell.outages import is_outage
from linli.surface.shell.request import Request
from linli.surface.shell.table import Cell, Column, Photo, Table, Way
from linli.surface.shell.templatetags.charts import Bar

__all__ = [
    "Answer",
    "Ask",
    "Bar",
    "Cell",
    "Choice",
    "Column",
    "Field",
    "Photo",
    "Point",
    "Problem",
    "Request",
    "SERVICES",
    "Service",
    "Table",
    "Way",
    "channel_sentence",
    "channel_table",
    "check",
    "error_page",
    "help_person",
    "is_outage",
    "key_of",
    "post_only",
    "question",
    "receipt",
    "refill",
    "safe_next",
    "said",
    "say",
    "service_of",
    "signed_in",
    "staff_only",
    "stop_helping",
    "submit_once",
]

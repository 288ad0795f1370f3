"""The shell as the other surfaces use it: requests, guards, forms, notices, tables, charts."""

from linli.surface.shell.arriving import help_person, stop_helping
from linli.surface.shell.behalf import note
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
from linli.surface.shell.offered import (
    SERVICES,
    Ask,
    Service,
    service_name,
    service_of,
    ways_to_vote,
)
from linli.surface.shell.outages import is_outage
from linli.surface.shell.request import Request
from linli.surface.shell.returning import page_of, returned
from linli.surface.shell.sending import send_file
from linli.surface.shell.switches import has_chosen_face, keep_face
from linli.surface.shell.table import Cell, Column, Photo, Sound, Table, Way
from linli.surface.shell.telling import Line, Message, photos_at, sounds_at
from linli.surface.shell.templatetags.charts import Bar
from linli.surface.shell.typed import (
    day_typed,
    moment_typed,
    money_typed,
    numbers_typed,
    phone_typed,
    place_typed,
    start_of,
    time_typed,
    understood,
    words_typed,
)
from linli.surface.shell.unsent import keep as keep_unsent
from linli.surface.shell.unsent import put_aside, sent

__all__ = [
    "Answer",
    "Ask",
    "Bar",
    "Cell",
    "Choice",
    "Column",
    "Field",
    "Line",
    "Message",
    "Photo",
    "Point",
    "Problem",
    "Request",
    "SERVICES",
    "Service",
    "Sound",
    "Table",
    "Way",
    "channel_sentence",
    "channel_table",
    "check",
    "day_typed",
    "error_page",
    "has_chosen_face",
    "help_person",
    "is_outage",
    "keep_face",
    "keep_unsent",
    "key_of",
    "moment_typed",
    "money_typed",
    "note",
    "numbers_typed",
    "page_of",
    "phone_typed",
    "photos_at",
    "place_typed",
    "post_only",
    "put_aside",
    "question",
    "receipt",
    "refill",
    "returned",
    "safe_next",
    "said",
    "say",
    "send_file",
    "sent",
    "service_name",
    "service_of",
    "signed_in",
    "sounds_at",
    "staff_only",
    "start_of",
    "stop_helping",
    "submit_once",
    "time_typed",
    "understood",
    "ways_to_vote",
    "words_typed",
]

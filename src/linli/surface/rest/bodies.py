"""What is sent with each act."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from linli.foundation.places.api import PlaceKind
from linli.kernel import Role
from linli.support.matters.api import Nature, Severity
from linli.surface.rest.inputs import Body, Id, Line, Text, Words40

Area = Annotated[Decimal, Field(gt=0, le=10**9, decimal_places=6)]
Judgement = Literal["real", "false_alarm", "unclear"]


class Opened(Body):
    """A report."""

    nature: Nature = Nature.DEMAND
    category: Id
    place: Id
    title: Line = ""
    description: Text = ""
    severity: Severity | None = None
    reporter: Id | None = None
    contact: Line | None = None
    address: Line | None = None

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"category": "water", "place": "01j…", "title": "漏水"}]},
    )


class Written(Body):
    """A message."""

    text: Text
    is_note: bool = False


class Assigned(Body):
    """Who answers for it."""

    person: Id | None = None


class Transferred(Body):
    """To whom it is passed on, and why."""

    person: Id
    reason: Line


class Coded(Body):
    """The codes of a category; both left empty return to the catalogue's."""

    hotline: Line = ""
    lgsl: Line = ""


class Held(Body):
    """Why it rests, and for how many days (7 unless said, at most 30); "other" needs words."""

    reason: Id
    words: Line = ""
    days: int | None = None


class Resolved(Body):
    """What was done."""

    words: Text = ""
    judgement: Judgement | None = None


class Decided(Body):
    """Whether it is solved."""

    solved: bool
    stars: Annotated[int, Field(ge=1, le=5)] | None = None
    words: Text = ""


class Reasoned(Body):
    """A reason."""

    reason: Line


class Said(Body):
    """A few words."""

    words: Text


class Checked(Body):
    """Whether the work passed."""

    passed: bool
    words: Line = ""


class Judged(Body):
    """What an alarm was."""

    judgement: Judgement


class Reclassified(Body):
    """Another category."""

    category: Id
    severity: Severity | None = None


class Merged(Body):
    """The matter that survives."""

    into: Id


class HandAdded(Body):
    """Who helps, and how."""

    person: Id
    part: Literal["executor", "watcher"]


class CalledIn(Body):
    """Who is called in: a role, or an organisation."""

    role: Role | Literal[""] = ""
    organisation: Line = ""
    task: Line = ""


class Verdict(Body):
    """What an alarm was, with a note."""

    verdict: Judgement
    note: Line = ""


class Named(Schema):
    """A name in both languages."""

    zh: Words40
    en: Words40 = ""


class Registered(Body):
    """A device to make known."""

    model: Id
    device: Id | None = None
    name: Named | None = None
    vendor: Words40 = ""
    serial: Words40 = ""
    batch: Words40 = ""
    place: Id | None = None
    owner: Line = ""


class Modelled(Body):
    """A kind of device: key, version, name, vendor, properties, functions, events."""

    model: dict[str, Any]


class Activated(Body):
    """Where a device works, under which mandate."""

    place: Id
    mandate: Id


class Mandated(Body):
    """The mandate that covers a device from now on."""

    mandate: Id


class Moved(Body):
    """Where a device hangs now."""

    place: Id


class Retired(Body):
    """Why a device goes."""

    why: Line


class PlaceAdded(Body):
    """A place to add."""

    kind: PlaceKind
    number: Words40
    parent: Id | None = None
    name: Line = ""
    name_en: Line = ""
    area: Area | None = None
    cell: Id | None = None


class PlaceChanged(Body):
    """What is different about a place."""

    number: Words40 | None = None
    name: Line | None = None
    name_en: Line | None = None
    area: Area | None = None


class CellChosen(Body):
    """The grid cell; null takes the place out of its cell."""

    cell: Id | None


class Outlined(Body):
    """A GeoJSON Polygon, in degrees of WGS 84 or in metres of the community's own grid."""

    outline: dict[str, Any] | None
    in_metres: bool = False


class Told(Schema):
    """A line in both languages."""

    zh: Line
    en: Line = ""


class CommunityChanged(Body):
    """What a community says of itself from now on."""

    name: Line | None = None
    name_en: Line | None = None
    timezone: Line | None = None
    phone: Words40 | None = None
    desk: Told | None = None
    desk_hours: Told | None = None


class TokenWanted(Body):
    """What a token is for, what it may do, and for how long."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern="^[^\x00]*$")]
    scopes: Annotated[list[Words40], Field(min_length=1, max_length=20)]
    days: Annotated[int, Field(ge=1, le=366)] = 90

"""What the law, a city or a community may choose between, beside the switches of the count."""

from enum import StrEnum


class NoticeReading(StrEnum):
    """Whether the day of the meeting may be the last day of the notice, or comes after it."""

    STRICT = "strict"
    INCLUSIVE = "inclusive"


class Body(StrEnum):
    """Who prepares the first assembly."""

    PREPARATION_GROUP = "preparation_group"
    PROPERTY_COMMITTEE = "property_committee"


class ByWhat(StrEnum):
    """What a share of the owners who ask for an assembly is counted by."""

    HEADS = "heads"
    HEADS_AND_AREA = "heads_and_area"
    HEADS_OR_AREA = "heads_or_area"


class NoProxy(StrEnum):
    """Who may not carry a proxy."""

    PROPERTY_COMPANY = "property_company"
    DEVELOPER = "developer"
    CANDIDATE = "candidate"


class Alternates(StrEnum):
    """Who waits as an alternate of the committee."""

    NONE = "none"
    RUNNERS_UP = "runners_up"


class Partial(StrEnum):
    """What holds when fewer pass than there are seats."""

    FAILS = "fails"
    STANDS_OVER_HALF = "stands_over_half"
    STANDS = "stands"

"""What may be given: bounded texts, numbers and times, and bodies without unknown fields."""

from datetime import UTC, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

_NO_NUL = "^[^\x00]*$"
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(2100, 1, 1, tzinfo=UTC)


def _in_reach(at: datetime) -> datetime:
    if not _FIRST <= at <= _LAST:
        raise ValueError("times lie between 2000 and 2100")
    return at.astimezone(UTC)


Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._:-]{0,79}$")]
Words40 = Annotated[str, StringConstraints(max_length=40, pattern=_NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=5_000, pattern=_NO_NUL)]
Cursor = Annotated[str, StringConstraints(max_length=200, pattern=r"^[\x21-\x7e]*$")]
Limit = Annotated[int, Field(ge=1, le=200)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Position = Annotated[int, Field(ge=0, le=2**53)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Body(Schema):
    """What is sent to be done."""

    model_config = ConfigDict(extra="forbid")

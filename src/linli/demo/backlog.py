"""What the devices measured while nobody was there: a week at first, later what was missed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from linli.demo.readings import Said, week_of_readings
from linli.foundation.devices import api as devices
from linli.foundation.telemetry import api as telemetry
from linli.kernel import now, system
from linli.perception.reading import REPLAYED, Accepted

_LONGEST = timedelta(days=7)
_SHORTEST = timedelta(minutes=3)
_AT_ONCE = 50_000


class Backlog:
    """Recordings for the time before this start, stored as replayed and judged by nobody."""

    def __init__(self, community: str, told_until: str) -> None:
        self.platform = system(community)
        earliest = now() - _LONGEST
        told = datetime.fromisoformat(told_until) if told_until else earliest
        self.since = max(told, earliest)
        self.until = now() - timedelta(minutes=1)
        self.is_told = self.until - self.since < _SHORTEST

    def tell(self) -> str:
        """Store what is missing, once; the moment up to which everything is told.

        `Refused` while the engine does not answer: then it is told the next time.
        """
        if not self.is_told:
            self._store()
            self.is_told = True
        return now().isoformat()

    def _store(self) -> None:
        cards = devices.list_series(viewer=self.platform)
        series = {(card.device, card.property): card.number for card in cards}
        where = {card.number: telemetry.Where(card.community, card.place or "") for card in cards}
        said = week_of_readings(self.platform, self.since, self.until)
        received = _ms(self.until)
        for part in _parts(said):
            rows = [
                Accepted(series[one.device, one.key], one.at, one.value, "", REPLAYED, received)
                for one in part
            ]
            telemetry.record_readings(by=self.platform, rows=rows, where=where)
        telemetry.refresh_rollups(by=self.platform, since=self.until - timedelta(minutes=1))


def _parts(said: Iterator[Said]) -> Iterator[list[Said]]:
    while part := list(islice(said, _AT_ONCE)):
        yield part


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)

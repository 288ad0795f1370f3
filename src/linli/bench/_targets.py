"""What `linli bench ingest` is measured against, and whether it is reached."""

import statistics
from collections.abc import Iterator, Mapping, Sequence

from linli.bench._conditions import Table
from linli.bench._tally import verdict

OWN, THROUGH = "Linli, own listener", "Linli through Mosquitto"
PEER = "Home Assistant through Mosquitto"
_TIMES_PEER = 2.5
_ZABBIX = 20_800.0  # messages/s, durable and with a trigger each; seen on two such cores, not here


def targets(rates: Mapping[str, Sequence[float]]) -> Table:
    """Each of our ways beside Home Assistant as just measured and Zabbix as cited."""
    rows = tuple(
        row
        for name in (OWN, THROUGH)
        if name in rates
        for row in _rows(name, statistics.median(rates[name]), rates.get(PEER))
    )
    return Table("Targets", ("what", "target", "messages/s", "needed", "result"), rows)


def _rows(name: str, rate: float, peer: Sequence[float] | None) -> Iterator[tuple[str, ...]]:
    beside = f"{_TIMES_PEER} × Home Assistant, measured beside us"
    if peer:
        needed = _TIMES_PEER * statistics.median(peer)
        yield name, beside, f"{rate:,.0f}", f"{needed:,.0f}", verdict(rate >= needed)
    else:
        yield name, beside, f"{rate:,.0f}", "", "not measured; --peer does"
    cited = "Zabbix's rate, cited: seen on two such cores"
    yield name, cited, f"{rate:,.0f}", f"{_ZABBIX:,.0f}", verdict(rate >= _ZABBIX)

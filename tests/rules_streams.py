"""Rules and streams of readings made up by hypothesis, small enough to be judged by brute force."""

from hypothesis import strategies as st

from linli.kernel import Words
from linli.support.rules.domain.compiled import ActiveRule, SeriesAt
from linli.support.rules.domain.judging import LATE, OUT_OF_ORDER
from linli.support.rules.domain.reading import read_definition
from rules_oracle import ZONE

START = 1_767_621_500  # Monday 2026-01-05, 21:58:20 in Shanghai
LENGTH = 200
PROPERTIES = ("a", "b")
SERIES = {
    number: SeriesAt(
        number,
        f"d{number % 2}",
        "m",
        PROPERTIES[number // 2],
        "c",
        (("community", "c"), ("entrance", "e")),
        f"device {number % 2}",
        Words(PROPERTIES[number // 2], PROPERTIES[number // 2]),
        "u",
    )
    for number in range(4)
}
SECONDS = st.integers(0, 40)
VALUES = st.sampled_from([-1.5, 0.0, 0.1, 0.2, 0.3, 1.0, 1.1, 2.0, 2.5, 3.7, 100.0])


@st.composite
def limits(draw, scale=1):
    raise_at = draw(st.sampled_from([0.0, 0.2, 1.0, 1.5, 2.0])) * scale
    clear = draw(st.sampled_from([None, 0.0, 0.5, 1.0]))
    name = draw(st.sampled_from(["above", "below"]))
    limit = {name: raise_at}
    if clear is not None:
        limit["clear_at"] = raise_at - clear if name == "above" else raise_at + clear
    return limit


@st.composite
def leaves(draw, kinds=("threshold", "rate", "window", "silence")):
    kind = draw(st.sampled_from(kinds))
    leaf = {"kind": kind, "property": draw(st.sampled_from(PROPERTIES))}
    if kind == "silence":
        return {**leaf, "after_seconds": draw(st.integers(1, 90))}
    leaf["for_seconds"] = draw(st.sampled_from([0, 0, 1, 5, 30]))
    leaf |= draw(limits(scale=3 if kind == "rate" else 1))
    if kind in ("rate", "window"):
        leaf["over_seconds"] = draw(st.sampled_from([1, 7, 20, 60]))
    if kind == "window":
        leaf["take"] = draw(st.sampled_from(["mean", "min", "max", "sum", "count", "median"]))
        if draw(st.booleans()):
            leaf["at_least"] = draw(st.integers(1, 4))
    return leaf


@st.composite
def combinations(draw, parts):
    of = draw(st.lists(parts, min_size=1, max_size=3))
    rule = {
        "kind": "combination",
        "of": of,
        "within_seconds": draw(st.sampled_from([0, 0, 1, 10, 45])),
        "for_seconds": draw(st.sampled_from([0, 0, 4, 20])),
    }
    simple = all(part["kind"] not in ("combination", "schedule") for part in of)
    if simple and draw(st.booleans()):
        return {**rule, "count": "devices", "needs": draw(st.integers(1, 2))}
    needs = draw(st.one_of(st.sampled_from(["all", "any"]), st.integers(1, len(of))))
    return {**rule, "needs": needs}


@st.composite
def schedules(draw, parts):
    start, until = draw(
        st.sampled_from([("22:00", "06:00"), ("21:57", "21:59"), ("09:00", "22:01")])
    )
    return {
        "kind": "schedule",
        "weekly": [
            {"days": draw(st.sampled_from([[1], [7], [1, 2, 3]])), "from": start, "until": until}
        ],
        "is": draw(st.sampled_from(["inside", "outside"])),
        "when": draw(parts),
        "for_seconds": draw(st.sampled_from([0, 0, 15])),
    }


def conditions(kind=None):
    if kind in ("threshold", "rate", "window", "silence"):
        return leaves(kinds=(kind,))
    nested = st.one_of(leaves(), combinations(leaves()), schedules(leaves()))
    if kind == "combination":
        return combinations(nested)
    return schedules(st.one_of(leaves(), combinations(leaves())))


@st.composite
def rules(draw, kind=None, name="r"):
    kind = kind or draw(
        st.sampled_from(["threshold", "rate", "window", "silence", "combination", "schedule"])
    )
    definition = read_definition(
        {
            "alarm": "k",
            "per": draw(st.sampled_from(["device", "entrance"])),
            "condition": draw(conditions(kind)),
        }
    )
    return ActiveRule(name, 1, "c", Words("规则", "rule"), definition, ZONE)


@st.composite
def streams(draw):
    """Rows in order of time, several series at one moment among them, some of them late."""
    moments = draw(st.lists(st.integers(0, LENGTH - 50), max_size=25, unique=True))
    rows = []
    for moment in sorted(moments):
        heard = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True))
        rows.extend((n, (START + moment) * 1000, draw(VALUES), 0) for n in heard)
    for _ in range(draw(st.integers(0, 4))):
        where = draw(st.integers(0, len(rows)))
        at = (START + draw(st.integers(-100, LENGTH))) * 1000
        flags = draw(st.sampled_from([LATE, OUT_OF_ORDER, LATE | OUT_OF_ORDER, LATE | 16]))
        rows.insert(where, (draw(st.integers(0, 3)), at, draw(VALUES), flags))
    return rows


def batches(rows):
    """Cut a stream between moments, never within one; late readings go with what is at hand."""
    batch, moment = [], None
    for row in rows:
        if not row[3]:
            if moment not in (None, row[1]):
                yield batch
                batch = []
            moment = row[1]
        batch.append(row)
    if batch:
        yield batch


def moment_of(batch):
    """When the readings of a batch were taken, late ones aside."""
    return next((row[1] for row in batch if not row[3]), None)

"""What the documents are made of: frozen, plain values, already in words.

Days and hours are written out by the caller ("2026年12月20日 9时"), areas are decimal text without
a unit ("89.230"), counts are whole numbers. Every text is Chinese, at most 400 characters unless
said otherwise; longer lists than `MOST_ROWS` are refused with the row and the field. `address` is
what a QR code leads to.
"""

from dataclasses import dataclass, field

from linli.kernel import Refused

LONG = 4000
MOST_ROWS = 5000
MOST_MOTIONS = 60
_SHORT = 400
_LONG = {"longest": LONG}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who publishes a document and on which day, as it stands under the text."""

    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Motion:
    """One item to vote on: its title, kind ("一般事项"), article ("《民法典》第278条"), and what
    money it decides on, a sentence of its own. An election has `candidates` for `seats`."""

    title: str
    kind: str = ""
    article: str = ""
    money: str = ""
    candidates: tuple[str, ...] = ()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """业主大会会议公告. `when`, `where`, `window` and `how` are sentences or phrases; `warning` is
    what silence is taken for, and is printed only where the community's rules say so."""

    community: str
    title: str
    basis: str
    form: str
    when: str
    where: str
    window: str
    how: tuple[str, ...]
    motions: tuple[Motion, ...]
    signed: Signed
    warning: str = ""
    contact: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class BallotForm:
    """What is the same on all ballots of one assembly; `choices` may add "随多数" where the rules
    have it, `until` is when and `hand_in` where it must arrive."""

    community: str
    title: str
    motions: tuple[Motion, ...]
    until: str
    hand_in: str
    choices: tuple[str, ...] = ("同意", "反对", "弃权")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One owner's ballot; `serial` is unique in the assembly and printed on every page. `items` are
    the places (from 0) of the motions this owner votes on, None for all."""

    serial: str
    owner: str
    rooms: tuple[str, ...]
    area: str
    address: str
    heads: int = 1
    items: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class RollRow:
    """One unit on the roll. `owner` is the full name: it is masked on paper, a company's is not."""

    room: str
    owner: str
    area: str
    status: str
    is_company: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """业主名册公示. `heads` and `area` are the totals of the electorate, counted by the caller."""

    community: str
    title: str
    scope: str
    basis: str
    objections: str
    rows: tuple[RollRow, ...]
    heads: int
    area: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item of the agenda: what was said (up to 4,000 characters) and what was decided."""

    title: str
    said: str = field(metadata=_LONG)
    decided: str = field(metadata=_LONG)


@dataclass(frozen=True, slots=True)
class Minutes:
    """会议纪要. `present`: "应到 1200 人，实到 812 人"; each of `signers` has a line to sign on."""

    community: str
    title: str
    when: str
    where: str
    chair: str
    recorder: str
    present: tuple[str, ...]
    items: tuple[MinutesItem, ...]
    signers: tuple[str, ...]
    signed: Signed


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as counted ("732" of "1200"), the gate in words ("≥2/3") and whether it is
    met; None where no gate is asked."""

    part: str
    whole: str
    gate: str = ""
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """One way of counting a motion; `why` says in one sentence what decided it."""

    outcome: str
    took_part_heads: Share
    took_part_area: Share
    for_heads: Share
    for_area: Share
    against_heads: Share
    against_area: Share
    abstain_heads: Share
    abstain_area: Share
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A motion with its strict count and, where silence was deemed, the deemed one beside it."""

    motion: Motion
    strict: Count
    deemed: Count | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """结果公告, preliminary or final. `objections` says how, and until when, one may object."""

    community: str
    title: str
    intro: str
    decided: tuple[Decided, ...]
    objections: str
    signed: Signed
    address: str = ""


@dataclass(frozen=True, slots=True)
class FilingRow:
    """One piece of the package: what, how many copies and pages; `remark` for what is missing."""

    name: str
    copies: int
    pages: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """备案材料: cover and list. `to` is the office it goes to, `by` who hands it in."""

    community: str
    title: str
    to: str
    by: str
    contact: str
    rows: tuple[FilingRow, ...]
    on: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt for one ballot: its number, which homes it is for, when and by which way it came.

    `code` and `qr` are what the public ledger says of it (docs/bundle.md), not what was voted.
    """

    number: str
    rooms: tuple[str, ...]
    at: str
    way: str
    code: str
    qr: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """收票回执 of one assembly, in the order given; `check_at` is where the ledger can be read."""

    community: str
    title: str
    check_at: str
    slips: tuple[Slip, ...]


def check(value: object, where: str = "") -> None:
    """Refuse what no sheet of paper could hold, naming row and field."""
    for name in getattr(type(value), "__dataclass_fields__", {}):
        given, field_of = getattr(value, name), type(value).__dataclass_fields__[name]  # type: ignore[attr-defined]
        longest = field_of.metadata.get("longest", _SHORT)
        _check(given, f"{where}.{name}" if where else name, longest)


def _check(given: object, where: str, longest: int) -> None:
    if isinstance(given, str) and len(given) > longest:
        raise Refused(
            "too_large",
            "%(where)s: please write at most %(longest)s characters.",
            field=where,
            where=where,
            longest=longest,
        )
    if isinstance(given, tuple):
        most = MOST_MOTIONS if where.endswith(("motions", "decided")) else MOST_ROWS
        if len(given) > most:
            raise Refused(
                "too_many",
                "%(where)s: at most %(most)s rows fit into one document.",
                field=where,
                where=where,
                most=most,
            )
        for row, one in enumerate(given, start=1):
            _check(one, f"{where}[{row}]", longest)
    elif not isinstance(given, (str, int)):
        check(given, where)

"""A voter's receipt: that one leaf is in the log, offline (C2SP `tlog-proof`)."""

from dataclasses import dataclass

from recount.checking import Log
from recount.files import Bundle
from recount.leaves import FILE
from recount.notes import checkpoint_of, unbase64
from recount.plain import Fields, parse
from recount.tree import SIZE, included
from recount.wrong import Place, Wrong

FIRST = "c2sp.org/tlog-proof@v1"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt that holds shows: where its leaf stands, and its short code."""

    index: int
    seq: int
    size: int
    code: str


def check(place: Place, text: str, log: Log, bundle: Bundle) -> Receipt:
    """Hold a receipt to the bundle: its proof, its signatures, and one and the same log."""
    index, proof, note = _split(place, text)
    state = checkpoint_of(place, note, log.keys.log, log.keys.witnesses)
    if len(state.seen) < log.keys.needed:
        raise Wrong(
            place,
            f"{len(state.seen)} of {log.keys.needed} witnesses that are needed have cosigned.",
            f"需要 {log.keys.needed} 个见证人签名，只有 {len(state.seen)} 个。",
        )
    if state.size > log.checkpoint.size:
        raise Wrong(
            place,
            "the receipt is newer than the bundle; fetch the newest bundle.",
            "回执比公示包新，请取最新的公示包。",
        )
    if index >= state.size:
        raise Wrong(place, f"the log has no leaf {index}.", f"账本中没有第 {index} 条。")
    leaf = bytes(log.hashes[index * SIZE : (index + 1) * SIZE])
    if included(leaf, index, state.size, proof) != state.root:
        raise Wrong(
            place,
            f"leaf {index} of the log is not the one this receipt proves.",
            f"账本第 {index} 条不是这张回执所证明的那一条。",
        )
    return Receipt(index, _seq(place, bundle, index), state.size, code_of(leaf))


def code_of(leaf: bytes) -> str:
    """The short code on paper: the first letters of the leaf hash in Crockford's base 32."""
    bits = int.from_bytes(leaf, "big")
    length = len(leaf) * 8
    return "".join(_CROCKFORD[bits >> (length - 5 * n) & 31] for n in range(1, _LETTERS + 1))


def _split(place: Place, text: str) -> tuple[int, list[bytes], str]:
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[1:] and lines[1].startswith("extra "):
        del lines[1]
    number = lines[1].removeprefix("index ") if len(lines) > 1 else ""
    proof = [unbase64(line) for line in lines[2:]]
    hashes = [each for each in proof if each is not None and len(each) == SIZE]
    fits = number.isascii() and number.isdigit() and len(number) < 16 and number == str(int(number))
    if not gap or lines[0] != FIRST or not fits or len(hashes) != len(proof) or len(proof) > 63:
        raise Wrong(
            place,
            "this is not a receipt (a C2SP tlog-proof).",
            "不是回执（C2SP tlog-proof 格式）。",
        )
    return int(number), hashes, note


def _seq(place: Place, bundle: Bundle, index: int) -> int:
    for line, raw in bundle.lines(FILE):
        entry = Fields(line, parse(line, raw))
        if entry.whole("index") == index:
            leaf = entry.inner("leaf")
            if leaf.text("type") == "ballot":
                return leaf.whole("seq")
            break
    raise Wrong(
        place,
        f"leaf {index} of the log is no ballot of this assembly.",
        f"账本第 {index} 条不是这次业主大会的票。",
    )

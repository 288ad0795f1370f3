"""`linli bench recount`: an opened bundle checked by the independent recount, ballot by ballot.

The bundle is made here in a temporary folder; `python -m recount` runs as a program of its own, as
an owner would start it, and everything it reads and prints is within the time.
"""

import argparse
import base64
import json
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from linli.bench._conditions import Table, print_conditions
from linli.bench._tally import verdict

_ROOT = Path(__file__).parents[3]
_MOST_SECONDS = 30.0
_ORIGIN, _ASSEMBLY = "linli/bench", "bench"
_OPENS, _CLOSES = "2026-11-01T00:00:00Z", "2026-11-30T16:00:00Z"
_WORDS = ("for", "for", "for", "against", "abstain")


def main(arguments: list[str]) -> int:
    """Make a bundle, have it checked, print the table; 0 when everything in it holds."""
    options = _parser().parse_args(arguments)
    if not (_ROOT / "recount" / "__main__.py").is_file():
        _parser().error("the recount lies beside the source tree, which is not here")
    print_conditions()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        size = _write(Path(folder), options.ballots, options.motions)
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "recount", folder, "--json"],
            cwd=_ROOT,
            capture_output=True,
            check=False,
        )
        seconds = time.monotonic() - start
    said = json.loads(done.stdout)
    row = (
        f"{options.ballots:,} ballots of {options.motions} motions, {size / 1e6:,.0f} MB",
        f"{seconds:.1f} s",
        f"{_MOST_SECONDS:.0f} s",
        verdict(said["holds"] and seconds <= _MOST_SECONDS),
    )
    print(Table("Recount", ("opened bundle", "took", "at most", "target"), (row,)))
    print("Everything holds." if said["holds"] else said["en"])
    return 0 if said["holds"] else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli bench recount", description=__doc__)
    parser.add_argument("--ballots", type=int, default=100_000, help="one of each owner")
    parser.add_argument("--motions", type=int, default=5)
    return parser


class _Making:
    """The log of one assembly and the records behind its commitments."""

    def __init__(self) -> None:
        self.random = Random(1)  # noqa: S311  (the same bundle every time)
        self.hashes: list[bytes] = []
        self.entries: list[bytes] = []
        self.opened: list[bytes] = []

    def leaf(self, type_: str, at: str, **fields: Any) -> int:
        seq = len(self.entries) + 1
        leaf = {"type": type_, "assembly": _ASSEMBLY, "seq": seq, "at": at, **fields}
        self.hashes.append(sha256(b"\0" + _written(leaf)).digest())
        self.entries.append(_written({"index": seq - 1, "leaf": leaf}))
        return seq

    def committed(self, type_: str, record: Any, **fields: Any) -> None:
        salt = self.random.randbytes(32)
        commitment = sha256(salt + _written(record)).hexdigest()
        seq = self.leaf(type_, _OPENS, commitment=commitment, **fields)
        self.opened.append(_written({"seq": seq, "salt": salt.hex(), "record": record}))


def _write(folder: Path, ballots: int, motions: int) -> int:
    """Write an opened bundle of one ballot an owner; returns its bytes."""
    made, names = _Making(), [f"m{n}" for n in range(motions)]
    switches = {"void": "participates", "blank": "abstain", "duplicates": "first_valid"}
    switches |= {"differing_units": "void", "side_units": "counted"}
    made.leaf("rules", _OPENS, pack="cn-base", values=switches, version=1)
    listed = [{"id": name, "title": name, "kind": "ordinary"} for name in names]
    window = {"opens_at": _OPENS, "closes_at": _CLOSES}
    made.leaf("agenda", _OPENS, title="bench", motions=listed, **window)
    owners = [{"id": f"{n:016x}", "units": [_unit(n)]} for n in range(ballots)]
    sums = {"heads": ballots, "area": f"{ballots * 90}"}
    made.committed("roll", {"owners": owners}, buildings=[], **sums)
    said = {name: dict.fromkeys(_WORDS, 0) for name in names}
    for owner in owners:
        choices = {name: made.random.choice(_WORDS) for name in names}
        for name, word in choices.items():
            said[name][word] += 1
        record = {"owner": owner["id"], "channel": "web", "at": _OPENS, "choices": choices}
        made.committed("ballot", record, voter=owner["id"], channel="web")
    results = [_result(name, said[name], sums) for name in names]
    last = {"ballots": ballots, "last": len(made.entries), "motions": results}
    made.leaf("tally", "2026-12-01T00:00:00Z", stage="final", **last)
    return _save(folder, made)


def _unit(number: int) -> dict[str, str]:
    return {"id": f"u{number}", "area": "90.00", "source": "registry"}


def _result(name: str, said: dict[str, int], sums: dict[str, Any]) -> dict[str, Any]:
    outcome = "passed" if 2 * said["for"] > sums["heads"] else "failed"
    words = {word: {"heads": n, "area": f"{n * 90}"} for word, n in said.items()}
    ending = {"strict": {"outcome": outcome}, "deemed_outcome": outcome}
    deemed = {"heads": 0, "area": "0"}
    return {"id": name, "kind": "ordinary", **sums, "said": words, "deemed": deemed, **ending}


def _save(folder: Path, made: _Making) -> int:
    key = Ed25519PrivateKey.generate()
    body = b"\1" + key.public_key().public_bytes_raw()
    identity = sha256(_ORIGIN.encode() + b"\n" + body).digest()[:4]
    text = f"{_ORIGIN}\n{len(made.hashes)}\n{_coded(_root(made.hashes))}\n"
    note = f"{text}\n— {_ORIGIN} {_coded(identity + key.sign(text.encode()))}\n"
    vkey = f"{_ORIGIN}+{identity.hex()}+{_coded(body)}"
    about = {"format": "linli-bundle/1", "origin": _ORIGIN, "assembly": _ASSEMBLY}
    files = {
        "bundle.json": _written({**about, "opened": True, "made_at": _CLOSES}),
        "checkpoint": note.encode(),
        "history.jsonl": b"",
        "keys.json": _written({"log": vkey, "witnesses": [], "needed": 0}),
        "hashes": b"".join(made.hashes),
        "entries.jsonl": b"\n".join(made.entries) + b"\n",
        "opened.jsonl": b"\n".join(made.opened) + b"\n",
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return sum(map(len, files.values()))


def _root(level: list[bytes]) -> bytes:
    """The root, level by level: one without a partner moves up as it is."""
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        level = above + level[len(above) * 2 :]
    return level[0]


def _coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _written(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()

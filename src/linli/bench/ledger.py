"""`linli bench ledger`: how fast leaves are appended to the public ledger, and proved to be in it.

Every leaf is a ballot: numbered, salted, committed to, its private record sealed, all of it in the
database under one transaction a batch. A proof is a receipt as a voter gets it, made from what is
stored; each is checked against the signed checkpoint, which is not timed.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linli.bench._conditions import Table, print_conditions
from linli.bench._tally import percentile, verdict
from linli.kernel import Actor, now, system

if TYPE_CHECKING:
    from linli.support.ledger.api import NewLeaf

_APPENDS, _PROOF_MS = 5_000, 5
_SINGLE, _PROOFS = 2_000, 2_000


def main(arguments: list[str]) -> int:
    """Measure, print the table, and return 0 when every sampled leaf was proved."""
    options = _parser().parse_args(arguments)
    print_conditions()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        by = _prepare(Path(folder))
        bulk = _append(by, options.leaves, options.batch)
        alone = _append_alone(by)
        signed = _sign(by)
        proofs, wrong = _prove(by, options.leaves)
    for table in _tables(options, bulk, alone, signed, proofs):
        print(table)
    print(f"{len(proofs):,} receipts checked, {wrong} wrong.")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli bench ledger", description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000, help="leaves in one transaction")
    return parser


def _prepare(data: Path) -> Actor:
    os.environ.update(LINLI_DATA=str(data), DJANGO_SETTINGS_MODULE="linli.wiring.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return system("bench")


def _append(by: Actor, leaves: int, batch: int) -> float:
    """Seconds for all of them; making the ballots up is not counted."""
    from linli.support.ledger.api import append_leaves

    seconds = 0.0
    for first in range(0, leaves, batch):
        new = list(_ballots(first, min(batch, leaves - first)))
        began = time.perf_counter()
        append_leaves(by=by, community=by.community, leaves=new)
        seconds += time.perf_counter() - began
        if (first + batch) % 100_000 == 0:
            done = first + batch
            print(f"{done:,} leaves, {done / seconds:,.0f}/s", flush=True)
    return seconds


def _append_alone(by: Actor) -> float:
    """Seconds for some that come one by one, a transaction each."""
    from linli.support.ledger.api import append_leaves

    began = time.perf_counter()
    for one in _ballots(10**9, _SINGLE):
        append_leaves(by=by, community=by.community, leaves=[one])
    return time.perf_counter() - began


def _sign(by: Actor) -> float:
    from linli.support.ledger.api import sign_checkpoint

    began = time.perf_counter()
    sign_checkpoint(by=by, community=by.community)
    return time.perf_counter() - began


def _prove(by: Actor, leaves: int) -> tuple[list[float], int]:
    """Seconds for each receipt, and how many do not prove what they should."""
    from linli.kernel.tlog.checkpoints import Proof
    from linli.support.ledger.api import get_receipt

    seconds, wrong = [], 0
    for _ in range(_PROOFS):
        index = random.randrange(leaves)  # noqa: S311 - no secret
        began = time.perf_counter()
        receipt = get_receipt(viewer=by, community=by.community, index=index)
        seconds.append(time.perf_counter() - began)
        hashed = bytes.fromhex(receipt.qr.rsplit(" ", 1)[1])
        try:
            Proof.parse(receipt.proof).check(hashed)
        except ValueError:
            wrong += 1
    return seconds, wrong


def _ballots(first: int, count: int) -> "Iterator[NewLeaf]":
    from linli.support.ledger.api import NewLeaf

    at = now().isoformat()
    for number in range(first, first + count):
        voter = f"{number:016x}"
        yield NewLeaf(
            type="ballot",
            assembly="bench",
            key=f"ballot:{number}",
            body={"voter": voter, "channel": "web"},
            record={
                "owner": voter,
                "channel": "web",
                "at": at,
                "choices": {f"m{motion}": "for" for motion in range(5)},
                "by": voter,
                "proxy": "",
                "unit": f"u{number}",
                "evidence": "",
            },
        )


def _tables(
    options: argparse.Namespace, bulk: float, alone: float, signed: float, proofs: list[float]
) -> tuple[Table, Table]:
    rate = options.leaves / bulk
    appended = Table(
        f"{options.leaves:,} ballots of five motions, SQLite",
        ("appended", "a second", "target", "result"),
        (
            (
                f"{options.batch:,} a transaction",
                f"{rate:,.0f}",
                f"≥ {_APPENDS:,}/s",
                verdict(rate >= _APPENDS),
            ),
            ("one a transaction", f"{_SINGLE / alone:,.0f}", "", ""),
        ),
    )
    p99 = percentile(proofs, 0.99) * 1000
    proved = Table(
        f"Receipts in a tree of {options.leaves + _SINGLE:,} leaves; signed in {signed:.3f} s",
        ("proofs", "p50 ms", "p99 ms", "max ms", "target", "result"),
        (
            (
                f"{len(proofs):,}",
                f"{percentile(proofs, 0.5) * 1000:.2f}",
                f"{p99:.2f}",
                f"{max(proofs) * 1000:.2f}",
                f"p99 ≤ {_PROOF_MS} ms",
                verdict(p99 <= _PROOF_MS),
            ),
        ),
    )
    return appended, proved

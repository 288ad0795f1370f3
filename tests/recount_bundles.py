"""Makes bundles as docs/bundle.md describes them, sharing nothing with what checks them."""

import base64
import json
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "linli.example/garden"
ASSEMBLY = "2026-1"
OPENS, CLOSES, AFTER = "2026-11-01T00:00:00Z", "2026-11-20T16:00:00Z", "2026-11-21T01:00:00Z"
DURING = "2026-11-05T02:00:00Z"


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def root(hashes: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\1" + root(hashes[:half]) + root(hashes[half:])).digest()


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of RFC 6962, word for word."""
    if len(hashes) < 2:
        return []
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    if index < half:
        return [*path(hashes[:half], index), root(hashes[half:])]
    return [*path(hashes[half:], index - half), root(hashes[:half])]


class Signer:
    """A key with a name, of the log (type 1) or of a witness (type 4)."""

    def __init__(self, name: str, kind: int) -> None:
        self.name, self.kind = name, kind
        self.key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
        body = bytes([kind]) + self.key.public_key().public_bytes_raw()
        self.id = sha256(name.encode() + b"\n" + body).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{base64.b64encode(body).decode()}"

    def line(self, signature: bytes) -> str:
        return f"— {self.name} {base64.b64encode(self.id + signature).decode()}\n"

    def sign(self, text: str) -> str:
        return self.line(self.key.sign(text.encode()))

    def cosign(self, text: str, time: int) -> str:
        message = f"cosignature/v1\ntime {time}\n{text}"
        return self.line(time.to_bytes(8, "big") + self.key.sign(message.encode()))


LOG = Signer(ORIGIN, 1)
WITNESSES = [Signer(f"witness.example/{name}", 4) for name in ("committee", "street", "owner")]


def note(hashes: Sequence[bytes], times: dict[int, int] | None = None, by: Signer = LOG) -> str:
    """A checkpoint over these hashes, cosigned by the witnesses with these numbers."""
    text = f"{ORIGIN}\n{len(hashes)}\n{base64.b64encode(root(hashes)).decode()}\n"
    cosigned = [WITNESSES[n].cosign(text, time) for n, time in (times or {}).items()]
    return f"{text}\n{by.sign(text)}{''.join(cosigned)}"


class Making:
    """An assembly in the making: leaves are added in order, then it is published."""

    def __init__(self, before: int = 3) -> None:
        self.random = Random(7)
        self.log = [f'{{"other":{n}}}'.encode() for n in range(before)]
        self.entries: list[dict[str, Any]] = []
        self.opened: list[dict[str, Any]] = []
        self.states: list[int] = [before]
        self.is_opened = True
        self.about: dict[str, Any] = {}
        self.keys: dict[str, Any] = {}
        self.more: dict[str, bytes] = {}

    def leaf(self, type_: str, at: str = DURING, **fields: Any) -> int:
        seq = len(self.entries) + 1
        leaf = {"type": type_, "assembly": ASSEMBLY, "seq": seq, "at": at, **fields}
        self.entries.append({"index": len(self.log), "leaf": leaf})
        self.log.append(written(leaf))
        return seq

    def committed(self, type_: str, record: Any, at: str = DURING, **fields: Any) -> int:
        salt = self.random.randbytes(32)
        commitment = sha256(salt + written(record)).hexdigest()
        seq = self.leaf(type_, at, commitment=commitment, **fields)
        self.opened.append({"seq": seq, "salt": salt.hex(), "record": record})
        return seq

    def rules(self, **values: Any) -> int:
        return self.leaf("rules", OPENS, pack="cn-base", values=values, version=1)

    def agenda(self, motions: list[dict[str, Any]], **fields: Any) -> int:
        given = {"title": "第一次业主大会", "scope": {}, "opens_at": OPENS, "closes_at": CLOSES}
        full = [{"text_sha256": "0" * 64, "scope": None, **motion} for motion in motions]
        return self.leaf("agenda", OPENS, **{**given, "motions": full, **fields})

    def roll(self, owners: list[dict[str, Any]], **fields: Any) -> int:
        return self.committed("roll", {"owners": owners}, OPENS, **{**roll_sums(owners), **fields})

    def ballot(
        self,
        owner: str,
        choices: dict[str, Any],
        channel: str = "web",
        at: str = DURING,
        **more: Any,
    ) -> int:
        record = {"owner": owner, "channel": channel, "at": at, "choices": choices, **more}
        return self.committed("ballot", record, at, voter=owner, channel=channel)

    def supersede(self, ballot: int, holds: int, *motions: str) -> None:
        for motion in motions:
            self.leaf("superseded", ballot=ballot, motion=motion, holds=holds, why="duplicate")

    def tally(self, motions: Any, stage: str = "final", at: str = AFTER, **fields: Any) -> int:
        cast = [each["leaf"]["seq"] for each in self.entries if each["leaf"]["type"] == "ballot"]
        given = {"stage": stage, "ballots": len(cast), "last": cast[-1] if cast else 0}
        return self.leaf("tally", at, **{**given, "motions": motions, **fields})

    def hashes(self) -> list[bytes]:
        return [sha256(b"\0" + leaf).digest() for leaf in self.log]

    def files(self) -> dict[str, bytes]:
        hashes = self.hashes()
        about = {"format": "linli-bundle/1", "origin": ORIGIN, "assembly": ASSEMBLY}
        about |= {"opened": self.is_opened, "made_at": AFTER, **self.about}
        keys = {"log": LOG.vkey, "witnesses": [each.vkey for each in WITNESSES], "needed": 2}
        files = {
            "bundle.json": written(about),
            "checkpoint": note(hashes, {0: 1000, 1: 1001}).encode(),
            "history.jsonl": lines({"note": note(hashes[:size])} for size in self.states),
            "keys.json": written({**keys, **self.keys}),
            "hashes": b"".join(hashes),
            "entries.jsonl": lines(self.entries),
        }
        if self.is_opened:
            files["opened.jsonl"] = lines(self.opened)
        return {**files, **self.more}

    def receipt(self, seq: int) -> str:
        hashes, index = self.hashes(), self.entries[seq - 1]["index"]
        proof = "".join(f"{base64.b64encode(each).decode()}\n" for each in path(hashes, index))
        return f"c2sp.org/tlog-proof@v1\nindex {index}\n{proof}\n{note(hashes, {0: 1000, 1: 1001})}"


def lines(values: Any) -> bytes:
    return b"".join(written(each) + b"\n" for each in values)


def write(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return folder


def pack(files: dict[str, bytes], to: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in files.items():
            file.writestr(inside + name, raw)
    return to


def roll_sums(owners: list[dict[str, Any]]) -> dict[str, Any]:
    """Heads and area of all, and by building, as a roll leaf publishes them."""
    scale = 10**6
    total, heads, buildings = 0, 0, dict[str, list[int]]()
    for owner in owners:
        mine: dict[str, int] = {}
        for unit in owner["units"]:
            area = int(round(scaled(unit["area"], scale)))
            total += area
            if unit.get("building"):
                mine[unit["building"]] = mine.get(unit["building"], 0) + area
        heads += bool(owner["units"])
        for name, area in mine.items():
            one = buildings.setdefault(name, [0, 0])
            one[0] += 1
            one[1] += area
    return {
        "heads": heads,
        "area": text(total, scale),
        "buildings": [
            {"building": name, "heads": n, "area": text(area, scale)}
            for name, (n, area) in sorted(buildings.items())
        ],
    }


def scaled(area: str, scale: int) -> int:
    whole, _, rest = area.partition(".")
    return int(whole) * scale + int((rest + "000000")[:6])


def text(area: int, scale: int) -> str:
    return f"{area // scale}.{area % scale:06d}"


RULES = {
    "void": "participates",
    "blank": "abstain",
    "duplicates": "paper_prevails",
    "differing_units": "void",
    "side_units": "counted",
    "tie": "larger_area",
    "non_response": "follow_majority",
    "clause": "第十二条",
    "warning_published": True,
    "proxy_cap": 1,
}
MOTIONS = [
    {"id": "m1", "title": "使用维修资金", "kind": "278.5"},
    {"id": "m2", "title": "筹集维修资金", "kind": "278.6"},
    {"id": "e", "title": "选举", "kind": "election", "candidates": ["甲", "乙", "丙"], "seats": 2},
]
ALL = ("m1", "m2", "e")


def head(n: int) -> str:
    return f"{n:016x}"


def unit(name: str, area: str = "100.00", **more: Any) -> dict[str, Any]:
    return {"id": name, "area": area, "source": "registry", "building": "1", **more}


def sum_of(heads: int, area: int | str) -> dict[str, Any]:
    return {"heads": heads, "area": str(area)}


def hundreds(**said: int) -> dict[str, Any]:
    """So many heads said each of these, of 100 m² each."""
    return {choice: sum_of(n, 100 * n) for choice, n in said.items()}


def voice(yes: int, no: int, elect: Any) -> dict[str, Any]:
    words = {1: "for", 0: "against", 2: "blank", 3: "void"}
    return {"m1": words[yes], "m2": words[no], "e": elect}


def sums(**more: Any) -> list[dict[str, Any]]:
    """What the sample's nine owners of 100 m² give, reckoned by hand."""
    whole = {"heads": 9, "area": "900.00", "deemed": sum_of(1, "100")}
    m1 = {"id": "m1", "kind": "278.5", **whole, "said": hundreds(**{"for": 6, "against": 1})}
    m2 = {"id": "m2", "kind": "278.6", **whole}
    m2["said"] = hundreds(**{"for": 4, "against": 1, "blank": 1, "void": 1})
    e = {"id": "e", "kind": "election", **whole, "elected": ["甲"]}
    e["candidates"] = {
        "甲": hundreds(**{"for": 4, "abstain": 2, "void": 1}),
        "乙": hundreds(**{"for": 3, "abstain": 3, "void": 1}),
        "丙": hundreds(**{"for": 1, "abstain": 5, "void": 1}),
    }
    for each, outcome in ((m1, "passed"), (m2, "failed"), (e, "passed")):
        each |= {"strict": {"outcome": outcome}, "deemed_outcome": outcome}
    return [{**each, **more.get(each["id"], {})} for each in (m1, m2, e)]


def begun(motions: list[dict[str, Any]] = MOTIONS, **rules: Any) -> Making:
    """The sample up to its first ballot: nine owners, seven of whom will speak."""
    made = Making()
    made.rules(**{**RULES, **rules})
    made.agenda(motions)
    owners = [{"id": head(n), "units": [unit(f"1-{n}")]} for n in range(2, 10)]
    made.roll([{"id": head(1), "units": [unit("1-1", "60.5"), unit("1-1b", "39.5")]}, *owners])
    for name in ("1-1", "1-1b", *(f"1-{n}" for n in range(2, 9))):  # nobody reached the ninth
        record = {"unit": name, "channel": "paper", "evidence": "签收", "at": OPENS}
        made.committed("delivery", record, OPENS)
    return made


def voted(made: Making) -> Making:
    """The sample's ballots: a paper one over one from the web, and one carried for another."""
    made.ballot(head(1), voice(1, 1, ["甲", "乙"]))
    made.ballot(head(2), voice(1, 1, ["甲"]))
    made.ballot(head(3), voice(1, 0, ["甲", "乙"]))
    made.ballot(head(4), voice(1, 2, ["甲", "丙"]), "paper")
    made.ballot(head(5), voice(0, 1, "abstain"), "phone")
    made.states.append(len(made.log))
    web = made.ballot(head(6), voice(0, 0, ["丙"]))
    paper = made.ballot(head(6), voice(1, 1, ["乙"]), "paper", "2026-11-06T02:00:00Z")
    made.supersede(web, paper, *ALL)
    letter = {"principal": head(7), "holder": "p1", "motions": [], "evidence": "委托书"}
    made.committed("proxy", letter)
    made.ballot(head(7), voice(1, 3, "void"), "paper", proxy="p1")
    return made


def sample(**more: Any) -> Making:
    """A whole small assembly in which everything holds; `more` replaces fields of the tally."""
    made = voted(begun())
    made.tally(sums(), "preliminary")
    made.committed("objection", {"text": "我家面积不对", "by": head(9)}, about="roll")
    made.states.append(len(made.log))
    made.tally(sums(**more))
    made.leaf("announcement", AFTER, sha256="1" * 64, title="结果公告")
    return made

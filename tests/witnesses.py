"""Real witnesses, each a process of its own, and a ledger in memory for them to watch."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from linli.bench._processes import free_port
from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import Note, Signature, Signer, Verifier
from linli.kernel.tlog.tree import consistency_proof, leaf_hash, root_over
from linli.kernel.tlog.witnessing import Asked

SOURCE = Path(__file__).parent.parent / "src"


def linli(*words: str) -> list[str]:
    """The command line of `linli …`, as a user types it."""
    return [sys.executable, "-P", "-m", "linli", *words]


def surroundings() -> dict[str, str]:
    """An environment in which nothing of this test run is set: the witness stands alone."""
    kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "PYTHONPATH": str(SOURCE)}


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One word of the command, to its end."""
    return subprocess.run(
        linli(*words),
        cwd=cwd,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class Witness:
    """One witness; it may be killed and started again on what it kept."""

    folder: Path
    name: str
    port: int = field(default_factory=free_port)
    logs: tuple[str, ...] = ()
    process: "subprocess.Popen[str] | None" = None

    def __post_init__(self) -> None:
        self.folder.mkdir()
        made = run("witness", "--key", "key", "--make-key", "--name", self.name, cwd=self.folder)
        assert made.returncode == 0, made.stderr
        self.vkey = made.stdout.strip()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def verifier(self) -> Verifier:
        return Verifier.parse(self.vkey)

    def words(self) -> tuple[str, ...]:
        watched = [part for vkey in self.logs for part in ("--log", vkey)]
        return ("witness", "--key", "key", "--state", "state", *watched, "--port", str(self.port))

    def start(self, *logs: str) -> "Witness":
        self.logs = logs or self.logs
        self.process = subprocess.Popen(
            linli(*self.words()),
            cwd=self.folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"witness {self.vkey}\n"
        assert self.process.stdout.readline().startswith("listening on")
        return self

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def post(self, body: bytes, path: str = "/add-checkpoint") -> tuple[int, str, str]:
        """Status, content type, body."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("POST", path, body)
            answer = line.getresponse()
            kind = answer.headers["Content-Type"]
            return answer.status, kind, answer.read().decode()
        finally:
            line.close()


@dataclass
class Ledger:
    """A log in memory that can also lie."""

    signer: Signer = field(default_factory=lambda: Signer.make("example.com/log"))
    leaves: list[bytes] = field(default_factory=list)

    @property
    def vkey(self) -> str:
        return str(self.signer.verifier)

    def grow(self, count: int, words: str = "leaf") -> "Ledger":
        first = len(self.leaves)
        self.leaves += [f"{words} {first + each}".encode() for each in range(count)]
        return self

    def forked(self, size: int) -> "Ledger":
        """Another history from `size` on, under the same key."""
        return Ledger(self.signer, self.leaves[:size])

    def state(self, size: int | None = None) -> State:
        hashes = [leaf_hash(leaf) for leaf in self.leaves[:size]]
        return State(self.signer.name, len(hashes), root_over(hashes))

    def note(self, size: int | None = None) -> Note:
        text = self.state(size).text
        return Note(text, (self.signer.sign(text),))

    def ask(self, old: int, size: int | None = None) -> bytes:
        """The body of a request."""
        hashes = [leaf_hash(leaf) for leaf in self.leaves]
        end = len(self.leaves) if size is None else size
        proof = consistency_proof(
            min(old, end), end, lambda level, at: root_over(hashes[at << level : (at + 1) << level])
        )
        return Asked(old, tuple(proof), self.note(size)).body()


def signature_in(words: str) -> Signature:
    """The one cosignature of an answer."""
    (line,) = words.splitlines()
    return Signature.parse(line)

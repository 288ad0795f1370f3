"""What a witness has signed last of each ledger, on disk before anybody hears of it."""

import fcntl
import os
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from linli.kernel import Refused
from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import BadNote, Note

_LOCK = "lock"
_NAME_LETTERS = 32


class Shelf:
    """A folder with one file a ledger: the checkpoint as the ledger signed it.

    One process at a time holds it. A file that cannot be read stops the witness: to begin anew
    would let a ledger go back behind its back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, State] = {}

    def __enter__(self) -> "Shelf":
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = (self._folder / _LOCK).open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(
                "conflict",
                "%(folder)s cannot be used: %(why)s. Another witness may be running on it.",
                field="state",
                folder=str(self._folder),
                why=(error.strerror or str(error)).lower(),
            ) from error
        for path in self._folder.glob("*.checkpoint"):
            state = _read(path)
            self._known[state.origin] = state
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.close()

    def seen(self, origin: str) -> State | None:
        """What was signed last of a ledger."""
        return self._known.get(origin)

    def states(self) -> list[State]:
        """All of it, by origin."""
        return [self._known[origin] for origin in sorted(self._known)]

    def keep(self, state: State, note: Note) -> None:
        """Store it so that neither `kill -9` nor a power cut takes it away, or raise OSError."""
        path = self._folder / f"{_name(state.origin)}.checkpoint"
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(str(note))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._known[state.origin] = state


def _name(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()[:_NAME_LETTERS]


def _read(path: Path) -> State:
    try:
        state = State.parse(Note.parse(path.read_text(encoding="utf-8")).text)
        if path.stem != _name(state.origin):
            raise BadNote("it is another ledger's")
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise Refused(
            "invalid",
            "%(path)s cannot be read (%(why)s). Put back your copy of it; a witness that has"
            " forgotten what it signed must not go on under its key.",
            field="state",
            path=str(path),
            why=error,
        ) from error
    return state

"""The heart-beat of `work`: two small files whose times say when each of its loops last turned."""

from pathlib import Path

LONGEST = {"deliveries": 30.0, "timers": 900.0}  # seconds; a timer may have much to do


def beat(data: Path, loop: str) -> None:
    """Leave a sign of life; a full disk is not this loop's affair."""
    try:
        path = _path(data, loop)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        pass


def forget(data: Path) -> None:
    """Take away what an earlier run has left, so that only the living count."""
    for loop in LONGEST:
        _path(data, loop).unlink(missing_ok=True)


def is_fresh(data: Path, moment: float) -> bool:
    """Whether both loops have turned lately, seen from a moment in Unix seconds."""
    try:
        return all(
            moment - _path(data, loop).stat().st_mtime < longest
            for loop, longest in LONGEST.items()
        )
    except OSError:
        return False


def _path(data: Path, loop: str) -> Path:
    return data / "run" / f"{loop}.beat"

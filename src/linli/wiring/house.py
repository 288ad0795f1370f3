"""Where this installation stands: its source tree, its data folder, its ports."""

import os
from pathlib import Path

_TREE = Path(__file__).resolve().parents[3]

ROOT: Path | None = _TREE if (_TREE / "pyproject.toml").is_file() else None
"""The source tree, or None when Linli was installed as a package."""

FIRST_PORT = 8000
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (asked for, not listened on)


def default_data(*, demo: bool = False) -> Path:
    """Where data lives unless said otherwise: `data` in the source tree, else in this folder."""
    data = (ROOT or Path.cwd()) / "data"
    return data / "demo" if demo else data


def data() -> Path:
    """The data folder in use."""
    return Path(os.environ["LINLI_DATA"]).resolve()


def port() -> int:
    """The port of the pages."""
    return int(os.environ.get("LINLI_PORT", FIRST_PORT))


def listens_on() -> str:
    """The address everything of this installation listens on."""
    return os.environ.get("LINLI_LISTEN") or "127.0.0.1"


def near() -> str:
    """Where this machine itself reaches what listens."""
    return _EVERYWHERE.get(listens_on(), listens_on())


def in_url(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host

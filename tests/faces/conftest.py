"""The worlds, who walks in them, and one Chromium for all of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faces.crawl import Crawl, crawl
from faces.matrix import Looker, Seeing
from faces.worlds import Worlds


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "faces"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def built(shared: Path) -> Worlds:
    """The worlds this worker has been in."""
    return Worlds(shared)


@pytest.fixture
def worlds(built: Worlds, shared: Path, transactional_db, telemetry, settings) -> Worlds:
    """Every world, each built once in a run."""
    settings.DEMO, settings.FILES = True, shared / "files"
    return built


@pytest.fixture
def crawled(worlds: Worlds) -> Callable[[str], Crawl]:
    """What there is to see in a world; walked once in a run."""

    def walk(name: str) -> Crawl:
        return worlds.once(f"{name}-crawl", lambda: crawl(worlds, name))

    return walk


@pytest.fixture
def sight_seeing(worlds: Worlds, crawled, chromium, live_server) -> Iterator[Callable[..., Seeing]]:
    """A visitor in a world, in a face and a language, with the pages (or the refusals) to see."""
    opened: list[Looker] = []

    def begin(name: str, face: str, language: str, *, errors: bool = False) -> Seeing:
        crawl, world = crawled(name), worlds.enter(name)
        worlds.measure(world)
        looker = Looker(chromium, live_server.url, worlds, face, language)
        opened.append(looker)
        wanted = [one for one in crawl.sights if (one.kind == "error") is errors]
        rest = [one for one in wanted if not one.rank or language == "zh-hans"]
        return Seeing(looker, world, rest, "error" if errors else name)

    yield begin
    for looker in opened:
        looker.close()

"""A community with a desk, and a few pages that go wrong on purpose."""

from collections.abc import Iterator

import pytest

from linli.foundation.places.api import create_community
from linli.kernel import Words, system


@pytest.fixture
def community(transactional_db: None) -> str:
    return create_community(
        by=system(""),
        name="梧桐里社区",
        name_en="Wutongli",
        phone="028-1234-5678",
        desk=Words("1 号楼一层服务台", "the service desk in building 1"),
        desk_hours=Words("每天 8:30–18:00", "every day 8:30–18:00"),
    )


@pytest.fixture
def urls(settings: object) -> Iterator[None]:
    from django.urls import clear_url_caches, set_urlconf

    settings.ROOT_URLCONF = "surface.shell.pages"  # type: ignore[attr-defined]
    clear_url_caches()
    set_urlconf(None)
    yield
    clear_url_caches()
    set_urlconf(None)

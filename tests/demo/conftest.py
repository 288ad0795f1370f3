"""One small estate, built once and shared: building it is the slow part."""

from datetime import timedelta

import pytest

from built_once import built_once
from linli.demo import api, loading
from linli.demo.company import Company


def _prepare() -> str:
    api.prepare(lambda line: None, small=True)
    community = loading.community_of()
    assert community is not None
    return community


prepared = built_once(_prepare, fresh=timedelta(hours=1))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker, demo_folder):
    from django.conf import settings
    from django.db import transaction

    was = settings.DATA, settings.FILES
    settings.DATA, settings.FILES = demo_folder, demo_folder / "files"
    with django_db_blocker.unblock(), transaction.atomic():
        yield Company(prepared())
        transaction.set_rollback(True)
    settings.DATA, settings.FILES = was


@pytest.fixture
def estate(company, db):
    """The small estate; what a test does to it is undone."""
    return company

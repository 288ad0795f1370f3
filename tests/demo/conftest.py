"""One small estate, built once and shared: building it is the slow part."""

import pytest

from linli.demo import api, loading
from linli.demo.company import Company


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings
    from django.db import transaction

    was = settings.DATA, settings.FILES
    settings.DATA = tmp_path_factory.mktemp("demo")
    settings.FILES = settings.DATA / "files"
    with django_db_blocker.unblock(), transaction.atomic():
        api.prepare(lambda line: None, small=True)
        community = loading.community_of()
        assert community is not None
        yield Company(community)
        transaction.set_rollback(True)
    settings.DATA, settings.FILES = was


@pytest.fixture
def estate(company, db):
    """The small estate; what a test does to it is undone."""
    return company

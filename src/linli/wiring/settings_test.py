"""Settings for tests: a throw-away data folder, cheap password hashing."""

import base64
import os
import tempfile
from pathlib import Path

if "LINLI_DATA" not in os.environ:
    folder = tempfile.TemporaryDirectory(prefix="linli-test-")  # goes with the process
    os.environ["LINLI_DATA"] = folder.name
    (Path(folder.name) / "static").mkdir()
os.environ.setdefault("LINLI_MASTER_KEY", base64.b64encode(bytes(range(32))).decode())

from linli.wiring.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if "LINLI_DATABASE_URL" not in os.environ:  # the tests of modules also run on PostgreSQL
    # A file and the product's own engine: what waits for a lock there waits here too.
    embedded = DATABASES["default"]  # noqa: F405
    embedded["TEST"] = {"NAME": str(DATA / "tests.sqlite3")}  # noqa: F405
    embedded["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # goes with the process

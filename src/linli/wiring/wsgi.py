"""The web process, for granian."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from linli.wiring.leash import tie

_parent = multiprocessing.parent_process()
if _parent is not None and _parent.pid is not None:  # a worker must not outlive its server
    tie(_parent.pid)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
application = get_wsgi_application()

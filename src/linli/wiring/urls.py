"""Every address of the product."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from linli.wiring.health import health

_FACES = (
    ("", "linli.surface.shell.urls"),
    ("", "linli.surface.resident.urls"),
    ("desk/", "linli.surface.desk.urls"),
    ("", "linli.surface.rest.urls"),
    ("", "linli.surface.rest.urls_ingest"),
    ("", "linli.wiring.demo_urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    *(path(prefix, include(face)) for prefix, face in _FACES if find_spec(face)),
]

handler400 = "linli.surface.shell.errors.bad_request"
handler403 = "linli.surface.shell.errors.forbidden"
handler404 = "linli.surface.shell.errors.not_found"
handler500 = "linli.surface.shell.errors.server_error"

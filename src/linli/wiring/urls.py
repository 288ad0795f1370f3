"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from linli.wiring.demo_pages import mailbox
from linli.wiring.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("demo/mailbox", mailbox, name="demo-mailbox"),
    path("", include("linli.surface.shell.urls")),
    path("", include("linli.surface.resident.urls")),
    path("desk/", include("linli.surface.desk.urls")),
    path("", include("linli.surface.rest.urls")),
]

handler400 = "linli.surface.shell.errors.bad_request"
handler403 = "linli.surface.shell.errors.forbidden"
handler404 = "linli.surface.shell.errors.not_found"
handler500 = "linli.surface.shell.errors.server_error"

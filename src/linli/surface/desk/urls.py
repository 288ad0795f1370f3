"""The desk's addresses, by the two halves of the work: people's matters, and machines."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
_HALVES = ("linli.surface.desk.urls_machines", "linli.surface.desk.urls_work")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(half)) for half in _HALVES if find_spec(half)
]

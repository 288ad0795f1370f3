"""The address of readings by HTTP on the pages' port."""

from django.urls import URLPattern, URLResolver, path

from linli.surface.rest.ingest import ingest

urlpatterns: list[URLPattern | URLResolver] = [path("ingest/v1/readings", ingest, name="ingest")]

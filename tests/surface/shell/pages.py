"""Pages that go wrong on purpose, beside the shell's own."""

import errno

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from linli.kernel import Refused, Role
from linli.surface.shell import api as shell

REFUSALS = {
    "invalid": 422,
    "not_found": 404,
    "gone": 410,
    "forbidden": 403,
    "conflict": 409,
    "too_many": 429,
    "too_large": 413,
    "unavailable": 503,
}
made: list[str] = []


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    raise Refused(code, "There is no such place.")


def crash(request: shell.Request) -> HttpResponse:
    request.kept = "kept" in request.GET
    raise RuntimeError("a fault made for this test")


def lock(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def fill(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


@shell.post_only
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@shell.submit_once
def make(request: HttpRequest) -> HttpResponse:
    made.append(shell.key_of(request))
    return HttpResponseRedirect(f"/made/{len(made)}")


def tell(request: HttpRequest) -> HttpResponse:
    shell.say(request, "已经交上去了", undo_url="/made/undo")
    return HttpResponseRedirect("/style")


@shell.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine")


@shell.staff_only(Role.KEEPER)
def keepers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("keepers")


urlpatterns = [
    path("refuse/<str:code>", refuse),
    path("locked", lock),
    path("full", fill),
    path("crash", crash),
    path("only-post", only_post),
    path("make", make),
    path("tell", tell),
    path("mine", mine),
    path("keepers", keepers),
    path("", include("linli.surface.shell.urls")),
]

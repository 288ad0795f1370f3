"""The addresses of the assembly's pages; they come after all that are named under `assembly/`."""

from django.urls import path

from linli.surface.resident.assembly import (
    checking,
    listing,
    mine,
    notice,
    objecting,
    other_ways,
    receipts,
    results,
    voting,
)

urlpatterns = [
    path("assembly", listing.assemblies, name="assemblies"),
    path("assembly/<str:assembly>", notice.notice, name="assembly"),
    path("assembly/<str:assembly>/vote", voting.begin, name="assembly-vote"),
    path("assembly/<str:assembly>/vote/<int:head>", checking.review, name="assembly-check"),
    path("assembly/<str:assembly>/vote/<int:head>/<int:item>", voting.item, name="assembly-item"),
    path("assembly/<str:assembly>/receipt", receipts.receipt, name="assembly-receipt"),
    path("assembly/<str:assembly>/receipt/slips", receipts.slips, name="assembly-slips"),
    path("assembly/<str:assembly>/receipt/<str:ballot>", receipts.proof, name="assembly-proof"),
    path("assembly/<str:assembly>/mine", mine.mine, name="assembly-mine"),
    path("assembly/<str:assembly>/result", results.result, name="assembly-result"),
    path("assembly/<str:assembly>/object", objecting.objection, name="assembly-object"),
    path(
        "assembly/<str:assembly>/objections/<str:objection>/back",
        objecting.take_back,
        name="assembly-object-back",
    ),
    path("assembly/<str:assembly>/paper", other_ways.other_way, name="assembly-paper"),
]

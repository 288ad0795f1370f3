"""Addresses of the pages on which an assembly is run."""

from django.urls import path

from linli.surface.desk.meeting import (
    agenda,
    board,
    dates,
    documents,
    doing,
    ending,
    listing,
    official,
    papers,
    scrutiny,
)

_ONE = "assembly/meetings/<str:meeting>"

urlpatterns = [
    path("assembly/meetings", listing.front, name="meetings"),
    path("assembly/convene", listing.convene, name="meeting-convene"),
    path("assembly/paper/<str:token>", papers.by_code, name="meeting-code"),
    path(_ONE, agenda.meeting, name="meeting"),
    path(f"{_ONE}/up/<str:motion>", agenda.move, name="meeting-up"),
    path(f"{_ONE}/dates", dates.dates, name="meeting-dates"),
    path(f"{_ONE}/announce", dates.announce, name="meeting-announce"),
    path(f"{_ONE}/board", board.board, name="meeting-board"),
    path(f"{_ONE}/doors", board.doors, name="meeting-doors"),
    path(f"{_ONE}/doors/<int:head>", board.head, name="meeting-head"),
    path(f"{_ONE}/papers", papers.papers, name="meeting-papers"),
    path(f"{_ONE}/papers/ballots.pdf", documents.ballots, name="meeting-ballots"),
    path(f"{_ONE}/papers/<str:serial>", papers.paper, name="meeting-paper"),
    path(f"{_ONE}/papers/<str:serial>/scan", papers.scan, name="meeting-scan"),
    path(f"{_ONE}/official", official.take_in, name="meeting-official"),
    path(f"{_ONE}/result", ending.result, name="meeting-result"),
    path(f"{_ONE}/scrutiny", scrutiny.scrutiny, name="meeting-scrutiny"),
    path(f"{_ONE}/documents", documents.page_of, name="meeting-documents"),
    path(f"{_ONE}/documents/<str:name>.pdf", documents.file, name="meeting-pdf"),
    path(f"{_ONE}/do/<str:act>/<str:thing>", doing.act, name="meeting-do"),
]

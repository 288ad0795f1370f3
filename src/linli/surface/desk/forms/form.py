"""One act as a form, and the matter it is made for."""

from dataclasses import dataclass

from linli.kernel import Actor
from linli.support.matters.api import MatterSheet
from linli.surface.shell import api as shell


@dataclass(frozen=True, slots=True)
class Form:
    """One act: its heading, what it asks, the words on its button, and what became wrong."""

    act: str
    title: str
    button: str
    fields: tuple[shell.Field, ...] = ()
    intro: str = ""
    tone: str = ""
    is_open: bool = False
    has_files: bool = False
    problems: tuple[shell.Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """What the forms of one matter are made from: who looks, and the whole of it."""

    viewer: Actor
    sheet: MatterSheet

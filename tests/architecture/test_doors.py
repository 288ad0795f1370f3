"""Front doors have their shape and tables point down the house, seen on the running code."""

import types
from dataclasses import dataclass
from importlib import import_module

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from architecture.guards import doors
from linli.kernel import Actor
from linli.wiring.modules import MODULES
from linli.wiring.words import is_importable

ORDER = (
    ("facts",),
    ("places",),
    ("people",),
    ("mandates",),
    ("devices", "files"),
    ("telemetry", "drafts"),
    ("rules", "ledger", "notify", "standards"),
    ("matters",),
    ("exchange", "matching"),
)
RANKS = {name: rank for rank, names in enumerate(ORDER) for name in names}
TOP = len(ORDER)


def ranks() -> dict[str, int]:
    """Every module's place in the house; all applications stand side by side on top."""
    return {name.rsplit(".", 1)[1]: RANKS.get(name.rsplit(".", 1)[1], TOP) for name in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_the_front_door_has_its_shape(module):
    assert is_importable(f"{module}.api")
    assert doors.shape(import_module(f"{module}.api")) == []


@pytest.mark.parametrize("module", MODULES)
def test_the_tables_point_down_the_house(module):
    rows = list(apps.get_app_config(module.rsplit(".", 1)[1]).get_models())
    assert doors.tables(rows, ranks()) == []


with isolate_apps():  # no other test may meet this table

    class Row(models.Model):
        class Meta:
            app_label = "facts"
            managed = False
            db_table = "facts_planted"


def sound(*, viewer: Actor, matter: str, limit: int = 50) -> tuple[str, ...]:
    """A question."""
    return ()


def by_position(viewer: Actor, *, matter: str) -> str:
    """Takes the viewer by position."""
    return matter


def untyped(*, viewer: Actor, matter) -> str:  # noqa: ANN001
    """Does not say what a matter is."""
    return matter


def without_words(*, viewer: Actor) -> str:
    return ""


def without_asker(*, matter: str) -> str:
    """Does not say who asks."""
    return matter


def with_two_askers(*, by: Actor, viewer: Actor) -> None:
    """Says it twice."""


def with_a_false_asker(*, by: str) -> None:
    """Takes anyone's word."""


def leaking(*, viewer: Actor) -> list[Row]:
    """Gives rows away."""
    return []


def leaking_deep(*, viewer: Actor) -> dict[str, tuple[models.QuerySet[Row] | None, ...]]:
    """Gives a queryset away, deep inside."""
    return {}


@dataclass
class LooseCard:
    """May be changed by whoever holds it."""

    matter: str


@dataclass(frozen=True, slots=True)
class SoundCard:
    """As it should be."""

    matter: str


@dataclass(frozen=True, slots=True)
class HeavyCard:
    """Holds a row."""

    matter: Row | None


class Thing:
    """Nothing in particular."""


def door(thing: object) -> types.ModuleType:
    made = types.ModuleType("planted.api")
    name = thing.__name__
    setattr(made, name, thing)
    made.__all__ = [name]
    return made


@pytest.mark.parametrize("thing", [sound, SoundCard], ids=lambda thing: thing.__name__)
def test_a_sound_door_passes(thing):
    assert doors.shape(door(thing)) == []


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (by_position, "takes viewer by position"),
        (untyped, "does not say the type of matter"),
        (without_words, "has no docstring"),
        (without_asker, "does not say who asks"),
        (with_two_askers, "does not say who asks"),
        (with_a_false_asker, "no Actor"),
        (leaking, "rows of the database: return"),
        (leaking_deep, "rows of the database: return"),
        (LooseCard, "frozen, slotted"),
        (HeavyCard, "holds rows"),
        (Thing, "neither a card"),
        (Row, "is a table"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_door_of_the_wrong_shape_is_found(thing, words):
    assert words in " ".join(doors.shape(door(thing)))


@isolate_apps()
def planted(target: str, **options: object) -> list[str]:
    """A table of `rules` with a key to a table of another module."""

    def table(label: str, **fields: models.Field) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": label, "db_table": f"{label}_planted"})
        return type(
            f"Planted{label.title()}",
            (models.Model,),
            {"__module__": __name__, "Meta": meta} | fields,
        )

    settings = {"on_delete": models.PROTECT, "related_name": "+"} | options
    return doors.tables(
        [table("rules", key=models.ForeignKey(table(target), **settings))],
        {**RANKS, "assembly": TOP, "care": TOP},
    )


def test_a_key_down_the_house_passes():
    assert planted("devices") == []


@pytest.mark.parametrize(
    ("target", "options", "words"),
    [
        ("matters", {}, "points up or sideways"),
        ("notify", {}, "points up or sideways"),
        ("auth", {}, "points out of the house"),
        ("places", {"related_name": "rules"}, "leaves a way back"),
        ("places", {"on_delete": models.CASCADE}, "may lose what it points to"),
    ],
)
def test_a_key_in_a_wrong_direction_is_found(target, options, words):
    (found,) = planted(target, **options)
    assert words in found


@isolate_apps()
def test_applications_do_not_point_at_each_other():
    def table(label: str, **fields: models.Field) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": label, "db_table": f"{label}_planted"})
        return type(label, (models.Model,), {"__module__": __name__, "Meta": meta} | fields)

    key = models.ManyToManyField(table("care"), related_name="+")
    found = doors.tables([table("assembly", key=key)], {"assembly": TOP, "care": TOP})
    assert any("points up or sideways" in each for each in found)


@isolate_apps()
def test_a_table_under_another_modules_name_is_found():
    meta = type("Meta", (), {"app_label": "rules", "db_table": "matters_stolen"})
    row = type("Stolen", (models.Model,), {"__module__": __name__, "Meta": meta})
    assert "is stored as matters_stolen" in doors.tables([row], RANKS)[0]

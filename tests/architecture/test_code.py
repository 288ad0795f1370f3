"""The rules of the sources hold, and each guard finds what is planted for it."""

import pytest

from architecture.guards import code
from architecture.planted import SRC, cases, plant

MATTERS = "support/matters"
RULES = (
    code.front_doors,
    code.applications,
    code.signals,
    code.engine,
    code.listeners,
    code.clocks,
    code.models_by_name,
    code.translations,
    code.anatomy,
    code.names,
    code.doors_only_open,
    code.facts,
    code.migrations,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__doc__.split("\n")[0].rstrip("."))
def test_the_house_keeps_the_rule(rule):
    assert rule(SRC) == []


@pytest.mark.parametrize(
    ("files", "words"),
    cases(
        another_modules_models=(
            {"support/rules/services.py": "from linli.support.matters.models import Matter\n"},
            "linli.support.matters.models",
        ),
        a_surface_at_the_tables=(
            {"surface/desk/views.py": "from linli.support.matters import services as s\n"},
            "linli.support.matters.services",
        ),
        the_module_as_a_whole=(
            {"wiring/work.py": "import linli.support.matters\n"},
            "linli.support.matters",
        ),
        a_name_from_its_package=(
            {"journeys/loop.py": "from linli.support import matters\n"},
            "linli.support.matters",
        ),
        inside_a_function=(
            {"demo/load.py": "def f():\n    from linli.support.matters.domain.cards import X\n"},
            "linli.support.matters.domain.cards",
        ),
        a_relative_way=(
            {"support/rules/services.py": "from ..matters import models\n"},
            "linli.support.matters.models",
        ),
        by_its_name_as_text=(
            {
                "bench/ingest.py": "from importlib import import_module\n"
                "import_module('linli.support.matters.services')\n"
            },
            "linli.support.matters.services",
        ),
    ),
)
def test_reaching_past_a_front_door_is_found(tmp_path, files, words):
    src = plant(tmp_path, {f"{MATTERS}/api.py": "", **files})
    (found,) = code.front_doors(src)
    assert words in found and next(iter(files)) in found


def test_the_front_door_itself_is_open(tmp_path):
    text = (
        "from linli.support.matters import api, facts\n"
        "from linli.support.matters.api import open_matter\n"
        "import linli.support.matters.facts\n"
    )
    own = "from linli.support.matters import domain\nfrom . import models\nfrom .domain import X\n"
    src = plant(tmp_path, {"journeys/loop.py": text, f"{MATTERS}/services.py": own})
    assert code.front_doors(src) == []


def test_an_application_that_knows_another_is_found(tmp_path):
    files = {
        "application/assembly/api.py": "",
        "application/accounts/services.py": "import linli.application.assembly.api\n"
        "from linli.application import assembly\n"
        "from linli.application.accounts import domain\n",
    }
    found = code.applications(plant(tmp_path, files))
    assert [each.split()[0].rpartition(":")[2] for each in found] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver\n",
        "from django.db.models.signals import post_save\n",
        "from django.db.models import signals\n",
    ],
)
def test_listening_to_a_signal_is_found(tmp_path, text):
    (found,) = code.signals(plant(tmp_path, {f"{MATTERS}/services.py": text}))
    assert "matters/services.py" in found


def test_opening_the_engine_elsewhere_is_found(tmp_path):
    text = "from chdb.state import connect\n"
    (found,) = code.engine(plant(tmp_path, {"wiring/work.py": text}))
    assert "work.py" in found
    assert code.engine(plant(tmp_path / "own", {"wiring/engine/owner.py": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "from linli.foundation.facts.api import when\n@when(X)\ndef f(fact): ...\n",
        "from linli.foundation.facts import api as facts\n@facts.when(X)\ndef f(fact): ...\n",
        "import linli.foundation.facts.api as news\nnews.when(X)(print)\n",
    ],
)
def test_listening_outside_the_journeys_is_found(tmp_path, text):
    where = f"linli/{MATTERS}/services.py"
    found = code.listeners(plant(tmp_path, {f"{MATTERS}/services.py": text}))
    assert found and all(where in each for each in found)
    assert code.listeners(plant(tmp_path / "other", {"journeys/loop.py": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils import timezone\nX = timezone.now()\n",
        "from django.utils.timezone import now\n",
        "from datetime import datetime\nX = datetime.now()\n",
        "import datetime\nX = datetime.datetime.now(datetime.UTC)\n",
        "import datetime\nX = datetime.date.today()\n",
        "at = models.DateTimeField(auto_now_add=True)\n",
        "at = models.DateTimeField(default=timezone.now)\n",
        "from django.db.models.functions import Now\n",
        "X = timezone.localdate()\n",
    ],
)
def test_another_clock_is_found(tmp_path, text):
    (found,) = code.clocks(plant(tmp_path, {f"{MATTERS}/models.py": text}))
    assert "matters/models.py" in found


def test_asking_for_a_model_by_name_is_found_but_not_in_migrations(tmp_path):
    text = "from django.apps import apps\nX = apps.get_model('people', 'Person')\n"
    files = {f"{MATTERS}/services.py": text, f"{MATTERS}/migrations/0002_more.py": text}
    (found,) = code.models_by_name(plant(tmp_path, files))
    assert "matters/services.py:2" in found


@pytest.mark.parametrize(
    ("files", "words"),
    cases(
        a_module_that_translates=(
            {f"{MATTERS}/domain.py": "from django.utils.translation import gettext as _\n"},
            "below the surfaces",
        ),
        a_formatted_string=(
            {"surface/desk/views.py": "_(f'{n} matters')\n"},
            "built at run time",
        ),
        a_string_put_together=(
            {"surface/desk/views.py": "gettext('matters of ' + name)\n"},
            "built at run time",
        ),
        a_string_filled_in_too_early=(
            {"surface/desk/views.py": "gettext('%(n)s matters' % {'n': 3})\n"},
            "built at run time",
        ),
        a_string_formatted_too_early=(
            {"surface/desk/views.py": "translation.gettext_lazy('{} matters'.format(3))\n"},
            "built at run time",
        ),
        a_placeholder_without_a_name=(
            {"surface/desk/views.py": "ngettext('%s matter', '%(n)s matters', n)\n"},
            "without a name",
        ),
    ),
)
def test_a_broken_translation_is_found(tmp_path, files, words):
    (found,) = code.translations(plant(tmp_path, files))
    assert words in found


@pytest.mark.parametrize("name", ["tasks.py", "views.py", "handlers/more.py", "domain_rules.py"])
def test_an_eighth_name_is_found(tmp_path, name):
    files = {f"{MATTERS}/api.py": "", f"{MATTERS}/apps.py": "", f"{MATTERS}/{name}": ""}
    files |= {f"{MATTERS}/domain/clock.py": "", f"{MATTERS}/migrations/0001_initial.py": ""}
    src = plant(tmp_path, files)
    (src / "linli" / MATTERS / "holidays.toml").touch()
    (found,) = code.anatomy(src)
    assert name.split("/")[0] in found


def test_a_module_without_a_door_is_found(tmp_path):
    (found,) = code.anatomy(plant(tmp_path, {f"{MATTERS}/apps.py": ""}))
    assert "has no api.py" in found


@pytest.mark.parametrize(
    ("files", "words"),
    cases(
        a_file=({"surface/shell/utils.py": ""}, "utils.py"),
        a_folder=({"support/common/cards.py": ""}, "common"),
        a_class=({f"{MATTERS}/domain.py": "class MatterManager: ...\n"}, "MatterManager"),
        a_first_word=({f"{MATTERS}/domain.py": "class BaseMatter: ...\n"}, "BaseMatter"),
    ),
)
def test_a_name_that_says_nothing_is_found(tmp_path, files, words):
    assert words in " ".join(code.names(plant(tmp_path, files)))


@pytest.mark.parametrize(
    ("text", "words"),
    cases(
        no_docstring=("__all__ = []\n", "does not say what the module is for"),
        no_list=('"""Matters."""\nfrom x import y\n', "does not list its names"),
        disorder=('"""Matters."""\n__all__ = ["b", "a"]\n', "in order"),
        work=('"""Matters."""\n__all__ = []\ndef f(): ...\n', "more than open a door"),
    ),
)
def test_a_door_that_does_more_is_found(tmp_path, text, words):
    (found,) = code.doors_only_open(plant(tmp_path, {f"{MATTERS}/api.py": text}))
    assert words in found


FACT = '''
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOpened(Fact):
    """A matter was opened."""
    kind: ClassVar[str] = "matters.matter_opened"
    matter: str
'''


@pytest.mark.parametrize(
    ("text", "words"),
    cases(
        a_phone=(f"{FACT}    phone: str\n", "personal data: phone"),
        a_persons_name=(f"{FACT}    assignee_name: str | None\n", "personal data: assignee_name"),
        words_of_a_person=(f"{FACT}    text: str = ''\n", "personal data: text"),
        an_object=(f"{FACT}    card: MatterCard\n", "more than plain values: card"),
        a_list=(f"{FACT}    people: tuple[str, ...]\n", "more than plain values: people"),
        a_mutable_one=(FACT.replace("frozen=True, ", ""), "frozen"),
        a_wrong_kind=(FACT.replace("matters.m", "rules.m"), "is called 'rules.matter_opened'"),
        one_without_words=(FACT.replace('"""', "#"), "does not say what happened"),
    ),
)
def test_a_fact_that_carries_too_much_is_found(tmp_path, text, words):
    (found,) = code.facts(plant(tmp_path, {f"{MATTERS}/facts.py": text}))
    assert words in found


def test_a_sound_fact_is_left_alone(tmp_path):
    text = f"{FACT}    person: str | None = None\n    count: int = 0\n    is_late: bool = False\n"
    assert code.facts(plant(tmp_path, {f"{MATTERS}/facts.py": text})) == []


def test_two_last_migrations_are_found(tmp_path):
    def following(name: str) -> str:
        return f"class Migration:\n    dependencies = [('matters', '{name}'), ('x', '0002_b')]\n"

    files = {
        f"{MATTERS}/migrations/0001_initial.py": "",
        f"{MATTERS}/migrations/0002_a.py": following("0001_initial"),
        f"{MATTERS}/migrations/0002_b.py": following("0001_initial"),
    }
    (found,) = code.migrations(plant(tmp_path, files))
    assert "0002_a, 0002_b" in found
    merged = {**files, f"{MATTERS}/migrations/0003_c.py": following("0002_a")}
    merged[f"{MATTERS}/migrations/0003_c.py"] += "    also = ('matters', '0002_b')\n"
    assert code.migrations(plant(tmp_path / "merged", merged)) == []

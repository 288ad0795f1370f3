"""Pages and papers tell the truth, and nothing checked in names an index or a machine."""

import configparser
import re
import tomllib

import pytest

from architecture.guards import examples, papers
from architecture.planted import ROOT, SRC, cases, plant
from linli.wiring import dependencies
from linli.wiring.environment import SETTINGS

LOCKS = ("run.txt", "dev.txt")
FREE = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD-3-Clause", "BSD-2-Clause", "0BSD", "Apache-2.0", "PSF-2.0"),
    *("ISC", "Zlib", "CC0-1.0", "MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only", "Unlicense"),
    "OFL-1.1",  # typefaces
}


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "rule",
    [
        *(papers.links, papers.decisions, papers.glossary, papers.traces),
        *(examples.commands, examples.readmes),
    ],
)
def test_the_papers_keep_the_rule(rule):
    assert rule(ROOT) == []


def test_the_pages_keep_the_rule():
    assert papers.pages(SRC) == []


def test_no_two_test_files_share_a_name():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if "import-mode=importlib" not in config["tool"]["pytest"]["ini_options"]["addopts"]:
        assert papers.twins(ROOT / "tests") == []


def test_chinese_sentences_are_set_in_chinese():
    assert papers.punctuation(SRC) == []


@pytest.mark.parametrize("text", ["好了,谢谢", "{who}说:我家也是", "真的?好"])
def test_a_half_width_comma_is_found(tmp_path, text):
    (found,) = papers.punctuation(plant(tmp_path, {"a/b.py": f"SAID = {text!r}\n"}))
    assert "a/b.py" in found


@pytest.mark.parametrize(
    ("text", "words"),
    cases(
        a_script=("<script>alert(1)</script>", "an inline script"),
        a_style=("<style>p {}</style>", "an inline style"),
        a_styled_word=('<p class="x" style="color: red">', "an inline style"),
        a_handler=('<a href="/" onclick="go()">', "an inline handler"),
        an_address=('<a href="javascript:go()">', "a script in an address"),
        a_script_from_elsewhere=('<script src="//cdn.example/x.js"></script>', "from elsewhere"),
        a_picture_from_elsewhere=('<img src="https://example.org/x.png">', "from elsewhere"),
    ),
)
def test_what_a_page_must_not_hold_is_found(tmp_path, text, words):
    (found,) = papers.pages(plant(tmp_path, {"surface/desk/templates/desk/x.html": text}))
    assert words in found


def test_a_sound_page_is_left_alone(tmp_path):
    text = (
        '<script src="{% static "x.js" %}" defer></script><a href="https://example.org">x</a>'
        '<script id="x" type="application/json">{"a": 1}</script>{# style="" #}'
        "<p>{{ text }} on one = two</p>"
    )
    assert papers.pages(plant(tmp_path, {"surface/desk/templates/desk/x.html": text})) == []


def test_a_dead_link_is_found(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        "[up](../README.md) [b](b.md#c) ![p](p.png) [w](https://x.example/) `[n](no.md)` [h](#h)"
    )
    (tmp_path / "README.md").write_text("[a](docs/a.md)")
    found = papers.links(tmp_path)
    assert len(found) == 2
    assert "b.md" in found[0] and "p.png" in found[1]


def test_two_decisions_of_one_number_are_found(tmp_path):
    decided = {"docs/adr/0001-a.md": "# 1. A", "docs/adr/0001-b.md": "# 1. B"}
    (found,) = papers.decisions(plant(tmp_path, decided) / "linli")
    assert "0001-b.md" in found


@pytest.mark.parametrize(
    ("text", "words"),
    cases(
        an_unknown_word=("```sh\n./linli fly\n```", "no word fly"),
        an_unknown_option=("run `./linli up --fast`", "--fast"),
        an_option_of_a_list=("`linli import community FILE --sure`", "--sure"),
        an_unknown_measurement=("`./linli bench speed`", "no such measurement"),
        an_option_of_a_measurement=("`./linli bench kill --times 3`", "--times"),
    ),
)
def test_a_command_that_does_not_exist_is_found(tmp_path, text, words):
    (tmp_path / "README.md").write_text(
        f"`./linli --data D up`, `linli replay FILE`, `linli bench NAME`\n\n{text}\n"
    )
    (found,) = examples.commands(tmp_path)
    assert words in found


@pytest.mark.parametrize(
    ("text", "words"),
    cases(
        a_command=("# A\n```sh\n./linli demo --port 1 # los\n```\n[d](d.md)", "commands"),
        a_chapter=("# A\n## B\n```sh\n./linli demo\n```\n[d](d.md)", "chapters"),
        a_link=("# A\n```sh\n./linli demo\n```\n[e](e.md)", "links"),
    ),
)
def test_a_readme_that_says_something_else_than_its_twin_is_found(tmp_path, text, words):
    (tmp_path / "README.md").write_text(
        "# A\n[z](README.zh.md)\n```sh\n./linli demo  # go\n```\n[d](d.md)\n"
    )
    (tmp_path / "README.zh.md").write_text(text)
    (found,) = examples.readmes(tmp_path)
    assert words in found


def test_the_unit_for_systemd_starts_what_there_is_and_always_again():
    unit = configparser.ConfigParser(strict=True)
    unit.read(ROOT / "deploy" / "linli.service", encoding="utf-8")
    service = unit["Service"]
    program, words = service["ExecStart"].split(maxsplit=1)
    assert examples.misunderstood(f"linli {words}") == ""
    assert program == f"{service['WorkingDirectory']}/{(ROOT / 'linli').name}"
    assert service["Restart"] == "always"
    assert service["Environment"].split("=")[0] in {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(
    ("row", "words"),
    cases(
        an_unknown_word=("| 事项 | matter | `Mattr` |", "Mattr"),
        a_missing_cell=("| 事项 | | `Matter` |", "not whole"),
        a_word_of_a_comment=("| 事项 | matter | `spoken` |", "spoken"),
        no_identifier=("| 事项 | matter | everywhere |", "nothing in backticks"),
    ),
)
def test_a_glossary_that_has_lost_touch_is_found(tmp_path, row, words):
    plant(tmp_path, {"support/matters/models.py": "class Matter: ...  # spoken of\n"})
    head = "| 中文 | English | in the code |\n|---|---|---|\n| 事项 | matter | `matters.Matter` |\n"
    (tmp_path / "GLOSSARY.md").write_text(f"{head}{row}\n", encoding="utf-8")
    (found,) = papers.glossary(tmp_path)
    assert words in found


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://{}.org/simple".format("pypi"),
        "url = 'https://files.{}hosted.org/x'".format("python"),
        "see /{}/.cache".format("root"),
        "in /{}/ann/linli".format("home"),
    ],
)
def test_a_trace_of_an_index_or_a_machine_is_found(tmp_path, text):
    (tmp_path / "notes.md").write_text(text)
    assert papers.traces(tmp_path)


def test_every_setting_is_described_and_every_description_is_of_a_setting():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SRC.rglob("*.py"))
    code += (ROOT / "linli").read_text(encoding="utf-8")
    described = {setting.name for setting in SETTINGS}
    assert set(re.findall(r"\bLINLI_[A-Z_]*[A-Z]", code)) - described == set()
    used = re.sub(r"Setting\(.*?\)", "", code, flags=re.S)
    assert {name for name in described if name not in used} == set()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_hashes_and_no_host(name):
    text = lock(name)
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    pins = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert pins and all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_the_run_lock_holds_what_the_package_asks_for():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[<>=\[; ]", each)[0] for each in asked["project"]["dependencies"]}
    locked = {pin.name: pin for pin in dependencies.pins(lock("run.txt"))}
    assert wanted <= set(locked)
    assert {name for name, pin in locked.items() if "linli" in pin.asked_by} == wanted


def test_both_locks_agree():
    run = {(pin.name, pin.marker): pin.version for pin in dependencies.pins(lock("run.txt"))}
    dev = {(pin.name, pin.marker): pin.version for pin in dependencies.pins(lock("dev.txt"))}
    assert {key: dev[key] for key in run.keys() & dev.keys()} == {
        key: run[key] for key in run.keys() & dev.keys()
    }


def test_every_package_a_user_installs_is_free_and_explained():
    about = tomllib.loads((ROOT / "requirements" / "about.toml").read_text(encoding="utf-8"))
    for pin in dependencies.pins(lock("run.txt")):
        licences = set(re.findall(r"[A-Za-z0-9.-]+", about["licence"][pin.name])) - {"AND", "OR"}
        assert licences and licences <= FREE, pin.name
        assert "linli" not in pin.asked_by or about["why"][pin.name], pin.name

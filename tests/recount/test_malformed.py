"""Whatever is handed in gets one clear sentence, never a traceback."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recount.__main__ import main
from recount_bundles import Making, begun, head, lines, pack, sample, voice, write, written

FILES = sample().files()
ROOT = Path(__file__).parents[2]


def told(path, capsys, *words):
    code = main([str(path), "--json", *words])
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (code, err) == (0 if said["holds"] else 1, "")
    return "" if said["holds"] else said["en"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "this is not JSON"),
        (b"{", "this is not JSON"),
        (b"\xff\xfe", "this is not JSON in UTF-8"),
        (b"[]", "an object is needed"),
        (b'{"format":"a","format":"b"}', "“format” is given twice"),
        (b'{"format":NaN}', "NaN is not a whole number"),
        (b'{"format":1.5}', "1.5 is not a whole number"),
        (b'{"format":1e999}', "1e999 is not a whole number"),
        (b'{"format":' + b"9" * 5000 + b"}", "a number is too large"),
        (b'{"format":"\\ud800"}', "this is not JSON in UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"{}", "format: this is missing"),
        (b'{"format":null}', "a text of 1 to 200 letters"),
        (b'{"format":"linli-bundle/2"}', "is none of linli-bundle/1"),
        (b" " * 1_000_001, "more than 1000000 bytes"),
    ],
    ids=range(16),
)
def test_a_file_that_is_not_what_it_should_be(tmp_path, capsys, raw, words):
    wrong = told(write({**FILES, "bundle.json": raw}, tmp_path), capsys)
    assert wrong.startswith("bundle.json") and words in wrong


def test_a_leaf_that_is_nested_too_deeply_to_be_written_again(tmp_path, capsys):
    for deep in (900, 5_000, 200_000):
        line = b'{"index":3,"leaf":{"assembly":"2026-1","at":"2026-11-01T00:00:00Z","pack":'
        line += b"[" * deep + b"]" * deep + b',"seq":1,"type":"rules"}}\n'
        wrong = told(write({**FILES, "entries.jsonl": line}, tmp_path), capsys)
        assert wrong.startswith("entries.jsonl, line 1")


def test_a_line_that_is_too_long_and_one_that_is_empty(tmp_path, capsys):
    long = b'{"index":' + b" " * 1_000_001 + b"3}\n"
    wrong = told(write({**FILES, "entries.jsonl": long}, tmp_path), capsys)
    assert wrong == "entries.jsonl, line 1: this line is too long."
    for name in ("entries.jsonl", "history.jsonl", "opened.jsonl"):
        wrong = told(write({**FILES, name: b"\n" + FILES[name]}, tmp_path), capsys)
        assert wrong.startswith(f"{name}, line 1: this is not JSON")


def test_what_is_no_bundle_at_all(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("hello")
    assert "neither a folder nor a zip" in told(tmp_path / "a.txt", capsys)
    assert "this is not there" in told(tmp_path / "nowhere", capsys)
    assert "bundle.json: this file is missing" in told(tmp_path, capsys)
    write(FILES, tmp_path / "b")
    (tmp_path / "b" / "bundle.json").unlink()
    (tmp_path / "b" / "bundle.json").mkdir()
    assert "bundle.json: this is not a file" in told(tmp_path / "b", capsys)
    (tmp_path / "b" / "bundle.json").rmdir()
    os.mkfifo(tmp_path / "b" / "bundle.json")  # reading it would wait for ever
    assert "bundle.json: this is not a file" in told(tmp_path / "b", capsys)


def test_a_zip_at_the_top_or_in_one_folder(tmp_path, capsys):
    assert told(pack(FILES, tmp_path / "a.zip"), capsys) == ""
    assert told(pack(FILES, tmp_path / "b.zip", "garden/"), capsys) == ""


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "..\\x"])
def test_a_zip_that_leads_out(tmp_path, capsys, name):
    assert "leads out of the zip" in told(pack({**FILES, name: b""}, tmp_path / "a.zip"), capsys)


def test_a_zip_with_too_many_files_or_one_twice(tmp_path, capsys):
    many = pack({f"{n}": b"" for n in range(1001)}, tmp_path / "many.zip")
    assert "more than 1000 files" in told(many, capsys)
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "twice.zip", "w") as file:
        file.writestr("checkpoint", b"1")
        file.writestr("checkpoint", b"2")
    assert "a file is in it twice" in told(tmp_path / "twice.zip", capsys)


@pytest.mark.parametrize("name", ["bundle.json", "entries.jsonl", "hashes", "checkpoint"])
def test_a_zip_bomb(tmp_path, capsys, name):
    bomb = pack({**FILES, name: b" " * 70_000_000}, tmp_path / "bomb.zip")
    assert bomb.stat().st_size < 200_000
    wrong = told(bomb, capsys)
    assert wrong.startswith(name)
    assert "too long" in wrong or "more than" in wrong


def test_a_zip_that_is_broken(tmp_path, capsys):
    raw, rng = pack(FILES, tmp_path / "a.zip").read_bytes(), Random(1)
    for _ in range(150):
        at = rng.randrange(len(raw))
        (tmp_path / "c.zip").write_bytes(raw[:at] + rng.randbytes(8) + raw[at + 8 :])
        told(tmp_path / "c.zip", capsys)
        (tmp_path / "c.zip").write_bytes(raw[:at])
        assert told(tmp_path / "c.zip", capsys)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1", "89.50", "-1", "1e5", "2026-11-01T00:00:00Z", "for", "m1", head(1)]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def spots(value, way=()):
    """Every place within a value."""
    yield way
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in inside:
        yield from spots(inner, (*way, key))


def put(value, way, new):
    if not way:
        return new
    copy = value.copy()
    copy[way[0]] = put(value[way[0]], way[1:], new)
    return copy


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_in_any_place_of_a_log_that_is_signed_anew(tmp_path, capsys, data):
    made = sample()
    n = data.draw(st.integers(0, len(made.entries) - 1))
    leaf = made.entries[n]["leaf"]
    way = data.draw(st.sampled_from(list(spots(leaf))))
    made.entries[n]["leaf"] = put(leaf, way, data.draw(VALUES))
    try:
        made.log[n + 3] = written(made.entries[n]["leaf"])
        files = {**made.files(), "history.jsonl": b""}
    except UnicodeEncodeError:  # half a character: the log cannot hold it
        return
    told(write(files, tmp_path / "b"), capsys)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_in_any_place_of_a_record_that_was_committed_to(tmp_path, capsys, data):
    made, records = Making(), []
    made.committed = lambda type_, record, *rest, **more: records.append(
        (type_, record, rest, more)
    )
    source = sample()
    opened = {each["seq"]: each["record"] for each in source.opened}
    chosen = data.draw(st.sampled_from(sorted(opened)))
    way = data.draw(st.sampled_from(list(spots(opened[chosen]))))
    opened[chosen] = put(opened[chosen], way, data.draw(VALUES))
    made = Making()
    for entry in source.entries:
        leaf = {
            key: value for key, value in entry["leaf"].items() if key not in {"seq", "assembly"}
        }
        type_, at = leaf.pop("type"), leaf.pop("at")
        try:
            if leaf.pop("commitment", None):
                made.committed(type_, opened[entry["leaf"]["seq"]], at, **leaf)
            else:
                made.leaf(type_, at, **leaf)
        except UnicodeEncodeError:
            return
    told(write(made.files(), tmp_path / "b"), capsys)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FILES)), raw=st.binary(max_size=200) | st.text().map(str.encode))
def test_any_bytes_for_any_file(tmp_path, capsys, name, raw):
    wrong = told(write({**FILES, name: raw}, tmp_path / "b"), capsys)
    assert wrong or (name == "history.jsonl" and not raw)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300))
def test_any_bytes_for_a_receipt(tmp_path, capsys, raw):
    bundle = write(FILES, tmp_path / "b")
    (tmp_path / "receipt").write_bytes(raw)
    code = main(["--receipt", str(tmp_path / "receipt"), "--bundle", str(bundle)])
    assert code == 1 and "receipt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ({"id": head(1), "units": [{"id": "1", "area": "0", "source": "survey"}]}, "more than 0"),
        ({"id": head(1), "units": [{"id": "1", "area": "1e3", "source": "survey"}]}, "square"),
        ({"id": head(1), "units": [{"id": "1", "area": 89, "source": "survey"}]}, "square metres"),
        ({"id": head(1), "units": [{"id": "1", "area": "9", "source": "guess"}]}, "is none of"),
        ({"id": head(1), "units": [{"id": "1", "areas": {}}]}, "no area is given"),
        ({"id": head(1), "units": [], "joint": ["x"], "representative": "y"}, "none of the joint"),
        ({"id": head(2), "units": []}, "stands on the roll twice"),
    ],
)
def test_a_roll_that_cannot_be_used_names_row_and_field(tmp_path, capsys, owner, words):
    made = Making()
    made.rules()
    made.agenda([{"id": "m1", "title": "t", "kind": "ordinary"}])
    fit = {"id": head(2), "units": [{"id": "2", "area": "9", "source": "registry"}]}
    made.committed("roll", {"owners": [fit, owner]}, heads=1, area="9", buildings=[])
    wrong = told(write(made.files(), tmp_path), capsys)
    assert wrong.startswith("opened.jsonl, line 1, record.owners[1]") and words in wrong


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"choices": {"m1": "maybe"}}, "record.choices.m1: “maybe” is none of"),
        ({"choices": {"m9": "for"}}, "this motion is not on the agenda"),
        ({"choices": {"e": ["丁"]}}, "“丁” is no candidate"),
        ({"choices": {"e": ["甲", "甲"]}}, "named once, is needed"),
        ({"choices": []}, "an object is needed"),
        ({"at": "2026-11-05T02:00:00"}, "a moment as in"),
        ({"at": "9999-99-99"}, "a moment as in"),
        ({"channel": "fax"}, "is none of"),
        ({"proxy": ""}, "a text of 1 to 200 letters"),
    ],
)
def test_a_ballot_that_cannot_be_used_names_line_and_field(tmp_path, capsys, record, words):
    made = begun()
    at = "2026-11-05T02:00:00Z"
    given = {"owner": head(1), "channel": "web", "at": at, "choices": voice(1, 1, ["甲"]), **record}
    made.committed("ballot", given, at, voter=head(1), channel="web")
    wrong = told(write(made.files(), tmp_path), capsys)
    assert wrong.startswith("opened.jsonl, line 11, record") and words in wrong


def test_it_is_started_by_its_name_and_speaks_both_languages(tmp_path):
    bundle = write({**FILES, "history.jsonl": lines([{"note": "x"}])}, tmp_path / "b")
    done = subprocess.run(
        [sys.executable, "-m", "recount", str(bundle)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    zh, en = done.stdout.decode().splitlines()
    assert zh.startswith("不成立：history.jsonl 第 1 行，note：不是签名文本")
    assert en.startswith("Does not hold: history.jsonl, line 1, note: this is not a signed note")

"""`./linli` makes its environment once, recovers from anything, says plainly what is missing."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

LAUNCHER = Path(__file__).parents[2] / "linli"
PROGRAM = """
import os, sys
import kettle
print(kettle.WORD, os.getcwd(), *(repr(argument) for argument in sys.argv[1:]), sep="|")
sys.exit(7 if "seven" in sys.argv else 0)
"""
SETTING_UP = "Setting up Linli's"


def wheel(folder: Path, name: str, version: str, content: str) -> str:
    """A tiny package, and the line of a lock file that asks for exactly it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": content,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {
        file: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        for file, text in files.items()
    }
    record = "".join(f"{file},sha256={digests[file]},{len(files[file])}\n" for file in files)
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in {**files, f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}.items():
            archive.writestr(file, text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"


class Tree:
    """A source tree with a program of three lines, in a folder with a space in its name."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a tree"
        self.wheels = folder / "wheels"
        (self.root / "src" / "linli").mkdir(parents=True)
        (self.root / "src" / "linli" / "__init__.py").touch()
        (self.root / "src" / "linli" / "__main__.py").write_text(PROGRAM)
        (self.root / "requirements").mkdir()
        shutil.copy(LAUNCHER, self.root / "linli")
        self.lock("run", wheel(self.wheels, "kettle", "1.0", "WORD = 'boils'"))
        self.lock("dev", wheel(self.wheels, "teapot", "1.0", ""))

    def lock(self, name: str, line: str) -> None:
        (self.root / "requirements" / f"{name}.txt").write_text(line)

    def environment(self, path: str = "", **more: str) -> dict[str, str]:
        return {
            "PATH": path or f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.root.parent / "home"),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            **more,
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.root / "linli", *arguments],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *arguments: str, program: Path | None = None, cwd: Path | None = None, **more: str
    ):
        return subprocess.run(  # noqa: PLW1510  (the tests look at the code themselves)
            [program or self.root / "linli", *arguments],
            env=self.environment(**more),
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def refuses(self, *words: str, **more: str) -> None:
        done = self.run("up", **more)
        last = done.stderr.splitlines()[-1]
        assert done.returncode == 1, done.stderr
        assert last.startswith("linli: ")
        assert all(word in last for word in words), last
        assert "Traceback" not in done.stderr

    def fake(self, name: str, script: str) -> str:
        """A PATH on which one program is another."""
        folder = self.root.parent / "fakes"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
        return f"{folder}:/usr/bin:/bin"


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def test_the_first_start_installs_and_the_second_only_runs(tree):
    first = tree.run("up", "two words", "*")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"boils|{Path.cwd()}|'up'|'two words'|'*'\n"
    assert SETTING_UP in first.stderr
    second = tree.run("seven")
    assert second.returncode == 7
    assert second.stderr == ""


@pytest.mark.long
def test_it_may_be_called_from_anywhere_and_through_links(tree, tmp_path):
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    (elsewhere / "kettle.py").write_text(
        "raise SystemExit('the folder one stands in is not asked')"
    )
    link, chain = tmp_path / "link", elsewhere / "chain"
    link.symlink_to(Path("a tree") / "linli")
    chain.symlink_to(link)
    done = tree.run("up", program=chain, cwd=elsewhere)
    assert done.stdout == f"boils|{elsewhere}|'up'\n", done.stderr
    by_path = tree.run(
        "up", program=Path("linli"), path=f"{tree.root}:/usr/bin:/bin", cwd=elsewhere
    )
    assert (by_path.stdout, by_path.stderr) == (done.stdout, "")


@pytest.mark.long
def test_a_changed_lock_is_installed_once(tree):
    tree.run("up")
    tree.lock("run", wheel(tree.wheels, "kettle", "1.1", "WORD = 'sings'"))
    changed = tree.run("up")
    assert SETTING_UP in changed.stderr and changed.stdout.startswith("sings|")
    assert tree.run("up").stderr == ""


@pytest.mark.long
@pytest.mark.parametrize("word", ["test", "check", "fix"])
def test_a_developers_word_brings_the_developers_packages(tree, word):
    done = tree.run("--port", "81", "--data=x", word)
    assert done.returncode == 0
    assert "run.txt" not in done.stdout
    venv = tree.root / ".venv"
    assert list(venv.glob("lib/*/site-packages/teapot.py"))
    assert tree.run(word).stderr == "" == tree.run("up").stderr


@pytest.mark.long
def test_a_users_word_does_not(tree):
    tree.run("up", "test")
    assert not list((tree.root / ".venv").glob("lib/*/site-packages/teapot.py"))


@pytest.mark.long
def test_two_first_starts_at_once_install_once(tree):
    starts = [tree.start("up"), tree.start("up")]
    ends = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [0, 0], ends
    assert sum(errors.count(SETTING_UP) for _, errors in ends) == 1


@pytest.mark.long
@pytest.mark.parametrize("moment", [0.0, 0.3, 1.5])
def test_an_interrupted_install_is_taken_up_again(tree, moment):
    start = tree.start("up")
    while not (tree.root / ".venv.lock").exists() and start.poll() is None:
        time.sleep(0.005)
    time.sleep(moment)
    os.killpg(start.pid, signal.SIGKILL)
    start.communicate()
    done = tree.run("up")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("boils|")
    assert not (tree.root / ".venv.lock").exists()


@pytest.mark.long
def test_ctrl_c_while_installing_leaves_no_lock(tree):
    for _ in range(3):  # a starved machine may let it finish before the key is pressed
        shutil.rmtree(tree.root / ".venv", ignore_errors=True)
        start = tree.start("up")
        while not (tree.root / ".venv").exists() and start.poll() is None:
            time.sleep(0.005)
        os.killpg(start.pid, signal.SIGINT)
        start.communicate(timeout=60)
        if start.returncode:
            break
    assert start.returncode != 0
    assert not (tree.root / ".venv.lock").exists()


@pytest.mark.long
def test_an_environment_whose_python_has_gone_is_made_anew(tree):
    tree.run("up")
    python = tree.root / ".venv" / "bin" / "python"
    for link in python.parent.glob("python*"):
        link.unlink()
    python.symlink_to("/nowhere/python3")
    done = tree.run("up")
    assert done.stdout.startswith("boils|"), done.stderr


def test_somebody_elses_folder_is_never_removed(tree, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter").write_text("dear")
    tree.refuses("is no Python environment", LINLI_VENV=str(precious))
    assert (precious / "letter").read_text() == "dear"


@pytest.mark.long
def test_the_environment_may_live_elsewhere(tree, tmp_path):
    venv = tmp_path / "some where" / "else"
    assert tree.run("up", LINLI_VENV=str(venv)).returncode == 0
    assert (venv / "bin" / "python").exists()
    assert not (tree.root / ".venv").exists()


def without_python(tree: Tree) -> Path:
    """A folder with the few system programs the launcher needs, and no Python."""
    tools = tree.root.parent / "tools"
    tools.mkdir()
    for name in ("sh", "cat", "mkdir", "rm", "mv", "df", "awk", "cksum", "readlink", "sleep", "ls"):
        (tools / name).symlink_to(shutil.which(name, path="/usr/bin:/bin"))
    return tools


def test_no_python_at_all(tree):
    tree.refuses("3.11 or newer", "none is here", "apt install", path=str(without_python(tree)))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sys.version_info = (3, 9, 2, 'final', 0)", ("3.11 or newer", "only 3.9 is here")),
        ("sys.modules['ensurepip'] = None", ("cannot make environments", "-venv")),
    ],
    ids=["an old Python", "a Python without venv"],
)
def test_an_unfit_python_is_named_with_what_to_do(tree, line, words):
    tools = without_python(tree)
    python = tools / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; {line}\n$2"\n')
    python.chmod(0o755)
    tree.refuses(*words, "apt install", path=str(tools))


def test_no_network(tree):
    tree.refuses(
        "the package index cannot be reached",
        PIP_NO_INDEX="0",
        PIP_FIND_LINKS="",
        PIP_INDEX_URL="http://127.0.0.1:9/",
        PIP_RETRIES="0",
    )


def test_a_package_that_is_not_the_one_we_tested(tree):
    line = (tree.root / "requirements" / "run.txt").read_text()
    tree.lock("run", line[:-5] + "0000\n")
    tree.refuses("is not the one this version was made with")


@pytest.mark.long
def test_a_package_that_is_not_there(tree):
    tree.lock("run", f"samovar==1.0 --hash=sha256:{'0' * 64}\n")
    tree.refuses("no ready package", "samovar")


@pytest.mark.long
def test_a_full_disk(tree):
    path = tree.fake("df", "#!/bin/sh\nprintf 'Filesystem x\\n/dev/x 100 99 1 99%% /\\n'\n")
    path = f"{path.split(':')[0]}:{tree.environment()['PATH']}"
    tree.refuses("the disk of", "is full", "1500 MB", path=path)


@pytest.mark.long
def test_a_full_folder_for_unpacking_is_named_itself(tree, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # by the time pip gives up for want of space, only the folder it unpacks in has none
    df = f'case $2 in {scratch}) free=1 ;; *) free=9999999 ;; esac\nprintf "x\\n/ 1 1 $free 1 /\\n"'
    path = tree.fake("df", f"#!/bin/sh\n{df}\n")
    path = f"{path.split(':')[0]}:{tree.environment()['PATH']}"
    tree.lock("run", "no space left on device\n")
    tree.refuses(str(scratch), "TMPDIR", path=path, TMPDIR=str(scratch))


def test_a_folder_that_cannot_be_written_to(tree):
    tree.refuses("cannot write to /proc", "LINLI_VENV", LINLI_VENV="/proc/linli/.venv")

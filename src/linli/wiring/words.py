"""The words of the `linli` command: each names the module that carries it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from linli.wiring.house import ROOT


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `module` has `describe(parser)` and `run(options) -> int`.

    A word is there when `module` and all it `needs` can be imported; `in_checkout` ones also need
    the source tree. What follows a word that `passes_on` is given as it stands, in `options.rest`;
    before a word `on_tables` acts, the data folder and the database are brought to this version.
    """

    name: str
    sentence: str
    module: str
    needs: tuple[str, ...] = ()
    in_checkout: bool = False
    passes_on: bool = False
    on_tables: bool = False

    def is_here(self) -> bool:
        """Whether this installation has the parts the word acts on."""
        if self.in_checkout and ROOT is None:
            return False
        return all(is_importable(module) for module in (self.module, *self.needs))


def is_importable(module: str) -> bool:
    """Whether a module exists, without running it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


WORDS: Sequence[Word] = (
    Word(
        "demo",
        "Build the invented demo community on real recordings, start everything, show the log-ins.",
        "linli.wiring.starting",
        needs=("linli.demo.api",),
    ),
    Word("up", "Start everything and watch over it until Ctrl-C.", "linli.wiring.starting"),
    Word(
        "found",
        "Open a community and let its first manager in.",
        "linli.surface.cli.founding",
        needs=("linli.foundation.people.api",),
        on_tables=True,
    ),
    Word(
        "readmit",
        "Give a member of staff a new one-time password.",
        "linli.surface.cli.readmitting",
        needs=("linli.foundation.people.api",),
        on_tables=True,
    ),
    Word(
        "import",
        "Take in homes and people from a spreadsheet, kinds of devices, outlines, public holidays.",
        "linli.surface.cli.importing",
        needs=("linli.foundation.people.api",),
        on_tables=True,
    ),
    Word(
        "tally",
        "Count an assembly's ballots from a file, by heads and by area, without a database.",
        "linli.surface.cli.counting",
    ),
    Word(
        "audit-notice",
        "Check the figures of a published voting result.",
        "linli.surface.cli.counting",
    ),
    Word(
        "witness",
        "Vouch that a community's public ledger only grows; run by somebody else than the ledger.",
        "linli.surface.cli.witnessing",
    ),
    Word(
        "witnesses",
        "Say who vouches for the public ledger, and print the ledger's key to give to them.",
        "linli.surface.cli.vouching",
        needs=("linli.support.ledger.api",),
        on_tables=True,
    ),
    Word(
        "replay",
        "Play recorded readings through the real way in.",
        "linli.wiring.replaying",
    ),
    Word(
        "bench",
        "Measure, and print a table with the conditions.",
        "linli.wiring.benching",
        needs=("linli.bench",),
        passes_on=True,
    ),
    Word("migrate", "Bring the database to this version's tables.", "linli.wiring.managing"),
    Word(
        "manage",
        "Pass a command on to Django's own management.",
        "linli.wiring.managing",
        passes_on=True,
    ),
    Word(
        "check",
        "Check style, types, architecture, migrations and generated pages.",
        "linli.wiring.checking",
        in_checkout=True,
    ),
    Word(
        "fix",
        "Format the sources and write the generated pages anew.",
        "linli.wiring.checking",
        in_checkout=True,
    ),
    Word(
        "pictures",
        "Take the pictures in the docs anew, from a demo of its own.",
        "linli.wiring.pictures",
        needs=("linli.demo.api",),
        in_checkout=True,
    ),
    Word(
        "test",
        "Set up what the tests need and run them; --long adds matrices, fuzzing and soaks.",
        "linli.wiring.testing",
        in_checkout=True,
        passes_on=True,
    ),
    Word(
        "faces",
        "Open every page as everybody in a real Chromium, measure it, and write docs/faces.md.",
        "linli.wiring.faces",
        needs=("playwright",),
        in_checkout=True,
    ),
)


def words_here() -> dict[str, Word]:
    """The words this installation has, by name."""
    return {word.name: word for word in WORDS if word.is_here()}

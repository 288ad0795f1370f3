"""`python -m recount BUNDLE`: the result in plain sentences, or the first thing that is wrong."""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from recount import checking, leaves, receipt, telling
from recount.files import Bundle
from recount.wrong import Place, Wrong

_RECEIPT = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Check a bundle, or a receipt against it; 0 only when everything holds."""
    options = _parser().parse_args(argv)
    if (options.bundle is None) == (options.given is None):
        _parser().error("one BUNDLE is needed")
    try:
        bundle = Bundle(Path(options.given or options.bundle))
        trusted = _trusted(options.keys)
        if options.receipt:
            said = _receipt(Path(options.receipt), bundle, trusted)
        else:
            said = telling.of_bundle(checking.check(bundle, trusted))
    except Wrong as wrong:
        said = telling.of_wrong(wrong)
    except (RecursionError, MemoryError):
        said = telling.of_wrong(
            Wrong(Place("bundle"), "this is too deep or too large.", "嵌套太深或内容太大。")
        )
    text = json.dumps(said.data, ensure_ascii=False, indent=2) if options.json else said.text
    sys.stdout.write(f"{text}\n")
    return 0 if said.holds else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="recount",
        description="核对业主大会公布的公示包。 Check the published bundle of an owners' assembly.",
    )
    parser.add_argument("given", metavar="BUNDLE", nargs="?", help="a folder or a .zip")
    parser.add_argument("--bundle", metavar="BUNDLE", help="the same, beside --receipt")
    parser.add_argument("--receipt", metavar="FILE", help="check this receipt instead")
    parser.add_argument("--keys", metavar="FILE", help="trust this keys.json, not the bundle's")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _trusted(path: str | None) -> Bundle | None:
    """The folder of a `keys.json` that came another way than the bundle."""
    if path is None:
        return None
    if Path(path).name != "keys.json":
        raise Wrong(
            Place(path), "a file named keys.json is needed.", "要一个名为 keys.json 的文件。"
        )
    return Bundle(Path(path).parent)


def _receipt(path: Path, bundle: Bundle, trusted: Bundle | None) -> telling.Said:
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            text = file.read(_RECEIPT).decode("utf-8")
    except (OSError, ValueError):
        raise Wrong(place, "this cannot be read.", "读不出来。") from None
    found = checking.log_of(bundle, checking.about_of(bundle).origin, trusted)
    leaves.read(bundle, found.hashes, checking.about_of(bundle).assembly)
    return telling.of_receipt(receipt.check(place, text, found, bundle))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    gc.disable()  # nothing here goes in circles, and looking for it takes a third of the time
    sys.exit(main())

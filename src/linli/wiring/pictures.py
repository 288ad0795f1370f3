"""`linli pictures`: the pictures in the docs, taken anew from a demo of its own."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from linli.kernel import Refused
from linli.wiring import tools
from linli.wiring.checking import root
from linli.wiring.leash import leashed
from linli.wiring.ports import any_free
from linli.wiring.words import is_importable

OWNER, ELDER, MANAGER, CLERK, WORKER = "张伟", "张桂芳", "王敏", "陈静", "李建国"
COUNCIL = "何志远"
PHONE, DESK = 390, 1280
_HEIGHTS = {PHONE: 1100, DESK: 900}
_COLOURS = 128
_CODE_WITHIN = 20.0  # seconds until a text message is in the demo's mailbox


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who sees which page; `clicks` lead on from it, `dark` is the palette."""

    name: str
    who: str
    path: str
    width: int = PHONE
    face: str = "standard"
    clicks: tuple[str, ...] = ()
    dark: bool = False


_TO_THE_BALLOT = ("main a.wait", "main a[href$='/vote']", "main a.btn.main")
_TO_THE_BOARD = ("main a.row", "main a[href$='/board']")
SHOTS = (
    Shot("welcome", "", "/"),
    Shot("home", OWNER, "/"),
    Shot("home-elder", ELDER, "/", face="elder"),
    Shot("home-dark", OWNER, "/", dark=True),
    Shot("report-elder", ELDER, "/report", face="elder"),
    Shot("matter", OWNER, "/matters", clicks=("main a.row",)),
    Shot("measured", OWNER, "/measured"),
    Shot("worker", WORKER, "/desk/worker"),
    Shot("ballot-elder", ELDER, "/assembly", face="elder", clicks=_TO_THE_BALLOT),
    Shot("result", ELDER, "/assembly", clicks=("main a[href$='/result']",)),
    Shot("home-wide", OWNER, "/", width=DESK),
    Shot("queue", MANAGER, "/desk/", width=DESK),
    Shot("desk-matter", MANAGER, "/desk/", width=DESK, clicks=("main a.row",)),
    Shot("cockpit", MANAGER, "/desk/overview", width=DESK),
    Shot("cockpit-dark", MANAGER, "/desk/overview", width=DESK, dark=True),
    Shot("board", COUNCIL, "/desk/assembly/meetings", width=DESK, clicks=_TO_THE_BOARD),
    Shot("entry", CLERK, "/desk/entry", width=DESK),
    Shot("style", "", "/style", width=DESK),
)
TOGETHER = ("demo", ("home", "home-elder", "cockpit"))
"""The picture of the readme, put together from others."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Where the pictures go, and of what they are taken."""
    parser.add_argument("--out", default="docs/pictures", help="the folder they are written to")
    parser.add_argument("--address", help="of a demo that runs; without it one is built and ended")


def run(options: argparse.Namespace) -> int:
    """Take every picture; says each with its size."""
    if not is_importable("playwright"):
        raise Refused(
            "unavailable",
            "Pictures are taken with Playwright, which is not here;"
            " `pip install playwright` brings it.",
        )
    tools.ensure_browser()
    tools.ensure_fonts()
    out = Path(options.out) if Path(options.out).is_absolute() else root() / options.out
    out.mkdir(parents=True, exist_ok=True)
    with _demo(options.address) as address:
        total = sum(_write(out / f"{name}.png", data) for name, data in take(address))
    sys.stdout.write(f"{total / 1024:.0f} KB in {out}\n")
    return 0


def _write(path: Path, data: bytes) -> int:
    path.write_bytes(data)
    sys.stdout.write(f"{path.name} {len(data) / 1024:.0f} KB\n")
    return len(data)


@contextmanager
def _demo(address: str | None) -> Iterator[str]:
    if address:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="linli-pictures-") as folder:
        place = ("--data", folder, "--port", str(any_free()))
        process = subprocess.Popen(  # noqa: S603  (our own program)
            leashed([sys.executable, "-P", "-m", "linli", "demo", *place]),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _ready(process)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _ready(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        if line.startswith("ready "):
            return line.split()[1]
    raise Refused("unavailable", "The demo did not start, so no picture was taken.")


def take(address: str, shots: tuple[Shot, ...] = SHOTS) -> Iterator[tuple[str, bytes]]:
    """Every picture by name as an optimised PNG, and those that are put together last."""
    from playwright.sync_api import sync_playwright

    taken: dict[str, bytes] = {}
    with sync_playwright() as playwright:
        path = os.environ["LINLI_CHROMIUM"]
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        states = {who: _signed_in(chromium, address, who) for who in {one.who for one in shots}}
        for shot in shots:
            taken[shot.name] = _picture(chromium, address, shot, states[shot.who])
            yield shot.name, smaller(taken[shot.name])
    name, parts = TOGETHER
    if all(part in taken for part in parts):
        yield name, smaller(beside([taken[part] for part in parts]))


def _signed_in(chromium: Any, address: str, who: str) -> Any:
    context = chromium.new_context()
    if who:
        page = context.new_page()
        page.goto(f"{address}/demo/mailbox")
        one = page.locator("ul.tiles > li", has=page.get_by_text(re.compile(f"^{who} · ")))
        phone = one.locator("p.small").first.inner_text()
        before = page.locator(".wait", has_text=phone).count()
        one.get_by_role("button").click()
        page.wait_for_url(lambda url: "mailbox" not in url)
        if page.url.endswith("/log-in/code"):
            _enter_code(page, address, phone, before)
    return context.storage_state()


def _enter_code(page: Any, address: str, phone: str, before: int) -> None:
    until = time.monotonic() + _CODE_WITHIN
    page.goto(f"{address}/demo/mailbox")
    while (message := page.locator(".wait", has_text=phone)).count() <= before:
        if time.monotonic() > until:
            raise Refused("unavailable", "The demo sent no code, so no picture was taken.")
        time.sleep(0.5)
        page.reload()
    found = re.search(r"\d{6}", message.first.inner_text())
    page.goto(f"{address}/log-in/code")
    page.locator("input[name=code]").fill(found.group() if found else "")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/log-in" not in url)


def _picture(chromium: Any, address: str, shot: Shot, state: Any) -> bytes:
    context = chromium.new_context(
        viewport={"width": shot.width, "height": _HEIGHTS[shot.width]},
        color_scheme="dark" if shot.dark else "light",
        storage_state=state,
    )
    chosen = {"face": shot.face, "language": "zh-hans"}
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in chosen.items()])
    page = context.new_page()
    page.goto(address + shot.path)
    for link in shot.clicks:
        page.goto(address + str(page.locator(link).first.get_attribute("href")))
    page.evaluate("scrollTo(0, 0)")
    data: bytes = page.screenshot()
    context.close()
    return data


def smaller(data: bytes) -> bytes:
    """The same picture with a palette; letters and surfaces lose nothing one can see."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def beside(pictures: list[bytes]) -> bytes:
    """Pictures in a row, all as high as the lowest."""
    from PIL import Image

    opened = [Image.open(BytesIO(one)).convert("RGB") for one in pictures]
    gap, height = 24, min(one.height for one in opened)
    width = sum(one.width for one in opened) + gap * (len(opened) - 1)
    sheet = Image.new("RGB", (width, height), "#857d70")
    left = 0
    for one in opened:
        sheet.paste(one, (left, 0))
        left += one.width + gap
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()

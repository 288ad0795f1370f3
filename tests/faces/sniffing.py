"""HTML_CodeSniffer (see sniffer/README.md) on the page that is open: its errors at WCAG 2 AAA."""

from pathlib import Path

from playwright.sync_api import Page

SNIFFER = (Path(__file__).with_name("sniffer") / "HTMLCS.js").read_text("utf-8")
_RUN = """() => new Promise((done, fail) => HTMLCS.process("WCAG2AAA", document, () => done(
  HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR).map((one) =>
    [one.code.split(".").slice(3).join("."), one.msg, one.element.outerHTML ?? "the page"])
), fail))"""


def sniff(page: Page) -> list[str]:
    """Every error, one line each: the rule, what it says, and where."""
    page.evaluate(SNIFFER)  # past the page's own policy, as a debugger may
    found = page.evaluate(_RUN)
    return [f"{rule}: {said[:160]} {where[:140]}" for rule, said, where in found]

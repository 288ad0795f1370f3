"""Reads a pasted result notice: the figures it prints, as far as its words are the usual ones.

Only what stands beside a word one knows is taken; any other figure is left over and shown. Nothing
is judged here: whoever pasted it sees first what was understood.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.kernel import Refused

MOST_LETTERS = 50_000
MOST_MOTIONS = 50
MOST_LEFT_OVER = 40
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％：；（）－", "0123456789.%:;()-")
_SIDES: Mapping[str, str] = {
    "不同意": "against",
    "不赞成": "against",
    "同意": "for",
    "赞成": "for",
    "支持": "for",
    "反对": "against",
    "弃权": "abstain",
}
_TOP = ("scope", "participating")
_OWN = ("for", "against", "abstain", "void")
_N = r"\d{1,15}(?:\.\d{1,10})?"
_GAP = r"[ \t|:]+"
_WORDS: Mapping[str, str] = {
    "outcome": r"(?:未|没有|不予|不)(?:获得?|能|予以|表决)*通过"
    r"|(?:表决|获得|获|予以|已|结果[为是:]?)\s*通过"
    r"|(?<![并经])通过(?=[。；;!！\s)]|$)",
    "percent": rf"占[^0-9%，。；,;]{{0,24}}?\s*{_N}\s*%|{_N}\s*%",
    "deemed": r"(?:视为|视同|推定为?|计入|算作)\s*(?:不同意|不赞成|同意|赞成|支持|反对|弃权)",
    "silent": r"未(?:按时|按期)?(?:参加|参与)?(?:表决|投票|交回|返回|反馈|回复|表态)",
    "row": rf"(?:不同意|不赞成|反对|同意|赞成|弃权|废票){_GAP}{_N}{_GAP}{_N}(?![\d%])",
    "against": r"不同意|不赞成|反对",
    "for": r"同意|赞成|支持",
    "abstain": r"弃权",
    "void": r"废票|无效票|作废票?|无效表决票|无效选票",
    "follow": r"随多数|从多数",
    "participating": r"(?:实际)?(?:参加|参与)(?:了)?(?:本次|此次)?(?:业主大会)?(?:会议)?(?:的)?"
    r"(?:表决|投票|大会|会议)|已(?:参加)?投票|实际投票|实到"
    r"|[收回]回(?:的)?(?:有效)?(?:的)?(?:表决票|选票|票)|有效(?:表决|选)?票",
    "scope": r"业主总(?:户数|人数)|总(?:户数|人数|票数|业主数|票权数|投票权数)|全体业主"
    r"|应(?:参加|参与|到)(?:表决|投票)?|业主共(?:有|计)?|共有业主",
    "whole_area": r"(?:建筑物?|专有部分)?总(?:建筑)?面积",
    "motion": r"(?:表决|投票)?(?:议题|事项|议案|提案)\s*[一二三四五六七八九十\d]{0,3}\s*[、.．:]\s*"
    r"(?P<title>[^\n。；;，,]{2,80})"
    r"|(?<=\n)\s*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|\([一二三四五六七八九十\d]{1,3}\))"
    r"\s*(?P<line>关于[^\n。；;，,]{2,80}|《[^》]{2,60}》[^\n。；;，,]{0,20})",
    "area": rf"{_N}\s*(?:平方米|平米|平方|㎡|m²|m2)",
    "heads": rf"{_N}\s*(?:户|人|位|名|票|个业主)(?!数)",
    "by_area": r"面积",
    "by_heads": r"户数|人数|票数",
    "bare": rf"(?<=[:为是共计])\s*{_N}(?![\d/年月日号时分%])",
}
_TOKEN = re.compile("|".join(f"(?P<{name}_>{pattern})" for name, pattern in _WORDS.items()))
_KINDS: tuple[tuple[str, str], ...] = (
    ("278.6", r"筹集|续筹|归集|补交|补建"),
    ("278.5", r"维修资金|维修基金"),
    ("278.7", r"改建|重建|加装电梯|改造"),
    ("278.8", r"改变.{0,6}用途|经营活动|广告|停车收费"),
    ("278.4", r"选聘|续聘|解聘|聘用|物业服务企业|物业公司"),
    ("278.1", r"议事规则"),
    ("278.2", r"管理规约"),
    ("278.3", r"选举业主委员会|业主委员会(?:委员|成员)?.{0,6}(?:选举|换届|罢免|更换)"),
)


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """The notice as `linli audit-notice` takes it, and the figures that found no place in it."""

    given: dict[str, Any]
    left_over: tuple[str, ...] = ()


def read_text(text: str) -> ReadNotice:
    """The figures of a notice pasted as text.

    Raises:
        Refused: it is too long, or no figure of it could be understood.
    """
    reader = _Reader(_plain(text))
    for found in _TOKEN.finditer(reader.text):
        kind = next(one for one in _WORDS if found.group(f"{one}_") is not None)
        reader.take(kind, found)
    given = reader.given()
    if not reader.has_figures:
        raise Refused(
            "invalid",
            "No figure of a result could be found in this text. Please type the figures instead.",
            field="text",
        )
    return ReadNotice(given, tuple(reader.left_over))


def _plain(text: str) -> str:
    """One way to write digits, and no separators inside numbers."""
    if len(text) > MOST_LETTERS:
        raise Refused(
            "too_large",
            "The text is longer than %(most)s letters; please paste only the result.",
            field="text",
            most=MOST_LETTERS,
        )
    plain = "\n" + text.translate(_FULL_WIDTH).replace("\u00a0", " ").replace("\u3000", " ")
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", plain)
    return re.sub(r"(?<=[:为是共计])[ \t]+(?=\d)", "", plain)


class _Reader:
    """Goes through the words in order: whose figures come next, and what is there so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.top: dict[str, dict[str, Any]] = {}
        self.motions: list[dict[str, Any]] = []
        self.claims: dict[str, str] = {}
        self.left_over: list[str] = []
        self.has_figures = False
        self.subject, self.ledger = "", ""
        self.silent: dict[str, str] = {}

    def take(self, kind: str, found: re.Match[str]) -> None:
        """One known word or figure."""
        if kind in {"area", "heads", "bare"}:
            self._figure(kind, found)
        elif kind == "row":
            self._row(found)
        elif kind == "percent":
            self._percent(found)
        elif kind == "outcome":
            self._outcome(found.group())
        elif kind == "deemed":
            self._deemed(found)
        elif kind == "motion":
            self._begin((found.group("title") or found.group("line") or "").strip(" :、"))
        elif kind in {"by_area", "by_heads"}:
            self.ledger = kind.removeprefix("by_")
        elif kind == "whole_area":
            self._whole_area()
        else:
            self._turn_to(kind, found.group())

    def given(self) -> dict[str, Any]:
        """All that was read, in the form of `linli audit-notice`."""
        told = [one for one in self.motions if one.keys() & {*_OWN}]  # an agenda alone has none
        motions = told or self.motions[:1] or [{"title": ""}]
        for motion in motions:
            printed = {**self.claims, **motion.pop("printed", {})}
            text = motion["title"] or (self.text if len(motions) == 1 else "")
            kinds = (key for key, pattern in _KINDS if re.search(pattern, text))
            motion["kind"] = next(kinds, "ordinary")
            if printed:
                motion["printed"] = printed
        return {**self.top, "motions": motions}

    def _figure(self, kind: str, found: re.Match[str]) -> None:
        """A number with its unit, or after a colon the number of what was just named."""
        if kind != "bare":
            self.ledger = kind
        elif not (self.ledger and self.subject):
            return
        self._put(self.ledger, re.findall(_N, found.group())[0], found)

    def _row(self, found: re.Match[str]) -> None:
        """A line of a table: a side with two numbers, of which one only has decimals."""
        first, second = re.findall(_N, found.group())[-2:]
        self._turn_to(self._side(found.group()), "")
        if ("." in first) == ("." in second):
            self._leave(found)
            return
        heads, area = (second, first) if "." in first else (first, second)
        self._put("heads", heads, found)
        self._put("area", area, found)

    def _side(self, words: str) -> str:
        return next((side for word, side in _SIDES.items() if words.startswith(word)), "void")

    def _whole_area(self) -> None:
        """“总面积” is that of the scope, once; after that it is the area of what was named last."""
        self.ledger = "area"
        if not self.subject or "area" not in self.top.get("scope", {}):
            self.subject = "scope"

    def _turn_to(self, subject: str, words: str) -> None:
        """The figures that follow are of this; a second “同意” begins the next motion."""
        last = self.motions[-1] if self.motions else {}
        if subject == "for" and "for" in last and self.subject != "for":
            self._begin("")
        self.subject, self.ledger = subject, ""
        if re.search("户数|人数|票数", words):
            self.ledger = "heads"
        if subject == "silent":
            self.silent = {}

    def _begin(self, title: str) -> None:
        if len(self.motions) < MOST_MOTIONS:
            self.motions.append({"title": title})
        self.subject = ""

    def _place(self) -> dict[str, Any] | None:
        """Where a figure of the subject at hand belongs."""
        if self.subject in _TOP and not self.motions:
            return self.top.setdefault(self.subject, {})
        if self.subject not in (*_TOP, *_OWN):
            return None
        if not self.motions:
            self.motions.append({"title": ""})
        found: dict[str, Any] = self.motions[-1].setdefault(self.subject, {})
        return found

    def _put(self, ledger: str, number: str, found: re.Match[str]) -> None:
        """A figure: the first one holds, any further one is left over."""
        if self.subject == "silent":
            self.silent.setdefault(ledger, number)
            return
        place = self._place()
        if place is None or ledger in place or (ledger == "heads" and "." in number):
            self._leave(found)
            return
        place[ledger] = int(number) if ledger == "heads" else number
        self.has_figures = True

    def _percent(self, found: re.Match[str]) -> None:
        """A printed percentage: of heads or of area, by its own words or the figure before it."""
        said = found.group()
        ledger = "area" if "面积" in said else "heads" if re.search("户|人", said) else self.ledger
        if not ledger or self.subject not in ("participating", *_OWN):
            self._leave(found)
            return
        claims = self.motions[-1].setdefault("printed", {}) if self.motions else self.claims
        name = f"{self.subject}_{ledger}_pct"
        if name in claims:
            self._leave(found)
        else:
            claims[name] = re.findall(_N, said)[-1]

    def _outcome(self, said: str) -> None:
        if self.motions:
            is_failed = re.match("未|没有|不", said) is not None
            printed = self.motions[-1].setdefault("printed", {})
            printed["outcome"] = "failed" if is_failed else "passed"

    def _deemed(self, found: re.Match[str]) -> None:
        """Owners who did not vote, added to a side."""
        if not self.motions or not self.silent:
            self._leave(found)
            return
        words = re.sub("^(视为|视同|推定为?|计入|算作)\\s*", "", found.group())
        deemed: dict[str, Any] = {"added_to": self._side(words)}
        if "heads" in self.silent:
            deemed["heads"] = int(self.silent["heads"].partition(".")[0])
        if "area" in self.silent:
            deemed["area"] = self.silent["area"]
        self.motions[-1]["deemed"] = deemed
        self.silent = {}

    def _leave(self, found: re.Match[str]) -> None:
        """Shown as not understood, with the words around it."""
        begin = max(found.start() - 12, self.text.rfind("\n", 0, found.start()) + 1)
        if len(self.left_over) < MOST_LEFT_OVER:
            self.left_over.append(self.text[begin : found.end()].strip())

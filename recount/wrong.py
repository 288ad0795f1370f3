"""The one exception of this program: what does not hold, where, in two languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the bundle, a line in it (from 1; 0 is the whole file) and a field."""

    file: str
    line: int = 0
    field: str = ""

    def at(self, name: str | int) -> "Place":
        """The same line, one field further in."""
        inner = f"[{name}]" if isinstance(name, int) else f".{name}" if self.field else name
        return Place(self.file, self.line, self.field + inner)


class Wrong(Exception):
    """The first thing that does not hold."""

    def __init__(self, place: Place, en: str, zh: str) -> None:
        super().__init__(en)
        self.place, self.en, self.zh = place, en, zh

    def words(self) -> tuple[str, str]:
        """The sentence with its place, in Chinese and in English."""
        at = self.place
        zh, en = at.file, at.file
        if at.line:
            zh, en = f"{zh} 第 {at.line} 行", f"{en}, line {at.line}"
        if at.field:
            zh, en = f"{zh}，{at.field}", f"{en}, {at.field}"
        return f"{zh}：{self.zh}", f"{en}: {self.en}"

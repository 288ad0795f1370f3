"""The legal calendar of an assembly: when what must be published, and how long what runs.

Civil Code (民法典) Articles 201 to 204: the day of the event is not counted; a period of years ends
on the same date; one whose last day is a holiday ends on the next working day, at 24:00. That moves
what somebody must do in time. A notice or a showing is a least distance and is not moved.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from linli.application.assembly.domain.parameters import NoticeReading, Value
from linli.application.assembly.domain.stages import Convened
from linli.kernel import Refused, Words

_LONGEST_HOLIDAY = 40
_FIRST_YEAR, _LAST_YEAR = 1990, 9000
COUNTED = "民法典201"
MOVED = "民法典203"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked, and for which years that has been announced."""

    is_working: Callable[[date], bool]
    is_known: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of the calendar; `day` None when a rule it needs (`lacks`) is decided by nobody.

    `rules` are the keys of the rules behind it, `articles` those of the Civil Code; it is not
    certain while the holidays of its year are not announced.
    """

    key: str
    name: Words
    day: date | None
    rules: tuple[str, ...]
    articles: tuple[str, ...] = ()
    is_certain: bool = True
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A chosen day that breaks a rule, in a sentence with the day that would do."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Plan:
    """All dates of one assembly in their order, and what is wrong with those that were chosen."""

    convened: Convened
    dates: tuple[PlannedDate, ...]
    mistakes: tuple[Mistake, ...]

    def day(self, key: str) -> date | None:
        """The day of a date; None when it cannot be told."""
        return next((one.day for one in self.dates if one.key == key), None)

    @property
    def is_certain(self) -> bool:
        """Whether no date hangs on holidays that are not announced yet."""
        return all(one.is_certain for one in self.dates)


def end_of(day: date, days: int, working: WorkingDays) -> tuple[date, bool]:
    """The last day of a period of days that began with an event on `day`, and if it is certain."""
    return _moved(day + timedelta(days=days), working)


def end_of_years(day: date, years: int, working: WorkingDays) -> tuple[date, bool]:
    """The last day of a period of years: the same date, or the last of its month (Article 202)."""
    year = day.year + years
    last = monthrange(year, day.month)[1]
    return _moved(date(year, day.month, min(day.day, last)), working)


def ends_at(day: date, zone: tzinfo) -> datetime:
    """The moment at which a last day is over: 24:00 in the community, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def latest_notice(opens: date, days: int, reading: NoticeReading) -> date:
    """The last day on which a notice of so many days may be published for a meeting."""
    between = days + 1 if reading is NoticeReading.STRICT else days
    return opens - timedelta(days=between)


def _moved(last: date, working: WorkingDays) -> tuple[date, bool]:
    """The last day itself, or the next working day after a holiday (Article 203)."""
    day, is_certain = last, working.is_known(last.year)
    for _ in range(_LONGEST_HOLIDAY):
        if working.is_working(day):
            return day, is_certain
        day += timedelta(days=1)
        is_certain = is_certain and working.is_known(day.year)
    return last, False


def plan_dates(
    convened: Convened,
    values: Mapping[str, Value],
    *,
    opens: date,
    closes: date,
    working: WorkingDays,
    published: date | None = None,
    result_on: date | None = None,
    candidates_on: date | None = None,
    is_election: bool = False,
) -> Plan:
    """The calendar of an assembly whose ballots may come in from `opens` to `closes`.

    `values` are the effective rules by key; `published`, `candidates_on` and `result_on` are the
    days on which the notice, the candidates and the preliminary result really were published,
    when they were.

    Raises:
        Refused: it closes before it opens, or the years are out of reach.
    """
    _check(opens, closes)
    plan = _Planner(values, working, closes)
    plan.before(f"notice_days_{convened}", opens)
    if is_election:
        plan.candidates(opens, candidates_on)
    plan.window(opens)
    plan.after(result_on, is_election=is_election)
    days = {one.key: one.day for one in plan.dates}
    mistakes = [
        *_notice_mistakes(days, opens, published),
        *_candidate_mistakes(days, opens, candidates_on),
        *_window_mistakes(days, closes),
    ]
    return Plan(convened, tuple(plan.dates), tuple(mistakes))


def _check(opens: date, closes: date) -> None:
    if not _FIRST_YEAR <= opens.year <= closes.year <= _LAST_YEAR:
        raise Refused("invalid", "This year is out of reach of the calendar.", field="opens")
    if closes < opens:
        raise Refused("invalid", "Voting cannot end before it begins.", field="closes")


_NAMES: Mapping[str, Words] = {
    "publish_by": Words("最晚这天发公告", "publish the notice by"),
    "candidates_by": Words("最晚这天公示候选人", "publish the candidates by"),
    "candidates_until": Words("候选人至少公示到", "show the candidates until"),
    "opens": Words("投票开始", "voting opens"),
    "earliest_closes": Words("投票最早结束", "voting may end from"),
    "closes": Words("投票结束", "voting ends"),
    "latest_closes": Words("投票最晚结束", "voting must end by"),
    "preliminary_by": Words("最晚这天公布初步结果", "publish the preliminary result by"),
    "objections_until": Words("异议截止", "objections until"),
    "final_from": Words("这天起结果确定", "the result is final from"),
    "file_by": Words("最晚这天备案", "file by"),
    "hand_over_by": Words("最晚这天交接", "hand over by"),
    "challenge_until": Words("请法院撤销的期限", "may be challenged until"),
    "keep_until": Words("资料至少保存到", "keep everything until"),
}


class _Planner:
    """Builds the dates one after another; what a rule lacks, it says instead of a day."""

    def __init__(self, values: Mapping[str, Value], working: WorkingDays, closes: date) -> None:
        self.values, self.working, self.closes = values, working, closes
        self.dates: list[PlannedDate] = []

    def before(self, days: str, opens: date) -> None:
        """When the notice must be out."""
        self._back("publish_by", days, opens)

    def candidates(self, opens: date, shown_on: date | None) -> None:
        """When the candidates must be out, and how long they are shown."""
        by = self._back("candidates_by", "candidates_published_days", opens)
        shown = self._number("candidates_shown_days")
        since = shown_on or by
        until = None if since is None or shown is None else since + timedelta(days=shown)
        lacks = "candidates_shown_days" if shown is None else ""
        self._put("candidates_until", until, ("candidates_shown_days",), lacks=lacks)

    def window(self, opens: date) -> None:
        """From when to when ballots come in."""
        self._put("opens", opens)
        for key, rule in (
            ("earliest_closes", "window_min_days"),
            ("closes", ""),
            ("latest_closes", "window_max_days"),
        ):
            if not rule:
                self._put(key, self.closes)
                continue
            days = self._number(rule)
            day = None if days is None else opens + timedelta(days=days)
            self._put(key, day, (rule,), (COUNTED,), lacks="" if day else rule)

    def after(self, result_on: date | None, *, is_election: bool) -> None:
        """What follows the vote, each from the one before it."""
        by = self._within("preliminary_by", "result_published_days", self.closes)
        shown = result_on or by
        until = self._within("objections_until", "objection_days", shown)
        final = until + timedelta(days=1) if until else None
        lacks = next((one.lacks for one in self.dates[-2:] if one.lacks), "")
        is_certain = self.dates[-1].is_certain
        self._put("final_from", final, ("objection_days",), lacks=lacks, is_certain=is_certain)
        if is_election:
            self._within("file_by", "filing_days", final)
            self._within("hand_over_by", "handover_days", final)
        challenge = self._within("challenge_until", "challenge_years", final)
        self._keep(final, challenge)

    def _keep(self, final: date | None, challenge: date | None) -> None:
        """So many years, and never less than it can be challenged."""
        years = self._number("retention_years")
        lacks = "" if years is not None else "retention_years"
        day, is_certain = None, True
        if final and challenge and years is not None:
            kept, known = end_of_years(final, years, self.working)
            day, is_certain = max(kept, challenge), known
        self._put(
            "keep_until", day, ("retention_years", "challenge_years"),
            lacks=lacks or self._missing(day), is_certain=is_certain,
        )  # fmt: skip

    def _back(self, key: str, rule: str, opens: date) -> date | None:
        days, reading = self._number(rule), self.values.get("notice_reading")
        lacks = rule if days is None else "" if reading else "notice_reading"
        day = None
        if days is not None and reading:
            day = latest_notice(opens, days, NoticeReading(str(reading)))
        self._put(key, day, (rule, "notice_reading"), (COUNTED,), lacks=lacks)
        return day

    def _within(self, key: str, rule: str, since: date | None) -> date | None:
        """The last day of what must happen within so many days, or years, of something."""
        length = self._number(rule)
        lacks = rule if length is None else self._missing(since)
        day, is_certain = None, True
        if since is not None and length is not None:
            end = end_of_years if rule.endswith("_years") else end_of
            day, is_certain = end(since, length, self.working)
        self._put(key, day, (rule,), (COUNTED, MOVED), lacks=lacks, is_certain=is_certain)
        return day

    def _missing(self, since: date | None) -> str:
        """What an earlier date lacked, when this one hangs on it."""
        lacked = [one.lacks for one in self.dates if one.lacks]
        return lacked[-1] if since is None and lacked else ""

    def _number(self, rule: str) -> int | None:
        value = self.values.get(rule)
        return value if isinstance(value, int) else None

    def _put(
        self,
        key: str,
        day: date | None,
        rules: tuple[str, ...] = (),
        articles: tuple[str, ...] = (),
        *,
        lacks: str = "",
        is_certain: bool = True,
    ) -> None:
        self.dates.append(PlannedDate(key, _NAMES[key], day, rules, articles, is_certain, lacks))


def _notice_mistakes(
    days: Mapping[str, date | None], opens: date, published: date | None
) -> Iterator[Mistake]:
    by = days["publish_by"]
    if published and by and published > by:
        yield Mistake(
            "publish_by",
            Words(
                f"公告发得太晚：{opens} 开始投票，最晚 {by} 要发。",
                f"The notice is too late: to open on {opens} it is due on {by}.",
            ),
        )


def _candidate_mistakes(
    days: Mapping[str, date | None], opens: date, shown_on: date | None
) -> Iterator[Mistake]:
    by, until = days.get("candidates_by"), days.get("candidates_until")
    if shown_on and by and shown_on > by:
        yield Mistake(
            "candidates_by",
            Words(
                f"候选人公示得太晚：{opens} 开始投票，最晚 {by} 要公示。",
                f"The candidates are shown too late: to open on {opens} they are due on {by}.",
            ),
        )
    if shown_on and until and until >= opens:
        yield Mistake(
            "candidates_until",
            Words(
                f"候选人要公示到 {until}，公示完了才能开始投票。",
                f"The candidates are shown until {until}; voting opens after that.",
            ),
        )


def _window_mistakes(days: Mapping[str, date | None], closes: date) -> Iterator[Mistake]:
    first, last = days["earliest_closes"], days["latest_closes"]
    if first and closes < first:
        yield Mistake(
            "closes",
            Words(f"投票时间太短，最早 {first} 结束。", f"Too short: it may end on {first}."),
        )
    if last and closes > last:
        yield Mistake(
            "closes",
            Words(f"投票时间太长，最晚 {last} 结束。", f"Too long: it must end on {last}."),
        )

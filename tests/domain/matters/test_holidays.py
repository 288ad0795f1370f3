"""The list of public holidays is read whole or not at all, and written as it is read."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.support.matters.domain.holidays import announced, joined, read_years, write_years

ROOT = Path(__file__).parents[3]
YEAR = """
[year.2027]
notice = "某号"
issued = 2026-11-10
off = [["2026-12-31", "2027-01-02", "元旦"]]
work = ["2027-01-10"]
"""


def test_what_is_written_is_what_was_read():
    assert read_years(write_years(announced())) == announced()


def test_the_example_of_the_paper_is_a_list():
    text = (ROOT / "docs" / "holidays.md").read_text(encoding="utf-8")
    (year,) = read_years(text.split("```toml\n")[1].split("```")[0])
    assert year.year == 2025 and year.issued == date(2024, 11, 12)


def test_the_last_list_that_knows_a_year_is_believed():
    (changed,) = read_years(YEAR.replace("2027", "2026").replace("2026-12-31", "2025-12-31"))
    years = joined(announced(), [changed])
    assert [one.year for one in years] == [2025, 2026] and years[1].notice == "某号"


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("[year.2027]", "[year.27]"),
        ('notice = "某号"', ""),
        ("issued = 2026-11-10", 'issued = "lately"'),
        ('"2027-01-02"', '"2026-12-30"'),
        ('"2027-01-02"', '"2027-02-30"'),
        ('"2027-01-02"', '"2027-01-25"'),
        ('"2026-12-31"', '"2025-12-31"'),
        ('"2027-01-10"', '"2027-01-01"'),
        ('"元旦"', "7"),
        ('["2027-01-10"]', "7"),
        ('[["2026-12-31", "2027-01-02", "元旦"]]', "[]"),
        ("[year.2027]", "[[[["),
    ],
)
def test_a_list_with_a_slip_is_refused(given, instead):
    assert read_years(YEAR)
    with pytest.raises(Refused):
        read_years(YEAR.replace(given, instead))


@given(st.text(max_size=200))
def test_garbage_is_refused(text):
    with pytest.raises(Refused):
        read_years(text)

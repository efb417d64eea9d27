"""Tables for people: aligned, readable on a narrow terminal, without colour."""

import pytest

from gmstool.cli.shown import Format, chosen, table
from gmstool.errors import UsageError

ROWS = [
    {"id": "aml", "genes": 36, "name": "Acute myeloid leukaemia, ELN 2022 gene mutations"},
    {"id": "childhood", "genes": 7, "name": "Childhood cancer"},
]


def test_columns_are_aligned_and_numbers_stand_to_the_right() -> None:
    assert table(ROWS, ("id", "genes", "name"), None) == [
        "id         genes  name",
        "aml           36  Acute myeloid leukaemia, ELN 2022 gene mutations",
        "childhood      7  Childhood cancer",
    ]


def test_the_last_column_goes_on_under_itself_on_a_narrow_terminal() -> None:
    assert table(ROWS, ("id", "genes", "name"), 45) == [
        "id         genes  name",
        "aml           36  Acute myeloid leukaemia,",
        "                  ELN 2022 gene mutations",
        "childhood      7  Childhood cancer",
    ]


@pytest.mark.parametrize("width", range(40, 90))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, table(ROWS, ("id", "genes", "name"), width))) <= max(width, 18 + 24)


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert table([{"a": None, "b": "x"}], ("a", "b"), None)[1] == "   x"


def test_an_unknown_format_is_refused() -> None:
    assert chosen("tsv") is Format.TSV
    with pytest.raises(UsageError, match="--format xml is not known"):
        chosen("xml")


def test_what_could_steer_a_terminal_is_not_printed() -> None:
    assert table([{"a": "x", "b": "red\x1b[31m\n\u202e"}], ("a", "b"), None)[1] == "x  red�[31m��"

"""A site's list of known variants: what is refused, and how."""

import pytest

from gmstool.errors import PanelError
from gmstool.filters.managed import read_managed

HEAD = "chromosome;position;reference;alternative\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}1;5;A;{'T' * 200_000}\n", "is no table"),
        (f"{HEAD}1;five;A;T\n", "no variant that could be matched"),
        ("chromosome;position\n1;5\n", "no columns chromosome"),
    ],
    ids=["a cell larger than tables have", "no position", "no alleles"],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path, text, told):
    (tmp_path / "list.csv").write_text(text)

    with pytest.raises(PanelError, match=told):
        read_managed(tmp_path / "list.csv")


def test_rows_without_alleles_are_counted_and_the_others_kept(tmp_path):
    (tmp_path / "list.csv").write_text(f"{HEAD}1;5;A;T\n1;6;A;<DEL>\n")

    found = read_managed(tmp_path / "list.csv")

    assert (found.keys, found.unusable) == ({("1", 5, "A", "T")}, 1)

"""Tables that wait come back as they were, in order."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from gmstool import spool

LINES = st.lists(st.tuples(st.binary(max_size=40), st.integers(1, 2**40)), max_size=5)
VALUES = st.lists(st.tuples(st.none() | st.text(max_size=5), st.none() | st.floats(allow_nan=False)), max_size=5)


@settings(max_examples=50)
@given(st.lists(st.tuples(LINES, VALUES), max_size=5))
def test_what_waited_comes_back_as_it_was(groups):
    kept = [
        (
            spool.lines_table([line for line, _ in lines], [number for _, number in lines]),
            pl.DataFrame(values, schema={"text": pl.String, "number": pl.Float64}, orient="row"),
        )
        for lines, values in groups
    ]
    waiting = spool.Spool()
    for group in kept:
        waiting.add(*group)

    back = list(waiting)

    assert len(back) == len(kept)
    assert all(
        one.equals(other)
        for ones, others in zip(back, kept, strict=True)
        for one, other in zip(ones, others, strict=True)
    )
    waiting.close()


def test_more_than_fits_in_memory_goes_to_disk(monkeypatch):
    monkeypatch.setattr(spool, "IN_MEMORY", 1000)
    table = pl.DataFrame({"n": range(1000)})
    waiting = spool.Spool()

    waiting.add(table)
    waiting.add(table.head(0))

    assert [one.height for (one,) in waiting] == [1000, 0]
    waiting.close()

"""Questions to judging processes and their answers arrive as they were sent."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.classify import messages
from gmstool.classify.messages import Done, Share
from gmstool.classify.task import Task
from gmstool.errors import InputError
from gmstool.filters.options import Options
from gmstool.vcf.chunks import Counts

OPTIONS = Options(
    min_qual=30.5,
    regions=Path("one/two.bed"),
    panel=("myeloid-eln2022", "a b"),
    genes=(),
    where="af < 0.01 & gene == 'Å'",
    unknown={"af": "keep"},
    rescue=False,
    fasta=Path("g.fa"),
)


def share(task, n_tasks=3):
    tasks = [range(at, at + 1) for at in range(n_tasks)]
    return Share("a.vcf.gz", task, [(0, 10, 20), (20, 30, 40)], 7, "folder", {"gms": "{}"}, tasks)


@pytest.mark.parametrize(
    "task",
    [
        Task(Options()),
        Task(OPTIONS, condition="Noonan", moi="AD", language="sv", full=True, store=Path("own.db")),
    ],
)
def test_a_question_arrives_as_it_was_asked(task):
    arrived, _ = messages.asked(messages.question(share(task), 0, 2))

    assert arrived == share(task)


@given(st.integers(0, 30), st.integers(1, 4))
def test_every_task_is_one_process_own(n_tasks, processes):
    asked = share(Task(Options()), n_tasks)

    own = [messages.asked(messages.question(asked, first, processes))[1] for first in range(processes)]

    assert sorted(one.start for tasks in own for one in tasks) == list(range(n_tasks))


@pytest.mark.parametrize("bad_line", [None, (3, "POS `x` is not a number", "a hint")])
def test_an_answer_arrives_as_it_was_given(bad_line):
    done = Done("part", Counts(records=3, alleles=4), 3, 0, 5, Counter(Benign=2), Counter(a=1), ["odd"], bad_line)

    assert messages.answered(messages.answer(done)) == done


def test_a_mistake_of_the_users_arrives_with_its_hint():
    with pytest.raises(InputError, match=r"^gone\.vcf$") as raised:
        messages.answered(messages.answer(InputError("gone.vcf", "is the name right?")))

    assert raised.value.hint == "is the name right?"


def test_a_mistake_of_ours_arrives_with_its_place():
    try:
        int("odd")
    except ValueError as error:
        message = messages.answer(error)

    with pytest.raises(RuntimeError, match=r"(?s)test_messages\.py.*ValueError: invalid literal"):
        messages.answered(message)

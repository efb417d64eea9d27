"""A newer release of ClinVar: what it lacks goes, what it still has is of that release, and nothing else moves."""

import pytest

from gmstool.errors import InputError, UsageError
from gmstool.knowledge.checks import counts, problems
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.making import make_store
from gmstool.knowledge.releases import LOST_AT_MOST
from gmstool.knowledge.request import Request
from gmstool.knowledge.store import open_store
from gmstool.knowledge.writing import import_file

HEAD = """##fileformat=VCFv4.1
##fileDate={day}
##source=ClinVar
##reference={build}
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
"""
ALL = range(100)
FIRST, SECOND, THIRD = "2026-01-05", "2026-02-02", "2026-03-02"


def bring(home, day, numbers=ALL, build="GRCh38", whole=None, changed=(), text=None):
    """Import a release with some of the variants; `changed` ones are benign."""
    rows = "".join(
        f"1\t{1_000_000 + 10 * at}\t{at + 1}\tA\tT\t.\t.\tCLNSIG={'Benign' if at in changed else 'Pathogenic'}\n"
        for at in numbers
    )
    path = home / f"{day}-{build}.vcf"
    path.write_text(text or HEAD.format(day=day, build=build) + rows)
    return import_file(home / "kb.sqlite", Request(path, Settings(), whole=whole), say=lambda _text: None)


def told(home, at=0, **more):
    with open_store(home / "kb.sqlite") as store:
        return store.by_id(f"VCV{at + 1:09}", **more)


@pytest.fixture
def home(tmp_path):
    make_store(tmp_path / "kb.sqlite")
    bring(tmp_path, FIRST)
    return tmp_path


def test_what_the_newer_release_lacks_is_withdrawn_with_the_reason(home):
    outcome = bring(home, SECOND, ALL[1:])

    assert (outcome.added, outcome.duplicates, outcome.withdrawn, outcome.lacking) == (0, 99, 1, 0)
    assert told(home) == []
    (gone,) = told(home, withdrawn=True)
    with open_store(home / "kb.sqlite") as store:
        (why,) = store.withdrawals(gone.accession)
        assert why["reason"] == f"not in ClinVar {SECOND}"
        assert problems(store) == []
        assert counts(store)["assertions"] == 99


def test_what_it_still_has_is_of_the_newer_release_and_its_history_of_the_older(home):
    bring(home, SECOND, changed=[5])

    (same,), (changed,) = told(home, 1), told(home, 5)
    assert (same.source, same.version) == (f"ClinVar {SECOND}", 1)
    assert (changed.source, changed.version, changed.classification) == (f"ClinVar {SECOND}", 2, "Benign")
    with open_store(home / "kb.sqlite") as store:
        assert [one.source for one in store.history(changed.accession)] == [f"ClinVar {FIRST}", f"ClinVar {SECOND}"]


def test_what_comes_back_stands_again(home):
    bring(home, SECOND, ALL[1:])
    outcome = bring(home, THIRD)

    assert (outcome.corrected, outcome.duplicates, outcome.withdrawn) == (1, 99, 0)
    assert [(one.version, one.source) for one in told(home)] == [(2, f"ClinVar {THIRD}")]


@pytest.mark.parametrize(
    ("lacking", "whole", "withdrawn", "left"),
    [(5, None, 5, 0), (6, None, 0, 6), (6, True, 6, 0), (5, False, 0, 0)],
)
def test_a_part_of_a_release_withdraws_nothing_unless_the_user_says_it_is_whole(home, lacking, whole, withdrawn, left):
    outcome = bring(home, SECOND, ALL[lacking:], whole=whole)

    assert LOST_AT_MOST == 0.05
    assert (outcome.withdrawn, outcome.lacking) == (withdrawn, left)
    assert len(told(home)) == (0 if withdrawn else 1)
    assert told(home, 50)[0].source == f"ClinVar {SECOND if withdrawn else FIRST}"


def test_what_was_taken_for_a_part_can_be_read_again_as_whole(home):
    assert bring(home, SECOND, ALL[6:], changed=[50]).lacking == 6
    assert bring(home, SECOND, ALL[6:], changed=[50]).again
    assert bring(home, SECOND, ALL[6:], changed=[50], whole=True).withdrawn == 6
    assert bring(home, SECOND, ALL[6:], changed=[50], whole=True).again


def test_a_release_with_bad_rows_is_logged_once_however_often_it_is_read(home):
    head = HEAD.format(day=SECOND, build="GRCh38")
    rows = "".join(f"1\t{1_000_000 + 10 * at}\t{at + 1}\tA\tT\t.\t.\tCLNSIG=Pathogenic\n" for at in ALL)
    text = f"{head}{rows}1\t5\t999\tA\t<DEL>\t.\t.\tCLNSIG=Pathogenic\n"
    for _ in range(2):
        assert len(bring(home, SECOND, text=text).rejected) == 1

    with open_store(home / "kb.sqlite") as store:
        assert [one["source"] for one in store.imports()] == [f"ClinVar {FIRST}", f"ClinVar {SECOND}"]


def test_an_older_release_does_not_undo_a_newer_one_and_the_same_one_again_is_no_fault(home):
    bring(home, SECOND, changed=[5])

    with pytest.raises(InputError, match="older than the release of 2026-02-02"):
        bring(home, "2025-12-01")
    assert bring(home, FIRST).again
    assert told(home, 5)[0].classification == "Benign"


def test_a_file_of_the_other_build_withdraws_only_what_came_in_that_build(home):
    head = HEAD.format(day=SECOND, build="GRCh37")
    row = "7\t140453136\t500\tA\tT\t.\t.\tCLNSIG=Pathogenic\n"
    outcome = bring(home, SECOND, build="GRCh37", text=head + row)

    assert (outcome.added, outcome.withdrawn) == (1, 0)
    assert len(told(home)) == 1


def test_what_a_person_withdrew_stays_withdrawn(home):
    from gmstool.knowledge.curation import withdraw

    withdraw(home / "kb.sqlite", told(home)[0].name, "wrong")
    outcome = bring(home, SECOND)

    assert (outcome.duplicates, outcome.corrected) == (100, 0)
    assert told(home) == []


def test_a_laboratorys_own_file_is_whole_only_when_it_says_whose_it_is(home):
    head = "assembly\tchrom\tpos\tref\talt\tclassification\n"
    rows = [f"GRCh38\t7\t{14_000_000 + at}\tA\tT\tP\n" for at in range(3)]

    def ours(rows, lab, **more):
        (path := home / "ours.tsv").write_text(head + "".join(rows))
        return import_file(home / "kb.sqlite", Request(path, Settings(lab=lab), **more), say=lambda _text: None)

    ours(rows, "GMC A")
    ours(rows, "GMC B")
    assert ours(rows[:1], "GMC A", whole=True).withdrawn == 2
    with open_store(home / "kb.sqlite") as store:
        assert [one.lab for one in store.between("GRCh38", "7", 14_000_001, 14_000_002)] == ["GMC B"] * 2
    (home / "mixed.tsv").write_text(head.strip() + "\tlab\n" + rows[0].strip() + "\tGMC A\n")
    with pytest.raises(UsageError, match="--whole needs --lab"):
        import_file(home / "kb.sqlite", Request(home / "mixed.tsv", Settings(), whole=True))

"""Many files: each on its own, the status file, and going on where a run ended."""

import json
import shutil

import pytest

from gmstool.classify.batch import STATUS, Batch, stem
from gmstool.errors import BatchError, OutputError, UsageError

from .conftest import files


def written(folder):
    (folder / "good.vcf").write_text(files.vcf(files.record(files.entry())))
    (folder / "broken.vcf").write_text(files.vcf(files.record(files.entry())).replace("\t7674220\t", "\tx\t"))
    return folder


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A folder after a first run, and a copy of it: the run is made once."""
    run(folder := written(tmp_path_factory.mktemp("batch")))
    return folder, shutil.copytree(folder, folder.with_name("batch_as_it_was"))


@pytest.fixture
def ran(first):
    """A folder after a first run; at the same place for every test, since the status file names it."""
    folder, as_it_was = first
    shutil.rmtree(folder)
    return shutil.copytree(as_it_was, folder)


def run(folder, *, resume=False, options=(), force=False):
    """Classify both files; the status lines by file name and what was said."""
    names, said = [str(folder / "good.vcf"), str(folder / "broken.vcf")], []
    arguments = ["classify", *names, "--out-dir", str(folder / "out"), *options]
    with pytest.raises(BatchError, match=r"1 of 2 files failed: .*broken\.vcf") as error:
        Batch(folder / "out", "tsv", 2, arguments, resume=resume, force=force).run(names, said.append)
    assert error.value.exit_code == 5
    lines = [json.loads(line) for line in (folder / "out" / STATUS).read_text().splitlines()]
    return {line["output"]: line for line in lines}, said


def test_one_failing_file_leaves_the_others_and_its_reason_in_the_status_file(folder):
    status, said = run(folder)

    assert (status["good.tsv"]["status"], status["good.tsv"]["error"]) == ("done", None)
    assert (status["broken.tsv"]["status"], status["broken.tsv"]["exit"]) == ("failed", 1)
    assert "POS" in status["broken.tsv"]["error"]
    assert (folder / "out" / "good.tsv").exists()
    assert not (folder / "out" / "broken.tsv").exists()
    assert [line for line in said if "broken.vcf failed: " in line]


def test_a_folder_that_is_configured_is_of_the_run_and_not_of_its_files(folder, monkeypatch):
    """The process of a file inherits the environment; the output that it is given counts."""
    monkeypatch.setenv("GMS_CLASSIFY_OUT_DIR", str(folder / "out"))
    monkeypatch.setenv("GMS_CLASSIFY_RESUME", "1")

    status, _ = run(folder)

    assert (status["good.tsv"]["status"], status["good.tsv"]["error"]) == ("done", None)
    assert (folder / "out" / "good.tsv").read_text().startswith("variant\t")


def test_a_run_that_finds_its_outputs_there_stops_before_anything_starts(ran):
    before = (ran / "out" / STATUS).read_bytes()
    names = [str(ran / "good.vcf"), str(ran / "broken.vcf")]

    with pytest.raises(OutputError, match=r"the output .*good\.tsv exists") as error:
        Batch(ran / "out", "tsv", 2, ["classify", *names], resume=False, force=False).run(names, print)

    assert "--resume" in error.value.hint
    assert (ran / "out" / STATUS).read_bytes() == before


def test_with_force_all_is_done_again(ran):
    made = (ran / "out" / "good.tsv").stat().st_mtime_ns

    status, _ = run(ran, force=True)

    assert (ran / "out" / "good.tsv").stat().st_mtime_ns > made
    assert status["good.tsv"]["status"] == "done"


def test_resuming_does_again_what_failed_and_nothing_else(ran):
    made = (ran / "out" / "good.tsv").stat().st_mtime_ns

    _, said = run(ran, resume=True)

    assert (ran / "out" / "good.tsv").stat().st_mtime_ns == made
    assert f"{ran / 'good.vcf'}: done before" in said


@pytest.mark.parametrize("change", ["options", "input", "output"])
def test_resuming_does_again_what_has_changed(ran, change):
    if change == "input":
        (ran / "good.vcf").write_text(files.vcf(files.record(files.entry(REVEL="0.9"))))
    if change == "output":
        (ran / "out" / "good.tsv").unlink()

    _, said = run(ran, resume=True, options=("--moi", "AD") if change == "options" else ())

    assert not [line for line in said if "done before" in line]


@pytest.mark.parametrize(
    ("names", "said"),
    [(["a/x.vcf", "b/x.vcf.gz"], "same name"), (["-", "x.vcf"], "standard input"), ([], "name the files")],
)
def test_files_that_cannot_share_a_folder_are_refused(tmp_path, names, said):
    with pytest.raises(UsageError, match=said):
        Batch(tmp_path, "tsv", 1, [], resume=False, force=False).run(names, print)


@pytest.mark.parametrize(
    ("name", "plain"), [("a/x.vcf.gz", "x"), ("x.bcf", "x"), ("x.y.vcf", "x.y"), ("x.txt", "x.txt")]
)
def test_the_stem_of_a_file(name, plain):
    assert stem(name) == plain

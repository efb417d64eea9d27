"""The folder of a run appears whole or not at all, and nothing but an earlier run is ever replaced."""

import json
import signal
import subprocess
import sys

import pytest

from gmstool.chain import folder
from gmstool.errors import OutputError
from gmstool.family.pedigree import PedigreeError

from .conftest import EXAMPLES, gms


@pytest.fixture
def earlier(tmp_path):
    """The folder of an earlier run."""
    path = tmp_path / "run"
    path.mkdir()
    (path / "report.md").write_text("old")
    (path / "run.json").write_text(json.dumps({"outputs": [{"name": "report.md"}]}))
    return path


def test_a_new_folder_may_be_made(tmp_path):
    folder.check(tmp_path / "new", {}, force=False)


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("it exists", "--force"),
        ("it is a file", "name a new one"),
        ("its parent does not exist", "mkdir"),
    ],
)
def test_without_force_nothing_is_touched(earlier, what, hint):
    named = {
        "it exists": earlier, "it is a file": earlier / "report.md", "its parent does not exist": earlier / "a" / "b",
    }  # fmt: skip

    with pytest.raises(OutputError) as error:
        folder.check(named[what], {}, force=False)

    assert hint in error.value.hint


def test_force_replaces_an_earlier_run_alone(earlier):
    folder.check(earlier, {}, force=True)
    with folder.whole(earlier) as part:
        (part / "new.md").write_text("new")

    assert [path.name for path in earlier.iterdir()] == ["new.md"]
    assert list(earlier.parent.iterdir()) == [earlier]


@pytest.mark.parametrize("name", ["notes.txt", "signed.pdf"])
def test_force_deletes_nobodys_notes(earlier, name):
    (earlier / name).write_text("mine")

    with pytest.raises(OutputError, match=name):
        folder.check(earlier, {}, force=True)


def test_force_replaces_no_folder_of_somebody_else(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "thesis.txt").write_text("mine")

    with pytest.raises(OutputError, match=r"thesis\.txt"):
        folder.check(tmp_path / "documents", {}, force=True)


def test_an_input_is_never_in_the_folder_that_is_replaced(earlier):
    with pytest.raises(OutputError, match="holds the input"):
        folder.check(earlier, {"vcf": earlier / "report.md"}, force=True)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, MemoryError])
def test_a_run_that_stops_leaves_nothing_and_keeps_the_earlier_one(earlier, fault):
    def stopped():
        with folder.whole(earlier) as part:
            (part / "half.md").write_text("half")
            raise fault

    with pytest.raises(fault):
        stopped()

    assert list(earlier.parent.iterdir()) == [earlier]
    assert (earlier / "report.md").read_text() == "old"


def test_a_run_with_a_broken_pedigree_leaves_nothing(tmp_path):
    ped = tmp_path / "broken.ped"
    ped.write_text("FAM child father\n")

    with pytest.raises(PedigreeError):
        gms("run", EXAMPLES / "family.vcf", "--ped", ped, "-o", tmp_path / "run", "-q")

    assert list(tmp_path.iterdir()) == [ped]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_ended_leaves_nothing(tmp_path, number, code):
    words = [sys.executable, "-m", "gmstool", "run", EXAMPLES / "family.vcf", "-o", tmp_path / "run"]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as run:
        for line in run.stderr:  # its folder is there from the first stage on
            if line.startswith(b"2/6"):
                assert len(list(tmp_path.iterdir())) == 1
                run.send_signal(number)
        assert run.wait() == code

    assert list(tmp_path.iterdir()) == []

"""Files that are found by name and written whole or not at all."""

import os
from pathlib import Path

import pytest

from gmstool.errors import OutputError, PresetError
from gmstool.files import atomic, digest, path_or_shipped, sha256

SHIPPED = {"rare-disease": Path("shipped.toml")}


def found(name):
    return path_or_shipped(name, SHIPPED, "preset file and no shipped preset", PresetError, "the list")


def test_a_path_goes_before_a_shipped_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert found("rare-disease") == Path("shipped.toml")

    Path("rare-disease").touch()

    assert found("rare-disease") == Path("rare-disease")


def test_a_folder_is_no_file_and_a_pipe_is_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert found(str(tmp_path / "pipe")) == tmp_path / "pipe"
    with pytest.raises(PresetError, match="there is no preset file and no shipped preset"):
        found(str(tmp_path))


@pytest.mark.parametrize(("name", "hint"), [("rare-diseas", "did you mean rare-disease?"), ("xyz", "the list")])
def test_an_unknown_name_is_an_error_with_names_like_it(name, hint):
    with pytest.raises(PresetError) as error:
        found(name)

    assert error.value.hint == hint


def cut_short(target):
    with atomic(target) as part:
        part.write_text("ne")
        raise OSError("no space left")


def test_a_file_takes_its_place_only_when_all_went_well(tmp_path):
    target = tmp_path / "out"
    target.write_text("old")
    with pytest.raises(OutputError, match="no space left"):
        cut_short(target)

    assert target.read_text() == "old"
    with atomic(target) as part:
        part.write_text("new")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_pipe_is_written_to_and_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic(pipe) as part:
        part.write_text("told")

    assert os.read(reader, 100) == b"told"
    os.close(reader)
    assert pipe.is_fifo()


def test_checksums_are_those_of_the_bytes(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")

    assert sha256(tmp_path / "abc").startswith("ba7816bf")
    assert digest(tmp_path / "abc", "md5") == "900150983cd24fb0d6963f7d28e17f72"

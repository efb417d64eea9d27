"""The store under real processes: killed, at once, without the right to write, without shared memory, damaged."""

import ctypes
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

from gmstool.knowledge import connection, schema
from gmstool.knowledge.checks import counts, problems
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.making import make_store
from gmstool.knowledge.request import Request
from gmstool.knowledge.store import open_store
from gmstool.knowledge.writing import import_file

OWN = "assembly\tchrom\tpos\tref\talt\tclassification\tlab\n"
BRAF = ("GRCh38", "7", 140753336, "A", "T")


def table(path, rows, lab, first=10_000):
    lines = (f"GRCh38\t7\t{first + at}\tA\tT\tP\t{lab}\n" for at in range(rows))
    path.write_text(OWN + "".join(lines))
    return path


def gms(home, *arguments, **more):
    environment = {**os.environ, "GMS_HOME": str(home), "NO_COLOR": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "gmstool", *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more,
    )  # fmt: skip


def done(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture
def store(tmp_path):
    path = tmp_path / connection.FILE
    make_store(path)
    import_file(path, Request(table(tmp_path / "first.tsv", 20, "first"), Settings()))
    return path


def test_an_import_that_is_killed_leaves_the_store_as_it_was_and_can_be_done_again(store):
    big = table(store.parent / "big.tsv", 10_000, "big", 100_000)
    with open_store(store) as before:
        held = counts(before)["assertions"]
    process = gms(store.parent, "kb", "import", big)
    wait_until_it_writes(store, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    with open_store(store) as after:
        assert counts(after)["assertions"] == held
        assert problems(after) == []
    assert import_file(store, Request(big, Settings())).added == 10_000
    assert import_file(store, Request(big, Settings())).again


def wait_until_it_writes(store, process):
    """Until another process holds the right to write, and has begun to use it."""
    for _ in range(2000):
        assert process.poll() is None, "the import ended before it could be killed"
        try:
            with sqlite3.connect(store, timeout=0, isolation_level=None) as probe:
                probe.execute("BEGIN IMMEDIATE")
                probe.execute("ROLLBACK")
        except sqlite3.OperationalError:
            time.sleep(0.3)
            return
        finally:
            probe.close()
        time.sleep(0.01)


def test_two_imports_at_once_both_come_in_one_after_the_other(store):
    one = table(store.parent / "one.tsv", 3_000, "one", 100_000)
    two = table(store.parent / "two.tsv", 3_000, "two", 100_000)
    both = [gms(store.parent, "kb", "import", path) for path in (one, two)]

    assert [done(process)[0] for process in both] == [0, 0]
    with open_store(store) as after:
        assert counts(after)["assertions"] == 6_020
        assert problems(after) == []


def test_who_reads_while_another_writes_is_told_what_was_there_before(store):
    with sqlite3.connect(store, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM assertion")
        with open_store(store) as reader:
            assert counts(reader)["assertions"] == 20
        writer.execute("ROLLBACK")
    writer.close()


def test_a_writer_that_must_wait_says_so_and_goes_on_when_the_other_ends(store, monkeypatch):
    monkeypatch.setattr("gmstool.knowledge.transaction._SOON", 0.2)
    blocker = sqlite3.connect(store, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    said = []

    def say(text):
        said.append(text)
        blocker.execute("ROLLBACK")

    late = import_file(store, Request(table(store.parent / "late.tsv", 5, "late"), Settings()), say=say)
    blocker.close()

    assert late.added == 5
    assert said == ["another process is writing to the store: waiting for it"]


def test_who_reads_changes_nothing_and_leaves_nothing_beside_the_store(store):
    def files():
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in store.parent.iterdir()}

    before = files()
    with open_store(store) as found:
        assert found.at([("GRCh38", "7", 10_000, "A", "T")])
        with pytest.raises(DBAPIError, match="readonly"), found.engine.connect() as connected:
            connected.exec_driver_sql("DELETE FROM assertion")

    assert files() == before


def test_a_region_has_what_touches_it(tmp_path):
    make_store(path := tmp_path / "kb.sqlite")
    (rows := tmp_path / "own.tsv").write_text(f"{OWN}GRCh38\t7\t140753330\tACGT\tA\tP\tlab\n")
    import_file(path, Request(rows, Settings()))

    with open_store(path) as found:
        for build, at in (("GRCh38", 140753330), ("GRCh37", 140453130)):
            touched = [len(found.between(build, "7", at + step, at + step)) for step in (-1, 0, 3, 4)]
            assert touched == [0, 1, 1, 0]


def bound_by_permissions():
    """Give up root's power over file permissions, for this process and what it starts."""
    drop_from_bounding_set, override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE: linux/prctl.h, linux/capability.h
    if os.getuid() == 0 and ctypes.CDLL(None).prctl(drop_from_bounding_set, override, 0, 0, 0):
        os._exit(99)


@pytest.fixture
def reading_only(store):
    """The store in a folder without the right to write."""
    store.chmod(0o444)
    store.parent.chmod(0o555)
    yield store
    store.parent.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="root's powers are given up as Linux has it")
def test_a_folder_without_the_right_to_write_can_be_read_and_a_write_says_why_not(reading_only):
    switch = {"preexec_fn": bound_by_permissions}
    before = sorted(path.name for path in reading_only.parent.iterdir())
    code, out, err = done(gms(reading_only.parent, "kb", "stats", "--format", "tsv", **switch))
    assert (code, err) == (0, "")
    assert "first" in out
    code, _, err = done(
        gms(reading_only.parent, "kb", "import", reading_only.parent / "first.tsv", "--lab", "x", **switch)
    )
    assert code == 1
    assert "no right to write to the store" in err
    assert sorted(path.name for path in reading_only.parent.iterdir()) == before


def test_without_shared_memory_the_store_keeps_a_journal_and_works(tmp_path, monkeypatch):
    monkeypatch.setenv("GMS_KB_LOCKS", "files")  # SQLite's own locking by files: it has no shared memory
    path = tmp_path / connection.FILE
    assert make_store(path) == "delete"
    import_file(path, Request(table(tmp_path / "first.tsv", 20, "first"), Settings()))

    with open_store(path) as found:
        assert counts(found)["assertions"] == 20
    assert not list(tmp_path.glob("*-wal"))


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ("/dev/sda / ext4 rw 0 0\nserver:/home {home} nfs4 rw 0 0\n", True),
        ("/dev/sda / ext4 rw 0 0\nserver:/home /elsewhere nfs4 rw 0 0\n", False),
        ("server:/ / nfs rw 0 0\n/dev/sda {home} xfs rw 0 0\n", False),
        ("", False),
    ],
)
def test_a_network_file_system_is_known_by_the_mounts(tmp_path, mounts, expected):
    listed = tmp_path / "mounts"
    listed.write_text(mounts.format(home=tmp_path))

    assert connection.on_network(tmp_path / "kb.sqlite", listed) is expected


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\0" * 4000])
def test_what_is_no_store_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "kb.sqlite"
    path.write_bytes(content)

    with pytest.raises(connection.StoreError):
        open_store(path)


def test_damage_is_found(store):
    with sqlite3.connect(store) as hand:
        hand.execute("UPDATE assertion SET classification = 'Benign' WHERE id = 3")
        hand.execute("DELETE FROM assertion WHERE id = 5")
    hand.close()

    with open_store(store) as found:
        told = problems(found)
    assert [one.partition(" ")[2] for one in told] == [
        "1 has 19 rows, its log says 20", "is not what was written",
    ]  # fmt: skip


def test_there_is_no_store_until_one_is_made_and_reading_makes_none(tmp_path):
    with pytest.raises(connection.StoreError, match="there is no store"):
        open_store(tmp_path / "kb.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_several_inits_at_once_make_one_store(tmp_path):
    processes = [gms(tmp_path, "kb", "init") for _ in range(4)]

    assert sorted(done(one)[0] for one in processes) == [0, 1, 1, 1]
    with open_store(tmp_path / connection.FILE) as found:
        assert problems(found) == []


def test_the_tables_can_be_made_in_postgresql_as_they_are():
    made = [str(CreateTable(one).compile(dialect=postgresql.dialect())) for one in schema.METADATA.sorted_tables]

    assert len(made) == 6
    assert "BIGSERIAL" in made[0] + made[1]

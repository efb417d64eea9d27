"""Reading processes answer one question after the other, and go when nobody asks any more."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pysam
import pytest

from gmstool.errors import InputError, TruncatedError
from gmstool.vcf.bgzf import open_checked
from gmstool.vcf.chunks import BadLineError, Lines
from gmstool.vcf.pretest import Spec
from gmstool.vcf.scan import Ranges
from gmstool.vcf.workers import Channel, Workers

COLUMNS = 8
SPEC = Spec("CSQ", needles=["|HIGH"], impact_column=2)


def file_of(folder: Path, records: list[str], name: str = "x.vcf.gz") -> Ranges:
    path = folder / name
    with pysam.BGZFile(str(path), "wb") as out:
        out.write("".join(records).encode())
    ranges = Ranges.of(open_checked(path), 0)
    # Many small ranges: each worker gets several.
    offsets = ranges.file.offsets()
    cuts = [(offsets[max(0, at - 1)], offsets[at], offsets[at + 1]) for at in range(len(offsets) - 1)]
    return Ranges(ranges.file, cuts, 0)


def record(position: int, impact: str = "HIGH") -> str:
    return f"1\t{position}\t.\tA\tG\t.\t.\tCSQ=G|x|{impact}|{'Z' * 500}\n"


def asked(workers: Workers, ranges: Ranges) -> list[bytes]:
    at = Lines(COLUMNS)
    workers.ask(ranges, SPEC, COLUMNS)
    return [line for chunk, _ in workers.scan(at) for line in chunk.lines]


@pytest.fixture
def workers() -> Workers:
    found = Workers.started(2)
    yield found
    found.close()


def test_one_question_after_the_other(tmp_path: Path, workers: Workers) -> None:
    records = [record(at, "HIGH" if at % 3 else "LOW") for at in range(1, 900)]
    wanted = [one.encode() for one in records if "HIGH" in one]

    first, second = (
        asked(workers, file_of(tmp_path, records)),
        asked(workers, file_of(tmp_path, records[:9], "y.vcf.gz")),
    )

    assert first == wanted
    assert second == wanted[: len(second)]
    assert len(second) == 6
    assert workers.idle


def test_a_broken_record_is_told_with_its_line(tmp_path: Path, workers: Workers) -> None:
    records = [record(at) for at in range(1, 900)]
    records[700] = "1\tnowhere\t.\tA\tG\t.\t.\t.\n"

    with pytest.raises(BadLineError) as caught:
        asked(workers, file_of(tmp_path, records))

    assert caught.value.number == 701
    assert not workers.idle


def test_a_corrupted_block_is_told_with_its_offset(tmp_path: Path, workers: Workers) -> None:
    ranges = file_of(tmp_path, [record(at) for at in range(1, 900)])
    data = bytearray(ranges.file.path.read_bytes())
    data[ranges.cuts[3][1] + 40] ^= 0xFF
    ranges.file.path.write_bytes(bytes(data))

    with pytest.raises(TruncatedError, match=f"byte {ranges.cuts[3][1]}"):
        asked(workers, ranges)


@pytest.mark.parametrize(("how", "start"), [("by fork", ""), ("as programs", "import polars")])
def test_processes_answer_alike_however_they_start(how: str, start: str, tmp_path: Path) -> None:
    file_of(tmp_path, [record(at, "HIGH" if at % 3 else "LOW") for at in range(1, 900)])
    code = f"""{start}
from pathlib import Path
from gmstool.vcf import workers
from gmstool.vcf.bgzf import open_checked
from gmstool.vcf.chunks import Lines
from gmstool.vcf.pretest import Spec
from gmstool.vcf.scan import Ranges
pool = workers.taken(2)
pool.ask(Ranges.of(open_checked(Path("x.vcf.gz")), 0), Spec("CSQ", needles=["|HIGH"], impact_column=2), {COLUMNS})
print(sum(len(chunk.lines) for chunk, _ in pool.scan(Lines({COLUMNS}))))
pool.close()
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert (done.stdout, done.stderr) == ("600\n", "")


def test_a_process_that_died_is_an_error(tmp_path: Path) -> None:
    ours, theirs = Channel.pair()
    theirs.close()

    with pytest.raises(InputError, match="ended unexpectedly"):
        asked(Workers([ours]), file_of(tmp_path, [record(1)]))
    ours.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the system has no /proc to look for processes in")
def test_no_process_is_left_behind(tmp_path: Path) -> None:
    mark = f"GMS_TEST_MARK_{os.getpid()}"
    code = "from gmstool.vcf import workers; workers.start_early(2); print('started')"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, mark: "1"}, check=True, capture_output=True)

    deadline = time.monotonic() + 10
    while (alive := _with(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert alive == []


def _with(mark: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found

"""How long does a large import into the knowledge base take, and how long a look-up against it?

    python benchmarks/knowledge.py                # a million assertions, in a folder that is removed afterwards
    python benchmarks/knowledge.py --rows 100000  # fewer
    python benchmarks/knowledge.py --write        # also into the marked section of docs/benchmarks.md

The assertions are generated: ClinVar's columns, places and classes drawn at random with a fixed seed. Each time is the
wall time of a command as a user runs it, interpreter start and all; look-ups are the best of three runs.
"""

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gmstool.genome import chromosome_length

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- knowledge: written by benchmarks/knowledge.py -->"
END: Final = "<!-- knowledge: end -->"
QUERIED: Final = 2_000  # variants of the VCF that is looked up
REPEATS: Final = 3
_CLASSES: Final = ("Pathogenic", "Likely_pathogenic", "Uncertain_significance", "Likely_benign", "Benign")
_WEIGHTS: Final = (10, 8, 50, 22, 10)  # in a hundred, about ClinVar's
_CHROMOSOMES: Final = (*map(str, range(1, 23)), "X")
_HEADER: Final = """##fileformat=VCFv4.1
##fileDate=2026-01-01
##source=ClinVar
##reference=GRCh38
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
"""


def records(count: int) -> Iterator[tuple[str, int, str, str, str]]:
    """Chromosome, position, REF, ALT and INFO of substitutions in the order of a VCF."""
    chance = random.Random(20260101)  # no secret
    per_chromosome = -(-count // len(_CHROMOSOMES))
    for chrom in _CHROMOSOMES:
        last = chromosome_length("GRCh38", chrom) or 0
        for pos in sorted(chance.sample(range(10_000, last), per_chromosome)):
            ref = chance.choice("ACGT")
            alt = chance.choice([base for base in "ACGT" if base != ref])
            class_ = chance.choices(_CLASSES, _WEIGHTS)[0]
            gene = f"GENE{chance.randrange(20_000)}:1"
            condition = f"CLNDISDB=MONDO:MONDO:{chance.randrange(10_000):07}"
            info = (
                f"{condition};CLNDN=Condition_{chance.randrange(5000)};CLNREVSTAT=criteria_provided,_single_submitter"
            )
            yield chrom, pos, ref, alt, f"{info};CLNSIG={class_};GENEINFO={gene};RS={chance.randrange(10**9)}"


def write_files(folder: Path, count: int) -> tuple[Path, Path]:
    """The ClinVar-like file, and a VCF with some of its variants and as many others."""
    clinvar, asked = folder / "clinvar.vcf", folder / "asked.vcf"
    every = max(1, count // (QUERIED // 2))
    with clinvar.open("w") as all_of, asked.open("w") as some:
        all_of.write(_HEADER)
        some.write(_HEADER.replace("##source=ClinVar\n", ""))
        for number, (chrom, pos, ref, alt, info) in enumerate(records(count)):
            all_of.write(f"{chrom}\t{pos}\t{number + 1}\t{ref}\t{alt}\t.\t.\t{info}\n")
            if number % every == 0:
                other = next(base for base in "ACGT" if base not in (ref, alt))
                some.write(f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\t.\t.\n{chrom}\t{pos}\t.\t{ref}\t{other}\t.\t.\t.\n")
    return clinvar, asked


def timed(home: Path, *arguments: str) -> float:
    """Seconds of a run of gms with its data in `home`."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "gmstool", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "GMS_HOME": str(home)}, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def lookup(home: Path, asked: Path) -> tuple[float, float]:
    """Seconds to find the assertions of a VCF's variants in the open store: read from the disk, then the best of three.

    The first look-up is what a machine pays that has not used the store since it started.
    """
    from gmstool.knowledge.store import open_store

    rows = [line.split("\t")[:5] for line in asked.read_text().splitlines() if not line.startswith("#")]
    keys = [("GRCh38", chrom, int(pos), ref, alt) for chrom, pos, _, ref, alt in rows]
    times = []
    forget(home / "knowledge.sqlite")
    with open_store(home / "knowledge.sqlite") as store:
        for _ in range(REPEATS + 1):
            start = time.perf_counter()
            found = store.at(keys)
            times.append(time.perf_counter() - start)
    if len(found) * 2 != len(keys):
        raise SystemExit(f"{len(found)} of {len(keys)} variants found, expected half of them")
    return times[0], min(times[1:])


def forget(path: Path) -> None:
    """Ask the system to keep nothing of a file in memory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def measured(folder: Path, count: int) -> list[tuple[str, str]]:
    """What was done and how long it took."""
    home = folder / "home"
    clinvar, asked = write_files(folder, count)
    timed(home, "kb", "init", "-q")
    told = [(f"`gms kb import`, {count:,} assertions", timed(home, "kb", "import", str(clinvar), "-q"))]
    told.append(("the same file again", timed(home, "kb", "import", str(clinvar), "-q")))
    cold, warm = lookup(home, asked)
    told.append((f"look-up of {QUERIED:,} variants in the open store, from the disk", cold))
    told.append(("the same, the best of three after it", warm))
    annotated = ("query", str(asked), "--format", "tsv")
    told.append(
        (f"`gms query` of a VCF with {QUERIED:,} variants", min(timed(home, *annotated) for _ in range(REPEATS)))
    )
    told.append(("`gms kb verify`", timed(home, "kb", "verify", "-q")))
    told.append(("`gms kb snapshot`", timed(home, "kb", "snapshot", "-o", str(folder / "snapshot"), "-q")))
    size = (home / "knowledge.sqlite").stat().st_size / 1e6
    snapshot = sum(one.stat().st_size for one in (folder / "snapshot").iterdir()) / 1e6
    sizes = [("size of the store", f"{size:,.0f} MB"), ("size of the snapshot", f"{snapshot:,.0f} MB")]
    return [(what, f"{seconds:.2f} s") for what, seconds in told] + sizes


def table(told: list[tuple[str, str]]) -> str:
    lines = "\n".join(f"| {what} | {value} |" for what, value in told)
    return f"{platform.machine()}, {os.cpu_count()} CPUs.\n\n| what | measured |\n|---|---:|\n{lines}\n"


def write(text: str) -> None:
    """Put the table into the marked section of the document, which is made where there is none."""
    document = DOCUMENT.read_text(encoding="utf-8")
    section = f"{BEGIN}\n{text}{END}"
    if BEGIN not in document:
        document += f"\n## Knowledge base\n`python benchmarks/knowledge.py`; generated assertions.\n\n{section}\n"
    else:
        before, rest = document.split(BEGIN)
        document = before + section + rest.split(END)[1]
    DOCUMENT.write_text(document, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="assertions [default: %(default)s]")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = table(measured(Path(folder), asked.rows))
    print(text)
    if asked.write:
        write(text)


if __name__ == "__main__":
    main()

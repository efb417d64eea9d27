"""What does a family add to the time of `gms filter`? A trio of 5 million records, with and without `--trio`.

    python benchmarks/family.py            # writes the data when missing, prints the table
    python benchmarks/family.py --write    # … into docs/benchmarks.md as well

The records are those of generate.py, each five times at neighbouring positions: no generator of ours writes five
million different ones in minutes. Candidates of a gene are so five times as many, and pairs of them 25 times.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from timing.process import adopt_orphans, wait_for_orphans

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- family: begin, written by benchmarks/family.py -->"
END: Final = "<!-- family: end -->"
RECORDS, COPIES, SEED = 1_000_000, 5, 1
RARE: Final = ("--impact", "HIGH,MODERATE", "--max-af", "0.01")
TRIO: Final = ("--trio", "proband,mother,father")
CONTENDERS: Final = {
    "no family": (),
    "trio, every model": TRIO,
    "trio, two models": (*TRIO, "--model", "de-novo,AR_comp"),
}


class Run(NamedTuple):
    """Seconds of one run: on the clock, and of all cores together."""

    wall: float
    cpu: float


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time gms filter with and without a family")
    parser.add_argument("--runs", type=int, default=5, help="rounds")
    parser.add_argument("--data", type=Path, default=ROOT / "benchmarks" / ".data", help="folder of generated files")
    parser.add_argument("--gms", default=str(Path(sys.executable).with_name("gms")), help="the gms to measure")
    parser.add_argument("--write", action="store_true", help=f"renew the section in docs/{PAGE.name}")
    return parser.parse_args()


def prepared(folder: Path) -> Path:
    """The file of five million records, written when it is missing."""
    import pysam  # `--help` needs no htslib

    folder.mkdir(parents=True, exist_ok=True)
    once, whole = folder / f"wgs_{RECORDS}.vcf.gz", folder / f"wgs_{RECORDS}_times_{COPIES}.vcf.gz"
    if not once.with_name(f"{once.name}.tbi").exists():
        generator = ROOT / "benchmarks" / "generate.py"
        subprocess.run((sys.executable, generator, "wgs", str(RECORDS), str(SEED), once), check=True)
    if not whole.exists():
        part = whole.with_suffix(".part")
        with pysam.BGZFile(str(once), "rb", index=None) as lines, pysam.BGZFile(str(part), "wb", index=None) as stream:
            for line in lines:
                stream.write(repeated(line + b"\n"))
        part.rename(whole)
    return whole


def repeated(line: bytes) -> bytes:
    """A record at each of the next positions; a header line as it is."""
    if line.startswith(b"#"):
        return line
    chrom, position, rest = line.split(b"\t", 2)
    return b"".join(b"%s\t%d\t%s" % (chrom, int(position) + at, rest) for at in range(COPIES))


def timed(command: tuple[str, ...]) -> Run:
    """One run; the time of its worker processes is counted."""
    before, start = os.times(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - start
    wait_for_orphans()
    after = os.times()
    return Run(wall, after.children_user + after.children_system - before.children_user - before.children_system)


def measured(gms: str, vcf: Path, rounds: int) -> dict[str, list[Run]]:
    """Interleaved rounds, after one that is not counted."""
    found: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    for at in range(rounds + 1):
        for name, family in CONTENDERS.items():
            output = vcf.with_name("family_benchmark.vcf.gz")
            run = timed((gms, "filter", str(vcf), *RARE, *family, "--force", "-q", "-o", str(output)))
            if at:
                found[name].append(run)
    return found


def section(found: dict[str, list[Run]], rounds: int) -> str:
    """The table, with what a family adds."""
    base = [statistics.median(times) for times in zip(*found["no family"], strict=True)]
    rows = []
    for name, runs in found.items():
        wall, cpu = (statistics.median(times) for times in zip(*runs, strict=True))
        walls = sorted(run.wall for run in runs)
        shares = [f"{100 * (own / plain - 1):+.0f} %" for own, plain in zip((wall, cpu), base, strict=True)]
        added = shares if name != "no family" else ["", ""]
        rows.append(
            f"| {name} | {wall:.2f} | {walls[0]:.2f} to {walls[-1]:.2f} | {added[0]} | {cpu:.2f} | {added[1]} |"
        )
    told = (
        f"`gms filter {' '.join(RARE)}` on {RECORDS * COPIES:,} records of a trio ({RECORDS:,} generated ones, "
        f"each {COPIES} times at neighbouring positions), without a family, with `{' '.join(TRIO)}`, and with `--model "
        f"de-novo,AR_comp` besides. Medians of {rounds} interleaved rounds; the aim is at most +20 %."
    )
    head = "| | median s | fastest to slowest | added | CPU s, all processes | added |\n|" + " --- |" * 6
    return "\n\n".join([BEGIN, "## What a family adds", told, "\n".join([head, *rows]), END]) + "\n"


def write(text: str) -> None:
    """Renews our section of the page and leaves the others alone."""
    document = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    if BEGIN in document and END in document:
        before, _, rest = document.partition(BEGIN)
        PAGE.write_text(before + text + rest.partition(END)[2].lstrip("\n"), encoding="utf-8")
        return
    PAGE.write_text(f"{document.rstrip()}\n\n{text}", encoding="utf-8")


def main() -> None:
    options = arguments()
    adopt_orphans()
    text = section(measured(options.gms, prepared(options.data.resolve()), options.runs), options.runs)
    print(text)
    if options.write:
        write(text)


if __name__ == "__main__":
    main()

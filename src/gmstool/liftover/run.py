"""What lifting a file has in common for VCF and BED: the failures' list, the counts, the checks of the inputs."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from gmstool.errors import MismatchError
from gmstool.files import atomic
from gmstool.genome import CONTIG_STYLES, chromosome_length, contig_style
from gmstool.liftover.sorting import CHROMOSOMES
from gmstool.liftover.variants import Base
from gmstool.reference.liftover import Failure, Reason


@dataclass(slots=True)
class Result:
    """How many lines were lifted, how many of them on a stretch that is turned round, and why others were not."""

    lifted: int = 0
    turned: int = 0
    failed: Counter[Reason] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    def counts(self) -> list[tuple[str, str]]:
        """The numbers with their words, reasons by number."""
        lines = [(f"{self.lifted:,}", "lifted")]
        if self.turned:
            lines.append((f"{self.turned:,}", "of them turned round: alleles are reverse complements"))
        return lines + [(f"{number:,}", f"failed: {reason}") for reason, number in self.failed.most_common()]

    def data(self) -> dict[str, int]:
        """The numbers for meta.json, reasons under their names."""
        failed = {reason.name.lower(): number for reason, number in self.failed.most_common()}
        return {"lifted": self.lifted, "turned": self.turned, **failed}


@dataclass(slots=True)
class Failures:
    """The list of what could not be lifted, as TSV: the input's own first columns, the reason and its detail."""

    handle: TextIO
    result: Result

    def add(self, cells: list[str], failure: Failure) -> None:
        """Write one line of the list, and count its reason."""
        self.result.failed[failure.reason] += 1
        self.handle.write("\t".join([*cells, failure.reason.value, failure.detail]) + "\n")


@contextlib.contextmanager
def failures_file(path: Path, columns: tuple[str, ...], result: Result) -> Iterator[Failures]:
    """Open the list; its first line names the columns, also when nothing fails."""
    with atomic(path) as part, part.open("w", encoding="utf-8") as handle:
        handle.write("\t".join([*columns, "reason", "detail"]) + "\n")
        yield Failures(handle, result)


def check_names(names: list[str], what: str) -> None:
    """Refuse RefSeq accessions as contig names: they name the build, so that each would have to change."""
    if contig_style(names) == CONTIG_STYLES[2]:
        raise MismatchError(
            f"the contigs of {what} are RefSeq accessions, which name the build themselves",
            hint="rename them to 1, 2, … or chr1, chr2, … with `bcftools annotate --rename-chrs`",
        )


def check_fasta(base: Base, build: str, path: Path) -> None:
    """Raise unless the chromosomes of a FASTA are as long as those of the build, and there is at least one."""
    present = [chrom for chrom in CHROMOSOMES if base(chrom, 1)]
    if not present:
        raise MismatchError(f"{path} has none of the chromosomes 1 to 22, X, Y and MT")
    for chrom in present:
        length = chromosome_length(build, chrom) or 0
        if not base(chrom, length) or base(chrom, length + 1):
            raise MismatchError(
                f"chromosome {chrom} of {path} is not as long as that of {build}",
                hint=f"--fasta is the reference sequence of the target, {build}",
            )

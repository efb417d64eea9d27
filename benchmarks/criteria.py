"""Criteria that annotation can answer against those of experts, beside what three other programs said.

usage: python benchmarks/criteria.py [--misses] [--write] [FOLDER]

FOLDER holds criteria_dev.vcf and criteria_dev.truth.tsv (default: ../shared/benchmarks/acmg); neither is part of the
project. A criterion counts as applied when it is met and did not give way to another, whatever its strength. Nothing
looks a variant up: the rows of the truth are read after all criteria have answered. --write renews the section in
docs/benchmarks.md.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gmstool.classify.conditions import Wish, judged_for
from gmstool.columns import contract
from gmstool.criteria.assess import assess
from gmstool.criteria.gathering import READ, Setting
from gmstool.reference.genes import resolve
from gmstool.rules.load import default, for_gene
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.source import Question, open_vcf
from gmstool.vcf.table import chosen_af, feeding_keys, to_frame, with_needed

if TYPE_CHECKING:
    import polars as pl

DEFAULT = Path(__file__).parents[2] / "shared" / "benchmarks" / "acmg"
PEERS = {"autoacmg": "AutoACMG", "intervar": "InterVar", "genebe": "GeneBe"}
RIVALS = ("autoacmg", "intervar")  # GeneBe's column repeats the experts' published answers for most rows
SCORED = (
    "PVS1", "PS1", "PM1", "PM2", "PM4", "PM5", "PP2", "PP3", "BA1", "BS1", "BS2", "BP1", "BP3", "BP4", "BP7",
)  # fmt: skip
# F1 over the whole published comparison, of which this file is a part.
PUBLISHED = {
    "AutoACMG": {"PVS1": 0.98, "PS1": 0.72, "PM1": 0.71, "PM2": 0.46, "PM5": 0.84, "PP3": 0.88, "BA1": 0.32,
                 "BS1": 0.41, "BP4": 0.52, "BP7": 0.42},
    "InterVar": {"PVS1": 0.29, "PS1": 0.0, "PM1": 0.57, "PM2": 0.77, "PM5": 0.11, "PP3": 0.80, "BA1": 0.10, "BS1": 0.0,
                 "BP4": 0.67, "BP7": 0.81},
}  # fmt: skip
# Why experts' answers are not reached where another program is ahead, or rows are missed for a reason of the data.
NOT_REACHED = {
    "PS1": "Nobody can say what a comparator makes of a residue without the codon: the file states no codons (VEP's "
    "`Codons` was left out) and the bundle has no sequence, so two rows are not assessed: GGN with A for G is "
    "arginine or serine by its third base. One row rests on the same residue of a related gene, whose codon is not "
    "known either. Two of ours rest on comparators that panels classified after the experts wrote: both are PS1 by "
    "the rule today.",
    "PM2": "The experts counted absence in gnomAD v2.1; the file has v4, and one allele of v4 is read as absent. "
    "The experts' rows of KCNQ1 and CDH1 give PVS1 alone. One row of GAMT "
    "is below the panel's ceiling over all of gnomAD and common in one ancestry group, which the file does not tell.",
    "PM5": "Comparators of two rows have fewer than two stars in ClinVar, and fewer are no evidence here. In a third "
    "row both PM1 and PM5 hold, which the panel does not count together: the experts kept PM5, we keep PM1. Ours too "
    "many: another change of the residue is classified today and was not when the experts wrote (two rows of RUNX1 "
    "and HNF1A), they counted it under PM1 (one), or they do not name it (one).",
    "PP2": "The RASopathy panel gave PP2 to all of its genes in version 1, to four of them since.",
    "BA1": "The file has frequencies of all of gnomAD; the experts read the largest ancestry group. Where a file has "
    "the groups' frequencies (VEP's `gnomADe_AFR_AF` and its sisters, or gnomAD's own largest), these are compared.",
    "BS1": "As BA1: five rows pass the panel's limit in one ancestry group and not over all of gnomAD, and no limit "
    "was moved to make up for it; of a sixth the experts' own frequency (0.022 %) is below the limit that the panel "
    "has now. Ours too many are BA1 by the largest group.",
    "BS2": "Every row is of a dominant disease. Eleven rest on healthy adults in laboratories' own records, two on "
    "women above 60 without cancer (FLOSSIES), two on a negative contracture test: nothing of this is in the file. "
    "From counts of gnomAD BS2 is met for recessive and X-linked diseases only; the other program counts gnomAD as "
    "healthy adults, also where the variant is pathogenic.",
    "BP4": "TP53's panel reads Align-GVGD, which the file does not have. One intronic variant lies in the acceptor "
    "motif, without a score of SpliceAI or dbscSNV.",
}

Variant = tuple[str, int, str, str]


class Score(NamedTuple):
    """How answers compare with the experts'."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def __str__(self) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 0.0
        return f"{precision:4.2f} {recall:4.2f} {self.f1:4.2f}"


def read_table(path: Path) -> tuple[pl.DataFrame, Setting]:
    """The table of variants of a whole file, and what its header says."""
    source = open_vcf(str(path))
    header = source.header
    fed = frozenset(name for name, column in contract().items() if feeding_keys(column, header))
    wanted = with_needed(frozenset(READ & set(contract())) | {"af", "af_status", "end"})
    reader, lines, numbers = RecordReader(header, Wanted(wanted)), list[bytes](), list[int]()
    for chunk, _ in source.chunks(Question()):
        lines += chunk.lines
        numbers += chunk.numbers
    source.close()
    return to_frame(reader.read(lines, numbers), header, chosen_af(header)), Setting(header.build.build, fed)


def applied(table: pl.DataFrame, setting: Setting) -> dict[tuple[Variant, str], set[str]]:
    """The criteria that hold for each variant and gene, each gene by the rule set of the condition it is judged for."""
    found: dict[tuple[Variant, str], set[str]] = {}
    for gene in table["gene"].unique().drop_nulls().sort():
        rows = table.filter(table["gene"] == gene)
        condition = judged_for(resolve(gene).hgnc_id, Wish()).condition
        rules = for_gene(gene, conditions=(condition.name, condition.mondo, condition.id))
        counted = assess(rows, rules, setting).counted
        for at, row in enumerate(rows.iter_rows(named=True)):
            codes = {code for code in SCORED if (counted[code][at] or 0) != 0}
            found[(row["chrom"], row["pos"], row["ref"], row["alt"]), gene] = codes
    return found


def score(answers: list[tuple[set[str], set[str]]], code: str) -> Score:
    """Pairs of expected and given codes, compared for one code."""
    right = sum(code in expected and code in given for expected, given in answers)
    wrong = sum(code not in expected and code in given for expected, given in answers)
    missed = sum(code in expected and code not in given for expected, given in answers)
    return Score(right, wrong, missed)


def codes(text: str) -> set[str]:
    return {one.split("_")[0] for one in text.split(";") if one}


def main(arguments: list[str]) -> int:
    folder = Path(next((one for one in arguments if not one.startswith("-")), DEFAULT))
    start = time.perf_counter()
    table, setting = read_table(folder / "criteria_dev.vcf")
    mine = applied(table, setting)
    seconds = time.perf_counter() - start
    with (folder / "criteria_dev.truth.tsv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file, delimiter="\t"))
    keys = [((row["chrom"], int(row["pos"]), row["ref"], row["alt"]), row["gene"]) for row in truth]
    expected = [codes(row["expected"]) for row in truth]
    given = {"gmstool": [mine.get(key, set()) for key in keys]}
    given |= {name: [codes(row[name]) for row in truth] for name in PEERS}
    scores = {
        code: {name: score(list(zip(expected, one, strict=True)), code) for name, one in given.items()}
        for code in SCORED
        if any(code in one for one in expected)
    }
    print(f"{len(truth)} variants, {seconds:.1f} s; precision, recall and F1 per criterion\n")
    print("criterion  experts  " + "".join(f"{name:<18}" for name in ("gmstool", *PEERS.values())))
    for code, found in scores.items():
        told = "".join(f"{one!s:<18}" for one in found.values())
        print(f"{code:<10} {sum(code in one for one in expected):>7}  {told}{_standing(found)}")
    if "--write" in arguments:
        import pages

        pages.write("criteria", _section(scores, expected))
    if "--misses" in arguments:
        _print_misses(keys, expected, given["gmstool"])
    return 0


def _standing(found: dict[str, Score]) -> str:
    """Against the better of the two programs that do not repeat the experts' own answers, on the same rows."""
    rival, own = max(found[name].f1 for name in RIVALS), found["gmstool"].f1
    return "ahead" if own > rival else "even" if own == rival else "behind"


def _section(scores: dict[str, dict[str, Score]], expected: list[set[str]]) -> str:
    """The section of docs/benchmarks.md."""
    head = (
        "criterion",
        "experts",
        "precision",
        "recall",
        "F1",
        "AutoACMG",
        "InterVar",
        "",
        "published: AutoACMG",
        "InterVar",
    )
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * 6}---|---:|---:|"]
    for code, found in scores.items():
        peers = [f"{found[name].f1:.2f}" for name in RIVALS]
        published = [f"{one[code]:.2f}" if code in one else "" for one in PUBLISHED.values()]
        cells = [code, str(sum(code in one for one in expected)), *str(found["gmstool"]).split(), *peers]
        lines.append(f"| {' | '.join([*cells, _standing(found), *published])} |")
    reasons = [f"- {code}: {why}" for code, why in NOT_REACHED.items() if code in scores]
    told = f"""
{len(expected)} real variants with the criteria of ClinGen's expert panels (`benchmarks/criteria.py`): F1 of each
criterion that annotation can answer, beside two programs on the same rows, and what these reached in the whole
published comparison. Rule set {default().label}, sha256 `{default().sha256}`,
with panels' rule sets over it.
"""
    return "\n".join(("## Criteria", told, *lines, "", "What is not reached, and why:", "", *reasons))


def _print_misses(keys: list[tuple[Variant, str]], expected: list[set[str]], given: list[set[str]]) -> None:
    for (variant, gene), experts, ours in zip(keys, expected, given, strict=True):
        wrong, missed = sorted(ours - experts), sorted((experts - ours) & set(SCORED))
        if wrong or missed:
            print(f"{gene:<8} {variant[0]}:{variant[1]} {variant[2]}>{variant[3]}  too many {wrong}  missed {missed}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

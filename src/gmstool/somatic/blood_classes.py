"""What a finding in a neoplasm of blood means for its class by WHO 2022 and ICC 2022: data/blood_classes.tsv.

A line is met by variants that count, by fusions, or by the karyotype; `+` joins what must be found together. No class
is stated by genes alone: each line names what the laboratory and the morphology must add.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.reference import genes
from gmstool.somatic import tumour_types
from gmstool.somatic.evidence import TRUNCATING, effect
from gmstool.somatic.haematology_tables import is_complex
from gmstool.somatic.haematology_tp53 import tp53_state, vaf
from gmstool.somatic.karyotype import breaks
from gmstool.somatic.shipped import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gmstool.somatic.haematology_facts import Facts
    from gmstool.somatic.tumour_types import TumourType

WEIGHTS = ("defining", "criterion", "supports")
WHAT_WAS_FOUND = "*"  # a finding that is named by the genes or fusions that were found
ISOLATED_5Q = "isolated del(5q)"
TWICE = "twice"
_STRETCH = re.compile(r"(\d+)-(\d+)")
_ENDING = re.compile(r"\D+$")


class Line(NamedTuple):
    """One line of the table; every field is text, empty for nothing."""

    tumour: str
    finding: str
    genes: str
    variants: str
    fusions: str
    karyotype: str
    unless: str
    least_vaf: str
    who: str
    icc: str
    icc_unless: str
    icc_least_vaf: str
    weight: str
    needs: str
    source: str
    status: str

    def is_for(self, tumour: TumourType) -> bool:
        """Whether the case's tumour is of this kind, or named so broadly that it may be."""
        return any(tumour_types.relation(tumour, code) != "other" for code in self.tumour.split(","))


@cache
def lines() -> tuple[Line, ...]:
    """The lines of the table."""
    text = (SHIPPED / "blood_classes.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((row for row in text if not row.startswith("##")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Line(**row) for row in rows)


@cache
def partners() -> tuple[tuple[int, ...], ...]:
    """What the lines name as rearranged, by HGNC id: a gene with any partner, or a pair in the order of its name."""
    named = {one for line in lines() for one in re.split(r"[,+]", line.fusions) if one}
    found = (tuple(genes.resolve(part).hgnc_id or 0 for part in one.split("::")) for one in sorted(named))
    return tuple(one for one in found if all(one))


def told(line: Line, facts: Facts) -> dict[str, str] | None:
    """What is said of a line; None where it is not met, or where what excludes it is found."""
    if any(_excludes(what, facts) for what in line.unless.split(",") if what):
        return None
    found, rows = _found(line, facts)
    if not found:
        return None
    finding = ", ".join(found) if line.finding == WHAT_WAS_FOUND else line.finding
    return {
        "finding": finding, "weight": line.weight, "who_2022": line.who, "icc_2022": _icc(line, facts, rows),
        "needs": line.needs,
    }  # fmt: skip


def _found(line: Line, facts: Facts) -> tuple[list[str], list[dict[str, Any]]]:
    """The genes or fusions by which a line is met, with the rows that count for it."""
    if line.variants == TWICE:
        return (["TP53"] if tp53_state(facts)[0] else []), []
    if line.genes:
        return _by_genes(line, facts)
    if line.karyotype == ISOLATED_5Q:
        isolated = facts.karyotype is not None and facts.karyotype.isolated_del_5q()
        return ([ISOLATED_5Q] if isolated else []), []
    fusions, written = line.fusions.split("+"), line.karyotype.split("+")
    parts = [_rearranged(one, dict(enumerate(written)).get(at, ""), facts) for at, one in enumerate(fusions)]
    return ([name for part in parts for name in part] if all(parts) else []), []


def _by_genes(line: Line, facts: Facts) -> tuple[list[str], list[dict[str, Any]]]:
    """Genes with a variant that fits: any of a list, or all that `+` joins."""
    wanted = re.split(r"[,+]", line.genes)
    rows = {gene: [row for row in facts.hits.get(gene, ()) if _fits(line, row)] for gene in wanted}
    found = [gene for gene in wanted if rows[gene]]
    if "+" in line.genes and len(found) < len(wanted):
        return [], []
    return found, [row for gene in found for row in rows[gene]]


def _fits(line: Line, row: Mapping[str, Any]) -> bool:
    """Whether a variant is of the kind that a line asks for, in enough of the alleles."""
    fraction = vaf(dict(row))
    if line.least_vaf and (fraction is None or fraction < float(line.least_vaf)):
        return False
    found = effect(row)
    kinds = {"frameshift": "frameshift_variant" in found.terms, "truncating": bool(found.terms & TRUNCATING)}
    for token in filter(None, line.variants.split(",")):
        stretch = _STRETCH.fullmatch(token)
        if kinds.get(token) or (stretch and found.within(int(stretch[1]), int(stretch[2]))):
            return True
        if found.short and token in (found.short, _ENDING.sub("", found.short)):
            return True
    return not line.variants


def _rearranged(fusions: str, written: str, facts: Facts) -> list[str]:
    """The fusions that are found of a list; its name where the karyotype alone shows one."""
    found = [one for one in fusions.split(",") if one and facts.has_fusion(one.split("::"))]
    return found or [one.removeprefix("band:") for one in written.split(",") if one and _is_written(one, facts)]


def _is_written(what: str, facts: Facts) -> bool:
    """Whether the karyotype has it: t(8;14) with any bands, or `band:11q23` broken in any way."""
    if facts.karyotype is None:
        return False
    if place := re.fullmatch(r"band:(\w+?)([pq].*)", what):
        return any(breaks(one, place[1], place[2]) for one in facts.karyotype.abnormalities)
    return facts.karyotype.begins(what)


def _excludes(what: str, facts: Facts) -> bool:
    kind, _, name = what.partition(":")
    if kind == "fusion":
        return facts.has_fusion(name.split("::"))
    if kind == "karyotype":
        return _is_written(name, facts)
    if what == TWICE:
        return tp53_state(facts)[0] is True
    if facts.karyotype is None:
        return False
    return is_complex(facts) if what == "complex" else what in facts.karyotype.adverse()


def _icc(line: Line, facts: Facts, rows: list[dict[str, Any]]) -> str:
    """The word of ICC, or why it does not follow WHO here."""
    if beside := next((gene for gene in line.icc_unless.split(",") if gene in facts.hits), ""):
        return f"not met: {beside} beside it"
    if line.icc_least_vaf and rows:
        fractions = [found for row in rows if (found := vaf(row)) is not None]
        if not fractions:
            return "open: the allele fraction is not known"
        if max(fractions) < float(line.icc_least_vaf):
            return f"not met: below {float(line.icc_least_vaf):.0%} of the alleles"
    return line.icc

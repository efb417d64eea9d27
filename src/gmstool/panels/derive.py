"""Panels derived from data: the genes that a capture design covers, and the genes annotated to HPO terms."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from gmstool.errors import PanelError
from gmstool.panels import phenotype
from gmstool.panels.bed import Covered, bases, of_build
from gmstool.panels.exons import TABLE, Parts, has_transcripts, parts, sources
from gmstool.panels.header import id_of
from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene
from gmstool.panels.write import as_tsv
from gmstool.reference import bundle
from gmstool.reference import genes as reference
from gmstool.vcf import bed

Header = Mapping[str, str]
_CODING = {"cds": "", "cds differs": ", whose exons differ in this build"}


def from_bed(path: Path, build: str, min_cds: float, header: Header) -> Panel:
    """Genes of which at least `min_cds` of the coding sequence of the MANE Select transcript lies in a BED."""
    if not has_transcripts():
        raise PanelError("the reference bundle has no table of transcripts", hint="`gms data list` shows what it has")
    found = bed.read(path)
    covered = Covered(of_build(found, path, build))
    coding = {hgnc_id: one for hgnc_id, one in parts(build).items() if one.basis in _CODING}
    chosen = {hgnc_id: _fraction(one, covered) for hgnc_id, one in coding.items()}
    rows = [_covered_gene(one, part, coding[one]) for one, part in chosen.items() if part >= min_cds]
    if not rows:
        raise PanelError(
            f"no gene has {min_cds:g} of its coding sequence in {path.name}",
            hint=f"is the BED file of {build}? --assembly names another build",
        )
    rule = (
        f"Genes of which at least {min_cds:g} of the coding bases of the MANE Select transcript lie in the regions of "
        f"{path.name}. Genes without coding sequence, and those covered in part, are not members."
    )
    source = f"{path.name}, sha256 {found.sha256}; {sources(build, TABLE)}"
    return _panel(id_of(path.name.partition(".")[0]), rows, {"source": source, "note": rule} | dict(header))


def from_hpo(terms: Iterable[str], *, every: bool, header: Header) -> Panel:
    """Genes of diseases with these HPO terms or terms below them; with `every`, with each one of the terms."""
    asked = phenotype.asked(terms)
    found = phenotype.supported(asked)
    rows = [_supported_gene(one) for one in found.values() if not every or len(one.terms) == len(asked)]
    if not rows:
        raise PanelError("no gene is annotated to these HPO terms", hint="ask for fewer terms, or for terms above them")
    names = ", ".join(f"{one.hpo_id} {one.name}" for one in asked)
    how = "each of" if every and len(asked) > 1 else "at least one of" if len(asked) > 1 else "the term"
    rule = (
        f"Genes of diseases annotated to {how} {names}, or to a term below, by one disease or several. The note of a "
        "gene names the terms and the diseases that it rests on; nobody has weighed the evidence. Inheritance is what "
        "is stated for these diseases as far as the gene's chromosome allows it; other modes than AD, AR, XL, "
        "XLD, XLR, YL and MT are left out."
    )
    known = {"source": bundle.release(*phenotype.TABLES), "note": rule}
    if bundle.restricted(*phenotype.TABLES):
        known["terms"] = bundle.NON_COMMERCIAL
    header = known | dict(header)
    name = "-".join(one.hpo_id.replace(":", "").lower() for one in asked)
    return _panel(id_of(name), rows, header)


def _panel(name: str, rows: list[PanelGene], header: Header) -> Panel:
    """The panel with the hash of its own text, as if it had been read from a file."""
    told = {"id": name, "version": "1.0"} | {key: value for key, value in header.items() if value}
    panel = Panel(told["id"], told["version"], tuple(sorted(rows, key=lambda one: one.symbol)), "", told)
    return replace(panel, sha256=hashlib.sha256(as_tsv(panel).encode()).hexdigest())


def _fraction(gene: Parts, covered: Covered) -> float:
    return sum(bases(covered.inside(one)) for one in gene.regions) / bases(gene.regions)


def _covered_gene(hgnc_id: int, fraction: float, gene: Parts) -> PanelGene:
    share = int(fraction * 1000) / 10  # rounded down: 100 is all of it
    return PanelGene(
        _approved(hgnc_id), hgnc_id, note=f"{share:g} % of the CDS of {gene.transcript}{_CODING[gene.basis]}"
    )


def _supported_gene(one: phenotype.Support) -> PanelGene:
    return PanelGene(_approved(one.hgnc_id), one.hgnc_id, ",".join(one.inheritance), one.told())


def _approved(hgnc_id: int) -> str:
    return reference.resolve(f"HGNC:{hgnc_id}").symbol or ""

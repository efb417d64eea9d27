"""Build the shipped panels that follow from a rule: which genes, from tables; the words around them stand here.

    python tools/build_panels.py [--only PANEL] [--design BED] [--cache DIR] [--output DIR]

Made of the bundled tables, of Mondo's file among the packages of `build_reference.py`, and, for the solid tumour
panel, of the design's BED, which is not part of the project: without --design that panel is left as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from gmstool.panels import derive
from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene
from gmstool.panels.write import as_tsv
from gmstool.reference import bundle
from gmstool.reference import genes as reference
from gmstool.reference.diseases import fitting
from panel_words import GMS560, METABOLISM, MITOCHONDRIAL, PHARMACOGENES
from reference_sources.mondo import MONDO
from reference_sources.packages import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).resolve().parent
DEFAULT_OUTPUT = HERE.parent / "data/panels"
DEFAULT_CACHE = Path.home() / ".cache/gmstool/packages"

INBORN_ERRORS = "MONDO:0019052"
MITOCHONDRIAL_DISEASE = "MONDO:0044970"
# Groups that Mondo hangs below these classes, though most of their members are no errors of metabolism: with them
# come cancer predisposition, blindness, epilepsy and developmental delay of every cause.
NOT_METABOLIC = {
    "MONDO:0021190": "DNA repair disease",
    "MONDO:0000510": "synucleinopathy",
    "MONDO:0100280": "Waldenstrom macroglobulinemia",
    "MONDO:0008272": "polysyndactyly 4",
    "MONDO:0000816": "abdominal obesity-metabolic syndrome",
    "MONDO:0019200": "retinitis pigmentosa",
    "MONDO:0016025": "myoclonic-astatic epilepsy",
    "MONDO:0018614": "undetermined early-onset epileptic encephalopathy",
    "MONDO:0016022": "early myoclonic encephalopathy",
    "MONDO:0019502": "autosomal recessive non-syndromic intellectual disability",
    "MONDO:0010180": "autosomal recessive spondylocostal dysostosis",
}
LEVELS = ("A", "A/B", "B")  # of CPIC
MIN_CDS = 0.8
DESIGN_SHA256 = "49533c5bc6ec5d229a395634d7402e9dfe62c3d4ed6892482886756e88973273"


def main() -> None:
    """Parse, build, write."""
    options = parse_arguments()
    os.environ["GMS_DATA_DIR"] = os.devnull  # a user's own tables have no part in what is shipped
    for name in options.only or BUILDERS:
        write(BUILDERS[name](Cache(options.cache)), options.output)
    if options.design:
        write(solid_tumour(options.design), options.output)


def parse_arguments() -> argparse.Namespace:
    """Read the panels to build and the folders from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=BUILDERS, help="a panel to build (default: all)")
    parser.add_argument("--design", type=Path, help="the BED of the GMS560 design, GRCh38")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="folder of downloaded packages")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT, help="folder for the panels")
    return parser.parse_args()


def write(panel: Panel, folder: Path) -> None:
    """Write one panel under its id."""
    (folder / f"{panel.id}.tsv").write_text(as_tsv(panel), encoding="utf-8")
    print(f"{panel.id}: {len(panel.genes)} genes")


def inborn_errors(cache: Cache) -> Panel:
    """Genes of the diseases that Mondo calls inborn errors of metabolism."""
    return ruled(METABOLISM, of_class(cache, INBORN_ERRORS).values())


def mitochondrial(cache: Cache) -> Panel:
    """All genes of mitochondrial DNA, and genes of the diseases that Mondo calls mitochondrial."""
    own = {one: PanelGene(symbol(one), one, "MT", "mitochondrial DNA") for one in on_mitochondrial_dna()}
    nuclear = {one: gene for one, gene in of_class(cache, MITOCHONDRIAL_DISEASE).items() if one not in own}
    return ruled(MITOCHONDRIAL, (own | nuclear).values())


def pharmacogenes(cache: Cache) -> Panel:  # noqa: ARG001  of a bundled table alone
    """Genes with a drug for which CPIC's level of evidence is A, A/B or B, with these drugs."""
    drugs: defaultdict[int, dict[str, list[str]]] = defaultdict(lambda: {level: [] for level in LEVELS})
    pairs = bundle.table("pgx_gene_drug").filter(pl.col("cpic_level").is_in(LEVELS)).sort("drug")
    for hgnc_id, level, drug in pairs.select("hgnc_id", "cpic_level", "drug").iter_rows():
        drugs[hgnc_id][level].append(drug)
    return ruled(PHARMACOGENES, (PanelGene(symbol(one), one, note=told(of)) for one, of in drugs.items()))


def solid_tumour(design: Path) -> Panel:
    """Genes whose coding sequence the GMS560 design covers."""
    if (found := hashlib.sha256(design.read_bytes()).hexdigest()) != DESIGN_SHA256:
        message = f"{design}: sha256 is {found}, that of the design is {DESIGN_SHA256}"
        raise SystemExit(message)
    header = {**GMS560, "source": GMS560["source"].format(sha256=found, releases=bundle.release("transcripts"))}
    return derive.from_bed(design, "GRCh38", MIN_CDS, header)


BUILDERS: dict[str, Callable[[Cache], Panel]] = {
    "inborn-errors-of-metabolism": inborn_errors,
    "mitochondrial": mitochondrial,
    "pharmacogenes": pharmacogenes,
}


def ruled(header: dict[str, str], genes: Iterable[PanelGene]) -> Panel:
    """The panel in order of symbols; its source names the releases of the bundled tables."""
    names = {"gene_disease": "gene_disease", "pgx": "pgx_gene_drug", "spans": "gene_spans"}
    releases = {key: bundle.release(table) for key, table in names.items()}
    said = {**header, "source": header["source"].format(**releases)}
    return Panel(said["id"], said["version"], tuple(sorted(genes, key=lambda one: one.symbol)), "", said)


def of_class(cache: Cache, root: str) -> dict[int, PanelGene]:
    """Genes with a disease of a Mondo class, each with the modes of inheritance and the ids of these diseases."""
    members = descendants(json.loads(cache.read(MONDO)), root)
    found = bundle.table("gene_disease").filter(pl.col("mondo_id").is_in(sorted(members))).sort("disease_id")
    by_gene = found.group_by("hgnc_id", maintain_order=True).agg("disease_id", pl.col("inheritance").list.explode())
    return {
        hgnc_id: PanelGene(symbol(hgnc_id), hgnc_id, ",".join(fitting(hgnc_id, stated)), ", ".join(diseases))
        for hgnc_id, diseases, stated in by_gene.iter_rows()
        if all(hgnc_id in reference.spans(build) for build in reference.BUILDS)  # else no file could use its index
    }


def descendants(entries: list[dict[str, object]], root: str) -> set[str]:
    """A Mondo term and all below it, but for the groups of NOT_METABOLIC and what is below these only."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        relations = entry.get("relations")
        for parent in relations.get("is_a", []) if isinstance(relations, dict) else []:
            below[f"MONDO:{parent}"].append(f"MONDO:{entry['id']}")
    found, waiting = set[str](), [root]
    while waiting:
        one = waiting.pop()
        if one not in found and one not in NOT_METABOLIC:
            found.add(one)
            waiting += below[one]
    return found


def on_mitochondrial_dna() -> list[int]:
    """The genes of mitochondrial DNA."""
    return [one for one, places in reference.spans("GRCh38").items() if any(span.chrom == "MT" for span in places)]


def symbol(hgnc_id: int) -> str:
    """The approved symbol."""
    return reference.resolve(f"HGNC:{hgnc_id}").symbol or ""


def told(drugs: dict[str, list[str]]) -> str:
    """`A: codeine, tramadol; B: tamoxifen`."""
    return "; ".join(f"{level}: {', '.join(names)}" for level, names in drugs.items() if names)


if __name__ == "__main__":
    main()

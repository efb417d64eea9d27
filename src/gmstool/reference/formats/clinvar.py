"""ClinVar's VCF of one build: the table `clinvar`, pathogenic and likely pathogenic variants of at least two stars.

Of the conditions only those with a Mondo id, so that `diseases` and `mondo_ids` go in pairs, as in the shipped table.
hgnc_id and symbol are those of the gene ClinVar names first; genes_at are the genes whose span the variant touches.
The other build's rows stay what they are in the table in use: the user's own if there are any, else the shipped ones.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gmstool import clinvar
from gmstool.reference import bundle
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, begins, lines, number, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.reference.formats.reading import Columns

FILE = "clinvar.vcf.gz"
CHROMOSOMES = (*(str(one) for one in range(1, 23)), "X", "Y", "MT")
FEWEST_STARS = 2
_SHORT = {"pathogenic": "P", "likely_pathogenic": "LP"}
_BASES = re.compile("[ACGT]+")
_COLUMNS = 8


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the file's date; its build is what the header says."""
    import polars as pl

    path = files[FILE]
    head = begins(path)
    build, day = _stated(path, head, "reference"), _stated(path, head, "fileDate")
    rows = [(build, *row) for row in _rows(path, GeneIndex())]
    variants = pl.DataFrame(rows, schema=_schema(), orient="row")
    found = _with_genes_at(variants, build)
    known, facts = bundle.usable("clinvar")
    other = known.filter(pl.col("build") != build).select(found.columns)
    rank = pl.col("chrom").replace_strict({name: i for i, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)
    table = pl.concat([found, other]).sort("build", rank, "pos", "ref", "alt")
    kept = [one for one in facts["sources"] if _of_other_build(one, build)]
    return Made({"clinvar": table}, f"ClinVar VCF of {day}, {build}", day, kept={"clinvar": kept if len(other) else []})


def _of_other_build(source: dict[str, str], build: str) -> bool:
    """Whether a source of the table in use brought rows of the other build: its release ends with the build."""
    return not source.get("release", "").endswith(build)


def _stated(path: Path, head: str, key: str) -> str:
    found = re.search(rf"^##{key}=(\S+)$", head, re.MULTILINE)
    if not found:
        raise wrong(path, f"its header has no ##{key}")
    return found[1]


def _schema() -> Columns:
    import polars as pl

    return {
        "build": pl.String, "chrom": pl.String, "pos": pl.Int32, "ref": pl.String, "alt": pl.String,
        "variation_id": pl.Int32, "significance": pl.String, "review_status": pl.String, "stars": pl.Int8,
        "hgnc_id": pl.Int32, "symbol": pl.String, "diseases": pl.List(pl.String), "mondo_ids": pl.List(pl.String),
        "consequence": pl.String, "origin": pl.Int32, "rsid": pl.String,
    }  # fmt: skip


def _rows(path: Path, genes: GeneIndex) -> Iterator[tuple[object, ...]]:
    for line in lines(path):
        if line.startswith("#") or "athogenic" not in line:
            continue
        cells = line.split("\t")
        if len(cells) < _COLUMNS:
            raise wrong(path, f"a record has {len(cells)} columns: `{line[:60]}`")
        chrom, pos, variation, ref, alt, _, _, info = cells[:_COLUMNS]
        facts = dict(one.split("=", 1) for one in info.split(";") if "=" in one)
        significance = _significance(facts.get("CLNSIG", ""))
        stars = clinvar.stars(facts.get("CLNREVSTAT", ""))
        placed = chrom in CHROMOSOMES and _BASES.fullmatch(ref) and _BASES.fullmatch(alt)
        if significance and placed and (stars or 0) >= FEWEST_STARS:
            place = (chrom, number(path, pos, "POS"), ref, alt, number(path, variation, "the VariationID"))
            yield (*place, significance, _spaced(facts["CLNREVSTAT"]), stars, *_described(facts, genes))


def _significance(terms: str) -> str:
    """P, LP or P/LP; empty for anything else."""
    named = clinvar.significance(terms) or ""
    said = [term.removesuffix("_low_penetrance") for term in named.split("&")] if clinvar.is_pathogenic(named) else []
    return "/".join(short for word, short in _SHORT.items() if word in said)


def _described(facts: dict[str, str], genes: GeneIndex) -> tuple[object, ...]:
    """hgnc_id, symbol, diseases, mondo_ids, consequence, origin, rsid."""
    ncbi = facts.get("GENEINFO", "").split("|")[0].rpartition(":")[2]
    gene = genes.by_ncbi.get(int(ncbi)) if ncbi.isdigit() else None
    named = zip(facts.get("CLNDN", "").split("|"), facts.get("CLNDISDB", "").split("|"), strict=False)
    mondo = [(_spaced(name), found[1]) for name, ids in named if (found := re.search(r"MONDO:(MONDO:\d+)", ids))]
    terms = [one.split("|") for one in facts.get("MC", "").split(",") if "|" in one]
    words = dict.fromkeys(_sequence_ontology().get(accession, word) for accession, word in terms)
    origin, rs = facts.get("ORIGIN", ""), facts.get("RS", "").split("|")[0]
    return (
        gene, genes.symbols[gene] if gene else None, [name for name, _ in mondo], [one for _, one in mondo],
        "&".join(words) or None, int(origin) if origin.isdigit() else None, f"rs{rs}" if rs else None,
    )  # fmt: skip


def _spaced(text: str) -> str:
    """A VCF value in ordinary writing."""
    return unquote(text).replace("_", " ")


@cache
def _sequence_ontology() -> dict[str, str]:
    """Name of each consequence term by accession: ClinVar writes some of them in other words (nonsense)."""
    text = (bundle.shipped_folder() / "sequence_ontology.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t")[:2] for line in text.splitlines() if not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs}


def _with_genes_at(variants: pl.DataFrame, build: str) -> pl.DataFrame:
    """Add the HGNC ids of the genes whose span the reference allele touches."""
    import polars as pl

    last = (pl.col("pos") + pl.col("ref").str.len_chars().cast(pl.Int32) - 1).alias("last")
    places = variants.select("chrom", "pos", last, "variation_id")
    spans = bundle.table("gene_spans").filter(pl.col("build") == build)
    touching = (pl.col("last") >= pl.col("start"), pl.col("pos") <= pl.col("end"))
    parts = [
        places.filter(pl.col("chrom") == chrom).join_where(genes.select("hgnc_id", "start", "end"), *touching)
        for (chrom,), genes in spans.group_by("chrom")
    ]
    nothing = pl.DataFrame(schema={"variation_id": pl.Int32, "hgnc_id": pl.Int32})
    at = pl.concat([nothing, *(part.select("variation_id", "hgnc_id") for part in parts)])
    listed = at.group_by("variation_id").agg(genes_at=pl.col("hgnc_id").unique().sort())
    joined = variants.join(listed, on="variation_id", how="left", maintain_order="left")
    filled = joined.with_columns(pl.coalesce("genes_at", pl.lit([], pl.List(pl.Int32))))
    at_symbol = filled.columns.index("symbol") + 1
    columns = [name for name in filled.columns if name != "genes_at"]
    return filled.select(*columns[:at_symbol], "genes_at", *columns[at_symbol:])

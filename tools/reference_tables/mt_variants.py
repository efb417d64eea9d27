"""One row per mtDNA variant that MITOMAP lists with a disease (rCRS, 1-based, left-aligned)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from reference_sources import mitomap
from reference_sources.checks import require
from reference_sources.genome import LENGTHS
from reference_sources.mitomap import Allele, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polars.datatypes import DataTypeClass

    from reference_sources.packages import Cache

    Row = dict[str, object]

SOURCES = (mitomap.DISEASE, mitomap.CODING, mitomap.RNA, mitomap.CONFIRMED, mitomap.RCRS)
GENOMES = 61_883  # full-length sequences of GenBank in which the VCF counts alleles, as its header says
VARIANTS = range(1_000, 1_200)
MELAS = Allele(3243, "A", "G")
PLASMY = {"+": True, "-": False}
SCHEMA: dict[str, pl.DataType | DataTypeClass] = {
    "pos": pl.Int32, "ref": pl.String, "alt": pl.String, "locus": pl.String, "disease": pl.String,
    "status": pl.String, "confirmed": pl.Boolean, "clingen": pl.String, "change": pl.String,
    "homoplasmic": pl.Boolean, "heteroplasmic": pl.Boolean, "genbank_count": pl.Int32, "genbank_af": pl.Float64,
    "pmids": pl.List(pl.Int32),
}  # fmt: skip
COLUMNS = ["pos", "ref", "alt", "hgnc_id", "symbol", "genes_at", *list(SCHEMA)[3:]]


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """hgnc_id and symbol are MITOMAP's locus where that is one gene; genes_at is by place."""
    rcrs = mitomap.read_rcrs(cache)
    require(len(rcrs) == LENGTHS["GRCh38"]["MT"], f"the mitochondrial sequence has {len(rcrs)} bases")
    table = pl.DataFrame(each_once(rows(cache, rcrs)), schema=SCHEMA)
    genes = built["gene_spans"].filter((pl.col("build") == "GRCh38") & (pl.col("chrom") == "MT"))
    table = with_genes(table, genes).select(COLUMNS).sort("pos", "ref", "alt")
    check(table, confirmed(cache, rcrs))
    return table


def rows(cache: Cache, rcrs: str) -> Iterator[Row]:
    """One row per alternate allele of the disease VCF that is no reference allele."""
    described = descriptions(cache, rcrs)
    for record in mitomap.read(cache, mitomap.DISEASE):
        require(rcrs.startswith(record.ref, record.pos - 1), f"m.{record.pos}: {record.ref} is not the reference")
        for i, alt in enumerate(record.alts):
            if alt == record.ref:
                print(f"  m.{record.pos}{alt} is the reference allele, left out")
                continue
            info = {key: values[i] for key, values in by_allele(record).items()}
            allele = mitomap.left_aligned(Allele(record.pos, record.ref, alt), rcrs)
            yield row(allele, info, described.get(allele, {}))


def by_allele(record: Record) -> dict[str, list[str]]:
    """One value per alternate allele; a key with another number of values is left out, as nobody can tell whose."""
    values = {key: value.split(",") for key, value in record.info.items()}
    return {key: found for key, found in values.items() if len(found) == len(record.alts)}


def descriptions(cache: Cache, rcrs: str) -> dict[Allele, dict[str, str]]:
    """What the tables of coding and RNA mutations say of an allele, by the allele that its name means."""
    found: dict[Allele, dict[str, str]] = {}
    for source in (mitomap.CODING, mitomap.RNA):
        for record in mitomap.read(cache, source):
            if allele := mitomap.named_allele(record.info["Allele"], rcrs):
                found.setdefault(allele, record.info)
    return found


def row(allele: Allele, info: dict[str, str], described: dict[str, str]) -> Row:
    """One variant; disease and status in the words of the tables, where these have it."""
    status = described.get("Status") or info["DiseaseStatus"]
    rating = re.search(r"\[([^\]]+)\]", status)
    count = int(info["AC"])
    return {
        **allele._asdict(),
        "locus": described.get("Locus"),
        "disease": described.get("Disease") or info["Disease"],
        "status": status,
        "confirmed": status.startswith("Cfrm"),
        "clingen": rating[1] if rating else None,
        "change": described.get("AminoAcidChange") or described.get("RNA") or info.get("aachange"),
        "homoplasmic": PLASMY.get(info.get("homoplasmy", "")),
        "heteroplasmic": PLASMY.get(info.get("heteroplasmy", "")),
        "genbank_count": count,
        "genbank_af": count / GENOMES,
        "pmids": sorted(int(number) for number in info.get("PubmedIDs", "").split("+") if number.isdigit()),
    }


def each_once(found: Iterator[Row]) -> list[Row]:
    """MITOMAP lists a few changes in two notations: the confirmed one stays, else the one with more references."""
    best: dict[object, Row] = {}
    for one in sorted(found, key=lambda one: (not one["confirmed"], -len(one["pmids"]), one["genbank_count"])):  # type: ignore[arg-type]
        key = (one["pos"], one["ref"], one["alt"])
        if key in best:
            print(f"  m.{one['pos']}{one['ref']}>{one['alt']} once more: {one['disease']} ({one['status']})")
        best.setdefault(key, one)
    return list(best.values())


def with_genes(table: pl.DataFrame, genes: pl.DataFrame) -> pl.DataFrame:
    """Add the gene of the locus, and all genes whose span the reference allele touches."""
    last = pl.col("pos") + pl.col("ref").str.len_chars() - 1
    touched = [
        genes.filter((pl.col("start") <= end) & (pl.col("end") >= pos))["hgnc_id"].sort().to_list()
        for pos, end in table.select("pos", last=last).iter_rows()
    ]
    names = genes.select("hgnc_id", "symbol", locus="symbol")
    return table.join(names, on="locus", how="left").with_columns(genes_at=pl.Series(touched, dtype=pl.List(pl.Int32)))


def confirmed(cache: Cache, rcrs: str) -> set[Allele]:
    """The alleles that MITOMAP's own list of confirmed mutations names."""
    names = (record.info["Allele"] for record in mitomap.read(cache, mitomap.CONFIRMED))
    return {allele for name in names if (allele := mitomap.named_allele(name, rcrs))}


def check(table: pl.DataFrame, confirmed: set[Allele]) -> None:
    """About as many variants as MITOMAP has; its lists agree on what is confirmed; MELAS is what it is.

    The list of confirmed mutations has no insertions and deletions.
    """
    stated = {Allele(*one) for one in table.filter("confirmed").select("pos", "ref", "alt").iter_rows()}
    melas = table.row(by_predicate=(pl.col("pos") == MELAS.pos) & (pl.col("alt") == MELAS.alt), named=True)
    require(len(table) in VARIANTS, f"{len(table)} mtDNA variants")
    require(stated >= confirmed, f"not confirmed: {sorted(confirmed - stated)}")
    require(not any(is_base_change(one) for one in stated - confirmed), "confirmed in the disease VCF only")
    require(melas["symbol"] == "MT-TL1" and "MELAS" in melas["disease"] and melas["confirmed"], f"{melas}")
    print(f"  {len(stated)} confirmed, {table['locus'].null_count()} without a locus")
    print(f"  {table.filter(pl.col('locus').is_not_null())['symbol'].null_count()} at a locus that is not one gene")


def is_base_change(allele: Allele) -> bool:
    """One base for another."""
    return len(allele.ref) == len(allele.alt) == 1

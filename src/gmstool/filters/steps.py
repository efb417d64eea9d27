"""The filter steps, in their order. Each is one polars expression with three answers, and a sentence for the ledger."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool import clinvar
from gmstool.filters.options import KEEPS_UNKNOWN, Options
from gmstool.genome import Region, bare
from gmstool.vcf.pretest import GeneKeys

if TYPE_CHECKING:
    import polars as pl

CONSEQUENCE_VERDICT = "_consequence"  # computed over the annotation entries, see consequence.py
PANEL_AND_CONSEQUENCE = "panel and consequence"


@dataclass(frozen=True, slots=True)
class Step:
    """One test of a row. `keep` is true, false, or null where the value is not known."""

    group: str
    title: str
    keep: "pl.Expr"
    value: str  # name of what the ledger shows
    needs: tuple[str, ...]
    source: str = ""
    keeps_unknown: bool = True
    soft_flag: str | None = None
    told: str = ""  # what the ledger says of a dropped value {}, where "NAME is VALUE" does not read well
    shown: "pl.Expr | None" = None  # what the ledger shows, where it is no column of its own


def _policy(group: str, options: Options) -> bool:
    default = group in KEEPS_UNKNOWN
    return options.unknown.get(group, "keep" if default else "drop") == "keep"


def quality(options: Options) -> list[Step]:
    """FILTER, QUAL, and the chosen sample's depth, genotype quality and allele fraction."""
    keeps = _policy("quality", options)
    limits = (
        ("qual", options.min_qual, "QUAL"), ("dp", options.min_dp, "FORMAT/DP"),
        ("gq", options.min_gq, "FORMAT/GQ"), ("vaf", options.min_vaf, "VAF"),
    )  # fmt: skip
    return [
        *([_passed(keeps)] if options.pass_only else []),
        *(_at_least(name, limit, source, keeps) for name, limit, source in limits if limit is not None),
    ]


def _passed(keeps: bool) -> Step:
    """`.` says that no filter was applied: not known, and kept by default."""
    import polars as pl

    return Step(
        "quality", "quality: FILTER is PASS", pl.col("filter") == "PASS", "filter", ("filter",), "FILTER", keeps
    )


def _at_least(name: str, limit: float, source: str, keeps: bool) -> Step:
    import polars as pl

    title = f"quality: {name} at least {limit:g}"
    return Step("quality", title, pl.col(name) >= limit, name, (name,), source, keeps)


def regions(wanted: list[Region] | None, options: Options) -> list[Step]:
    """The variant, from POS to its end, overlaps a region."""
    if wanted is None:
        return []
    import polars as pl

    inside = pl.struct("chrom", "pos", "end").map_batches(_Overlap(wanted), return_dtype=pl.Boolean)
    needs = ("chrom", "pos", "end")
    title = f"regions: in {options.regions.name if options.regions else 'the regions'}"
    return [Step("regions", title, inside, "pos", needs, "BED", _policy("regions", options))]


class _Overlap:
    """Looks rows up in sorted, merged regions."""

    def __init__(self, wanted: list[Region]) -> None:
        self._by_contig: dict[str, list[Region]] = {}
        for one in sorted(wanted):
            merged = self._by_contig.setdefault(bare(one.chrom), [])
            if merged and one.start <= merged[-1].end + 1:
                merged[-1] = merged[-1]._replace(end=max(merged[-1].end, one.end))
            else:
                merged.append(one)

    def __call__(self, rows: "pl.Series") -> "pl.Series":
        import polars as pl

        found = [self._inside(row["chrom"], row["pos"], row["end"]) for row in rows]
        return pl.Series(found, dtype=pl.Boolean)

    def _inside(self, chrom: str, start: int, end: int) -> bool:
        from bisect import bisect_right

        here = self._by_contig.get(bare(chrom), [])
        at = bisect_right(here, end, key=lambda one: one.start)
        return at > 0 and here[at - 1].end >= start


def panel(keys: GeneKeys | None, label: str, options: Options) -> list[Step]:
    """The row's gene is in the panel, by symbol, HGNC id or gene id: any of them is enough."""
    if keys is None:
        return []
    import polars as pl

    number = pl.col("hgnc_id").is_in([int(one) for one in keys.hgnc_ids])
    named = pl.col("gene").is_in(list(keys.symbols))
    by_id = pl.col("gene_id").str.replace(r"^(ENSG\d+)\..*$", "$1").is_in(list(keys.gene_ids))
    # One known key that is in the panel is enough; a missing id says nothing against the symbol.
    matched = pl.any_horizontal(number.is_not_null() & number, named.is_not_null() & named, by_id.is_not_null() & by_id)
    keep = pl.when(pl.col("gene_status") == "unannotated").then(None).otherwise(matched)
    needs = ("gene", "hgnc_id", "gene_id", "gene_status")
    told, shown = f"{{}} is no gene of the panel {label}", pl.coalesce("gene", "gene_id", "gene_status")
    return [
        Step("panel", f"panel: {label}", keep, "gene", needs, label, _policy("panel", options), told=told, shown=shown)
    ]


def consequence(options: Options) -> list[Step]:
    """One annotation entry of the row's gene, among the considered transcripts, meets impact and consequence."""
    if not (options.impact or options.consequence):
        return []
    import polars as pl

    asked = " and ".join(", ".join(words) for words in (options.impact, options.consequence) if words)
    which = "" if options.transcripts == "any" else f" in a {options.transcripts} transcript"
    title = f"consequence: {asked}{which}"
    needs = ("consequence", "impact", "transcript", "gene_status")
    keeps = _policy("consequence", options)
    told = f"{{}} is not {asked}{which}"
    shown = pl.concat_str(["consequence", "impact"], separator=", ")
    verdict = pl.col(CONSEQUENCE_VERDICT)
    return [Step("consequence", title, verdict, "consequence", needs, "annotation", keeps, told=told, shown=shown)]


def frequency(options: Options, af_source: str) -> list[Step]:
    """Population frequency, laboratory frequency and homozygotes are at most the limit."""
    keeps = _policy("frequency", options)
    return [
        *([_in_population(options.max_af, af_source, keeps)] if options.max_af is not None else []),
        *([_in_laboratory(options.max_local_af, keeps)] if options.max_local_af is not None else []),
        *([_homozygotes(options.max_hom, keeps)] if options.max_hom is not None else []),
    ]


def _in_population(limit: float, source: str, keeps: bool) -> Step:
    """Looked up and absent is an answer: at most any limit. Never looked up is unknown."""
    import polars as pl

    keep = (pl.col("af_status") == "absent") | (pl.col("af") <= limit)
    known = pl.when(pl.col("af_status") == "not_looked_up").then(None).otherwise(keep)
    return Step("frequency", f"frequency: af at most {limit:g}", known, "af", ("af", "af_status"), source, keeps)


def _in_laboratory(limit: float, keeps: bool) -> Step:
    import polars as pl

    title, keep = f"frequency: local_af at most {limit:g}", pl.col("local_af") <= limit
    return Step("frequency", title, keep, "local_af", ("local_af",), "loqusdb", keeps)


def _homozygotes(limit: int, keeps: bool) -> Step:
    import polars as pl

    counts = ("gnomad_hom", "swegen_hom", "local_hom")
    most = pl.max_horizontal(counts)
    title, source = f"frequency: homozygotes at most {limit}", "gnomAD, SweGen, loqusdb"
    return Step("frequency", title, most <= limit, "homozygotes", counts, source, keeps, shown=most)


def clinical(options: Options) -> list[Step]:
    """A ClinVar term of the file's annotation is one of those asked."""
    if not options.clinvar:
        return []
    import polars as pl

    terms = clinvar.asked(options.clinvar)
    said = pl.col("clinvar_significance").str.split("&").list.set_intersection(terms).list.len() > 0
    title = f"clinical: ClinVar {', '.join(terms)}"
    needs = ("clinvar_significance",)
    return [Step("clinical", title, said, needs[0], needs, "ClinVar", _policy("clinical", options))]

"""Evidence from prediction: PP3 and BP4, BP7, PM4 and BP3, PP2 and BP1.

One predictor of missense change is chosen for a whole file, never the best score of a variant. SpliceAI is read after
Walker 2023. A file without SpliceAI leaves the answer of the missense predictor away from splice sites, and this is
told; in a file that has it, a variant without a score may be anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, met, not_assessed, passes, stronger, unless, worth
from gmstool.criteria.facts import Variants
from gmstool.criteria.hotspots import lies_in
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

SOURCE_MISSENSE = "Pejaver 2022, PMID 36413997; Bergquist 2024; Walker 2023, PMID 37352859"
RICHARDS = "Richards 2015, PMID 25741868"
WALKER = "Walker 2023, PMID 37352859"
IN_MOTIF, QUIET = "_in_splice_motif", "_splice_is_quiet"  # columns of what several criteria ask by a rule set


@criterion(
    Strength.SUPPORTING,
    source=SOURCE_MISSENSE,
    needs=("missense_score_if_missense", "spliceai"),
    refining=("spliceai",),
)
def PP3(v: Variants, rules: Any) -> Finding:
    """Computational evidence supports a deleterious effect on the gene or its product.

    The stronger of two ways: a missense substitution's calibrated score, or SpliceAI outside the two bases next to an
    exon (there PVS1 speaks).
    """
    if rules.of_mitochondria:
        return _no_predictor_of_mitochondria()
    splice = _splice_harm(v, rules)
    score = choose(_protein_is_judged(v, rules), yes=_points(v, rules, harmful=True), no=0)
    if not v.has_spliceai:
        splice = choose(v.missense_substitution & ~_in_splice_motif(v, rules), yes=0, no=splice)
    either = choose(v.null_variant, yes=0, no=stronger(score, splice))
    return _told(graded(either), v, rules)


@criterion(
    Strength.SUPPORTING,
    source=SOURCE_MISSENSE,
    needs=("missense_score_if_missense", "spliceai"),
    refining=("spliceai",),
)
def BP4(v: Variants, rules: Any) -> Finding:
    """Computational evidence suggests no impact on the gene or its product.

    A missense substitution must be harmless to protein and splicing both. In a file without SpliceAI, dbscSNV may stand
    in for silent variants where the rule set says so; the reason tells it.
    """
    import polars as pl

    if rules.of_mitochondria:
        return _no_predictor_of_mitochondria()
    quiet = splice_is_quiet(v, rules)
    score = _points(v, rules, harmful=False) if rules.pp3.missense else pl.lit(0, dtype=pl.Int8)
    if rules.pp3.regions:
        score = choose(_in_a_domain(v, rules), yes=score, no=0)
    protein = choose(quiet, yes=score, no=0)
    silent = choose(quiet, yes=worth(rules.spliceai.bp4_strength), no=0)
    found = choose(v.missense_substitution, yes=protein, no=choose(v.silent, yes=silent, no=0))
    harmless_nowhere = unless(v.missense_substitution & (score == 0), found, answer=0)
    return _with_dbscsnv(_told(graded(harmless_nowhere), v, rules), v, rules)


@criterion(Strength.SUPPORTING, source=WALKER, needs=("consequence", "spliceai", "place_in_exon"))
def BP7(v: Variants, rules: Any) -> Finding:
    """Silent or deep intronic variant for which no effect on splicing is predicted.

    Only with BP4; synonymous outside the first base and the last bases of its exon, intronic away from both splice
    sites. Conservation is not considered, but by panels that say so.
    """
    import polars as pl

    bp7 = rules.bp7
    if rules.of_mitochondria:
        return not_assessed().where(pl.lit(True), "not assessed: a person judges silent variants of mitochondrial DNA")
    away = v.away_from_splice_sites(bp7.exon_first_bases, bp7.exon_last_bases, bp7.donor_from, bp7.acceptor_from)
    concerned = v.synonymous | v.intronic
    if bp7.untranslated:
        concerned = v.silent
    fits = concerned & away & splice_is_quiet(v, rules)
    if "phylop_below" not in bp7:
        return _with_dbscsnv(met(fits).because("{}, SpliceAI {}", v.consequence, v.spliceai), v, rules)
    told = "{}, SpliceAI {}; phyloP {}, the panel asks for less than {}"
    finding = met(fits & passes(v.phylop, rules, "bp7.phylop_below"))
    return finding.because(told, v.consequence, v.spliceai, v.phylop, bp7.phylop_below)


@criterion(Strength.MODERATE, source=RICHARDS, needs=("consequence",), refining=("in_repeat",))
def PM4(v: Variants, rules: Any) -> Finding:
    """Protein length changes by an in-frame deletion or insertion in a non-repeat region, or by loss of the stop."""
    in_frame = choose(v.one_residue, yes=worth(rules.pm4.single_residue), no=worth(rules.pm4.in_frame))
    found = choose(v.stop_lost, yes=worth(rules.pm4.stop_lost), no=choose(v.in_frame, yes=in_frame, no=0))
    return graded(unless(v.in_repeat & ~v.stop_lost, found, answer=0)).because(
        "{}; in a known repeat: {}", v.consequence, v.in_repeat
    )


@criterion(Strength.SUPPORTING, source=RICHARDS, needs=("consequence", "in_repeat"))
def BP3(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """In-frame deletion or insertion in a repetitive region without a known function."""
    return met(v.in_frame & v.in_repeat).because("{}; in a known repeat: {}", v.consequence, v.in_repeat)


@criterion(Strength.SUPPORTING, source=RICHARDS, needs=("consequence", "missense_z", "missense_causes_disease"))
def PP2(v: Variants, rules: Any) -> Finding:
    """Missense variant in a gene with few benign missense variants and where missense is a common mechanism."""
    listed = v.gene.is_in(list(rules.pp2.genes))
    constrained = (v.missense_z >= rules.pp2.min_missense_z) & v.missense_causes_disease
    finding = met(v.missense & (listed | constrained)).because(
        "missense Z {} against {}; pathogenic missense variants of the gene known: {}",
        v.missense_z, rules.pp2.min_missense_z, v.missense_causes_disease,
    )  # fmt: skip
    return finding.only_for(v.missense, "no missense change").where(
        v.missense & listed, "{} applies it to missense variants of {}", rules.label, v.gene
    )


@criterion(Strength.SUPPORTING, source=RICHARDS, needs=("consequence", "truncating_only"))
def BP1(v: Variants, rules: Any) -> Finding:
    """Missense variant in a gene for which primarily truncating variants are known to cause disease.

    Asks for a curated list of such genes; a gene that no list names is not known.
    """
    import polars as pl

    listed = choose(v.gene.is_in(list(rules.bp1.genes)), yes=True, no=None)
    spared = pl.any_horizontal([lies_in(v, one) for one in rules.bp1.harmful_residues] or [pl.lit(False)])
    finding = met(v.missense & listed & ~spared)
    return finding.because("{} in {}, listed for truncating variants: {}", v.consequence, v.gene, listed).where(
        v.missense & listed & spared, "residue {}, where missense variants harm by the panel", v.protein_position
    )


def with_splicing(table: pl.DataFrame, view: Callable[[pl.DataFrame], Variants], rules: Any) -> pl.DataFrame:
    """The table with what several criteria ask of splicing, worked out once: nested expressions grow fast."""
    if rules.of_mitochondria:
        return table
    table = table.with_columns(_in_splice_motif(view(table), rules).alias(IN_MOTIF))
    return table.with_columns(splice_is_quiet(view(table), rules).alias(QUIET))


def splice_is_quiet(v: Variants, rules: Any) -> pl.Expr:
    """No effect on splicing is predicted; null where that is not known.

    In a file without SpliceAI a missense substitution away from splice motifs needs no score: its protein effect is
    predicted by another tool.
    """
    if QUIET in v.columns:
        return v.column(QUIET)
    if v.has_spliceai:
        return unless(v.at_splice_site, passes(v.spliceai, rules, "spliceai.bp4_at_most"))
    away = v.missense_substitution & ~_in_splice_motif(v, rules)
    return unless(v.at_splice_site, choose(away, yes=True, no=_by_dbscsnv(v, rules)))


def _by_dbscsnv(v: Variants, rules: Any) -> pl.Expr:
    """Where a file has no SpliceAI at all: dbscSNV's score, or a place outside the motifs that dbscSNV scores.

    Only where the rule set says so; it sees changes of known splice sites, not the making of new ones.
    """
    import polars as pl

    if not _reads_dbscsnv(v, rules):
        return pl.lit(None, dtype=pl.Boolean)
    outside = choose(v.dbscsnv.is_null() & ~_in_splice_motif(v, rules), yes=True, no=None)
    return choose(v.dbscsnv.is_null(), yes=outside, no=v.dbscsnv < rules.spliceai.dbscsnv_below)


def _reads_dbscsnv(v: Variants, rules: Any) -> bool:
    return rules.spliceai.dbscsnv and not v.has_spliceai and "dbscsnv_ada" in v.columns


def _with_dbscsnv(finding: Finding, v: Variants, rules: Any) -> Finding:
    """The finding, saying so where dbscSNV stood in for SpliceAI."""
    if not _reads_dbscsnv(v, rules):
        return finding
    used = v.silent & _by_dbscsnv(v, rules).is_not_null()
    told = (
        "no SpliceAI in the file; dbscSNV {} (below {}, or outside the splice motifs, which it does not score): "
        "it does not see new splice sites"
    )
    return finding.where(used, told, v.dbscsnv, rules.spliceai.dbscsnv_below)


def _splice_harm(v: Variants, rules: Any) -> pl.Expr:
    harmful = passes(v.spliceai, rules, "spliceai.pp3_from")
    return choose(harmful & ~v.at_splice_site, yes=worth(rules.spliceai.pp3_strength), no=0)


def _in_splice_motif(v: Variants, rules: Any) -> pl.Expr:
    """Within the bases of the donor or acceptor motif, in exon or intron."""
    if IN_MOTIF in v.columns:
        return v.column(IN_MOTIF)
    motif = rules.spliceai
    return ~v.away_from_splice_sites(
        motif.acceptor_exonic, motif.donor_exonic, motif.donor_intronic + 1, motif.acceptor_intronic + 1
    )


def _points(v: Variants, rules: Any, *, harmful: bool) -> pl.Expr:
    """Points of the chosen predictor's score on one side, unsigned: 0 between the sides, null for no score."""
    import polars as pl

    score = v.missense_score
    if v.tool is None:
        return pl.lit(None, dtype=pl.Int8)
    found: Any = pl.when(score.is_null() | score.is_nan()).then(None)
    most = worth(rules.pp3.max_strength if harmful else rules.bp4.max_strength)
    for one in rules.bins(v.tool):
        if (one.points > 0) == harmful:
            found = found.when(_inside(score, one)).then(pl.lit(min(int(abs(one.points)), most), dtype=pl.Int8))
    answer: pl.Expr = found.otherwise(pl.lit(0, dtype=pl.Int8))
    return answer


def _inside(score: pl.Expr, one: Any) -> pl.Expr:
    import polars as pl

    tests = []
    if one.from_ is not None:
        tests.append(score >= one.from_)
    if one.above is not None:
        tests.append(score > one.above)
    if one.at_most is not None:
        tests.append(score <= one.at_most)
    if one.below is not None:
        tests.append(score < one.below)
    return pl.all_horizontal(tests)


def _no_predictor_of_mitochondria() -> Finding:
    """Calibrations are of nuclear genes, and mitochondrial DNA has no splicing."""
    import polars as pl

    told = "not assessed: needs APOGEE for missense variants, MitoTIP and HmtVAR for variants of tRNA"
    return not_assessed().where(pl.lit(True), told)


def _protein_is_judged(v: Variants, rules: Any) -> pl.Expr:
    """A missense substitution, unless the panel reads predictors of splicing only, or not there."""
    import polars as pl

    if not rules.pp3.missense:
        return v.missense_substitution & pl.lit(False)
    return v.missense_substitution & _in_a_domain(v, rules) if rules.pp3.regions else v.missense_substitution


def _in_a_domain(v: Variants, rules: Any) -> pl.Expr:
    """Whether the residue lies where the panel reads predictors of missense change."""
    import polars as pl

    return pl.any_horizontal([(v.gene == one.gene) & lies_in(v, one) for one in rules.pp3.regions])


def _told(finding: Finding, v: Variants, rules: Any) -> Finding:
    """The finding with the scores that it rests on."""
    finding = finding.where(v.null_variant, "predictions are of missense changes and of splicing: PVS1 judges this one")
    if not rules.pp3.missense:
        return finding.because("SpliceAI {}; the panel reads predictors of splicing only", v.spliceai)
    if rules.pp3.regions:
        finding = finding.where(
            v.missense_substitution & ~_in_a_domain(v, rules),
            "outside the domains where the panel reads predictors of missense change; SpliceAI {}", v.spliceai,
        )  # fmt: skip
    if v.tool is None:
        return finding.because("no predictor of missense change in the file, SpliceAI {}", v.spliceai)
    return finding.because("{} {}, SpliceAI {}", v.tool, v.missense_score, v.spliceai)

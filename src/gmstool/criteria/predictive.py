"""Evidence from prediction: PP3 and BP4, BP7, PM4 and BP3, PP2 and BP1.

One predictor of missense change is chosen for a whole file, never the best score of a variant. SpliceAI is read after
Walker 2023. Away from splice sites a missing SpliceAI score leaves the answer of the missense predictor, and is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, met, passes, stronger, unless, worth
from gmstool.criteria.facts import Variants
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    import polars as pl

SOURCE_MISSENSE = "Pejaver 2022, PMID 36413997; Bergquist 2024; Walker 2023, PMID 37352859"
RICHARDS = "Richards 2015, PMID 25741868"
WALKER = "Walker 2023, PMID 37352859"


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
    splice = _splice_harm(v, rules)
    score = choose(v.missense_substitution, yes=_points(v, rules, harmful=True), no=0)
    quiet_place = v.missense_substitution & ~_in_splice_motif(v, rules)
    splice = choose(quiet_place & v.spliceai.is_null(), yes=0, no=splice)
    either = choose(v.null_variant, yes=0, no=stronger(score, splice))
    return graded(either).because("{} {}, SpliceAI {}", _tool_name(v), v.missense_score, v.spliceai)


@criterion(
    Strength.SUPPORTING,
    source=SOURCE_MISSENSE,
    needs=("missense_score_if_missense", "spliceai"),
    refining=("spliceai",),
)
def BP4(v: Variants, rules: Any) -> Finding:
    """Computational evidence suggests no impact on the gene or its product.

    A missense substitution must be harmless to protein and splicing both.
    """
    quiet = splice_is_quiet(v, rules)
    score = _points(v, rules, harmful=False)
    protein = choose(quiet, yes=score, no=0)
    silent = choose(quiet, yes=worth(rules.spliceai.bp4_strength), no=0)
    found = choose(v.missense_substitution, yes=protein, no=choose(v.silent, yes=silent, no=0))
    harmless_nowhere = unless(v.missense_substitution & (score == 0), found, answer=0)
    return graded(harmless_nowhere).because("{} {}, SpliceAI {}", _tool_name(v), v.missense_score, v.spliceai)


@criterion(Strength.SUPPORTING, source=WALKER, needs=("consequence", "spliceai", "place_in_exon"))
def BP7(v: Variants, rules: Any) -> Finding:
    """Silent or deep intronic variant for which no effect on splicing is predicted.

    Only with BP4; synonymous outside the first base and the last bases of its exon, intronic away from both splice
    sites. Conservation is not considered.
    """
    bp7 = rules.bp7
    away = v.away_from_splice_sites(bp7.exon_first_bases, bp7.exon_last_bases, bp7.donor_from, bp7.acceptor_from)
    fits = (v.synonymous | v.intronic) & away & splice_is_quiet(v, rules)
    return met(fits).because("{}, SpliceAI {}", v.consequence, v.spliceai)


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
    return met(v.missense & (listed | constrained)).because(
        "missense Z {} against {}; pathogenic missense variants of the gene known: {}",
        v.missense_z, rules.pp2.min_missense_z, v.missense_causes_disease,
    )  # fmt: skip


@criterion(Strength.SUPPORTING, source=RICHARDS, needs=("consequence", "truncating_only"))
def BP1(v: Variants, rules: Any) -> Finding:
    """Missense variant in a gene for which primarily truncating variants are known to cause disease.

    Asks for a curated list of such genes; a gene that no list names is not known.
    """
    listed = choose(v.gene.is_in(list(rules.bp1.genes)), yes=True, no=None)
    return met(v.missense & listed).because(
        "{} in {}, listed for truncating variants: {}", v.consequence, v.gene, listed
    )


def splice_is_quiet(v: Variants, rules: Any) -> pl.Expr:
    """No effect on splicing is predicted; null where that is not known.

    Away from splice motifs a missense substitution needs no score: its protein effect is predicted by another tool.
    """
    scored = passes(v.spliceai, rules, "spliceai.bp4_at_most")
    unscored = choose(v.missense_substitution & ~_in_splice_motif(v, rules), yes=True, no=_by_dbscsnv(v, rules))
    return unless(v.at_splice_site, choose(v.spliceai.is_null(), yes=unscored, no=scored))


def _by_dbscsnv(v: Variants, rules: Any) -> pl.Expr:
    """Where a file has no SpliceAI at all: dbscSNV's score, or a place outside the motifs that dbscSNV scores.

    Only where the rule set says so; it sees changes of known splice sites, not the making of new ones.
    """
    import polars as pl

    below = getattr(rules.spliceai, "dbscsnv_below", None) if "spliceai_max" not in v.columns else None
    if below is None or "dbscsnv_ada" not in v.columns:
        return pl.lit(None, dtype=pl.Boolean)
    outside = choose(v.dbscsnv.is_null() & ~_in_splice_motif(v, rules), yes=True, no=None)
    return choose(v.dbscsnv.is_null(), yes=outside, no=v.dbscsnv < below)


def _splice_harm(v: Variants, rules: Any) -> pl.Expr:
    harmful = passes(v.spliceai, rules, "spliceai.pp3_from")
    return choose(harmful & ~v.at_splice_site, yes=worth(rules.spliceai.pp3_strength), no=0)


def _in_splice_motif(v: Variants, rules: Any) -> pl.Expr:
    """Within the bases of the donor or acceptor motif, in exon or intron."""
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


def _tool_name(v: Variants) -> str:
    return v.tool or "no predictor of missense change in the file:"

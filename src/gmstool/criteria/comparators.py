"""Classified neighbours of a missense variant: PS1 and PM5.

A comparator is pathogenic or likely pathogenic in the bundle's ClinVar table, with at least the stars that the rule set
asks for, or by what persons confirmed in a store that is named: never an unsigned call of our own, and never the
variant's own entry. The bundle has no sequence.
What a comparator makes of the codon follows from the codon as annotated, else from the variant's residues and the bases
that REF alleles of the ClinVar table state there; where that leaves several answers, it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.criteria.engine import Finding, criterion, graded, worth
from gmstool.criteria.null_variants import transcript_of
from gmstool.criteria.residues import CODE, codons_that_fit, grantham, on_strand, replaced
from gmstool.criteria.strength import Strength
from gmstool.errors import MismatchError
from gmstool.reference import clinvar_table, codons
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from gmstool.criteria.facts import Variants
    from gmstool.reference.transcripts import Transcript

RICHARDS = "Richards 2015, PMID 25741868"
_CODON = 3
AS_SIGNED = 2  # stars that a confirmed assertion stands for; a panel that asks for more counts its own alone


class Comparator(NamedTuple):
    """A classified substitution: where it is in its codon, on the transcript's strand."""

    at: int  # 0 to 2
    ref: str
    alt: str
    pos: int
    pathogenic: bool  # P; likely pathogenic otherwise, also where ClinVar says P/LP
    stars: int
    name: str


class Substitution(NamedTuple):
    """A substitution that persons confirmed as pathogenic or likely pathogenic; `said` begins with P, LP or P/LP."""

    chrom: str
    pos: int
    ref: str
    alt: str
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Confirmed:
    """The confirmed substitutions of a store, at their places in a build."""

    build: str
    rows: tuple[Substitution, ...] = ()

    def of(self, transcript: Transcript) -> Iterator[tuple[Substitution, int]]:
        """Those in a transcript's coding sequence, each with its base there, from 1."""
        for one in self.rows:
            if one.chrom == transcript.chrom and (base := transcript.cds_position(one.pos)) is not None:
                yield one, base


class Judged(NamedTuple):
    """Points of PS1 and PM5 (None: nobody can say), each with its comparator in words."""

    ps1: int | None
    ps1_comparator: str | None
    pm5: int | None
    pm5_comparator: str | None


NOTHING_KNOWN = Judged(None, None, None, None)
NO_COMPARATOR = Judged(0, "none", 0, "none")


@criterion(
    Strength.STRONG,
    source=f"{RICHARDS}; ClinVar, 2 stars",
    needs=("consequence", "residue_change", "ps1_compared", "spliceai_if_annotated"),
    refining=("spliceai",),
)
def PS1(v: Variants, rules: Any) -> Finding:
    """Same amino acid change as a previously established pathogenic variant, whatever the nucleotide change.

    Missense only, and not where the variant is predicted to act by splicing. That the comparator acts by its residue,
    too, is for a person to review. The same effect on splicing (Walker 2023, Table 2) is for a person to compare: the
    bundle has no SpliceAI scores of comparators. In a file without SpliceAI no effect on splicing is taken for known.
    """
    spliced = v.spliceai_if_annotated >= rules.spliceai.pp3_from
    may_splice = ~v.missense & (v.at_splice_site | ~v.null_variant)
    of_splicing = may_splice & (v.at_splice_site | spliced)
    residue = choose((v.ps1_points == 0) | spliced, yes=0, no=v.ps1_points)
    found = choose(v.missense, yes=residue, no=choose(of_splicing, yes=None, no=0))
    return (
        graded(found)
        .because("comparator: {}", v.ps1_comparator)
        .only_for(v.missense, "no missense change")
        .where(
            of_splicing, "not assessed: needs a person who compares it with classified variants of the same splice site"
        )
        .where(may_splice & spliced.is_null(), "not assessed: needs SpliceAI")
    )


@criterion(
    Strength.MODERATE, source=f"{RICHARDS}; ClinVar, 2 stars", needs=("consequence", "residue_change", "pm5_compared")
)
def PM5(v: Variants, rules: Any) -> Finding:  # noqa: ARG001  # the comparison has read the rules
    """Missense change at a residue where a different missense change was determined to be pathogenic before.

    The variant must be at least as disruptive as its comparator by Grantham's distance, or the panel says otherwise.
    """
    return (
        graded(choose(v.missense, yes=v.pm5_points, no=0))
        .because("comparator: {}", v.pm5_comparator)
        .only_for(v.missense, "no missense change")
    )


def judged(row: dict[str, Any], build: str | None, rules: Any, confirmed: Confirmed | None = None) -> Judged:
    """PS1 and PM5 of one missense substitution."""
    residues = (row["amino_acids"] or "").split("/")
    if build is None or row["hgnc_id"] is None or len(residues) != 2:  # noqa: PLR2004  # from and to
        return NOTHING_KNOWN
    of = transcript_of(row["hgnc_id"], row["transcript"], build)
    base = of.cds_position(row["pos"]) if of else None
    if of is None or base is None:
        return NOTHING_KNOWN
    known = by_codon(of, row["hgnc_id"], rules.ps1.min_stars, confirmed)
    if known is None:
        return NOTHING_KNOWN
    codon, at = divmod(base - 1, _CODON)
    own = (at, on_strand(row["ref"], of.strand), on_strand(row["alt"], of.strand))
    others = [one for one in known.get(codon + 1, ()) if (one.at, one.alt) != (own[0], own[2])]
    if not others:
        return NO_COMPARATOR
    spelled = (row["codons"] or "").partition("/")[0].upper()  # VEP spells out the reference codon
    bases = dict(enumerate(spelled)) if len(spelled) == _CODON else _stated_bases(of, row["hgnc_id"], codon)
    return _compared(own, bases | {own[0]: own[1]}, residues, others, rules)


@cache
def _stated_bases(of: Transcript, hgnc_id: int, codon: int) -> dict[int, str]:
    """The bases of a codon (counted from 0) that REF alleles in the ClinVar table state, on the transcript's strand."""
    import polars as pl

    places = {of.genomic_position(_CODON * codon + at + 1): at for at in range(_CODON)}
    known = [place for place in places if place is not None]
    near = _references(of.build).filter(pl.col("pos") <= max(known), pl.col("end") >= min(known))
    rows = near.filter(pl.col("genes_at").list.contains(hgnc_id)).select("pos", "ref").iter_rows()
    stated = {pos + at: base for pos, ref in rows for at, base in enumerate(ref)}
    return {places[place]: on_strand(stated[place], of.strand) for place in known if place in stated}


def _compared(
    own: tuple[int, str, str], bases: dict[int, str], residues: list[str], others: list[Comparator], rules: Any
) -> Judged:
    was, becomes = residues
    codons = codons_that_fit(bases, was, ((own[0], own[2], becomes),))
    made = [{CODE[replaced(codon, one.at, one.alt)] for codon in codons} for one in others]
    same, different, unsure, greater = [], [], [], []
    for one, possible in zip(others, made, strict=True):
        fair = [_fair(was, becomes, residue) for residue in possible]
        if possible == {becomes}:
            same.append(one)
        elif possible and all(fair):
            different.append(one)
        elif possible and all(_other(was, becomes, residue) for residue in possible):
            greater.append(one)
        elif becomes in possible or any(fair) or not possible:
            unsure.append(one)
    ps1, pm5 = _best(same, rules.ps1, unsure), _best(different, rules.pm5, unsure)
    most = worth(rules.pm5.less_disruptive)
    if greater and not pm5[0]:
        points, name = _best(greater, rules.pm5, [])
        if most:
            pm5 = min(points or 0, most), name
        elif pm5[0] is not None:
            pm5 = 0, f"none that counts: {name} is more disruptive by Grantham's distance"
    return Judged(*ps1, *pm5)


def _other(was: str, becomes: str, other: str) -> bool:
    """Whether a comparator makes another missense change of the residue."""
    return other not in ("*", was, becomes)


def _fair(was: str, becomes: str, other: str) -> bool:
    """Whether another missense change of the residue is not more disruptive than the variant itself."""
    own, its = grantham(was, becomes), grantham(was, other)
    return _other(was, becomes, other) and own is not None and its is not None and own >= its


def _best(found: list[Comparator], rules: Any, unsure: list[Comparator]) -> tuple[int | None, str | None]:
    if not found:
        return (None, None) if unsure else (0, "none")
    best = max(found, key=lambda one: (one.pathogenic, one.stars))
    points = worth(rules.pathogenic if best.pathogenic else rules.likely_pathogenic)
    if "two_pathogenic" in rules and sum(one.pathogenic for one in found) > 1:
        points = max(points, worth(rules.two_pathogenic))
    return points, best.name


@cache
def by_codon(
    of: Transcript, hgnc_id: int, min_stars: int, confirmed: Confirmed | None = None
) -> dict[int, tuple[Comparator, ...]] | None:
    """The classified missense substitutions of a transcript, by codon; None where the table lacks the build."""
    rows = _by_gene(of.build)
    if rows is None:
        return None
    found: dict[int, tuple[Comparator, ...]] = {}
    for pos, ref, alt, variation, significance, stars in rows.get(hgnc_id, ()):
        base = of.cds_position(pos)
        if base is None or stars < min_stars:
            continue
        codon, at = divmod(base - 1, _CODON)
        name = f"ClinVar {variation} ({significance}, {stars} stars), {of.name}:c.{base}"
        bases = on_strand(ref, of.strand), on_strand(alt, of.strand)
        one = Comparator(at, *bases, pos, significance == "P", stars, f"{name}{bases[0]}>{bases[1]}")
        found[codon + 1] = (*found.get(codon + 1, ()), one)
    if confirmed is not None and min_stars <= AS_SIGNED:
        _add_confirmed(found, of, confirmed)
    return found


def _add_confirmed(found: dict[int, tuple[Comparator, ...]], of: Transcript, confirmed: Confirmed) -> None:
    """Put the confirmed substitutions beside those of ClinVar, which has the word where it has the same one."""
    for told, base in confirmed.of(of):
        codon, at = divmod(base - 1, _CODON)
        here, (ref, alt) = found.get(codon + 1, ()), (on_strand(told.ref, of.strand), on_strand(told.alt, of.strand))
        if (at, alt) in {(one.at, one.alt) for one in here}:
            continue
        level, _, who = told.said.partition(": ")
        name = f"{who} ({level}, confirmed), {of.name}:c.{base}{ref}>{alt}"
        found[codon + 1] = (*here, Comparator(at, ref, alt, told.pos, level == "P", AS_SIGNED, name))


@cache
def codons_near(build: str | None, confirmed: Confirmed | None = None) -> pl.Series | None:
    """Places (chromosome:position) of the bases of codons with a classified missense substitution; None if unknown."""
    import polars as pl

    if build is None or (table := _substitutions(build)) is None:
        return None
    spans = codons.coding_spans(build)
    placed = table.select("pos", hgnc_id="genes_at").join(spans, on="hgnc_id").select("number", "pos")
    if confirmed is not None:
        placed = pl.concat([placed, _confirmed_at(confirmed, spans)])
    near = codons.codon_mates(placed.unique(), build)
    return near.select(pl.concat_str("chrom", "pos", separator=":").alias("near")).to_series()


def _confirmed_at(confirmed: Confirmed, spans: pl.DataFrame) -> pl.DataFrame:
    """The confirmed substitutions, each with the coding sequences that it lies between the ends of."""
    import polars as pl

    text = pl.String()
    schema = {"chrom": text, "pos": pl.Int64(), "ref": text, "alt": text, "said": text}
    rows = pl.DataFrame(confirmed.rows, schema=schema, orient="row")
    inside = pl.col("pos").is_between("cds_start", "cds_end")
    return rows.join(spans, on="chrom").filter(inside).select("number", "pos")


@cache
def _substitutions(build: str) -> pl.DataFrame | None:
    """The classified missense substitutions, a row for each gene there; None where the table lacks the build."""
    import polars as pl

    try:
        table = clinvar_table.variants(build)
    except MismatchError:
        return None
    substitution = (pl.col("ref").str.len_bytes() == 1) & (pl.col("alt").str.len_bytes() == 1)
    chosen = table.filter(substitution & pl.col("consequence").str.contains("missense_variant")).explode("genes_at")
    columns = ("genes_at", "pos", "ref", "alt", "variation_id", "significance", "stars")
    return chosen.select(columns).drop_nulls().cast({"pos": pl.Int64})


@cache
def _by_gene(build: str) -> dict[int, tuple[tuple[Any, ...], ...]] | None:
    table = _substitutions(build)
    if table is None:
        return None
    found: dict[int, list[tuple[Any, ...]]] = {}
    for gene, *row in table.sort("pos", "alt", maintain_order=True).iter_rows():
        found.setdefault(gene, []).append(tuple(row))
    return {gene: tuple(rows) for gene, rows in found.items()}


@cache
def _references(build: str) -> pl.DataFrame:
    """Stretches of the reference genome, from `pos` to `end`, that REF alleles of the ClinVar table state."""
    import polars as pl

    end = pl.col("pos") + pl.col("ref").str.len_bytes() - 1
    return clinvar_table.variants(build).select("pos", "ref", "genes_at", end=end)


@cache
def classified(build: str | None) -> pl.DataFrame | None:
    """Every variant of the ClinVar table: `pos`, and `name` as chromosome:position:ref:alt; None without the build."""
    import polars as pl

    if build is None or _substitutions(build) is None:
        return None
    name = pl.concat_str("chrom", "pos", "ref", "alt", separator=":")
    return clinvar_table.variants(build).select(pl.col("pos").cast(pl.Int64), name=name)

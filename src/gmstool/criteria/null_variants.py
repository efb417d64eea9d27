"""PVS1: a predicted null variant where loss of function causes the disease."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.criteria import genes
from gmstool.criteria.effects import Effect
from gmstool.criteria.engine import Finding, criterion, graded
from gmstool.criteria.null_losses import Change, changed, loss_of, structural
from gmstool.criteria.null_tree import Loss, Way, lowered, walk
from gmstool.criteria.strength import Strength
from gmstool.reference import transcripts
from gmstool.unknown import choose

if TYPE_CHECKING:
    from gmstool.criteria.facts import Variants
    from gmstool.reference.transcripts import Transcript

SOURCE = "Abou Tayoun 2018, PMID 30192042"
STRUCTURAL = ("DEL", "DUP")


@criterion(Strength.VERY_STRONG, source=SOURCE, needs=("consequence",))
def PVS1(v: Variants, rules: Any) -> Finding:  # noqa: ARG001  # the tree has read the rules
    """Null variant in a gene where loss of function is a known mechanism of disease.

    The way through the tree is the reason: nonsense-mediated decay from the exons of the MANE transcript, the last
    exon and the 50 bases before the last junction, the removed part of the protein, skipped exons and their frame,
    initiation codons, deletions and duplications of exons; before it the gate of the mechanism. A region is critical
    where the gene's rule set lists it for PM1 and all of it is lost. Whether loss of function is frequent in an exon is
    told by the variant's own frequency alone: the bundle has none of others. Other start codons are those of MANE
    transcripts; the bundle has no sequence, so the next start in frame is known only as far as reference alleles of its
    ClinVar table state the first codons.
    """
    concerned = (
        v.null_variant | v.out_of_scope.is_not_null()
    )  # of those out of scope only exons lost or gained get here
    return (
        graded(choose(concerned, yes=v.pvs1_points, no=0))
        .because("{}", v.pvs1_path)
        .only_for(concerned, "no null variant")
    )


def judged(row: dict[str, Any], build: str | None, rules: Any) -> tuple[int | None, str]:
    """Points and the way through the tree for one row; no points where nobody can say."""
    if row["hgnc_id"] is None or build is None:
        return None, f"not assessed: needs {'the gene' if row['hgnc_id'] is None else 'the genome build'}"
    of = transcript_of(row["hgnc_id"], row["transcript"], build)
    if of is None:
        return None, "not assessed: needs the exons of a MANE transcript"
    loss = _loss(row, of, rules)
    if loss is None:  # of a copy number the tree then says nothing, and other rules judge it
        return None if row["_exons_lost_or_gained"] else 0, f"no coding exon of {of.name} is lost"
    mechanism = genes.loss_of_function(row["hgnc_id"], rules)
    way = walk(replace(loss, critical=critical_region(loss.lost, of.symbol, rules)), rules)
    if way.points == 0 or mechanism.steps == -1:
        return 0, told(way, mechanism, of)
    if mechanism.steps is None:
        return None, f"not assessed: needs to know that loss of function causes the disease; {told(way, mechanism, of)}"
    way = lowered(way, mechanism.steps)
    return way.points, told(way, mechanism, of)


def told(way: Way, mechanism: genes.Mechanism, of: Transcript) -> str:
    """The path as a line of steps."""
    return " > ".join((of.name, *way.steps, f"mechanism: {mechanism.told}"))


def critical_region(lost: tuple[int, int] | None, gene: str, rules: Any) -> str | None:
    """The region of the gene's own list for PM1 that lies wholly between two residues, those included.

    None where no list of the rule set has one: the role of what is lost is then not known.
    """
    if lost is None:
        return None
    for one in rules.pm1.regions:
        first, last = (one["start"], one["end"]) if "start" in one else (min(one["residues"]), max(one["residues"]))
        if one["gene"] == gene and lost[0] <= first and last <= lost[1]:
            residues = f"{first}-{last}" if first != last else f"{first}"
            return f"{one.get('name', 'a listed region')}, residues {residues}"
    return None


@cache
def transcript_of(hgnc_id: int, named: str | None, build: str) -> Transcript | None:
    """The MANE transcript to judge by: the one the row shows if it is MANE, else the gene's MANE Select."""
    known = transcripts.of_gene(hgnc_id, build)
    shown = [one for one in known if named in (one.name, one.ensembl)]
    coding = [one for one in (*shown, *known) if one.coding_parts]
    return coding[0] if coding else None


def _loss(row: dict[str, Any], of: Transcript, rules: Any) -> Loss | None:
    if row["_exons_lost_or_gained"]:
        tandem = "TANDEM" in row["alt"]
        return structural(row["pos"] + 1, row["end"], row["_sv"], of, tandem=tandem)
    start, end, ref, alt = changed(row["pos"], row["ref"], row["alt"], row["end"])
    af = 0.0 if row["_gnomad_status"] == "absent" else row["_gnomad_af"]
    whole = row["_gnomad_larger"] is False
    change = Change(start, end, ref, alt, Effect(row["_effects"]), row["hgvsp"], af, whole)
    return loss_of(change, of, rules)

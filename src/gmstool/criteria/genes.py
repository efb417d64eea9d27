"""What is known of a gene: how its diseases are inherited, and whether loss of function or missense causes them.

All from the reference bundle. ClinGen's tables are reduced sets: a gene that is not in them is unknown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.reference import bundle, constraint, diseases, transcripts
from gmstool.reference import genes as reference
from gmstool.rules.load import default, heads

if TYPE_CHECKING:
    import polars as pl

VALIDITY = ("Limited", "Moderate", "Strong", "Definitive")  # ClinGen's classes that support a link, weakest first
_DOMINANT, _RECESSIVE, _X_LINKED = {"AD"}, {"AR"}, {"XL", "XLD", "XLR"}
LOSS = "stop_gained|frameshift_variant|splice_donor_variant|splice_acceptor_variant"


class Inheritance(NamedTuple):
    """How the condition is inherited, or the conditions of a gene."""

    told: str
    dominant: bool
    recessive: bool
    x_linked: bool


class Mechanism(NamedTuple):
    """Whether loss of function causes the disease: steps off PVS1's strength; None is unknown, -1 that it does not."""

    steps: int | None
    told: str


class Counts(NamedTuple):
    """Pathogenic and likely pathogenic variants of a gene in ClinVar with at least two stars."""

    all: int
    loss: int
    missense: int


def inheritance(hgnc_id: int) -> Inheritance | None:
    """The modes of inheritance of a gene's diseases (HPO's annotations and ClinGen); None if none is stated."""
    stated = dict.fromkeys([*(diseases.inheritance(hgnc_id) or ()), *_clingen_modes().get(hgnc_id, ())])
    return read_modes(" ".join(stated))


@cache
def read_modes(text: str) -> Inheritance | None:
    """Modes of inheritance from words such as `AD`, `AR`, `XL`, `AD/AR`; None if none of them is known."""
    words = text.replace("/", " ").replace(",", " ").split()
    found = [mode for mode in words if mode in _DOMINANT | _RECESSIVE | _X_LINKED]
    if not found:
        return None
    kinds = set(found)
    told = "/".join(dict.fromkeys(found))
    return Inheritance(told, bool(kinds & _DOMINANT), bool(kinds & _RECESSIVE), bool(kinds & _X_LINKED))


@cache
def former_names() -> dict[str, str]:
    """The approved symbols of the genes that rule sets are of or name in lists, by the names they had before."""
    lists = default().bs2
    named = {gene for head in heads().values() for gene in head.get("genes", ())}
    named |= {*lists.chip_genes, *lists.homologous_genes}
    rows = reference.genes().filter(reference.genes()["symbol"].is_in(sorted(named)))
    before = ((old, new) for new, *olds in rows.select("symbol", "previous", "alias").iter_rows()
              for old in (*(olds[0] or ()), *(olds[1] or ())))  # fmt: skip
    return {old: new for old, new in before if reference.resolve(old).symbol == new}


def facts(hgnc_ids: list[int]) -> pl.DataFrame:
    """What criteria read of genes, one row each."""
    import polars as pl

    truth = pl.Boolean
    schema = {
        "hgnc_id": pl.Int64, "_modes": pl.String, "_dominant": truth, "_recessive": truth, "_x_linked": truth,
        "_missense_z": pl.Float64, "_missense_causes_disease": truth, "_has_transcript": truth,
    }  # fmt: skip
    return pl.DataFrame([_facts(one) for one in hgnc_ids], schema=schema, orient="row")


def stated_modes(texts: list[str]) -> pl.DataFrame:
    """Modes of inheritance that the table states, read, one row per text."""
    import polars as pl

    truth = pl.Boolean
    schema = {"moi": pl.String, "_modes": pl.String, "_dominant": truth, "_recessive": truth, "_x_linked": truth}
    return pl.DataFrame([(one, *(read_modes(one) or (None,) * 4)) for one in texts], schema=schema, orient="row")


@cache
def _facts(hgnc_id: int) -> tuple[Any, ...]:
    modes = inheritance(hgnc_id) or (None,) * 4
    harmful = clinvar_counts(hgnc_id).missense > 0 or None  # ClinVar not knowing any yet says nothing
    return (hgnc_id, *modes, missense_z(hgnc_id), harmful, hgnc_id in _with_exons() or None)


@cache
def _with_exons() -> frozenset[int]:
    """Genes with a transcript whose exons are known on GRCh38."""
    table = transcripts.table().drop_nulls(["hgnc_id", "exon_starts"])
    return frozenset(table.filter(table["build"] == "GRCh38")["hgnc_id"])


def loss_of_function(hgnc_id: int, rules: Any) -> Mechanism:
    """Whether loss of function is how the gene causes disease: the gate before PVS1's tree (Abou Tayoun 2018)."""
    gate, counts = rules.pvs1.mechanism, clinvar_counts(hgnc_id)
    if rules.content["ruleset"].get("genes") and rules.applies("PVS1"):
        return Mechanism(0, f"the gene's specification applies PVS1 ({rules.id})")
    if (score := _dosage().get(hgnc_id)) == gate.dosage_haploinsufficient:
        return Mechanism(0, "ClinGen: haploinsufficiency 3")
    validity = best_validity(hgnc_id)
    if validity is None:
        return Mechanism(None, f"no ClinGen assessment of the gene in the bundle{_suggestion(hgnc_id, gate)}")
    rank = VALIDITY.index(validity)
    told = f"ClinGen validity {validity}, loss of function in {counts.loss} of {counts.all} ClinVar variants"
    share = counts.loss / counts.all if counts.all else 0.0
    enough = counts.loss >= gate.full_min_lof_variants and share > gate.full_min_lof_fraction
    if rank >= VALIDITY.index(gate.full_min_validity) and enough:
        return Mechanism(0, told)
    if rank >= VALIDITY.index(gate.reduced_min_validity) and counts.loss >= gate.reduced_min_lof_variants:
        return Mechanism(2, told)  # the second reduced level asks for a mouse model, which the bundle does not have
    return Mechanism(None, f"{told}{'' if score is None else f', haploinsufficiency {score}'}")


def best_validity(hgnc_id: int) -> str | None:
    """ClinGen's strongest class for any disease of a gene; None where none supports a link."""
    found = [one for one in _validity().get(hgnc_id, ()) if one in VALIDITY]
    return max(found, key=VALIDITY.index, default=None)


def clinvar_counts(hgnc_id: int) -> Counts:
    """How many pathogenic variants of a gene ClinVar has; zeros for a gene without any."""
    return _counts().get(hgnc_id, Counts(0, 0, 0))


def missense_z(hgnc_id: int) -> float | None:
    """How constrained a gene is for missense change."""
    return constraint.constraint(hgnc_id).mis_z


def _suggestion(hgnc_id: int, gate: Any) -> str:
    """Constraint may suggest the mechanism, never decide it."""
    known = constraint.constraint(hgnc_id)
    if known.pli is not None and known.pli >= gate.suggest_pli:
        return f"; pLI {known.pli:.2f} suggests that loss of function harms"
    if known.loeuf is not None and known.loeuf < gate.suggest_loeuf:
        return f"; LOEUF {known.loeuf:.2f} suggests that loss of function harms"
    return ""


@cache
def _counts() -> dict[int, Counts]:
    import polars as pl

    terms = pl.col("consequence")  # a variant without terms counts among all, and as neither of the two
    rows = (
        bundle.table("clinvar")
        .select("genes_at", loss=terms.str.contains(LOSS), missense=terms.str.contains("missense_variant"))
        .explode("genes_at").group_by("genes_at").agg(pl.len(), pl.col("loss").sum(), pl.col("missense").sum())
    )  # fmt: skip
    return {gene: Counts(total, loss, missense) for gene, total, loss, missense in rows.iter_rows() if gene is not None}


@cache
def _validity() -> dict[int, tuple[str, ...]]:
    return _lists(bundle.table("clingen_validity").select("hgnc_id", "classification"))


@cache
def _clingen_modes() -> dict[int, tuple[str, ...]]:
    return _lists(bundle.table("clingen_validity").select("hgnc_id", "inheritance"))


def _lists(table: pl.DataFrame) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for gene, value in table.drop_nulls().iter_rows():
        found[gene] = (*found.get(gene, ()), value)
    return found


@cache
def _dosage() -> dict[int, int]:
    rows = bundle.table("clingen_dosage").select("hgnc_id", "haploinsufficiency").drop_nulls().iter_rows()
    return dict(rows)

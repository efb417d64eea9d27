"""One variant in words, and what a criterion says of it."""

from functools import cache
from types import SimpleNamespace

import polars as pl
import pytest

from gmstool.criteria.assess import assess
from gmstool.criteria.gathering import READ, Setting
from gmstool.reference import transcripts
from gmstool.reference.genes import resolve
from gmstool.rules.load import default, merged
from gmstool.rules.model import RuleSet

TEXTS = {
    "chrom", "ref", "alt", "gene", "transcript", "consequence", "hgvsc", "hgvsp", "amino_acids", "codons", "af_status",
    "moi",
}  # fmt: skip
WHOLE = {"pos", "end", "hgnc_id", "protein_position", "gnomad_ac", "gnomad_an", "gnomad_hom", "gnomad_hemi"}
ORDINARY = {
    "chrom": "chr2", "pos": 1_000_000, "ref": "A", "alt": "G", "gene": "SOS1", "hgnc_id": 11187, "moi": "AD",
    "consequence": "missense_variant", "af_status": "absent", "protein_position": 100, "amino_acids": "K/R",
    "hgvsc": "ENST00000402219.8:c.299A>G", "hgvsp": "ENSP00000384675.2:p.Lys100Arg",
}  # fmt: skip


def kind(name):
    return pl.String if name in TEXTS else pl.Int64 if name in WHOLE else pl.Float64


@cache
def shown_of(gene):
    """Number of the gene and its MANE Select transcript, which a file shows unless a test says otherwise."""
    number = resolve(gene).hgnc_id if gene else None
    known = transcripts.of_gene(number, "GRCh38") if number else ()
    return {"hgnc_id": number, "transcript": known[0].name if known else None}


def tabled(*rows):
    """Rows as the table of variants has them; an observed frequency is an observed variant."""
    columns = sorted(READ | {"af", "af_status", "end"} | TEXTS)
    whole = []
    for row in rows:
        one = dict.fromkeys(columns) | ORDINARY | shown_of(row.get("gene", ORDINARY["gene"])) | row
        af = next(
            (one[name] for name in columns if name.startswith("gnomad") and name.endswith("_af") and one[name]), None
        )
        one["af"] = row.get("af", af)
        one["af_status"] = row.get("af_status", "observed" if af is not None else ORDINARY["af_status"])
        whole.append(one)
    return pl.DataFrame(whole, schema={name: kind(name) for name in columns})


ON_DEMAND = ("gnomad_afr_af", "gnomad_amr_af", "gnomad_eas_af", "gnomad_nfe_af", "gnomad_sas_af", "gnomad_faf95")


def fed_by(*without):
    return frozenset(READ) - {"alphamissense", "bayesdel", "cadd", *without}


def assessed(*rows, rules=None, without=(), most_alleles=None, build="GRCh38"):
    named = {name for row in rows for name in row}
    without = (*without, *(name for name in ON_DEMAND if name not in named))  # a file has the groups that a test names
    setting = Setting(build, fed_by(*without), most_alleles)
    table = tabled(*rows).drop(without, strict=False)
    return assess(table, rules or default(), setting)


def points(code, *, rules=None, without=(), most_alleles=None, **facts):
    """Signed points of one criterion for one variant."""
    return assessed(facts, rules=rules, without=without, most_alleles=most_alleles).verdicts[code][0]


def reason(code, *, rules=None, without=(), **facts):
    return assessed(facts, rules=rules, without=without).reasons([0])[code][0]


def rules_with(**sections):
    """The default rule set with a panel's values laid over it."""
    base = default()
    return RuleSet("a-panel", "1", "0", merged(dict(base.content), sections))


@pytest.fixture
def ask():
    return SimpleNamespace(points=points, reason=reason, assessed=assessed, rules_with=rules_with, tabled=tabled)

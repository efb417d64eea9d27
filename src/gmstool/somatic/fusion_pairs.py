"""The bundle's recurrent fusions in the form of the curated biomarkers: what a pair of partners says of the diagnosis.

The list cites articles, no guideline: a pair that defines a tumour is level C there (several small studies), another
one level D. The tumours are those of TCGA and of sarcomas, told to OncoTree by name; one that it lacks says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic import tumour_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

# Tumours that the two name otherwise.
CODES = {
    "B_ALL": "BLL", "T_ALL": "TLL", "LAML": "AML", "LAML_APL": "AML", "DLBC": "DLBCLNOS", "GBM": "GB", "LGG": "DIFG",
    "MM": "PCM", "THCA": "WDTC", "BRCA": "BRCA", "SARC_MYXLPS": "MRLS", "SARC_SFT": "SFT", "SARC_IFS": "IFS",
    "LIHC": "HCC", "SARC_BCOR": "RCSNOS", "SARC_CIC": "RCSNOS",
}  # fmt: skip


def rows(table: pl.DataFrame) -> pl.DataFrame:
    """One row per pair and tumour, in the columns of the biomarkers; reviewed by nobody one by one."""
    import polars as pl

    found = [one for number, row in enumerate(table.iter_rows(named=True), 1) for one in _row(number, row)]
    return pl.DataFrame(found, infer_schema_length=None)


def recurs_in(table: pl.DataFrame, hgnc_ids: tuple[int, ...]) -> list[str]:
    """The tumours in which a pair recurs: `Ewing Sarcoma (~85%, defining; PMID 1)`."""
    chosen = table.filter(table["hgnc_id_5"].is_in(list(hgnc_ids)) & table["hgnc_id_3"].is_in(list(hgnc_ids)))
    return [_told(row) for row in chosen.iter_rows(named=True) if row["hgnc_id_5"] != row["hgnc_id_3"]]


def _told(row: dict[str, Any]) -> str:
    parts = (row["frequency"], "defining" if row["defining"] else None)
    return f"{row['cancer']} ({', '.join(filter(None, parts))}; PMID {row['pmid']})"


def _row(number: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    code = _code(row["cancer_code"], row["cancer"])
    if code is None or not row["symbol_3"]:
        return
    yield {
        "id": f"F{number:03}", "gene": row["symbol_3"], "partner": row["symbol_5"], "kind": "fusion",
        "tumour_type": code, "type": "diagnostic", "level": "C" if row["defining"] else "D",
        "indication": f"recurs in {row['cancer']}{', defining' if row['defining'] else ''}",
        "line": "at diagnosis", "source": f"oncoref: PMID {row['pmid']}", "date": None, "reviewer": None,
    }  # fmt: skip


def _code(code: str, name: str) -> str | None:
    found = tumour_types.known(CODES.get(code, "")) or tumour_types.known(name)
    return found.code if found else None

"""What the outputs show of judged rows: the table for people, objects of JSON lines, columns of Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.classify.judging import BY, CODES
from gmstool.classify.verdicts import strength
from gmstool.criteria.registry import BY_CODE
from gmstool.family.columns import FAMILY_COLUMNS
from gmstool.sentences import class_name, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from gmstool.classify.judging import Batch
    from gmstool.classify.overlay import Laid

PLACE = ("variant", "chrom", "pos", "ref", "alt", "assembly")
OF_GENE = ("gene", "hgnc_id", "transcript", "hgvsc", "hgvsp", "consequence")
OF_CONDITION = ("condition", "mondo", "moi", "validity")
VERDICT = ("classification", "class_points", "class_2015", "points", "posterior", "temperature", "conflict")
ROW = (*PLACE, *OF_GENE, *OF_CONDITION, *VERDICT)
REMARKS = ("scope", "gate", "schemes_differ")
FOR_PEOPLE = (
    "variant", "gene", "hgvsc", "hgvsp", "consequence", "condition", "moi", "validity", "classification", "points",
    "criteria", "class_2015", "conflict", "known", "reason",
)  # fmt: skip
NUMBERS = (*ROW, "scope", "gate", "codes", "known", "rules")  # of Parquet, before one column for each criterion
FOR_NUMBERS = frozenset(
    (*NUMBERS, *CODES, *BY, *FAMILY_COLUMNS, "clinvar_significance", "clinvar_stars", "transcripts")
)  # the columns of judged rows that Parquet is made of
FAMILY_SENTENCES = ("model_reason", "family_genotypes")  # the family's other columns are codes
CLINVAR = ("clinvar_significance", "clinvar_stars", "clinvar_id")


def placed(batch: Batch, assembly: str | None) -> pl.DataFrame:
    """The rows with the variant's name, the assembly, and ClinVar's own entry in words."""
    import polars as pl

    name = pl.concat_str(["chrom", "pos", "ref", "alt"], separator="-")
    stars = pl.concat_str(pl.lit(" ("), pl.col("clinvar_stars"), pl.lit(" stars)"))
    said = pl.concat_str(pl.col("clinvar_significance"), pl.coalesce(stars, pl.lit("")))
    return batch.rows.with_columns(variant=name, assembly=pl.lit(assembly, dtype=pl.String), known=said)


def for_people(rows: pl.DataFrame, batch: Batch, language: str) -> pl.DataFrame:
    """The table for people: class, points, met criteria, and one line that says why."""
    import polars as pl

    reasons, signed = batch.reasons(), batch.laid()
    told = [_one_line(row, reasons[row["_row"]], signed.get(row["_row"]), language) for row in _named(rows)]
    names = {
        name: class_name(name, language)
        for column in ("classification", "class_2015")
        for name in rows[column].unique()
        if name
    }
    table = _family_told(rows, language).with_columns(
        pl.col("classification", "class_2015").replace(names),
        reason=pl.Series(told, dtype=pl.String),
        criteria=pl.col("codes"),
    )
    return table.select(*FOR_PEOPLE[:-1], *(name for name in FAMILY_COLUMNS if name in table.columns), FOR_PEOPLE[-1])


def _family_told(rows: pl.DataFrame, language: str) -> pl.DataFrame:
    """The rows with what is said of the family in a language."""
    import polars as pl

    told = [name for name in FAMILY_SENTENCES if name in rows.columns]
    return rows.with_columns(
        pl.Series(name, [say(text, language) if text else None for text in rows[name]], pl.String) for name in told
    )


def _named(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries, without what has no place in a line for people."""
    return rows.select(
        "_row", *REMARKS, *(name for code in CODES for name in (code, f"{code}_by", f"{code}_counted"))
    ).iter_rows(named=True)


def _one_line(row: dict[str, Any], reasons: dict[str, str], laid: Laid | None, language: str) -> str:
    """Remarks on the class, then each criterion that is met with its reason."""
    parts = [say(row[name], language) for name in REMARKS if row[name]]
    for code in CODES:
        if row[code]:
            by_hand = f" [{say('set by hand', language)}]" if laid and code in laid.signed else ""
            gone = (
                f" [{say('capped beside' if row[f'{code}_counted'] else 'displaced by', language)} {row[f'{code}_by']}]"
                if row[f"{code}_by"]
                else ""
            )
            parts.append(f"{code}{by_hand}{gone}: {say(reasons[code], language)}")
    return "; ".join(parts) or say("no criterion is met", language)


def objects(rows: pl.DataFrame, batch: Batch, language: str) -> Iterator[dict[str, Any]]:
    """Each row as the object of a JSON line."""
    reasons, signed, others = batch.reasons(), batch.laid(), batch.alternatives()
    for row in _family_told(rows, language).iter_rows(named=True):
        number = row["_row"]
        yield {
            **{name: row[name] for name in ROW},
            **{name: say(row[name], language) if row[name] else None for name in REMARKS},
            "condition_from": row["condition_from"],
            "known": known(row),
            "rules": row["rules"],
            "criteria": list(criteria(row, reasons[number], signed.get(number), language)),
            **{name: row[name] for name in FAMILY_COLUMNS if name in row},
            "alternatives": others.get(number, []),
        }


def known(row: dict[str, Any]) -> dict[str, Any] | None:
    """The file's own ClinVar entry of the variant: shown, never evidence for itself."""
    if not row["clinvar_significance"]:
        return None
    return {"clinvar": row["clinvar_significance"], "stars": row["clinvar_stars"], "id": row["clinvar_id"]}


def criteria(
    row: dict[str, Any], reasons: dict[str, str], laid: Laid | None, language: str
) -> Iterator[dict[str, Any]]:
    """All criteria of one row: met, not met or not assessed; what gave way keeps its verdict and counts nothing."""
    for code in CODES:
        signed, counted = row[code], row[f"{code}_counted"]
        verdict = "not_assessed" if signed is None else "met" if signed else "not_met"
        from_case = laid.answers.get(code) if laid else None
        by_hand = laid.signed.get(code) if laid else None
        yield {
            "code": code,
            "strength": str(strength(code, counted or signed)) if signed else None,
            "verdict": verdict,
            "suppressed_by": None if counted else row[f"{code}_by"],
            "points": counted if code != "BA1" or not signed else 0,
            "because": _said(reasons[code], row[f"{code}_by"] if counted else None, language),
            "sources": [BY_CODE[code].source, *(from_case.sources if from_case else ())],
            **({"override": by_hand} if by_hand else {}),
        }


def _said(reason: str, beside: str | None, language: str) -> str:
    """The reason, and where a ceiling that two criteria share left only a part of the points."""
    return f"{say(reason, language)}; {say('capped beside', language)} {beside}" if beside else say(reason, language)


def numbers(rows: pl.DataFrame, batch: Batch, language: str, *, full: bool) -> pl.DataFrame:
    """Codes, verdicts and numbers, one column of signed points for each criterion; sentences only where asked for."""
    import polars as pl

    table = _family_told(rows, language).select(
        *NUMBERS,
        *(name for name in FAMILY_COLUMNS if name in rows.columns),
        *CODES,
        pl.concat_str([pl.col(f"{code}_by") for code in CODES], separator=",", ignore_nulls=True).alias("displaced_by"),
    )
    if not full:
        return table
    reasons = batch.reasons()
    said = [[say(reasons[number][code], language) for number in rows["_row"]] for code in CODES]
    table = table.with_columns(
        pl.Series(f"{code}_because", one, pl.String) for code, one in zip(CODES, said, strict=True)
    )
    return table.hstack(rows.select("transcripts")) if "transcripts" in rows.columns else table

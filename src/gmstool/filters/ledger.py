"""The ledger: what became of every alternate allele, and why, in one sentence."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError, UsageError
from gmstool.filters.judge import FIRST, PASSES, UNKNOWN_DROP
from gmstool.filters.steps import Step
from gmstool.genome import bare
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    import polars as pl

_WRITE_ONE = "write one with `gms filter … --ledger FILE.parquet`"
COLUMNS = ("chrom", "pos", "ref", "alt", "gene", "outcome", "step", "value", "limit", "source", "unknown", "reason")


def entries(furthest: "pl.DataFrame", steps: list[Step]) -> "pl.DataFrame":
    """Ledger rows of one batch: `furthest` has one row per allele (see judge.alleles)."""
    import polars as pl

    rescued = pl.col("_rescue").is_not_null()
    outcome = (
        pl.when(rescued).then(pl.lit("rescued")).when(pl.col(FIRST) == PASSES).then(pl.lit("kept")).otherwise(
            pl.lit("dropped"))
    )  # fmt: skip
    told = furthest.with_columns(outcome=outcome, value=_value(furthest, steps))
    told = told.with_columns(
        step=_of_step(told, steps, lambda step: step.group),
        limit=_of_step(told, steps, lambda step: step.title),
        source=_of_step(told, steps, lambda step: step.source),
    )
    sentence = _of_step(told, steps, lambda step: f"{step.group}: {step.told}" if step.told else _plain(step))
    return (
        told.with_columns(_told=sentence)
        .with_columns(reason=_reason())
        .select(
            pl.col(name) if name in told.columns or name == "reason" else pl.lit(None, pl.String).alias(name)
            for name in COLUMNS
        )
    )


def _of_step(table: "pl.DataFrame", steps: list[Step], text: Any) -> "pl.Series":
    import polars as pl

    texts = {at: text(step) for at, step in enumerate(steps)}
    return table[FIRST].replace_strict(list(texts), list(texts.values()), default=None, return_dtype=pl.String)


def _plain(step: Step) -> str:
    """A limit and the value: `frequency: af at most 0.01 (af is {})`."""
    return f"{step.title} ({step.value} is {{}})"


def _value(table: "pl.DataFrame", steps: list[Step]) -> "pl.Expr":
    """The value that the dropping step judged, as text."""
    import polars as pl

    value = pl.lit(None, dtype=pl.String)
    for at, step in enumerate(steps):
        if step.shown is not None or step.value in table.columns:
            shown = pl.col(step.value) if step.shown is None else step.shown
            value = pl.when(pl.col(FIRST) == at).then(shown.cast(pl.String)).otherwise(value)
    return value


def _reason() -> "pl.Expr":
    """One sentence per allele."""
    import polars as pl

    shown = pl.coalesce(pl.col("value"), pl.lit("not known"))
    sentence = pl.col("_told").str.replace("{}", shown, literal=True)
    unknown = pl.when(pl.col(UNKNOWN_DROP)).then(pl.lit(": dropped because it is not known")).otherwise(pl.lit(""))
    dropped = pl.concat_str([pl.lit("dropped by "), sentence, unknown])
    net = pl.col("_rescue").str.replace("|", ", against ", literal=True)
    rescued = pl.concat_str([pl.lit("kept by the safety net ("), net, pl.lit(") although dropped by "), sentence])
    kept_unknown = pl.format("kept; not known: {}", pl.col("unknown"))
    elsewhere = pl.format("kept: passed every step, the consequence on transcript {}", pl.col("passed_on"))
    kept = pl.coalesce(
        pl.when(pl.col("unknown").is_not_null()).then(kept_unknown),
        pl.when(pl.col("passed_on").is_not_null()).then(elsewhere),
        pl.lit("kept: passed every step"),
    )
    by_outcome = pl.when(pl.col("outcome") == "rescued").then(rescued).when(pl.col("outcome") == "kept").then(kept)
    return by_outcome.otherwise(dropped)


def _read(path: Path) -> "pl.DataFrame":
    import polars as pl

    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".jsonl":
        return pl.read_ndjson(path)
    separator, quote = (",", '"') if path.suffix == ".csv" else ("\t", None)
    texts = pl.read_csv(path, separator=separator, quote_char=quote, infer_schema=False)
    return texts.with_columns(pl.col("pos").cast(pl.Int64))


def read(path: Path) -> "pl.DataFrame":
    """A ledger file, Parquet or TSV."""
    import polars as pl

    if not path.is_file():
        raise InputError(f"the ledger {path} does not exist", _WRITE_ONE)
    try:
        table = _read(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"cannot read the ledger {path}: {str(error).splitlines()[0]}", _WRITE_ONE) from None
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise InputError(f"{path} is no ledger of gms: it has no column {', '.join(missing)}", _WRITE_ONE)
    return table


def parse_variant(text: str) -> tuple[str, int, str, str]:
    """A variant written CHR-POS-REF-ALT (or with `:` or `_`), contig without chr, alleles trimmed, POS 1-based."""
    for separator in ("-", ":", "_"):
        parts = text.replace(">", separator).split(separator)
        if len(parts) >= 4 and parts[-3].isdigit():  # noqa: PLR2004  # contig names may hold the separator
            chrom, (pos, ref, alt) = separator.join(parts[:-3]), parts[-3:]
            return (bare(chrom), *trim(int(pos), ref, alt))
    raise UsageError(f"`{text[:60]}` is not a variant", hint="write CHR-POS-REF-ALT, for example 17-7674220-C-T")


def why(table: "pl.DataFrame", variant: str) -> list[dict[str, Any]]:
    """Ledger rows of one variant; empty when it was never in the file."""
    import polars as pl

    chrom, pos, ref, alt = parse_variant(variant)
    # Trimming moves POS by less than the length of REF: look at records that span it, compare trimmed alleles.
    spans = pl.col("pos").cast(pl.Int64) + pl.col("ref").str.len_chars().cast(pl.Int64)
    near = table.filter((pl.col("pos") <= pos) & (spans > pos))
    return [
        row for row in near.iter_rows(named=True)
        if bare(row["chrom"]) == chrom and trim(row["pos"], row["ref"], row["alt"]) == (pos, ref, alt)
    ]  # fmt: skip

"""Rows to a typed table: numbers from texts, percent-encoding undone, and the columns that follow from others."""

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from gmstool import clinvar
from gmstool.columns import DEFAULT_AF, EXOME_ONLY, MT_AF, Column, Kind, Level, contract
from gmstool.consequences import Impact
from gmstool.genome import HG19_CHRM_LENGTH, is_mitochondrial
from gmstool.unknown import choose, largest
from gmstool.vcf.annotation import impact
from gmstool.vcf.header import Header
from gmstool.vcf.records import Rows

if TYPE_CHECKING:
    import polars as pl

_SPLICEAI = ("spliceai_ag", "spliceai_al", "spliceai_dg", "spliceai_dl")
_NEEDS: dict[str, tuple[str, ...]] = {
    "af": (*DEFAULT_AF, "max_af", *MT_AF, "chrom"),
    "af_status": ("af", "gene_status", "impact", "hgvsp"),
    "impact": ("consequence",),
    "end": ("pos", "ref", "alt", "svlen"),
    "spliceai_max": _SPLICEAI,
    "clinvar_stars": ("clinvar_review",),
    "gene_status": ("gene",),
}
_PLAIN = {Kind.TEXT: "String", Kind.INT: "Int64", Kind.FLOAT: "Float64"}
FREQUENCIES = frozenset((*DEFAULT_AF, *MT_AF, "max_af"))


def with_needed(names: frozenset[str]) -> frozenset[str]:
    """The columns together with those they are derived from."""
    needed = set(names)
    while added := {one for name in needed for one in _NEEDS.get(name, ())} - needed:
        needed |= added
    return frozenset(needed)


def chosen_af(header: Header) -> tuple[str, ...]:
    """Default columns that `af` is the largest of: those with a source in this file, else VEP's MAX_AF."""
    present = tuple(name for name in DEFAULT_AF if feeding_keys(contract()[name], header))
    return present or (("max_af",) if feeding_keys(contract()["max_af"], header) else ())


def feeding_keys(column: Column, header: Header) -> tuple[str, ...]:
    """The sources of a column that this file's header declares, in order of preference."""
    found = []
    for source in column.sources:
        kind, _, key = source.partition("/")
        declared = {
            "INFO": key in header.info,
            "FORMAT": key in header.format and bool(header.samples),
            "VCF": True,
        }.get(kind)
        if declared is None:
            declared = kind == (header.dialect or "") and key in header.annotation.get(header.dialect, ())  # type: ignore[arg-type]
        if declared:
            found.append(source)
    return tuple(found)


def to_frame(rows: Rows, header: Header, af_columns: tuple[str, ...]) -> "pl.DataFrame":
    """The typed table of these rows, with `_line` and `_alt` telling where each came from."""
    import polars as pl

    unread = pl.repeat(False, len(rows.line), dtype=pl.Boolean, eager=True)
    series = [pl.Series("_line", rows.line, pl.Int32), pl.Series("_alt", rows.alt_index, pl.Int32)]
    length = len(rows.line)
    for name, values in rows.values.items():
        column = contract().get(name)
        if column is not None and column.kind is Kind.NESTED:
            series.append(_nested(name, getattr(rows, name), length))
            continue
        filled: Any = values if len(values) or not length else [None] * length
        series.append(pl.Series(name, filled, pl.String) if column is None else _typed(column, filled))
        if name in FREQUENCIES:
            unread = unread | (series[-1].is_null() & pl.Series(filled, dtype=pl.String).is_not_null())
    cut = frozenset(rows.cut)
    if cut:
        unread = unread | pl.Series([row in cut for row in range(length)], dtype=pl.Boolean)
    # What was written and could not be read was not looked up: it is no answer of the source.
    series.append(unread.alias("_cut"))
    return _derived(pl.DataFrame(series), header, af_columns).drop("_cut")


def _typed(column: Column, values: list[Any]) -> "pl.Series":
    import polars as pl

    if column.kind is Kind.INTS:
        return pl.Series(column.name, values, pl.List(pl.Int64))
    if column.level is Level.SAMPLE and column.kind is not Kind.TEXT:
        return pl.Series(column.name, values, pl.Float64 if column.kind is Kind.FLOAT else pl.Int64)
    texts = pl.Series(column.name, values, pl.String)
    if texts.null_count() == len(texts) and (kind := _PLAIN.get(column.kind)):
        return pl.Series(column.name, [None], getattr(pl, kind)).new_from_index(0, len(texts))
    if column.kind is Kind.TEXT:
        return _decoded(texts)
    if column.kind is Kind.BOOL:
        return texts.is_in(["YES", "1", "true"]).alias(column.name)
    return _numbers(texts, column)


def _nested(name: str, values: dict[str, list[Any]], length: int) -> "pl.Series":
    """A nested column from a table of its own: for each row the list of its records, null where it has none."""
    import polars as pl

    number = pl.Int64()
    kinds: dict[str, pl.DataType] = {"row": number, "canonical": pl.Boolean(), "vaf": pl.Float64()}
    kinds |= {"dp": number, "ad": pl.List(number), "ad_alt": number, "gq": number}
    flat = pl.DataFrame({key: pl.Series(key, column, kinds.get(key, pl.String())) for key, column in values.items()})
    grouped = flat.group_by("row", maintain_order=True).agg(pl.struct(pl.exclude("row")).alias(name))
    rows = pl.DataFrame({"row": pl.Series(range(length), dtype=number)})
    return rows.join(grouped, on="row", how="left", maintain_order="left")[name]


def _decoded(texts: "pl.Series") -> "pl.Series":
    texts = _without(texts, texts == ".")
    if texts.name == "gene" or not texts.str.contains("%", literal=True).any():
        return texts  # a gene is matched as written, by the byte pretest too
    changed = {text: unquote(text) for text in texts.unique() if text and "%" in text}
    return texts.replace(changed)


def _numbers(texts: "pl.Series", column: Column) -> "pl.Series":
    """Numbers of texts; of several values in one cell the largest. NaN is not known."""
    import polars as pl

    if column.name == "hgnc_id":
        texts = texts.str.extract(r"^(?:HGNC:)?(\d{1,9})$")  # anything else is no id
    elif column.name == "rank_score":
        texts = texts.str.extract(r"([^:,]+)(?:,.*)?$")  # FAMILY:SCORE
    elif column.kind is Kind.INT and column.level is Level.TRANSCRIPT:
        texts = texts.str.extract(r"^(-?\d+)")  # 123-125/300: the first base or residue
    numbers = texts.cast(pl.Float64, strict=False)
    if numbers.null_count() > texts.null_count():
        several = texts.str.split_exact("\0", 0).struct.field("field_0").str.replace_all("[,|]", "&").str.split("&")
        numbers = numbers.zip_with(
            numbers.is_not_null(), several.list.eval(pl.element().cast(pl.Float64, strict=False)).list.max()
        )
    finite = numbers if isfinite(numbers.sum()) else numbers.set(~numbers.is_finite(), None)
    if column.name in FREQUENCIES or column.name == "local_af":
        finite = _without(finite, finite < 0)  # no frequency: not known. Above 1 is too common by any limit
    return finite.cast(pl.Int64, strict=False) if column.kind is Kind.INT else finite


def _without(values: "pl.Series", mask: "pl.Series") -> "pl.Series":
    """Null where the mask holds; most columns have no such value, and are not copied."""
    return values.set(mask, None) if mask.any() else values


def _derived(table: "pl.DataFrame", header: Header, af_columns: tuple[str, ...]) -> "pl.DataFrame":
    import polars as pl

    table = _without_mtdna(table, header)
    steps: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
        "impact": lambda frame: frame if states_impact(header) else _impact(frame),
        "end": _end,
        "swegen_hom": lambda frame: frame.with_columns(swegen_hom=pl.col("swegen_hom") // 2),
        "spliceai_max": lambda frame: frame.with_columns(
            spliceai_max=largest([name for name in (*_SPLICEAI, "spliceai_max") if name in frame.columns])),
        "clinvar_significance": lambda frame: _significance(frame, header),
        "clinvar_stars": lambda frame: frame.with_columns(
            clinvar_stars=_values(frame["clinvar_review"], clinvar.stars, pl.Int64())),
        "genetic_models": lambda frame: frame.with_columns(
            genetic_models=pl.col("genetic_models").str.replace(r"^[^:]*:", "").str.replace_all(r",.*$", "")),
        "af": lambda frame: _frequencies(frame, header, af_columns),
    }  # fmt: skip
    for name, step in steps.items():
        if name in table.columns:
            table = step(table)
    return table


def _values(column: "pl.Series", function: Any, dtype: "pl.DataType") -> "pl.Series":
    known = [text for text in column.unique() if text is not None]
    return column.replace_strict(known, [function(text) for text in known], default=None, return_dtype=dtype)


def _mapped(table: "pl.DataFrame", name: str, function: Any, dtype: "pl.DataType") -> "pl.DataFrame":
    return table.with_columns(_values(table[name], function, dtype).alias(name))


def _significance(table: "pl.DataFrame", header: Header) -> "pl.DataFrame":
    """ClinVar's terms. Numbers are terms only in INFO keys, where ClinVar's VCF once wrote them."""
    import polars as pl

    keys = feeding_keys(contract()["clinvar_significance"], header)
    codes = all(key.startswith("INFO/") for key in keys)
    return _mapped(table, "clinvar_significance", lambda text: clinvar.significance(text, codes=codes), pl.String())


def _end(table: "pl.DataFrame") -> "pl.DataFrame":
    """Last base: INFO/END, else POS and the length of a symbolic allele that replaces bases, else REF's length."""
    import polars as pl

    symbolic = pl.col("alt").str.starts_with("<") & pl.col("alt").str.starts_with("<INS").not_()
    by_length = pl.when(symbolic).then(pl.col("pos") + pl.col("svlen").abs())
    by_ref = pl.col("pos") + pl.col("ref").str.len_chars().cast(pl.Int64) - 1
    stated = pl.when(pl.col("end") >= pl.col("pos")).then(pl.col("end"))  # an END before POS is a mistake of the file
    return table.with_columns(end=pl.coalesce(stated, by_length, by_ref))


def states_impact(header: Header) -> bool:
    """Whether the annotation has an impact of its own; then an empty one is not known and never derived."""
    return bool(feeding_keys(contract()["impact"], header))


def _impact(table: "pl.DataFrame") -> "pl.DataFrame":
    """Impact class of the consequence, for annotations that state none."""
    import polars as pl

    if "consequence" not in table.columns:
        return table
    from_terms = _values(table["consequence"], impact, pl.String())
    return table.with_columns(from_terms.alias("impact"))


def mitochondrial(table: "pl.DataFrame") -> "pl.Series":
    """Whether each row is on the mitochondrial contig."""
    import polars as pl

    names = [name for name in table["chrom"].unique() if name is not None and is_mitochondrial(name)]
    return table["chrom"].is_in(pl.Series(names, dtype=pl.String).implode() if names else [""])


def _frequencies(table: "pl.DataFrame", header: Header, af_columns: tuple[str, ...]) -> "pl.DataFrame":
    """`af` and `af_status`. hg19's chrM has other coordinates than rCRS: its mtDNA frequencies are not known."""
    import polars as pl

    mt_sources = [name for name in MT_AF if not old_mitochondrion(header) and feeding_keys(contract()[name], header)]
    is_mt = pl.lit(mitochondrial(table))
    nuclear = [name for name in af_columns if name in table.columns and name not in MT_AF]
    table = table.with_columns(
        af=pl.when(is_mt)
        .then(largest([name for name in mt_sources if name in table.columns]))
        .otherwise(largest(nuclear))
    )
    if "af_status" not in table.columns:
        return table
    genomes = bool([name for name in nuclear if name not in EXOME_ONLY])
    annotated = pl.col("gene_status") != "unannotated"
    coding = (pl.col("impact") != Impact.MODIFIER.name) | pl.col("hgvsp").is_not_null()
    from_entries = any(
        source.startswith(("CSQ/", "ANN/", "BCSQ/")) for name in nuclear for source in _feeding(name, header)
    )
    annotated = annotated & pl.col("_cut").not_()
    covered = pl.lit(bool(nuclear)) & (pl.lit(genomes) | coding) & (pl.lit(not from_entries) | annotated)
    looked_up = pl.when(is_mt).then(pl.lit(bool(mt_sources))).otherwise(covered)
    absent = choose(looked_up, yes=pl.lit("absent"), no=pl.lit("not_looked_up"))
    return table.with_columns(
        af_status=pl.when(pl.col("af").is_not_null())
        .then(pl.lit("observed"))
        .otherwise(pl.coalesce(absent, pl.lit("not_looked_up")))
    )


def old_mitochondrion(header: Header) -> str | None:
    """Name of the mitochondrial contig when it is hg19's, whose coordinates are not those of rCRS."""
    lengths = header.contigs.items()
    return next((name for name, size in lengths if size == HG19_CHRM_LENGTH and is_mitochondrial(name)), None)


def mitochondrial_warning(name: str) -> str:
    return f"{name} is hg19's of 16,571 bases, not rCRS: mtDNA frequencies are not known for this file"


def _without_mtdna(table: "pl.DataFrame", header: Header) -> "pl.DataFrame":
    """MtDNA frequencies are looked up by rCRS position: for another chrM they are not known."""
    import polars as pl

    names = [name for name in table.columns if name.startswith("mt_af")] if old_mitochondrion(header) else []
    return table.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in names)


def _feeding(name: str, header: Header) -> tuple[str, ...]:
    return feeding_keys(contract()[name], header) if name in contract() else (name,)

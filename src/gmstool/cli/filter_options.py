"""The options of a filter, as `gms filter`, `gms classify` and `gms run` ask for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from gmstool.cli.asking import Text, panel_names, places, refuse_empty, words
from gmstool.errors import UsageError
from gmstool.filters.options import Options

MinQual = Annotated[float | None, typer.Option(help="Least QUAL.")]
MinDp = Annotated[int | None, typer.Option(help="Least depth of the sample, in reads.")]
MinGq = Annotated[int | None, typer.Option(help="Least genotype quality of the sample.")]
MinVaf = Annotated[float | None, typer.Option(help="Least variant allele fraction of the sample, 0 to 1.")]
Panels = Annotated[
    list[str] | None,
    typer.Option(help="Gene panel: a shipped name or a file; repeatable.", autocompletion=panel_names),
]
Genes = Annotated[Text, typer.Option(help="Genes, separated by commas.")]
AllowUnknownGenes = Annotated[
    bool,
    typer.Option("--allow-unknown-genes", help="Match panel symbols that mean no one gene as they are written."),
]
Impact = Annotated[Text, typer.Option(help="Impact classes, e.g. HIGH,MODERATE.")]
Consequence = Annotated[Text, typer.Option(help="Sequence Ontology terms; their children count too.")]
MaxAf = Annotated[float | None, typer.Option(help="Largest population allele frequency, 0 to 1.")]
MaxLocalAf = Annotated[float | None, typer.Option(help="Largest frequency among the laboratory's cases.")]
MaxHom = Annotated[int | None, typer.Option(help="Largest number of homozygotes in any source.")]
AfField = Annotated[Text, typer.Option(help="Annotation keys or columns that --max-af looks at.")]
Clinvar = Annotated[Text, typer.Option(help="ClinVar terms, e.g. pathogenic,likely_pathogenic.")]
Where = Annotated[Text, typer.Option(help='SQL condition over `gms columns`, e.g. "revel > 0.7".')]
Unknown = Annotated[list[str] | None, typer.Option(help="STEP=keep or STEP=drop for values not known.")]
Reader = Annotated[str, typer.Option(help="auto, scan, index or htslib.")]
Ped = Annotated[Path | None, typer.Option(help="PED file: its affected individual is the sample.")]
Trio = Annotated[Text, typer.Option(help="CHILD,MOTHER,FATHER: an affected child and healthy parents, - for none.")]
Proband = Annotated[Text, typer.Option(help="The individual of the PED whose family is looked at.")]
Model = Annotated[Text, typer.Option(help="Inheritance models that may fit, e.g. de-novo,AR_comp.")]
MinParentDp = Annotated[
    int | None, typer.Option(help="Least depth at which a parent lacks a variant [default: 10].")
]  # fmt: skip
MinParentGq = Annotated[
    int | None, typer.Option(help="Least genotype quality at which a parent lacks a variant [default: 20].")
]  # fmt: skip
MosaicBelow = Annotated[
    float | None, typer.Option(help="Fraction below which reads in a parent may be mosaicism [default: 0.2].")
]  # fmt: skip
Transcripts = Annotated[Text, typer.Option(help="Transcripts that count: any, mane or canonical [default: any].")]
RescueOutsidePanel = Annotated[
    bool, typer.Option("--rescue-outside-panel", help="Let ClinVar rescue outside the panel too (needs consent).")
]  # fmt: skip
Sv = Annotated[Path | None, typer.Option(help="Structural variants of the family: deletions may be compound partners.")]


def policies(texts: list[str]) -> dict[str, str]:
    """What becomes of values not known, by step: of STEP=keep and STEP=drop."""
    return {step: policy for step, _, policy in (text.partition("=") for text in texts)}


_READ: dict[str, Callable[[Any], Any]] = {
    "panel": tuple, "genes": words, "impact": words, "consequence": words, "af_field": words, "clinvar": words,
    "model": words, "trio": places, "unknown": policies,
}  # fmt: skip  # those that are not taken as they stand


def asked(preset: str | None, reader: str, threads: int, *, no_rescue: bool, **given: Any) -> Options:
    """What a filter is asked for: what was given on the command line over what the preset says. Raises UsageError.

    given: by the names of `Options`. None, an option not given, and a flag that is off leave it to the preset.
    """
    from gmstool.filters import presets

    texts = {name.replace("_", "-"): value for name, value in given.items() if isinstance(value, str)}
    refuse_empty({**texts, "preset": preset})
    for panel in given.get("panel") or ():
        refuse_empty({"panel": panel})
    stated = {name: value for name, value in given.items() if value is not None and value is not False and value != []}
    stated = {name: _READ[name](value) if name in _READ else value for name, value in stated.items()}
    return presets.merged(preset, stated | ({"rescue": False} if no_rescue else {}), reader, threads)


def check_filters(options: Options) -> None:
    """Refuse a reader, terms and limits that there are not, before a file is opened."""
    from gmstool.consequences import accepted_impacts, accepted_terms
    from gmstool.vcf.source import READERS

    if options.reader not in READERS:
        raise UsageError(f"--reader {options.reader} is not known", hint=f"use {', '.join(READERS)}")
    if options.transcripts not in ("any", "mane", "canonical"):
        raise UsageError(f"--transcripts {options.transcripts} is not known", hint="use any, mane or canonical")
    accepted_impacts(list(options.impact))
    accepted_terms(list(options.consequence))
    _check_ranges(options)


def _check_ranges(options: Options) -> None:
    for name in ("min_vaf", "max_af", "max_local_af", "mosaic_below"):
        value = getattr(options, name)
        if value is not None and not 0 <= value <= 1:
            raise UsageError(f"--{name.replace('_', '-')} is a fraction between 0 and 1, found {value:g}")
    for name in ("min_qual", "min_dp", "min_gq", "max_hom", "threads", "min_parent_dp", "min_parent_gq"):
        value = getattr(options, name)
        if value is not None and not value >= 0:
            raise UsageError(f"--{name.replace('_', '-')} cannot be negative")


def check_selection(options: Options) -> None:
    """Refuse also what tags records and does not drop them: it would select nothing for a class."""
    if options.soft:
        raise UsageError("`soft` in a preset tags records in `gms filter`; it cannot select what is classified")
    check_filters(options)

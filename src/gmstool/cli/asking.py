"""What several commands ask of their options: the same words, the same refusals."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.errors import UsageError
from gmstool.filters.options import Options

if TYPE_CHECKING:
    from gmstool.vcf.source import VcfSource

Text = str | None


def panel_names(incomplete: str) -> list[str]:
    from gmstool.panels.model import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


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
Force = Annotated[bool, typer.Option("--force", help="Replace existing outputs.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")]
Meta = Annotated[Path | None, typer.Option(help="Where to write the run's meta.json.")]


def refuse_empty(texts: dict[str, str | None]) -> None:
    """An option without a value must not turn its filter off: a script's variable may be unset."""
    for name, text in texts.items():
        if text is not None and not words(text):
            raise UsageError(f"--{name} is empty", hint="is a variable of your script unset?")


def words(text: str | None) -> tuple[str, ...] | None:
    return tuple(word.strip() for word in text.split(",") if word.strip()) if text is not None else None


def places(text: str | None) -> tuple[str, ...] | None:
    """Words between commas, empty ones too: each has its place."""
    return tuple(word.strip() for word in text.split(",")) if text is not None else None


def policies(unknown: list[str] | None) -> dict[str, str] | None:
    return dict(policy(one) for one in unknown) if unknown else None


def policy(text: str) -> tuple[str, str]:
    step, _, policy = text.partition("=")
    return step, policy


def check_ranges(options: Options) -> None:
    for name in ("min_vaf", "max_af", "max_local_af", "mosaic_below"):
        value = getattr(options, name)
        if value is not None and not 0 <= value <= 1:
            raise UsageError(f"--{name.replace('_', '-')} is a fraction between 0 and 1, found {value:g}")
    for name in ("min_qual", "min_dp", "min_gq", "max_hom", "threads", "min_parent_dp", "min_parent_gq"):
        value = getattr(options, name)
        if value is not None and not value >= 0:
            raise UsageError(f"--{name.replace('_', '-')} cannot be negative")


def refuse_input(target: Path | None, source: "VcfSource") -> None:
    """An output never replaces the file it is made from, even with --force."""
    if target is not None and source.path is not None and target.exists() and target.samefile(source.path):
        raise UsageError(f"the output {target} is the input", hint="name another output file")


def refuse_identities(samples: tuple[str, ...], outputs: list[Path | None]) -> None:
    """No personal identity number leaves in an output or its name."""
    from gmstool import identity

    identity.check("\n".join(samples), "the sample names of the VCF")
    for output in outputs:
        if output is not None:
            identity.check(output.name, "the name of an output file")


def arguments() -> list[str]:
    import sys

    from gmstool import identity

    return ["gms", *(identity.masked(one) for one in sys.argv[1:])]


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
    check_ranges(options)

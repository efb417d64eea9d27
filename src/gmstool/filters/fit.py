"""Whether a file holds what steps ask for: refused where no row could be judged, warned where nothing is known."""

from gmstool.columns import Level, contract
from gmstool.errors import MismatchError
from gmstool.filters.sample import refuse
from gmstool.filters.steps import Step
from gmstool.vcf.annotation import Annotation
from gmstool.vcf.header import Header
from gmstool.vcf.records import RawField
from gmstool.vcf.table import feeding_keys


def check_sample(steps: list[Step], raw: tuple[RawField, ...], sample: str | None, header: Header) -> None:
    """A test of sample columns, or a rule on FORMAT keys, needs to know whose values count."""
    names = [name for step in steps for name in step.needs if name in contract()]
    looks = any(contract()[name].level is Level.SAMPLE for name in names)
    if sample is None and (looks or any(one.kind == "FORMAT" for one in raw)):
        refuse(header)


def check_annotation(steps: list[Step], header: Header, transcripts: str) -> None:
    """Panel and consequence tests need an annotation; without, every row would be unknown."""
    groups = {step.group for step in steps}
    has_genes = bool(header.annotation) or "Annotation" in header.info or "GENEINFO" in header.info
    if "panel" in groups and not has_genes:
        raise MismatchError(
            "the header defines no CSQ, ANN or BCSQ annotation: no variant can be tied to a gene",
            hint="annotate with VEP, SnpEff or bcftools csq first; `gms inspect FILE` shows what the file holds",
        )
    if "consequence" in groups and not (header.annotation or "MC" in header.info):
        raise MismatchError(
            "the header defines no CSQ, ANN or BCSQ annotation: no consequence is known",
            hint="annotate with VEP, SnpEff or bcftools csq first",
        )
    if "consequence" in groups:
        _check_transcripts(Annotation(header), transcripts)


def _check_transcripts(annotation: Annotation, wanted: str) -> None:
    mane = max(annotation.mane_select, annotation.mane_clinical, annotation.mane)
    if (wanted == "mane" and mane < 0) or (wanted == "canonical" and annotation.canonical < 0):
        raise MismatchError(
            f"--transcripts {wanted}: the annotation does not say which transcripts are {wanted}",
            hint="use `--transcripts any`, or annotate with VEP --mane --canonical",
        )


def warnings(steps: list[Step], header: Header, af_columns: tuple[str, ...]) -> list[str]:
    """Steps whose columns no key of the file fills: they know nothing of any row."""
    unfed = [step for step in steps if not (af_columns if step.value == "af" else _fed(step, header))]
    kept = [step.title for step in unfed if step.group == "frequency"]
    others = [step.title for step in unfed if step.group in ("clinical", "where")]
    return [
        *(f"{title}: no key of this file feeds it; all alleles are kept as unknown" for title in kept),
        *(f"{title}: no key of this file feeds the columns it needs" for title in others),
    ]


def _fed(step: Step, header: Header) -> bool:
    names = [name for name in step.needs if name in contract()]
    # Columns without a source of their own (gene_status, spliceai_max …) follow from others.
    return (
        not names
        or any(not contract()[name].sources or feeding_keys(contract()[name], header) for name in names)
        or ("spliceai_max" in names and bool(feeding_keys(contract()["spliceai_ag"], header)))
    )

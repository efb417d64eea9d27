"""Where a variant lies that somebody names, for `gms classify --variant`: the forms that `gms query` reads, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.errors import MismatchError, UsageError
from gmstool.reference.hgvs_names import chromosome

if TYPE_CHECKING:
    from gmstool.knowledge.indels import Indel
    from gmstool.knowledge.target import Target
    from gmstool.reference.hgvs_names import Key
    from gmstool.vcf.fasta import Base

__all__ = ["chromosome", "named", "place"]

EXAMPLES = "chr17-7674220-C-T or NM_000546.6:c.743G>A"


def place(text: str, build: str, base: Base | None = None) -> Key:
    """The place of a variant in a build. Raises UsageError for what names no single change there."""
    return named(text, build, base)[0]


def named(text: str, build: str, base: Base | None = None) -> tuple[Key, tuple[str, ...]]:
    """The place of a variant in a build, left-aligned by `base`; and remarks on how the text was read.

    Without `base` an insertion or deletion by HGVS is placed only where one known variant is the very change.
    """
    target = _target(text, build, base)
    said = tuple(one for one in target.said if not one.startswith(f"lifted from {build} "))
    if target.indel:
        return _known(text, target.indel, build), said
    for of_build, chrom, pos, ref, alt in target.keys:
        if of_build == build:
            return (chrom, pos, ref, alt), said
    if target.keys:
        raise UsageError(f"--variant {text} has no place in {build}", hint="give its place in that build")
    raise UsageError(
        f"--variant {text} names no single change of bases",
        hint=f'`gms query "{text}"` lists what is known of it; write {EXAMPLES}',
    )


def _target(text: str, build: str, base: Base | None) -> Target:
    from gmstool.knowledge.resolve import resolve
    from gmstool.knowledge.variant_text import EXAMPLES as OF_A_QUERY

    try:
        return resolve(text, build, base)
    except UsageError as error:
        if error.hint != OF_A_QUERY and "no other form of a variant" not in error.message:
            raise
        raise UsageError(f"--variant {text} is not understood", hint=f"write {EXAMPLES}") from None


def _known(text: str, asked: Indel, build: str) -> Key:
    """The one variant of the bundle's ClinVar table that an indel without its bases is."""
    from gmstool.knowledge.indels import EXACT, LONGEST_SHIFT, reference_bases
    from gmstool.reference.clinvar_table import variants

    try:
        table = variants(build)
    except MismatchError:
        raise _unplaced(text) from None
    near = table.filter(
        (table["chrom"] == asked.chrom) & table["pos"].is_between(asked.start - LONGEST_SHIFT - 1, asked.end + 1)
    ).select("chrom", "pos", "ref", "alt")
    keys = [(build, str(chrom), int(pos), str(ref), str(alt)) for chrom, pos, ref, alt in near.iter_rows()]
    bases = reference_bases(keys)
    how = {key: fits for key in keys if (fits := asked.fits(key, bases))}
    found = [key for key, fits in how.items() if fits == EXACT] or list(how)
    if len(found) != 1:
        raise _unplaced(text)
    return found[0][1:]


def _unplaced(text: str) -> UsageError:
    return UsageError(
        f"{text}: an insertion or deletion that is not among the known variants has no place without the sequence",
        hint="give the reference with --fasta, or write CHROM-POS-REF-ALT",
    )

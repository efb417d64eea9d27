"""Alleles: trimming, and the names under which annotators write them."""

from gmstool.vcf.chunks import ROWLESS

_SYMBOLIC = {  # VEP's allele names for symbolic ALTs: Ensembl VEP documentation, "Input: structural variants"
    "DEL": "deletion", "INS": "insertion", "DUP": "duplication", "INV": "inversion", "CNV": "copy_number_variation",
    "TDUP": "tandem_duplication", "DUP:TANDEM": "tandem_duplication", "STR": "short_tandem_repeat_variation",
}  # fmt: skip
_ROWLESS = frozenset(one.decode() for one in ROWLESS)


def gives_row(alt: str) -> bool:
    """False for `*`, `<*>`, `<NON_REF>` and `.`: alleles that state no change of their own."""
    return alt not in _ROWLESS


def is_sequence(allele: str) -> bool:
    """True when the allele is spelled in bases, false for symbolic alleles and breakends."""
    return allele.isalpha()


def trim(pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    """The shortest spelling of a change: shared last bases go, then shared first bases; one base stays. 1-based."""
    if not (is_sequence(ref) and is_sequence(alt)):
        return pos, ref, alt
    ref, alt = ref.upper(), alt.upper()
    while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        ref, alt, pos = ref[1:], alt[1:], pos + 1
    return pos, ref, alt


def vep_names(ref: str, alts: list[str]) -> list[str]:
    """VEP's name of each ALT in a record: the first base goes only if REF and all ALTs share it (`*` aside)."""
    spelled = [one for one in (ref, *alts) if one != "*"]
    shared = len({one[:1].upper() for one in spelled}) == 1
    longer = any(len(one) != len(ref) for one in spelled)
    if not (shared and longer) or not all(is_sequence(one) for one in spelled):
        return [_symbol(alt) for alt in alts]
    return [alt if alt == "*" else alt[1:] or "-" for alt in alts]


def _symbol(alt: str) -> str:
    return _SYMBOLIC.get(alt[1:-1], alt[1:-1]) if alt.startswith("<") else alt


def trimmed_names(pos: int, ref: str, alt: str) -> frozenset[str]:
    """Names an annotator that looks at one ALT alone may use: as written, first base off, or fully trimmed."""
    _, short_ref, short_alt = trim(pos, ref, alt)
    names = {alt, _symbol(alt), short_alt}
    if is_sequence(alt) and is_sequence(ref) and ref[:1] == alt[:1] and len(ref) != len(alt):
        names.add(alt[1:] or "-")
        names.add(short_alt[1:] or "-" if short_ref[:1] == short_alt[:1] else short_alt)
    return frozenset(names)

"""From the facts of a row to an assertion or a frequency: checked, normalised, placed in both builds, named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gmstool.genome import BUILDS, RCRS_LENGTH, bare, chromosome_length
from gmstool.knowledge import vrs
from gmstool.knowledge.importing import genomic, guard, words
from gmstool.knowledge.importing.fields import (
    LONGEST_TEXT,
    cases_of,
    criteria_of,
    gene_of,
    number_of,
    quarter_of,
    references_of,
    rsid_of,
    text_of,
)  # fmt: skip
from gmstool.knowledge.importing.words import WordError
from gmstool.knowledge.model import LONGEST_ALLELE, Assertion, Frequency, Place, accession
from gmstool.liftover.variants import Lifted, lift_variant
from gmstool.reference.liftover import chains, other_build
from gmstool.vcf.alleles import trim
from gmstool.vcf.fasta import left_aligned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gmstool.knowledge.importing.found import Found, Settings
    from gmstool.vcf.fasta import Base

LONGEST_NAME: Final = 80
_BASES = re.compile("[ACGT]+")
_SYMBOLIC = re.compile("<[A-Z0-9:_]{2,40}>")
_CHROMOSOMES: Final = frozenset((*map(str, range(1, 23)), "X", "Y", "MT"))
_FREE: Final = ("condition", "review", "scheme", "evidence_type", "hgvsc", "hgvsp", "lab")
_NAMES: Final = ("transcript", "rules", "source_id", "symbol")
_MOST_STARS: Final = 4


class Preparer:
    """What is the same for all rows of a file: the user's settings, and the reference sequence if there is one."""

    def __init__(self, settings: Settings, source: str, base: Base | None = None, *, keeps_names: bool = False) -> None:
        self.settings, self.source, self.base, self.keeps_names = settings, source, base, keeps_names

    def assertion(self, found: Found) -> Assertion:
        """Raises WordError for what the model does not hold."""
        told = dict(found.facts or {})
        if reason := guard.place(told):
            raise WordError(reason)
        assembly, place = self._placed(told)
        lifted = _lifted(assembly, place)
        lab = self._lab(told)
        hgnc_id, symbol = gene_of(told.get("hgnc_id"), told.get("symbol"))
        texts = {name: text_of(told, name, LONGEST_TEXT) if told.get(name) else None for name in _FREE}
        names = {name: text_of(told, name, LONGEST_NAME) if told.get(name) else None for name in _NAMES}
        condition_id, origin = words.condition_id(told.get("condition_id")), words.origin(told.get("origin"))
        named = self.source.partition(" ")[0]
        about = (lab or named, _place_key(assembly, place, lifted), condition_id or texts["condition"], origin)
        identity = (found.own_id, place.chrom) if found.own_id else about
        name = str(told["accession"]) if self.keeps_names else accession(*identity)
        return Assertion(
            name, 0, assembly, *place, self._vrs(assembly, place, lifted), lifted, hgnc_id, symbol,
            names["transcript"], texts["hgvsc"], texts["hgvsp"], condition_id, texts["condition"], origin,
            words.classification(told["classification"]) if told.get("classification") else None, texts["scheme"],
            criteria_of(told.get("criteria")), names["rules"], lab, quarter_of(told), texts["review"],
            number_of(told, "stars", _MOST_STARS), references_of(told.get("references")), texts["evidence_type"],
            self.source, names["source_id"], rsid_of(told.get("rsid")), cases_of(told.get("cases")),
            decided=True if self.keeps_names and told.get("decided") else None,
        )  # fmt: skip

    def _lab(self, told: Mapping[str, Any]) -> str | None:
        """Whose conclusion it is; an aggregate of several is nobody's."""
        if told.get("lab") or told.get("evidence_type") == "aggregate":
            return told.get("lab")
        if self.settings.lab is None:
            raise WordError("lab: not stated; --lab states that of a whole file")
        return self.settings.lab

    def frequency(self, found: Found) -> tuple[Frequency, Place | None]:
        """The numbers and the place in the other build."""
        told = dict(found.facts or {})
        if reason := guard.place(told):
            raise WordError(reason)
        assembly, place = self._placed(told, symbolic=told["kind"] == "sv")
        lifted = _lifted(assembly, place) if not place.alt.startswith("<") else None
        counts = (told["het"], told["hom"], told["hemi"], told["total"])
        key = (assembly, *place)
        return Frequency(self.settings.lab or "", told["kind"], key, *counts, self.source, told["source_id"]), lifted

    def _placed(self, told: Mapping[str, Any], *, symbolic: bool = False) -> tuple[str, Place]:
        assembly = told.get("assembly") or self.settings.assembly
        if assembly not in BUILDS:
            raise WordError("assembly: neither GRCh37 nor GRCh38; --assembly states that of a whole file")
        chrom = bare(str(told.get("chrom") or ""))
        if chrom not in _CHROMOSOMES:
            raise WordError("chrom: none of 1 to 22, X, Y, MT")
        if told.get("genomic"):
            pos, ref, alt = genomic.alleles(self.base, chrom, told["genomic"])
        else:
            pos, ref, alt = _position(told), str(told.get("ref") or "").upper(), str(told.get("alt") or "").upper()
        if symbolic and _SYMBOLIC.fullmatch(alt):
            return assembly, Place(chrom, _inside(assembly, chrom, pos, 1), ref, alt)
        return assembly, self._normalised(assembly, chrom, pos, ref, alt)

    def _normalised(self, assembly: str, chrom: str, pos: int, ref: str, alt: str) -> Place:
        if not (_BASES.fullmatch(ref) and _BASES.fullmatch(alt)) or max(len(ref), len(alt)) > LONGEST_ALLELE:
            raise WordError(f"ref and alt: not spelled in bases, or longer than {LONGEST_ALLELE:,}")
        if ref == alt:
            raise WordError("alt: the same as ref")
        _inside(assembly, chrom, pos, len(ref))
        if self.base is None:
            return Place(chrom, *trim(pos, ref, alt))
        if any(self.base(chrom, pos + at) not in (one, "N") for at, one in enumerate(ref)):
            raise WordError("ref: the reference sequence has another one there")
        return Place(chrom, *left_aligned(self.base, chrom, pos, ref, alt))

    def _vrs(self, assembly: str, place: Place, lifted: Place | None) -> str | None:
        """Of the GRCh38 place where it is known; the FASTA is that of the rows' own build."""
        if assembly == "GRCh38" or lifted is None:
            return vrs.allele_id(assembly, *place, self.base)
        return vrs.allele_id("GRCh38", *lifted)


def _position(told: Mapping[str, Any]) -> int:
    text = str(told.get("pos") or "")
    if not text.isascii() or not text.isdecimal() or len(text) > 10:  # noqa: PLR2004  digits of 2^32
        raise WordError("pos: not a whole number")
    return int(text)


def _inside(assembly: str, chrom: str, pos: int, length: int) -> int:
    last = chromosome_length(assembly, chrom) or RCRS_LENGTH
    if not 1 <= pos <= last - length + 1:
        raise WordError(f"pos: not on chromosome {chrom} of {assembly}, which has {last:,} bases")
    return pos


def _lifted(assembly: str, place: Place) -> Place | None:
    found = lift_variant(chains(assembly), place.chrom, place.pos, place.ref, (place.alt,))
    return Place(found.chrom, found.pos, found.ref, found.alts[0]) if isinstance(found, Lifted) else None


def _place_key(assembly: str, place: Place, lifted: Place | None) -> str:
    """The variant's GRCh38 place where it is known, so that both builds' rows make one assertion."""
    build, at = (assembly, place) if assembly == "GRCh38" or lifted is None else (other_build(assembly), lifted)
    return f"{build}-{at.chrom}-{at.pos}-{at.ref}-{at.alt}"

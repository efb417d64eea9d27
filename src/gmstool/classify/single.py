"""One variant explained: every criterion with its answer, reason and source, and which facts were missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.classify import family, hgvs, shown
from gmstool.classify.bare import lines_of
from gmstool.classify.overlay import Key, place
from gmstool.classify.reading import Reader
from gmstool.classify.run import judge_of
from gmstool.errors import GmsError, MismatchError, UsageError
from gmstool.filters.ground import lay_ground
from gmstool.filters.plan import make_plan
from gmstool.genome import BUILDS, Region, bare, build_from_words, chromosome_length
from gmstool.reference import clinvar_table
from gmstool.sentences import class_name, say
from gmstool.vcf.alleles import trim
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.fasta import Reference
from gmstool.vcf.header import Header, parse_header
from gmstool.vcf.source import Question, open_vcf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gmstool.classify.task import Task

_BARE = "The variant is not annotated: nothing is known of its frequency and predictions."
_NO_SEQUENCE = "Without --fasta a substitution in coding sequence has the consequence that ClinVar states, or none."
_FAR = 1000  # bases before the variant where a known REF may begin that reaches it
_MARKS = {"met": "+", "not_met": "-", "not_assessed": "?"}


class NotFoundError(GmsError):
    """The variant is not in the file."""


class Explained(NamedTuple):
    """What is said of one variant: remarks on how it was read, and an object for each gene, as of JSON lines."""

    remarks: tuple[str, ...]
    objects: tuple[dict[str, Any], ...]

    def lines(self, language: str) -> Iterator[str]:
        """All of it for a person."""
        yield from self.remarks
        for one in self.objects:
            yield from _told(one, language)


def explained(variant: str, name: str | None, assembly: str, fasta: Path | None, task: Task) -> Explained:
    """One variant of an annotated file, or from the bundle alone, with every criterion."""
    said: list[str] = []
    if name:
        header, chunk = records_of(variant, name, task.options.reader, fasta, said)
    else:
        header, chunk = _of_bundle(variant, assembly, fasta, said)
    plan = make_plan(lay_ground(task.options, header), full_parse=True)
    beside = family.Beside.of(plan, task.case, None, whole=False)
    table = next(family.read(beside, Reader(plan), [chunk]))[0]
    if not table.height:
        raise NotFoundError(f"{variant} is dropped by the filters", hint="leave out filter options to explain it")
    batch = judge_of(plan, task)(table)
    found = tuple(shown.objects(shown.placed(batch, header.build.build), batch, task.language))
    bare_of = () if name else (_BARE, *(() if fasta else (_NO_SEQUENCE,)))
    told = (*(f"! {say(one, task.language)}" for one in said), *(say(one, task.language) for one in bare_of))
    return Explained(told, found)


def records_of(
    variant: str, name: str, reader: str, fasta: Path | None = None, said: list[str] | None = None
) -> tuple[Header, Chunk]:
    """The records of a file that hold the variant, through the index where there is one; `said` takes remarks."""
    source = open_vcf(name, reader)
    try:
        key = _key(variant, source.header.build.build, fasta, [] if said is None else said)
        reach = [Region(key[0], max(1, key[1] - len(key[2])), key[1] + len(key[2]))]
        lines = []
        for chunk, _ in source.chunks(Question(regions=reach if source.index else None)):
            found = [at for at, line in enumerate(chunk.lines) if _holds(line, key)]
            lines += [(chunk.lines[at], chunk.numbers[at]) for at in found]
    finally:
        source.close()
    if not lines:
        raise NotFoundError(
            f"{variant} is not in {name}", hint="positions and alleles must be those of the file's build"
        )
    only = [_one_allele(line, key) for line, _ in lines]
    return source.header, Chunk(only, [number for _, number in lines], Counts())


def _of_bundle(variant: str, assembly: str, fasta: Path | None, said: list[str]) -> tuple[Header, Chunk]:
    """A record made of what the bundle's transcripts tell."""
    if (said_so := build_from_words(assembly)) and " " not in assembly:  # hg19 is meant as GRCh37
        assembly = said_so.build or assembly
    if assembly not in BUILDS:
        raise UsageError(f"--assembly {assembly} is not known", hint=f"use {' or '.join(BUILDS)}")
    key = _key(variant, assembly, fasta, said)
    _check_place(key, variant, assembly)
    if not fasta:
        _check_reference(key, variant, assembly)
    text, line = lines_of(key, assembly, fasta)
    return parse_header(text, "--variant"), Chunk([line], [1], Counts())


def _key(variant: str, build: str | None, fasta: Path | None, said: list[str]) -> Key:
    key = place(variant)
    if key and (build is None or key[0] not in _chromosomes()):
        return key
    if build is None:
        raise MismatchError("the build of the file is not known, so a name has no place in it")
    found, remarks = hgvs.named(variant, build, Reference(fasta).base if fasta else None)
    said += remarks
    return found


def _check_place(key: Key, variant: str, assembly: str) -> None:
    length = chromosome_length(assembly, key[0]) if bare(key[0]) in _chromosomes() else None
    if length is None or not 1 <= key[1] <= length:
        raise UsageError(
            f"--variant {variant}: {assembly} has no such place", hint="places are on chromosomes 1 to 22, X, Y and MT"
        )
    if not (key[2].isalpha() and key[3].isalpha()):
        raise UsageError(f"--variant {variant}: REF and ALT are written in bases")


def _check_reference(key: Key, variant: str, assembly: str) -> None:
    """REF must be the base of the reference, as far as the ClinVar table states it: no sequence is at hand."""
    chrom, pos, ref, _ = key
    try:
        table = clinvar_table.variants(assembly)
    except MismatchError:
        return
    near = table.filter((table["chrom"] == chrom) & table["pos"].is_between(pos - _FAR, pos + len(ref) - 1))
    stated = {at + step: base for at, bases in near.select("pos", "ref").iter_rows() for step, base in enumerate(bases)}
    for step, base in enumerate(ref.upper()):
        if (known := stated.get(pos + step, base)) != base:
            raise UsageError(
                f"--variant {variant}: {assembly} has {known} at {chrom}:{pos + step}, not {base}",
                hint="REF is on the forward strand; look at the build and the transcript's version",
            )


def _chromosomes() -> frozenset[str]:
    return frozenset((*map(str, range(1, 23)), "X", "Y", "MT"))


def _holds(line: bytes, key: Key) -> bool:
    chrom, pos, _, ref, alts, _ = line.split(b"\t", 5)
    return bare(chrom.decode()) == key[0] and any(
        trim(int(pos), ref.decode(), alt) == key[1:] for alt in alts.decode().split(",")
    )


def _one_allele(line: bytes, key: Key) -> bytes:
    """The record with other alternate alleles written as `*`, which give no row; what is split by allele still fits."""
    cells = line.split(b"\t")
    ref, alts = cells[3].decode(), cells[4].decode().split(",")
    kept = [alt if trim(int(cells[1]), ref, alt) == key[1:] else "*" for alt in alts]
    cells[4] = ",".join(kept).encode()
    return b"\t".join(cells)


def _told(one: dict[str, Any], language: str) -> Iterator[str]:
    """One row: the variant, its class, its criteria, what displaced what."""
    yield ""
    names = f"{one['hgvsc'] or ''} {one['hgvsp'] or ''}".strip()
    yield f"{one['variant']}  {one['assembly'] or '?'}  {one['gene'] or '-'}  {names}".rstrip()
    yield f"  {say('consequence', language)}: {one['consequence'] or say('not known', language)}"
    condition = " ".join(filter(None, (one["condition"], one["mondo"], one["moi"] and f"({one['moi']})")))
    chosen_by = say(one["condition_from"], language)
    yield f"  {say('condition', language)}: {condition or say('not known', language)} [{chosen_by}]"
    yield f"  {say('validity', language)}: {one['validity'] or say('not known', language)}"
    yield f"  {say('class', language)}: {class_name(one['classification'], language)}{_points(one, language)}"
    if one["class_2015"]:
        yield f"  {say('by the table of 2015', language)}: {class_name(one['class_2015'], language)}"
    for name in ("scope", "gate", "schemes_differ", "conflict"):
        if one[name]:
            yield f"  ! {say(one[name], language)}"
    if one["known"]:
        known = one["known"]
        stars = f"{known['stars']} {say('stars', language)}"
        yield f"  ClinVar: {known['clinvar']} ({stars}): {say('shown, no evidence', language)}"
    yield f"  {say('rule set', language)}: {one['rules']}"
    for criterion in one["criteria"]:
        yield from _criterion(criterion, language)
    for other in one["alternatives"]:
        named = " ".join(filter(None, (other["condition"], other["mondo"], other["moi"] and f"({other['moi']})")))
        yield f"  {say('for', language)} {named}: {class_name(other['classification'], language)}"


def _points(one: dict[str, Any], language: str) -> str:
    if one["points"] is None:
        return ""
    heat = f", {say(one['temperature'], language)}" if one["temperature"] else ""
    unit = say("point", language) if abs(one["points"]) == 1 else say("points", language)
    return f" ({one['points']} {unit}{heat})"


def _criterion(one: dict[str, Any], language: str) -> Iterator[str]:
    strength = f" {one['strength']}" if one["strength"] else ""
    gone = f" [{say('displaced by', language)} {one['suppressed_by']}]" if one["suppressed_by"] else ""
    by_hand = f" [{say('set by hand', language)}]" if "override" in one else ""
    verdict = say(one["verdict"].replace("_", " "), language)
    because = one["because"].removeprefix(f"{verdict}: ")
    yield f"  {_MARKS[one['verdict']]} {one['code']:5}{verdict}{strength}{gone}{by_hand}: {because}"
    yield f"         {'; '.join(one['sources'])}"

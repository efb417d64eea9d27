"""Variants of the bundle: what is known of each, and how two of them lie to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.report.conclusion import partner
from gmstool.report.exports import codes
from gmstool.report.exports.common import origin
from gmstool.report.exports.fhir_parts import coded, component, concept, gene, key_of, sequence
from gmstool.report.exports.fhir_people import sample_of
from gmstool.report.exports.naming import genomic_name, predicted, reads, span
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.report.case import Row
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource
    from gmstool.report.findings import Finding


def entries(of: Context) -> list[Entry]:
    """One observation for each reported variant, and one for each pair whose phase is stated."""
    return [*(variant(of, one) for one in of.findings), *phases(of)]


def variant(of: Context, one: Finding) -> Entry:
    """A variant by the guide's profile; a component is there only where its value is known."""
    sample = sample_of(of, tumour=one.tumours)
    comment = one.note.comment if one.note else None
    secondary = of.words("Secondary findings, with consent") if one.role == "secondary" else None
    return of.observation(
        "variant", codes.VARIANT, key_of(one),
        extension=[{"url": codes.SECONDARY, "valueCodeableConcept": concept(text=secondary)}] if secondary else [],
        **presence(one),
        specimen=of.ref("specimen", sample.id) if sample else None,
        note=[{"text": comment}] if comment else [],
        component=[*named(one), *placed(one.row), *found_in(of, one)],
    )  # fmt: skip


def presence(one: Finding) -> Resource:
    """Absent for a reference genotype; present where a genotype, a share of the reads or a person says so."""
    if one.absent:
        return {"valueCodeableConcept": concept(codes.NOT_PRESENT)}
    if one.zygosity or one.vaf or one.note:
        return {"valueCodeableConcept": concept(codes.PRESENT)}
    known = ("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown", "Unknown")
    return {"dataAbsentReason": concept(known)}


def named(one: Finding) -> list[Resource]:
    """Gene, transcript, and HGVS names with their accessions."""
    row, told = one.row, []
    if one.gene:
        told.append(gene(one.gene, row.hgnc_id if row else None))
    accession, _, _ = one.name.partition(":")
    if ":c." in one.name or ":n." in one.name:
        told.append(coded(codes.CODING_NAME, (codes.HGVS, one.name, one.name)))
        known = sequence(accession)
        told += [coded(codes.TRANSCRIPT, known)] if known else []
    if row and row.hgvsp and ":p." in row.hgvsp:
        name = predicted(row.hgvsp)
        told.append(coded(codes.PROTEIN_NAME, (codes.HGVS, name, name)))
    return told


def placed(row: Row | None) -> list[Resource]:
    """Assembly, chromosome, 1-based place and alleles as in VCF."""
    if row is None or row.chrom is None or row.pos is None:
        return []
    told = [coded(codes.ASSEMBLY, codes.ASSEMBLIES[row.assembly])] if row.assembly in codes.ASSEMBLIES else []
    answer = codes.chromosome(bare(row.chrom))
    told += [coded(codes.CHROMOSOME, answer)] if answer else []
    name = genomic_name(row)
    if name:
        accession = name.partition(":")[0]
        told.append(coded(codes.GENOMIC_SEQUENCE, (codes.REFSEQ, accession, accession)))
        told.append(coded(codes.GENOMIC_NAME, (codes.HGVS, name, name)))
    return [*told, *_alleles(row)]


def _alleles(row: Row) -> list[Resource]:
    start, end = span(row)
    ends = {"low": {"value": start}, **({"high": {"value": end}} if end and end != start else {})}
    told = [coded(codes.COORDINATES, codes.ONE_BASED), component(codes.START_END, valueRange=ends)]
    alleles = ((codes.REF, row.ref), (codes.ALT, row.alt))
    return told + [component(code, valueString=text) for code, text in alleles if text and is_sequence(text)]


def found_in(of: Context, one: Finding) -> list[Resource]:
    """Zygosity, share and number of reads, origin."""
    told = []
    if one.zygosity and not one.tumours:
        known = [codes.STATES[one.zygosity]] if one.zygosity in codes.STATES else []
        told.append(coded(codes.ALLELIC_STATE, *known, text=of.words(one.zygosity)))
    if one.vaf is not None:
        told.append(component(codes.FRACTION, valueQuantity=_ratio(one.vaf)))
    count = reads(one.row)
    told += [component(codes.READS, valueQuantity={"value": count})] if count is not None else []
    return told + _origin(one)


def _ratio(value: float) -> Resource:
    return {"value": value, "unit": "relative frequency", "system": codes.UCUM, "code": "1"}


def _origin(one: Finding) -> list[Resource]:
    """Germline or somatic, and the parent it came from; a sentence of the case file stays one."""
    known, written = origin(one), one.note.origin if one.note else None
    if known in codes.SOURCE_CLASSES:
        return [coded(codes.SOURCE_CLASS, codes.SOURCE_CLASSES[known])]
    if one.tumours:
        return [coded(codes.SOURCE_CLASS, text=written)] if written else []
    germline: list[Any] = [] if one.zygosity == "mosaic" or one.row is None else [codes.SOURCE_CLASSES["germline"]]
    told = [coded(codes.SOURCE_CLASS, *germline)] if germline and one.row and one.row.classification else []
    if not written:
        return told
    answer = [codes.ORIGINS[known]] if known in codes.ORIGINS else []
    return [*told, coded(codes.ORIGIN, *answer, text=None if answer else written)]


def phases(of: Context) -> list[Entry]:
    """Cis or trans of two reported variants, each pair once; nothing where the phase is unknown or contradicted."""
    every, told = list(of.findings), {}
    for one in every:
        other = partner(one, every)
        stated = {each.note.phase for each in (one, other) if each and each.note} - {None, "unknown"}
        if other is not None and len(stated) == 1:
            pair = tuple(sorted((key_of(one), key_of(other))))
            told[pair] = str(stated.pop())
    return [_phase(of, pair, phase) for pair, phase in told.items()]


def _phase(of: Context, pair: tuple[str, ...], phase: str) -> Entry:
    return of.observation(
        "sequence-phase-relationship", codes.PHASE_RELATION, "|".join(pair),
        valueCodeableConcept=concept(codes.PHASES[phase]),
        derivedFrom=[of.ref("variant", key) for key in pair],
    )  # fmt: skip

"""HGVS names and names of genes as what can be looked up, by way of the bundle's MANE transcripts."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from gmstool.errors import UsageError
from gmstool.genome import bare
from gmstool.knowledge.indels import read
from gmstool.knowledge.target import DEFAULT_BUILD, Gene, Target, normalised, placed
from gmstool.knowledge.variant_text import EXAMPLES, build_of_sequence

if TYPE_CHECKING:
    from gmstool.knowledge.forms import Hgvs
    from gmstool.knowledge.indels import Indel
    from gmstool.reference.transcripts import Transcript
    from gmstool.vcf.fasta import Base

_ACCESSION = re.compile(r"[NX][MR]_\d+|ENST\d{11}|NP_\d+")
_OLD = {"previous": "a former symbol", "alias": "an alias"}


def of_hgvs(asked: Hgvs, assembly: str, base: Base | None) -> Target:
    """What an HGVS name means: a placed variant, or an insertion or deletion without its bases."""
    from gmstool.reference import hgvs_names

    said: list[str] = []
    build = asked.build or assembly
    if asked.level in "gm":
        chrom = _chromosome(asked)
        if base is None and (found := read(chrom, *hgvs_names.genomic_edit(asked.text, asked.change))):
            return _of_indel(asked.text, found, build)
        place = hgvs_names.genomic_place(asked.text, chrom, asked.change, base)
        return Target(asked.text, placed(normalised(place, base, said), build, said), said=tuple(said),
                      guessed=asked.build is None)  # fmt: skip
    transcript, drift = transcript_of(asked.sequence, build)
    name = f"{transcript.name}:{asked.level}.{asked.change}"
    if base is None and (found := _unspelled(name, build)):
        return _of_indel(asked.text, found, build, *drift)
    place = hgvs_names.place(name, build, base)
    gene = Gene(transcript.hgnc_id, transcript.symbol) if transcript.hgnc_id else None
    return Target(asked.text, placed(place, build, said), gene=gene, said=(*drift, *said))


def _unspelled(name: str, build: str) -> Indel | None:
    """The indel that a coding name means; None for a substitution, whose place needs no sequence."""
    from gmstool.reference import hgvs_names

    return None if ">" in name else read(*hgvs_names.genomic_span(name, build))


def _of_indel(text: str, found: Indel, build: str, *said: str) -> Target:
    if build != DEFAULT_BUILD:
        raise UsageError(f"{text}: an indel of {build} is placed only with the sequence", hint="give it with --fasta")
    told = "compared by place and length with what is known: only with --fasta is it compared by its bases"
    return Target(text, indel=found, said=(*said, told))


def _chromosome(asked: Hgvs) -> str:
    chrom = bare(asked.sequence.upper().removeprefix("CHR"))
    if asked.sequence.upper().startswith("NC_") and build_of_sequence(asked.sequence) is None and chrom != "MT":
        raise UsageError(f"{asked.sequence} names no build", hint="write its version: NC_000007.14 is of GRCh38")
    return chrom


def transcript_of(sequence: str, build: str) -> tuple[Transcript, tuple[str, ...]]:
    """The MANE transcript that a name means, and what to say where it is not that very version."""
    from gmstool.reference import transcripts

    if found := transcripts.find(sequence, build):
        return found, ()
    if sequence.upper().startswith("LRG"):
        return _of_lrg(sequence, build)
    if _ACCESSION.match(sequence):
        name = other_version(sequence.partition(".")[0], build)
        drifted = transcripts.find(name, build) if name else None
        if drifted is None:
            raise UsageError(
                f"{sequence} is not among the MANE transcripts on {build}, the only ones that gms places names on",
                hint="use the gene's MANE transcript, as NM_004333.6:c.1799T>A, or CHROM-POS-REF-ALT",
            )
        return drifted, (f"{sequence} is not in the bundle: read as {name}, whose numbering may differ",)
    gene, said = gene_of(sequence)
    of_gene = transcripts.of_gene(gene.hgnc_id, build)
    if not of_gene:
        raise UsageError(f"{gene.symbol} has no MANE transcript on {build}", hint="write CHROM-POS-REF-ALT instead")
    return of_gene[0], (*said, f"read on {of_gene[0].name}, the MANE {of_gene[0].mane} transcript of {gene.symbol}")


def other_version(accession: str, build: str) -> str | None:
    """The version of a transcript (or of a protein's transcript) that the bundle has."""
    from gmstool.reference import bundle

    table = bundle.table("transcripts")
    columns = {"ENS": "ensembl_transcript", "NP_": "protein"}
    column = columns.get(accession[:3], "transcript")
    here = table.filter((table["build"] == build) & table[column].str.starts_with(f"{accession}."))
    return str(here["transcript"][0]) if here.height else None


def _of_lrg(sequence: str, build: str) -> tuple[Transcript, tuple[str, ...]]:
    from gmstool.knowledge.lrg import symbol_of
    from gmstool.reference import transcripts

    symbol = symbol_of(sequence)
    if symbol is None:
        raise UsageError(
            f"{sequence} is not among the LRG sequences that gms knows", hint="write it on the MANE transcript (NM_…)"
        )
    gene, _ = gene_of(symbol)
    found = transcripts.of_gene(gene.hgnc_id, build)[0]
    return found, (f"{sequence} is read as {found.name} of {symbol}, whose numbering may differ",)


def gene_of(name: str) -> tuple[Gene, tuple[str, ...]]:
    """The gene that a name means, with a remark where it is not its symbol. Raises UsageError with near names."""
    from gmstool.reference import genes

    found = genes.resolve(name)
    if found.hgnc_id is not None and found.symbol is not None:
        said = (f"{name} is {_OLD.get(found.status, 'a name')} of {found.symbol}",)
        return Gene(found.hgnc_id, found.symbol), said if found.status in _OLD else ()
    if found.status == "ambiguous":
        raise UsageError(f"{name} may mean several genes: {', '.join(found.candidates)}", hint="write the symbol meant")
    near = genes.near(name) or difflib.get_close_matches(name.upper(), found.candidates)
    hint = f"did you mean {', '.join(near)}?" if near else EXAMPLES
    raise UsageError(f"`{name}` is no gene, and no other form of a variant", hint=hint)

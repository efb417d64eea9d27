"""Transcripts drawn inside a gene's real span.

Only the place and the name of the gene are real. Exons, untranslated ends, splice forms and identifiers are
drawn from a random stream seeded with the gene's symbol, so that a gene always
looks the same, whatever the seed of the file.
"""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Final

from synthetic.genes import PROTEIN_CODING, Gene

Exon = tuple[int, int]

NONSENSE_MEDIATED_DECAY: Final = "nonsense_mediated_decay"
SPLICE_FORMS: Final = (PROTEIN_CODING, NONSENSE_MEDIATED_DECAY, "retained_intron", "protein_coding_CDS_not_defined")
SPLICE_FORM_WEIGHTS: Final = (60, 12, 18, 10)
MEAN_EXTRA_FORMS: Final = 6.0  # Ensembl 110 lists about 8 transcripts per coding gene
MOST_FORMS: Final = 30


@dataclass(frozen=True, slots=True, eq=False)
class Transcript:
    """Exons in genomic order, 1-based and inclusive; `cds` in cDNA bases, (0, 0) if untranslated."""

    gene: Gene
    name: str
    version: int
    biotype: str
    strand: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    bases_before: tuple[int, ...]
    length: int
    cds: tuple[int, int]
    is_canonical: bool

    @property
    def protein(self) -> str:
        """The Ensembl protein, or nothing for a transcript without one."""
        return self.name.replace("ENST", "ENSP") if self.cds[1] else ""


@cache
def transcripts_of(gene: Gene) -> tuple[Transcript, ...]:
    """The canonical transcript first, then its splice forms."""
    random = Random(gene.symbol)
    strand = random.choice((1, -1))
    exons = _exons(gene, random)
    canonical = _transcript(gene, 0, exons, gene.biotype, strand)
    forms = [_splice_form(gene, order, exons, strand, random) for order in range(1, 1 + _extra_forms(gene, random))]
    return (canonical, *forms)


def _extra_forms(gene: Gene, random: Random) -> int:
    if gene.exon_count == 1:
        return 0
    mean = MEAN_EXTRA_FORMS if gene.is_coding else MEAN_EXTRA_FORMS / 2
    return min(MOST_FORMS, int(random.expovariate(1 / mean)))


def _exons(gene: Gene, random: Random) -> list[Exon]:
    """One exon in each of equally long slots; the outermost ones touch the ends of the span."""
    count = gene.exon_count
    slot = (gene.end - gene.start + 1) // count
    if count == 1:
        return [(gene.start, gene.end)]
    exons = []
    for first in range(gene.start, gene.start + slot * count, slot):
        length = min(random.randint(70, 230), slot // 2)
        start = first + random.randrange(slot - length)
        exons.append((start, start + length - 1))
    exons[0] = (gene.start, exons[0][1])
    exons[-1] = (exons[-1][0], gene.end)
    return [_no_longer_than(slot // 2, exon, gene) for exon in exons]


def _no_longer_than(limit: int, exon: Exon, gene: Gene) -> Exon:
    """Cuts an outermost exon from its inner side, to 1 kb at the most."""
    start, end = exon
    longest = max(1, min(limit, 1_000))
    return (start, min(end, start + longest - 1)) if start == gene.start else (max(start, end - longest + 1), end)


def _splice_form(gene: Gene, order: int, exons: list[Exon], strand: int, random: Random) -> Transcript:
    """A run of the gene's exons with about a tenth of them skipped."""
    first = random.randrange(1 + len(exons) // 3)
    last = len(exons) - random.randrange(1 + len(exons) // 3)
    chosen = [exon for exon in exons[first:last] if random.random() > 0.1]  # noqa: PLR2004
    biotype = random.choices(SPLICE_FORMS, SPLICE_FORM_WEIGHTS)[0] if gene.is_coding else gene.biotype
    return _transcript(gene, order, chosen or exons[:1], biotype, strand)


def _transcript(gene: Gene, order: int, exons: list[Exon], biotype: str, strand: int) -> Transcript:
    lengths = [end - start + 1 for start, end in exons]
    translated = biotype in {PROTEIN_CODING, NONSENSE_MEDIATED_DECAY}
    return Transcript(
        gene=gene,
        name=f"ENST{gene.number * 100 + order:011d}",
        version=1 + (gene.number + order) % 9,
        biotype=biotype,
        strand=strand,
        starts=tuple(start for start, _ in exons),
        ends=tuple(end for _, end in exons),
        bases_before=tuple(accumulate(lengths, initial=0))[:-1],
        length=sum(lengths),
        cds=_coding_part(sum(lengths)) if translated else (0, 0),
        is_canonical=order == 0,
    )


def _coding_part(length: int) -> tuple[int, int]:
    """Whole codons between a short 5' and a longer 3' untranslated end."""
    first = 1 + length // 12
    return first, first + (length * 2 // 3) // 3 * 3 - 1

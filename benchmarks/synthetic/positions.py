"""Which positions of the genome carry a variant."""

from itertools import accumulate
from random import Random
from typing import Final

from synthetic.contigs import LENGTHS, MITOCHONDRION
from synthetic.genes import Gene
from synthetic.transcripts import transcripts_of

TELOMERE: Final = 10_000  # unsequenced bases at both ends of a nuclear contig
CAPTURE_MARGIN: Final = 60  # bases around an exon that an exome kit still covers
MITOCHONDRIAL_SITES: Final = 20

Sites = dict[str, list[int]]


def genome_sites(count: int, random: Random) -> Sites:
    """Spread evenly over the genome, with a handful in the mitochondrion; sorted."""
    nuclear = {contig: length for contig, length in LENGTHS.items() if contig != MITOCHONDRION}
    mitochondrial = min(MITOCHONDRIAL_SITES, count // 100)
    shares = _shares(count - mitochondrial, nuclear)
    sites = {c: sorted(random.sample(range(TELOMERE + 1, nuclear[c] - TELOMERE), shares[c])) for c in nuclear}
    mitochondrial_range = range(100, LENGTHS[MITOCHONDRION] - 100)
    return sites | {MITOCHONDRION: sorted(random.sample(mitochondrial_range, mitochondrial))}


def _shares(count: int, lengths: dict[str, int]) -> dict[str, int]:
    """In proportion to length, and adding up to the count."""
    total = sum(lengths.values())
    bounds = [count * length // total for length in accumulate(lengths.values())]
    return {contig: upper - lower for contig, lower, upper in zip(lengths, [0, *bounds], bounds, strict=False)}


def exome_sites(count: int, genes: dict[str, list[Gene]], random: Random) -> Sites:
    """In and around the exons of coding genes, each exon as likely as any other; sorted."""
    coding = [gene for of_contig in genes.values() for gene in of_contig if gene.is_coding]
    weights = list(accumulate(gene.exon_count for gene in coding))
    chosen: dict[str, set[int]] = {contig: set() for contig in LENGTHS}
    missing = count
    while missing:
        for gene in random.choices(coding, cum_weights=weights, k=missing):
            chosen[gene.chrom].add(_near_an_exon(gene, random))
        missing = count - sum(map(len, chosen.values()))
    return {contig: sorted(positions) for contig, positions in chosen.items()}


def _near_an_exon(gene: Gene, random: Random) -> int:
    canonical = transcripts_of(gene)[0]
    exon = random.randrange(len(canonical.starts))
    first = max(1, canonical.starts[exon] - CAPTURE_MARGIN)
    return random.randint(first, min(canonical.ends[exon] + CAPTURE_MARGIN, LENGTHS[gene.chrom]))

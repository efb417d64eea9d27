"""VCF records in file order."""

from collections.abc import Iterator
from random import Random
from typing import Final

from synthetic.alleles import Allele, describe, draw_sequences, vep_names
from synthetic.consequence import FLANK
from synthetic.csq import entries
from synthetic.genes import Gene
from synthetic.positions import Sites
from synthetic.trio import Trio, draw_trio

PASSING: Final = 0.95


def records(sites: Sites, genes: dict[str, list[Gene]], random: Random) -> Iterator[str]:
    """One line per position."""
    for contig, positions in sites.items():
        for position, nearby in with_genes(positions, genes[contig]):
            yield _record(contig, position, nearby, random)


def with_genes(positions: list[int], genes: list[Gene]) -> Iterator[tuple[int, list[Gene]]]:
    """Sweeps sorted positions over sorted genes; each position with the genes in reach."""
    nearby: list[Gene] = []
    waiting = 0
    for position in positions:
        if any(gene.end + FLANK < position for gene in nearby):
            nearby = [gene for gene in nearby if gene.end + FLANK >= position]
        while waiting < len(genes) and genes[waiting].start - FLANK <= position:
            if genes[waiting].end + FLANK >= position:
                nearby = [*nearby, genes[waiting]]
            waiting += 1
        yield position, nearby


def _record(contig: str, position: int, genes: list[Gene], random: Random) -> str:
    ref, alts = draw_sequences(random)
    alleles = [describe(ref, alt, vep, random) for alt, vep in zip(alts, vep_names(ref, alts), strict=True)]
    annotations = ",".join([entry for allele in alleles for entry in entries(allele, position, genes)])
    trio = draw_trio(len(alts), alleles[0].frequency, random)
    verdict = "PASS" if random.random() < PASSING else "VQSRTrancheSNP99.90to100.00"
    return (
        f"{contig}\t{position}\t{_identifiers(alleles)}\t{ref}\t{','.join(alts)}\t{50 + 2950 * random.random():.2f}"
        f"\t{verdict}\t{_site(trio, random)};CSQ={annotations}\tGT:AD:DP:GQ:PL\t{trio.columns}\n"
    )


def _identifiers(alleles: list[Allele]) -> str:
    return ";".join(allele.known for allele in alleles if allele.known) or "."


def _site(trio: Trio, random: Random) -> str:
    draw = random.random
    shares = [count / trio.called if trio.called else 0.0 for count in trio.counts]
    return (
        f"AC={','.join(map(str, trio.counts))};AF={','.join([f'{share:.3f}' for share in shares])};AN={trio.called}"
        f";BaseQRankSum={6 * draw() - 3:.3f};DP={trio.depth};ExcessHet={5 * draw():.4f};FS={20 * draw():.3f}"
        f";MQ={50 + 10 * draw():.2f};MQRankSum={4 * draw() - 2:.3f};QD={5 + 25 * draw():.2f}"
        f";ReadPosRankSum={4 * draw() - 2:.3f};SOR={3 * draw():.3f};VQSLOD={22 * draw() - 2:.2f};culprit=MQ"
    )

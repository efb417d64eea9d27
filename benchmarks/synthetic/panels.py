"""Gene panels of three sizes, each contained in the next."""

from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

from synthetic.contigs import LENGTHS, MITOCHONDRION
from synthetic.genes import Gene

SIZES: Final = (30, 199, 560)
ALWAYS: Final = ("BRCA1", "BRCA2", "TTN", "CFTR", "SCN1A", "DMD", "FBN1", "MYH7")
SEED: Final = 560

Interval = tuple[str, int, int]


def write_panels(genes: dict[str, list[Gene]], folder: Path) -> None:
    """`panel_N.txt` with one symbol a line, `panel_N.bed` with the merged spans."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = draw_panel(genes, max(SIZES))
    for size in SIZES:
        panel = drawn[:size]
        (folder / f"panel_{size}.txt").write_text("".join(f"{gene.symbol}\n" for gene in panel), encoding="utf-8")
        lines = "".join(f"{contig}\t{start - 1}\t{end}\n" for contig, start, end in merged_spans(panel))
        (folder / f"panel_{size}.bed").write_text(lines, encoding="utf-8")


def draw_panel(genes: dict[str, list[Gene]], size: int) -> list[Gene]:
    """The well-known genes first, then coding genes by lot."""
    coding = {g.symbol: g for contig in genes if contig != MITOCHONDRION for g in genes[contig] if g.is_coding}
    always = [coding[symbol] for symbol in ALWAYS if symbol in coding]
    others = sorted(set(coding) - set(ALWAYS))
    return [*always, *(coding[symbol] for symbol in Random(SEED).sample(others, size - len(always)))]


def merged_spans(genes: Iterable[Gene]) -> list[Interval]:
    """1-based inclusive spans in file order, overlapping ones as one."""
    order = list(LENGTHS)
    merged: list[Interval] = []
    for gene in sorted(genes, key=lambda gene: (order.index(gene.chrom), gene.start)):
        if merged and merged[-1][0] == gene.chrom and gene.start <= merged[-1][2]:
            contig, start, end = merged.pop()
            merged.append((contig, start, max(end, gene.end)))
        else:
            merged.append((gene.chrom, gene.start, gene.end))
    return merged

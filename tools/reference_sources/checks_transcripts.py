"""Sanity checks on the transcripts: a failed one stops the build."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from reference_sources.checks import BUILDS, require
from reference_sources.genome import LENGTHS
from reference_sources.transcript_structure import STRUCTURE, cds_length

MINIMUM = {"GRCh38": 19_000, "GRCh37": 19_000}
MOST_WITHOUT_EXONS = 50  # of MANE 1.5, that neither the track nor the RefSeq table has in that version
FRAGMENTS = 1  # RefSeq's table has one exon of NM_001415000.1 only: its exons are then not known
ENDS_WITHIN_A_CODON = {"NM_001424184.1"}  # TMEM247: the transcript ends two bases into its last codon
MOST_OUT_OF_FRAME = 20  # on GRCh37, where the genome lacks or has bases that the transcript does not


class Landmark(NamedTuple):
    """A base of a coding sequence and the place it is known to have per build."""

    transcript: str
    cds_position: int
    grch37: int
    grch38: int
    what: str


# Published variants, as ClinVar and the literature place them.
LANDMARKS = (
    Landmark("NM_004333.6", 1799, 140453136, 140753336, "BRAF V600E"),
    Landmark("NM_000546.6", 524, 7578406, 7675088, "TP53 R175H"),
    Landmark("NM_000546.6", 743, 7577538, 7674220, "TP53 R248Q"),
    Landmark("NM_004985.5", 35, 25398284, 25245350, "KRAS G12D"),
    Landmark("NM_006218.4", 3140, 178952085, 179234297, "PIK3CA H1047R"),
    Landmark("NM_005896.4", 395, 209113112, 208248388, "IDH1 R132H"),
    Landmark("NM_004972.4", 1849, 5073770, 5073770, "JAK2 V617F"),
    Landmark("NM_000110.4", 1905, 97915615, 97450059, "DPYD c.1905+1G>A, the base before it"),
    Landmark("NM_007294.4", 68, 41276046, 43124029, "BRCA1 c.68_69del"),
    Landmark("NM_000059.4", 5946, 32914438, 32340301, "BRCA2 c.5946del"),
    Landmark("NM_000492.4", 1521, 117199646, 117559592, "CFTR F508del"),
    Landmark("NM_000518.5", 20, 5248232, 5227002, "HBB E7V, sickle cell"),
)


def check_agreement(listed: pl.DataFrame, track: pl.DataFrame, refseq: pl.DataFrame) -> None:
    """MANE's list, MANE's track and RefSeq give a transcript of one accession and version the same place."""
    same_names = ["transcript", "ensembl_transcript", "protein", "chrom", "strand", "start", "end"]
    compare("MANE 1.5 and the MANE track", listed.select(same_names), track.select(same_names))
    place = ["transcript", *STRUCTURE]
    compare("the MANE track and RefSeq, exon by exon", track.select(place), refseq.select(place))
    compare("MANE 1.5 and RefSeq", listed.select(place[:5]), refseq.select(place[:5]), most_different=FRAGMENTS)
    gone = track.join(listed, on="transcript", how="anti")
    print(f"transcripts: {len(gone)} of the MANE track are not in MANE 1.5 and left out")


def compare(what: str, one: pl.DataFrame, other: pl.DataFrame, most_different: int = 0) -> None:
    """Every transcript that both have is the same in both, but for those tolerated."""
    common = one.join(other, on="transcript", how="semi")
    different = common.join(other, on=common.columns, how="anti", nulls_equal=True)["transcript"]
    print(f"transcripts: {what}: {len(common):,} compared, {len(different)} differ {different.to_list()[:10]}")
    require(len(common) >= min(MINIMUM.values()), f"{what}: only {len(common)} transcripts in common")
    require(len(different) <= most_different, f"{what} differ")


def check(table: pl.DataFrame) -> None:
    """Ids once, exons in order and on the chromosome, the coding sequence in frame, known bases where they are."""
    for build in BUILDS:
        rows = table.filter(pl.col("build") == build)
        require(len(rows) >= MINIMUM[build], f"{build}: only {len(rows)} transcripts")
        require(rows["transcript"].is_unique().all(), f"{build}: a transcript occurs twice")
        check_exons(rows.drop_nulls("exon_starts"), build)
        check_unknown(rows)
        check_frame(rows, build)
        check_landmarks(rows, build)
    check_between_builds(table)


def check_exons(rows: pl.DataFrame, build: str) -> None:
    """Exons are ordered, do not overlap, lie on the chromosome; the coding sequence starts and ends in an exon."""
    starts, ends = pl.col("exon_starts"), pl.col("exon_ends")
    inner = starts.list.len() - 1
    gaps = starts.list.tail(inner) - ends.list.head(inner)
    length = pl.col("chrom").replace_strict(LENGTHS[build], return_dtype=pl.Int32)
    sound = (
        (starts.list.len() == ends.list.len())
        & ((ends - starts).list.min() >= 0)
        & ((inner == 0) | (gaps.list.min() > 0))
        & (starts.list.first() == pl.col("start"))
        & (ends.list.last() == pl.col("end"))
        & (pl.col("start") >= 1)
        & (pl.col("end") <= length)
    )
    bad = rows.filter(~sound)["transcript"].to_list()
    require(not bad, f"{build}: impossible exons: {bad[:10]}")
    check_coding_ends(rows.drop_nulls("cds_start"), build)


def check_coding_ends(rows: pl.DataFrame, build: str) -> None:
    """Both ends of each coding sequence lie in an exon."""
    exons = rows.select("transcript", "cds_start", "cds_end", "exon_starts", "exon_ends").explode(
        "exon_starts", "exon_ends"
    )
    for end in ("cds_start", "cds_end"):
        inside = exons.filter(pl.col(end).is_between("exon_starts", "exon_ends"))["transcript"]
        require(inside.n_unique() == len(rows), f"{build}: a {end} lies outside the exons")


def check_unknown(rows: pl.DataFrame) -> None:
    """Few transcripts lack exons, and those with a protein and MANE's exons have a coding sequence."""
    unknown = rows.filter(pl.col("exon_starts").is_null())
    print(f"transcripts: exons not known on {rows['build'][0]}: {', '.join(unknown['symbol'].sort()) or 'none'}")
    require(len(unknown) <= MOST_WITHOUT_EXONS, f"{len(unknown)} transcripts without exons")
    lost = rows.filter(pl.col("same_exons") & pl.col("protein").is_not_null() & pl.col("cds_start").is_null())
    require(lost.is_empty(), f"a protein without coding sequence: {lost['transcript'].to_list()}")


def check_frame(rows: pl.DataFrame, build: str) -> None:
    """Every coding sequence on GRCh38 is a multiple of three; on GRCh37 the few that are not differ from GRCh38's."""
    cut = pl.col("transcript").is_in(ENDS_WITHIN_A_CODON) & (pl.col("cds_end") == pl.col("end"))
    broken = rows.filter((cds_length(rows) % 3 != 0) & ~cut)
    print(f"transcripts: coding sequence not a multiple of three on {build}: {broken['symbol'].sort().to_list()}")
    limit = 0 if build == "GRCh38" else MOST_OUT_OF_FRAME
    require(len(broken) <= limit, f"{build}: {len(broken)} coding sequences are not multiples of three")
    unmarked = broken.filter(pl.col("same_exons").fill_null(value=True))
    require(unmarked.is_empty(), f"{build}: out of frame, yet as on GRCh38: {unmarked['transcript'].to_list()}")


def check_landmarks(rows: pl.DataFrame, build: str) -> None:
    """Well-known bases of coding sequences are where they are known to be."""
    for mark in LANDMARKS:
        found = genomic_position(rows.row(by_predicate=pl.col("transcript") == mark.transcript, named=True), mark)
        known = mark.grch37 if build == "GRCh37" else mark.grch38
        require(found == known, f"{build}: {mark.what} is at {found}, known is {known}")


def genomic_position(row: dict[str, object], mark: Landmark) -> int:
    """Where a base of the coding sequence lies, by listing all of its bases."""
    exons = zip(row["exon_starts"], row["exon_ends"], strict=True)  # type: ignore[call-overload]
    bases = [base for start, end in exons for base in range(start, end + 1)]
    coding = [base for base in bases if row["cds_start"] <= base <= row["cds_end"]]  # type: ignore[operator]
    return coding[mark.cds_position - 1] if row["strand"] == 1 else coding[-mark.cds_position]


def check_between_builds(table: pl.DataFrame) -> None:
    """A transcript with the same exons on both builds has the same coding sequence; say how many there are."""
    lengths = table.with_columns(cds_length(table).alias("cds_length"))
    on_37, on_38 = (lengths.filter(pl.col("build") == build) for build in BUILDS)
    both = on_37.join(on_38, on="transcript", suffix="_38")
    same = both.filter("same_exons")
    bad = same.filter(pl.col("cds_length").ne_missing(pl.col("cds_length_38")))["transcript"].to_list()
    require(not bad, f"same exons, but another coding sequence on GRCh37: {bad[:10]}")
    moved = both.filter(pl.col("chrom") != pl.col("chrom_38"))["transcript"].to_list()
    require(not moved, f"on another chromosome on GRCh37: {moved}")
    turned = len(both.filter(pl.col("strand") != pl.col("strand_38")))
    print(f"transcripts: {len(both):,} on both builds, {len(same):,} with the same exons, {turned} on the other strand")

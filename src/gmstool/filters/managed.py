"""The site's list of known variants: a VCF, or Scout's table of managed variants."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gmstool.errors import MismatchError, PanelError
from gmstool.genome import bare, build_from_words
from gmstool.vcf.alleles import is_sequence, trim
from gmstool.vcf.fasta import Reference, left_aligned, span
from gmstool.vcf.header import parse_header
from gmstool.vcf.text import header_end, open_binary, sniffed

Key = tuple[str, int, str, str]  # bare contig, 1-based position, reference, alternate; trimmed
MAX_MANAGED_BYTES = 256 << 20
_COLUMNS = (("chromosome", "chrom", "chr"), ("position", "pos", "start"), ("reference", "ref"), ("alternative", "alt"))


@dataclass(frozen=True, slots=True)
class Managed:
    """A site's managed variants: trimmed alleles, and how many rows of the file could not be used."""

    name: str
    keys: frozenset[Key]
    unusable: int
    build: str | None
    reference: Reference | None = None

    def positions(self) -> dict[str, list[int]]:
        """Contig to sorted positions, for the reader's pretest."""
        found: dict[str, list[int]] = {}
        for chrom, pos, ref, alt in self.keys:
            places = span(self.reference.base, chrom, pos, ref, alt) if self.reference else (pos,)
            found.setdefault(chrom, []).extend(places)
        return {chrom: sorted(positions) for chrom, positions in found.items()}


def key_of(chrom: str, pos: int, ref: str, alt: str, reference: Reference | None) -> Key:
    """A variant's key: bare contig and trimmed alleles, left-aligned where a reference sequence is given."""
    name = bare(chrom)
    if reference is None:
        return (name, *trim(pos, ref, alt))
    return (name, *left_aligned(reference.base, name, pos, ref, alt))


def read_managed(path: Path, fasta: Path | None = None) -> Managed:
    """A managed list: a VCF, or Scout's table (chromosome, position, reference, alternative, build)."""
    reference = Reference(fasta) if fasta else None
    with open_binary(path) as handle:
        _, buffers = sniffed(handle, str(path))
        data = b""
        for buffer in buffers:
            data += buffer
            if len(data) > MAX_MANAGED_BYTES:
                raise PanelError(f"the managed list {path} is larger than {MAX_MANAGED_BYTES >> 20} MiB")
    if data.startswith(b"##fileformat"):
        return _managed_vcf(data, path, reference)
    return _managed_table(data, path, reference)


def _managed_vcf(data: bytes, path: Path, reference: Reference | None) -> Managed:
    end = header_end(data)
    build = parse_header(data[:end], str(path)).build.build
    rows = (line.split("\t", 5) for line in data[end:].decode("utf-8", "replace").splitlines() if line)
    cells = [(row[0], row[1], row[3], alt) for row in rows if len(row) > 4 for alt in row[4].split(",")]  # noqa: PLR2004
    return _managed(path, iter(cells), build, reference)


def _managed_table(data: bytes, path: Path, reference: Reference | None) -> Managed:
    lines = [line for line in data.decode("utf-8-sig", "replace").splitlines() if line and not line.startswith("##")]
    # The separator that the first line has most of; a tab where it has none.
    separator = max("\t;,", key=lines[0].count) if lines else "\t"
    try:
        rows = list(csv.DictReader(lines, delimiter=separator))
    except csv.Error as error:
        raise PanelError(f"the managed list {path} is no table: {error}") from None
    names = {name.lstrip("#").strip().lower(): name for name in (rows[0] if rows else {}) if name}
    wanted = [next((names[one] for one in options if one in names), None) for options in _COLUMNS]
    if not rows or None in wanted:
        raise PanelError(
            f"the managed list {path} has no columns chromosome, position, reference, alternative",
            hint="export it from Scout, or give a VCF",
        )
    cells = ((*(str(row[name] or "") for name in wanted if name),) for row in rows)
    build = _stated_build({str(row[names["build"]] or "") for row in rows} if "build" in names else set(), path)
    return _managed(path, cells, build, reference)  # type: ignore[arg-type]


def _stated_build(words: set[str], path: Path) -> str | None:
    """The build that a list's rows state, None when they state none."""
    numbers = {"37": "GRCh37", "38": "GRCh38", "19": "GRCh37"}
    evidence = {word: build_from_words(word) for word in words if word.strip()}
    builds = {numbers.get(word.strip(), found.build if found else None) for word, found in evidence.items()}
    if len(builds) > 1 or None in builds:
        raise PanelError(
            f"the managed list {path} has rows of more than one build or of an unknown one: {', '.join(sorted(words))}",
            hint="export one list per build; builds are written 37, 38, GRCh37 or GRCh38",
        )
    return next(iter(builds), None)


def _managed(
    path: Path, rows: Iterator[tuple[str, str, str, str]], build: str | None, reference: Reference | None
) -> Managed:
    keys: set[Key] = set()
    unusable = 0
    for chrom, pos, ref, alt in rows:
        if pos.isascii() and pos.isdecimal() and is_sequence(ref) and is_sequence(alt):
            keys.add(key_of(chrom, int(pos), ref, alt, reference))
        else:
            unusable += 1
    if not keys:
        raise PanelError(f"the managed list {path} has no variant that could be matched")
    return Managed(path.name, frozenset(keys), unusable, build, reference)


def check_build(managed: Managed, build: str | None) -> None:
    """A managed list of another build never rescues anything, silently: an error."""
    if managed.build and build and managed.build != build:
        raise MismatchError(
            f"the managed list {managed.name} is on {managed.build}, the VCF on {build}",
            hint="lift the list over, or export it for the other build",
        )

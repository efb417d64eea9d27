"""Annotation entries of a record: read from CSQ, ANN or BCSQ, tied to their ALT, grouped by gene."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gmstool.consequences import BCSQ_TERMS, Dialect, impact_of, names_by_id, rank
from gmstool.vcf.alleles import gives_row, is_sequence, trimmed_names, vep_names
from gmstool.vcf.header import Header

REMEMBERED = 20_000  # records to which a BCSQ pointer may point: haplotypes are short, batches are 5,000 records
Entry = list[str]


class CutEntry(list[str]):
    """An entry with fewer fields than the header defines: what is missing was not looked up."""


_MC_CONSEQUENCE = "MC"
_INFO_FIELDS = ("SYMBOL", "Consequence")  # what gene and consequence keys outside an annotation string tell


@dataclass(slots=True)
class Matched:
    """Entries of one ALT, and how they were tied to it."""

    entries: list[Entry] = field(default_factory=list)
    how: str = ""


class Annotation:
    """The annotation of one file: which dialect is read, and where its fields stand in an entry."""

    def __init__(self, header: Header) -> None:
        self.dialect = header.dialect
        self.key = self.dialect.value if self.dialect else ""
        self.declared = header.annotation.get(self.dialect, ()) if self.dialect else ()
        self.fields: tuple[str, ...] = self.declared or _INFO_FIELDS
        if self.dialect is Dialect.ANN:
            self.fields = (*self.declared, "EXON", "INTRON")
        self._index = {name: place for place, name in reversed(list(enumerate(self.fields)))}
        self.gene, self.gene_id = self._first("SYMBOL", "Gene_Name", "gene"), self._first("Gene", "Gene_ID")
        self.consequence = self._first("Consequence", "Annotation", "consequence")
        self.mane_select, self.mane_clinical = self._first("MANE_SELECT"), self._first("MANE_PLUS_CLINICAL")
        self.mane, self.canonical = self._first("MANE"), self._first("CANONICAL")
        self.allele, self.allele_num = self._first("Allele"), self._first("ALLELE_NUM")
        self._read: Callable[[str], list[Entry]] = {
            Dialect.CSQ: _csq, Dialect.ANN: self._ann, Dialect.BCSQ: _bcsq, None: _csq,
        }[self.dialect]  # fmt: skip
        self._severity: dict[str, int] = {}
        self._pointed: dict[tuple[str, str], str] = {}
        self.contig = ""  # of the record being read
        self.odd_entries = self.first_odd = 0

    def place(self, name: str) -> int:
        """Index of a field in an entry, -1 when the file does not have it."""
        return self._index.get(name, -1)

    def _first(self, *names: str) -> int:
        return next((self._index[name] for name in names if name in self._index), -1)

    def entries(self, info: dict[str, str], line: int) -> list[Entry]:
        """All annotation entries of a record; empty when it has none."""
        if self.dialect is None:
            return _info_entries(info)
        value = info.get(self.key, "")
        if value in ("", "."):
            return []
        if self.dialect is Dialect.BCSQ:
            return self._with_pointers(value)
        entries = self._read(value)
        self._check(entries, line)
        return entries

    def remember(self, chrom: str, pos: str, info: str) -> None:
        """Note the consequences of a record to which `@pos` of another record of the same haplotype may point."""
        if len(self._pointed) > REMEMBERED:
            self._pointed = dict(list(self._pointed.items())[-REMEMBERED // 2 :])
        start = f";{info}".find(";BCSQ=")
        if start >= 0:
            self._pointed[chrom, pos] = info[start + 5 :].partition(";")[0]

    def _with_pointers(self, value: str) -> list[Entry]:
        """Entries of a BCSQ value, those it points to among them; an empty list where none could be found."""
        pointed = [self._pointed.get((self.contig, text[1:]), "") for text in value.split(",") if text.startswith("@")]
        return _bcsq(value) + [entry for text in dict.fromkeys(pointed) if text for entry in _bcsq(text)]

    def _check(self, entries: list[Entry], line: int) -> None:
        """Make every entry as long as the header says; what is missing is not known, what is too much is not read."""
        expected = len(self.fields)
        for at, entry in enumerate(entries):
            if len(entry) != expected:
                self.odd_entries += 1
                self.first_odd = self.first_odd or line
            if len(entry) < expected:
                entries[at] = CutEntry([*entry, *[""] * (expected - len(entry))])
            del entry[expected:]

    def warning(self) -> str | None:
        """What to say of entries with another number of fields than the header defines."""
        if not self.odd_entries:
            return None
        return (
            f"{self.odd_entries:,} {self.key} entries have not the {len(self.declared)} fields that the header defines "
            f"(first in line {self.first_odd}): missing fields are not known, surplus ones not read; "
            "check that header and records belong together"
        )

    def _ann(self, value: str) -> list[Entry]:
        entries = [[cell.strip() for cell in entry.split("|")] for entry in value.split(",")]
        for entry in entries:
            if len(entry) == len(self.declared):
                # Rank is an exon's or an intron's number, as the consequence tells; HGVS.c lacks its transcript.
                intronic = "intron" in entry[1]
                entry[9] = f"{entry[6]}:{entry[9]}" if entry[9] and entry[5] == "transcript" else entry[9]
                entry.extend(["", entry[8]] if intronic else [entry[8], ""])
        return entries

    def by_allele(self, entries: list[Entry], pos: int, ref: str, alts: list[str]) -> list[Matched]:
        """Entries of each ALT. An entry that fits no ALT goes to every ALT, marked `unmatched`."""
        if not entries:
            return [Matched() for _ in alts]
        if self.dialect in (None, Dialect.BCSQ) or (self.allele < 0 and self.allele_num < 0):
            return self._by_dna_change(entries, pos, ref, alts)
        if len(alts) == 1 and self.allele >= 0 and all(entry[self.allele] == alts[0] for entry in entries):
            return [Matched(entries, "vep")]
        return self._matched(entries, pos, ref, alts)

    def _matched(self, entries: list[Entry], pos: int, ref: str, alts: list[str]) -> list[Matched]:
        found = [Matched() for _ in alts]
        names = vep_names(ref, alts)
        for entry in entries:
            at, how = self._allele_of(entry, names, pos, ref, alts)
            for place in at or [i for i, alt in enumerate(alts) if gives_row(alt)]:
                found[place].entries.append(entry)
                found[place].how = found[place].how if found[place].how == "unmatched" else how
        return found

    def _allele_of(self, entry: Entry, names: list[str], pos: int, ref: str, alts: list[str]) -> tuple[list[int], str]:
        number = entry[self.allele_num] if self.allele_num >= 0 else ""
        if number.isdigit() and 1 <= int(number) <= len(alts):
            return [int(number) - 1], "allele_num"
        name = entry[self.allele] if self.allele >= 0 else ""
        if name and name in names:
            return [names.index(name)], "vep"
        if len(alts) == 1 and not is_sequence(alts[0]):
            return [0], "only_alt"  # symbolic alleles and breakends have no agreed name
        fitting = [i for i, alt in enumerate(alts) if name and name in trimmed_names(pos, ref, alt)]
        return (fitting, "trimmed") if len(fitting) == 1 else ([], "unmatched")

    def _by_dna_change(self, entries: list[Entry], pos: int, ref: str, alts: list[str]) -> list[Matched]:
        if len([alt for alt in alts if gives_row(alt)]) == 1:
            return [Matched(entries, "only_alt") if gives_row(alt) else Matched() for alt in alts]
        change = self.place("dna_change")
        found = [Matched() for _ in alts]
        for entry in entries:
            stated = entry[change] if 0 <= change < len(entry) else ""
            at = [i for i, alt in enumerate(alts) if f"{pos}{ref}>{alt}" in stated.split("+")]
            for place in at or range(len(alts)):
                found[place].entries.append(entry)
                found[place].how = "unmatched" if not at else found[place].how or "trimmed"
        return found

    def by_gene(self, entries: list[Entry]) -> dict[str, list[Entry]]:
        """Entries of one ALT per gene; the key is the symbol, else the gene id, else empty."""
        groups: dict[str, list[Entry]] = {}
        for entry in entries:
            name = entry[self.gene] if self.gene >= 0 else ""
            # A fusion names its genes joined by &: it is a row of each.
            for part in name.split("&") if name else [entry[self.gene_id] if self.gene_id >= 0 else ""]:
                groups.setdefault(part, []).append(entry)
        return groups

    def status(self, gene: str, entries: list[Entry]) -> str:
        """gene_status of a group of entries."""
        if not entries:
            return "unannotated"
        if gene and self.dialect is not Dialect.ANN:
            return "in_gene"
        terms = {entry[self.consequence] for entry in entries} if self.consequence >= 0 else {""}
        if terms <= {"intergenic_variant", "intergenic_region", "intergenic"}:
            return "intergenic"  # SnpEff names the neighbours as the gene
        return "in_gene" if gene else "feature"

    def mane_status(self, entry: Entry) -> str:
        """Select, Plus Clinical or empty."""
        if self.mane_select >= 0 and entry[self.mane_select]:
            return "Select"
        if self.mane_clinical >= 0 and entry[self.mane_clinical]:
            return "Plus Clinical"
        stated = entry[self.mane] if self.mane >= 0 else ""
        if stated and self.mane_select < 0:
            return "Plus Clinical" if "Clinical" in stated else "Select"
        return ""

    def shown(self, entries: list[Entry]) -> Entry:
        """The entry shown: MANE Select, else MANE Plus Clinical, else canonical, else the most severe."""
        return entries[0] if len(entries) == 1 else min(entries, key=self._order)

    def _order(self, entry: Entry) -> tuple[int, int]:
        mane = self.mane_status(entry)
        canonical = self.canonical >= 0 and entry[self.canonical] == "YES"
        preference = 0 if mane == "Select" else 1 if mane else 2 if canonical else 3
        return preference, self._severity_of(entry[self.consequence] if self.consequence >= 0 else "")

    def _severity_of(self, terms: str) -> int:
        if terms not in self._severity:
            self._severity[terms] = min(rank(term) for term in terms.split("&"))
        return self._severity[terms]


def impact(terms: str) -> str | None:
    """Impact of &-joined terms, where the annotation has no impact of its own."""
    return impact_of(terms.split("&"))


def _csq(value: str) -> list[Entry]:
    return [entry.split("|") for entry in value.split(",")]


def _bcsq(value: str) -> list[Entry]:
    entries = []
    for text in value.split(","):
        if text.startswith("@"):
            continue  # a pointer: the consequences stand at another record of the same haplotype
        cells = text.split("|")
        cells += [""] * (7 - len(cells))
        # A leading * means: downstream of a stop.
        terms = [BCSQ_TERMS.get(term, term) for term in cells[0].lstrip("*").split("&")]
        entries.append(["&".join(terms), *cells[1:]])
    return entries


def _info_entries(info: dict[str, str]) -> list[Entry]:
    """Genes and consequences of files without an annotation string: genmod's Annotation, ClinVar's GENEINFO and MC."""
    genes = [name for name in info.get("Annotation", "").split(",") if name not in ("", ".")]
    genes = genes or [name.partition(":")[0] for name in info.get("GENEINFO", "").split("|") if name]
    stated = [one.split("|", 1) for one in info.get(_MC_CONSEQUENCE, "").split(",") if "|" in one]
    terms = [names_by_id().get(key, name) for key, name in stated]  # ClinVar writes SO:0001587|nonsense
    return [[gene, "&".join(terms)] for gene in genes or ([""] if terms else [])]

"""Small annotated VCFs drawn by hypothesis, and a plain judge of what must be kept of them.

The judge reads the drawn structures, not the text: it shares no code with the reader and the filters.
"""

from dataclasses import dataclass, replace

from cyvcf2 import VCF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmstool.filters.options import Options

# Contig, a place inside the gene on GRCh38, HGNC id, Ensembl id.
GENES = {
    "MLH1": ("chr3", 37_000_000, "7127", "ENSG00000076242"),
    "TP53": ("chr17", 7_670_000, "11998", "ENSG00000141510"),
    "NF1": ("chr17", 31_200_000, "7765", "ENSG00000196712"),
    "BRCA1": ("chr17", 43_100_000, "1100", "ENSG00000012048"),
}
OTHER = "LOC105371795"  # stands beside a gene, never in a panel
KINDS = (
    ("HIGH", "stop_gained"), ("HIGH", "frameshift_variant&splice_region_variant"), ("MODERATE", "missense_variant"),
    ("LOW", "synonymous_variant"), ("MODIFIER", "intron_variant"), ("MODIFIER", "upstream_gene_variant"), ("", ""),
)  # fmt: skip
FIELDS = ("Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "HGNC_ID", "Feature", "gnomADe_AF", "CLIN_SIG", "EXTRA")
PATHOGENIC = ("Pathogenic", "likely_pathogenic", "Pathogenic/Likely_pathogenic", "pathogenic&drug_response")
OTHERWISE = (
    "",
    "Benign",
    "uncertain_significance",
    "benign&pathogenic",
    "Conflicting_interpretations_of_pathogenicity",
)


@dataclass(frozen=True)
class Entry:
    gene: str  # a key of GENES, OTHER, or empty
    kind: tuple[str, str]
    named: str = "SHI"  # by symbol, HGNC id, Ensembl id


@dataclass(frozen=True)
class Allele:
    alt: str
    entries: tuple[Entry, ...]
    af: str = ""
    clinvar: str = ""


@dataclass(frozen=True)
class Record:
    home: str
    offset: int
    alleles: tuple[Allele, ...]
    filter: str = "PASS"
    qual: str = "50"
    dp: tuple[str, str] = ("30", "30")

    @property
    def place(self):
        chrom, start, _, _ = GENES[self.home]
        return chrom, start + self.offset

    def line(self, fields, samples=("S1", "S2"), dp=None):
        chrom, pos = self.place
        entries = [_entry(fields, allele, entry) for allele in self.alleles for entry in allele.entries]
        info = f"X=1;CSQ={','.join(entries)};Y" if entries else "X=1"
        cells = [chrom, pos, ".", "A", ",".join(one.alt for one in self.alleles), self.qual, self.filter, info, "GT:DP"]
        depths = dict(zip(("S1", "S2"), dp or self.dp, strict=True))
        return "\t".join(map(str, [*cells, *(f"0/1:{depths[name]}" for name in samples)])) + "\n"


def _entry(fields, allele, entry):
    _, _, hgnc, ensembl = GENES.get(entry.gene, ("", 0, "", ""))
    symbol = entry.gene if "S" in entry.named or entry.gene == OTHER else ""
    # An indel of a single ALT loses its first base in VEP's name; all others keep it.
    name = allele.alt.removeprefix("A")
    values = {
        "Allele": name, "Consequence": entry.kind[1], "IMPACT": entry.kind[0], "SYMBOL": symbol, "Feature": "ENST1",
        "Gene": ensembl * ("I" in entry.named), "HGNC_ID": f"HGNC:{hgnc}" if hgnc and "H" in entry.named else "",
        "gnomADe_AF": allele.af, "CLIN_SIG": allele.clinvar, "EXTRA": "x" * (pow(7, len(name) + len(symbol), 40) + 1),
    }  # fmt: skip
    return "|".join(values[field] for field in fields)


def text(records, fields=FIELDS, samples=("S1", "S2")):
    """The VCF text of the records, in the order given."""
    header = [
        "##fileformat=VCFv4.2", "##contig=<ID=chr3,length=198295559>", "##contig=<ID=chr17,length=83257441>",
        '##FILTER=<ID=LowQ,Description="low">', '##INFO=<ID=X,Number=1,Type=Integer,Description="one">',
        '##INFO=<ID=Y,Number=0,Type=Flag,Description="flag">',
        f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations. Format: {"|".join(fields)}">',
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
        "\t".join(["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *samples]),
    ]  # fmt: skip
    return "\n".join(header) + "\n" + "".join(record.line(fields, samples) for record in records)


_AF = st.sampled_from(("", "0", "0.0001", "0.01", "0.0100001", "0.3", "0.001&0.2"))
_ENTRY = st.tuples(st.sampled_from(("home", "home", OTHER, "")), st.sampled_from(KINDS),
                   st.sampled_from(("SHI", "SHI", "S", "HI", "I", "SI")))  # fmt: skip
_ALLELE = st.tuples(st.lists(_ENTRY, max_size=3), _AF, st.sampled_from(PATHOGENIC + OTHERWISE * 2))
_RECORD = st.tuples(
    st.sampled_from(sorted(GENES)), st.integers(0, 400), st.lists(_ALLELE, min_size=1, max_size=3), st.booleans(),
    st.sampled_from(("PASS", "PASS", ".", "LowQ")), st.sampled_from(("30", "7", ".")),
)  # fmt: skip


def _record(drawn):
    home, offset, alleles, indel, filters, dp = drawn
    alts = ("AT",) if indel and len(alleles) == 1 else ("C", "G", "T")
    made = tuple(
        Allele(alt, tuple(Entry(home if gene == "home" else gene, *rest) for gene, *rest in entries), af, clinvar)
        for alt, (entries, af, clinvar) in zip(alts, alleles, strict=False)
    )  # fmt: skip
    return Record(home, offset * 40, made, filters, "50", (dp, "30"))


def _sorted(records):
    unique = {record.place: record for record in records}
    return [unique[place] for place in sorted(unique, key=lambda place: (place[0] != "chr3", place[1]))]


records_of = st.lists(_RECORD.map(_record), min_size=1, max_size=8).map(_sorted)
fields_of = st.permutations(FIELDS).map(tuple)
impacts = st.sampled_from(((), ("HIGH",), ("HIGH", "MODERATE"), ("LOW",), ("MODIFIER", "HIGH"), ("HIGH", "LOW")))
options_of = st.builds(
    Options,
    genes=st.lists(st.sampled_from(sorted(GENES)), unique=True, max_size=2).map(tuple), impact=impacts,
    consequence=st.sampled_from(((), (), ("missense_variant",), ("stop_gained", "intron_variant"))),
    max_af=st.sampled_from((None, 0.01)), pass_only=st.booleans(), rescue=st.booleans(), threads=st.just(1),
    clinvar=st.sampled_from(((), (), (), ("pathogenic", "likely_pathogenic"))),
)  # fmt: skip


def kept_by_hand(records, options, managed=()):
    """The alleles that must be kept: (contig, position, ALT). `managed` lists such triples."""
    return {
        (*record.place, allele.alt) for record in records for allele in record.alleles
        if _kept(record, allele, options, listed=(*record.place, allele.alt) in managed)
    }  # fmt: skip


def _kept(record, allele, options, *, listed):
    said = set(allele.clinvar.lower().replace("/", "&").split("&")) if allele.entries else set()
    if options.clinvar and not said & set(options.clinvar):
        return False
    in_panel = [one for one in allele.entries if not options.genes or one.gene in options.genes]
    asked = options.impact or options.consequence
    passes = any(_meets(entry, options) for entry in in_panel) if asked else bool(in_panel) or not options.genes
    known = [float(one) for one in allele.af.split("&") if one] if allele.entries else []
    rare = options.max_af is None or not known or max(known) <= options.max_af
    if passes and rare and not (options.pass_only and record.filter == "LowQ"):
        return True
    known_pathogenic = allele.entries and allele.clinvar in PATHOGENIC and (in_panel or not options.genes)
    return options.rescue and bool(listed or known_pathogenic)


def _meets(entry, options):
    return (not options.impact or entry.kind[0] in options.impact) and (
        not options.consequence or bool(set(entry.kind[1].split("&")) & set(options.consequence))
    )


@given(records_of, fields_of)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_htslib_accepts_what_is_drawn(tmp_path_factory, records, fields):
    path = tmp_path_factory.mktemp("drawn") / "drawn.vcf"
    path.write_text(text(records, fields))
    read = [(record.CHROM, record.POS, tuple(record.ALT)) for record in VCF(str(path))]
    assert read == [(*record.place, tuple(one.alt for one in record.alleles)) for record in records]
    assert replace(records[0], offset=0).place[1] == GENES[records[0].home][1]

"""Make the example summaries again: rows by gms from made-up VCF files, then each case in Swedish and English.

usage: python examples/report/make_examples.py [exports]

With `exports`, only the workbooks and the files for other systems, from the rows as they are.

No patient's data. Variants are well-known public ones; people, samples, questions, actions and measures are invented.
"""
# ruff: noqa: INP001, S603, E501, ISC004, SIM905  # a script that runs the installed gms with argument lists; annotations are one line each

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GMS = str(Path(sys.executable).with_name("gms"))
FORMATS = ("pdf", "docx", "html")
EXCHANGE = {  # for other systems, in Swedish: each where the type of case has something to say in it
    "rare": ("xlsx", "fhir.json", "phenopacket.json", "clinvar.json"), "solid": ("xlsx", "fhir.json", "phenopacket.json"),
    "haematology": ("xlsx", "fhir.json", "phenopacket.json"), "childhood": ("xlsx", "fhir.json", "phenopacket.json"),
    "pharmacogenomics": ("xlsx", "fhir.json"),
}  # fmt: skip
FIELDS = "Allele|Consequence|IMPACT|SYMBOL|HGNC_ID|Gene|Feature|BIOTYPE|HGVSc|HGVSp|EXON|Protein_position|Amino_acids|MANE_SELECT|gnomADe_AF|CLIN_SIG|REVEL"
HEADER = f"""##fileformat=VCFv4.2
##source=examples/report/make_examples.py of gmstool: made up, no patient's data
##VEP="v113" assembly="GRCh38.p14" gnomADe="v4.1"
##contig=<ID=chr12,length=133275309>
##contig=<ID=chr13,length=114364328>
##contig=<ID=chr17,length=83257441>
##contig=<ID=chr19,length=58617616>
##FILTER=<ID=PASS,Description="All filters passed">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {FIELDS}">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads by allele">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">
"""
KRAS = (
    "chr12",
    25245351,
    "C",
    "A",
    "A|missense_variant|MODERATE|KRAS|HGNC:6407|ENSG00000133703|ENST00000311936.8|"
    "protein_coding|ENST00000311936.8:c.34G>T|ENSP00000308495.3:p.Gly12Cys|2/5|12|G/C|NM_004985.5||pathogenic|0.96",
)
TP53_R175H = (
    "chr17",
    7675088,
    "C",
    "T",
    "T|missense_variant|MODERATE|TP53|HGNC:11998|ENSG00000141510|ENST00000269305.9|"
    "protein_coding|ENST00000269305.9:c.524G>A|ENSP00000269305.4:p.Arg175His|5/11|175|R/H|NM_000546.6|0.000004|pathogenic|0.95",
)
TP53_R248Q = (
    "chr17",
    7674220,
    "C",
    "T",
    "T|missense_variant|MODERATE|TP53|HGNC:11998|ENSG00000141510|ENST00000269305.9|"
    "protein_coding|ENST00000269305.9:c.743G>A|ENSP00000269305.4:p.Arg248Gln|7/11|248|R/Q|NM_000546.6|0.000012|pathogenic|0.94",
)
BRCA2 = (
    "chr13",
    32340300,
    "GT",
    "G",
    "-|frameshift_variant|HIGH|BRCA2|HGNC:1101|ENSG00000139618|ENST00000380152.8|"
    "protein_coding|ENST00000380152.8:c.5946del|ENSP00000369497.3:p.Ser1982ArgfsTer22|11/27|1982|S/X|NM_000059.4|0.0002|pathogenic|",
)
STK11 = (
    "chr19",
    1220488,
    "G",
    "T",
    "T|missense_variant|MODERATE|STK11|HGNC:11389|ENSG00000118046|ENST00000326873.12|"
    "protein_coding|ENST00000326873.12:c.580G>T|ENSP00000324856.6:p.Asp194Tyr|4/10|194|D/Y|NM_000455.5|||0.97",
)
SOLID = ((KRAS, 0.31), (BRCA2, 0.52), (TP53_R175H, 0.28), (STK11, 0.25))
PANEL = "examples/panel.txt"
CODES = set(
    """
    type lang id referral hpo condition moi inputs.classified inputs.filtered
    sample.id sample.role sample.sex panel.id panel.version panel.file method.assembly method.tested
    coverage.file coverage.gap.gene coverage.gap.region pedigree.file pedigree.proband pedigree.tested pedigree.carriers
    tumour.oncotree tumour.icd_o tumour.stage result.kind haematology.karyotype
    finding.variant finding.gene finding.moi finding.partner finding.phase finding.phenotype_fit finding.role
    finding.zygosity action.about pgx.gene pgx.diplotype pgx.activity_score
    variant.variant variant.gene variant.moi variant.condition variant.functional.readout
    variant.other_allele.other variant.other_allele.other_class variant.other_allele.phase variant.other_allele.proband
    submission.assertion_criteria.db submission.assertion_criteria.id submission.collection_method
    submission.release_status submission.variant.affected submission.variant.condition.db
    submission.variant.condition.id submission.variant.gene submission.variant.local_id submission.variant.variant
""".split()
)  # keys that hold names, codes and words that gms itself reads: they have no language


def main() -> None:
    _write(
        "solid",
        "tumour",
        [(variant, f"0/1:{round(400 * (1 - vaf))},{round(400 * vaf)}:400:{vaf}") for variant, vaf in SOLID],
    )
    _write("childhood", "child", [(TP53_R248Q, "0/1:24,22:46:0.48")])
    rare = HERE / "rare"
    _gms(
        "filter",
        "examples/family.vcf",
        "--ped",
        "examples/family.ped",
        "--panel",
        PANEL,
        "--impact",
        "HIGH,MODERATE",
        "--max-af",
        "0.005",
        "-o",
        rare / "filtered.jsonl",
    )
    _gms(
        "classify",
        "examples/family.vcf",
        "--panel",
        PANEL,
        "--impact",
        "HIGH,MODERATE",
        "--max-af",
        "0.005",
        "--case",
        rare / "case.toml",
        "-o",
        rare / "classified.jsonl",
    )
    _gms(
        "classify",
        HERE / "childhood" / "child.vcf",
        "--case",
        HERE / "childhood" / "case.toml",
        "-o",
        HERE / "childhood" / "classified.jsonl",
    )
    for kind, vcf in (("solid", HERE / "solid" / "tumour.vcf"), ("haematology", Path("examples/tumour.vcf"))):
        _gms(
            "classify", vcf, "--somatic", "--case", HERE / kind / "case.toml", "--assay", HERE / kind / "assay.toml",
            "-o", HERE / kind / "classified.jsonl",
        )  # fmt: skip
    for kind in ("rare", "solid", "haematology", "childhood", "pharmacogenomics"):
        _english(HERE / kind)
        for language, case in (("sv", "case.toml"), ("en", "case.en.toml")):
            outputs = [word for one in FORMATS for word in ("-o", HERE / kind / f"summary.{language}.{one}")]
            _gms("report", HERE / kind / case, "--lang", language, *outputs)
    exports()


def exports() -> None:
    """The examples as a workbook and for other systems."""
    for kind, formats in EXCHANGE.items():
        outputs = [word for one in formats for word in ("-o", HERE / kind / f"summary.sv.{one}")]
        _gms("report", HERE / kind / "case.toml", "--lang", "sv", *outputs)


def _english(folder: Path) -> None:
    """The same case with its sentences in English, by english.toml. Raises ValueError for one that has no English."""
    known = tomllib.loads((HERE / "english.toml").read_text("utf-8"))
    same = known.pop("the_same")
    swedish = (folder / "case.toml").read_text("utf-8")
    words = [(place, text) for place, text in _texts(tomllib.loads(swedish)) if place not in CODES]
    if left := sorted({f"{place}: {text}" for place, text in words if text not in known and text not in same}):
        raise ValueError(f"english.toml lacks {left}")
    text = re.sub(
        r'"([^"\n]*)"',
        lambda found: f'"{known.get(found[1], found[1])}"',
        swedish.replace('lang = "sv"', 'lang = "en"'),
    )
    note = "# Written by make_examples.py from case.toml and english.toml.\n"
    (folder / "case.en.toml").write_text(note + text, "utf-8")


def _texts(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a case file with the keys that lead to it: `finding.why`."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _texts(value, f"{place}.{key}" if place else key)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value, place)
    elif isinstance(content, str):
        yield place, content


def _write(kind: str, sample: str, records: list[tuple[tuple[str, int, str, str, str], str]]) -> None:
    """A VCF of made-up calls."""
    lines = [HEADER + f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}"]
    lines += [
        f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t200\tPASS\tCSQ={annotation}\tGT:AD:DP:AF\t{call}"
        for (chrom, pos, ref, alt, annotation), call in sorted(records, key=lambda one: (int(one[0][0][3:]), one[0][1]))
    ]
    (HERE / kind / f"{sample}.vcf").write_text("\n".join(lines) + "\n")


def _gms(*words: object) -> None:
    top = HERE.parent.parent
    told = [str(one.relative_to(top)) if isinstance(one, Path) and one.is_absolute() else str(one) for one in words]
    subprocess.run([GMS, *told, "--force", "-q"], check=True, cwd=top)
    for path in (Path(f"{one}.meta.json") for one in words if str(one).endswith("classified.jsonl")):
        _steady(path)
    if words[0] == "filter":
        _steady(HERE / "rare" / "filtered.jsonl.meta.json")


def _steady(path: Path) -> None:
    """A run's facts without its seconds and its machine's packages: the same examples give the same bytes."""
    if not path.exists():
        return
    facts = json.loads(path.read_text("utf-8"))
    for name in ("seconds", "python", "packages"):
        facts.get("run", {}).pop(name, None)
    path.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    exports() if sys.argv[1:] == ["exports"] else main()

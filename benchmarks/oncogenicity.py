"""How often gms agrees with labelled tumour variants, and which criteria it finds.

    python benchmarks/oncogenicity.py                        # the shipped sets of benchmarks/labelled
    python benchmarks/oncogenicity.py --write                # … and renew the section in docs/benchmarks.md
    python benchmarks/oncogenicity.py --scores SCORES.tsv    # … with your predictors' scores
    python benchmarks/oncogenicity.py LABELS.tsv CLASSIFIED.jsonl      # a set of your own
    python benchmarks/oncogenicity.py --combining LABELS.tsv           # combine the labelled criteria only

LABELS.tsv      tab-separated: variant (CHROM-POS-REF-ALT), class, and where known criteria (OS3,OM1 …)
CLASSIFIED      what `gms classify FILE --somatic --format jsonl` wrote for the same variants
SCORES.tsv      tab-separated: variant, and columns named as VEP names its fields (REVEL, am_pathogenicity, CADD_PHRED,
                SpliceAI_pred_DS_AG …); without it OP1 and SBP1 are not assessed, as no score ships

Of a shipped set three things are measured: (a) the published criteria combined; (b) the classes of `gms classify
--somatic` for a VCF made of benchmarks/labelled/annotation.tsv, with its counts of hot spots as a layer; (c) the same
with what a person answers taken from the published criteria: OS2, SBS2, and OM1 where no listed region decides. A
criterion that gms did not assess is no error and no success: it is counted apart. Nothing looks a labelled class up.
"""
# a script that prints

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gmstool import __version__
from gmstool.criteria.explain import answer
from gmstool.genome import bare
from gmstool.rules.load import ONCOGENICITY, load

HERE = Path(__file__).with_name("labelled")
SETS = {"pilot": "Pilot variants of the standard", "recognised": "Variants that FDA recognised"}
OF_PERSONS = ("OS2", "SBS2", "OM1")
CLASSES = {
    "oncogenic": "Oncogenic", "o": "Oncogenic", "likely oncogenic": "Likely oncogenic", "lo": "Likely oncogenic",
    "vus": "Uncertain significance", "uncertain significance": "Uncertain significance",
    "likely benign": "Likely benign", "lb": "Likely benign", "benign": "Benign", "b": "Benign",
}  # fmt: skip
THREE = {"Oncogenic": "oncogenic", "Likely oncogenic": "oncogenic", "Uncertain significance": "uncertain",
         "Likely benign": "benign", "Benign": "benign"}  # fmt: skip
AMINO = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "Q": "Gln", "E": "Glu", "G": "Gly", "H": "His",
    "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
    "Y": "Tyr", "V": "Val", "*": "Ter",
}  # fmt: skip
CSQ = ("Allele", "Consequence", "SYMBOL", "Feature_type", "Feature", "BIOTYPE", "HGVSc", "HGVSp", "Protein_position",
       "Amino_acids", "MANE_SELECT", "gnomADg_AF", "gnomADg_AF_popmax")  # fmt: skip
CONTIGS = {"1": 248956422, "2": 242193529, "3": 198295559, "4": 190214555, "5": 181538259, "7": 159345973,
           "10": 133797422, "11": 135086622, "12": 133275309, "13": 114364328, "14": 107043718,
           "17": 83257441}  # fmt: skip
INTRODUCTION = """gms {version}, rules {rules}; variants, annotation and where they come from: `benchmarks/labelled`.
`python benchmarks/oncogenicity.py` prints this; `--write` renews it.
{scores}

The pilot variants are those of the standard itself: Horak 2022 (PMID 35101336; 36063163 is its corrigendum). What a
class rests on differs between procedures: published peers reach 61 % (five classes) and 79 % (three classes) on their
own sets (OncoVI); figures of different sets do not compare. OS2 and SBS2 are judged by persons, and OM1 is met only
where a cited list of critical regions has the residue, so (b) is what the machine alone can say: a hot spot that
gnomAD lacks has OS3 and OP4, five points, where a class of oncogenic needs six; with OP1, OS1 or OS2 it has them. The
regions were written from knowledge of the proteins and of ClinGen's panels, not from these rows; their author had seen
part of the published criteria. The annotation and the labels are second-hand (see the head of each file); rows of the
second set are from memory, and only three classes compare there."""
SCORES = {
    True: "Predictors' scores are the user's own (`--scores`).",
    False: "No predictor's scores ship, so OP1 and SBP1 are not assessed here; `--scores FILE.tsv` takes your own.",
}

Pair = tuple[str, str]
Scores = dict[str, dict[str, str]]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table; lines that begin with ## say where it comes from."""
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if not line.startswith("##")]
    return list(csv.DictReader(lines, delimiter="\t"))


def labels(path: Path) -> list[dict[str, str]]:
    """The labelled rows, the class in our words. Rows of another class are an error."""
    rows = table(path)
    for row in rows:
        name = CLASSES.get(row["class"].strip().lower().replace("_", " "))
        if name is None:
            raise SystemExit(f"{path}, {row['variant']}: `{row['class']}` is no class")
        row["class"] = name
    return rows


def place(variant: str) -> str:
    chrom, _, rest = variant.strip().partition("-")
    return f"{bare(chrom)}-{rest}"


def called(path: Path) -> dict[str, dict[str, Any]]:
    """Our rows by variant; of several genes the one with most points."""
    found: dict[str, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = place(row["variant"])
        if key not in found or row["points"] > found[key]["points"]:
            found[key] = row
    return found


# ------------------------------------------------------------------------------------------------------- the measures


def agreement(pairs: Sequence[Pair]) -> list[str]:
    """Lines: five-class and three-class agreement, and the table of what became of each class."""
    if not pairs:
        return ["no variant is in both files"]
    five = sum(ours == theirs for theirs, ours in pairs)
    three = sum(THREE[ours] == THREE[theirs] for theirs, ours in pairs if ours in THREE)
    lines = [f"five classes   {five}/{len(pairs)}  {100 * five / len(pairs):.1f} %",
             f"three classes  {three}/{len(pairs)}  {100 * three / len(pairs):.1f} %"]  # fmt: skip
    return lines + [f"  {theirs} -> {ours}: {count}" for (theirs, ours), count in sorted(Counter(pairs).items())]


def codes(text: str) -> set[str]:
    return {one.partition("_")[0].strip() for one in text.replace(";", ",").replace("|", ",").split(",") if one.strip()}


def by_criterion(pairs: Iterable[tuple[set[str], list[dict[str, Any]]]]) -> list[str]:
    """Lines: true and false positives and negatives, and F1, of each criterion that either side met."""
    counts: dict[str, Counter[str]] = {}
    for theirs, ours in pairs:
        for one in ours:
            met = one["verdict"] == "met" and not one["suppressed_by"]
            kind = ("tp" if met else "fn") if one["code"] in theirs else ("fp" if met else "tn")
            if one["verdict"] == "not_assessed":
                kind = "open"
            counts.setdefault(one["code"], Counter())[kind] += 1
            counts[one["code"]]["published"] += one["code"] in theirs
    lines = ["criterion  published  tp  fp  fn  not assessed  F1"]
    for code, kinds in counts.items():
        whole = 2 * kinds["tp"] + kinds["fp"] + kinds["fn"]
        score = f"{2 * kinds['tp'] / whole:.2f}" if whole else "-"
        told = " ".join(f"{kinds[kind]:3}" for kind in ("tp", "fp", "fn"))
        lines.append(f"{code:9} {kinds['published']:10} {told} {kinds['open']:13}  {score}")
    return lines


def combined(rows: Iterable[dict[str, str]]) -> list[Pair]:
    """The labelled class, and that of the labelled criteria combined."""
    rules = load(ONCOGENICITY)
    return [(row["class"], answer(row["criteria"], rules)["classification"]) for row in rows if row.get("criteria")]


def contradictory(rows: Iterable[dict[str, str]]) -> list[str]:
    """Rows whose published points or class are not those of their published criteria."""
    rules, found = load(ONCOGENICITY), []
    for row in rows:
        told = answer(row["criteria"], rules) if row.get("criteria") else None
        if told and (told["classification"], str(told["points"])) != (row["class"], row["points"]):
            found.append(f"  {row['gene']} {row['protein']}: published {row['class']}, {row['points']} points, by "
                         f"{row['criteria']}; these give {told['classification']}, {told['points']}")  # fmt: skip
    return found


def with_persons(row: dict[str, str], ours: dict[str, Any]) -> str:
    """The class where persons answer as published what we left to them: our own criteria for everything else."""
    met = [f"{one['code']}_{one['strength']}" for one in ours["criteria"]
           if one["verdict"] == "met"]  # fmt: skip
    left = {one["code"] for one in ours["criteria"] if one["verdict"] == "not_assessed"} & set(OF_PERSONS)
    told = [*met, *sorted(codes(row["criteria"]) & left)]
    return str(answer(",".join(told), load(ONCOGENICITY))["classification"]) if told else "Uncertain significance"


# ----------------------------------------------------------------------------------------------- the VCF and the layer


def vcf(rows: Sequence[dict[str, str]], scores: Scores) -> str:
    """A VCF of one tumour with the annotation of the variants, as VEP writes it."""
    names = (*CSQ, *dict.fromkeys(name for one in scores.values() for name in one))
    head = ["##fileformat=VCFv4.2"]
    head += [f"##contig=<ID=chr{name},length={length},assembly=GRCh38>" for name, length in CONTIGS.items()]
    head += [f'##INFO=<ID=CSQ,Number=.,Type=String,Description="From Ensembl VEP. Format: {"|".join(names)}">']
    for key, number, kind in (("AD", "R", "Integer"), ("AF", "A", "Float"), ("DP", "1", "Integer")):
        head.append(f'##FORMAT=<ID={key},Number={number},Type={kind},Description="{key}">')
    columns = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", "TUMOUR")
    order = sorted(rows, key=lambda row: (list(CONTIGS).index(row["variant"].split("-")[0]), _position(row)))
    records = (_record(row, names, scores.get(place(row["variant"]), {})) for row in order)
    return "\n".join([*head, "\t".join(columns), *records]) + "\n"


def _position(row: dict[str, str]) -> int:
    return int(row["variant"].split("-")[1])


def _record(row: dict[str, str], names: Sequence[str], scores: dict[str, str]) -> str:
    chrom, pos, ref, alt = row["variant"].split("-")
    protein = row["protein"]
    middle = protein.strip("ACDEFGHIKLMNPQRSTVWY*=?")
    simple = middle.isdigit()
    told = {
        "Allele": alt if len(alt) == len(ref) else (alt[1:] or "-"), "Consequence": row["consequence"],
        "SYMBOL": row["gene"], "Feature_type": "Transcript", "Feature": row["transcript"], "BIOTYPE": "protein_coding",
        "HGVSc": f"{row['transcript']}:{row['hgvsc']}", "MANE_SELECT": row["transcript"],
        "HGVSp": f"NP_000000.0:p.{_long(protein)}" if protein else "",
        "Protein_position": middle if simple else "", **scores,
        "Amino_acids": f"{protein[0]}/{protein[-1]}" if simple and protein[-1] not in "=?" else "",
        "gnomADg_AF": row["gnomad_af"].removesuffix("."), "gnomADg_AF_popmax": row["gnomad_popmax"].removesuffix("."),
    }  # fmt: skip
    info = "CSQ=" + "|".join(told.get(name, "") for name in names)
    return "\t".join((f"chr{chrom}", pos, ".", ref, alt, ".", "PASS", info, "AD:AF:DP", "140,60:0.3:200"))


def _long(protein: str) -> str:
    """G469E with amino acids of three letters: Gly469Glu; `fs`, `del` and `=` stay."""
    keep = {"fs": "\0", "del": "\1"}
    for word, mark in keep.items():
        protein = protein.replace(word, mark)
    text = "".join(AMINO.get(letter, letter) for letter in protein)
    for word, mark in keep.items():
        text = text.replace(mark, word)
    return text


def hot_spots(rows: Iterable[dict[str, str]]) -> str:
    """The counts of the annotation in the form of the layer that a user adds (cancerhotspots v2)."""
    names = ("Hugo_Symbol", "Amino_Acid_Position", "Mutation_Count", "Reference_Amino_Acid", "Variant_Amino_Acid")
    lines = ["\t".join(names)]
    for row in rows:
        protein, (at, change) = row["protein"], (row["samples_residue"], row["samples_change"])
        if at and protein[-1].isalpha() and protein[1:-1].isdigit():
            lines.append("\t".join((row["gene"], protein[1:-1], at, f"{protein[0]}:{at}", f"{protein[-1]}:{change}")))
    return "\n".join(dict.fromkeys(lines)) + "\n"


def own_scores(path: Path) -> Scores:
    """The scores of a user's file by variant and field. A text that would break an annotation is an error."""
    found = {place(row.pop("variant")): row for row in table(path)}
    told = {text for row in found.values() for text in (*row, *row.values())}
    if odd := sorted(text for text in told if set(text) & set("|,;= ")):
        raise SystemExit(f"{path}: `{odd[0]}` cannot stand in an annotation")
    return found


def classified(rows: Sequence[dict[str, str]], scores: Scores) -> dict[str, dict[str, Any]]:
    """What `gms classify --somatic` says of the annotated variants, hot spots loaded as a user does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sample.vcf").write_text(vcf(rows, scores))
        (folder / "hotspots_v2.txt").write_text(hot_spots(rows))
        _gms(folder, "data", "add", "cancerhotspots-v2", str(folder / "hotspots_v2.txt"), "--accept-licence")
        _gms(folder, "classify", str(folder / "sample.vcf"), "--somatic", "-q", "-o", str(folder / "rows.jsonl"))
        return called(folder / "rows.jsonl")


def _gms(folder: Path, *words: str) -> None:
    environment = {**os.environ, "GMS_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "gmstool", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"gms {' '.join(words)} failed: {done.stderr}")


# -------------------------------------------------------------------------------------------------------- the sections


def measured(name: str, ours: dict[str, dict[str, Any]]) -> list[str]:
    """The lines about one shipped set."""
    rows = labels(HERE / f"{name}.tsv")
    both = [(row, ours[place(row["variant"])]) for row in rows if place(row["variant"]) in ours]
    lines = [f"### {SETS[name]}", "", f"{len(rows)} variants, {len(both)} of them classified.", ""]
    if published := combined(rows):
        lines += ["(a) published criteria combined:", "", "```", *agreement(published), "```", ""]
        if odd := contradictory(rows):
            lines += ["Published rows whose points or class their own criteria do not give:", ""]
            lines += ["```", *odd, "```", ""]
    lines += ["(b) classes of `gms classify --somatic`:", "", "```"]
    lines += [*agreement([(row["class"], str(one["oncogenicity"])) for row, one in both]), "```", ""]
    if published:
        told = [(row["class"], with_persons(row, one)) for row, one in both]
        lines += [f"(c) the same, with {', '.join(OF_PERSONS)} answered as published where gms leaves them open:", ""]
        lines += ["```", *agreement(told), "```", ""]
        pairs = ((codes(row["criteria"]), one["criteria"]) for row, one in both)
        lines += ["Criteria of (b) against those published:", "", "```", *by_criterion(pairs), "```", ""]
    return lines


def section(scores: Scores) -> str:
    """The whole section about the shipped sets."""
    annotation = table(HERE / "annotation.tsv")
    ours = classified(annotation, scores)
    told = {"version": __version__, "rules": load(ONCOGENICITY).label, "scores": SCORES[bool(scores)]}
    words = ["## Oncogenicity", "", INTRODUCTION.format(**told), ""]
    for name in SETS:
        words += measured(name, ours)
    return "\n".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("classified", type=Path, nargs="?")
    parser.add_argument("--combining", action="store_true", help="combine the labelled criteria only")
    parser.add_argument("--write", action="store_true", help="renew the section in docs/benchmarks.md")
    parser.add_argument("--scores", type=Path, metavar="FILE.tsv", help="scores of predictors: variant, REVEL …")
    asked = parser.parse_args()
    if asked.labels is None:
        text = section(own_scores(asked.scores) if asked.scores else {})
        print(text)
        if asked.write:
            import pages

            pages.write("oncogenicity", text)
        return
    rows = labels(asked.labels)
    if asked.combining or asked.classified is None:
        print("\n".join(agreement(combined(rows))))
        return
    ours = called(asked.classified)
    both = [(row, ours[place(row["variant"])]) for row in rows if place(row["variant"]) in ours]
    print(f"{len(both)} of {len(rows)} labelled variants are among the classified ones")
    print("\n".join(agreement([(row["class"], str(one["oncogenicity"])) for row, one in both])))
    if any(row.get("criteria") for row in rows):
        print("\n".join(by_criterion((codes(row.get("criteria") or ""), one["criteria"]) for row, one in both)))


if __name__ == "__main__":
    main()

"""How often gms agrees with a labelled set of tumour variants, and which criteria it finds.

usage: python benchmarks/oncogenicity.py LABELS.tsv CLASSIFIED.jsonl
       python benchmarks/oncogenicity.py --combining LABELS.tsv

LABELS.tsv      tab-separated with the columns variant (CHROM-POS-REF-ALT), class, and where known criteria (OS3,OM1 …)
CLASSIFIED      what `gms classify FILE --somatic --format jsonl` wrote for the same variants
--combining     only the rule of combination: the labelled criteria are combined and compared with the labelled class

Prints five-class and three-class agreement with the number of variants, and precision, recall and F1 of each
criterion. A criterion that gms did not assess is no error and no success: it is counted apart. Nothing here looks a
variant up. Published peers reach 61 % (five classes) and 79 % (three classes) on their own sets (OncoVI); figures of
different sets do not compare.
"""
# a script that prints

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from gmstool.criteria.explain import answer
from gmstool.genome import bare
from gmstool.rules.load import ONCOGENICITY, load

CLASSES = {
    "oncogenic": "Oncogenic", "o": "Oncogenic", "likely oncogenic": "Likely oncogenic", "lo": "Likely oncogenic",
    "vus": "Uncertain significance", "uncertain significance": "Uncertain significance",
    "likely benign": "Likely benign", "lb": "Likely benign", "benign": "Benign", "b": "Benign",
}  # fmt: skip
THREE = {"Oncogenic": "oncogenic", "Likely oncogenic": "oncogenic", "Uncertain significance": "uncertain",
         "Likely benign": "benign", "Benign": "benign"}  # fmt: skip


def labels(path: Path) -> list[dict[str, str]]:
    """The labelled rows, the class in our words. Rows of another class are an error."""
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter="\t"))
    for number, row in enumerate(rows, 2):
        name = CLASSES.get(row["class"].strip().lower().replace("_", " "))
        if name is None:
            raise SystemExit(f"{path}, line {number}: `{row['class']}` is no class")
        row["class"] = name
    return rows


def place(variant: str) -> str:
    chrom, _, rest = variant.strip().partition("-")
    return f"{bare(chrom)}-{rest}"


def called(path: Path) -> dict[str, dict[str, object]]:
    """Our rows by variant; of several genes the one with most points."""
    found: dict[str, dict[str, object]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = place(row["variant"])
        if key not in found or row["points"] > found[key]["points"]:
            found[key] = row
    return found


def agreement(pairs: list[tuple[str, str]]) -> list[str]:
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


def by_criterion(pairs: Iterable[tuple[set[str], list[dict[str, str]]]]) -> list[str]:
    """Lines: true and false positives and negatives, and F1, of each criterion that either side met."""
    counts: dict[str, Counter[str]] = {}
    for theirs, ours in pairs:
        for one in ours:
            met = one["verdict"] == "met" and not one["suppressed_by"]
            kind = ("tp" if met else "fn") if one["code"] in theirs else ("fp" if met else "tn")
            if one["verdict"] == "not_assessed":
                kind = "open"
            counts.setdefault(one["code"], Counter())[kind] += 1
    lines = ["criterion  tp  fp  fn  not assessed  F1"]
    for code, kinds in counts.items():
        whole = 2 * kinds["tp"] + kinds["fp"] + kinds["fn"]
        score = f"{2 * kinds['tp'] / whole:.2f}" if whole else "-"
        lines.append(f"{code:9} {kinds['tp']:3} {kinds['fp']:3} {kinds['fn']:3} {kinds['open']:13}  {score}")
    return lines


def combining(rows: list[dict[str, str]]) -> list[str]:
    """Agreement where the labelled criteria themselves are combined."""
    rules = load(ONCOGENICITY)
    told = [(row["class"], answer(row["criteria"], rules)["classification"]) for row in rows if row.get("criteria")]
    return agreement(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("classified", type=Path, nargs="?")
    parser.add_argument("--combining", action="store_true", help="combine the labelled criteria only")
    asked = parser.parse_args()
    rows = labels(asked.labels)
    if asked.combining or asked.classified is None:
        print("\n".join(combining(rows)))
        return
    ours = called(asked.classified)
    both = [(row, ours[place(row["variant"])]) for row in rows if place(row["variant"]) in ours]
    print(f"{len(both)} of {len(rows)} labelled variants are among the classified ones")
    print("\n".join(agreement([(row["class"], str(one["oncogenicity"])) for row, one in both])))
    if any(row.get("criteria") for row in rows):
        print("\n".join(by_criterion((codes(row.get("criteria") or ""), one["criteria"]) for row, one in both)))  # type: ignore[misc]


if __name__ == "__main__":
    main()

"""Show what a user of gms gets: `make demo` runs this on the example files, in a temporary folder."""
# ruff: noqa: INP001, T201, S603  # a script that prints and runs the installed gms with argument lists

import csv
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

GMS = Path(sys.executable).with_name("gms")
EXAMPLES = Path(__file__).parent
FILES = ("family.vcf", "family.ped", "family.case.toml", "panel.txt", "solid.vcf", "solid.case.toml")
WIDTH = 80  # columns of the narrowest terminal we care for
RARE = "--panel examples/panel.txt --impact HIGH,MODERATE --max-af 0.005"
FAMILY = f"""run examples/family.vcf --ped examples/family.ped {RARE}
    --case examples/family.case.toml -o family"""
FAMILIES = {
    "trio": f"filter examples/family.vcf --ped examples/family.ped {RARE} -o trio.tsv -q",
    "duo": f"filter examples/family.vcf --trio child,mother,- {RARE} -o duo.tsv -q",
    "one": f"filter examples/family.vcf --sample child --model all {RARE} -o one.tsv -q",
}
SHOWN_GENES = ("PTPN11", "PAH", "CFTR", "MECP2", "MT-TL1")  # one of each kind, so that the three families compare
TUMOUR = """run examples/solid.vcf --somatic --panel solid-tumour-gms560 --impact HIGH,MODERATE
    --max-af 0.005 --min-vaf 0.1 --case examples/solid.case.toml -o tumour"""
CONTENTS = {
    "report.html": "the summary; `--report pdf,docx,xlsx,fhir.json` makes others",
    "classified.tsv": "each variant with class, criteria and reasons, for people",
    "classified.jsonl": "the same as data, with all criteria",
    "filtered.vcf.gz": "the kept records as they were, indexed",
    "ledger.parquet": "what became of every allele, and why",
    "knowledge.jsonl": "what the knowledge base knows of each",
    "case.json": "`gms report family/case.json -o …` makes the summaries again",
    "run.json": "inputs, versions, rules, times and hashes",
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gms-demo-") as name:
        folder = Path(name)
        (folder / "examples").mkdir()
        for file in FILES:
            shutil.copy(EXAMPLES / file, folder / "examples" / file)
        show(folder)
    print("\nNothing was left behind: the results were in a temporary folder.")
    print("Next: README.md, docs/guide.md, and `gms run --help`.")
    return 0


def show(folder: Path) -> None:
    """The whole demonstration; every command can be typed as shown, from the project's folder."""
    title("1. What is in this file?")
    gms("inspect examples/family.vcf", folder)

    title("2. A family with a rare disease: from the VCF to a summary in one run")
    gms(FAMILY, folder)
    print("\nThe first page of family/report.md:\n")
    first_page(folder / "family" / "report.md")
    print("\nAlso in the folder:\n")
    for file, what in CONTENTS.items():
        print(f"  {file:<17} {what}")
    record(folder / "family" / "run.json")

    title("3. Why?")
    for told, variant in (
        ("kept", "12-102840493-G-A"),
        ("rescued", "7-117559590-ATCT-A"),
        ("dropped", "7-117559479-G-A"),
        ("dropped: outside the panel nothing is rescued without consent", "17-43124027-ACT-A"),
    ):
        print(f"\n({told})")
        gms(f"why family {variant}", folder)

    title("4. Which inheritance fits, and how sure is that? Two parents, one, none")
    for name, line in FAMILIES.items():
        gms(line, folder)
        models(folder / f"{name}.tsv")

    title("5. A tumour and its normal sample: the same run, with tiers")
    gms(TUMOUR, folder)
    print("\nThe first page of tumour/report.md:\n")
    first_page(folder / "tumour" / "report.md")
    print("\nA limit drops this hot spot; the tumour's own safety net keeps it:\n")
    gms("why tumour 2-25234373-C-T", folder)


def title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def gms(line: str, folder: Path) -> None:
    """Print one command line as a user types it, run it, and print what it says."""
    arguments = shlex.split(line)
    print("$ " + " \\\n    ".join(typed(arguments)), flush=True)
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": str(WIDTH)}
    run = subprocess.run([GMS, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)
    for said in (run.stdout + run.stderr).splitlines():
        print(wrapped(said))
    if run.returncode:
        sys.exit(run.returncode)


def typed(arguments: list[str]) -> list[str]:
    """A command line in lines that fit, an option and its value on the same one."""
    lines = ["gms"]
    for at, word in enumerate(arguments):
        with_value = word.startswith("-") and at + 1 < len(arguments)
        together = shlex.join(arguments[at : at + 2] if with_value else [word])
        if len(lines[-1]) + len(together) > WIDTH - 8 and not arguments[at - 1].startswith("-"):
            lines.append(shlex.quote(word))
        else:
            lines[-1] += f" {shlex.quote(word)}"
    return lines


def wrapped(line: str) -> str:
    """A long line, folded under its own text."""
    label = len(line) - len(line.lstrip()) + 2
    indent = " " * (15 if line[:15].rstrip() in ("columns", "can", "cannot") else label)
    return textwrap.fill(
        line, WIDTH, subsequent_indent=indent, drop_whitespace=True, break_on_hyphens=False, replace_whitespace=False
    )


def first_page(path: Path) -> None:
    """The answer, the key findings and what was not looked at; tables as lists, which fit a narrow window."""
    page = path.read_text("utf-8").partition("## Proposed actions")[0].replace("\\", "").replace("**", "")
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []
        if cells and cells[0] not in ("Gene", "---"):
            print(wrapped(f"  * {cells[0]} {cells[1]}, {cells[2]}: {cells[3]}. {cells[4]}"))
        elif line and not cells:
            print(wrapped(line.removeprefix("## ") if line.startswith("## ") else f"  {line}"))


def record(path: Path) -> None:
    """What run.json says of the stages."""
    told = json.loads(path.read_text("utf-8"))
    times = ", ".join(f"{one['name']} {one['seconds']:.1f} s" for one in told["stages"])
    print(wrapped(f"\nThe stages took: {times}.".strip()))


def models(path: Path) -> None:
    """The inheritance models of some genes, each with its confidence, and the reason under it."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        if row["gene"] in SHOWN_GENES and row["inheritance_models"]:
            names, sure = row["inheritance_models"].split("|"), row["model_confidence"].split("|")
            told = ", ".join(f"{name} {how}" for name, how in zip(names, sure, strict=True))
            print(wrapped(f"  {row['gene']} {row['chrom']}:{row['pos']}  {told}"))
            print(wrapped(f"    because {row['model_reason']}"))
            if row["compound_partners"]:
                print(wrapped(f"    with {row['compound_partners'].replace('|', ' ')}"))
    print()


if __name__ == "__main__":
    sys.exit(main())

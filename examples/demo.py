"""Show what a user of gms gets: `make demo` runs this on the example files, in a temporary folder."""
# ruff: noqa: INP001, T201, S603  # a script that prints and runs the installed gms with argument lists

import csv
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
FILES = ("family.vcf", "family.ped", "panel.txt", "tumour.vcf")
WIDTH = 80  # columns of the narrowest terminal we care for
FAMILY = """filter examples/family.vcf --ped examples/family.ped --panel examples/panel.txt
    --impact HIGH,MODERATE --max-af 0.005 --ledger family.parquet -o family.tsv"""
RARE = "--panel examples/panel.txt --impact HIGH,MODERATE --max-af 0.005"
FAMILIES = {
    "trio": f"filter examples/family.vcf --ped examples/family.ped {RARE} -o trio.tsv -q",
    "duo": f"filter examples/family.vcf --trio child,mother,- {RARE} -o duo.tsv -q",
    "one": f"filter examples/family.vcf --sample child --model all {RARE} -o one.tsv -q",
}
SHOWN_GENES = ("PTPN11", "PAH", "CFTR", "MECP2", "MT-TL1")  # one of each kind, so that the three families compare
TUMOUR = """filter examples/tumour.vcf --panel myeloid-eln2022 --impact HIGH,MODERATE
    --max-af 0.01 --min-vaf 0.02 --ledger tumour.parquet -o tumour.tsv"""
COLUMNS = ("chrom", "pos", "ref", "alt", "gene", "consequence", "af", "gt")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gms-demo-") as name:
        folder = Path(name)
        (folder / "examples").mkdir()
        for file in FILES:
            shutil.copy(EXAMPLES / file, folder / "examples" / file)
        show(folder)
    print("\nNothing was left behind: the results were in a temporary folder.")
    print("Next: README.md, docs/guide.md, and `gms filter --help`.")
    return 0


def show(folder: Path) -> None:
    """The whole demonstration; every command can be typed as shown, from the project's folder."""
    title("1. What is in this file?")
    gms("inspect examples/family.vcf", folder)

    title("2. Which variants of the panel are rare and change a protein?")
    gms(FAMILY, folder)
    print("\nThe first columns of family.tsv, and what gms has to add:\n")
    table(folder / "family.tsv", COLUMNS)

    title("3. Why?")
    for told, variant in (
        ("kept", "12-102840493-G-A"),
        ("kept on a second transcript", "X-154092209-T-C"),
        ("dropped", "7-117559479-G-A"),
        ("rescued", "7-117559590-ATCT-A"),
        ("dropped: outside the panel nothing is rescued without consent", "17-43124027-ACT-A"),
    ):
        print(f"\n({told})")
        gms(f"why family.parquet {variant}", folder)

    title("4. Which inheritance fits, and how sure is that? Two parents, one, none")
    for name, line in FAMILIES.items():
        gms(line, folder)
        models(folder / f"{name}.tsv")

    title("5. The same for a tumour: a shipped panel, allele fraction, one sample")
    gms(TUMOUR, folder)
    print("\nThe first columns of tumour.tsv, and what gms has to add:\n")
    table(folder / "tumour.tsv", (*COLUMNS[:-1], "vaf"))


def title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def gms(line: str, folder: Path) -> None:
    """Print one command line as a user types it, run it, and print what it says."""
    arguments = shlex.split(line)
    print("$ " + " \\\n    ".join(typed(arguments)), flush=True)
    run = subprocess.run(
        [GMS, *arguments], cwd=folder, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )
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


def table(path: Path, names: tuple[str, ...]) -> None:
    """Some columns of a TSV, aligned; then what gms has to say about the row."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    cells = [[*(short(row[name]) for name in names), remark(row)] for row in rows]
    heading = [*names, "gms adds"]
    widths = [max(len(line[at]) for line in (heading, *cells)) for at in range(len(heading))]
    for line in (heading, *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


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


def short(text: str, most: int = 16) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def remark(row: dict[str, str]) -> str:
    if row["rescued"]:
        return "rescued"
    if row["unknown"]:
        return f"unknown {row['unknown']}"
    return "passed_on" if row["passed_on"] else ""


if __name__ == "__main__":
    sys.exit(main())

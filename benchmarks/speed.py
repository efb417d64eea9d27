"""How fast are `gms filter` and `gms classify`, beside the limit of the machine and beside its peers?

    python benchmarks/speed.py            # writes the data when missing, prints the tables
    python benchmarks/speed.py --write    # … into docs/benchmarks.md as well
    python benchmarks/speed.py --only classify --write    # one of the two sections

bgzip and bcftools are taken from PATH, cyvcf2 from this Python, vembrane from its
own environment (it needs numpy below 2, cyvcf2 a newer one), vartriage from one,
too. What is not installed is reported as such.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

from timing import classify
from timing.contenders import Data, Tools, contenders
from timing.machine import description, program, versions
from timing.process import adopt_orphans
from timing.report import BEGIN, END, markdown, replaced
from timing.rounds import measure

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
GENERATOR: Final = ROOT / "benchmarks" / "generate.py"
SEED: Final = 1
SECTIONS: Final = ("filter", "classify")


def arguments() -> argparse.Namespace:
    """What to measure, with what."""
    parser = argparse.ArgumentParser(description="Time gms and its peers on the same task")
    parser.add_argument("--small", type=int, default=50_000, metavar="N", help="records of the exome")
    parser.add_argument("--large", type=int, default=1_000_000, metavar="N", help="records of the genome")
    parser.add_argument("--runs", type=int, default=5, help="timed rounds")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "benchmarks" / ".data", help="folder of the generated files"
    )
    parser.add_argument("--gms", default=str(Path(sys.executable).with_name("gms")), help="the gms to measure")
    parser.add_argument(
        "--vembrane", default=str(ROOT / ".venv-peers" / "bin" / "vembrane"), help="the vembrane to measure"
    )
    parser.add_argument(
        "--vartriage", default=str(ROOT / ".venv-peers" / "bin" / "vartriage"), help="the vartriage to measure"
    )
    parser.add_argument("--only", choices=SECTIONS, help="measure one section only")
    parser.add_argument("--write", action="store_true", help=f"renew the section in docs/{PAGE.name}")
    return parser.parse_args()


def prepared(options: argparse.Namespace) -> Data:
    """Generates the files that are missing; in processes of their own, to keep this one small."""
    folder = options.data.resolve()
    (folder / "out").mkdir(parents=True, exist_ok=True)
    data = Data(
        folder / f"exome_{options.small}.vcf.gz", folder / f"wgs_{options.large}.vcf.gz", folder, folder / "out"
    )
    for kind, count, vcf in (("exome", options.small, data.small), ("wgs", options.large, data.large)):
        if not vcf.with_name(f"{vcf.name}.tbi").exists():  # the index is written last
            generate(kind, str(count), str(SEED), str(vcf))
    if not (folder / "panel_560.bed").exists():
        generate("panels", str(folder))
    return data


def generate(*arguments: str) -> None:
    """Calls the generator."""
    print(f"generate.py {arguments[0]} …", file=sys.stderr)
    subprocess.run((sys.executable, str(GENERATOR), *arguments), check=True)


def write(section: str, marks: tuple[str, str]) -> None:
    """Renews a section of the page and leaves the others alone."""
    document = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(replaced(document, section, marks), encoding="utf-8")


def filtering(tools: Tools, data: Data, options: argparse.Namespace) -> str:
    """Measures task F."""
    measurements = measure(contenders(tools, data), options.runs)
    return markdown(measurements, options.runs, description(), versions(tools))


def classifying(tools: Tools, data: Data, options: argparse.Namespace) -> str:
    """Measures the classification of whole files."""
    measurements = measure(classify.contenders(tools, data), options.runs)
    records = {classify.LARGE: options.large, classify.SMALL: options.small}
    programs = [one for one in versions(tools) if one[0] in ("gms", "polars", "deflate")]
    programs.append(("vartriage", program(tools.vartriage)))
    return classify.markdown(measurements, records, options.runs, description(), programs)


def main() -> None:
    """Generates, measures, prints."""
    options = arguments()
    adopt_orphans()
    tools, data = Tools(options.gms, options.vembrane, options.vartriage), prepared(options)
    sections = {"filter": (filtering, (BEGIN, END)), "classify": (classifying, (classify.BEGIN, classify.END))}
    for name in [options.only] if options.only else SECTIONS:
        measured, marks = sections[name]
        section = measured(tools, data, options)
        print(section)
        if options.write:
            write(section, marks)


if __name__ == "__main__":
    main()

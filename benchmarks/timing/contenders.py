"""Who runs what: the command lines of gms and of its peers, all for the same task.

Task F: keep a record if one of its CSQ entries has SYMBOL in the panel, IMPACT
HIGH or MODERATE, and gnomADg_AF missing or below 0.01; write them as VCF.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LIMIT: Final = "0.01"
PANELS: Final = (30, 199, 560)
WHOLE_PANEL: Final = 560
CYVCF2_LOOP: Final = Path(__file__).parents[1] / "peers" / "cyvcf2_filter.py"

WHOLE_LARGE, WHOLE_SMALL, STARTUP = "whole file, large", "whole file, small", "start-up"
BGZIP, SCAN, INDEX, CYVCF2, VEMBRANE = "bgzip -dc", "gms --reader scan", "gms --reader index", "cyvcf2 loop", "vembrane"
BCFTOOLS_REGEX, BCFTOOLS_LIST = "bcftools +split-vep, regex", "bcftools +split-vep, list"
BCFTOOLS_REGIONS = "bcftools +split-vep -R, regex"


@dataclass(frozen=True, slots=True)
class Tools:
    """The executables."""

    gms: str
    vembrane: str
    vartriage: str = "vartriage"


@dataclass(frozen=True, slots=True)
class Data:
    """The input files; everything written goes to `scratch`."""

    small: Path
    large: Path
    panels: Path
    scratch: Path


@dataclass(frozen=True, slots=True)
class Contender:
    """One command in one group of comparable commands."""

    group: str
    name: str
    command: tuple[str, ...]
    output: Path | None = None

    @property
    def missing(self) -> str | None:
        """Why it cannot run at all."""
        if self.name == CYVCF2 and find_spec("cyvcf2") is None:
            return "cyvcf2 is not installed beside this Python"
        return None if shutil.which(self.command[0]) else f"`{Path(self.command[0]).name}` is not installed"


def index_group(genes: int) -> str:
    """The name of the group that reads the panel's regions only."""
    return f"with index, {genes} genes"


def contenders(tools: Tools, data: Data) -> list[Contender]:
    """All of them, in the order of one round."""
    whole = [*_whole_file(WHOLE_LARGE, tools, data, data.large), *_whole_file(WHOLE_SMALL, tools, data, data.small)]
    indexed = [contender for genes in PANELS for contender in _with_index(genes, tools, data)]
    return [*whole, *indexed, *_startup(tools)]


def _whole_file(group: str, tools: Tools, data: Data, vcf: Path) -> list[Contender]:
    panel = data.panels / f"panel_{WHOLE_PANEL}.txt"
    commands: dict[str, Callable[[Path], tuple[str, ...]]] = {
        SCAN: lambda out: _gms(tools, vcf, panel, "scan", out),
        BCFTOOLS_REGEX: lambda out: _bcftools(vcf, _regex(panel), out),
        BCFTOOLS_LIST: lambda out: _bcftools(vcf, _list(panel), out),
        CYVCF2: lambda out: (sys.executable, str(CYVCF2_LOOP), str(vcf), str(panel), LIMIT, str(out)),
        VEMBRANE: lambda out: _vembrane(tools, vcf, panel, out),
    }
    outputs = {name: _output(data, group, name) for name in commands}
    filters = [Contender(group, name, command(outputs[name]), outputs[name]) for name, command in commands.items()]
    return [Contender(group, BGZIP, ("bgzip", "-dc", str(vcf))), *filters]


def _with_index(genes: int, tools: Tools, data: Data) -> list[Contender]:
    group, panel = index_group(genes), data.panels / f"panel_{genes}.txt"
    ours, theirs = _output(data, group, INDEX), _output(data, group, BCFTOOLS_REGIONS)
    regions = ("-R", str(panel.with_suffix(".bed")))
    return [
        Contender(group, INDEX, _gms(tools, data.large, panel, "index", ours), ours),
        Contender(group, BCFTOOLS_REGIONS, _bcftools(data.large, _regex(panel), theirs, regions), theirs),
    ]


def _startup(tools: Tools) -> list[Contender]:
    return [
        Contender(STARTUP, "python -c pass", (sys.executable, "-c", "pass")),
        Contender(STARTUP, "gms --help", (tools.gms, "--help")),
        Contender(STARTUP, "gms --version", (tools.gms, "--version")),
    ]


def _output(data: Data, group: str, name: str) -> Path:
    words = "".join(letter if letter.isalnum() else " " for letter in f"{group} {name}").split()
    return data.scratch / f"{'_'.join(words)}.vcf"


def _gms(tools: Tools, vcf: Path, panel: Path, reader: str, output: Path) -> tuple[str, ...]:
    question = ("--panel", str(panel), "--impact", "HIGH,MODERATE", "--max-af", LIMIT, "--af-field", "gnomADg_AF")
    manner = ("--no-rescue", "-q", "--force", "-o", str(output), "--reader", reader)
    return (tools.gms, "filter", str(vcf), *question, *manner)


def _bcftools(vcf: Path, symbol_test: str, output: Path, regions: tuple[str, ...] = ()) -> tuple[str, ...]:
    """`-d` gives each CSQ entry its own line, so that all tests meet in one entry."""
    test = f'(IMPACT="HIGH" || IMPACT="MODERATE") && (gnomADg_AF="." || gnomADg_AF<{LIMIT}) && {symbol_test}'
    columns = ("-d", "-c", "SYMBOL,IMPACT,gnomADg_AF:Float")
    return ("bcftools", "+split-vep", str(vcf), *regions, *columns, "-i", test, "-O", "v", "-o", str(output))


def _vembrane(tools: Tools, vcf: Path, panel: Path, output: Path) -> tuple[str, ...]:
    rare = f'(CSQ["gnomADg_AF"] is NA or CSQ["gnomADg_AF"] < {LIMIT})'
    test = f'CSQ["IMPACT"] in {{"HIGH", "MODERATE"}} and CSQ["SYMBOL"] in AUX["panel"] and {rare}'
    manner = ("--keep-unmatched", "-k", "CSQ", "-a", f"panel={panel}", "-o", str(output))
    return (tools.vembrane, "filter", *manner, test, str(vcf))


def _symbols(panel: Path) -> list[str]:
    return panel.read_text(encoding="utf-8").split()


def _regex(panel: Path) -> str:
    r"""Written as the basic regular expression that bcftools takes: alternatives are joined by `\|`."""
    alternatives = r"\|".join(_symbols(panel)).replace(".", r"\.")
    return rf'SYMBOL~"^\({alternatives}\)$"'


def _list(panel: Path) -> str:
    """A comma in a bcftools string means "or"."""
    return f'SYMBOL="{",".join(_symbols(panel))}"'

"""`gms classify --somatic`: the tumour's part of `gms classify`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli.asking import arguments, refuse_identities, refuse_input
from gmstool.errors import EmptyResultError, UsageError

if TYPE_CHECKING:
    from gmstool.cli.console import Talk
    from gmstool.filters.options import Options
    from gmstool.somatic.task import Result, Task

STDOUT, PANEL = "-", "Tumours (--somatic)"
MOST_YEARS = 150
Somatic = Annotated[
    bool, typer.Option("--somatic", help="A tumour: oncogenicity, tiers and prompts.", rich_help_panel=PANEL)
]
Tumour = Annotated[str | None, typer.Option("--tumour", help="The tumour's sample.", rich_help_panel=PANEL)]
Normal = Annotated[str | None, typer.Option("--normal", help="The normal sample.", rich_help_panel=PANEL)]
TumourType = Annotated[
    str | None, typer.Option("--tumour-type", help="OncoTree code or name: AML, LUAD …", rich_help_panel=PANEL)
]
Purity = Annotated[float | None, typer.Option("--purity", help="Tumour cells, 0 to 1.", rich_help_panel=PANEL)]
Age = Annotated[float | None, typer.Option("--age", help="Years at diagnosis.", rich_help_panel=PANEL)]
Established = Annotated[
    Path | None,
    typer.Option("--established", help="Variants with an established class (TSV): OS1, OM4.", rich_help_panel=PANEL),
]
Om3 = Annotated[
    str | None,
    typer.Option("--om3", help="What OM3 is called for: hotspot, or reversed (as PCGR).", rich_help_panel=PANEL),
]
Assay = Annotated[Path | None, typer.Option("--assay", help="What the assay can find (TOML).", rich_help_panel=PANEL)]
Calls = Annotated[
    list[Path] | None,
    typer.Option("--calls", help="Copy numbers, fusions: VCF or TSV, repeatable.", rich_help_panel=PANEL),
]
Target = Annotated[
    Path | None, typer.Option("--target", help="The assay's BED, for the mutational burden.", rich_help_panel=PANEL)
]
Synonymous = Annotated[
    bool, typer.Option("--synonymous", help="Count silent variants in the burden.", rich_help_panel=PANEL)
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a tumour as given."""

    tumour: str | None = None
    normal: str | None = None
    tumour_type: str | None = None
    purity: float | None = None
    age: float | None = None
    established: Path | None = None
    om3: str | None = None
    assay: Path | None = None
    calls: tuple[Path, ...] | None = None
    target: Path | None = None
    synonymous: bool | None = None

    def refuse_without_somatic(self) -> None:
        """These options mean nothing for germline variants."""
        given = [name for name in self.__slots__ if getattr(self, name) is not None]
        if given:
            raise UsageError(f"--{given[0].replace('_', '-')} goes with --somatic", hint="add --somatic for a tumour")


def task_of(asked: Asked, options: Options, case: Path | None, language: str) -> Task:
    """The task of a run: what is asked on the command line goes before the case file. Raises UsageError."""
    from gmstool.somatic import case as cases
    from gmstool.somatic import established
    from gmstool.somatic.run import tumour_type
    from gmstool.somatic.task import Task
    from gmstool.somatic.whole import inputs

    _check(asked)
    read = cases.read(case) if case else None
    kind = asked.tumour_type or (read.tumour_type if read else None)
    purity = asked.purity if asked.purity is not None else (read.purity if read else None)
    age = asked.age if asked.age is not None else (read.age if read else None)
    known = established.read(asked.established) if asked.established else None
    given = inputs(asked.assay, asked.calls or (), asked.target, synonymous=bool(asked.synonymous))
    return Task(
        options, asked.tumour, asked.normal, tumour_type(kind), purity, age, read, known, asked.om3, language, given
    )  # fmt: skip


def _check(asked: Asked) -> None:
    if asked.purity is not None and not 0 < asked.purity <= 1:
        raise UsageError(f"--purity is a fraction above 0 and at most 1, found {asked.purity:g}")
    if asked.age is not None and not 0 <= asked.age <= MOST_YEARS:
        raise UsageError(f"--age is in years, found {asked.age:g}")
    if asked.om3 not in (None, "hotspot", "reversed"):
        raise UsageError(f"--om3 {asked.om3} is not known", hint="use hotspot or reversed")


def refuse_germline(given: dict[str, Any]) -> None:
    """Options of germline variants mean nothing for a tumour."""
    for name, value in given.items():
        if value:
            raise UsageError(f"--{name} does not go with --somatic", hint="`gms classify --help` has both groups")


@dataclass(frozen=True, slots=True)
class OneTumour:
    """One file into one output, or one of its variants on the terminal."""

    task: Task
    talk: Talk
    force: bool
    fail_if_empty: bool

    def run(
        self, names: list[str], variant: str | None, output: str | None, format_: str | None, meta: Path | None
    ) -> None:
        if len(names) != 1:
            raise UsageError("--somatic classifies one FILE, or several with --out-dir", hint="name the annotated VCF")
        if variant:
            self._explain(variant, names[0])
        else:
            self._classify(names[0], output, format_, meta)

    def _explain(self, variant: str, name: str) -> None:
        from gmstool.somatic.explained import explained

        columns = _columns()
        for line in explained(variant, name, self.task):
            print("\n".join(_wrapped(line, columns)))

    def _classify(self, name: str, output: str | None, format_: str | None, meta: Path | None) -> None:
        from gmstool.classify.outputs import kind_of
        from gmstool.files import check_new
        from gmstool.provenance import Checksum
        from gmstool.somatic import whole
        from gmstool.somatic.run import classify
        from gmstool.vcf.source import open_vcf

        start, path = time.monotonic(), Path(output) if output not in (None, STDOUT) else None
        kind = kind_of(path, format_)
        if path is not None:
            check_new(path, force=self.force)
        source = open_vcf(name, self.task.options.reader, self.task.options.threads)
        try:
            refuse_input(path, source)
            refuse_identities(source.header.samples, [meta, path])
            checksum = Checksum(Path(name) if (path or meta) and name != STDOUT else None)
            with self.talk.progress(Path(name).name) as progress:
                result = classify(source, self.task, path, kind, progress)
        finally:
            source.close()
        self._tell(name, result)
        if path is not None:
            whole.write(whole.path_beside(path), result.case)
        self._write_meta(checksum, path, meta, result, time.monotonic() - start)
        if self.fail_if_empty and not result.rows:
            raise EmptyResultError(f"no row of {name} is left to classify", hint="the filters dropped all of them")

    def _tell(self, name: str, result: Result) -> None:
        from gmstool.sentences import say
        from gmstool.somatic.shown import somatic_class
        from gmstool.somatic.vcf_tags import CLASSES, TIERS

        language = self.task.language
        for warning in dict.fromkeys(result.warnings):
            self.talk.warn(say(warning, language))
        always = [(result.records, say("records read", language))]
        always += [(result.rows, say("rows, one per allele and gene", language))]
        counted = [(result.classes[one], somatic_class(one, language)) for one in (*CLASSES, "Not in scope")]
        counted += [(result.tiers[one], f"tier {one}") for one in TIERS]
        counted += [(result.prompted[one], say(f"with a prompt: {one}", language)) for one in sorted(result.prompted)]
        lines = [(f"{number:,}", text) for number, text in (*always, *(one for one in counted if one[0]))]
        self.talk.funnel(f"{say('standard input', language) if name == STDOUT else name}:", lines)
        if not self.talk.quiet:
            for note in result.notes:
                _say_note(note, language)
            _say_case(result.case, language)
        for one in result.facts["layers"]:
            self.talk.note(f"layer {one['release']} ({one['date']}), {one['licence']}")

    def _write_meta(self, checksum: Any, path: Path | None, meta: Path | None, result: Result, seconds: float) -> None:
        from gmstool import provenance
        from gmstool.filters.run import write_meta

        target = meta or (path.with_name(path.name + ".meta.json") if path else None)
        if target is None:
            return
        told = {
            **result.facts,
            "options": self.task.options.told(),
            "language": self.task.language,
            "counts": {"records": result.records, "alleles": result.alleles, "rows": result.rows,
                       "classes": dict(sorted(result.classes.items())), "tiers": dict(sorted(result.tiers.items())),
                       "prompts": dict(sorted(result.prompted.items()))},
            "warnings": result.warnings, "notes": result.notes, "case_result": result.case,
            "run": provenance.run_facts(checksum, arguments(), seconds),
        }  # fmt: skip
        write_meta(target, told)


def _say_case(told: dict[str, Any], language: str) -> None:
    """The case as a whole and the layers behind it, in lines as wide as the terminal."""
    from gmstool.cli.console import plain
    from gmstool.somatic.case_lines import layer_lines, lines

    columns = _columns()
    for line in lines(told, language, columns):
        plain(line)
    heading, *layers = layer_lines(told, language)
    for line in _wrapped(f"  {heading} {'; '.join(map(str.strip, layers))}", columns):
        plain(line)


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _wrapped(line: str, columns: int) -> list[str]:
    """A line as wide as the terminal; what goes on stands four columns further in."""
    import textwrap

    from gmstool.somatic.case_lines import LEAST

    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(), max(columns - 1, LEAST), initial_indent=indent, subsequent_indent=f"{indent}    ",
        break_long_words=False, break_on_hyphens=False, replace_whitespace=False,
    ) or [""]  # fmt: skip


def _say_note(text: str, language: str) -> None:
    """A note in the language, in lines as wide as the terminal."""
    from gmstool.cli import console
    from gmstool.sentences import say

    first, *more = _wrapped(say(text, language), _columns() - len("note: "))
    console.say("note", first)
    for line in more:
        console.plain(line)

"""`gms columns`: the column contract."""

from typing import Annotated

import typer


def command(
    file: Annotated[str | None, typer.Argument(help="A VCF or BCF: show which keys feed each column.")] = None,
) -> None:
    """List the columns of the table of variants; with a file, which of its keys feed each one.

    Example: gms columns sample.vcf.gz
    """
    from gmstool.columns import sections

    feeding = _feeding(file) if file else None
    for section, names in sections().items():
        print(f"# {section}")
        for name in names:
            print("\t".join(_row(name, feeding)))


def _row(name: str, feeding: dict[str, str] | None) -> list[str]:
    from gmstool.columns import contract

    column = contract()[name]
    unit = f" ({column.unit})" if column.unit else ""
    told = [name, column.kind.value, f"{column.meaning}{unit}"]
    return told if feeding is None else [name, feeding[name], f"{column.meaning}{unit}"]


def _feeding(file: str) -> dict[str, str]:
    from gmstool.inspection import inspected

    return {one.name: one.told for one in inspected(file).columns}

"""`gms inspect`: what a VCF holds, and what gms can do with it."""

from typing import Annotated

import typer

from gmstool.cli.console import printable


def command(
    file: Annotated[str, typer.Argument(help="A VCF or BCF, or - for standard input.")],
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Show build, contig names, samples, annotation, filled columns, index, and what gms can and cannot do.

    Example: gms inspect sample.vcf.gz
    """
    from gmstool.inspection import as_data, inspected

    data = as_data(inspected(file))
    if json:
        import json as encoder

        print(encoder.dumps(data, indent=2, ensure_ascii=False))
        return
    for line in _lines(data):
        print(printable(line))


def _lines(data: dict[str, object]) -> list[str]:
    def listed(key: str) -> list[str]:
        value = data[key]
        return [str(one) for one in value] if isinstance(value, list) else []

    samples = listed("samples")
    shown = ", ".join(samples[:8]) + (" …" if len(samples) > 8 else "")  # noqa: PLR2004
    annotator = f" ({data['annotator']})" if data["annotator"] else ""
    annotation = f"{data['annotation'] or 'none'}{annotator}"
    looked = f"{data['records_looked_at']:,} records" + ("" if data["all_records"] else " (the first ones)")
    found = [
        f"file           {data['file']} ({data['vcf_version']}, {data['form']})",
        f"build          {data['build'] or 'unknown'} ({data['build_from']})",
        f"contig names   {data['contig_names'] or 'unknown'} ({data['contigs']} in the header)",
        f"samples        {len(samples)}{': ' + shown if samples else ''}",
        f"annotation     {annotation}",
        f"index          {data['index'] or 'none'}",
        f"looked at      {looked}",
        f"columns        {', '.join(listed('filled_columns'))}",
    ]
    if others := listed("other_annotations"):
        found.insert(5, f"not read       {', '.join(others)} (CSQ wins over ANN, ANN over BCSQ)")
    return found + [
        f"{word:<14} {text}"
        for word, key in (("can", "can"), ("cannot", "cannot"), ("warning", "warnings"))
        for text in listed(key)
    ]

"""One variant of a tumour explained on the terminal: class, tier, every criterion, every prompt, the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.classify.single import NotFoundError, records_of
from gmstool.sentences import Said
from gmstool.somatic.run import Run
from gmstool.somatic.shown import Words, criteria, escat, item, known, somatic_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.somatic.task import Task

_MARKS = {"met": "+", "not_met": "-", "not_assessed": "?"}


def explained(variant: str, name: str, task: Task) -> Iterator[str]:
    """Lines about one variant of an annotated file. Raises NotFoundError."""
    header, chunk = records_of(variant, name, task.options.reader)
    run = Run(header, name, -1, task)
    rows = [row for batch in run.batches([chunk]) for row in batch.rows]
    if not rows:
        raise NotFoundError(f"{variant} is dropped by the filters", hint="leave out filter options to explain it")
    for row in rows:
        yield from _told(row, run.words)
    yield ""
    yield f"{run.words.say('layers')}:"
    yield from (f"  {one}" for one in run.words.layers)


def _told(row: dict[str, Any], words: Words) -> Iterator[str]:
    """One row: the variant, the reads, its class, its tier and the evidence, its criteria, its prompts."""
    say = words.say
    names = f"{row['hgvsc'] or ''} {row['hgvsp'] or ''}".strip()
    yield ""
    yield f"{row['variant']}  {row['assembly'] or '?'}  {row['gene'] or '-'}  {names}".rstrip()
    yield f"  {say('consequence')}: {row['consequence'] or say('not known')}"
    yield f"  {say('reads')}: {_reads(row, 'tumour', words)}"
    if row["vaf_of_tumour_cells"] is not None:
        share = Said("{} of the alleles of tumour cells, if every cell has two copies of the gene",
                     f"{row['vaf_of_tumour_cells']:.3g}")  # fmt: skip
        yield f"    {say(share)}"
    if row["normal_depth"] is not None:
        yield f"  {say('normal sample')}: {_reads(row, 'normal', words)}"
    name = somatic_class(row["classification"], words.language)
    yield f"  {say('oncogenicity')}: {name} ({row['points']} {say('points')})"
    place = f" {say('for')} {words.named_tumour}" if words.tumour_type else ""
    level = f", {say('level')} {row['level']}" if row["level"] else ""
    yield f"  {say('tier')}: {row['tier'] or say('none')}{level}{place}"
    if row["level_if_reviewed"] not in (None, row["level"]):
        yield f"    {say('once reviewed')}: {row['tier_if_reviewed']}, {say('level')} {row['level_if_reviewed']}"
    if row["tier_reason"]:
        yield f"    {say(row['tier_reason'])}"
    yield from (f"    - {item(one, words)}" for one in row["evidence"])
    if row["escat"]:
        yield f"  ESCAT ({say('suggestion')}): {escat(row['escat'])}"
    if clinvar := known(row):
        source = "ClinVar: " if row["clinvar_significance"] else ""
        yield f"  {source}{clinvar}: {say('shown, no evidence')}"
    yield f"  {say('rule set')}: {words.rules.label}"
    for one in criteria(row, words):
        gone = f" [{say('displaced by')} {one['suppressed_by']}]" if one["suppressed_by"] else ""
        strength = f" {one['strength']}" if one["strength"] else ""
        verdict = say(one["verdict"].replace("_", " "))
        because = one["because"].removeprefix(f"{verdict}: ")
        yield f"  {_MARKS[one['verdict']]} {one['code']:6}{verdict}{strength}{gone}: {because}"
        yield f"          {say(one['means'])}"
    for prompt in row["prompts"]:
        yield f"  ! {say(prompt.told)} [{words.marked(prompt.source)}]"
    yield from (f"  * {say(note)}" for note in row["notes"])


def _reads(row: dict[str, Any], role: str, words: Words) -> str:
    def told(name: str) -> str:
        value = row[f"{role}_{name}"]
        if value is None:
            return words.say("not known")
        return words.say(f"{100 * value:.3g} %") if isinstance(value, float) else str(value)

    strands = f", {words.say('strands')} {told('forward')}/{told('reverse')}"
    by = f" [{row[f'{role}_vaf_from']}]" if row[f"{role}_vaf_from"] else ""
    return f"{words.say('fraction')} {told('vaf')}{by}, {told('alt_reads')} {words.say('of')} {told('depth')}{strands}"

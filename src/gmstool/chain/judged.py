"""The classification of a run: germline rows, or a tumour's with tiers."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gmstool.chain.stages import again, meta
from gmstool.chain.wish import CLASSIFIED, TABLE, Number, Stage
from gmstool.classify.outputs import Place
from gmstool.vcf.source import open_vcf

if TYPE_CHECKING:
    from gmstool.chain.stages import Work

# Facts of the classification that run.json tells.
KEPT = (
    "rules", "rule_sets", "predictor", "condition", "moi", "comparators", "tumour_type", "tumour", "normal", "layers",
)  # fmt: skip


def classified(work: Work) -> Stage:
    """Each row judged once, and told twice: as data in English, and as a table in the language of the run."""
    start = time.monotonic()
    result, counts = _judged(work)
    stage = Stage("classify")
    for name, language in ((CLASSIFIED, "en"), (TABLE, work.wish.language)):
        meta(work, name, {**result.facts, "options": work.options.told(), "language": language, **counts}, start)
    stage.counts = [Number(f"{result.rows:,}", "rows, one per allele and gene")]
    stage.counts += [Number(f"{count:,}", name) for name, count in _ordered(counts["counts"]["classes"])]
    stage.counts += [Number(f"{count:,}", f"tier {one}") for one, count in counts["counts"].get("tiers", {}).items()]
    stage.warnings, stage.notes = list(result.warnings), counts.get("notes", [])
    stage.facts = {name: result.facts[name] for name in KEPT if name in result.facts}
    stage.facts |= {"classes": counts["counts"]["classes"], "reference_of_classes": result.facts["reference"]}
    return stage


def _judged(work: Work) -> tuple[Any, dict[str, Any]]:
    """Judge what is left into both outputs; answers with the result and its counts."""
    wish, rows, options = work.wish, work.part / CLASSIFIED, again(work.options)
    table = Place(work.part / TABLE, "tsv", wish.language)
    with closing(open_vcf(str(work.rows_from), threads=1)) as source:
        if wish.tumour:
            from gmstool.somatic.run import classify as of_tumour

            tumours = of_tumour(source, replace(wish.tumour, options=options, language="en"), rows, "jsonl",
                                beside_it=[table])  # fmt: skip
            told = {"tiers": dict(sorted(tumours.tiers.items())), "prompts": dict(sorted(tumours.prompted.items()))}
            return tumours, _counts(tumours, told) | {"notes": tumours.notes, "case_result": tumours.case}
        from gmstool.classify.run import classify
        from gmstool.classify.task import Task

        task = Task(options, wish.condition, wish.moi, wish.evidence, proven=work.proof, store=wish.store)
        germline = classify(source, task, rows, "jsonl", beside_it=[table])
        return germline, _counts(germline, {})


def _counts(result: Any, more: dict[str, Any]) -> dict[str, Any]:
    counts = {"records": result.records, "alleles": result.alleles, "rows": result.rows,
              "classes": dict(sorted(result.classes.items())), **more}  # fmt: skip
    return {"counts": counts, "warnings": result.warnings}


def _ordered(classes: dict[str, int]) -> list[tuple[str, int]]:
    """The classes that occur, the most severe first."""
    from gmstool.classify.vcf_tags import ORDER
    from gmstool.somatic.vcf_tags import CLASSES

    known_order = [*ORDER, *CLASSES]
    place = {name: at for at, name in reversed(list(enumerate(known_order)))}
    return sorted(classes.items(), key=lambda one: place.get(one[0], len(place)))

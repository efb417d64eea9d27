"""The summaries of a run, made from its case.json as `gms report` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.chain.wish import CASE, Number, Stage
from gmstool.errors import GmsError
from gmstool.identity import IdentityError

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.chain.wish import Wish
    from gmstool.report.blocks import View
    from gmstool.report.case import Case

STEM = "report"
NONE_MADE = (
    'no summary was made: the package {} is missing; pip install "gmstool[report]", then `gms report {}/{} -o …`'
)
NOT_MADE = '{} was not made: the package {} is missing; pip install "gmstool[report]"'


def write(part: Path, wish: Wish) -> Stage:
    """Write the summaries that can be made; what lacks a library is told."""
    from gmstool.report import formats as known

    stage = Stage("report")  # facts: `refused`, the reason why a summary could not be made, by its name
    try:
        from gmstool.report.reading import Wanted, read
        from gmstool.report.view import view
    except ModuleNotFoundError as error:
        known.missing_extra(error)
        stage.warnings.append(NONE_MADE.format(error.name, wish.folder, CASE))
        return stage
    case = read(Wanted(str(part / CASE)))
    shown = view(case, wish.language)
    made = [one for one in wish.formats if _made(part, one, case, shown, stage, wish.template)]
    stage.counts = [Number(f"{len(made)}", f"summaries: {', '.join(f'{STEM}.{one}' for one in made) or 'none'}")]
    stage.warnings += _lacks(case, shown)
    return stage


def _made(part: Path, kind: str, case: Case, shown: View, stage: Stage, template: Path | None) -> bool:
    """Whether a format could be written."""
    from gmstool.report import manifest
    from gmstool.report.formats import missing_extra

    try:
        data, beside = manifest.finished(kind, case, shown, template)
    except ModuleNotFoundError as error:
        missing_extra(error)
        stage.warnings.append(NOT_MADE.format(f"{STEM}.{kind}", error.name))
        return False
    except IdentityError:
        raise
    except GmsError as error:  # a format may ask for more than the case says: the others are made all the same
        stage.facts.setdefault("refused", {})[f"{STEM}.{kind}"] = error.message
        return False
    path = part / f"{STEM}.{kind}"
    path.write_bytes(data)
    if beside is not None:
        manifest.beside(path).write_bytes(beside)
    return True


def _lacks(case: Case, shown: View) -> list[str]:
    """What the summaries lack, to the person who makes them."""
    from gmstool.report.conclusion import conclude
    from gmstool.report.words import Words

    words = Words("en")
    told = [*shown.warnings, *(f"incomplete basis: {words(text, *given)}" for text, given in conclude(case).missing)]
    return told + [words(text, *given).removesuffix(".") for text, given in case.notices]

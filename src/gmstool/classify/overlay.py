"""Case evidence and overrides on the rows they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.classify.case import CaseError
from gmstool.classify.evidence import WORTH, Answer, answers
from gmstool.criteria.registry import BY_CODE
from gmstool.genome import bare
from gmstool.sentences import Said
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    import polars as pl

    from gmstool.classify.case import Case, CaseVariant, Override
    from gmstool.rules.model import RuleSet

Key = tuple[str, int, str, str]
_STAND_ALONE = "BA1"
_BETWEEN = re.compile(r"[\s:-]+(?![A-Z]+>$)|(?<=[A-Za-z])>(?=[A-Za-z])")  # <DUP:TANDEM> is one allele


@dataclass(frozen=True, slots=True)
class Laid:
    """What the case says of one row: signed points and reasons by code, and who set a strength by hand."""

    answers: dict[str, Answer]
    signed: dict[str, dict[str, str]] = field(default_factory=dict)


class Overlay:
    """The variants of a case file, found among the rows of a VCF."""

    def __init__(self, case: Case | None) -> None:
        self.variants = case.variant if case else ()
        self.unmatched = {one.variant for one in self.variants}
        self._keys = {one.variant: place(one.variant) for one in self.variants}
        given: dict[tuple[Key | str, str], int] = {}
        for at, one in enumerate(self.variants, 1):
            first = given.setdefault((self._keys[one.variant] or one.variant, one.gene), at)
            if first != at:
                raise CaseError(
                    f"the case file: variant[{at}].variant {one.variant} is variant[{first}] again",
                    hint="put all evidence on a variant below one [[variant]]",
                )
            for number, override in enumerate(one.override, 1):
                _check(override, f"variant[{at}].override[{number}]")

    def found(self, table: pl.DataFrame) -> dict[int, CaseVariant]:
        """The case's variants by the number (`_row`) of their rows."""
        import polars as pl

        found: dict[int, CaseVariant] = {}
        for one in self.variants:
            key = self._keys[one.variant]
            near = pl.col("hgvsc") == one.variant
            near = near | pl.col("pos").is_between(key[1] - len(key[2]), key[1] + len(key[2])) if key else near
            for row in table.filter(near).iter_rows(named=True):
                same = row["hgvsc"] == one.variant or _same(key, row)
                if same and one.gene in ("", row["gene"]):
                    found[row["_row"]] = one
                    self.unmatched.discard(one.variant)
        return found


def laid(variant: CaseVariant, moi: str | None, rules: RuleSet) -> Laid:
    """The case's answers for a variant, by the mode of inheritance it is judged for, overrides last."""
    given = answers(variant, tuple((variant.moi or moi or "").split("/")) if variant.moi or moi else (), rules)
    whole = Laid(dict(given))
    for one in variant.override:
        whole.answers[one.code] = Answer(_points(one), Said("set by {} on {}: {}", one.author, one.date, one.reason))
        computed = given[one.code].points if one.code in given else None
        whole.signed[one.code] = {
            "author": one.author, "date": str(one.date), "reason": one.reason, "strength": one.strength,
            **({"case_file_points": str(computed)} if computed is not None else {}),
        }  # fmt: skip
    return whole


def place(text: str) -> Key | None:
    """The place of CHROM-POS-REF-ALT, also with colons, spaces or `>` between; None for anything else."""
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 4 or not (parts[1].isdigit() and parts[2].isalpha()):  # noqa: PLR2004  # the four of the name
        return None
    alt = parts[3] if parts[3].startswith("<") else parts[3].upper()
    return (bare(parts[0]), *trim(int(parts[1]), parts[2].upper(), alt))


def _same(key: Key | None, row: dict[str, object]) -> bool:
    pos, ref, alt = row["pos"], row["ref"], row["alt"]
    return key is not None and key == (bare(str(row["chrom"])), *trim(int(str(pos)), str(ref), str(alt)))


def _points(one: Override) -> int | None:
    """Unsigned points of a strength; None for not assessed."""
    if one.strength in ("not_met", "not_assessed"):
        return 0 if one.strength == "not_met" else None
    return WORTH.get(one.strength, WORTH["VeryStrong"])


def _check(one: Override, at: str) -> None:
    criterion = BY_CODE.get(one.code)
    if criterion is None:
        raise CaseError(
            f"the case file: {at}.code `{one.code}` is not a criterion", hint=f"one of {', '.join(BY_CODE)}"
        )
    if one.code in ("PP5", "BP6"):
        raise CaseError(f"the case file: {at}.code {one.code} is retired and never applied")
    if (one.strength == "StandAlone") != (one.code == _STAND_ALONE) and one.strength not in ("not_met", "not_assessed"):
        raise CaseError(
            f"the case file: {at}.strength {one.strength} does not fit {one.code}", hint="only BA1 stands alone"
        )

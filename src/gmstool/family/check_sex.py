"""Genetic sex from X and Y, against the sex that the pedigree states."""

from dataclasses import dataclass
from enum import StrEnum

from gmstool.family.check_sites import SexCounts
from gmstool.family.pedigree import Sex

# House rules. A male's X calls with an alternate allele are heterozygous by error only (about 3 %), a female's in
# about 60 %; the gap is wide, and what falls into it is called unclear.
MIN_SITES = 20
ONE_X_UP_TO = 0.10
TWO_X_FROM = 0.25
NO_Y_UP_TO = 0.10
Y_FROM = 0.50
REASONS = (
    "a swapped or mislabelled sample, a wrong sex in the pedigree, XXY, X0 or another change of sex chromosomes, "
    "mosaicism, a transplant or contamination"
)


class Answer(StrEnum):
    """What a check says."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class SexCheck:
    """One sample: the sex stated, the number of X seen (one, two, unclear or None), Y there or not, and the answer."""

    sample: str
    stated: Sex
    x: str | None
    y: bool | None
    counts: SexCounts
    y_sites: int
    answer: Answer

    @property
    def genetic(self) -> Sex:
        """The sex that X tells, if Y does not contradict."""
        if self.x == "two" and self.y is not True:
            return Sex.FEMALE
        return Sex.MALE if self.x == "one" and self.y is not False else Sex.UNKNOWN

    @property
    def numbers(self) -> str:
        """X and Y in numbers."""
        seen = self.counts
        share = f" ({100 * seen.x_het / seen.x_alt:.0f} %)" if seen.x_alt else ""
        y = f"usable calls at {seen.y_called} of {self.y_sites} Y sites"
        return f"{seen.x_het} of {seen.x_alt} X calls heterozygous{share}, {y}"

    @property
    def meaning(self) -> str:
        """What the genotypes say of the sex chromosomes, in laboratory words."""
        if self.x is None:
            return f"fewer than {MIN_SITES} X calls with an alternate allele"
        y = {None: "Y not assessed", True: "Y there", False: "no Y"}[self.y]
        return f"genetic sex: {'X unclear' if self.x == 'unclear' else f'{self.x} X'}, {y}"


def check_sex(sample: str, stated: Sex, counts: SexCounts, y_sites: int) -> SexCheck:
    """Compare X and Y of one sample with its stated sex."""
    x, y = _x(counts), _y(counts, y_sites)
    return SexCheck(sample, stated, x, y, counts, y_sites, _answer(stated, x, y))


def _x(counts: SexCounts) -> str | None:
    if counts.x_alt < MIN_SITES:
        return None
    share = counts.x_het / counts.x_alt
    return "one" if share <= ONE_X_UP_TO else "two" if share >= TWO_X_FROM else "unclear"


def _y(counts: SexCounts, y_sites: int) -> bool | None:
    share = counts.y_called / y_sites if y_sites >= MIN_SITES else None
    if share is None or NO_Y_UP_TO < share < Y_FROM:
        return None
    return share >= Y_FROM


def _answer(stated: Sex, x: str | None, y: bool | None) -> Answer:
    if x is None or stated is Sex.UNKNOWN:
        return Answer.NOT_ASSESSED
    if x == "unclear":
        return Answer.UNCLEAR
    expected = Sex.FEMALE if x == "two" else Sex.MALE
    if stated is not expected or (stated is Sex.FEMALE and y is True):
        return Answer.CONTRADICTS
    return Answer.UNCLEAR if stated is Sex.MALE and y is False else Answer.AGREES

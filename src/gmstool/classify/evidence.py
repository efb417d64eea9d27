"""What the case file's evidence is worth: criteria that need a person, by the points and tables of the rule set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from gmstool.sentences import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.classify.case import CaseVariant, DeNovo, Functional, OtherAllele, Probands, Segregation, Signed

    Rules = Any
    P = TypeVar("P", DeNovo, OtherAllele)

WORTH = {"Supporting": 1, "Moderate": 2, "Strong": 4, "VeryStrong": 8}
_LEVELS = ("Supporting", "Moderate", "Strong", "VeryStrong")
_CONVERTED = {0: (0, 0), 1: (1, 0), 2: (2, 0), 3: (2, 1), 4: (4, 0), 5: (4, 1)}  # Biesecker 2024: larger, other share
_LARGEST_JOINT = max(_CONVERTED)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one criterion: unsigned points (None: not assessed, 0: not met), why, and who says so."""

    points: int | None
    because: Said
    sources: tuple[str, ...] = ()


def answers(variant: CaseVariant, modes: tuple[str, ...], rules: Rules) -> dict[str, Answer]:
    """The criteria that the case file speaks of, by code; nothing for those it is silent about."""
    found: dict[str, Answer] = {}
    found |= _functional(variant.functional, rules) if variant.functional else {}
    found |= _joint(variant, modes, rules) if variant.segregation or variant.phenotype else {}
    found |= _de_novo(variant, modes, rules) if variant.de_novo else {}
    found |= _other_allele(variant.other_allele, modes, rules) if variant.other_allele else {}
    found |= {"PS4": _probands(variant.probands, rules)} if variant.probands else {}
    found |= {"BP5": _other_cause(variant, modes)} if variant.other_cause else {}
    return found


def _sources(pieces: Iterable[Signed]) -> tuple[str, ...]:
    return tuple(piece.source for piece in pieces)


def _once(pieces: tuple[P, ...]) -> tuple[P, ...]:
    """Each proband once, as last described."""
    return tuple({one.proband: one for one in pieces}.values())


def _recessive(modes: tuple[str, ...]) -> bool | None:
    """Whether the disease is recessive; None where no mode is known or several are."""
    kinds = {mode in ("AR", "XLR") for mode in modes}
    return kinds.pop() if len(kinds) == 1 else None


# ------------------------------------------------------------------------------------------------------- PS3 and BS3


def _functional(assays: tuple[Functional, ...], rules: Rules) -> dict[str, Answer]:
    """The strongest assay of each side; assays of equal worth on both sides cancel each other."""
    judged = [(_assay(one, rules), one) for one in assays]
    damage, normal = (
        max(((points, one) for points, one in judged if one.readout == side), default=None, key=lambda found: found[0])
        for side in ("abnormal", "normal")
    )
    if damage and normal and damage[0] == normal[0]:
        why = Said("assays of equal worth disagree: {} and {}", damage[1].assay, normal[1].assay)
        return {code: Answer(0, why, _sources(assays)) for code in ("PS3", "BS3")}
    found = {}
    for code, best in (("PS3", damage), ("BS3", normal)):
        if best:
            found[code] = Answer(best[0], _told(best[1]), _sources([best[1]]))
    return found


def _assay(one: Functional, rules: Rules) -> int:
    """Points of one assay, 0 where it is not good enough."""
    if not one.fits_mechanism:
        return 0
    odds = odds_path(one)
    if odds is None:
        return _without_statistics(one, rules)
    limits = rules.functional
    if one.readout == "abnormal":
        return max((WORTH[level] for level in _LEVELS if odds > limits[_snake(level)]), default=0)
    return max((WORTH[level] for level in _LEVELS[:3] if odds < limits[f"benign_{_snake(level)}"]), default=0)


def _snake(level: str) -> str:
    return "very_strong" if level == "VeryStrong" else level.lower()


def odds_path(one: Functional) -> float | None:
    """OddsPath as stated, or of the controls by readout, one misread control added where all were read rightly."""
    counts = (one.pathogenic_abnormal, one.pathogenic_normal, one.benign_abnormal, one.benign_normal)
    if one.odds_path is not None or None in counts:
        return one.odds_path
    sick_abnormal, sick_normal, well_abnormal, well_normal = (count or 0 for count in counts)
    sick, well = sick_abnormal + sick_normal, well_abnormal + well_normal
    like, unlike = (sick_abnormal, well_abnormal) if one.readout == "abnormal" else (sick_normal, well_normal)
    if one.readout == "abnormal":
        unlike = unlike or 1
    else:
        like = like or 1
    if not (sick and well and like and unlike):
        return None
    prior, posterior = sick / (sick + well), like / (like + unlike)
    return posterior * (1 - prior) / ((1 - posterior) * prior)


def _without_statistics(one: Functional, rules: Rules) -> int:
    controls, limits = one.controls or 0, rules.functional
    if not controls:
        return 0
    enough = controls >= limits.min_controls_moderate and one.indeterminate <= limits.max_indeterminate
    return WORTH[limits.without_statistics_max if enough else limits.few_controls_max]


def _told(one: Functional) -> Said:
    if not one.fits_mechanism:
        return Said("{}: the assay does not fit the mechanism of the disease", one.assay)
    odds = odds_path(one)
    if odds is not None:
        return Said("{}: OddsPath {}, {} readout", one.assay, f"{odds:.3g}", one.readout)
    return Said(
        "{}: {} readout, known variants as controls: {}, no statistics", one.assay, one.readout, one.controls or 0
    )


# ----------------------------------------------------------------------------------------------------- PP1, PP4, BS4


def _joint(variant: CaseVariant, modes: tuple[str, ...], rules: Rules) -> dict[str, Answer]:
    """Segregation and phenotype are points of one sum, capped, which is then shared out."""
    by_family = _segregation_points(variant.segregation, modes, rules)
    by_yield = max((_yield_points(one.diagnostic_yield, rules) for one in variant.phenotype), default=0.0)
    found: dict[str, Answer] = {}
    if variant.segregation and by_family is None:
        why = Said("not assessed: one mode of inheritance must be known to count relatives")
        found = {code: Answer(None, why, _sources(variant.segregation)) for code in ("PP1", "BS4")}
    cap = min(int(rules.combining.pp1_pp4_cap), _LARGEST_JOINT)
    larger, other = _CONVERTED[min(int((by_family or 0) + by_yield), cap)]
    family_leads = (by_family or 0) >= by_yield
    shares = {"PP1": larger if family_leads else other, "PP4": other if family_leads else larger}
    if variant.segregation and by_family is not None:
        why = Said("points of segregation: {}, of phenotype: {}", f"{by_family:g}", f"{by_yield:g}")
        found["PP1"] = Answer(shares["PP1"] if by_family else 0, why, _sources(variant.segregation))
        found["BS4"] = _against(variant.segregation, modes, rules)
    if variant.phenotype and not variant.segregation:
        # Relatives counted from the genotypes of a file would escape the ceiling of the joint sum.
        why = Said("not assessed: phenotype and segregation share one sum, so count the relatives in the case file")
        found["PP1"] = Answer(None, why, _sources(variant.phenotype))
    if variant.phenotype:
        why = Said("points of phenotype: {}, of segregation: {}", f"{by_yield:g}", f"{by_family or 0:g}")
        found["PP4"] = Answer(shares["PP4"] if by_yield else 0, why, _sources(variant.phenotype))
    return found


def _segregation_points(families: tuple[Segregation, ...], modes: tuple[str, ...], rules: Rules) -> float | None:
    """Points of the relatives; None where the mode of inheritance does not tell how they count."""
    kinds = {"AR": "recessive_{}", "AD": "dominant_{}"}
    worths = {kinds.get(mode, "x_linked_{}_male" if mode in ("XL", "XLR", "XLD") else "") for mode in modes}
    if len(worths) != 1 or not (worth := worths.pop()):
        return None
    affected, unaffected = (rules.segregation[worth.format(one)] for one in ("affected", "unaffected"))
    return float(
        sum(
            one.affected_with * affected + (one.unaffected_without * unaffected if one.full_penetrance else 0)
            for one in families
        )
    )


def _yield_points(share: float, rules: Rules) -> float:
    return max((float(row["points"]) for row in rules.pp4.yields if share >= row["from"]), default=0.0)


def _against(families: tuple[Segregation, ...], modes: tuple[str, ...], rules: Rules) -> Answer:
    lacking = sum(one.affected_without for one in families)
    told = Said("affected relatives without the variant: {}", lacking)
    if not lacking:
        return Answer(0, Said("no affected relative lacks the variant"), _sources(families))
    if _recessive(modes) is not False:
        why = Said("not assessed: for recessive disease a person must judge the other allele too")
        return Answer(None, why, _sources(families))
    return Answer(abs(int(rules.segregation.non_segregation)), told, _sources(families))


# ------------------------------------------------------------------------------------------------------ PS2 and PM6


def _de_novo(variant: CaseVariant, modes: tuple[str, ...], rules: Rules) -> dict[str, Answer]:
    table = rules.de_novo
    each = [(one, table[one.phenotype][0 if one.confirmed else 1]) for one in _once(variant.de_novo)]
    mixed = [worth for one, worth in each if one.phenotype == "heterogeneous"]
    total = sum(worth for _, worth in each) - max(0.0, sum(mixed) - table.heterogeneous_max)
    level = sum(1 for name in _LEVELS if total >= table[_snake(name)])
    alone = _recessive(modes) and not any(one.second_allele for one in variant.de_novo)
    level = max(0, level + int(table.recessive_without_second_allele)) if alone else level
    code = "PS2" if any(one.confirmed and worth for one, worth in each) else "PM6"
    why = Said("de novo, points: {}, probands: {}", f"{total:g}", len(each))
    if alone:
        told = "de novo, points: {}, probands: {}; one level down without a second allele"
        why = Said(told, f"{total:g}", len(each))
    found = Answer(WORTH[_LEVELS[level - 1]] if level else 0, why, _sources(variant.de_novo))
    # One child is one observation: what the genotypes of its trio say must not count once more.
    other = Answer(None, Said("not assessed: counted as {}", code), found.sources)
    return {code: found, "PM6" if code == "PS2" else "PS2": other}


# ------------------------------------------------------------------------------------------------------ PM3 and BP2


def _other_allele(pieces: tuple[OtherAllele, ...], modes: tuple[str, ...], rules: Rules) -> dict[str, Answer]:
    recessive = _recessive(modes)
    if recessive is None:
        why = Said("not assessed: one mode of inheritance must be known")
        return {code: Answer(None, why, _sources(pieces)) for code in ("PM3", "BP2")}
    found = {"BP2": _bp2(pieces, recessive=recessive)}
    if recessive:
        found["PM3"] = _pm3(pieces, rules)
    return found


def _pm3(listed: tuple[OtherAllele, ...], rules: Rules) -> Answer:
    table, pieces = rules.pm3, _once(listed)
    known = sum(_plain(one, table) for one in pieces)
    homozygous = sum(table.homozygous for one in pieces if one.phase == "homozygous" and not one.consanguineous)
    weak = sum(_weak(one, table) for one in pieces)
    total = known + min(homozygous, table.homozygous_max) + min(weak, table.uncertain_or_consanguineous_max)
    level = sum(1 for name in _LEVELS if total >= table[_snake(name)])
    why = Said("probands with a second allele: {}, points: {}", len(pieces), f"{total:g}")
    return Answer(WORTH[_LEVELS[level - 1]] if level else 0, why, _sources(pieces))


def _plain(one: OtherAllele, table: Any) -> float:
    """Points of a proband whose other allele is pathogenic or likely so."""
    if one.other_class not in ("Pathogenic", "Likely pathogenic"):
        return 0.0
    likely = one.other_class == "Likely pathogenic"
    unknown = table.likely_pathogenic_phase_unknown if likely else table.pathogenic_phase_unknown
    return float({"trans": table.pathogenic_in_trans, "unknown": unknown}.get(one.phase, 0.0))


def _weak(one: OtherAllele, table: Any) -> float:
    """Points that share one maximum: an uncertain variant in trans, or a homozygote of related parents."""
    if one.phase == "homozygous" and one.consanguineous:
        return float(table.consanguineous)
    uncertain = one.phase == "trans" and one.other_class == "Uncertain significance"
    return float(table.uncertain_in_trans) if uncertain else 0.0


def _bp2(pieces: tuple[OtherAllele, ...], *, recessive: bool) -> Answer:
    """Beside a pathogenic variant: on the same allele, or in trans where one alone would cause a dominant disease."""
    beside = [one for one in pieces if one.other_class == "Pathogenic"]
    against = [
        one for one in beside if one.phase == "cis" or (one.phase == "trans" and not recessive and one.full_penetrance)
    ]
    if not against:
        return Answer(0, Said("no pathogenic variant speaks against it"), _sources(pieces))
    why = Said("{} with the pathogenic variant {}", f"in {against[0].phase}", against[0].other or against[0].proband)
    return Answer(WORTH["Supporting"], why, _sources(against))


# ------------------------------------------------------------------------------------------------------ PS4 and BP5


def _probands(pieces: tuple[Probands, ...], rules: Rules) -> Answer:
    usable = [one for one in pieces if not one.counted_elsewhere]
    if not usable:
        return Answer(0, Said("the probands are counted in another criterion"), _sources(pieces))
    best = max(usable, key=lambda one: _proband_points(one, rules))
    if best.odds_ratio is not None:
        low, high = (f"{one:g}" if one is not None else None for one in (best.ci_low, best.ci_high))
        why = Said(
            "odds ratio {} ({} to {}) against a limit of {}",
            f"{best.odds_ratio:g}",
            low,
            high,
            rules.ps4.min_odds_ratio,
        )
    else:
        why = Said("unrelated probands: {}; absent from controls: {}", best.unrelated or 0, best.absent_from_controls)
    return Answer(_proband_points(best, rules), why, _sources([best]))


def _proband_points(one: Probands, rules: Rules) -> int:
    certain = one.ci_low is not None and one.ci_low > 1
    if one.odds_ratio is not None and one.odds_ratio > rules.ps4.min_odds_ratio and certain:
        return WORTH["Strong"]
    several = (one.unrelated or 0) > 1
    return WORTH[rules.ps4.case_series_strength] if several and one.absent_from_controls else 0


def _other_cause(variant: CaseVariant, modes: tuple[str, ...]) -> Answer:
    pieces = variant.other_cause
    whole = [one for one in pieces if one.explains_all]
    if not whole:
        return Answer(0, Said("{} does not explain the whole disease", pieces[0].cause), _sources(pieces))
    if _recessive(modes) is not False:
        return Answer(
            None, Said("not assessed: a carrier of a recessive disease may have another cause"), _sources(pieces)
        )
    return Answer(WORTH["Supporting"], Said("{} explains the disease", whole[0].cause), _sources(whole))

"""ClinVar's words: significance terms and review status, in the spellings that pipelines write.

Numeric codes: header of ClinVar's VCF before 2017. Stars: ClinVar, "Review status".
"""

import difflib
import re

from gmstool.errors import UsageError

_CODES = {
    "0": "uncertain_significance", "1": "not_provided", "2": "benign", "3": "likely_benign", "4": "likely_pathogenic",
    "5": "pathogenic", "6": "drug_response", "7": "histocompatibility", "255": "other",
}  # fmt: skip
_STARS = (
    ("practice_guideline", 4), ("reviewed_by_expert_panel", 3), ("conflicting", 1),
    ("no_assertion", 0), ("no_criteria", 0), ("no_interpretation", 0), ("no_classification", 0),
    ("multiple_submitters", 2), ("single_submitter", 1),
)  # fmt: skip
_OLD_STARS = {"guideline": 4, "exp": 3, "mult": 2, "single": 1, "conf": 1, "no_criteria": 0, "no_assertion": 0}
TERMS = frozenset((
    "pathogenic", "likely_pathogenic", "uncertain_significance", "likely_benign", "benign", "affects", "association",
    "association_not_found", "confers_sensitivity", "conflicting_interpretations_of_pathogenicity",
    "conflicting_classifications_of_pathogenicity", "drug_response", "established_risk_allele", "histocompatibility",
    "likely_risk_allele", "low_penetrance", "not_provided", "no_classifications_from_unflagged_records", "other",
    "pathogenic_low_penetrance", "protective", "risk_factor", "uncertain_risk_allele",
))  # fmt: skip  # ClinVar, "Representation of classifications"
PATHOGENIC = frozenset(("pathogenic", "likely_pathogenic"))
_AGAINST = frozenset(("benign", "likely_benign"))


def significance(text: str, *, codes: bool = True) -> str | None:
    """Terms in lower case joined by `&`, each once, in the order written; with `codes` numbers in words."""
    words = (word.strip(" _").lower().replace(" ", "_") for word in re.split(r"[|,&/;]", text))
    named = (_CODES.get(word, word) if codes else word for word in words if word not in ("", "."))
    return "&".join(dict.fromkeys(named)) or None


def asked(words: tuple[str, ...]) -> list[str]:
    """The terms of a --clinvar option, in any of ClinVar's spellings. Raises UsageError for what is no term."""
    terms = [term for word in words for term in (significance(word) or "").split("&")]
    for term in terms:
        if term not in TERMS:
            near = difflib.get_close_matches(term, TERMS, n=3)
            hint = f"did you mean {', '.join(near)}?" if near else "for example pathogenic,likely_pathogenic"
            raise UsageError(f"`{term}` is no ClinVar term", hint)
    return terms


def is_pathogenic(terms: str) -> bool:
    """True when the terms say pathogenic or likely pathogenic and none says benign or conflicting."""
    said = frozenset(_plain(term) for term in terms.split("&"))
    return bool(said & PATHOGENIC) and not said & _AGAINST and not any("conflicting" in one for one in said)


def _plain(term: str) -> str:
    # `pathogenic,_low_penetrance` is split at its comma; `pathogenic_low_penetrance` is written by some tools.
    return term.removesuffix("_low_penetrance").removesuffix(",")


def stars(review: str) -> int | None:
    """Stars of a review status, the largest of several; None when the text is no known status."""
    old = [_OLD_STARS.get(word) for word in re.split(r"[|,&]", review.lower())]
    if None not in old:
        return max(count for count in old if count is not None)
    text = re.sub(r"[&, ]+_?", "_", review.lower())
    return next((count for words, count in _STARS if words in text), None)

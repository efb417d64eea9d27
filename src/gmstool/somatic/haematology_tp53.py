"""TP53 in leukaemia: whether a variant counts, and whether both copies are hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic.haematology_tables import is_complex, number

if TYPE_CHECKING:
    from gmstool.somatic.haematology_facts import Facts

TWO_HITS = 2
UNSETTLED = "TP53 is not settled: not declared covered, or with an uncertain variant"


def tp53_state(facts: Facts) -> tuple[bool | None, str]:
    """Whether TP53 is hit twice (WHO: biallelic, ICC: multi-hit), and why; None where one hit is all that is known.

    Two variants of at least 10 %, one above 50 %, one beside a lost copy (karyotype, copy number, copy-neutral), or
    (ICC) one in a complex karyotype.
    """
    least, loss = number("tp53_vaf"), number("tp53_loss_vaf")
    fractions = [vaf(row) for row in facts.hits.get("TP53", ())]
    counting = [one for one in fractions if one is not None and one >= least]
    if not fractions:
        covered = facts.mutated("TP53") is False
        return (False, "no variant of TP53 counts") if covered else (None, UNSETTLED)
    if len(counting) >= TWO_HITS:
        return True, f"{len(counting)} variants of TP53 at {least:.0%} or more"
    if counting and max(counting) > loss:
        return True, f"allele fraction {max(counting):.0%}: above {loss:.0%}, presumed loss of the other allele"
    if counting and (lost := _lost(facts)):
        return True, lost
    if None in fractions:
        return None, "the allele fraction of TP53 is not known"
    if not counting:
        return False, f"below {least:.0%}"
    return None, "one variant of TP53; loss of the other allele (17p, copy-neutral) is not known"


def _lost(facts: Facts) -> str | None:
    """How the other allele is lost beside one variant; None where nothing tells."""
    if facts.karyotype and "-17 or abn(17p)" in facts.karyotype.adverse():
        return "one variant of TP53 and a loss of 17p"
    if facts.tp53_losses:
        return f"one variant of TP53 and {', '.join(facts.tp53_losses)}"
    return "one variant of TP53 in a complex karyotype (ICC)" if is_complex(facts) else None


def tp53(facts: Facts) -> str | None:
    """A TP53 variant that counts, from 10 % of the alleles on."""
    least = number("tp53_vaf")
    fractions = [one for row in facts.hits.get("TP53", ()) if (one := vaf(row)) is not None]
    return f"TP53 at {max(fractions):.0%}, {least:.0%} or more" if fractions and max(fractions) >= least else None


def vaf(row: dict[str, Any]) -> float | None:
    """The allele fraction of a row in the tumour."""
    found = row.get("tumour_vaf", row.get("vaf"))
    return None if found is None else float(found)

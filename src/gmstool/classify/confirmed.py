"""What persons confirmed in a store: comparators for PS1, PM5, PM3 and BP2, beside ClinVar.

A confirmed assertion is a laboratory's, names who reviewed it, and is no source's entry with stars. An unsigned call of
our own never is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.criteria.comparators import Confirmed, Substitution

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gmstool.knowledge.model import Assertion, Key

_SHORT = {"Pathogenic": "P", "Likely pathogenic": "LP", "Pathogenic/Likely pathogenic": "P/LP"}


def level(told: Iterable[Assertion]) -> str | None:
    """P, LP or P/LP with who says so, by the confirmed germline assertions about one variant.

    A curator's decision counts above what laboratories say. None where nothing is confirmed, or where they differ.
    """
    signed = [one for one in told if one.lab and one.review and one.stars is None and one.origin != "somatic"]
    signed = [one for one in signed if one.decided] or signed
    levels = {_SHORT.get(one.classification or "") for one in signed}
    if not signed or None in levels:
        return None
    shared = levels.pop() if len(levels) == 1 else "P/LP"
    return f"{shared}: {signed[0].lab}, {signed[0].name}"


def substitutions(store: Path, build: str | None) -> Confirmed | None:
    """The confirmed P and LP substitutions of a store at their places in a build; None where no build is known."""
    from gmstool.knowledge.store import open_store

    if build is None:
        return None
    told: dict[Key, list[Assertion]] = {}
    with open_store(store) as opened:
        for one in opened.confirmed():
            key = one.key if one.assembly == build else one.lifted_key
            if key is not None and len(key[3]) == len(key[4]) == 1:
                told.setdefault(key, []).append(one)
    levels = ((key, level(assertions)) for key, assertions in sorted(told.items()))
    return Confirmed(build, tuple(Substitution(*key[1:], said) for key, said in levels if said))

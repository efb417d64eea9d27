"""Prompts: what a person should look at before a variant is reported. They remove nothing and weigh nothing.

Each prompt has a kind (germline, clonal, artefact, event, hotspot, conflict, reversion), a sentence, and the source of
its limit. What is not known gives no prompt by itself: the sentences name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.sentences import Said
from gmstool.somatic import events
from gmstool.somatic.prompt import Prompt
from gmstool.somatic.prompt_numbers import citation, numbers
from gmstool.somatic.prompts_artefact import artefact, clonal
from gmstool.somatic.prompts_inherited import common, germline, in_normal
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gmstool.somatic.prompt import Patient


def prompts(row: dict[str, Any], patient: Patient) -> list[Prompt]:
    """Everything about one row, in a fixed order."""
    return [one for rule in RULES for one in rule(row, patient)]


def named(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """Alterations told by place and length, and large changes that callers and filters lose."""
    known = {
        events.FLT3_ITD: Said("FLT3-ITD of {} bases: kept; its ratio needs the dedicated assay", _length(row)),
        events.MET_EXON_14: Said("may skip exon 14 of MET: confirm in RNA"),
        events.TERT_PROMOTER: Said("promoter of TERT: a non-coding hot spot, kept"),
        events.CEBPA_BZIP: Said("in frame in the bZIP region of CEBPA"),
    }
    if row["event"]:
        yield Prompt("event", known[row["event"]], "gms")
    elif (_length(row) or 0) >= numbers().large.indel:
        yield Prompt(
            "event", Said("a change of {} bases: kept, look at the reads", _length(row)), citation("large.indel")
        )


def _length(row: dict[str, Any]) -> int | None:
    """Bases gained or lost; None where the record does not tell."""
    if is_sequence(row["ref"]) and is_sequence(row["alt"]):
        return abs(len(row["alt"]) - len(row["ref"])) or None
    return abs(row["svlen"]) if row["svlen"] else None


def reversion(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """After PARP inhibitors or platinum a second variant of the gene may restore its frame: reversions.py."""
    if row["reverts"]:
        told = Said(
            "may restore {} beside {}: after PARP inhibitor or platinum look for a reversion", row["gene"],
            row["reverts"],
        )  # fmt: skip
        yield Prompt("reversion", told, citation("reversion.genes"))


def conflict(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """A harmless class beside evidence, and hot spots that no loaded list counts."""
    if row["hot_listed"]:
        yield Prompt(
            "hotspot", Said("listed as a hot spot, without counts: OS3, OM3 and OP3 rest on counts"), row["hot_listed"]
        )
    harmless = row["classification"] in ("Benign", "Likely benign")
    if harmless and (row["hot_listed"] or row["event"] or row["tier"] in ("I", "II")):
        yield Prompt("conflict", Said("classified {} beside evidence: a person decides", row["classification"]), "gms")


RULES: tuple[Callable[[dict[str, Any], Patient], Iterator[Prompt]], ...] = (
    germline, common, in_normal, clonal, artefact, named, conflict, reversion,
)  # fmt: skip

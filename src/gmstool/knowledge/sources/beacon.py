"""A Beacon v2: what its datasets say of a variant.

Source: GA4GH Beacon v2.1.1, framework and default model. Positions are 0-based and half-open there.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from gmstool.knowledge.model import Assertion, Frequency, band
from gmstool.knowledge.sources import checking
from gmstool.knowledge.sources.beacon_records import check_same, gene_query, place, sequence_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gmstool.knowledge.model import Key
    from gmstool.knowledge.sources.web import Web

RELEVANCE = {
    "pathogenic": "Pathogenic", "likely pathogenic": "Likely pathogenic",
    "uncertain significance": "Uncertain significance", "likely benign": "Likely benign", "benign": "Benign",
}  # fmt: skip  # genomicVariations, PhenoClinicEffect.clinicalRelevance
GRANULARITIES = ("boolean", "count", "aggregated", "record")
_META = ("beaconId", "apiVersion", "returnedSchemas", "returnedGranularity", "receivedRequestSummary")
_RESULT_SET = ("id", "setType", "exists", "resultsCount", "results")


class Beacon:
    """One Beacon; version is the API version that it states."""

    age: int | None = None

    def __init__(self, web: Web) -> None:
        self._web = web
        self.name = f"Beacon {web.host}"
        self.version: str | None = None
        self.scope = f"what Beacon {web.host} shows"
        self._answers: dict[tuple[tuple[str, str], ...], Any] = {}  # classes and frequencies are in one answer

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        return [one for key in keys for one in self._at(key)]

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:  # noqa: ARG002
        return []  # a region's answer has places of every kind; variants are asked for by themselves

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        """What the Beacon says of a gene's variants, of those whose place it spells out."""
        from gmstool.reference import names

        gene = names.gene(hgnc_id)
        if gene is None:
            return []
        granularity, _, _ = self._checked(told := self._told(gene_query(gene.symbol)))
        if granularity != "record":
            return []  # that there are some, without their names, answers nothing
        found = []
        for dataset in self._result_sets(told):
            for record in dataset["results"]:
                if (key := place(record)) is not None:
                    found += list(self._interpreted(record, key, dataset["id"]))
        return found

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:  # noqa: ARG002
        return []

    def by_id(self, text: str) -> list[Assertion]:  # noqa: ARG002
        return []

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        """The allele frequencies of populations that records state."""
        found: list[Frequency] = []
        for key in keys:
            granularity, _, _ = self._checked(told := self._told(sequence_query(key)))
            if granularity == "record":
                for dataset in self._result_sets(told):
                    found += [one for record in dataset["results"] for one in self._populations(record, key)]
        return found

    def _populations(self, record: Any, key: Key) -> Iterator[Frequency]:
        host = self._web.host
        given = record.get("frequencyInPopulations", []) if isinstance(record, dict) else None
        for source in checking.listed({"given": given}, "given", host):
            for one in checking.listed(source, "frequencies", host):
                if not isinstance(one, dict):
                    raise checking.broken(host, "a frequency that is none")
                named = (checking.text(source, "source", host), checking.text(one, "population", host))
                share = checking.share(one, "alleleFrequency", host)
                name = " ".join(filter(None, named)) or host
                yield Frequency(name, "snv", key, None, None, None, None, self.name, allele_frequency=share)

    def _at(self, key: Key) -> Iterator[Assertion]:
        told = self._told(sequence_query(key))
        granularity, exists, number = self._checked(told)
        if granularity != "record":
            if exists:
                yield self._seen(key, self._web.host, number)
            return
        for dataset in self._result_sets(told):
            if not dataset["exists"]:
                continue
            found = [one for record in dataset["results"] for one in self._interpreted(record, key, dataset["id"])]
            yield from found or [self._seen(key, dataset["id"], dataset["resultsCount"])]

    def _told(self, asked: list[tuple[str, str]]) -> Any:
        if tuple(asked) not in self._answers:
            self._answers[tuple(asked)] = self._web.get("/g_variants", asked)
        if (told := self._answers[tuple(asked)]) is None:
            raise checking.broken(self._web.host, "/g_variants is not at this address")
        return told

    def _checked(self, told: Any) -> tuple[str, bool, int | None]:
        """Granularity, whether anything is there, and how many; as the specification's schema has them."""
        host = self._web.host
        meta, summary = (told.get(name) if isinstance(told, dict) else None for name in ("meta", "responseSummary"))
        if not isinstance(meta, dict) or not isinstance(summary, dict):
            raise checking.broken(host, "no `meta` and `responseSummary` of a Beacon v2")
        if missing := [name for name in _META if name not in meta]:
            raise checking.broken(host, f"`meta` without {', '.join(missing)}")
        granularity, exists = meta["returnedGranularity"], summary.get("exists")
        if granularity not in GRANULARITIES or not isinstance(exists, bool):
            raise checking.broken(host, "no `returnedGranularity` or `exists`")
        self.version = checking.text(meta, "apiVersion", host)
        return granularity, exists, checking.count(summary, "numTotalResults", host)

    def _result_sets(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        host = self._web.host
        found = checking.listed(told.get("response"), "resultSets", host)
        for one in found:
            if not isinstance(one, dict) or any(name not in one for name in _RESULT_SET):
                raise checking.broken(host, f"a result set without one of {', '.join(_RESULT_SET)}")
            checking.listed(one, "results", host)
            checking.text(one, "id", host)
        return found

    def _interpreted(self, record: Any, key: Key, dataset: str) -> Iterator[Assertion]:
        host = self._web.host
        level = record.get("variantLevelData", {}) if isinstance(record, dict) else None
        if not isinstance(level, dict):
            raise checking.broken(host, "a record that is none")
        check_same(record.get("variation"), key, host)
        for one in checking.listed({"given": level.get("clinicalInterpretations", [])}, "given", host):
            yield self._assertion(one, key, dataset)

    def _assertion(self, told: Any, key: Key, dataset: str) -> Assertion:
        host = self._web.host
        relevance = told.get("clinicalRelevance") if isinstance(told, dict) else None
        if relevance is not None and relevance not in RELEVANCE:
            raise checking.broken(host, f"`{str(relevance)[:40]}` is no clinical relevance of the specification")
        effect, evidence = _term(told, "effect", host), _term(told, "evidenceType", host)
        condition = effect[0] or checking.text(told, "conditionId", host)
        return Assertion(
            _accession(host, dataset, key, condition), 1, *key, condition_id=condition, condition=effect[1],
            classification=RELEVANCE.get(relevance or ""), lab=dataset, evidence_type=evidence[0], source=self.name,
        )  # fmt: skip

    def _seen(self, key: Key, dataset: str, number: int | None) -> Assertion:
        """That a dataset has the variant, without a class; a count as a band."""
        cases = band(number) if isinstance(number, int) and number > 0 else None
        return Assertion(
            _accession(self._web.host, dataset, key, None), 1, *key, lab=dataset, evidence_type="observed",
            source=self.name, cases=cases,
        )  # fmt: skip


def _term(told: dict[str, Any], name: str, host: str) -> tuple[str | None, str | None]:
    """Id and label of an ontology term."""
    found = told.get(name)
    if found is None:
        return None, None
    if not isinstance(found, dict):
        raise checking.broken(host, f"`{name}` is no ontology term")
    return checking.text(found, "id", host), checking.text(found, "label", host)


def _accession(host: str, dataset: str, key: Key, condition: str | None) -> str:
    digest = hashlib.sha256("\x1f".join((host, dataset, *map(str, key), condition or "")).encode()).hexdigest()
    return f"BEACON-{digest[:16]}"

"""Answers as JSON objects and as rows of a table; unknown is null, and an empty cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.knowledge.model import public
from gmstool.knowledge.target import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.knowledge.asking import Answer
    from gmstool.knowledge.consensus import Consensus
    from gmstool.knowledge.model import Assertion, Frequency
    from gmstool.knowledge.related import Related

TSV_COLUMNS = (
    "query", "variant", "assembly", "gene", "classification", "consensus", "match", "lab", "lab_classification",
    "scheme", "criteria", "condition_id", "condition", "origin", "quarter", "stars", "source", "source_id", "rsid",
)  # fmt: skip


def as_object(answer: Answer) -> dict[str, Any]:
    """One answer as the object of a JSON line."""
    return {
        "query": answer.query,
        "variant": named(answer.key) if answer.key else None,
        "assembly": answer.key[0] if answer.key else None,
        "gene": answer.gene.symbol if answer.gene else None,
        "hgnc_id": f"HGNC:{answer.gene.hgnc_id}" if answer.gene and answer.gene.hgnc_id else None,
        "classification": answer.consensus.classification,
        "consensus": str(answer.consensus.agreement),
        "conditions": [_condition(one) for one in answer.consensus.conditions],
        "match": answer.match,
        "assertions": [assertion(one) for one in answer.assertions],
        "frequencies": [_frequency(one) for one in answer.frequencies],
        "related": [_related(one) for one in answer.related],
        "sources": [one.told() for one in answer.sources],
        "notes": [*answer.said, *([] if answer.assertions else [absent(answer)])],
    }


def absent(answer: Answer) -> str:
    """What absence means: of the sources that answered, and never that a variant is harmless."""
    scopes = [one.source.scope for one in answer.sources if one.state == "answered"]
    bundled = f"not in the bundled subset ({scopes[0]})" if scopes else "no source answered"
    others = "".join(f"; not in {scope}" for scope in scopes[1:])
    return f"{bundled}{others}: this says nothing of its effect"


def assertion(one: Assertion) -> dict[str, Any]:
    """An assertion as an object: the fields of the model by their names."""
    told = {name: getattr(one, name) for name in type(one).__slots__}
    told["lifted"] = "-".join(map(str, one.lifted)) if one.lifted else None
    told["criteria"] = [{"code": each.code, "strength": each.strength, "reason": each.reason} for each in one.criteria]
    told["references"] = list(one.references)
    return told


def outside(one: Assertion) -> dict[str, Any]:
    """An assertion as it may leave the region."""
    return assertion(public(one))


def rows(answer: Answer) -> Iterator[list[str]]:
    """One row per assertion, in TSV_COLUMNS; one row for an answer without any."""
    head = as_object(answer)
    first = [head[name] for name in ("query", "variant", "assembly", "gene", "classification", "consensus", "match")]
    for one in answer.assertions or (None,):
        yield [_cell(value) for value in (*first, *(_told(one) if one else [None] * (len(TSV_COLUMNS) - len(first))))]


def codes(one: Assertion) -> str:
    """The criteria with their strengths where they say more than the code: PM2_Supporting."""
    return ",".join(f"{each.code}_{each.strength}" if each.strength else each.code for each in one.criteria)


def _told(one: Assertion) -> list[Any]:
    return [one.lab, one.classification, one.scheme, codes(one), one.condition_id, one.condition, one.origin,
            one.quarter, one.stars, one.source, one.source_id, one.rsid]  # fmt: skip


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _condition(one: Consensus) -> dict[str, Any]:
    return {
        "condition": one.subject.condition, "origin": one.subject.origin, "consensus": str(one.agreement),
        "classification": one.classification, "labs": list(one.labs), "decided": one.decided,
    }  # fmt: skip


def _frequency(one: Frequency) -> dict[str, Any]:
    return {
        "centre": one.centre, "kind": one.kind, "het": one.het, "hom": one.hom, "hemi": one.hemi, "total": one.total,
        "allele_frequency": one.allele_frequency, "source": one.source,
    }  # fmt: skip


def _related(one: Related) -> dict[str, Any]:
    classes = dict.fromkeys(each.classification for each in one.assertions if each.classification)
    return {
        "variant": named(one.key), "assembly": one.key[0], "relation": one.relation,
        "classifications": list(classes), "sources": list(dict.fromkeys(each.source for each in one.assertions)),
    }  # fmt: skip

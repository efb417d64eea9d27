"""The prompts of many rows: those of an ordinary row are put together from parts that most rows share.

Ordinary is a small change of a gene that no list of prompts.toml names, without a named event, a listed hot spot or
what the pipelines say of normals. Only its frequency, the normal sample and its reads can prompt, each by itself, so
each value is asked about once. All other rows are asked one by one. Row by row the answer is that of `prompts`
(prompts.py).
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.somatic.prompt_numbers import numbers
from gmstool.somatic.prompts import prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from gmstool.somatic.prompt import Patient, Prompt

    Prompts = tuple[Prompt, ...]

# A row that prompts nothing.
_QUIET: dict[str, Any] = {
    **dict.fromkeys((
        "gene", "consequence", "clinvar_significance", "classification", "tier", "event", "hot_listed", "reverts",
        "svlen", "af", "myeloid_germline", "tumour_vaf", "normal_vaf", "tumour_alt_reads", "tumour_depth",
        "tumour_forward", "tumour_reverse", "artifact", "artifact_median", "artifact_nr_sd", "position_nr_sd",
        "panel_median", "local_obs", "clin_obs", "filter",
    )), "ref": "A", "alt": "G",
}  # fmt: skip
_NEVER = ("event", "hot_listed", "reverts", "svlen", "artifact", "position_nr_sd", "local_obs", "clin_obs",
          "myeloid_germline")  # fmt: skip  # what an ordinary row does not have
_READS = ("filter", "tumour_vaf", "tumour_alt_reads", "tumour_depth", "tumour_forward", "tumour_reverse")
_ENOUGH = 1 << 40  # stands for every number that is not below its limit


class Prompter:
    """The prompts of the rows of one patient's file, and each as JSON."""

    def __init__(self, patient: Patient) -> None:
        self._patient = patient
        self._shared: dict[tuple[Any, ...], Prompts] = {}
        self._texts: dict[int, tuple[Prompt, str]] = {}

    def __call__(self, table: pl.DataFrame) -> list[Prompts]:
        """The prompts of each row of a judged table, with `reverts`."""
        ordinary = table.select(_ordinary().fill_null(value=False)).to_series()
        found: list[Prompts] = [()] * table.height
        parts = table.filter(ordinary).select(*_fractions(), *_coarse())
        for at, (af, normal, *reads) in zip(ordinary.arg_true().to_list(), parts.iter_rows(), strict=True):
            found[at] = self._of("af", af) + self._of("normal_vaf", normal) + self._of(*reads)
        for at, row in zip(ordinary.not_().arg_true().to_list(), _rows(table, ordinary), strict=True):
            found[at] = tuple(prompts(row, self._patient))
        return found

    def _of(self, *key: Any) -> Prompts:
        """What one part of an ordinary row prompts."""
        known = self._shared.get(key)
        if known is None:
            part = dict(zip(_READS, key, strict=True)) if len(key) == len(_READS) else {key[0]: key[1]}
            known = self._shared[key] = tuple(prompts(_QUIET | part, self._patient))
            self._texts |= {id(one): (one, _json(one)) for one in known}
        return known

    def text(self, found: Sequence[Prompt]) -> str:
        """Prompts as a JSON list; those that rows share are written once."""
        return f"[{', '.join(map(self._text, found))}]"

    def _text(self, one: Prompt) -> str:
        known = self._texts.get(id(one))
        return known[1] if known and known[0] is one else _json(one)


def _json(one: Prompt) -> str:
    return json.dumps({"kind": one.kind, "because": str(one.told), "source": one.source}, ensure_ascii=False)


def _rows(table: pl.DataFrame, ordinary: pl.Series) -> Iterator[dict[str, Any]]:
    return table.select(*_QUIET).filter(~ordinary).iter_rows(named=True)


def _ordinary() -> pl.Expr:
    """Whether a row is ordinary."""
    import polars as pl

    lengths = [pl.col(name).str.len_bytes().cast(pl.Int64) for name in ("ref", "alt")]
    small = (lengths[0] - lengths[1]).abs() < numbers().large.indel
    spelt = pl.col("alt").str.contains("^[A-Za-z]+$") & pl.col("ref").str.contains("^[A-Za-z]+$")
    listed = pl.col("gene").is_in(list(listed_genes())).fill_null(value=False)
    leading = pl.col("tier").is_in(["I", "II"]).fill_null(value=False)
    return pl.all_horizontal(*(pl.col(name).is_null() for name in _NEVER), small, spelt, ~listed, ~leading)


def _fractions() -> list[pl.Expr]:
    """The frequency, and the fraction in the normal sample, where they reach their limits."""
    import polars as pl

    limits = {"af": numbers().germline.common, "normal_vaf": numbers().germline.normal_vaf}
    return [pl.when(pl.col(name) >= limit).then(name).alias(name) for name, limit in limits.items()]


def _coarse() -> list[pl.Expr]:
    """The reads of a row, every number that is not below its limit as one and the same."""
    import polars as pl

    found = numbers().artefact
    below = {"tumour_vaf": found.vaf, "tumour_alt_reads": found.alt_reads, "tumour_depth": found.depth}
    told = [pl.when(pl.col(name) < limit).then(name).when(pl.col(name).is_not_null()).then(_ENOUGH).alias(name)
            for name, limit in below.items()]  # fmt: skip
    both = [pl.col("tumour_forward"), pl.col("tumour_reverse")]
    one_sided = pl.min_horizontal(both) == 0
    return ["filter", *told, *(pl.when(one_sided).then(strand) for strand in both)]  # type: ignore[list-item]


@cache
def listed_genes() -> frozenset[str]:
    """Every gene that a list of prompts.toml names."""
    return frozenset(_words(numbers().content))


def _words(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for one in told.values():
            yield from _words(one)
    elif isinstance(told, list):
        yield from (one for one in told if isinstance(one, str))

"""Modes of inheritance: the HPO's terms in the short words of clinical reports."""

from __future__ import annotations

import polars as pl

# The HPO's "Mode of inheritance" (HP:0000005) with the two qualifiers that name another way to inherit a disease:
# somatic mosaicism and imprinting. Other qualifiers (penetrance, onset, sex) say nothing of the mode.
MODES = {
    "HP:0000006": "AD",
    "HP:0000007": "AR",
    "HP:0032113": "semidominant",
    "HP:0001417": "XL",
    "HP:0001423": "XLD",
    "HP:0001419": "XLR",
    "HP:0001450": "YL",
    "HP:0034339": "pseudoautosomal",
    "HP:0034340": "pseudoautosomal dominant",
    "HP:0034341": "pseudoautosomal recessive",
    "HP:0001427": "MT",
    "HP:0012274": "AD with paternal imprinting",
    "HP:0012275": "AD with maternal imprinting",
    "HP:0010984": "digenic",
    "HP:0010983": "oligogenic",
    "HP:0010982": "polygenic",
    "HP:0001426": "multifactorial",  # "Non-Mendelian inheritance", which was named multifactorial before
    "HP:0001442": "somatic",
    "HP:0003745": "sporadic",
}


def of_diseases(annotations: pl.DataFrame) -> pl.DataFrame:
    """One row per disease with a statement: its modes in the order above, and all of its inheritance terms.

    inheritance is null where the terms name no mode.
    """
    stated = annotations.filter((pl.col("aspect") == "I") & ~pl.col("absent"))
    order = {name: rank for rank, name in enumerate(MODES.values())}
    mode = pl.col("hpo_id").replace_strict(MODES, default=None, return_dtype=pl.String)
    return (
        stated.select("disease_id", "hpo_id", mode=mode)
        .unique()
        .sort("disease_id", pl.col("mode").replace_strict(order, default=None, return_dtype=pl.Int32), "hpo_id")
        .group_by("disease_id", maintain_order=True)
        .agg(inheritance=pl.col("mode").drop_nulls(), inheritance_terms=pl.col("hpo_id").sort())
        .with_columns(pl.when(pl.col("inheritance").list.len() > 0).then("inheritance"))
    )

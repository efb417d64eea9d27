"""Rows of the variant table, and layers whose rows a site has reviewed."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from gmstool.reference import genes
from gmstool.somatic.layers import load_layers

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def layers():
    """What ships with gms: reviewed by nobody."""
    return load_layers(TODAY)


@pytest.fixture(scope="session")
def reviewed(layers):
    """The same rows as a site has them that has checked each one today."""
    table = layers.table("biomarkers").with_columns(reviewed=pl.lit(value=True), reviewer=pl.lit("a site"))
    return replace(layers, _tables={**layers._tables, "biomarkers": table})


@pytest.fixture(scope="session")
def variant():
    """A maker of rows of the variant table: looked up in the population and absent there, unless said otherwise."""
    return _row


def _row(gene="BRAF", hgvsp=None, consequence="missense_variant", **more):
    return {
        "chrom": "1", "pos": 100, "ref": "C", "alt": "T", "gene": gene, "hgnc_id": genes.resolve(gene).hgnc_id,
        "hgvsc": None, "hgvsp": hgvsp and f"ENSP1.1:{hgvsp}", "consequence": consequence, "protein_position": None,
        "amino_acids": None, "exon": None, "intron": None, "svlen": None, "af": None, "af_status": "absent",
        "filter": "PASS", "tumour_vaf": 0.4, "tumour_depth": 500, "oncogenicity": "Uncertain significance",
        "hotspot": None, "event": None,
    } | more  # fmt: skip

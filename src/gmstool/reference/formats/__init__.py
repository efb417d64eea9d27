"""One module per official file format: what it says, as tables of the reference bundle."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gmstool.reference.formats.reading import Made

# Source of the catalogue to the module that reads its files.
MODULES = {
    "hgnc": "hgnc",
    "mane": "mane",
    "clinvar-grch38": "clinvar",
    "clinvar-grch37": "clinvar",
    "gnomad-constraint": "gnomad",
    "clingen-validity": "clingen_validity",
    "clingen-dosage": "clingen_dosage",
    "hpo-terms": "hpo_terms",
    "hpo-annotations": "hpo_annotations",
    "panelapp": "panelapp",
    "civic": "civic",
    "cancerhotspots": "cancerhotspots",
    "cancerhotspots-v2": "cancerhotspots_v2",
    "hotspots-3d": "hotspots_3d",
    "moalmanac": "moalmanac",
    "oncokb-genes": "oncokb_genes",
    "gms-hotspots": "gms_hotspots",
    "gms-copy-numbers": "gms_copy_numbers",
    "oncotree": "oncotree",
    "site-biomarkers": "site_tables",
    "site-hotspots": "site_tables",
}


class Format(Protocol):
    """A module of this package."""

    def convert(self, files: Mapping[str, Path]) -> Made:
        """The tables of a source's files, given by their names in the catalogue. Raises InputError."""
        ...


def of(source: str) -> Format:
    """The format of a source of the catalogue."""
    return cast("Format", import_module(f"{__name__}.{MODULES[source]}"))

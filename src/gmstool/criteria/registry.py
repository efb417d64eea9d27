"""All 28 criteria in the order of the paper (Richards 2015, Tables 3 and 4)."""

from __future__ import annotations

from gmstool.criteria.allelic import BP2, PM3
from gmstool.criteria.by_person import BP5, BP6, BS3, PP4, PP5, PS3, PS4
from gmstool.criteria.comparators import PM5, PS1
from gmstool.criteria.de_novo import PM6, PS2
from gmstool.criteria.hotspots import PM1
from gmstool.criteria.null_variants import PVS1
from gmstool.criteria.population import BA1, BS1, BS2, PM2
from gmstool.criteria.predictive import BP1, BP3, BP4, BP7, PM4, PP2, PP3
from gmstool.criteria.segregation import BS4, PP1

CRITERIA = (
    PVS1,
    PS1, PS2, PS3, PS4,
    PM1, PM2, PM3, PM4, PM5, PM6,
    PP1, PP2, PP3, PP4, PP5,
    BA1,
    BS1, BS2, BS3, BS4,
    BP1, BP2, BP3, BP4, BP5, BP6, BP7,
)  # fmt: skip
BY_CODE = {one.code: one for one in CRITERIA}

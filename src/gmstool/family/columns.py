"""Names of what a family analysis adds to the table of variants; their meaning stands in the column contract."""

from typing import Final

FAMILY_COLUMNS: Final = (
    "inheritance_models", "model_confidence", "model_reason", "compound_partners", "family_genotypes",
)  # fmt: skip
VERDICT: Final = "_inheritance"  # of the asked models: true is confirmed, null possible, false excluded

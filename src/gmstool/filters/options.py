"""What one filter run was asked to do: the one record that command line, presets and configuration fill."""

from dataclasses import dataclass, field, fields
from pathlib import Path

GROUPS = ("quality", "regions", "panel", "consequence", "frequency", "clinical", "where", "preset", "inheritance")
# Exclusion limits keep what is not known and flag it; inclusion tests drop it, counted apart. Inheritance is an
# inclusion test whose middle answer, possible, is worth a look: it is kept.
KEEPS_UNKNOWN = frozenset(("quality", "frequency", "preset", "inheritance"))


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `gms filter`. None and empty mean: not asked."""

    pass_only: bool = False
    min_qual: float | None = None
    min_dp: int | None = None
    min_gq: int | None = None
    min_vaf: float | None = None
    sample: str | None = None
    ped: Path | None = None
    trio: tuple[str, ...] = ()  # child, mother, father
    proband: str | None = None
    model: tuple[str, ...] = ()
    sv: Path | None = None
    min_parent_dp: int | None = None
    min_parent_gq: int | None = None
    mosaic_below: float | None = None
    regions: Path | None = None
    panel: tuple[str, ...] = ()
    genes: tuple[str, ...] = ()
    allow_unknown_genes: bool = False
    impact: tuple[str, ...] = ()
    consequence: tuple[str, ...] = ()
    transcripts: str = "any"
    max_af: float | None = None
    max_local_af: float | None = None
    max_hom: int | None = None
    af_field: tuple[str, ...] = ()
    clinvar: tuple[str, ...] = ()
    where: str | None = None
    rules: Path | None = None  # hydra-genetics filter YAML
    unknown: dict[str, str] = field(default_factory=dict)
    soft: bool = False
    managed: Path | None = None
    rescue: bool = True
    rescue_outside_panel: bool = False
    reader: str = "auto"
    threads: int = 0
    fasta: Path | None = None

    @property
    def quality_limits(self) -> tuple[float | None, ...]:
        """The limits that read the sample's columns and QUAL."""
        return self.min_qual, self.min_dp, self.min_gq, self.min_vaf

    @property
    def filters(self) -> bool:
        """Whether anything can be dropped; without, gms passes everything through."""
        asked = (
            self.pass_only, self.panel, self.genes, self.impact, self.consequence, self.clinvar, self.where,
            self.rules, self.regions, self.model,
        )  # fmt: skip
        limits = (
            self.min_qual, self.min_dp, self.min_gq, self.min_vaf, self.max_af, self.max_local_af, self.max_hom,
        )  # fmt: skip
        return any(asked) or any(limit is not None for limit in limits)

    def told(self) -> dict[str, object]:
        """The options that differ from doing nothing, for provenance."""
        plain = Options()
        found: dict[str, object] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != getattr(plain, one.name) and one.name not in ("reader", "threads"):
                found[one.name] = str(value) if isinstance(value, Path) else value
        return found

"""What options and header tell before polars is imported: panels, the managed list, which lines to skip unread."""

from dataclasses import dataclass, field

from gmstool.columns import contract
from gmstool.consequences import Dialect, accepted_impacts, accepted_terms
from gmstool.errors import MismatchError, UsageError
from gmstool.filters.managed import Managed, check_build, read_managed
from gmstool.filters.options import GROUPS, Options
from gmstool.panels.model import Panel, listed, load
from gmstool.panels.resolve import Resolved, resolve
from gmstool.vcf.annotation import Annotation
from gmstool.vcf.header import Header
from gmstool.vcf.pretest import Spec
from gmstool.vcf.table import feeding_keys

_FAR_TERMS = frozenset(("upstream_gene_variant", "downstream_gene_variant", "intergenic_variant"))


@dataclass(slots=True)
class Ground:
    """What options and header tell before polars is imported."""

    options: Options
    header: Header
    panels: list[Panel] = field(default_factory=list)
    resolved: Resolved | None = None
    managed: Managed | None = None
    spec: Spec | None = None  # the byte pretest, None when every line must be parsed

    @property
    def warnings(self) -> list[str]:
        """What the user should know of the panels and of the managed list."""
        told = list(self.resolved.warnings) if self.resolved else []
        if self.managed and self.managed.unusable:
            unusable, name = self.managed.unusable, self.managed.name
            told.append(f"{unusable} rows of {name} have no alleles in bases and are not matched")
        if self.managed and self.managed.build is None:
            told.append(f"{self.managed.name} does not say its build: its positions are taken as those of the VCF")
        return told


def lay_ground(options: Options, header: Header) -> Ground:
    """Read panels and the managed list, and find out which lines can be skipped unread."""
    _check_unknown(options)
    ground = Ground(options, header)
    _add_panels(ground)
    if options.managed:
        ground.managed = read_managed(options.managed, options.fasta)
        check_build(ground.managed, header.build.build)
    ground.spec = _pretest(ground)
    return ground


def _check_unknown(options: Options) -> None:
    for group, policy in options.unknown.items():
        if group not in GROUPS or policy not in ("keep", "drop"):
            raise UsageError(
                f"--unknown {group}={policy} is not understood",
                hint=f"write STEP=keep or STEP=drop with STEP one of {', '.join(GROUPS)}",
            )


def _add_panels(ground: Ground) -> None:
    panels = [load(name) for name in ground.options.panel]
    if ground.options.genes:
        panels.append(listed(list(ground.options.genes)))
    if not panels:
        return
    build = ground.header.build.build
    for panel in panels:
        stated = panel.header.get("build") or panel.header.get("genome_build")
        if stated and build and stated != build:
            raise MismatchError(
                f"the panel {panel.id} is for {stated}, the VCF is on {build}", hint="use the panel of the file's build"
            )
    ground.panels, ground.resolved = panels, resolve(panels, strict=not ground.options.allow_unknown_genes)


def _pretest(ground: Ground) -> Spec | None:
    """The byte pretest that over-selects, None when every line must be parsed."""
    options, header = ground.options, ground.header
    in_panel = bool(options.panel or options.genes)
    keeps_unknown = "keep" in (options.unknown.get("panel"), options.unknown.get("consequence"))
    if header.dialect is None or options.soft or keeps_unknown or not (in_panel or options.impact):
        return None
    annotation = Annotation(header)
    impact = max(annotation.place("IMPACT"), annotation.place("Annotation_Impact"))
    # SnpEff may put spaces beside its fields: there the impact is no literal of its own.
    by_needle = bool(options.impact) and impact >= 0 and header.dialect is Dialect.CSQ
    if not by_needle and not in_panel:
        return None
    return _spec(ground, annotation, impact, by_needle=by_needle)


def _spec(ground: Ground, annotation: Annotation, impact: int, *, by_needle: bool) -> Spec:
    options, managed = ground.options, ground.managed
    columns = [annotation.gene, annotation.place("HGNC_ID"), annotation.gene_id]
    return Spec(
        key=annotation.key,
        gene_columns=[column for column in columns if column >= 0],
        impact_column=impact,
        needles=_needles(options, impact) if by_needle else [],
        clinical=_clinical_literals(ground.header) if options.rescue else [],
        genes=ground.resolved.keys.texts() if ground.resolved else [],
        clinical_any_gene=options.rescue_outside_panel,
        by_gene=not by_needle,
        positions=managed.positions() if managed and options.rescue else {},
    )


def may_use_index(options: Options) -> bool:
    """Whether an index can spare reading the whole file, as far as the options tell."""
    far = options.rescue and options.rescue_outside_panel
    return bool(options.regions) or (bool(options.panel or options.genes) and _excludes_far(options) and not far)


def _needles(options: Options, impact: int) -> list[str]:
    # No separator after the literal: an entry may be cut right there.
    before = "|" if impact > 0 else ""
    return [f"{before}{name}" for name in sorted(accepted_impacts(list(options.impact)))]


def _clinical_literals(header: Header) -> list[str]:
    """Literals that stand in every line with a known-pathogenic annotation."""
    keys = feeding_keys(contract()["clinvar_significance"], header)
    # INFO keys of ClinVar may hold old numeric codes or capitals: the key itself is looked for.
    named = [f"{key.removeprefix('INFO/')}=" for key in keys if key.startswith("INFO/")]
    return ["athogenic", "ATHOGENIC", *named] if keys else []


def _excludes_far(options: Options) -> bool:
    """Whether the consequence test excludes upstream, downstream and intergenic variants."""
    if options.impact and "MODIFIER" not in accepted_impacts(list(options.impact)):
        return True
    if not options.consequence:
        return False
    accepted = accepted_terms(list(options.consequence))
    return not accepted & _FAR_TERMS

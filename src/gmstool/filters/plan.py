"""From options and header to a plan: the steps, what to read, and which lines may be skipped unread."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.columns import DEFAULT_AF, Level, contract
from gmstool.consequences import Dialect, accepted_impacts, accepted_terms
from gmstool.errors import MismatchError, UsageError
from gmstool.filters import steps
from gmstool.filters.family import inheritance, laid
from gmstool.filters.options import GROUPS, Options
from gmstool.filters.regions import read_bed
from gmstool.filters.rescue import Managed, check_build, read_managed
from gmstool.filters.sample import chosen, refuse
from gmstool.filters.steps import PANEL_AND_CONSEQUENCE, Step
from gmstool.filters.where import where
from gmstool.genome import Region
from gmstool.panels.model import Panel, listed, load
from gmstool.panels.resolve import Resolved, resolve
from gmstool.vcf.annotation import Annotation
from gmstool.vcf.header import Header
from gmstool.vcf.pretest import Spec
from gmstool.vcf.records import RawField
from gmstool.vcf.table import chosen_af, feeding_keys

if TYPE_CHECKING:
    from gmstool.family.analysis import Analysis
    from gmstool.filters.hydra import HydraRule

_FAR_TERMS = frozenset(("upstream_gene_variant", "downstream_gene_variant", "intergenic_variant"))


@dataclass(slots=True)
class Plan:
    """All that a run needs to know before the first record."""

    options: Options
    header: Header
    steps: list[Step]
    af_columns: tuple[str, ...]
    raw: tuple[RawField, ...] = ()
    sample: str | None = None
    family: "Analysis | None" = None
    panels: list[Panel] = field(default_factory=list)
    resolved: Resolved | None = None
    managed: Managed | None = None
    spec: Spec | None = None
    regions: list[Region] | None = None
    of_genes: bool = False  # the regions are a panel's genes, which may also lie on contigs that are no chromosomes
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # printed with -v

    def heading(self, step: Step) -> str:
        """The funnel line of a step: panel and consequence are one step."""
        both = {"panel", "consequence"} <= {one.group for one in self.steps}
        return PANEL_AND_CONSEQUENCE if both and step.group in ("panel", "consequence") else step.title

    @property
    def skipped_line(self) -> str | None:
        """The funnel line of alleles that the byte pretest drops."""
        first = next((step for step in self.steps if step.group in ("panel", "consequence")), None)
        return self.heading(first) if first and self.spec else None


@dataclass(slots=True)
class Ground:
    """What options and header tell before polars is imported."""

    options: Options
    header: Header
    panels: list[Panel] = field(default_factory=list)
    resolved: Resolved | None = None
    managed: Managed | None = None
    spec: Spec | None = None  # the byte pretest, None when every line must be parsed


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


def make_plan(ground: Ground, *, full_parse: bool, indexed: bool = True, big: bool = True) -> Plan:
    """The plan of one file.

    full_parse: a ledger or a research list forbids skipping lines unread. indexed: the file has an index.
    big: parsing every line would take long.
    """
    options, header = ground.options, ground.header
    plan = Plan(options, header, [], _af_columns(options, header))
    who = chosen(options, header)
    plan.sample, plan.family = who.sample, laid(who.family, options, header)
    plan.warnings += who.warnings
    plan.panels, plan.resolved, plan.managed = ground.panels, ground.resolved, ground.managed
    plan.warnings += _warnings(ground)
    plan.notes += ground.resolved.notes if ground.resolved else ()
    bed = read_bed(options.regions, header) if options.regions else None
    plan.steps = _steps(plan, bed)
    _check_sample(plan)
    _check_annotation(plan)
    if not full_parse and not options.soft:
        plan.regions = _index_regions(plan, ground, bed) if indexed and options.reader in ("auto", "index") else None
        # Lines dropped unread can only be counted under the step that the bytes decide: it comes first in the funnel.
        # Where that would change the documented order, only a long scan is worth it.
        earlier = any(step.group in ("quality", "regions") for step in plan.steps)
        plan.spec = ground.spec if not earlier or (big and plan.regions is None) else None
    if plan.spec:
        plan.steps.sort(key=lambda step: step.group not in ("panel", "consequence"))
    return plan


def _warnings(ground: Ground) -> list[str]:
    told = list(ground.resolved.warnings) if ground.resolved else []
    if ground.managed and ground.managed.unusable:
        unusable, name = ground.managed.unusable, ground.managed.name
        told.append(f"{unusable} rows of {name} have no alleles in bases and are not matched")
    if ground.managed and ground.managed.build is None:
        told.append(f"{ground.managed.name} does not say its build: its positions are taken as those of the VCF")
    return told


def _check_unknown(options: Options) -> None:
    for group, policy in options.unknown.items():
        if group not in GROUPS or policy not in ("keep", "drop"):
            raise UsageError(
                f"--unknown {group}={policy} is not understood",
                hint=f"write STEP=keep or STEP=drop with STEP one of {', '.join(GROUPS)}",
            )


def _af_columns(options: Options, header: Header) -> tuple[str, ...]:
    """Columns (contract names or raw keys) that `af` is the largest of."""
    if not options.af_field:
        return chosen_af(header)
    found = []
    for key in options.af_field:
        by_key = [
            name
            for name, column in contract().items()
            if key in (source.partition("/")[2] for source in feeding_keys(column, header))
        ]
        if key in contract() and feeding_keys(contract()[key], header):
            found.append(key)
        elif by_key and by_key[0].endswith("af"):
            found.append(by_key[0])
        elif key in header.info or key in header.annotation.get(header.dialect or Dialect.CSQ, ()):
            found.append(f"{'INFO' if key in header.info else header.dialect}:{key}")
        else:
            known = [name for name in (*DEFAULT_AF, "max_af") if feeding_keys(contract()[name], header)]
            raise UsageError(
                f"--af-field: the file has no annotation key `{key}`",
                hint=f"frequency columns filled by this file: {', '.join(known) or 'none'}; see `gms columns FILE`",
            )
    return tuple(dict.fromkeys(found))


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


def _steps(plan: Plan, bed: list[Region] | None) -> list[Step]:
    options = plan.options
    keys = plan.resolved.keys if plan.resolved else None
    label = " or ".join(panel.label for panel in plan.panels)
    found = [
        *steps.quality(options),
        *steps.regions(bed, options),
        *steps.panel(keys, label, options),
        *steps.consequence(options),
        *steps.frequency(options, ", ".join(_keys(name, plan.header) for name in plan.af_columns)),
        *steps.clinical(options),
        *where(options),
    ]
    if options.rules:
        from gmstool.filters import hydra

        rules = hydra.load(options.rules)
        plan.raw = tuple(dict.fromkeys(RawField(*raw) for rule in rules for raw in rule.fields))
        found += [_rule_step(rule, options) for rule in rules]
    # Last: it looks at the few that are left, and pairs those for compound heterozygotes.
    return found + inheritance(options)


def _keys(name: str, header: Header) -> str:
    return "/".join(feeding_keys(contract()[name], header)) if name in contract() else name


def _rule_step(rule: "HydraRule", options: Options) -> Step:
    title = f"rule {rule.name}: {rule.description or rule.expression}"
    keeps = options.unknown.get("preset", "keep") == "keep"
    value = RawField(*rule.fields[0]).column if rule.fields else "filter"
    source = options.rules.name if options.rules else ""
    return Step("preset", title, rule.drop().not_(), value, (), source, keeps, rule.flag if rule.soft else None)


def _check_sample(plan: Plan) -> None:
    """A test of sample columns, or a rule on FORMAT keys, needs to know whose values count."""
    names = [name for step in plan.steps for name in step.needs if name in contract()]
    looks = any(contract()[name].level is Level.SAMPLE for name in names)
    if plan.sample is None and (looks or any(raw.kind == "FORMAT" for raw in plan.raw)):
        refuse(plan.header)


def _check_annotation(plan: Plan) -> None:
    """Panel and consequence tests need an annotation; without, every row would be unknown."""
    header, groups = plan.header, {step.group for step in plan.steps}
    has_genes = bool(header.annotation) or "Annotation" in header.info or "GENEINFO" in header.info
    if "panel" in groups and not has_genes:
        raise MismatchError(
            "the header defines no CSQ, ANN or BCSQ annotation: no variant can be tied to a gene",
            hint="annotate with VEP, SnpEff or bcftools csq first; `gms inspect FILE` shows what the file holds",
        )
    if "consequence" in groups and not (header.annotation or "MC" in header.info):
        raise MismatchError(
            "the header defines no CSQ, ANN or BCSQ annotation: no consequence is known",
            hint="annotate with VEP, SnpEff or bcftools csq first",
        )
    _check_transcripts(plan)
    unfed = [step for step in plan.steps if step.group == "frequency" and not _fed(step, plan)]
    plan.warnings += [f"{step.title}: no key of this file feeds it; all alleles are kept as unknown" for step in unfed]
    unfed = [step for step in plan.steps if step.group in ("clinical", "where") and not _fed(step, plan)]
    plan.warnings += [f"{step.title}: no key of this file feeds the columns it needs" for step in unfed]


def _check_transcripts(plan: Plan) -> None:
    wanted, annotation = plan.options.transcripts, Annotation(plan.header)
    if not any(step.group == "consequence" for step in plan.steps):
        return
    mane = max(annotation.mane_select, annotation.mane_clinical, annotation.mane)
    if (wanted == "mane" and mane < 0) or (wanted == "canonical" and annotation.canonical < 0):
        raise MismatchError(
            f"--transcripts {wanted}: the annotation does not say which transcripts are {wanted}",
            hint="use `--transcripts any`, or annotate with VEP --mane --canonical",
        )


def _fed(step: Step, plan: Plan) -> bool:
    if step.value == "af":
        return bool(plan.af_columns)
    names = [name for name in step.needs if name in contract()]
    # Columns without a source of their own (gene_status, spliceai_max …) follow from others.
    return (
        not names
        or any(not contract()[name].sources or feeding_keys(contract()[name], plan.header) for name in names)
        or ("spliceai_max" in names and bool(feeding_keys(contract()["spliceai_ag"], plan.header)))
    )


def _pretest(ground: Ground) -> Spec | None:
    """The byte pretest that over-selects, None when every line must be parsed."""
    options, header, managed = ground.options, ground.header, ground.managed
    in_panel = bool(options.panel or options.genes)
    if header.dialect is None or options.soft or not (in_panel or options.impact):
        return None
    if "keep" in (options.unknown.get("panel"), options.unknown.get("consequence")):
        return None
    annotation = Annotation(header)
    impact = max(annotation.place("IMPACT"), annotation.place("Annotation_Impact"))
    # SnpEff may put spaces beside its fields: there the impact is no literal of its own.
    by_needle = bool(options.impact) and impact >= 0 and header.dialect is Dialect.CSQ
    if not by_needle and not in_panel:
        return None
    columns = [annotation.gene, annotation.place("HGNC_ID"), annotation.gene_id]
    return Spec(
        key=annotation.key,
        gene_columns=[column for column in columns if column >= 0],
        impact_column=impact,
        needles=_needles(options, impact) if by_needle else [],
        clinical=_clinical_literals(header) if options.rescue else [],
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


def _index_regions(plan: Plan, ground: Ground, bed: list[Region] | None) -> list[Region] | None:
    """Regions to read through an index, None when the whole file must be read."""
    managed = plan.managed.positions() if plan.managed and plan.options.rescue else {}
    extra = [Region(chrom, pos, pos) for chrom, positions in managed.items() for pos in positions]
    if bed is not None:
        return bed  # nothing outside the regions is ever kept
    build = plan.header.build.build
    if plan.resolved is None or build is None or not may_use_index(plan.options) or ground.spec is None:
        return None
    if "SVTYPE" in plan.header.info:
        plan.notes.append("no index: the header declares SVTYPE, and a breakend may name a panel gene from far away")
        return None
    regions = plan.resolved.regions(build)
    if regions is None:
        plan.notes.append("no index: the position of a panel gene is not known")
        return None
    plan.of_genes = True
    return [*regions, *extra]


def _excludes_far(options: Options) -> bool:
    """Whether the consequence test excludes upstream, downstream and intergenic variants."""
    if options.impact and "MODIFIER" not in accepted_impacts(list(options.impact)):
        return True
    if not options.consequence:
        return False
    accepted = accepted_terms(list(options.consequence))
    return not accepted & _FAR_TERMS

"""From options and header to a plan: the steps, what to read, and which lines may be skipped unread."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.columns import DEFAULT_AF, contract
from gmstool.consequences import Dialect
from gmstool.errors import UsageError
from gmstool.filters import fit, steps
from gmstool.filters.family import inheritance, laid
from gmstool.filters.ground import Ground, may_use_index
from gmstool.filters.managed import Managed
from gmstool.filters.options import Options
from gmstool.filters.regions import read_bed
from gmstool.filters.sample import chosen
from gmstool.filters.steps import PANEL_AND_CONSEQUENCE, Step
from gmstool.filters.where import where
from gmstool.genome import Region
from gmstool.panels.model import Panel
from gmstool.panels.resolve import Resolved
from gmstool.vcf.header import Header
from gmstool.vcf.pretest import Spec
from gmstool.vcf.records import RawField
from gmstool.vcf.table import chosen_af, feeding_keys

if TYPE_CHECKING:
    from gmstool.family.analysis import Analysis
    from gmstool.filters.hydra import HydraRule


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


def hard_steps(plan: Plan) -> list[Step]:
    """The steps that drop; the others only set a FILTER flag."""
    return [step for step in plan.steps if not step.soft_flag]


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
    plan.warnings += ground.warnings
    plan.notes += ground.resolved.notes if ground.resolved else ()
    bed = read_bed(options.regions, header) if options.regions else None
    plan.steps = _steps(plan, bed)
    fit.check_sample(plan.steps, plan.raw, plan.sample, header)
    fit.check_annotation(plan.steps, header, options.transcripts)
    plan.warnings += fit.warnings(plan.steps, header, plan.af_columns)
    if not full_parse and not options.soft:
        plan.regions = _index_regions(plan, ground, bed) if indexed and options.reader in ("auto", "index") else None
        plan.spec = _spec(plan, ground, big=big)
    if plan.spec:
        plan.steps.sort(key=lambda step: step.group not in ("panel", "consequence"))
    return plan


def _spec(plan: Plan, ground: Ground, *, big: bool) -> Spec | None:
    """The byte pretest, where it may be used.

    Lines dropped unread can only be counted under the step that the bytes decide: it comes first in the funnel. Where
    that would change the documented order, only a long scan is worth it.
    """
    earlier = any(step.group in ("quality", "regions") for step in plan.steps)
    return ground.spec if not earlier or (big and plan.regions is None) else None


def _af_columns(options: Options, header: Header) -> tuple[str, ...]:
    """Columns (contract names or raw keys) that `af` is the largest of."""
    if not options.af_field:
        return chosen_af(header)
    return tuple(dict.fromkeys(_af_column(key, header) for key in options.af_field))


def _af_column(key: str, header: Header) -> str:
    """The column that a key of --af-field means: a contract column by its name or its key, else a raw key."""
    if key in contract() and feeding_keys(contract()[key], header):
        return key
    fed = ((name, feeding_keys(column, header)) for name, column in contract().items())
    by_key = next((name for name, keys in fed if key in (source.partition("/")[2] for source in keys)), "")
    if by_key.endswith("af"):
        return by_key
    if key in header.info or key in header.annotation.get(header.dialect or Dialect.CSQ, ()):
        return f"{'INFO' if key in header.info else header.dialect}:{key}"
    known = [name for name in (*DEFAULT_AF, "max_af") if feeding_keys(contract()[name], header)]
    raise UsageError(
        f"--af-field: the file has no annotation key `{key}`",
        hint=f"frequency columns filled by this file: {', '.join(known) or 'none'}; see `gms columns FILE`",
    )


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
        plan.raw = tuple(dict.fromkeys(raw for rule in rules for raw in rule.fields))
        found += [_rule_step(rule, options) for rule in rules]
    # Last: it looks at the few that are left, and pairs those for compound heterozygotes.
    return found + inheritance(options)


def _keys(name: str, header: Header) -> str:
    return "/".join(feeding_keys(contract()[name], header)) if name in contract() else name


def _rule_step(rule: "HydraRule", options: Options) -> Step:
    title = f"rule {rule.name}: {rule.description or rule.expression}"
    keeps = options.unknown.get("preset", "keep") == "keep"
    value = rule.fields[0].column if rule.fields else "filter"
    source = options.rules.name if options.rules else ""
    return Step("preset", title, rule.drop().not_(), value, (), source, keeps, rule.flag if rule.soft else None)


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

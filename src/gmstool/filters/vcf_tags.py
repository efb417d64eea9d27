"""What a run writes into the records of a VCF: INFO tags and FILTER flags."""

from typing import TYPE_CHECKING

from gmstool.filters.family import FAMILY_TAGS, family_tags
from gmstool.vcf.write import VcfWriter, tagged

if TYPE_CHECKING:
    import polars as pl

    from gmstool.filters.plan import Plan


def info_tags(plan: "Plan") -> list[str]:
    """INFO tags that may be added: none when nothing is filtered."""
    tags = ["GMS_KEPT"] if plan.steps and not plan.options.soft else []
    tags += ["GMS_RESCUED"] if plan.steps and plan.options.rescue else []
    return [*tags, *FAMILY_TAGS] if plan.family else tags


def soft_flags(plan: "Plan") -> dict[str, str]:
    """FILTER tags that this run may set, with their descriptions."""
    flags = {step.soft_flag: step.title for step in plan.steps if step.soft_flag}
    if plan.options.soft:
        flags |= {
            f"GMS_{step.group}": f"dropped by gms filter, step {step.group}"
            for step in plan.steps
            if not step.soft_flag
        }
    return flags


def write_records(writer: VcfWriter, lines: list[bytes], rows: "pl.DataFrame", plan: "Plan") -> None:
    """Write each line once, with the tags its rows call for."""
    passed = _by_line(rows, "_passed")
    rescues = dict(zip(*_pairs(rows, "_rescue"), strict=True)) if plan.options.rescue else {}
    flags = _flags(rows)
    of_family = family_tags(rows) if plan.family else {}
    for at, line in enumerate(lines):
        info = dict(of_family.get(at, {}))
        kept = passed.get(at, {})
        count = line.split(b"\t", 5)[4].count(b",") + 1
        if plan.steps and not plan.options.soft and count > 1 and (len(kept) < count or not all(kept.values())):
            info["GMS_KEPT"] = ",".join("1" if kept.get(alt) else "0" for alt in range(count))
        if at in rescues:
            info["GMS_RESCUED"] = rescues[at].replace(";", ",").replace(" ", "_").replace("=", ":")
        writer.record(tagged(line, info, flags.get(at, [])))


def _by_line(rows: "pl.DataFrame", name: str) -> dict[int, dict[int, bool]]:
    found: dict[int, dict[int, bool]] = {}
    for line, alt, value in zip(rows["_line"], rows["_alt"], rows[name], strict=True):
        alleles = found.setdefault(line, {})
        alleles[alt] = alleles.get(alt, False) or bool(value)
    return found


def _pairs(rows: "pl.DataFrame", name: str) -> "tuple[pl.Series, pl.Series]":
    import polars as pl

    told = rows.filter(pl.col(name).is_not_null()).unique("_line", keep="first", maintain_order=True)
    return told["_line"], told[name]


def _flags(rows: "pl.DataFrame") -> dict[int, list[str]]:
    if "_flags" not in rows.columns:
        return {}
    found: dict[int, list[str]] = {}
    for line, flags in zip(rows["_line"], rows["_flags"], strict=True):
        for flag in flags if flags is not None else ():
            if flag not in found.setdefault(line, []):
                found[line].append(flag)
    return found

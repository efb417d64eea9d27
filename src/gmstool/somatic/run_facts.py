"""How a tumour's run names its layers and its tumour type, in every output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool import provenance

if TYPE_CHECKING:
    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType


def header_lines(facts: dict[str, Any], layers: Layers) -> dict[str, str]:
    """The facts as VCF header lines: rule set, tumour type, and one line a layer."""
    rules, quoted = facts["rules"], provenance.quoted
    lines = {**provenance.header_lines(facts)}
    lines["gms_rules"] = f'<id="{rules["id"]}",version="{rules["version"]}",sha256={rules["sha256"]}>'
    lines["gms_tumour_type"] = quoted(facts["tumour_type"] or "not stated")
    lines["gms_reviews_as_of"] = layers.today.isoformat()
    for number, one in enumerate(layers.named, 1):
        lines[f"gms_layer_{number}"] = (
            f'<name="{quoted(one.name)}",release="{quoted(one.release)}",date="{one.date}",'
            f'licence="{quoted(one.licence)}",reviewed="{_reviewed(one.reviewed)}">'
        )
    return lines


def layer_names(layers: Layers) -> list[str]:
    """Each layer with release, date, and whether it is reviewed."""
    told = (
        (one.release, f"({one.date})" if one.date else "", "[not reviewed]" if one.reviewed is False else "")
        for one in layers.named
    )
    return list(dict.fromkeys(" ".join(filter(None, parts)) for parts in told))


def named(kind: TumourType | None) -> str | None:
    """Code and name of a tumour type."""
    return None if kind is None else f"{kind.code} ({kind.name})"


def _reviewed(found: bool | None) -> str:
    return {True: "yes", False: "no", None: "not row by row"}[found]

"""How `gms panels` shows its findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.cli import console
from gmstool.cli.shown import Format, Row, facts, show
from gmstool.panels.header import counted

if TYPE_CHECKING:
    from gmstool.filters.panel_gain import Gain
    from gmstool.panels.check import Finding
    from gmstool.panels.coverage import Reach, Seen
    from gmstool.panels.diff import Difference
    from gmstool.panels.model import Panel

_SHOWNGAPS = 3  # of a gene in a table; the other formats have all


def listed(panel: "Panel") -> Row:
    """A panel as a row of the list."""
    told = {key: panel.header.get(key) for key in ("name", "date", "disease_area", "source", "licence", "note")}
    counts = {"genes": len(panel.genes), "regions": len(panel.regions), "str_loci": len(panel.loci)}
    return {"id": panel.id, "version": panel.version or None, **counts, "sha256": panel.sha256, **told}


def panel(found: "Panel", form: Format) -> None:
    """The header of a panel, and its rows with what they mean today."""
    from gmstool.panels.export import as_data

    told = as_data(found)
    sections = {"gene": told.pop("genes"), "region": told.pop("regions"), "str": told.pop("str_loci")}
    if form is Format.TABLE:
        facts({**told, "genes": len(found.genes)})
    for kind, rows in sections.items():
        if rows and form is Format.TABLE:
            print()
        shown = [key for key in rows[0] if key != "written" or _renamed(rows)] if rows else []
        named = rows if form is Format.TABLE else [{**_named(found), "kind": kind, **row} for row in rows]
        if kind == "gene" or form is not Format.TSV:
            show(named, form, shown)


def _renamed(rows: Sequence[Row]) -> bool:
    return any(row["written"] != row["symbol"] for row in rows)


def findings(found: "Sequence[tuple[Panel, list[Finding]]]", form: Format) -> None:
    """Every row of every panel for programs; for people a line that sums up, and the rows that need a look."""
    from gmstool.panels.check import summary

    if form is Format.TABLE:
        for panel, rows in found:
            print(summary(panel, rows))
            worth = [one for one in rows if one.level != "ok"]
            show([{"level": one.level, "status": one.status, "told": one.told} for one in worth], form, heading=False)
        return
    keys = ("level", "written", "status", "hgnc_id", "symbol", "candidates", "told")
    told = [{**_named(panel), **{key: getattr(one, key) for key in keys}} for panel, rows in found for one in rows]
    show(told, form)


def differences(
    old: "Panel", new: "Panel", rows: "Sequence[Difference]", gained: "Sequence[Gain] | None", form: Format
) -> None:
    """What changed, and which earlier runs gain variants by it; None where nobody asked for these."""
    if form is Format.TABLE:
        print(f"from {old.told()}\nto   {new.told()}")
        print(_counts(rows) if rows else "no difference in genes, inheritance, confidence and transcript")
    told = [
        {"change": one.change, "symbol": one.symbol, "hgnc_id": one.hgnc_id, "what": one.what or None,
         "old": one.old or None, "new": one.new or None} for one in rows
    ]  # fmt: skip
    if form is Format.TABLE:
        show(told, form)
    else:
        both = {"from": old.label, "from_sha256": old.sha256, "to": new.label, "to_sha256": new.sha256}
        more = _gained_rows(old, gained or ()) if form is Format.TSV else []
        show([{**both, **row} for row in (*told, *more)], form)
    if gained is not None:
        _gains(old, gained, form)


def _gained_rows(old: "Panel", found: "Sequence[Gain]") -> list[dict[str, Any]]:
    """The gained variants as rows of the table of differences."""
    return [
        {"change": "gained", "symbol": gene.rstrip(")"), "hgnc_id": None, "what": str(one.ledger),
         "old": None if one.used_old else f"panel was not {old.label}", "new": variant}
        for one in found for variant, _, gene in (text.partition(" (") for text in one.variants)
    ]  # fmt: skip


def _counts(rows: "Sequence[Difference]") -> str:
    kinds = [one.change for one in rows if one.change != "changed"]
    changed = len({one.symbol for one in rows if one.change == "changed"})
    return f"{kinds.count('came')} came, {kinds.count('went')} went, {changed} changed"


def _gains(old: "Panel", found: "Sequence[Gain]", form: Format) -> None:
    """Earlier runs that gain variants, each with its variants; in a TSV these are rows, and only the sum is talk."""
    winners = [one for one in found if one.variants]
    rows: list[dict[str, Any]] = [
        {"ledger": str(one.ledger), "gained": len(one.variants), "genes": list(one.genes),
         "panel_was": old.label if one.used_old else "another", "variants": list(one.variants)} for one in winners
    ]  # fmt: skip
    if form is Format.JSONL:
        show(rows, form)
        return
    told = f"{len(winners)} of {len(found)} earlier runs gain variants; steps after the panel have not judged them"
    if form is Format.TSV:
        console.plain(told)
        return
    print(f"\n{told}")
    for row in rows:
        other = "" if row["panel_was"] == old.label else f" (its panel was not {old.label})"
        print(f"{row['ledger']}: {row['gained']} in {', '.join(row['genes'])}{other}")
        for variant in row["variants"]:
            print(f"  {variant}")


def reach(found: "Panel", file: Path, build: str, rows: "Sequence[Reach]", form: Format) -> None:
    """What a BED covers of each gene."""
    from gmstool.panels.exons import sources
    from gmstool.panels.write import place_text

    told: list[dict[str, Any]] = [
        {"symbol": one.symbol, "hgnc_id": one.hgnc_id, "basis": one.basis or None, "transcript": one.transcript or None,
         "length": one.length or None, "covered": one.covered, "fraction": one.fraction,
         "gaps": [place_text(gap) for gap in one.gaps]} for one in rows
    ]  # fmt: skip
    if form is not Format.TABLE:
        show([{**_named(found), "file": file.name, "build": build, **row} for row in told], form)
        return
    print(f"{found.told()}\n{file.name} on {sources(build)}\n{_covered(rows)}")
    show([{**row, "gaps": _few(row["gaps"])} for row in told], form, _REACH)


_REACH = ("symbol", "basis", "length", "covered", "fraction", "gaps")


def _covered(rows: "Sequence[Reach]") -> str:
    whole = sum(one.fraction == 1 for one in rows)
    part = sum(one.fraction is not None and 0 < one.fraction < 1 for one in rows)
    unplaced = sum(one.fraction is None for one in rows)
    none = len(rows) - whole - part - unplaced
    last = f", {unplaced} without a known place" if unplaced else ""
    return f"{counted(len(rows), 'gene')}: {whole} covered in full, {part} in part, {none} not at all{last}"


def _few(gaps: Sequence[str]) -> str:
    more = len(gaps) - _SHOWNGAPS
    return ", ".join(gaps[:_SHOWNGAPS]) + (f" and {more} more" if more > 0 else "")


def seen(found: "Panel", file: Path, build: str, rows: "Sequence[Seen]", form: Format) -> None:
    """In which genes a VCF has records."""
    told = [{"symbol": one.symbol, "hgnc_id": one.hgnc_id, "records": one.records} for one in rows]
    if form is not Format.TABLE:
        show([{**_named(found), "file": file.name, "build": build, **row} for row in told], form)
        return
    some = sum(bool(one.records) for one in rows)
    print(f"{found.told()}\n{file.name}, {build}: records in {some} of {len(rows)} genes")
    print("a gene without records is not an uncovered gene: a VCF does not tell where nothing differs")
    show(told, form)


def _named(found: "Panel") -> dict[str, Any]:
    return {"panel": found.id, "version": found.version or None, "sha256": found.sha256, "lock": found.lock or None}

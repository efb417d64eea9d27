"""PanelApp's list of panels (API JSON): the table `panelapp_panels`, one row per panel.

    panel_id · name · version · version_date (day the version was made) · status · disease_group · disease_sub_group
    relevant_disorders (list; the R codes of the NHS test directory among them) · types (list) · genes, strs, regions
    (how many the panel has; null if not stated)

The genes of a panel are not in the list; `gms panels import panelapp:ID` fetches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.reading import Made, json_of, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gmstool.reference.formats.reading import Columns

FILE = "panels.json"


def convert(files: Mapping[str, Path]) -> Made:
    """The release is named by the newest version of any panel."""
    import polars as pl

    path = files[FILE]
    told = json_of(path)
    panels = told.get("results") if isinstance(told, dict) else None
    if not isinstance(panels, list) or not panels or not all(isinstance(one, dict) for one in panels):
        raise wrong(path, "it has no list of panels (`results`)")
    if told.get("next"):
        raise wrong(path, "it is one page of several: save them as one list with `next` empty")
    rows = [_row(path, panel) for panel in panels]
    schema: Columns = {
        "panel_id": pl.Int32, "name": pl.String, "version": pl.String, "version_date": pl.String, "status": pl.String,
        "disease_group": pl.String, "disease_sub_group": pl.String, "relevant_disorders": pl.List(pl.String),
        "types": pl.List(pl.String), "genes": pl.Int32, "strs": pl.Int32, "regions": pl.Int32,
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema, orient="row").sort("panel_id")
    newest = max((row[3] for row in rows if row[3]), default="")
    return Made({"panelapp_panels": table}, f"PanelApp panels, newest version {newest}", newest)


def _row(path: Path, panel: dict[str, Any]) -> tuple[Any, ...]:
    missing = [key for key in ("id", "name", "version") if panel.get(key) in (None, "")]
    if missing:
        raise wrong(path, f"a panel has no {', '.join(missing)}")
    counts = panel.get("stats") or {}
    return (
        panel["id"], panel["name"], str(panel["version"]), (panel.get("version_created") or "")[:10] or None,
        panel.get("status") or None, panel.get("disease_group") or None, panel.get("disease_sub_group") or None,
        panel.get("relevant_disorders") or [], [one["name"] for one in panel.get("types") or []],
        *(counts.get(f"number_of_{what}") for what in ("genes", "strs", "regions")),
    )  # fmt: skip

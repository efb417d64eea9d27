"""What an assay can find, declared per panel (TOML); undeclared is unknown, and "not called" is never "negative".

id = "twist-solid-560"
version = "3"
[finds]
flt3_itd = false          # true, false, or left out: not known
tert_promoter = true
met_exon_14 = true
cnv = true
fusions = false
genes = ["NRAS", "KRAS"]  # genes whose coding sequence is covered; or panel = "…bed" by hand
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = {
    "flt3_itd": "FLT3-ITD", "tert_promoter": "TERT promoter", "met_exon_14": "MET exon 14 skipping",
    "cnv": "copy number", "fusions": "fusions",
}  # fmt: skip
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Assay:
    """An assay's capabilities; None where nobody declared one."""

    id: str = ""
    version: str = ""
    finds: dict[str, bool | None] = field(default_factory=lambda: dict.fromkeys(ITEMS))
    genes: frozenset[str] = frozenset()

    def covers(self, gene: str) -> bool | None:
        """True for a declared gene, None for any other: a list need not be whole."""
        return True if gene in self.genes else None

    def told(self) -> list[tuple[str, str]]:
        """Each item with what may be concluded when nothing is called."""
        words = {True: "examined", False: "not examined by this assay", None: "not known whether this assay finds it"}
        return [(name, words[self.finds.get(key)]) for key, name in ITEMS.items()]


UNKNOWN = Assay()


def read(path: Path) -> Assay:
    """An assay file. Raises InputError naming what is wrong."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"the assay file {path} is larger than {MAX_BYTES >> 20} MiB")
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise InputError(f"cannot read the assay file {path}: {reason}", "docs/somatic.md shows one") from None
    return of(table, str(path))


def of(table: dict[str, Any], name: str) -> Assay:
    """An assay from its table."""
    finds = table.get("finds", {})
    strange = [key for key in (*table, *(finds if isinstance(finds, dict) else ())) if key not in _KNOWN]
    if strange or not isinstance(finds, dict):
        raise InputError(
            f"{name}: `{(strange or ['finds'])[0]}` is not known there", f"known: {', '.join(sorted(_KNOWN))}"
        )
    for key in ITEMS:
        if not isinstance(finds.get(key), bool | None):
            raise InputError(
                f"{name}: finds.{key} is true or false, found {finds[key]!r}", "leave it out where it is not known"
            )
    genes = finds.get("genes", [])
    if not isinstance(genes, list) or not all(isinstance(one, str) for one in genes):
        raise InputError(f"{name}: finds.genes is a list of gene symbols")
    return Assay(
        str(table.get("id", "")),
        str(table.get("version", "")),
        {key: finds.get(key) for key in ITEMS},
        frozenset(genes),
    )


_KNOWN = frozenset(("id", "version", "source", "date", "finds", "genes", *ITEMS))

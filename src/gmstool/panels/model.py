"""A gene panel: its genes, and where the list comes from. The file format is described in data/panels/README.md."""

import difflib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from gmstool.errors import PanelError

MAX_PANEL_BYTES = 16 << 20  # the whole HGNC list fits; a larger file is of another kind
_SYMBOL_HEADERS = ("symbol", "hgnc_symbol", "gene", "gene_symbol", "genesymbol")
_ID_HEADERS = ("hgnc_id", "hgnc", "hgncid")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]*")


@dataclass(frozen=True, slots=True)
class PanelGene:
    """One row of a panel as written; either name may be missing."""

    symbol: str
    hgnc_id: int | None
    inheritance: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A gene list with its provenance. `sha256` is of the file's bytes."""

    id: str
    version: str
    genes: tuple[PanelGene, ...]
    sha256: str
    header: dict[str, str]

    @property
    def label(self) -> str:
        return f"{self.id} {self.version}".strip()

    def provenance(self) -> dict[str, object]:
        """What every output says about the panel."""
        told: dict[str, object] = {
            key: self.header[key] for key in ("name", "date", "source", "licence") if key in self.header
        }
        return {"id": self.id, "version": self.version or None, "genes": len(self.genes), "sha256": self.sha256, **told}


def panel_folders() -> list[Path]:
    """Folders with shipped panels: inside the package (wheel), else beside the checkout's src folder."""
    package = Path(__file__).parent.parent
    return [one for one in (package / "data" / "panels", package.parent.parent / "data" / "panels") if one.is_dir()]


def shipped() -> dict[str, Path]:
    """Names of the shipped panels, each with its file."""
    return {path.stem: path for folder in panel_folders() for path in sorted(folder.glob("*.tsv"))}


def load(name: str) -> Panel:
    """A panel by file or by shipped name. Raises PanelError with near matches."""
    path = Path(name)
    if path.is_file():
        return read(path)
    if path.is_dir():
        raise PanelError(f"the panel {name} is a folder", hint="name a panel file, or a shipped panel")
    panels = shipped()
    if name in panels:
        return read(panels[name])
    near = difflib.get_close_matches(name, panels, n=3, cutoff=0.4)
    raise PanelError(
        f"there is no panel file and no shipped panel `{name}`",
        hint=f"did you mean {', '.join(near)}?" if near else f"shipped panels: {', '.join(panels)}",
    )


def read(path: Path) -> Panel:
    """Read a panel file: our TSV, Scout's, or one symbol a line."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_PANEL_BYTES else None
    except OSError as error:
        raise PanelError(f"cannot read the panel {path}: {error.strerror}") from None
    if data is None:
        raise PanelError(f"the panel {path} is larger than {MAX_PANEL_BYTES >> 20} MiB", hint="is this a gene list?")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise PanelError(f"the panel {path} is not UTF-8 text (byte {error.start})") from None
    header = dict(line[2:].strip().split("=", 1) for line in lines if line.startswith("##") and "=" in line)
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("##")]
    genes = tuple(dict.fromkeys(_genes(rows, path)))
    if not genes:
        raise PanelError(
            f"the panel {path} has no genes", hint="one symbol a line, or the TSV of data/panels/README.md"
        )
    name = header.get("id") or header.get("panel_id") or path.stem
    return Panel(name, header.get("version", ""), genes, hashlib.sha256(data).hexdigest(), header)


def listed(symbols: list[str]) -> Panel:
    """The panel of a --genes option."""
    genes = tuple(dict.fromkeys(_plain_gene(symbol, "--genes") for symbol in symbols))
    digest = hashlib.sha256("\n".join(symbols).encode()).hexdigest()
    name = ", ".join(symbols) if len(symbols) <= 5 else f"{', '.join(symbols[:5])} and {len(symbols) - 5} more"  # noqa: PLR2004
    return Panel("genes", name, genes, digest, {"name": f"--genes {','.join(symbols)}"[:200]})


def _genes(rows: list[tuple[int, str]], path: Path) -> list[PanelGene]:
    columns = _columns(rows[0][1]) if rows else None
    if columns is None:
        plain = (line.partition("#")[0].strip() for _, line in rows)
        return [_plain_gene(symbol, f"{path}, line {rows[i][0]}") for i, symbol in enumerate(plain) if symbol]
    return [_table_gene(line.split("\t"), columns, f"{path}, line {number}") for number, line in rows[1:]]


def _columns(line: str) -> dict[str, int] | None:
    """Column names of a table's header line, None when the line is a gene."""
    names = [name.strip().lower() for name in line.lstrip("#").split("\t")]
    known = set(_SYMBOL_HEADERS) | set(_ID_HEADERS)
    return {name: at for at, name in reversed(list(enumerate(names)))} if known & set(names) else None


def _table_gene(cells: list[str], columns: dict[str, int], where: str) -> PanelGene:
    def cell(*names: str) -> str:
        at = next((columns[name] for name in names if name in columns), -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    symbol, text = cell(*_SYMBOL_HEADERS), cell(*_ID_HEADERS).removeprefix("HGNC:")
    if text and not text.isdigit():
        raise PanelError(f"{where}: HGNC id `{text[:30]}` is not a number")
    if not symbol and not text:
        raise PanelError(f"{where}: neither symbol nor HGNC id")
    if symbol and not _NAME.fullmatch(symbol):
        raise PanelError(f"{where}: `{symbol[:40]}` is not a gene symbol")
    return PanelGene(symbol, int(text) if text else None, cell("inheritance", "genetic_disease_models"), cell("note"))


def _plain_gene(symbol: str, where: str) -> PanelGene:
    if symbol.upper().startswith("HGNC:") and symbol[5:].isdigit():
        return PanelGene("", int(symbol[5:]))
    if not _NAME.fullmatch(symbol):
        raise PanelError(f"{where}: `{symbol[:40]}` is not a gene symbol", hint="one symbol a line, nothing else")
    return PanelGene(symbol, None)

"""A gene panel: its genes, regions and STR loci, and where the list comes from."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from gmstool import identity
from gmstool.errors import PanelError
from gmstool.files import path_or_shipped
from gmstool.panels.header import checked_id, id_of, plain
from gmstool.panels.rows import PanelGene, PanelRegion, PanelStr, parsed, plain_gene

MAX_PANEL_BYTES = 16 << 20  # the whole HGNC list fits; a larger file is of another kind
LOCK, SEAL = "lock", "content_sha256"  # header keys of a lock file
_TOLD = ("name", "date", "source", "licence", "terms")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Panel:
    """A gene list with its provenance. `sha256` is of the file's bytes; of a lock, that of the panel it was made of."""

    id: str
    version: str
    genes: tuple[PanelGene, ...]
    sha256: str
    header: dict[str, str]
    regions: tuple[PanelRegion, ...] = ()
    loci: tuple[PanelStr, ...] = ()
    lock: str = ""  # sha256 of the lock file, empty for a panel that is not locked

    @property
    def label(self) -> str:
        """Id and version."""
        return f"{self.id} {self.version}".strip()

    @property
    def called(self) -> str:
        """How a sentence names the panel; a list of --genes is no panel."""
        return "--genes" if self.header.get("name", "").startswith("--genes ") else f"the panel {self.id}"

    def provenance(self) -> dict[str, object]:
        """What every output says about the panel."""
        told: dict[str, object] = {key: self.header[key] for key in _TOLD if key in self.header}
        if self.lock:
            told["lock"] = self.lock
        for key, rows in (("regions", self.regions), ("str_loci", self.loci)):
            if rows:
                told[key] = len(rows)
        return {"id": self.id, "version": self.version or None, "genes": len(self.genes), "sha256": self.sha256, **told}

    def told(self) -> str:
        """The panel's id, version and hash in one line."""
        lock = f", lock sha256 {self.lock}" if self.lock else ""
        return f"panel {self.label}, sha256 {self.sha256}{lock}"


def panel_folders() -> list[Path]:
    """Folders with shipped panels: inside the package (wheel), else beside the checkout's src folder."""
    package = Path(__file__).parent.parent
    return [one for one in (package / "data" / "panels", package.parent.parent / "data" / "panels") if one.is_dir()]


def shipped() -> dict[str, Path]:
    """Names of the shipped panels, each with its file."""
    return {path.stem: path for folder in panel_folders() for path in sorted(folder.glob("*.tsv"))}


def load(name: str) -> Panel:
    """A panel by file or by shipped name, `-` for standard input. Raises PanelError with near matches."""
    if name == STDIN:
        return from_text(sys.stdin.buffer.read(MAX_PANEL_BYTES + 1), "on standard input", "panel")
    if Path(name).is_dir():
        raise PanelError(f"the panel {name} is a folder", hint="name a panel file, or a shipped panel")
    known = shipped()
    listed = f"shipped panels: {', '.join(known)}"
    return read(path_or_shipped(name, known, "panel file and no shipped panel", PanelError, listed))


def read(path: Path) -> Panel:
    """Read a panel file: our TSV, a lock, Scout's table, or one symbol a line."""
    return from_text(_bytes(path), str(path), path.stem if path.is_file() else "panel")


def from_text(data: bytes, source: str, stem: str) -> Panel:
    """A panel of a file's bytes; `source` names the file in errors, `stem` is its id when the header has none."""
    lines = _lines(data, source)
    pairs = (line[2:].partition("=") for line in lines if line.startswith("##") and "=" in line)
    header = {key.strip(): value.strip() for key, _, value in pairs}
    identity.check("\n".join((stem, *header.values())), f"the header or the name of the panel {source}")
    stated = header.get("id") or header.get("panel_id")
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("##")]
    rows = parsed(numbered, source)
    if not (rows.genes or rows.regions or rows.loci):
        raise PanelError(
            f"the panel {source} has no genes", hint="one symbol a line, or the TSV of data/panels/README.md"
        )
    digest = hashlib.sha256(data).hexdigest()
    if LOCK in header:
        _check_lock(header, lines, source)
    return Panel(
        checked_id(stated, f"the panel {source}") if stated else id_of(stem),
        header.get("version", ""), tuple(rows.genes),
        header["panel_sha256"] if LOCK in header else digest, header, tuple(rows.regions), tuple(rows.loci),
        digest if LOCK in header else "",
    )  # fmt: skip


def _lines(data: bytes, source: str) -> list[str]:
    if len(data) > MAX_PANEL_BYTES:
        raise PanelError(f"the panel {source} is larger than {MAX_PANEL_BYTES >> 20} MiB", hint="is this a gene list?")
    try:
        return [plain(line) for line in data.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise PanelError(f"the panel {source} is not UTF-8 text (byte {error.start})") from None


def sealed(lines: list[str]) -> str:
    """The hash of a lock's lines, apart from the line that states it: a change by hand shows."""
    kept = [line for line in lines if not line.startswith(f"##{SEAL}=")]
    return hashlib.sha256("".join(f"{line}\n" for line in kept).encode()).hexdigest()


def listed(symbols: list[str]) -> Panel:
    """The panel of a --genes option."""
    identity.check("\n".join(symbols), "--genes")
    genes = tuple(dict.fromkeys(plain_gene(symbol, "--genes") for symbol in symbols))
    digest = hashlib.sha256("\n".join(symbols).encode()).hexdigest()
    name = ", ".join(symbols) if len(symbols) <= 5 else f"{', '.join(symbols[:5])} and {len(symbols) - 5} more"  # noqa: PLR2004
    return Panel("genes", name, genes, digest, {"name": f"--genes {','.join(symbols)}"[:200]})


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(MAX_PANEL_BYTES + 1)
    except OSError as error:
        raise PanelError(f"cannot read the panel {path}: {error.strerror}") from None


def _check_lock(header: dict[str, str], lines: list[str], source: str) -> None:
    if header.get(SEAL) != sealed(lines) or "panel_sha256" not in header:
        raise PanelError(
            f"the lock {source} was changed after it was made",
            hint="mend the panel itself, and make the lock anew with `gms panels lock`",
        )

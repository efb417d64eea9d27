"""Open the example summaries for Word again: with python-docx, and with LibreOffice as PDF. Nightly: `make office`.

usage: python tools/check_office.py [FILE.docx ...]

Without LibreOffice only python-docx opens them, and it says so.
"""
# a tool that runs the office it is told and prints what it found

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx

EXAMPLES = Path(__file__).parent.parent / "examples" / "report"
MOST_PAGES, PATIENCE = 3, 120


def main() -> int:
    office = shutil.which("libreoffice") or shutil.which("soffice")
    files = [Path(one) for one in sys.argv[1:]] or sorted(EXAMPLES.glob("*/summary.*.docx"))
    wrong = 0
    for file in files:
        found = [*_read(file), *(_converted(office, file) if office else [])]
        wrong += len(found)
        print(f"{file.parent.name}/{file.name}: {'; '.join(found) or 'well'}")
    if office is None:
        print("skipped: no LibreOffice here; python-docx alone opened the files")
    return 1 if wrong else 0


def _read(file: Path) -> list[str]:
    document = docx.Document(str(file))
    styles = [str(one.style.name) for one in document.paragraphs if one.style]
    headings = [one for one in styles if one.startswith(("Heading", "Title"))]
    told = [] if len(headings) > 1 else ["no headings"]
    texts = [one.text for one in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return told + (["a mark of the template is left"] if any("{{" in one or "{%" in one for one in texts) else [])


def _converted(office: str, file: Path) -> list[str]:
    """How many pages LibreOffice makes of it, and whether it opens it at all."""
    with tempfile.TemporaryDirectory(prefix="gms-office-") as folder:
        flags = (f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf")
        command = [office, *flags, "--outdir", folder, str(file)]
        subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE)
        made = Path(folder) / f"{file.stem}.pdf"
        if not made.exists():
            return ["LibreOffice does not open it"]
        pages = made.read_bytes().count(b"/Type/Page") - made.read_bytes().count(b"/Type/Pages")
        return [] if 0 < pages <= MOST_PAGES else [f"{pages} pages"]


if __name__ == "__main__":
    sys.exit(main())

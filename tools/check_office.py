"""Open the example summaries for Word and Excel again, and with LibreOffice as PDF. Nightly: `make office`.

usage: python tools/check_office.py [FILE.docx|FILE.xlsx ...]

A Word file is read by python-docx too, a workbook's sheets are looked at for formulas and for rows that lost a line.
Without LibreOffice only that is done, and it says so.
"""
# a tool that runs the office it is told and prints what it found

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx

EXAMPLES = Path(__file__).parent.parent / "examples" / "report"
MOST_PAGES = {".docx": 3, ".xlsx": 40}  # a workbook has a page or more for each sheet
PATIENCE = 120
SHEETS = ("SUMMARY", "FINDINGS", "CRITERIA", "RESULTS", "LABORATORY", "NOT_COVERED", "SETTINGS", "DATA_VERSIONS")


def main() -> int:
    office = shutil.which("libreoffice") or shutil.which("soffice")
    files = [Path(one) for one in sys.argv[1:]] or sorted(
        [*EXAMPLES.glob("*/summary.*.docx"), *EXAMPLES.glob("*/summary.*.xlsx")]
    )
    wrong = 0
    for file in files:
        read = _read_workbook if file.suffix == ".xlsx" else _read
        opener = office if file.suffix == ".docx" or shutil.which("localc") else None  # a LibreOffice may lack Calc
        found = [*read(file), *(_converted(opener, file) if opener else [])]
        wrong += len(found)
        print(f"{file.parent.name}/{file.name}: {'; '.join(found) or 'well'}")
    if office is None:
        print("skipped: no LibreOffice here; python-docx alone opened the files")
    elif shutil.which("localc") is None:
        print("skipped: this LibreOffice has no Calc; the workbooks were not opened")
    return 1 if wrong else 0


def _read(file: Path) -> list[str]:
    document = docx.Document(str(file))
    styles = [str(one.style.name) for one in document.paragraphs if one.style]
    headings = [one for one in styles if one.startswith(("Heading", "Title"))]
    told = [] if len(headings) > 1 else ["no headings"]
    texts = [one.text for one in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return told + (["a mark of the template is left"] if any("{{" in one or "{%" in one for one in texts) else [])


def _read_workbook(file: Path) -> list[str]:
    """Its sheets are all there, none holds a formula, and each is one page wide on paper."""
    with zipfile.ZipFile(file) as book:
        names = re.findall(r'<sheet name="([A-Z_]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    told = [] if names == list(SHEETS) else [f"its sheets are {', '.join(names)}"]
    told += ["a sheet holds a formula"] if any("<f>" in one or "<f " in one for one in sheets) else []
    wide = any('fitToHeight="0"' not in one or 'orientation="landscape"' not in one for one in sheets)
    return told + (["a sheet is wider than its page"] if wide else [])


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
        return [] if 0 < pages <= MOST_PAGES[file.suffix] else [f"{pages} pages"]


if __name__ == "__main__":
    sys.exit(main())

"""Sections of docs/benchmarks.md: each script renews its own and leaves the others alone."""

from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write(name: str, section: str) -> None:
    """Put a section between the marks of its name; at the end of the page where there are none yet."""
    begin, end = f"<!-- {name}: begin, written by benchmarks/{name}.py -->", f"<!-- {name}: end -->"
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    before, mark, rest = page.partition(begin)
    after = rest.partition(end)[2] if mark else "\n"
    before = before if mark else f"{page.rstrip()}\n\n"
    PAGE.write_text(f"{before}{begin}\n\n{section.strip()}\n\n{end}{after}", encoding="utf-8")

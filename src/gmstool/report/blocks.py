"""What a summary is made of, for every renderer: sections of a few kinds of blocks, texts in one language.

A renderer knows these kinds and no medicine. Texts are plain: markup of any kind in them is just letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "lead", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = "plain"
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: str = "items"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values; `inline` where they may stand in one line after another, to save room."""

    pairs: tuple[tuple[str, str], ...]
    inline: bool = False
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are parts of the line, one a column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Chip:
    """A criterion and its answer: met, not_met or not_assessed; `said` in words."""

    code: str
    verdict: str
    said: str


@dataclass(frozen=True, slots=True)
class Chips:
    chips: tuple[Chip, ...]
    legend: str
    kind: str = "chips"


@dataclass(frozen=True, slots=True)
class Figure:
    """An SVG of our own, its width in parts of a hundred of the line, and what it shows in words.

    `caption` stands below it for those who see it: what its signs mean, and what it leaves out.
    """

    name: str
    svg: str
    alt: str
    width: int = 100
    caption: str = ""
    kind: str = "figure"


@dataclass(frozen=True, slots=True)
class Empty:
    """A field that people fill in by hand; `lines` its height."""

    label: str
    lines: int = 1
    kind: str = "empty"


Block = Paragraph | Items | Facts | Table | Chips | Figure | Empty


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is stable and names the section in templates, whatever the language; level 1 or 2."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """A summary: first page, evidence of each variant, appendix of the laboratory.

    `ids` stand on each page; `watermark` is empty once the case is signed. `page` is "page {} of {}". `basis` names
    rules, panel, genome and program in one line.
    """

    language: str
    title: str
    subtitle: str
    ids: tuple[tuple[str, str], ...]
    status: str
    watermark: str
    page: str
    notice: str
    first: tuple[Section, ...]
    evidence: tuple[Section, ...]
    appendix: tuple[Section, ...]
    evidence_title: str
    appendix_title: str
    basis: str = ""
    warnings: tuple[str, ...] = field(default=())  # for standard error too

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.first + self.evidence + self.appendix

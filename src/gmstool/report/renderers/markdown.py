"""Markdown: for chats, tickets and terminals. Whatever a text holds, it stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.report.blocks import Block, Chips, Empty, Facts, Figure, Items, Paragraph, Section, Table, View

if TYPE_CHECKING:
    from gmstool.report.case import Case

SIGNS = {"met": "●", "not_met": "○", "not_assessed": "?"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~$])")


def render(case: Case, view: View) -> bytes:
    """The summary as CommonMark with tables."""
    del case
    ids = " · ".join(f"{name}: {plain(value)}" for name, value in view.ids)
    lines = [f"# {plain(view.title)}", "", f"**{plain(view.status)}** · {ids}", "", plain(view.subtitle), ""]
    lines += [plain(view.basis), ""] if view.basis else []
    for title, sections in (
        (None, view.first),
        (view.evidence_title, view.evidence),
        (view.appendix_title, view.appendix),
    ):
        if title and sections:
            lines += [f"## {title}", ""]
        for one in sections:
            lines += _section(one, title)
    return "\n".join([*lines, f"*{plain(view.notice)}*", ""]).encode()


def plain(text: str) -> str:
    """The text on one line, its letters never taken for markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _section(one: Section, above: str | None) -> list[str]:
    lines = [f"{'###' if above else '##'} {plain(one.title)}", ""]
    for block in one.blocks:
        lines += [*_block(block), ""]
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph(text=text, tone="lead"):
            return [f"**{plain(text)}**"]
        case Paragraph(text=text, tone="note"):
            return [f"*{plain(text)}*"]
        case Paragraph(text=text):
            return [plain(text)]
        case Items(items=items):
            return [f"- {plain(one)}" for one in items]
        case Facts(pairs=pairs):
            return [f"- **{plain(name)}:** {plain(value)}" for name, value in pairs]
        case Table():
            return _table(block)
        case Chips(chips=chips, legend=legend):
            told = " · ".join(f"{SIGNS[one.verdict]} {plain(one.code)}" for one in chips)
            return [told, "", f"*{plain(legend)}*"] if legend else [told]
        case Figure(alt=alt, caption=caption):
            return [f"*{plain(_once(alt, caption))}*"]
        case Empty(label=label):
            return [f"{plain(label)}: ______________________________"]


def _once(alt: str, caption: str) -> str:
    """What a figure shows, then what its caption says beside that; letters of the drawing need no key here."""
    if alt in caption:
        return alt
    return " ".join([alt, *(one for one in re.split(r"(?<=[.]) ", caption) if one not in alt)]).strip()


def _table(block: Table) -> list[str]:
    lines = [block.head, ("---",) * len(block.head), *block.rows]
    return ["| " + " | ".join(cell if cell == "---" else plain(cell) for cell in line) + " |" for line in lines]
